"""The choice of a shot: of all framings that could carry some lines, the one that a director would take next.

What must not be (a jump cut) is never offered; the rest is a cost: how far the size is from what the tension asks,
whether it answers the shot before, how often it was seen lately, how long ago the audience last saw where everybody is.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from screenc.film.joining import join
from screenc.film.model import DEPTHS, SIZES, Action, Angle, Camera, Cut, Framing, Holds, Mark, Passage, Shot, Size, Speech
from screenc.scripter.staging import Floor

LADDER: dict[str, float] = {size: float(n) for n, size in enumerate(SIZES[:8])} | {"two-shot": 3.5, "over-shoulder": 4.4}
WIDE = ("extreme-long", "long", "full", "medium-long")


@dataclass(slots=True)
class Draft:
    """A shot before it has an id."""

    size: Size
    subjects: tuple[str, ...]
    beats: list[Action | Speech] = field(default_factory=list)
    camera: Camera = field(default_factory=Camera)
    angle: Angle = "eye"
    lens: int | None = None
    marks: tuple[Mark, ...] = ()
    enters: tuple[Passage, ...] = ()
    exits: tuple[Passage, ...] = ()
    holds: tuple[Holds, ...] = ()
    focus: str | None = None
    cut: Cut = field(default_factory=Cut)

    @property
    def seen(self) -> str | None:
        """Whose face the shot is of, where it is of one."""
        return self.subjects[-1] if len(self.subjects) == 1 or self.size == "over-shoulder" else None

    def shot(self, id: str) -> Shot:
        return Shot(
            id=id,
            framing=Framing(size=self.size, subjects=self.subjects),
            angle=self.angle,
            lens=self.lens,
            camera=self.camera,
            focus=self.focus,
            marks=self.marks,
            enters=self.enters,
            exits=self.exits,
            holds=self.holds,
            beats=tuple(_joined(self.beats)),
            cut=self.cut,
        )


def _joined(beats: list[Action | Speech]) -> list[Action | Speech]:
    """Lines that the language reads as one speech, as one: the same speaker goes on with no new way of speaking."""
    out: list[Action | Speech] = []
    for beat in beats:
        last = out[-1] if out else None
        if isinstance(beat, Speech) and isinstance(last, Speech) and last.who == beat.who and beat.how in (None, last.how):
            out[-1] = last.model_copy(update={"text": join(last.text, beat.text)})
        else:
            out.append(beat)
    return out


def cuts_well(before: Draft | None, size: str, subjects: tuple[str, ...], angle: str = "eye") -> bool:
    """Whether a cut to this framing is no jump cut: not the same people again within two sizes, unless the angle changes."""
    if before is None or before.size == "insert" or size == "insert" or before.angle != angle:
        return True
    if before.size == size == "over-shoulder":
        return before.subjects != subjects
    if set(before.subjects) != set(subjects):
        return True
    if {before.size, size} == {"two-shot", "over-shoulder"}:
        return True
    return abs(LADDER[before.size] - LADDER[size]) >= 1.5 and not (
        before.size in SIZES[:8] and size in SIZES[:8] and abs(LADDER[before.size] - LADDER[size]) < 2
    )


def _shoulder_first(marks: tuple[Mark, ...], subjects: tuple[str, ...]) -> tuple[Mark, ...]:
    """Marks of an over-shoulder that do not put the shoulder deeper than the face: the camera went round, nobody moved."""
    told = {m.who: m for m in marks}
    shoulder, face = told.get(subjects[0]), told.get(subjects[-1])
    if shoulder and face and shoulder.depth and face.depth and DEPTHS.index(shoulder.depth) > DEPTHS.index(face.depth):
        return tuple(m.model_copy(update={"depth": None}) if m.who == shoulder.who else m for m in marks)
    return marks


class Coverage:
    """The shots of one scene as they are chosen, one after the other."""

    def __init__(self, floor: Floor, exterior: bool, dice: random.Random):
        self.floor, self.exterior, self.dice = floor, exterior, dice
        self.drafts: list[Draft] = []
        self.pairs_shown: set[frozenset[str]] = set()

    @property
    def last(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    def since_wide(self) -> int:
        """How many shots ago everybody was last seen together."""
        for n, draft in enumerate(reversed(self.drafts)):
            if draft.size in WIDE and set(draft.subjects) >= set(self.floor.present):
                return n
        return len(self.drafts)

    def add(self, draft: Draft, looking: dict[str, str | None] | None = None) -> Draft:
        """Place a chosen shot; marks are given for those in frame whom the audience has not been told about."""
        here = [w for w in draft.subjects if w in self.floor.spots]
        draft.marks = self.floor.marks(here, looking or {}) if draft.size != "insert" else ()
        if draft.size == "over-shoulder":
            draft.marks = _shoulder_first(draft.marks, draft.subjects)
        if len(here) == 2:
            self.pairs_shown.add(frozenset(here))
        self.drafts.append(draft)
        return draft

    def wide(self, people: list[str], tighter: bool = False) -> Draft:
        """A shot of all these people that cuts well from the last one, as wide as they are many."""
        subjects = tuple(self.floor.ordered(people))
        many = len(subjects) > 3
        sizes = ("full", "long", "medium-long", "extreme-long") if not many else ("long", "full", "extreme-long")
        if tighter:
            sizes = ("medium-long", "full", "long")
        for angle in ("eye", "high", "low"):
            for size in sizes:
                if cuts_well(self.last, size, subjects, angle):
                    return Draft(size, subjects, angle=angle, lens=28 if size in ("long", "extreme-long") else 35)
        raise AssertionError("three angles always leave one that differs from the last")

    def establish(self, people: list[str]) -> Draft:
        size: Size = "long" if self.exterior or len(people) > 2 else "full"
        if self.exterior and len(people) > 4:
            size = "extreme-long"
        return Draft(size, tuple(self.floor.ordered(people)), lens=24 if size != "full" else 28)

    def choose(self, speaker: str, listener: str | None, both: bool, tension: float, turn: bool) -> Draft:
        """The framing for some lines of one speaker; `both` asks that the listener be seen too, `turn` that we be close."""
        offers = [o for o in self._offers(speaker, listener, both, turn) if cuts_well(self.last, *o)]
        if not offers:
            people = [speaker] + ([listener] if listener and both else [])
            return self.wide(people if len(people) > 1 else self.floor.present)
        size, subjects = min(offers, key=lambda o: (self._cost(*o, speaker, listener, tension, turn), o))
        lens = {"close": 75, "extreme-close": 100, "medium-close": 65, "over-shoulder": 50}.get(size)
        return Draft(size, subjects, lens=lens)

    def _offers(self, speaker: str, listener: str | None, both: bool, turn: bool) -> list[tuple[Size, tuple[str, ...]]]:
        out: list[tuple[Size, tuple[str, ...]]] = []
        present = self.floor.present
        if listener:
            out.append(("over-shoulder", (listener, speaker)))
            out.append(("two-shot", tuple(self.floor.ordered([speaker, listener]))))
        if not both:
            out += [("medium", (speaker,)), ("medium-close", (speaker,)), ("close", (speaker,))]
            if turn:
                out.append(("extreme-close", (speaker,)))
            if not listener:
                out += [("medium-long", (speaker,)), ("full", (speaker,))]
        if len(present) > 2 and not turn:
            out.append(("full" if len(present) < 5 else "long", tuple(self.floor.ordered(present))))
            near = self.floor.ordered(
                sorted(present, key=lambda w: abs(self.floor.spots[w].across - self.floor.spots[speaker].across))[:3]
            )
            if (not both or listener in near) and len(near) < len(present):
                out.append(("medium-long", tuple(near)))
        return out

    def _cost(
        self, size: str, subjects: tuple[str, ...], speaker: str, listener: str | None, tension: float, turn: bool
    ) -> float:
        wanted = 3.1 + 4.4 * tension + (0.6 if turn else 0.0)
        if listener is None:
            wanted -= 0.6
        cost = abs(LADDER[size] - wanted)
        last = self.last
        if size == "over-shoulder":
            cost -= 0.3 if tension < 0.5 else -0.25
        if size == "two-shot":
            cost += 0.35 if frozenset(subjects) in self.pairs_shown else -0.4
        if len(subjects) > 2:
            cost = 0.9 + tension - 0.2 * min(self.since_wide(), 9) + (0.25 if len(subjects) < len(self.floor.present) else 0.0)
        if last and last.size == size and last.seen not in (None, speaker):
            cost -= 0.45  # a reverse answers its shot at the same size
        if last and last.seen and len(subjects) == 1 and last.seen in self.floor.spots and last.seen != speaker:
            looks = self.floor.towards(speaker, listener)
            if self.floor.spots[last.seen].facing == looks:
                cost += 0.9  # eyes that do not meet
        if last and last.size == "two-shot" and size == "over-shoulder" and set(last.subjects) == set(subjects):
            cost += 0.15
        recent = self.drafts[-6:]
        cost += 0.32 * sum(d.size == size and d.subjects == subjects for d in recent)
        cost += 0.22 * max(0, sum(d.size == size for d in recent) - 2)
        return cost + 0.12 * self.dice.random()
