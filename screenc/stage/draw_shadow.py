"""The shadows of a far light: what its maps are drawn from, where they are kept, and which of the set's solids throw any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenc.stage import kernel_light, kernel_trace
from screenc.stage.draw_solid import Drawn
from screenc.stage.solid import Kind, Solids

CASTER = 1.9
"""Metres: what is bigger is the set itself, and casts no shadow."""


def casters(s: Solids) -> Solids:
    """The solids of a set that are small enough to throw a shadow."""
    middle = np.sort(s.size, axis=1)[:, 1] if len(s) else np.zeros(0)
    big = (middle > CASTER / 2) | (s.size.max(axis=1, initial=0.0) > CASTER)
    long = np.linalg.norm(s.b - s.a, axis=1) > 4 * CASTER
    keep = np.where(s.kind == Kind.CAPSULE, ~long, ~big)
    return Solids(*(getattr(s, name)[keep] for name in Solids.__slots__))


@dataclass(frozen=True, slots=True)
class Shadows:
    """A far light's maps, the moments of a texel side by side: of near blockers, where there is such a map, and of far ones;
    the blocks where anything stands, those unlike the set's own."""

    maps: np.ndarray
    busy: np.ndarray
    new: np.ndarray

    @property
    def flat(self) -> np.ndarray:
        return self.maps.reshape(-1)


@dataclass(slots=True)
class Cover:
    """What one thread draws the figures' shadows on; `drawn` and `blurred` are where it differs from what the set alone gives."""

    z: np.ndarray
    ids: np.ndarray
    shadows: Shadows
    drawn: tuple[slice, slice] = np.s_[0:0, 0:0]
    blurred: tuple[slice, slice] = np.s_[0:0, 0:0]


class FarLight:
    """One light's shadow maps: of the set, kept, and of the set with the figures, made for every frame.

    `sharp` and `wide` are the blurs in metres; a `sharp` of 0 leaves that map unmade."""

    def __init__(self, towards, middle, texels: int, metres: float, sharp: float, wide: float, still: Solids):
        self.position, self.axes, self.focal = kernel_light.far_eye(towards, middle, texels, metres)
        self.eye = np.concatenate([self.position, self.axes.ravel(), [self.focal]])
        self.texels = texels
        self.radii = tuple(max(1, round(r / metres * texels)) for r in (sharp, wide) if r)
        self._wide = 2 * (len(self.radii) - 1)
        self._z, ids = np.empty((texels, texels), np.float32), np.empty((texels, texels), np.int32)
        kernel_trace.ground(self.axes, self.position[1], texels, texels, self.focal, self._z, ids)
        self._bare = self._blurred(self._z)
        self._trace(still, self._z, ids)
        maps = self._blurred(self._z)
        busy, new = (np.zeros((texels // kernel_light.BLOCK + 1,) * 2, np.uint8) for _ in range(2))
        kernel_light.changes(self._bare, maps, self._wide, 0, 0, texels, texels, busy)
        self.still = Shadows(maps, busy, new)

    def cover(self) -> Cover:
        """A new thing to draw shadows on."""
        still = self.still
        return Cover(
            self._z.copy(), np.empty_like(self._z, np.int32), Shadows(*(a.copy() for a in (still.maps, still.busy, still.new)))
        )

    def over(self, solids: Solids, on: Cover) -> Shadows:
        """The maps with some solids standing in the light, drawn where others were before."""
        still, made, n = self.still, on.shadows, self.texels
        on.z[on.drawn], made.maps[on.blurred], made.busy[:], made.new[:] = (
            self._z[on.drawn],
            still.maps[on.blurred],
            still.busy,
            0,
        )
        x0, y0, x1, y1 = self._trace(solids, on.z, on.ids)
        # only what lies round the newcomers is other than it was
        near = 2 * max(self.radii) + 1
        on.drawn = np.s_[y0:y1, x0:x1]
        on.blurred = rows, columns = np.s_[max(y0 - near, 0) : min(y1 + near, n), max(x0 - near, 0) : min(x1 + near, n)]
        a, b = max(y0 - 2 * near, 0), max(x0 - 2 * near, 0)
        part = self._blurred(np.ascontiguousarray(on.z[a : y1 + 2 * near, b : x1 + 2 * near]))
        made.maps[on.blurred] = part[rows.start - a : rows.stop - a, columns.start - b : columns.stop - b]
        where = (self._wide, columns.start, rows.start, columns.stop, rows.stop)
        kernel_light.changes(self._bare, made.maps, *where, made.busy)
        kernel_light.changes(still.maps, made.maps, *where, made.new)
        return made

    def _trace(self, solids: Solids, z: np.ndarray, ids: np.ndarray) -> tuple[int, int, int, int]:
        """Draw solids into a map of depths; returns the rectangle (x0, y0, x1, y1) that they may have changed."""
        n = self.texels
        drawn = Drawn.ready(solids, self.position, self.axes, self.focal, n, n)
        drawn.trace(n, n, self.focal, z, ids)
        seen = drawn.rects[drawn.rects[:, 2] > drawn.rects[:, 0]]
        return (*seen[:, :2].min(axis=0).tolist(), *seen[:, 2:].max(axis=0).tolist()) if len(seen) else (0, 0, 1, 1)

    def _blurred(self, z: np.ndarray) -> np.ndarray:
        out = np.empty((*z.shape, 2 * len(self.radii)), np.float32)
        for n, radius in enumerate(self.radii):
            kernel_light.moments(z, radius, 2 * n, out)
        return out
