"""Towns: streets and stations, squares and roofs, built on one-point perspective so that a frame has a near, a middle and a
far."""

from __future__ import annotations

import math
from collections.abc import Callable

from screenc.stage import furniture as f
from screenc.stage.set_carpenter import Carpenter
from screenc.stage.set_growth import bush, tree
from screenc.stage.set_street import bench, car, house, shelter, street_lamp
from screenc.stage.set_words import has
from screenc.stage.solid import Material as M

_FRONTS = ("#a58d78", "#8f7f74", "#b3a189", "#92604e", "#7d8790", "#a89a80", "#86705c", "#99a196")


def street(b: Carpenter) -> None:
    """A pavement to act on, shopfronts close on its left, the road and the other side to the right, the town closing the far
    end."""
    _p, d = b.palette, b.deal
    b.box(6.6, 0, 6.6, 90, 0.015, "#3f4145", M.ASPHALT)
    b.box(3.15, 0, 0.32, 90, 0.13, "#a19d94", M.STONE, round=0.03)
    b.box(10.05, 0, 0.32, 90, 0.13, "#a19d94", M.STONE, round=0.03)
    for i in range(6):
        b.box(6.6, 8.0 + 4.5 * i, 0.14, 2.0, 0.02, "#c9c5b8", M.PLAIN)
    for i in range(6):
        b.box(4.0 + i * 1.05, 4.6, 0.55, 2.6, 0.022, "#c9c5b8", M.PLAIN)
    z = -21.0
    while z < 30:
        run = d.uniform(6.5, 9.5)
        house(b, -8.3, z + run / 2, 7.0, run - 0.05, d.uniform(7.5, 13), "right", d.choice(_FRONTS), shop=-8 < z < 18)
        z += run
    z = -19.0
    while z < 32:
        run = d.uniform(7.5, 11)
        house(b, 16.6, z + run / 2, 7.0, run - 0.05, d.uniform(8, 15), "left", d.choice(_FRONTS), shop=-4 < z < 14)
        z += run
    house(b, 3.5, 41, 22, 8, 15, "front", d.choice(_FRONTS), shop=False)
    b.box(4.5, 47, 5, 5, 25, d.choice(_FRONTS), M.FACADE, look=7.0)
    house(b, 3.5, -34, 24, 6, 12, "back", d.choice(_FRONTS), shop=False)
    for z, arm in ((6.2, 0.9), (16.0, 0.9), (-6.5, 0.9)):
        street_lamp(b, 2.75, z, arm)
    street_lamp(b, 10.5, 10.5, -0.9)
    if has(b.look, "bus", "tram", "stop", "busstop", "tramstop", "정류장", "haltestelle", "arrêt"):
        shelter(b, 1.9, 8.6, -math.pi / 2 + 0.9)
    else:
        tree(b, 2.4, 10.6, 4.6)
    if has(b.look, "tram"):
        for x in (5.4, 6.1, 7.3, 8.0):
            b.box(x, 0, 0.07, 90, 0.022, "#8d8f92", M.METAL)
        for x in (5.75, 7.65):
            b.rod((x, 5.6, -30), (x, 5.6, 40), 0.012, "#1d1f22", M.METAL)
    car(b, 8.9, 6.0, d.choice(("#5b6b78", "#7a3a34", "#3d4a44")), 0.0)
    car(b, 8.9, 13.5, d.choice(("#8a8d90", "#2f3a4a", "#6a5a44")), 0.0)
    car(b, 4.3, 15.0, d.choice(("#8c7a55", "#41525f")), math.pi)
    b.box(-3.75, 3.4, 0.62, 0.62, 0.55, "#6f5a48", M.WOOD, round=0.02)
    bush(b, -3.75, 0.85, 3.4, 0.42)
    b.box(-3.8, -2.9, 0.62, 0.62, 0.55, "#6f5a48", M.WOOD, round=0.02)
    bush(b, -3.8, 0.85, -2.9, 0.42)
    b.rod((2.7, 0.0, 2.5), (2.7, 0.85, 2.5), 0.06, "#34383c", M.METAL)
    b.rod((2.7, 0.0, 3.7), (2.7, 0.85, 3.7), 0.06, "#34383c", M.METAL)
    b.box(2.55, -3.3, 0.42, 0.42, 0.95, "#3f5048", M.METAL, round=0.06)
    _town_skyline(b)


