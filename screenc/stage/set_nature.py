"""Open country: trees, rocks, dunes and water, thick at the sides and thin in the middle, with the horizon left to breathe."""

from __future__ import annotations

import math
from collections.abc import Callable

from screenc.stage.set_carpenter import Carpenter
from screenc.stage.set_growth import _leaf, bush, conifer, hill, ranges, rock, tree, trunk
from screenc.stage.set_words import has
from screenc.stage.solid import Material as M

GREENS = ("#4e6a38", "#5c7a42", "#44602f", "#6a8148")
AUTUMN = ("#a8632c", "#b98535", "#8c4a2b", "#7d7a3c")


def _bench(b: Carpenter, x: float, z: float, turn: float) -> None:
    from screenc.stage.set_town import bench

    bench(b, x, z, turn)


def park(b: Carpenter) -> None:
    """A path that bends away between lawns, a bench, a pond, lamps, and trees that frame rather than fill."""
    d, graves = b.deal, has(b.look, "cemetery", "graveyard", "churchyard", "friedhof", "cimetière", "cementerio", "묘지", "墓地")
    for i in range(9):
        z = -15 + 5.2 * i
        b.box(
            0.9 * math.sin(z * 0.09),
            z,
            3.0,
            6.4,
            0.012 + 0.001 * (i % 2),
            "#a8977a",
            M.SAND,
            turn=-0.08 * math.cos(z * 0.09),
            round=0.004,
        )
    for x, z, h in (
        (-4.6, 4.4, 5.4),
        (5.0, 6.2, 6.0),
        (-7.6, 9.5, 6.4),
        (8.6, 11.0, 6.0),
        (-5.2, -5.6, 5.6),
        (5.6, -6.4, 6.0),
        (6.6, -0.6, 5.4),
        (-7.0, -0.2, 5.6),
    ):
        tree(b, x, z, h)
    for i in range(12):
        a = -1.25 + i * 0.225
        r = d.uniform(24, 34)
        tree(b, r * math.sin(a), r * math.cos(a), d.uniform(6, 9), rough=True)
    for i in range(6):
        tree(b, (-1) ** i * d.uniform(6, 15), -d.uniform(12, 20), d.uniform(5, 8), rough=True)
    for sign in (-1, 1):
        for i in range(3):
            tree(b, sign * d.uniform(13, 18), -6 + 7 * i, d.uniform(5, 8), rough=True)
    _bench(b, -2.7, 3.2, 0.5)
    for x, z in ((2.3, 3.8), (-2.4, 9.5)):
        b.rod((x, 0.0, z), (x, 3.0, z), 0.05, "#2e3236", M.METAL)
        b.ball(x, 3.15, z, 0.2, 0.24, 0.2, "#ffe0a8", M.GLOW, look=b.glow(2.4))
        if b.dark:
            b.lamp(x, 3.0, z, "#ffcf8c", 7.0, 1.3)
    for x, z, r in ((3.4, 4.2, 0.6), (-3.9, 6.0, 0.7), (4.2, 2.6, 0.5), (-4.4, 2.2, 0.5), (3.9, -4.4, 0.6), (-3.7, -4.6, 0.5)):
        bush(b, x, r * 0.45, z, r)
    if graves:
        for i in range(10):
            x, z = (-1) ** i * d.uniform(2.6, 6.0), 3.0 + 1.3 * i
            b.box(
                x,
                z,
                0.6,
                0.14,
                d.uniform(0.6, 1.0),
                d.choice(("#8b8a84", "#7a7a78", "#9a968c")),
                M.STONE,
                turn=d.uniform(-0.1, 0.1),
                round=0.06,
            )
    else:
        b.ball(7.5, -0.02, 15.5, 6.5, 0.06, 4.2, "#53717a", M.WATER)
        for i in range(7):
            b.ball(
                -3.0 + d.uniform(-0.5, 0.5),
                0.1,
                4.5 + 0.35 * i,
                0.12,
                0.1,
                0.12,
                d.choice((b.palette.accent, "#c9a0b0", "#d8c25a")),
                M.FOLIAGE,
            )
    ranges(b, 0.03, 0.07)


