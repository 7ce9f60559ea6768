"""The one thing that the stage draws: analytic solids, kept as columns so that a kernel can run over them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Kind(IntEnum):
    """CAPSULE: a cone with round ends from `a` (radius size[0]) to `b` (radius size[1]). ELLIPSOID: centre `a`, semi-axes
    `size`, turned by `turn`. BOX: centre `a`, half sizes `size`, turned by `turn`, edges rounded by `round`."""

    CAPSULE = 0
    ELLIPSOID = 1
    BOX = 2


class Material(IntEnum):
    """How a surface takes light and what pattern it carries; patterns live in the solid's own coordinates, in metres."""

    PLAIN = 0
    SKIN = 1
    CLOTH = 2
    HAIR = 3
    LEATHER = 4
    METAL = 5
    GLASS = 6
    GLOW = 7
    WOOD = 8
    BRICK = 9
    PLASTER = 10
    TILE = 11
    STONE = 12
    FOLIAGE = 13
    GRASS = 14
    ASPHALT = 15
    WATER = 16
    FACADE = 17
    FACE = 18
    SNOW = 19
    CARPET = 20
    PAPER = 21
    SAND = 22
    WINDOW = 23


@dataclass(slots=True)
class Solids:
    """N solids as columns. `owner` is the figure's index for a person and what they hold, -1 for the set; `look` is a row
    of the painter's table of faces for FACE, else a free parameter of the material (a FACADE's seed, a GLOW's strength)."""

    kind: np.ndarray
    a: np.ndarray
    b: np.ndarray
    size: np.ndarray
    turn: np.ndarray
    round: np.ndarray
    colour: np.ndarray
    material: np.ndarray
    owner: np.ndarray
    look: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def joined(cls, parts: list[Solids]) -> Solids:
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in cls.__slots__))


class Heap:
    """Gathers solids one by one; `solids()` gives the columns.

    `turn` is the 3x3 rotation whose rows are the solid's own axes in the world."""

    def __init__(self, owner: int = -1):
        self.owner = owner
        self._rows: list[tuple] = []

    def capsule(self, a, b, ra: float, rb: float, colour, material: Material = Material.PLAIN, look: float = 0.0) -> None:
        self._rows.append((Kind.CAPSULE, a, b, (ra, rb, 0.0), _IDENTITY, 0.0, colour, material, look))

    def ellipsoid(self, centre, axes, turn, colour, material: Material = Material.PLAIN, look: float = 0.0) -> None:
        self._rows.append((Kind.ELLIPSOID, centre, centre, axes, turn, 0.0, colour, material, look))

    def box(self, centre, half, turn, colour, material: Material = Material.PLAIN, round: float = 0.0, look: float = 0.0) -> None:
        self._rows.append((Kind.BOX, centre, centre, half, turn, round, colour, material, look))

    def solids(self) -> Solids:
        n = len(self._rows)

        def column(i: int, *shape: int) -> np.ndarray:
            out = np.empty((n, *shape), np.float32)
            for k, row in enumerate(self._rows):
                out[k] = row[i]
            return out

        return Solids(
            column(0).astype(np.int32),
            column(1, 3),
            column(2, 3),
            column(3, 3),
            column(4, 3, 3),
            column(5),
            column(6, 3),
            column(7).astype(np.int32),
            np.full(n, self.owner, np.int32),
            column(8),
        )


_IDENTITY = np.eye(3, dtype=np.float32)


def turn_y(heading: float) -> np.ndarray:
    """Rows are a body's own right, up and forward axes when it faces `heading` (0 faces -z, the camera)."""
    s, c = np.sin(heading), np.cos(heading)
    return np.array([[-c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, -c]], np.float32)


def linear(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` in sRGB (IEC 61966-2-1) as linear light."""
    out = []
    for i in (1, 3, 5):
        v = int(colour[i : i + 2], 16) / 255
        out.append(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
    return tuple(out)