def _town_skyline(b: Carpenter, low: float = 0.03, high: float = 0.12) -> None:
    a = -math.pi
    while a < math.pi:
        w = b.deal.uniform(0.03, 0.09)
        b.skyline.append((a, w, b.deal.uniform(low, high)))
        a += w * b.deal.uniform(1.3, 1.9)


def platform(b: Carpenter) -> None:
    """A railway platform along the depth of the frame: canopy on columns, the line on the right, a train that waits."""
    p, d = b.palette, b.deal
    b.box(7.2, 0, 6.4, 100, 0.02, "#4a4642", M.STONE)
    b.box(3.6, 0, 0.5, 100, 0.16, "#b5b0a4", M.STONE, round=0.02)
    b.box(3.1, 0, 0.24, 100, 0.012, "#d3b24c", M.TILE)
    for x in (5.3, 6.7):
        b.box(x, 0, 0.08, 100, 0.12, "#8a8683", M.METAL)
    for i in range(26):
        b.box(6.0, -20 + 2.2 * i, 2.4, 0.25, 0.06, "#4c3f33", M.WOOD)
    for z in (-11, -6.5, 3.6, 8.2, 12.8, 17.4, 22):
        b.rod((-2.6, 0.0, z), (-2.6, 3.9, z), 0.13, p.trim, M.METAL)
        b.box(-2.6, z, 0.42, 0.42, 0.5, p.trim, M.STONE, round=0.02)
        b.rod((-2.6, 3.1, z), (-1.5, 3.95, z), 0.05, p.trim, M.METAL)
        b.rod((1.4, 3.75, z), (1.4, 3.95, z), 0.22, "#f3e6c4", M.GLOW, look=b.glow(1.6))
        if -8 < z < 15:
            b.lamp(0.6, 3.5, z, "#ffe2b0", 7.0, 1.1 if b.dark else 0.25)
    b.box(-1.2, 5, 7.2, 62, 0.14, "#5c5f60", M.METAL, y=4.0)
    b.box(2.5, 5, 0.1, 62, 0.4, p.cloth, M.WOOD, y=3.75)
    b.box(-4.4, 5, 0.4, 62, 4.0, p.wall, p.wall_material if p.wall_material != M.PLASTER else M.BRICK)
    for z in (-5.0, 1.0, 7.0, 14.0):
        f.window(b, -4.2, z, 1.6, 1.6, 1.1, math.pi / 2, curtains=False)
    f.door(b, -4.2, 4.2, math.pi / 2, p.accent)
    bench(b, -3.5, 5.9, math.pi / 2)
    bench(b, -3.5, -2.6, math.pi / 2)
    b.rod((-1.2, 3.2, 10.0), (-1.2, 4.0, 10.0), 0.02, "#2b2d2f", M.METAL)
    b.ball(-1.2, 3.0, 10.0, 0.36, 0.36, 0.09, "#2c2f33", M.METAL)
    b.ball(-1.2, 3.0, 9.94, 0.31, 0.31, 0.07, "#efe8d4", M.GLOW, look=0.6)
    b.box(-0.2, 15, 2.2, 0.1, 0.5, "#27313b", M.PLAIN, y=3.2)
    if has(b.look, "empty", "abandoned", "deserted"):
        tree(b, 12, 14, 6)
    else:
        for i in range(3):
            z = 13 + 12.5 * i
            b.box(6.0, z, 2.7, 12.0, 2.7, d.choice((p.cloth, "#3d5a68", "#7a4038")), M.METAL, y=0.65, round=0.2)
            b.box(6.0, z, 2.74, 10.6, 0.8, "#f0d9a0" if b.dark else "#2b353d", M.GLOW if b.dark else M.GLASS, y=1.75, look=0.8)
            b.box(6.0, z, 2.76, 11.6, 0.14, p.accent, M.METAL, y=1.35)
            b.box(6.0, z, 2.2, 11.0, 0.5, "#26282a", M.METAL, y=0.12)
    for i in range(6):
        tree(b, 12.5 + d.uniform(-0.5, 1.5), -14 + 8 * i, d.uniform(4.5, 6.5), rough=True)
    b.box(10.6, 5, 0.12, 80, 1.3, "#6f6a5e", M.WOOD)
    house(b, -2, 44, 20, 6, 9, "front", d.choice(_FRONTS), shop=False)
    house(b, 0, -34, 26, 6, 10, "back", d.choice(_FRONTS), shop=False)
    _town_skyline(b, 0.02, 0.08)