def forest(b: Carpenter) -> None:
    """Trunks in depth with a clearing between, ferns, a fallen log; conifers close the view."""
    d = b.deal
    for x, z, r in (
        (-2.9, 2.9, 0.3),
        (3.1, 3.4, 0.34),
        (-4.2, 5.2, 0.28),
        (1.9, 5.6, 0.24),
        (4.7, 6.2, 0.3),
        (-1.6, 7.6, 0.27),
        (-6.2, 8.0, 0.36),
        (0.6, 10.0, 0.25),
        (6.6, 9.0, 0.33),
        (-3.7, 11.5, 0.28),
        (3.3, 12.5, 0.3),
        (-3.2, -4.2, 0.3),
        (3.5, -4.9, 0.34),
        (-4.6, -1.4, 0.28),
        (4.5, -1.2, 0.3),
        (-6.0, 1.2, 0.3),
        (6.1, 1.8, 0.34),
        (-1.8, -8.6, 0.3),
        (2.6, -9.2, 0.28),
    ):
        trunk(b, x + d.uniform(-0.2, 0.2), z + d.uniform(-0.3, 0.3), r, d.uniform(8, 11))
    for i in range(22):
        a = -math.pi + 2 * math.pi * i / 22
        r = d.uniform(13, 19)
        conifer(b, r * math.sin(a), r * math.cos(a), d.uniform(7, 11))
    for i in range(12):
        x, z = (-1) ** i * d.uniform(2.5, 5.5), d.uniform(2.6, 9)
        bush(b, x, 0.18, z, d.uniform(0.3, 0.55))
    for x, z in ((-3.6, -2.4), (3.7, -2.8), (-2.8, -5.8), (2.4, -6.6)):
        bush(b, x, 0.2, z, 0.45)
    b.rod((-3.4, 0.22, 3.9), (-0.9, 0.26, 4.6), 0.26, "#4a3b2e", M.WOOD, taper=0.2)
    rock(b, 2.7, 4.2, 0.5, "#6f7268")
    rock(b, -5.0, 3.8, 0.7, "#6f7268")
    for x, y, z in ((-3.5, 7.5, 4), (3, 8, 4.5), (0, 9, 8), (-1, 8.4, -5), (5.5, 7.5, 0), (-5.5, 7.6, 0)):
        b.ball(x, y, z, 2.6, 1.2, 2.4, _leaf(b), M.FOLIAGE, look=d.random())
    ranges(b, 0.1, 0.2, 20)


def beach(b: Carpenter) -> None:
    """Sand to the water's edge and the sea to the horizon; rocks and grass close the sides, dunes the way back."""
    _g, d = b.ground, b.deal
    lake = has(b.look, "lake", "river", "lakeside", "riverbank", "강", "호수", "川", "湖", "河")
    b.box(0, 160, 640, 300, 0.016, "#4c7383", M.WATER)
    for i in range(3):
        b.box(
            4 * math.sin(i * 2.0),
            9.6 + 1.3 * i * i,
            120,
            0.35 + 0.12 * i,
            0.022,
            "#d5dcd8",
            M.PLAIN,
            turn=0.02 * (i - 1),
            round=0.01,
        )
    b.box(0, 8.8, 200, 2.2, 0.006, "#8f7a59", M.SAND)
    for x, z, r in ((-7.5, 7.6, 1.3), (-9.6, 9.5, 2.0), (-6.0, 8.3, 0.6), (8.5, 8.5, 1.1), (11.5, 10.5, 1.8), (7.0, 7.2, 0.5)):
        rock(b, x, z, r, "#6d6660")
    for x, z, rx, h in ((-15, 0, 6, 2.0), (15.5, 2, 6, 1.8), (-11, -12, 7, 1.8), (10, -14, 8, 2.2), (0, -24, 12, 2.8)):
        hill(b, x, z, rx, h, rx * 0.9, b.palette.floor, M.SAND)
    for i in range(16):
        x, z = (-1) ** i * d.uniform(6.5, 13), d.uniform(-10, 4)
        for _ in range(2):
            b.rod(
                (x, 0.0, z),
                (x + d.uniform(-0.3, 0.3), d.uniform(0.5, 0.9), z + d.uniform(-0.2, 0.2)),
                0.05,
                "#8c8f5c",
                M.GRASS,
                taper=0.008,
            )
            x += 0.15
    if has(b.look, "boat", "배", "船"):
        b.box(4.2, 4.8, 3.6, 1.4, 0.7, b.palette.cloth, M.WOOD, turn=0.5, round=0.3, tilt=0.2)
    b.rod((-4.4, 0.14, 3.4), (-2.4, 0.2, 4.0), 0.13, "#8c7b66", M.WOOD, taper=0.08)
    b.rod((-3.3, 0.2, 3.7), (-3.0, 0.7, 4.1), 0.06, "#8c7b66", M.WOOD, taper=0.03)
    if lake:
        for i in range(14):
            tree(b, -42 + 6.4 * i + d.uniform(-1, 1), 68 + d.uniform(-4, 4), d.uniform(7, 11), rough=True)
        ranges(b, 0.05, 0.13)
    else:
        for a, h in ((-0.8, 0.03), (-1.2, 0.05), (1.25, 0.035), (1.7, 0.06)):
            hill(b, 210 * math.sin(a), 210 * math.cos(a), 70, 210 * h, 30, "#6f7f86", M.PLAIN)


