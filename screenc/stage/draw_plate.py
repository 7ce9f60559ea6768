"""What a painter works on: the plate (the set alone, drawn once for a camera that never moves) and its canvases."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from screenc.stage import kernel_light, kernel_rays, kernel_trace
from screenc.stage.kernel_rows import SOLID_COLUMNS
from screenc.stage.kernel_trace import TILE
from screenc.stage.solid import Kind, Solids
from screenc.stage.view import Eye

CASTER = 1.9
"""Metres: what is bigger is the set itself, and casts no shadow."""
EVERY = np.ones((1, 1), np.uint8)
"""A mask that leaves nothing out."""


@dataclass(slots=True)
class Drawn:
    """Solids made ready for one eye."""

    solids: Solids
    rows: np.ndarray
    rects: np.ndarray
    depths: np.ndarray
    order: np.ndarray

    @classmethod
    def ready(cls, solids: Solids, position, axes, focal: float, width: int, height: int, mirror: float = 1.0) -> Drawn:
        n = len(solids)
        rows, rects, depths = np.zeros((n, kernel_rays.ROW)), np.zeros((n, 4), np.int32), np.zeros((n, 2))
        kernel_rays.prepare(
            solids.kind,
            solids.a,
            solids.b,
            solids.size,
            solids.turn,
            solids.round,
            position,
            axes,
            focal,
            width,
            height,
            mirror,
            rows,
            rects,
            depths,
        )
        return cls(solids, rows, rects, depths, np.argsort(depths[:, 0], kind="stable"))

    def trace(self, width: int, height: int, focal: float, z, ids, order=None, only: np.ndarray = EVERY) -> None:
        kernel_trace.trace(
            self.solids.kind,
            self.rows,
            self.rects,
            self.depths,
            self.order if order is None else order,
            0,
            only,
            width,
            height,
            focal,
            z,
            ids,
        )


def table(s: Solids) -> np.ndarray:
    """The solids as one array (one, because a kernel that is handed ten counts references for every pixel)."""
    n = len(s)
    out = np.empty((n, SOLID_COLUMNS))
    out[:, 0], out[:, 1], out[:, 2:5], out[:, 5:8], out[:, 8:11] = s.kind, s.material, s.a, s.b, s.size
    out[:, 11:20], out[:, 20], out[:, 21:24], out[:, 24] = s.turn.reshape(n, 9), s.round, s.colour, s.look
    return out


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


@dataclass(slots=True)
class Plate:
    """The set through one eye. `parts` are ambient, key and rest (H, W, 9), `sharp` the three together, `hdr` what the lens
    makes of it; `mirror` is the upside-down world at half size, `smeared` the same as a wet floor shows it."""

    eye: Eye
    z: np.ndarray
    ids: np.ndarray
    drawn: Drawn
    parts: np.ndarray | None = None
    sharp: np.ndarray | None = None
    hdr: np.ndarray | None = None
    planes: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
    mirror: np.ndarray | None = None
    mirror_z: np.ndarray | None = None
    smeared: np.ndarray | None = None
    focused: bool = False

    def fits(self, eye: Eye) -> bool:
        mine = self.eye
        return eye.focal == mine.focal and np.array_equal(eye.position, mine.position) and np.array_equal(eye.axes, mine.axes)


@dataclass(slots=True)
class Canvas:
    """One thread's scratch: everything that a frame needs and no other frame may touch."""

    width: int
    height: int
    z: np.ndarray = field(init=False)
    ids: np.ndarray = field(init=False)
    hdr: np.ndarray = field(init=False)
    layer: np.ndarray = field(init=False)
    layer_z: np.ndarray = field(init=False)
    layer_ids: np.ndarray = field(init=False)
    scratch: np.ndarray = field(init=False)
    where: np.ndarray = field(init=False)
    need: np.ndarray = field(init=False)
    shadows: np.ndarray = field(init=False)
    planes: tuple[np.ndarray, np.ndarray, np.ndarray] = field(init=False)
    stale: np.ndarray = field(init=False)
    """Tiles of `hdr` that do not hold the plate's picture any more."""
    written: np.ndarray = field(init=False)
    """Tiles of `planes` that do not."""
    covers: dict[FarLight, Cover] = field(default_factory=dict)
    """What the lights' shadows are drawn on."""
    holds: Plate | None = None
    """Whose picture that is."""
    behind: np.ndarray | None = None
    """The depths that `layer_z` begins with."""
    half: Canvas | None = None

    def __post_init__(self) -> None:
        h, w = self.height, self.width
        self.z, self.ids = np.empty((h, w), np.float32), np.empty((h, w), np.int32)
        self.hdr, self.layer = np.zeros((h, w, 3), np.float32), np.zeros((h, w, 4), np.float32)
        self.layer_z, self.layer_ids = np.empty((h, w), np.float32), np.full((h, w), kernel_trace.NOTHING, np.int32)
        self.scratch, self.where = np.empty((h, w, 4), np.float32), np.empty(w * h // 3, np.int64)
        self.planes, self.need = blank_planes(w, h), np.zeros((h, w), np.uint8)
        self.shadows = np.ones(((h + 1) // 2, (w + 1) // 2, 2), np.float32)
        self.stale = np.ones(grid(w, h), np.uint8)
        self.written = np.ones(grid(w, h), np.uint8)

    def shadows_of(self, light: FarLight, solids: Solids) -> Shadows:
        """The shadows of the set and of some solids; they last until they are next asked for."""
        if light not in self.covers:
            self.covers[light] = light.cover()
        return light.over(solids, self.covers[light])

    def halved(self) -> Canvas:
        """A canvas of half the size, kept."""
        if self.half is None:
            self.half = Canvas(self.width // 2, self.height // 2)
        return self.half


def blank_planes(width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    half = (height // 2, width // 2)
    return np.full((height, width), 16, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8)


def grid(width: int, height: int) -> tuple[int, int]:
    return (height + TILE - 1) // TILE, (width + TILE - 1) // TILE


def listed(mask: np.ndarray) -> np.ndarray:
    """The marked tiles as (N, 2) of column and row."""
    rows, columns = np.nonzero(mask)
    return np.ascontiguousarray(np.stack([columns, rows], 1).astype(np.int32))