def market(b: Carpenter) -> None:
    """Two rows of stalls down the depth of the frame, awnings, heaps of colour, bulbs on a line."""
    p, d = b.palette, b.deal
    goods = ("#b5482f", "#d59a35", "#7d9a44", "#c8b45a", "#8a4a6a", "#d87a4a")
    for side in (-1, 1):
        for z in (-9.5, -6.2, -2.9, 3.4, 6.7, 10.0, 13.3):
            x = side * 3.3 if -4 < z < 6 else side * 3.1
            turn = side * math.pi / 2 * -1
            tone = d.choice((p.accent, p.cloth, "#c9bfa8", "#8f4a3d", "#4f6e63"))
            b.box(x, z, 2.4, 1.1, 0.8, "#6e5339", M.WOOD, turn=turn, round=0.01)
            b.box(x - side * 0.3, z, 2.9, 1.9, 0.05, tone, M.CLOTH, y=2.35, turn=turn, tilt=-0.16, round=0.02)
            for along in (-1.25, 1.25):
                b.rod((x - side * 0.65, 0.0, z + along), (x - side * 0.65, 2.35, z + along), 0.03, "#5c4630", M.WOOD)
            for k in range(3):
                b.ball(x - side * 0.1, 0.86, z - 0.75 + 0.75 * k, 0.36, 0.17, 0.32, d.choice(goods), M.FOLIAGE, look=float(k))
            f.crate(b, x - side * 0.85, z + d.uniform(-0.8, 0.8), 0.42)
    for z in (-3.0, 1.5, 6.0, 10.5):
        b.rod((-3.4, 3.5, z), (0, 3.1, z), 0.008, "#222222", M.PLAIN)
        b.rod((0, 3.1, z), (3.4, 3.5, z), 0.008, "#222222", M.PLAIN)
        for x in (-2.2, -1.0, 0.2, 1.3, 2.4):
            b.ball(x, 3.02 + 0.06 * abs(x), z, 0.06, 0.08, 0.06, "#ffd891", M.GLOW, look=b.glow(2.6))
        if b.dark:
            b.lamp(0.0, 2.9, z, "#ffc87e", 5.5, 1.1)
    for side in (-1, 1):
        z = -22.0
        while z < 26:
            run = d.uniform(6, 9)
            house(
                b,
                side * 9.2,
                z + run / 2,
                7,
                run - 0.05,
                d.uniform(6, 10),
                "right" if side < 0 else "left",
                d.choice(_FRONTS),
                shop=False,
            )
            z += run
    house(b, 0, 31, 16, 6, 10, "front", d.choice(_FRONTS), shop=False)
    house(b, 0, -28, 16, 6, 9, "back", d.choice(_FRONTS), shop=False)
    _town_skyline(b)