def field(b: Carpenter) -> None:
    """Grassland under a large sky: a track to a single tree on a rise, a fence, hills behind hills."""
    d = b.deal
    road = has(b.look, "road", "highway", "path", "track", "길", "道", "路", "route", "straße")
    for i in range(8):
        z = -14 + 6.0 * i
        b.box(
            0.6 + 0.02 * z * z * 0.1,
            z,
            3.0 if road else 2.0,
            6.3,
            0.01,
            "#3f4145" if road and has(b.look, "highway", "asphalt") else "#9a8560",
            M.ASPHALT if road and has(b.look, "highway", "asphalt") else M.SAND,
            turn=-0.02 * z * 0.1,
        )
    hill(b, -16, 34, 22, 4.5, 14, b.palette.floor)
    hill(b, 20, 40, 26, 6.0, 16, b.palette.floor)
    hill(b, 2, 62, 44, 8.0, 18, "#6d7f52")
    hill(b, -24, -30, 24, 4.0, 12, b.palette.floor)
    hill(b, 22, -32, 22, 5.0, 12, b.palette.floor)
    hill(b, -42, 2, 20, 5.0, 22, b.palette.floor)
    hill(b, 44, 2, 20, 5.5, 22, b.palette.floor)
    tree(b, 6.6, 11.5, 7.0)
    tree(b, -17, 33, 7.5)
    for i in range(9):
        tree(b, -40 + 10 * i + d.uniform(-2, 2), 50 + d.uniform(-5, 6), d.uniform(6, 9), rough=True)
    for i in range(6):
        tree(b, -30 + 12 * i, -32 + d.uniform(-3, 3), d.uniform(6, 8), rough=True)
    for i in range(12):
        z = -9.5 + 2.4 * i
        b.rod((-4.6, 0.0, z), (-4.6, 1.1, z), 0.06, "#6d563c", M.WOOD)
    for y in (0.5, 0.9):
        b.box(-4.6, 3.7, 0.05, 26.6, 0.09, "#7a6346", M.WOOD, y=y)
    for i in range(26):
        x, z = (-1) ** i * d.uniform(2.8, 8), d.uniform(-6, 12)
        b.rod(
            (x, 0.0, z),
            (x + d.uniform(-0.2, 0.2), d.uniform(0.35, 0.7), z),
            0.07,
            d.choice(("#8f9a58", "#7d8a4c", "#a59c5c")),
            M.GRASS,
            taper=0.01,
        )
    rock(b, 3.6, 4.6, 0.45)
    ranges(b, 0.04, 0.1)


def snow(b: Carpenter) -> None:
    """A high place: snow, dark rock, conifers below, and peaks all round."""
    d = b.deal
    for x, z, r in (
        (-4.3, 4.0, 0.9),
        (5.0, 5.4, 1.2),
        (-7.5, 8.5, 1.8),
        (8.5, 9.5, 2.2),
        (-5.6, -4.2, 1.0),
        (5.8, -3.4, 0.9),
        (7.2, 0.6, 1.1),
        (-7.0, 0.4, 1.0),
    ):
        rock(b, x, z, r, "#5f646c")
        b.ball(x, r * 0.75, z, r * 0.8, r * 0.22, r * 0.65, "#e6ecf0", M.SNOW)
    for x, z, rx, h in (
        (-14, 20, 10, 3.5),
        (15, 24, 12, 4.5),
        (0, 40, 22, 5.0),
        (-15, -18, 10, 3),
        (14, -20, 11, 3.5),
        (-22, 2, 9, 3.5),
        (23, 2, 9, 3.5),
        (3, 11, 6, 0.7),
    ):
        hill(b, x, z, rx, h, rx * 0.8, "#dde5ea", M.SNOW)
    for i in range(14):
        a = -1.5 + 0.23 * i
        r = d.uniform(16, 26)
        conifer(b, r * math.sin(a), r * math.cos(a), d.uniform(6, 9), snow=True)
    for i in range(6):
        conifer(b, (-1) ** i * d.uniform(7, 14), -d.uniform(9, 16), d.uniform(5, 8), snow=True)
    for x, z, w, h in ((-42, 90, 34, 26), (10, 110, 46, 38), (58, 95, 36, 24)):
        b.ball(x, -h * 0.55, z, w, h * 1.5, w * 0.7, "#8793a2", M.STONE)
        b.ball(x, h * 0.1, z - 1.2, w * 0.72, h * 0.9, w * 0.52, "#dfe6ec", M.SNOW)
    ranges(b, 0.12, 0.26, 16)


