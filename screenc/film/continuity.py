"""The script supervisor's log: who is where, facing which way, wearing and holding what, shot by shot.

Rules read it, the scripter checks itself against it, and the planner lowers it; nobody works it out a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from screenc.film.footwork import Walk, walks
from screenc.film.model import Action, Depth, Facing, Film, Scene, Shot, Side, Typed

WIDE = ("extreme-long", "long")


class Standing(Typed):
    """One person during one shot. `in_frame` is what the framing asks for; the rest of `present` is off screen or out of focus.

    `side`, `depth` and `facing` are as seen by this shot's camera, from its own marks, else carried from the last shot of the
    scene, else dealt from the scene's `axis` and `with` order. `before` is where an `enters` comes from and `after` where an
    `exits` goes to, None for somebody who stays. `walked` is what took them off that mark in earlier shots, for which no script
    has words; a mark of their own puts them back.
    """

    who: str
    in_frame: bool
    side: Side
    depth: Depth
    facing: Facing
    wears: str | None = None
    holds: tuple[str, ...] = ()
    before: Literal["left", "right"] | None = None
    after: Literal["left", "right"] | None = None
    walked: tuple[Walk, ...] = ()


class Entry(Typed):
    """The log of one shot; `present` keeps the scene's `with` order, then those who entered."""

    shot: str
    scene: str
    present: tuple[Standing, ...]

    def of(self, who: str) -> Standing | None:
        return next((p for p in self.present if p.who == who), None)


def follow(film: Film) -> dict[str, Entry]:
    """The log of every shot by its id; somebody whose `enters` is still to come is not there yet.

    Wardrobe starts again with each scene from the cast's own `wears`, and hands start empty: what passes between is not told.
    """
    log: dict[str, Entry] = {}
    for scene in film.scenes:
        log.update(_Floor(film, scene).entries())
    return log


class _Somebody(NamedTuple):
    id: str
    name: str
    in_frame: bool