def courtyard(b: Carpenter) -> None:
    """Walls all round with an arcade at the back, a tower to one side and water in the middle distance."""
    g, p, _d = b.ground, b.palette, b.deal
    h = 6.5
    b.box(0, g.back + 1.6, 24, 1.2, h, p.wall, M.STONE)
    b.box(0, g.front - 0.8, 24, 1.2, h, p.wall, M.STONE)
    for sign in (-1, 1):
        b.box(sign * (g.right + 0.8), -1.5, 1.2, 28, h, p.wall, M.STONE)
        for z in (-9.0, -3.0, 3.0, 9.0):
            b.box(sign * (g.right + 0.12), z, 0.25, 1.2, h, p.wall, M.STONE)
            b.box(
                sign * (g.right + 0.15),
                z + 3.0,
                0.12,
                0.8,
                1.6,
                "#2a3038" if not b.dark else "#e8b56a",
                M.GLASS if not b.dark else M.GLOW,
                y=3.0,
                look=0.7,
            )
    for i in range(7):
        x = -7.5 + 2.5 * i
        f.column(b, x, g.back - 0.4, 3.2, 0.2)
    b.box(0, g.back - 0.1, 17, 1.3, 0.5, p.wall, M.STONE, y=3.2)
    b.box(0, g.back - 0.1, 17.6, 1.7, 0.16, p.trim, M.TILE, y=3.7, tilt=-0.1)
    for i in range(6):
        b.box(-6.25 + 2.5 * i, g.back + 0.96, 1.0, 0.14, 2.3, "#3a2f27" if i % 2 else p.wood, M.WOOD)
    for i in range(12):
        b.box(-11 + 2 * i, g.back + 1.6, 0.9, 1.2, 0.7, p.wall, M.STONE, y=h)
    b.box(-8.6, g.back + 3.2, 5, 5, 12, p.wall, M.STONE)
    b.box(-8.6, g.back + 3.2, 5.5, 5.5, 0.8, p.trim, M.STONE, y=11.4)
    b.box(7.8, g.back + 5.5, 6, 6, 9, p.wall, M.STONE)
    b.box(0, 6.2, 2.6, 2.6, 0.45, p.wall, M.STONE, round=0.05, turn=math.pi / 4)
    b.box(0, 6.2, 2.61, 2.61, 0.45, p.wall, M.STONE, round=0.05)
    b.ball(0, 0.45, 6.2, 1.15, 0.02, 1.15, "#4d6670", M.WATER)
    b.rod((0, 0.3, 6.2), (0, 1.5, 6.2), 0.16, p.wall, M.STONE)
    b.ball(0, 1.55, 6.2, 0.5, 0.12, 0.5, p.wall, M.STONE)
    tree(b, 5.6, 6.6, 4.2)
    tree(b, -6.4, -6.0, 4.0)
    bush(b, -5.9, 0.45, 7.4, 0.6)
    f.barrel(b, -6.9, 5.2)
    f.crate(b, -6.4, 6.1, 0.7, turn=0.3)
    for x in (-3.75, 3.75):
        f.torch(b, x, 2.1, g.back - 0.65)
    for x in (-5.0, 0.0, 5.0):
        b.box(x, g.back + 0.92, 1.0, 0.06, 2.6, p.cloth, M.CLOTH, y=3.95)
    f.torch(b, -g.right, 2.3, -0.8, math.pi / 2)
    f.torch(b, g.right, 2.3, -0.8, -math.pi / 2)


def bridge(b: Carpenter) -> None:
    """A bridge that runs away from us, water on either hand, its towers against the sky."""
    p, d = b.palette, b.deal
    for sign in (-1, 1):
        b.box(sign * 40, 0, 73, 160, 0.02, "#4a6472", M.WATER)
        b.box(sign * 3.45, 0, 0.24, 90, 0.18, p.wall, M.STONE)
        b.box(sign * 3.45, 0, 0.12, 90, 0.09, p.trim, M.METAL, y=1.02)
        b.box(sign * 3.45, 0, 0.05, 90, 0.05, p.trim, M.METAL, y=0.62)
        for i in range(16):
            b.box(sign * 3.45, -16 + 2.4 * i, 0.1, 0.1, 0.95, p.trim, M.METAL, y=0.12)
        for z in (-10, 4.2, 13.5, 23):
            street_lamp(b, sign * 3.2, z, -sign * 0.5, 3.6)
        for z in (17.0,):
            b.box(sign * 3.9, z, 1.0, 1.4, 13, p.wall, M.STONE, round=0.05)
            b.rod((sign * 3.9, 12.6, z), (sign * 3.6, 1.1, z - 26), 0.07, p.trim, M.METAL)
            b.rod((sign * 3.9, 12.6, z), (sign * 3.6, 1.1, z + 22), 0.07, p.trim, M.METAL)
            for k in range(6):
                s = (k + 1) / 7
                y = 12.6 + (1.1 - 12.6) * s
                b.rod((sign * 3.75, y, z - 26 * s), (sign * 3.5, 1.0, z - 26 * s), 0.02, p.trim, M.METAL)
    b.box(0, 17, 8.4, 1.0, 0.9, p.wall, M.STONE, y=10.6)
    b.box(0, 0, 0.12, 90, 0.012, "#c9c5b8", M.PLAIN)
    for i in range(9):
        x = -62 + 15.5 * i
        if abs(x) > 8:
            b.box(x, 78 + d.uniform(-5, 5), d.uniform(9, 15), 9, d.uniform(8, 22), d.choice(_FRONTS), M.FACADE, look=float(i))
    for sign in (-1, 1):
        for i in range(4):
            b.box(sign * 86, -30 + 26 * i, 12, 22, d.uniform(7, 15), d.choice(_FRONTS), M.FACADE, look=float(20 + i))
    _town_skyline(b, 0.02, 0.07)