def desert(b: Carpenter) -> None:
    d = b.deal
    for x, z, rx, h in (
        (-15, 16, 12, 3.2),
        (17, 20, 14, 4.2),
        (-2, 38, 26, 5.5),
        (-34, 44, 22, 8),
        (36, 50, 24, 9),
        (-18, -16, 12, 3),
        (18, -18, 12, 3.4),
        (-26, 0, 11, 3.4),
        (27, 0, 12, 4.0),
        (5, 12, 6, 0.7),
    ):
        hill(b, x, z, rx, h, rx * 0.6, d.choice(("#c9a673", "#c29b68", "#cfae7e")), M.SAND)
    for x, z, r in ((-4.6, 4.6, 0.6), (5.4, 6.0, 0.9), (-8.0, 8.5, 1.5), (6.2, -2.8, 0.7), (-6.0, -3.6, 0.8)):
        rock(b, x, z, r, "#9a6f4c")
    for x, z, w, h in ((-40, 86, 13, 20), (-22, 96, 9, 15), (46, 92, 18, 24), (70, 84, 9, 16)):
        b.box(x, z, w, w * 0.8, h, "#a5694a", M.STONE, round=1.2)
        b.box(x, z, w * 1.7, w * 1.4, h * 0.35, "#b07a55", M.STONE, round=2.0)
    for x, z, h in ((3.9, 4.4, 1.7), (-10, 12, 2.4), (9.5, 11, 2.1)):
        b.rod((x, 0, z), (x, h, z), 0.16, "#5f7348", M.FOLIAGE)
        b.rod((x, h * 0.5, z), (x + 0.42, h * 0.55, z), 0.1, "#5f7348", M.FOLIAGE)
        b.rod((x + 0.42, h * 0.55, z), (x + 0.42, h * 0.85, z), 0.1, "#5f7348", M.FOLIAGE)
    for i in range(10):
        x, z = (-1) ** i * d.uniform(2.8, 8), d.uniform(-5, 10)
        b.ball(x, 0.1, z, 0.26, 0.2, 0.24, "#8c8355", M.FOLIAGE, look=float(i))
    ranges(b, 0.03, 0.1, 14)


def open_ground(b: Carpenter) -> None:
    """An outdoors that no word describes: a lawn by a low wall, a path, trees and a few roofs; it gives every shot a near and
    a far."""
    d, p = b.deal, b.palette
    b.box(0, 2, 4.2, 50, 0.01, "#9c9484", M.STONE)
    b.box(0, 7.6, 60, 0.4, 0.8, p.wall, M.STONE, round=0.03)
    b.box(0, 7.6, 60.2, 0.55, 0.1, p.trim, M.STONE, y=0.8)
    for x in (-2.4, 2.4):
        b.box(x, 7.6, 0.6, 0.6, 1.4, p.wall, M.STONE, round=0.03)
        b.ball(x, 1.55, 7.6, 0.22, 0.22, 0.22, p.trim, M.STONE)
    for x, z, h in (
        (-5.2, 5.2, 5.4),
        (5.8, 5.6, 6.0),
        (-9, 10, 6.2),
        (9.5, 11, 6.4),
        (-6.4, -5.0, 5.6),
        (6.4, -5.6, 5.8),
        (-8, 0.6, 5.8),
        (8.2, 0.2, 6.0),
    ):
        tree(b, x, z, h)
    for i in range(10):
        tree(b, -32 + 7 * i, 28 + d.uniform(-4, 6), d.uniform(6, 8), rough=True)
    for i in range(6):
        tree(b, -20 + 8 * i, -19 + d.uniform(-3, 2), d.uniform(5, 8), rough=True)
    for x, z, h in ((-14, 34, 6), (8, 38, 7.5), (22, 33, 5.5)):
        b.box(x, z, 9, 7, h, d.choice(("#a8957d", "#94857a", "#b3a48c")), M.FACADE, look=float(int(h * 10)))
        b.box(x, z, 9.6, 5.2, 2.6, "#6a4238", M.TILE, y=h - 1.1, round=0.2)
    for sign in (-1, 1):
        b.rod((sign * 2.9, 0, 4.2), (sign * 2.9, 3.1, 4.2), 0.05, "#2e3236", M.METAL)
        b.ball(sign * 2.9, 3.25, 4.2, 0.18, 0.22, 0.18, "#ffe0a8", M.GLOW, look=b.glow(2.4))
        if b.dark:
            b.lamp(sign * 2.9, 3.1, 4.2, "#ffcf8c", 7.0, 1.2)
        bush(b, sign * 3.4, 0.3, 6.6, 0.6)
        bush(b, sign * 4.6, 0.3, 6.8, 0.5)
    _bench(b, -3.1, 3.2, 0.6)
    ranges(b, 0.03, 0.09)


NATURE: dict[str, Callable[[Carpenter], None]] = {
    "park": park,
    "forest": forest,
    "beach": beach,
    "field": field,
    "snow": snow,
    "desert": desert,
    "open": open_ground,
}
