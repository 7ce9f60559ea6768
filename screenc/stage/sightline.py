"""What stands between a camera and what it wants to see: walls, furniture, people, the edge of the ground, the line of action."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from screenc.contract import Brief
from screenc.stage.parts import Blocking, Set
from screenc.stage.set_ground import survey
from screenc.stage.solid import Kind, Solids

BODY = 0.24
"""Radius, in metres, of the upright cylinder that stands in for a person."""


class Sightline:
    """The obstacles of one shot: solids by their distance fields, people as upright cylinders where they are at the time."""

    def __init__(self, brief: Brief, blocking: Blocking, set: Set):
        self.solids, self.bounds, self.interior = set.solids, survey(brief).camera, set.interior
        self.heights: Mapping[str, float] = {p.id: p.appearance.height / 100 for p in brief.people}
        self.stand = blocking.stand
        self.axis = brief.axis if brief.axis and all(a in self.stand for a in brief.axis) else None

    def outside(self, position) -> float:
        """Metres by which a position is out of the box where a camera may stand."""
        x0, x1, z0, z1 = self.bounds
        x, _, z = position
        return max(x0 - x, x - x1, z0 - z, z - z1, 0.0)

    def bump(self, position) -> float:
        """Metres from a position to the nearest solid of the set; negative inside."""
        if not len(self.solids):
            return 99.0
        return float(distances(self.solids, np.asarray(position, np.float32)[None]).min())

    def crowding(self, position, t: float, but: tuple[str, ...] = ()) -> float:
        """Metres from a position to the nearest person's cylinder."""
        near = 99.0
        for who, stand in self.stand.items():
            if who not in but:
                s = stand(t)
                flat = max(0.0, math.hypot(position[0] - s.x, position[2] - s.z) - BODY)
                near = min(near, math.hypot(flat, max(0.0, position[1] - self.heights[who] - 0.05)))
        return near

    def hidden(self, position, who: str, t: float, but: tuple[str, ...] = ()) -> bool:
        """Whether somebody's head is behind another person or a solid."""
        s = self.stand[who](t)
        head = np.array([s.x, self.heights[who] * 0.93, s.z])
        line = np.asarray(position) + np.linspace(0.02, 0.98, 40)[:, None] * (head - np.asarray(position))
        for other, stand in self.stand.items():
            if other == who or other in but:
                continue
            o = stand(t)
            flat = np.hypot(line[:, 0] - o.x, line[:, 2] - o.z)
            wide = np.where(line[:, 1] > self.heights[other] * 0.86, 0.14, BODY)
            if bool(((flat < wide + 0.06) & (line[:, 1] < self.heights[other] + 0.03)).any()):
                return True
        clear = line[np.linalg.norm(line - head, axis=1) > 0.3]
        return len(clear) > 0 and len(self.solids) > 0 and bool((distances(self.solids, clear.astype(np.float32)) < 0.015).any())

    def across(self, position, t: float) -> bool:
        """Whether a camera here would stand on the far side of the line of action, where left and right trade places."""
        if not self.axis:
            return False
        a, b = (self.stand[w](t) for w in self.axis)
        if a.x > b.x:
            a, b = b, a
        dx, dz = b.x - a.x, b.z - a.z
        span = math.hypot(dx, dz)
        if span < 0.3 or dx / span < 0.3:
            return False
        return dx * (position[2] - a.z) - dz * (position[0] - a.x) > -0.02


def distances(solids: Solids, points: np.ndarray) -> np.ndarray:
    """Distance, in metres, from each point to each solid, (N, K); exact for boxes, a lower bound's neighbour for ellipsoids."""
    out = np.full((len(points), len(solids)), 99.0, np.float32)
    box = np.flatnonzero(solids.kind == Kind.BOX)
    if len(box):
        q = np.einsum("nkj,kij->nki", points[:, None] - solids.a[None, box], solids.turn[box])
        d = np.abs(q) - solids.size[None, box]
        out[:, box] = np.linalg.norm(np.maximum(d, 0), axis=-1) + np.minimum(d.max(-1), 0)
    ball = np.flatnonzero(solids.kind == Kind.ELLIPSOID)
    if len(ball):
        q = np.einsum("nkj,kij->nki", points[:, None] - solids.a[None, ball], solids.turn[ball])
        r = solids.size[None, ball]
        k0, k1 = np.linalg.norm(q / r, axis=-1), np.linalg.norm(q / (r * r), axis=-1)
        out[:, ball] = k0 * (k0 - 1) / np.maximum(k1, 1e-6)
    rod = np.flatnonzero(solids.kind == Kind.CAPSULE)
    if len(rod):
        a, b = solids.a[None, rod], solids.b[None, rod]
        ab = b - a
        u = np.clip(((points[:, None] - a) * ab).sum(-1) / np.maximum((ab * ab).sum(-1), 1e-9), 0, 1)
        r = solids.size[None, rod, 0] * (1 - u) + solids.size[None, rod, 1] * u
        out[:, rod] = np.linalg.norm(points[:, None] - a - u[..., None] * ab, axis=-1) - r
    return out
