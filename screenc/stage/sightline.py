"""What stands between a camera and what it wants to see: walls, furniture, people, the edge of the ground, the line of action."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from screenc.contract import Brief
from screenc.stage.cues import sitters
from screenc.stage.gaze import eyes_of
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
        self.middle, self.reach = _bounds(set.solids)
        self.stand = blocking.stand
        self.seats = sitters(brief)
        self.axis = brief.axis if brief.axis and all(a in self.stand for a in brief.axis) else None

    def eyes(self, who: str, t: float) -> np.ndarray:
        """Where somebody's eyes are, standing or seated."""
        return np.array(eyes_of(self.stand[who](t), self.heights[who], self.seats.get(who), t))

    def outside(self, position) -> float:
        """Metres by which a position is out of the box where a camera may stand."""
        x0, x1, z0, z1 = self.bounds
        x, _, z = position
        return max(x0 - x, x - x1, z0 - z, z - z1, 0.0)

    def bump(self, position) -> float:
        """Metres from a position to the nearest solid of the set, 1 at the most; negative inside."""
        point = np.asarray(position, np.float32)
        close = np.flatnonzero(np.linalg.norm(self.middle - point, axis=1) - self.reach < 1.0)
        return float(distances(self.solids, point[None], close).min()) if len(close) else 1.0

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
        head = self.eyes(who, t)
        line = np.asarray(position) + np.linspace(0.02, 0.98, 40)[:, None] * (head - np.asarray(position))
        for other, stand in self.stand.items():
            if other == who or other in but:
                continue
            o = stand(t)
            flat = np.hypot(line[:, 0] - o.x, line[:, 2] - o.z)
            wide = np.where(line[:, 1] > self.heights[other] * 0.86, 0.14, BODY)
            if bool(((flat < wide + 0.06) & (line[:, 1] < self.heights[other] + 0.03)).any()):
                return True
        clear = line[np.linalg.norm(line - head, axis=1) > 0.3].astype(np.float32)
        if not len(clear):
            return False
        run = clear[-1] - clear[0]
        along = np.clip((self.middle - clear[0]) @ run / max(float(run @ run), 1e-9), 0, 1)[:, None]
        close = np.flatnonzero(np.linalg.norm(self.middle - clear[0] - along * run, axis=1) < self.reach + 0.02)
        return len(close) > 0 and bool((distances(self.solids, clear, close) < 0.015).any())

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


def _bounds(solids: Solids) -> tuple[np.ndarray, np.ndarray]:
    """A sphere around each solid: middles (K, 3) and radii (K,)."""
    rod = solids.kind == Kind.CAPSULE
    middle = (solids.a + solids.b) / 2
    long = np.linalg.norm(solids.b - solids.a, axis=1) / 2 + solids.size[:, :2].max(1)
    ball = np.where(solids.kind == Kind.BOX, np.linalg.norm(solids.size, axis=1), solids.size.max(1))
    return middle, np.where(rod, long, ball)


def distances(solids: Solids, points: np.ndarray, which: np.ndarray | None = None) -> np.ndarray:
    """Distance, in metres, from each point to each of the solids, (N, K), or to the rows of them that `which` names; exact for
    boxes and straight capsules, close for ellipsoids."""
    which = np.arange(len(solids)) if which is None else which
    out = np.full((len(points), len(which)), 99.0, np.float32)
    kind = solids.kind[which]
    for k, measure in ((Kind.BOX, _to_boxes), (Kind.ELLIPSOID, _to_balls), (Kind.CAPSULE, _to_rods)):
        at = np.flatnonzero(kind == k)
        if len(at):
            out[:, at] = measure(solids, which[at], points)
    return out


def _to_boxes(solids: Solids, rows: np.ndarray, points: np.ndarray) -> np.ndarray:
    d = np.abs(np.einsum("nkj,kij->nki", points[:, None] - solids.a[None, rows], solids.turn[rows])) - solids.size[None, rows]
    return np.linalg.norm(np.maximum(d, 0), axis=-1) + np.minimum(d.max(-1), 0)


def _to_balls(solids: Solids, rows: np.ndarray, points: np.ndarray) -> np.ndarray:
    q = np.einsum("nkj,kij->nki", points[:, None] - solids.a[None, rows], solids.turn[rows])
    r = solids.size[None, rows]
    k0, k1 = np.linalg.norm(q / r, axis=-1), np.linalg.norm(q / (r * r), axis=-1)
    # The quotient falls far short beside a thin disc; nothing is nearer than the sphere around it.
    return np.maximum(k0 * (k0 - 1) / np.maximum(k1, 1e-6), np.linalg.norm(q, axis=-1) - r.max(-1))


def _to_rods(solids: Solids, rows: np.ndarray, points: np.ndarray) -> np.ndarray:
    a, b = solids.a[None, rows], solids.b[None, rows]
    ab = b - a
    u = np.clip(((points[:, None] - a) * ab).sum(-1) / np.maximum((ab * ab).sum(-1), 1e-9), 0, 1)
    r = solids.size[None, rows, 0] * (1 - u) + solids.size[None, rows, 1] * u
    return np.linalg.norm(points[:, None] - a - u[..., None] * ab, axis=-1) - r