def rooftop(b: Carpenter) -> None:
    """A flat roof over the town: parapet, stair head, water tank, vents, and the city below the edge."""
    g, p, d = b.ground, b.palette, b.deal
    for z, w, dd in ((g.back + 0.4, 16.4, 0.4), (g.front - 0.4, 16.4, 0.4)):
        b.box(0, z, w, dd, 0.95, p.wall, p.wall_material)
        b.box(0, z, w, dd + 0.14, 0.1, p.trim, M.STONE, y=0.95)
    for sign in (-1, 1):
        b.box(sign * (g.right + 0.4), -2.5, 0.4, 19.6, 0.95, p.wall, p.wall_material)
        b.box(sign * (g.right + 0.4), -2.5, 0.54, 19.6, 0.1, p.trim, M.STONE, y=0.95)
    b.box(-5.2, 4.9, 3.2, 3.0, 2.6, p.wall, M.BRICK)
    b.box(-5.2, 4.9, 3.6, 3.4, 0.16, p.trim, M.METAL, y=2.6)
    f.door(b, -4.9, 3.4, 0.0, p.accent)
    b.ball(-4.2, 2.3, 3.3, 0.1, 0.09, 0.1, "#ffd9a0", M.GLOW, look=b.glow(2.5))
    b.lamp(-4.2, 2.2, 3.0, "#ffcf90", 5.0, 1.0 if b.dark else 0.2)
    for x, z in ((4.6, 4.6), (5.8, 4.6), (4.6, 5.8), (5.8, 5.8)):
        b.rod((x, 0.0, z), (x, 1.9, z), 0.07, "#4c4a47", M.METAL)
    b.rod((5.2, 2.0, 5.2), (5.2, 3.5, 5.2), 1.0, "#7a5b3f", M.WOOD)
    b.rod((5.2, 4.2, 5.2), (5.2, 4.9, 5.2), 0.95, "#4b4a48", M.METAL, taper=0.1)
    for x, z in ((2.4, 5.9), (-2.2, 5.6), (6.2, -2.4), (-6.3, -1.4)):
        b.box(x, z, 1.0, 0.8, 0.75, "#8c9193", M.METAL, round=0.03)
        b.ball(x, 0.76, z, 0.3, 0.06, 0.3, "#55595b", M.METAL)
    b.rod((0.4, 0.0, 6.3), (0.4, 3.6, 6.3), 0.025, "#3c3f42", M.METAL)
    for y in (2.6, 3.0, 3.4):
        b.rod((0.4 - 0.5, y, 6.3), (0.4 + 0.5, y, 6.3), 0.012, "#3c3f42", M.METAL)
    b.rod((-6.8, 2.0, -3.0), (-2.9, 1.8, 4.0), 0.008, "#2b2b2b", M.PLAIN)
    for i in range(5):
        s = 0.15 + 0.17 * i
        b.box(
            -6.8 + 3.9 * s,
            -3.0 + 7.0 * s,
            0.5,
            0.02,
            0.65,
            d.choice(("#cfc9bb", p.cloth, p.accent, "#7d93a5")),
            M.CLOTH,
            y=1.28 - 0.02 * i,
            turn=0.5,
        )
    f.plant(b, -3.0, 6.4, 1.1)
    f.plant(b, 6.9, 1.9, 1.0)
    # Everything below the edge stands on the painter's floor, so neighbours begin a street away and rise past the parapet.
    for i in range(17):
        a = -2.4 + 0.3 * i
        r = d.uniform(30, 60)
        b.box(
            r * math.sin(a),
            r * math.cos(a),
            d.uniform(7, 13),
            d.uniform(7, 11),
            d.uniform(2.5, 13),
            d.choice(_FRONTS),
            M.FACADE,
            turn=-a,
            look=float(30 + i),
        )
    for i in range(5):
        b.box(-24 + 12 * i, -34, 9, 8, d.uniform(4, 11), d.choice(_FRONTS), M.FACADE, look=float(60 + i))
    _town_skyline(b, 0.03, 0.15)


