"""Damaged copies of a film that is as scripted, and what `critique` should say of each: its own calibration.

A copy is the film's shots put together anew: two in each other's place, one gone, twice there, mute, cut short, standing still,
black, with another's voice, or all in reverse. What is true of it is known, since the film's own plan says where each shot is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenc.contract import Plan, TimedSpeech
from screenc.critic.calibrate.recut import Part

KINDS = (
    "intact",
    "neighbours swapped",
    "look-alikes swapped",
    "swapped far apart",
    "dropped",
    "repeated",
    "mute",
    "mute throughout",
    "trimmed",
    "frozen",
    "black",
    "another's line",
    "reversed",
    "several at once",
)
SHORT = 1.6
"""Seconds: a shorter shot is neither trimmed nor frozen, since little would be left of it."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot of the film as its plan has it: seconds, framing with its subjects, and who speaks how many words."""

    id: str
    start: float
    end: float
    framing: tuple[str, ...]
    speakers: tuple[str, ...]
    words: int

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy's parts; which shot each part is, None for one that is there a second time; and each shot's damage."""

    kind: str
    parts: tuple[Part, ...]
    shows: tuple[str | None, ...]
    damage: Mapping[str, str]

    def places(self) -> list[tuple[float, float, str | None]]:
        """From, to, shot: where each part is in the copy, in seconds."""
        ends = list(itertools.accumulate(part.end - part.start for part in self.parts))
        return list(zip([0.0, *ends], ends, self.shows, strict=False))


def shots(plan: Plan, spans: Mapping[str, tuple[float, float]]) -> list[Shot]:
    briefs = {task.brief.shot: task.brief for task in plan.tasks if task.brief}
    out = []
    for id, (start, end) in spans.items():
        brief = briefs[id]
        said = [beat for beat in brief.beats if isinstance(beat, TimedSpeech)]
        out.append(
            Shot(
                id,
                start,
                end,
                (brief.framing.size, *brief.framing.subjects),
                tuple(dict.fromkeys(beat.who for beat in said)),
                sum(len(beat.text.split()) for beat in said),
            )
        )
    return out


def copies(film: Sequence[Shot], most: int = 3) -> Iterator[Copy]:
    """Every kind of copy, up to `most` of each, spread over the film."""
    yield _made("intact", film)
    numbers = range(len(film))
    for a in _spread(list(numbers)[:-1], most):
        yield _swapped("neighbours swapped", film, a, a + 1)
    for a, b in sorted(itertools.combinations(numbers, 2), key=lambda pair: _unlike(film, *pair))[:most]:
        yield _swapped("look-alikes swapped", film, a, b)
    for a in _spread(list(numbers)[: len(film) // 2], most):
        yield _swapped("swapped far apart", film, a, a + len(film) // 2)
    for n in _spread(list(numbers), most):
        yield _made("dropped", film, [k for k in numbers if k != n], damage={film[n].id: "missing"})
    for n in _spread(list(numbers)[: -len(film) // 3], most - 1):
        at = n + max(2, len(film) // 3)
        yield _made("repeated", film, [*range(at), n, *range(at, len(film))], again=at)
    spoken = [n for n in numbers if film[n].words >= 2]
    for n in _spread(spoken, most):
        yield _made("mute", film, done={n: ("mute",)}, damage={film[n].id: "mute"})
    everywhere = {film[n].id: "mute" for n in numbers if film[n].words}
    yield _made("mute throughout", film, done=dict.fromkeys(numbers, ("mute",)), damage=everywhere)
    for n in _spread([n for n in numbers if film[n].length > SHORT], most):
        yield _made("trimmed", film, less={n: max(0.8, 0.3 * film[n].length)}, damage={film[n].id: "too short"})
    for n in _spread([n for n in numbers if film[n].length > SHORT], most, 1):
        yield _made("frozen", film, done={n: ("freeze",)}, damage={film[n].id: "frozen"})
    for n in _spread(list(numbers), most - 1, 1):
        yield _made("black", film, done={n: ("black",)}, damage={film[n].id: "black"})
    long = [n for n in numbers if film[n].words >= 3]
    for n in _spread(long[:-1], most):
        other = long[(long.index(n) + 1 + len(long) // 3) % len(long)]
        yield _made("another's line", film, voice={n: other}, damage={film[n].id: "another's line"})
    yield _made("reversed", film, list(numbers)[::-1])
    for turn in range(most - 1):
        yield _several(film, turn)


def _several(film: Sequence[Shot], turn: int) -> Copy:
    """A swap, a shot gone, one mute, one cut short and one standing still, each in a part of the film of its own."""
    n = len(film)
    part = max(2, n // 5)
    order = list(range(n))
    a = turn
    order[a], order[a + 1] = order[a + 1], order[a]
    gone = part + turn
    order.remove(gone)
    free = [k for k in range(n) if k not in (a, a + 1, gone)]
    spoken = [k for k in free if film[k].words >= 2]
    mute = spoken[len(spoken) // 2 + turn]
    short = next(k for k in reversed(free) if film[k].length > SHORT and k != mute)
    still = next(k for k in free if film[k].length > SHORT and k not in (mute, short) and k > gone)
    damage = {film[gone].id: "missing", film[mute].id: "mute", film[short].id: "too short", film[still].id: "frozen"}
    less = {short: max(0.8, 0.3 * film[short].length)}
    return _made("several at once", film, order, {mute: ("mute",), still: ("freeze",)}, less, damage=damage)


def _swapped(kind: str, film: Sequence[Shot], a: int, b: int) -> Copy:
    order = list(range(len(film)))
    order[a], order[b] = order[b], order[a]
    return _made(kind, film, order)


def _made(
    kind: str,
    film: Sequence[Shot],
    order: Sequence[int] | None = None,
    done: Mapping[int, tuple[str, ...]] | None = None,
    less: Mapping[int, float] | None = None,
    voice: Mapping[int, int] | None = None,
    damage: Mapping[str, str] | None = None,
    again: int | None = None,
) -> Copy:
    done, less, voice = done or {}, less or {}, voice or {}
    order = list(range(len(film))) if order is None else order
    parts = tuple(
        Part(
            film[n].start,
            film[n].end - less.get(n, 0.0),
            done.get(n, ()),
            (film[voice[n]].start, film[voice[n]].end) if n in voice else None,
        )
        for n in order
    )
    shows = tuple(None if at == again else film[n].id for at, n in enumerate(order))
    return Copy(kind, parts, shows, damage or {})


def _unlike(film: Sequence[Shot], a: int, b: int) -> tuple[bool, bool, float]:
    """The order in which pairs are taken for look-alikes: one person alone in one framing, and of nearly one length."""
    one, other = film[a], film[b]
    return one.framing != other.framing, one.speakers != other.speakers, abs(one.length - other.length)


def _spread(numbers: Sequence[int], count: int, off: int = 0) -> list[int]:
    """So many of the numbers, evenly spread, each once."""
    if not numbers:
        return []
    step = max(1.0, len(numbers) / count)
    return list(dict.fromkeys(numbers[(int(k * step + step / 2) + off) % len(numbers)] for k in range(min(count, len(numbers)))))
