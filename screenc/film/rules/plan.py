"""The ground plan that a shot's marks draw: where people stand before the camera, in metres, and what follows for its bearing.

Marks are given as the camera sees them, so each shot has a plan of its own: the camera at the origin, looking along z. Two shots
of the same people who have not moved are two cameras on one floor: the angle between them is read off the people.
"""

from __future__ import annotations

from math import atan2, degrees

from screenc.film.continuity import Entry, Standing

AWAY = {"near": 1.5, "mid": 3.0, "far": 5.5}
"""Metres from the camera, through a normal lens: at the nearest a face fills the frame, at the furthest a figure stands in it."""
ASIDE = {"left": -0.3, "centre": 0.0, "right": 0.3}
"""Across, as a part of the distance: two thirds of the way from the middle to the edge of a field of about 50 degrees."""
HEADING = {"camera": 180.0, "right": 90.0, "left": -90.0, "away": 0.0}
"""Degrees from the camera's own direction of view, clockwise from above."""


def position(of: Standing) -> tuple[float, float]:
    """(x to the right, z away from the camera), in metres."""
    z = AWAY[of.depth]
    return ASIDE[of.side] * z, z


def bearing(entry: Entry, first: str, second: str) -> float | None:
    """The direction from one person to another as the camera sees it, in degrees clockwise from its view; None if unknown."""
    one, two = entry.of(first), entry.of(second)
    if one is None or two is None or position(one) == position(two):
        return None
    (x1, z1), (x2, z2) = position(one), position(two)
    return degrees(atan2(x2 - x1, z2 - z1))


def turned(before: float, after: float) -> float:
    """How far round the camera came, in degrees from 0 to 180, if what was seen at one bearing is now at another."""
    return abs((after - before + 180) % 360 - 180)


def came_round(before: Entry, after: Entry, people: tuple[str, ...]) -> float:
    """The least angle between two cameras that would explain how people stand and face in both; 0 where nothing tells.

    Between two people the line from one to the other tells it; of one alone, the way that the face is turned.
    """
    angles = [
        turned(one, two)
        for n, first in enumerate(people)
        for second in people[n + 1 :]
        if (one := bearing(before, first, second)) is not None and (two := bearing(after, first, second)) is not None
    ]
    if not angles:
        for who in people:
            one, two = before.of(who), after.of(who)
            if one is not None and two is not None:
                angles.append(turned(HEADING[one.facing], HEADING[two.facing]))
    return min(angles, default=0.0)
