"""The carpenter puts up a set: solids stood on the floor by their footprint, lamps, the skyline, and which wall each piece is
part of."""

from __future__ import annotations

import math
import random
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from screenc.stage.parts import Lamp
from screenc.stage.set_ground import Ground
from screenc.stage.set_palette import Palette
from screenc.stage.solid import Heap, Material, Solids, linear, turn_y

NIGHT = ("dusk", "evening", "night", "midnight", "dawn")
_LEVEL = np.eye(3, dtype=np.float32)


@dataclass(slots=True)
class Carpenter:
    """Gathers a set. Colours are `#rrggbb`; positions are the middle of a footprint and the height of its underside, in
    metres."""

    ground: Ground
    palette: Palette
    deal: random.Random
    dark: bool
    look: str = ""
    lamps: list[Lamp] = field(default_factory=list)
    skyline: list[tuple[float, float, float]] = field(default_factory=list)
    _heap: Heap = field(default_factory=Heap)
    _sides: list[str] = field(default_factory=list)
    _side: str = ""

    @contextmanager
    def part_of(self, side: str):
        """What is put up inside belongs to one side (`front`, `ceiling`) and goes when the camera needs its place."""
        was, self._side = self._side, side
        yield
        self._side = was

    def box(
        self,
        x: float,
        z: float,
        w: float,
        d: float,
        h: float,
        colour: str,
        material: Material = Material.PLAIN,
        y: float = 0.0,
        turn: float = 0.0,
        round: float = 0.0,
        look: float = 0.0,
        tilt: float = 0.0,
    ) -> None:
        """A box `w` wide, `d` deep and `h` high; `turn` as a heading, `tilt` leans its top away from the heading."""
        axes = _LEVEL
        if turn or tilt:
            axes = turn_y(turn) * np.array([[-1], [1], [-1]], np.float32)
            if tilt:
                c, s = math.cos(tilt), math.sin(tilt)
                axes = np.stack([axes[0], axes[1] * c + axes[2] * s, axes[2] * c - axes[1] * s]).astype(np.float32)
        self._heap.box(
            (x, y + h / 2, z), (w / 2, h / 2, d / 2), axes, linear(colour), material, min(round, w / 2, h / 2, d / 2), look
        )
        self._sides.append(self._side)

    def rod(
        self,
        a: tuple[float, float, float],
        b: tuple[float, float, float],
        r: float,
        colour: str,
        material: Material = Material.PLAIN,
        taper: float | None = None,
        look: float = 0.0,
    ) -> None:
        self._heap.capsule(a, b, r, r if taper is None else taper, linear(colour), material, look)
        self._sides.append(self._side)

    def ball(
        self,
        x: float,
        y: float,
        z: float,
        rx: float,
        ry: float,
        rz: float,
        colour: str,
        material: Material = Material.PLAIN,
        turn: float = 0.0,
        look: float = 0.0,
    ) -> None:
        axes = _LEVEL if not turn else turn_y(turn) * np.array([[-1], [1], [-1]], np.float32)
        self._heap.ellipsoid((x, y, z), (rx, ry, rz), axes, linear(colour), material, look)
        self._sides.append(self._side)

    def lamp(self, x: float, y: float, z: float, colour: str = "#ffd9a0", reach: float = 5.0, power: float = 1.0) -> None:
        """A practical that throws light; what it looks like is built apart."""
        self.lamps.append(Lamp((x, y, z), tuple(c * power for c in linear(colour)), reach))

    def glow(self, power: float) -> float:
        """The strength of a luminous surface: full in the dark, a fraction of it by day."""
        return power if self.dark else power * 0.35

    def solids(self) -> Solids:
        return self._heap.solids()

    def sides(self) -> np.ndarray:
        return np.array(self._sides, dtype=object)