def harbour(b: Carpenter) -> None:
    """A quay that we look out from over the water: bollards, nets and crates, moored boats, a crane, sheds behind us."""
    g, p, d = b.ground, b.palette, b.deal
    b.box(0, 66, 220, 118, 0.02, "#46606c", M.WATER)
    b.box(0, g.back + 0.7, 120, 0.6, 0.24, "#9a968c", M.STONE, round=0.04)
    for x in (-7.5, -3.0, 3.2, 7.6):
        b.rod((x, 0.0, g.back + 0.1), (x, 0.5, g.back + 0.1), 0.17, "#2f3235", M.METAL, taper=0.2)
    for x, z, w in ((-9.0, 12.0, 6.0), (6.5, 13.5, 7.5), (15.0, 24.0, 9.0)):
        hull = d.choice((p.cloth, "#35505f", "#7a3b33"))
        b.box(x, z, w, 2.4, 1.2, hull, M.WOOD, round=0.5)
        b.box(x, z, w - 0.3, 2.1, 0.15, "#cfc6b2", M.WOOD, y=1.1)
        b.box(x + w * 0.2, z, w * 0.28, 1.7, 1.3, "#d5cfbf", M.WOOD, y=1.2, round=0.08)
        b.rod((x - w * 0.12, 1.1, z), (x - w * 0.12, 6.2, z), 0.07, "#6a5138", M.WOOD)
        b.rod((x - w * 0.12, 5.9, z), (x - w * 0.46, 1.2, z), 0.012, "#2b2b2b", M.PLAIN)
        b.rod((x - w * 0.12, 5.9, z), (x + w * 0.46, 1.2, z), 0.012, "#2b2b2b", M.PLAIN)
        b.rod((x - w * 0.12, 2.0, z), (x + w * 0.16, 2.4, z), 0.06, "#8a7a5c", M.CLOTH)
    for x, z, s in ((-4.9, 4.6, 0.8), (-4.1, 5.0, 0.7), (-4.7, 4.7, 0.0), (5.0, 5.1, 0.7), (7.0, 2.8, 0.9)):
        if s:
            f.crate(b, x, z, s, turn=d.uniform(-0.4, 0.4))
    f.crate(b, -4.8, 4.6, 0.55, 0.8, 0.4)
    f.barrel(b, 5.9, 4.9)
    f.barrel(b, 6.5, 4.4)
    for i in range(3):
        b.ball(3.4 + 0.4 * i, 0.16, 4.9 - 0.3 * (i % 2), 0.5, 0.18, 0.4, "#6f7a5c", M.FOLIAGE, look=float(i))
    street_lamp(b, -6.3, 4.9, 0.8)
    street_lamp(b, 8.6, 4.9, -0.8)
    for x in (22.0, 25.0):
        b.rod((x, 0.0, 40), (23.5, 15, 40), 0.3, "#8a4a38", M.METAL)
    b.rod((14, 16, 40), (34, 15, 40), 0.35, "#8a4a38", M.METAL)
    b.rod((16, 15.8, 40), (16, 8, 40), 0.05, "#2b2b2b", M.PLAIN)
    b.box(-30, 58, 26, 8, 6, "#6b7780", M.METAL, y=0.5, round=0.4)
    b.box(-22, 58, 7, 6, 6, "#cfcabd", M.METAL, y=6.0)
    for i in range(5):
        house(b, -22 + 11 * i, -24, 10, 8, d.uniform(5, 9), "back", d.choice(_FRONTS), shop=False)
    for sign in (-1, 1):
        for i in range(3):
            house(
                b,
                sign * 17,
                -14 + 7.5 * i,
                7,
                7,
                d.uniform(4.5, 7),
                "left" if sign > 0 else "right",
                d.choice(_FRONTS),
                shop=i == 1,
            )
    for i in range(8):
        b.skyline.append((-1.2 + 0.34 * i, d.uniform(0.1, 0.22), d.uniform(0.012, 0.045)))


TOWN: dict[str, Callable[[Carpenter], None]] = {
    "street": street,
    "platform": platform,
    "market": market,
    "courtyard": courtyard,
    "bridge": bridge,
    "rooftop": rooftop,
    "harbour": harbour,
}
