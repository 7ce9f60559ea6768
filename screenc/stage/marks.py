"""Marks: where everybody stands as a shot begins, whom they play to, and which way they turn.

Everybody has one home for a scene, which their side and depth give, so that cuts find people where they were left.
"""

from __future__ import annotations

import math

from screenc.contract import Brief, Person
from screenc.stage.set_ground import Ground, survey

ROOM = 0.62
"""Metres between two people's marks, at the least."""
SIDE = {"left": -1.0, "centre": 0.0, "right": 1.0}
_DEPTH = {"near": (-0.9, 0.62), "mid": (0.0, 0.7), "far": (1.6, 0.82)}
_SPREAD = ((0.0, 0.0), (0.74, 0.38), (0.34, 0.98), (1.2, 1.0), (0.1, 1.75), (1.6, 0.2), (0.8, 1.7))


def heading_to(dx: float, dz: float) -> float:
    """The heading that looks along (dx, dz): 0 is towards the camera (-z), positive towards +x."""
    return math.atan2(dx, -dz)


def homes(brief: Brief) -> dict[str, tuple[float, float]]:
    """Everybody's (x, z) for the scene. A person moves only others who come later in `people`, so a newcomer displaces nobody."""
    ground = survey(brief)
    out: dict[str, tuple[float, float]] = {}
    taken: dict[tuple[str, str], int] = {}
    for p in brief.people:
        slot = (p.side, p.depth)
        n = taken[slot] = taken.get(slot, -1) + 1
        z, spread = _DEPTH[p.depth]
        sign = SIDE[p.side]
        dx, dz = _SPREAD[n % len(_SPREAD)]
        dz += 1.9 * (n // len(_SPREAD))
        if sign:
            x = sign * (spread + dx)
        else:
            x, dz = (0.0, dz) if n == 0 else ((-1) ** n * (0.3 + 0.5 * dx), dz + 0.35)
            dz += 0.55 if p.depth == "mid" else 0.0
        out[p.id] = _apart(ground.indoors(x, z + dz), list(out.values()), ground)
    return out


def places(brief: Brief) -> dict[str, tuple[float, float]]:
    """Everybody's (x, z) as the shot begins: home, or where the walks of earlier shots have left them."""
    ground, at = survey(brief), homes(brief)
    for turn in sorted({walk.turn for p in brief.people for walk in p.walked}):
        before = dict(at)
        for p in brief.people:
            for walk in p.walked:
                if walk.turn == turn:
                    heading = facing(brief, p, before, bool(p.walked))
                    at[p.id] = course(walk.kind, before[p.id], heading, before.get(walk.other or ""), ground)[-1]
    return at


def course(
    kind: str, spot: tuple[float, float], heading: float, other: tuple[float, float] | None, ground: Ground
) -> list[tuple[float, float]]:
    """The corners (x, z) of a walk off a mark, towards or past whomever it concerns."""
    x, z = spot
    ahead = (math.sin(heading), -math.cos(heading))
    if other:
        gap = math.hypot(other[0] - x, other[1] - z) or 1.0
        ahead = ((other[0] - x) / gap, (other[1] - z) / gap)
    if kind == "back":
        corners = [(x - ahead[0] * 0.6, z - ahead[1] * 0.6)]
    elif kind == "away":
        corners = [(x - ahead[0] * 1.92, z + 1.44)]
    elif kind == "pass" and other:
        lane = -0.42 if x < other[0] else 0.42
        past = (other[0] - x) / 2 + math.copysign(0.45, other[0] - x)
        corners = [(x + past, (z + other[1]) / 2 + lane)]
    else:
        side = -1.0 if x > 0.05 else 1.0
        far = 2.0 + abs(x)
        corners = [(x + side * far * 0.25, z + 0.8), (x + side * far, z + 0.5)]
    return [spot, *(ground.indoors(*c) for c in corners)]


def partner(brief: Brief, who: str) -> str | None:
    """Whom somebody plays to: the other of the axis, else the one whom they face, else the nearest."""
    if brief.axis and who in brief.axis:
        other = brief.axis[1] if brief.axis[0] == who else brief.axis[0]
        if any(p.id == other for p in brief.people):
            return other
    at = homes(brief)
    me = next(p for p in brief.people if p.id == who)
    x, z = at[who]

    def badness(other: str) -> float:
        dx, dz = at[other][0] - x, at[other][1] - z
        behind = (me.facing == "left" and dx > -0.05) or (me.facing == "right" and dx < 0.05)
        return math.hypot(dx, dz) + (10.0 if behind else 0.0)

    return min((o for o in at if o != who), key=badness, default=None)


def _apart(spot: tuple[float, float], others: list[tuple[float, float]], ground: Ground) -> tuple[float, float]:
    for ring in range(12):
        for turn in range(8 if ring else 1):
            a = math.pi / 2 + (turn // 2 + turn % 2) * (1 if turn % 2 else -1) * math.pi / 4
            x, z = spot[0] + 0.3 * ring * math.cos(a), spot[1] + 0.3 * ring * math.sin(a)
            inside = math.dist((x, z), ground.indoors(x, z)) < 0.01
            if inside and all(math.hypot(x - ox, z - oz) >= ROOM for ox, oz in others):
                return x, z
    return spot


def facing(brief: Brief, p: Person, home: dict[str, tuple[float, float]], walked: bool = False) -> float:
    """The heading of somebody at rest; one who has walked faces whom they play to, on whichever side that is by now."""
    if p.facing == "camera":
        return 0.0
    if p.facing == "away":
        return math.pi
    sign = -1.0 if p.facing == "left" else 1.0
    other = partner(brief, p.id)
    if other:
        dx, dz = home[other][0] - home[p.id][0], home[other][1] - home[p.id][1]
        if walked and abs(dx) > 0.15:
            sign = math.copysign(1.0, dx)
        if sign * dx > 0.15:
            straight = abs(heading_to(dx, dz))
            # Actors cheat their bodies open to the camera, the more the further upstage they play.
            open_ = math.radians(9) + max(0.0, straight - math.radians(90)) * 0.5
            return sign * min(max(straight - open_, math.radians(35)), math.radians(120))
    return sign * math.radians(74)