class _Floor:
    """The floor of one scene while its shots go by."""

    def __init__(self, film: Film, scene: Scene) -> None:
        self.film, self.scene = film, scene
        self.there = [who for who in scene.with_ if not self.comes_later(who)]
        self.places: dict[str, tuple[Side, Depth, Facing]] = {}
        self.wears: dict[str, str | None] = {cast.id: cast.wears for cast in film.cast}
        self.holds: dict[str, tuple[str, ...]] = {}
        self.walked: dict[str, tuple[Walk, ...]] = {}
        self.turns = 0
        self.names = {cast.id: cast.name or cast.id for cast in film.cast}

    def comes_later(self, who: str) -> bool:
        """Whether the first that the scene's shots tell of somebody's coming and going is an entrance."""
        for shot in self.scene.shots:
            if any(p.who == who for p in shot.enters):
                return True
            if any(p.who == who for p in shot.exits):
                return False
        return False

    def entries(self) -> Iterator[tuple[str, Entry]]:
        for shot in self.scene.shots:
            self.there += [p.who for p in shot.enters if p.who not in self.there]
            self.change(shot)
            self.block(shot)
            present = tuple(self.standing(shot, who) for who in self.there)
            yield shot.id, Entry(shot=shot.id, scene=self.scene.id, present=present)
            self.walk(shot, present)
            gone = {p.who for p in shot.exits}
            self.there = [who for who in self.there if who not in gone]
            for who in gone:
                self.places.pop(who, None)
                self.walked.pop(who, None)

    def change(self, shot: Shot) -> None:
        for wears in shot.wears:
            self.wears[wears.who] = wears.what
        said = {h.who for h in shot.holds}
        for who in said:
            held = tuple(h.prop for h in shot.holds if h.who == who)
            self.holds[who] = () if "nothing" in held else held

    def block(self, shot: Shot) -> None:
        """Put everybody on their mark; whoever has none keeps the last one, and a newcomer is dealt a free one."""
        marks = {mark.who: mark for mark in shot.marks}
        for who in self.there:
            mark = marks.get(who)
            if who not in self.places or (mark and mark.side and mark.depth and mark.facing):
                self.places[who] = self.deal(shot, who)
            if mark and (mark.side or mark.depth):
                self.walked.pop(who, None)
            if mark:
                side, depth, facing = self.places[who]
                if mark.side and mark.side != side and not mark.facing and facing in ("left", "right"):
                    facing = "right" if mark.side == "left" else "left" if mark.side == "right" else facing
                self.places[who] = (mark.side or side, mark.depth or depth, mark.facing or facing)

    def walk(self, shot: Shot, present: Sequence[Standing]) -> None:
        """Note who walks off their mark; one walk a shot is enough, and an entrance or an exit is one."""
        people = [_Somebody(p.who, self.names.get(p.who, p.who), p.in_frame) for p in present]
        gone = {p.who for p in (*shot.enters, *shot.exits)}
        for beat in shot.beats:
            if isinstance(beat, Action):
                self.turns += 1
                for who, kind, other in walks(beat.text, people):
                    if who not in gone:
                        # whoever walks up to somebody walks up to their own mark
                        before = () if kind == "approach" else self.walked.get(who, ())
                        now = () if kind == "approach" else (Walk(kind=kind, other=other, turn=self.turns),)
                        self.walked[who] = before + now
                        gone.add(who)

    def deal(self, shot: Shot, who: str) -> tuple[Side, Depth, Facing]:
        """A first place: the axis runs from the left, whose people face each other; the others spread over what is free."""
        entrance = next((p.side for p in shot.enters if p.who == who), None)
        if self.scene.axis and who in self.scene.axis:
            first = who == self.scene.axis[0]
            return ("left", "mid", "right") if first else ("right", "mid", "left")
        taken = [self.places[other][:2] for other in self.there if other != who and other in self.places]
        taken += [(mark.side, mark.depth or "mid") for mark in shot.marks if mark.side and mark.who != who]
        if self.scene.axis:
            taken += [("left", "mid"), ("right", "mid")]
        sides: list[Side] = ["left", "right", "centre"]
        if entrance:
            sides.sort(key=lambda side: side != entrance)
        elif len(self.there) == 1 and not self.scene.axis:
            sides = ["centre", "left", "right"]
        depths: tuple[Depth, ...] = ("mid", "far", "near")
        free = ((side, depth) for depth in depths for side in sides if (side, depth) not in taken)
        side, depth = next(free, (sides[0], "far"))
        facing: Facing = "right" if side == "left" else "left" if side == "right" else "camera"
        return side, depth, facing

    def standing(self, shot: Shot, who: str) -> Standing:
        side, depth, facing = self.places[who]
        enters = next((p for p in shot.enters if p.who == who), None)
        exits = next((p for p in shot.exits if p.who == who), None)
        near_side: Literal["left", "right"] = "right" if side == "right" else "left"
        return Standing(
            who=who,
            in_frame=who in in_frame(shot, self.there),
            side=side,
            depth=depth,
            facing=facing,
            wears=self.wears.get(who),
            holds=self.holds.get(who, ()),
            before=(enters.side or near_side) if enters else None,
            after=(exits.side or near_side) if exits else None,
            walked=self.walked.get(who, ()),
        )


def in_frame(shot: Shot, there: Sequence[str]) -> set[str]:
    """Who of those present a shot shows: its subjects, and everybody whom it marks, moves the camera to, brings in or leads out.

    A framing that names nobody takes in all, and so does a wide one; a point of view leaves out the one whose eyes it is;
    an insert shows no more than it names. Somebody who only speaks is heard from off screen when the framing names others.
    """
    framing = shot.framing
    everybody = set(there)
    if framing is None or not framing.subjects or framing.size in WIDE:
        return set() if framing and framing.size == "insert" else everybody
    if framing.size == "pov":
        return everybody - {framing.subjects[0]}
    if framing.size == "insert":
        return everybody & set(framing.subjects)
    moved = {p.who for p in (*shot.marks, *shot.enters, *shot.exits)}
    return everybody & {*framing.subjects, *shot.camera.subjects, *moved}
