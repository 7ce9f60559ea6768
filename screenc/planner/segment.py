"""Shots into calls, what a backend makes at once: part of a shot, one shot, or several of one scene.

Exact dynamic programming over the calls that a scene allows. In order: the fewest lines divided, the fewest dollars, the least
film paid for and cut off, the fewest joins, breaks between beats rather than in them, parts as equal as may be. Several shots
share a call only where that saves dollars or seconds: a shot with a clip of its own can be taken again alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from screenc.contract import Capabilities, Lengths, Unit


class Uses(NamedTuple):
    """What a call would use of its backend, on which lengths and prices may hang."""

    first_frame: bool = False
    last_frame: bool = False
    references: bool = False
    shots: int = 1

    @property
    def facts(self) -> dict[str, Any]:
        """As a profile's conditions know them."""
        return {**self._asdict(), "multi_shot": self.shots > 1}

    @property
    def names(self) -> set[str]:
        return {name for name, used in self.facts.items() if used is True}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A shot as it is divided and joined: whole frames, the frames where a line sounds, the frames where a beat ends.

    `anchored`: it begins with a given frame; `ends`: it ends on one; `pictures`: it has references to show; `joins`: a call may
    go on from the shot before into this one.
    """

    shot: str
    frames: int
    lines: tuple[tuple[int, int], ...] = ()
    seams: tuple[int, ...] = ()
    anchored: bool = False
    joins: bool = False
    ends: bool = False
    pictures: bool = False
    most: int | None = None
    """The longest part of it that one call may make, in frames; None where only the backend limits it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What the film keeps of a clip for one shot: from `start` of the shot, `kept` seconds, `trim_in` into the clip."""

    shot: str
    start: Fraction
    kept: Fraction
    trim_in: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Call:
    """One clip to ask for and what the film keeps of it; `parts` are the seconds of each of several shots."""

    unit: Unit
    pieces: tuple[Piece, ...]
    parts: tuple[Fraction, ...] = ()
    divides: int = 0

    @property
    def wasted(self) -> Fraction:
        return self.unit.length - sum((p.kept for p in self.pieces), Fraction(0))


Cost = tuple
FREE: Cost = (0, Fraction(0), Fraction(0), 0, 0, 0)


@dataclass
class Scene:
    """What one backend's lengths make of a scene's shots at one rate; `pay` is the dollars of so many seconds."""

    rate: Fraction
    can: Capabilities
    lengths: Callable[[Uses], Lengths]
    pay: Callable[[Fraction, Uses], Fraction]
    _kept: dict = field(default_factory=dict)

    def calls(self, run: Sequence[Stretch]) -> list[Call] | None:
        """The best calls for shots in a row; None where a shot is longer than a clip and no clip goes on from another."""
        best: list[tuple[Cost, list[Call]] | None] = [(FREE, [])] + [None] * len(run)
        for n in range(len(run)):
            if best[n] is None:
                return None
            cost, so_far = best[n]
            for count, (more, calls) in self._from(run, n):
                total = _plus(cost, more)
                held = best[n + count]
                if held is None or total < held[0]:
                    best[n + count] = total, so_far + calls
        return best[-1][1] if best[-1] else None

    def _from(self, run: Sequence[Stretch], n: int) -> Iterable[tuple[int, tuple[Cost, list[Call]]]]:
        alone = self._divided(run[n])
        if alone is not None:
            yield 1, alone
        for count in range(2, min(self.can.multi_shot, len(run) - n) + 1):
            if not run[n + count - 1].joins:
                break
            shared = self._shared(run[n : n + count])
            if shared is not None:
                yield count, shared

    # --- one shot ---

    def _divided(self, stretch: Stretch) -> tuple[Cost, list[Call]] | None:
        whole = self._part(stretch, 0, stretch.frames)
        if whole is not None:
            return whole[0], [whole[1]]
        if self.can.first_frame not in ("optional", "required"):
            return None
        points = self._points(stretch)
        best: dict[int, tuple[Cost, list[Call]]] = {0: (FREE, [])}
        for here, end in enumerate(points[1:], 1):
            for start in points[:here]:
                if start not in best or (part := self._part(stretch, start, end)) is None:
                    continue
                total = _plus(best[start][0], part[0])
                if end not in best or total < best[end][0]:
                    best[end] = total, [*best[start][1], part[1]]
        return best.get(stretch.frames)

    def _part(self, stretch: Stretch, start: int, end: int) -> tuple[Cost, Call] | None:
        ends = stretch.ends and end == stretch.frames
        uses = self.uses([stretch], stretch.anchored or start > 0, ends)
        kept = Fraction(end - start) / self.rate
        asked = self._up(kept, uses)
        if asked is None or (stretch.most and end - start > stretch.most):
            return None
        inside = sum(a < start < b for a, b in stretch.lines)
        loose = int(start > 0 and start not in stretch.seams)
        joint = int(start > 0 or self.can.together)  # of a model for whole scenes, calls are counted and not joins
        cost = (inside, self.pay(asked, uses), asked - kept, joint, loose, (end - start) ** 2)
        unit = Unit(shots=(stretch.shot,), start=Fraction(start) / self.rate, length=asked)
        trim = asked - kept if ends else Fraction(0)  # what ends on a picture is cut at its head
        return cost, Call(unit, (Piece(stretch.shot, unit.start, kept, trim),), divides=inside)

    def _points(self, stretch: Stretch) -> list[int]:
        """Where a shot may be divided: its beats' ends, as many of each length on offer as fit from either end, equal shares."""
        offer, frames = self.lengths(self.uses([stretch], True, False)), stretch.frames
        sizes = {int(d * self.rate // 1) for d in offer.of} or {int((offer.longest or 0) * self.rate // 1)}
        out = {0, frames, *(s for s in stretch.seams if 0 < s < frames)}
        sizes.add(stretch.most or 0)
        for size in (s for s in sizes if s > 0):
            for n in range(1, frames // size + 1):
                out |= {n * size, frames - n * size}
            count = -(-frames // size)
            for parts in (count, count + 1):
                share, more = divmod(frames, parts)
                out |= {n * share + min(n, more) for n in range(1, parts)}
        edges = {edge for line in stretch.lines for edge in line if 0 < edge < frames}
        return sorted(p for p in out | edges if 0 <= p <= frames)

    # --- several shots ---

    def _shared(self, run: Sequence[Stretch]) -> tuple[Cost, list[Call]] | None:
        if any(s.most or s.ends for s in run):
            return None
        uses = self.uses(run, run[0].anchored, False)
        kept = [Fraction(s.frames) / self.rate for s in run]
        parts = [self._part_up(k) for k in kept]
        asked = self._up(sum(parts, Fraction(0)), uses)
        if asked is None:
            return None
        parts[-1] += asked - sum(parts, Fraction(0))
        pieces, at = [], Fraction(0)
        for stretch, keeps, part in zip(run, kept, parts, strict=True):
            pieces.append(Piece(stretch.shot, Fraction(0), keeps, at))
            at += part
        joint = 1 if self.can.together else len(run) - 1
        cost = (0, self.pay(asked, uses), asked - sum(kept, Fraction(0)), joint, 0, 0)
        unit = Unit(shots=tuple(s.shot for s in run), length=asked)
        return cost, [Call(unit, tuple(pieces), tuple(parts))]

    def _part_up(self, length: Fraction) -> Fraction:
        step = self.can.part_step or 1 / self.rate
        length = max(length, self.can.shortest_part or length)
        return -(-length // step) * step

    def uses(self, run: Sequence[Stretch], first: bool, last: bool) -> Uses:
        """What a call for some shots would use; references give way to what excludes them."""
        uses = Uses(first, last, False, len(run))
        pictured = self.can.references > 0 and any(s.pictures for s in run)
        return uses._replace(references=pictured and not self.can.rules_out("references", uses.names))

    def _up(self, length: Fraction, uses: Uses) -> Fraction | None:
        """The length to ask for; None where the call would be too long."""
        if (length, uses) not in self._kept:
            self._kept[length, uses] = self.lengths(uses).up(length)
        return self._kept[length, uses]


def _plus(a: Cost, b: Cost) -> Cost:
    return tuple(x + y for x, y in zip(a, b, strict=True))
