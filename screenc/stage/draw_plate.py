"""What a painter works on: the plate (the set alone, drawn once for a camera that never moves) and its canvases."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from screenc.stage import kernel_trace
from screenc.stage.draw_shadow import Cover, FarLight, Shadows
from screenc.stage.draw_solid import Drawn
from screenc.stage.kernel_trace import TILE
from screenc.stage.solid import Solids
from screenc.stage.view import Eye


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
