"""The floor plan of a scene while it is being written: who is there, where they stand, which way they look, what they hold.

Places are dealt once and kept, so that every shot of a scene lies on one side of its line; the first person of the axis is
leftmost and the second rightmost, and everybody looks towards whom they speak to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from screenc.film.model import Depth, Facing, Mark, Side

_SLOTS: tuple[tuple[Side, Depth, float], ...] = (
    ("left", "near", -1.0),
    ("right", "mid", 1.0),
    ("centre", "far", 0.0),
    ("left", "far", -0.6),
    ("right", "far", 0.6),
    ("centre", "mid", 0.15),
    ("left", "mid", -0.8),
    ("right", "near", 0.8),
    ("centre", "near", -0.1),
)


@dataclass(slots=True)
class Spot:
    """A place on the floor; `across` orders people from left to right."""

    side: Side
    depth: Depth
    across: float
    facing: Facing


@dataclass(slots=True)
class Floor:
    """The state between two shots; `said` holds what the marks so far have told of each person."""

    axis: tuple[str, str] | None = None
    present: list[str] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    said: dict[str, Mark] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)
    _dealt: int = 2

    def place(self, who: str) -> None:
        """Bring somebody to their place; whoever comes back takes the place that they had."""
        if who not in self.present:
            self.present.append(who)
        if who in self.spots:
            return
        if self.axis and who in self.axis:
            n = self.axis.index(who)
        elif self.axis is None and len(self.spots) < 2:
            n = len(self.spots)
        else:
            n, self._dealt = self._dealt, self._dealt + 1
        side, depth, across = _SLOTS[n % len(_SLOTS)]
        around = n // len(_SLOTS)
        self.spots[who] = Spot(side, depth, across * (1 - 0.03 * around) + 0.01 * around, "right" if across < 0 else "left")

    def leave(self, who: str) -> None:
        if who in self.present:
            self.present.remove(who)
        self.said.pop(who, None)
        self.holds.pop(who, None)

    def towards(self, who: str, other: str | None) -> Facing:
        """Which way somebody looks to see another person, or into the scene when there is nobody."""
        here = self.spots[who].across
        there = self.spots[other].across if other in self.spots and other != who else 0.0
        if self.axis and who in self.axis:
            return "right" if who == self.axis[0] else "left"
        return "right" if there > here else "left"

    def marks(self, people: list[str], looking: dict[str, str | None]) -> tuple[Mark, ...]:
        """Marks for those in frame that say something new; `looking` gives whom each of them looks at."""
        out = []
        for who in people:
            spot = self.spots[who]
            facing = self.towards(who, looking[who]) if who in looking else spot.facing
            spot.facing = facing
            mark = Mark(who=who, side=spot.side, depth=spot.depth, facing=facing)
            if self.said.get(who) != mark:
                self.said[who] = mark
                out.append(mark)
        return tuple(out)

    def side_of(self, who: str) -> str:
        """The side of the frame that is nearest to somebody, by which they come and go."""
        return "left" if self.spots[who].across < 0 else "right"

    def ordered(self, people: list[str]) -> list[str]:
        """People from left to right."""
        return sorted(people, key=lambda w: (self.spots[w].across, w))
