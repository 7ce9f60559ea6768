"""What grows and lies in the open: trees, bushes, rocks, hills and ranges far away."""

from __future__ import annotations

import math

from screenc.stage.set_carpenter import Carpenter
from screenc.stage.set_words import has
from screenc.stage.solid import Material as M

GREENS = ("#4e6a38", "#5c7a42", "#44602f", "#6a8148")
AUTUMN = ("#a8632c", "#b98535", "#8c4a2b", "#7d7a3c")


def _leaf(b: Carpenter) -> str:
    if has(b.look, "autumn", "fall", "automne", "herbst", "otoño", "가을", "단풍", "秋", "紅葉"):
        return b.deal.choice(AUTUMN)
    if has(b.look, "cherry", "blossom", "벚꽃", "桜", "樱"):
        return b.deal.choice(("#d9a3b0", "#e0b4bd", "#cf93a4"))
    return b.deal.choice(GREENS)


def tree(b: Carpenter, x: float, z: float, h: float = 5.0, rough: bool = False) -> None:
    """A broad-leaved tree; `rough` ones stand far off and take two solids instead of six."""
    lean = b.deal.uniform(-0.12, 0.12) * h * 0.3
    bark = b.deal.choice(("#4b3a2b", "#574433", "#3f3226"))
    b.rod((x, -0.1, z), (x + lean, h * 0.55, z), 0.045 * h, bark, M.WOOD, taper=0.024 * h)
    leaf = _leaf(b)
    if rough:
        b.ball(x + lean, h * 0.68, z, h * 0.3, h * 0.33, h * 0.3, leaf, M.FOLIAGE, look=b.deal.random())
        return
    b.rod((x + lean * 0.6, h * 0.38, z), (x + lean + h * 0.16, h * 0.62, z - 0.1), 0.017 * h, bark, M.WOOD, taper=0.009 * h)
    b.ball(x + lean, h * 0.78, z, h * 0.24, h * 0.2, h * 0.24, leaf, M.FOLIAGE, look=b.deal.random())
    for i in range(3):
        a = b.deal.uniform(0, 0.8) + i * 2.1
        r = h * 0.17
        b.ball(
            x + lean + r * math.cos(a),
            h * b.deal.uniform(0.56, 0.68),
            z + r * math.sin(a),
            h * 0.19,
            h * 0.15,
            h * 0.19,
            leaf,
            M.FOLIAGE,
            look=b.deal.random(),
        )


def conifer(b: Carpenter, x: float, z: float, h: float = 7.0, snow: bool = False) -> None:
    b.rod((x, -0.1, z), (x, h * 0.4, z), 0.025 * h, "#43352a", M.WOOD)
    leaf = b.deal.choice(("#2f4a38", "#37533d", "#2a4233"))
    for i, (y, r) in enumerate(((0.2, 0.2), (0.42, 0.15), (0.64, 0.1))):
        tone = "#c9d4d8" if snow and i == 2 else leaf
        b.rod((x, h * y, z), (x, h * (y + 0.3), z), h * r, tone, M.FOLIAGE, taper=h * 0.012, look=float(i))


def trunk(b: Carpenter, x: float, z: float, r: float, h: float = 9.0) -> None:
    lean = b.deal.uniform(-0.5, 0.5)
    bark = b.deal.choice(("#4a3a2c", "#3d3128", "#56463a"))
    b.rod((x, -0.1, z), (x + lean, h, z + b.deal.uniform(-0.3, 0.3)), r, bark, M.WOOD, taper=r * 0.6)
    b.rod((x, 0.0, z), (x + r * 1.6, 0.02, z - r * 0.8), r * 0.6, bark, M.WOOD, taper=r * 0.2)


def bush(b: Carpenter, x: float, y: float, z: float, r: float) -> None:
    b.ball(x, y, z, r, r * 0.75, r, _leaf(b), M.FOLIAGE, look=b.deal.random())
    b.ball(x + r * 0.55, y - r * 0.15, z - r * 0.1, r * 0.65, r * 0.55, r * 0.6, _leaf(b), M.FOLIAGE, look=b.deal.random())


def rock(b: Carpenter, x: float, z: float, r: float, colour: str = "#7b7a76", material: M = M.STONE) -> None:
    b.box(
        x,
        z,
        r * 1.8,
        r * 1.5,
        r * 1.1,
        colour,
        material,
        y=-r * 0.25,
        turn=b.deal.uniform(0, 3),
        round=r * 0.45,
        tilt=b.deal.uniform(-0.2, 0.2),
    )
    b.box(
        x + r * 0.8,
        z - r * 0.2,
        r * 1.0,
        r * 0.9,
        r * 0.6,
        colour,
        material,
        y=-r * 0.15,
        turn=b.deal.uniform(0, 3),
        round=r * 0.25,
    )


def hill(b: Carpenter, x: float, z: float, rx: float, h: float, rz: float, colour: str, material: M = M.GRASS) -> None:
    """The top of a sunken ellipsoid: `h` above the ground, `rx` and `rz` half across at the foot."""
    b.ball(x, -h * 1.5, z, rx * 1.25, h * 2.5, rz * 1.25, colour, material)


def ranges(b: Carpenter, low: float, high: float, n: int = 14, tone: str = "#6d7d78") -> None:
    """Hills or mountains all round, `low` to `high` radians above the horizon, far enough off for the haze to colour them.

    They are solids, for the painter's own skyline is a town's and lights its windows at night."""
    for i in range(n):
        a, r = -math.pi + (i + b.deal.uniform(-0.3, 0.3)) * 2 * math.pi / n, b.deal.uniform(170, 230)
        hill(
            b,
            r * math.sin(a),
            r * math.cos(a),
            r * b.deal.uniform(0.25, 0.4),
            r * b.deal.uniform(low, high),
            r * 0.3,
            tone,
            M.PLAIN,
        )
