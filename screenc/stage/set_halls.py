"""Where people work, eat and are judged: interiors that others walk in and out of."""

from __future__ import annotations

from collections.abc import Callable

from screenc.stage import furniture as f
from screenc.stage.set_carpenter import Carpenter
from screenc.stage.set_rooms import FRONT_WALL, LEFT_WALL, RIGHT_WALL, fourth, shell
from screenc.stage.set_words import has
from screenc.stage.solid import Material as M


def cafe(b: Carpenter) -> None:
    shell(b, dado=0.95)
    g, p = b.ground, b.palette
    f.counter(b, 2.2, g.back - 1.25, 3.2)
    b.box(3.0, g.back - 1.25, 0.7, 0.45, 0.45, "#8e9396", M.METAL, y=1.05, round=0.05)
    for y in (1.45, 1.85):
        b.box(2.3, g.back - 0.16, 2.9, 0.26, 0.04, p.wood, M.WOOD, y=y)
        f.bottles(b, 2.3, g.back - 0.16, y + 0.04, 2.6, 9)
    b.box(2.3, g.back - 0.03, 2.0, 0.04, 0.55, "#2c322f", M.PLAIN, y=2.28)
    f.window(b, -2.4, g.back, 2.3, 1.6, 0.75, curtains=False)
    for x, z in ((-2.9, g.back - 0.9), (-1.35, g.back - 1.2), (-3.2, -1.3), (3.2, -1.5)):
        f.round_table(b, x, z)
        f.cup(b, x + 0.1, z - 0.05)
        f.chair(b, x - 0.62, z, LEFT_WALL)
        f.chair(b, x + 0.62, z + 0.05, RIGHT_WALL)
    for x in (1.2, 2.1, 3.0):
        f.stool(b, x, g.back - 1.95)
    for x in (1.1, 2.1, 3.1):
        f.pendant(b, x, g.back - 1.4, 1.95, power=0.5)
    f.pendant(b, -2.2, g.back - 1.0, 2.0, power=0.5)
    f.pendant(b, -0.1, 0.4, 2.35, power=0.6)
    f.plant(b, -4.0, g.back - 0.5, 1.6)
    f.picture(b, g.left, 1.4, -1.2, 0.8, 0.6, LEFT_WALL)
    f.window(b, g.right, -1.6, 1.8, 1.5, turn=RIGHT_WALL, curtains=False)
    fourth(
        b,
        lambda z: f.window(b, -1.8, z, 2.4, 1.7, 0.7, FRONT_WALL, curtains=False),
        lambda z: f.door(b, 1.2, z, FRONT_WALL, p.accent),
    )


def bar(b: Carpenter) -> None:
    shell(b, dado=1.1)
    g, p = b.ground, b.palette
    f.counter(b, 0.4, g.back - 1.15, 5.4, h=1.1)
    for y in (1.1, 1.5, 1.9):
        b.box(0.4, g.back - 0.15, 4.6, 0.26, 0.04, p.wood, M.WOOD, y=y)
        f.bottles(b, 0.4, g.back - 0.15, y + 0.04, 4.3, 12)
    b.box(0.4, g.back - 0.025, 4.6, 0.02, 1.3, "#c98a44", M.GLOW, y=1.05, look=0.35)
    b.lamp(0.4, 1.9, g.back - 0.5, "#ffae5c", 4.0, 0.9)
    for x in (-1.6, -0.7, 0.3, 1.3, 2.3):
        f.stool(b, x, g.back - 1.85)
    for x in (-1.2, 0.6, 2.3):
        f.pendant(b, x, g.back - 1.3, 1.95, "#ffb867", 0.7)
    for x, z in ((-3.2, -1.2), (3.1, -1.5)):
        f.round_table(b, x, z)
        f.stool(b, x - 0.55, z + 0.2, 0.5)
        f.stool(b, x + 0.5, z - 0.2, 0.5)
        b.rod((x, 0.78, z), (x, 0.84, z), 0.03, "#ffb85c", M.GLOW, look=2.0)
        b.lamp(x, 1.0, z, "#ff9f4a", 2.2, 0.5)
    f.pendant(b, 0.0, 0.3, 2.3, "#ffb56b", 0.7)
    f.picture(b, g.left, 1.5, -0.9, 0.9, 0.6, LEFT_WALL)
    f.picture(b, g.right, 1.5, -1.2, 0.7, 0.7, RIGHT_WALL)
    b.box(g.left + 0.35, -2.6, 0.7, 1.6, 0.5, p.cloth, M.LEATHER, round=0.08)
    b.box(g.left + 0.1, -2.6, 0.2, 1.6, 1.1, p.cloth, M.LEATHER, round=0.08)
    fourth(b, lambda z: f.window(b, -1.6, z, 1.6, 1.2, 1.2, FRONT_WALL, curtains=False), lambda z: f.door(b, 1.5, z, FRONT_WALL))


def office(b: Carpenter) -> None:
    shell(b)
    g = b.ground
    for x in (-2.4, -0.4, 1.6):
        f.window(b, x, g.back, 1.5, 1.7, 0.8, curtains=False)
    f.desk(b, -2.3, g.back - 1.1, 0.0)
    f.chair(b, -2.35, g.back - 0.6, 0.0, "#33373c")
    f.desk(b, 2.1, g.back - 1.1, -0.1)
    f.chair(b, 2.1, g.back - 0.6, 0.0, "#33373c")
    f.cabinet(b, 3.5, g.back - 0.35, 0.55, 1.35, 0.6, colour="#8b9297", doors=1, material=M.METAL)
    f.cabinet(b, g.left + 0.3, -1.1, 1.7, 1.3, 0.5, LEFT_WALL, "#8b9297", 3, M.METAL)
    f.plant(b, -3.5, g.back - 0.5, 1.5)
    b.box(g.right - 0.02, -1.2, 1.9, 0.04, 1.1, "#e8eae6", M.PLAIN, y=1.0, turn=RIGHT_WALL)
    b.box(g.right - 0.05, -1.2, 2.0, 0.05, 0.05, b.palette.trim, M.METAL, y=0.96, turn=RIGHT_WALL)
    f.desk(b, g.right - 0.9, -3.0, RIGHT_WALL)
    f.strip_light(b, -1.4, 0.6)
    f.strip_light(b, 1.4, 0.6)
    fourth(
        b,
        lambda z: f.shelf(b, -1.9, z + 0.2, 1.6, 2.0, FRONT_WALL),
        lambda z: f.door(b, 1.0, z, FRONT_WALL),
        lambda z: f.picture(b, 2.5, 1.3, z, 0.7, 0.9, FRONT_WALL),
    )


def classroom(b: Carpenter) -> None:
    shell(b)
    g, p = b.ground, b.palette
    b.box(-0.3, g.back - 0.03, 4.2, 0.06, 1.25, "#2f4a3d", M.PLAIN, y=0.95)
    b.box(-0.3, g.back - 0.06, 4.3, 0.1, 0.05, p.wood, M.WOOD, y=0.9)
    b.box(-0.3, g.back - 0.05, 4.3, 0.08, 0.06, p.wood, M.WOOD, y=2.2)
    for i, w in enumerate((0.7, 0.5, 0.9)):
        b.box(-1.4 + i * 0.9, g.back - 0.065, w, 0.004, 0.025, "#dfe3dc", M.PAPER, y=1.85 - 0.2 * i)
    f.desk(b, 2.6, g.back - 1.2, 0.0, screen=False)
    b.ball(2.2, 0.95, g.back - 1.2, 0.15, 0.15, 0.15, "#4d7fa0", M.PLAIN)
    for z in (-0.9, -2.4):
        f.window(b, g.right, z, 1.2, 1.6, 0.9, RIGHT_WALL, curtains=False)
    for x in (-3.2, -2.3, 2.4, 3.3):
        for z in (-1.2, -2.7):
            if not (x > 0 and z > -1.5 and x < 3):
                f.table(b, x, z, 0.62, 0.45, 0.7, colour="#b08d5a")
                f.chair(b, x, z - 0.45, FRONT_WALL, "#9a7447")
    f.picture(b, -3.3, 1.2, g.back, 0.9, 1.1)
    f.strip_light(b, -1.6, 0.8)
    f.strip_light(b, 1.6, 0.8)
    fourth(
        b,
        lambda z: f.cabinet(b, -1.8, z + 0.28, 2.4, 1.0, turn=FRONT_WALL, doors=4),
        lambda z: f.picture(b, 1.2, 1.1, z, 1.6, 0.9, FRONT_WALL),
    )


def corridor(b: Carpenter) -> None:
    shell(b, dado=0.9)
    g, p = b.ground, b.palette
    for z in (-5.6, -2.2, 4.2, 7.2):
        f.door(b, g.left, z, LEFT_WALL)
        f.door(b, g.right, z, RIGHT_WALL)
    f.window(b, 0, g.back, 1.5, 1.6, 0.9, curtains=False)
    b.box(0, 0.5, 1.3, 20.0, 0.012, p.cloth, M.CARPET)
    for z in (-4.5, -0.4, 3.4, 7.0):
        f.strip_light(b, 0, z, 0.3, 1.3)
    b.box(g.left + 0.25, 2.9, 0.42, 1.3, 0.45, p.wood, M.WOOD, round=0.02)
    f.plant(b, g.right - 0.35, 2.7, 1.3)
    f.picture(b, g.right, 1.35, -0.5, 0.9, 0.6, RIGHT_WALL)
    f.picture(b, g.left, 1.35, -0.6, 0.7, 0.7, LEFT_WALL)
    for z in (-6.5, 6.0):
        with b.part_of("ceiling"):
            b.box(0, z, g.right - g.left, 0.25, 0.25, p.wall, M.PLASTER, y=g.ceiling - 0.25)
    fourth(b, lambda z: f.door(b, 0, z, FRONT_WALL, p.accent))


def hospital(b: Carpenter) -> None:
    shell(b, dado=1.0)
    g = b.ground
    for x in (-2.1, 1.9):
        b.box(x, g.back - 1.25, 0.95, 2.0, 0.12, "#b5bcbf", M.METAL, y=0.5, round=0.02)
        b.box(x, g.back - 1.25, 0.9, 1.95, 0.16, "#e8ebe9", M.CLOTH, y=0.6, round=0.06)
        b.box(x, g.back - 1.55, 0.94, 1.3, 0.1, b.palette.cloth, M.CLOTH, y=0.72, round=0.05)
        b.box(x, g.back - 0.5, 0.6, 0.36, 0.13, "#f0efea", M.CLOTH, y=0.76, round=0.06)
        b.box(x, g.back - 0.22, 0.98, 0.04, 0.55, "#c3c9cb", M.METAL, y=0.55, round=0.02)
        for dx in (-0.4, 0.4):
            b.rod((x + dx, 0.0, g.back - 2.1), (x + dx, 0.52, g.back - 2.1), 0.02, "#9aa1a4", M.METAL)
        b.rod((x + 0.75, 0.0, g.back - 0.5), (x + 0.75, 1.8, g.back - 0.5), 0.013, "#a9b0b3", M.METAL)
        b.box(x + 0.75, g.back - 0.5, 0.13, 0.06, 0.2, "#d9e6e6", M.GLASS, y=1.55, round=0.03)
    f.window(b, -0.1, g.back, 1.5, 1.5, 0.9)
    b.box(0.25, g.back - 0.55, 0.4, 0.3, 0.3, "#dfe3e3", M.PLAIN, y=1.0, round=0.03)
    b.box(0.25, g.back - 0.71, 0.32, 0.02, 0.2, "#58d0a0", M.GLOW, y=1.05, look=0.8)
    f.cabinet(b, 0.25, g.back - 0.5, 0.5, 1.0, 0.45, colour="#c9cfd0", doors=1)
    f.chair(b, g.left + 0.45, -1.2, LEFT_WALL, "#6b8f95")
    f.chair(b, g.left + 0.45, -1.9, LEFT_WALL, "#6b8f95")
    for z in (-1.0, -1.35, -1.7, -2.05):
        b.rod((g.right - 0.25, 0.2, z), (g.right - 0.25, 2.3, z), 0.13, b.palette.cloth, M.CLOTH)
    f.strip_light(b, -1.2, 0.7)
    f.strip_light(b, 1.2, 0.7)
    fourth(
        b, lambda z: f.door(b, -0.8, z, FRONT_WALL, "#a9b5b5"), lambda z: f.cabinet(b, 1.6, z + 0.25, 1.4, 0.9, turn=FRONT_WALL)
    )


def court(b: Carpenter) -> None:
    """A hall of columns with a raised seat at its end, for a judge, a king or an altar."""
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    for z in (-5.5, -2.4, 3.4, 6.4):
        for x in (-4.6, 4.6):
            f.column(b, x, z, g.ceiling)
    for i, w in enumerate((7.0, 5.8, 4.6)):
        b.box(0, g.back - 1.6 + 0.3 * i, w, 3.2 - 0.6 * i, 0.17 * (i + 1), p.wall, M.STONE, round=0.02)
    b.box(0, g.back - 0.9, 0.9, 0.75, 0.5, p.wood, M.WOOD, y=0.51, round=0.03)
    b.box(0, g.back - 0.55, 1.0, 0.14, 1.9, p.wood, M.WOOD, y=0.51, round=0.05)
    b.box(0, g.back - 0.66, 0.7, 0.08, 1.1, p.cloth, M.CLOTH, y=1.0, round=0.03)
    for x in (-0.47, 0.47):
        b.box(x, g.back - 0.9, 0.12, 0.7, 0.35, p.wood, M.WOOD, y=1.0, round=0.03)
        b.ball(x, 2.5, g.back - 0.55, 0.08, 0.1, 0.08, p.accent, M.METAL)
    b.box(0, 1.0, 1.7, 12.0, 0.012, p.cloth, M.CARPET)
    for x in (-0.8, 0.8):
        b.box(x, 1.0, 0.07, 12.0, 0.016, p.accent, M.CARPET)
    for x in (-3.1, 3.1):
        b.box(x, g.back - 0.06, 1.1, 0.05, 3.8, p.cloth, M.CLOTH, y=2.2)
        b.box(x, g.back - 0.1, 0.5, 0.02, 0.5, p.accent, M.CLOTH, y=4.2, turn=0.0, round=0.02)
    for x in (-1.6, 0, 1.6):
        b.box(x, g.back - 0.02, 0.7, 0.05, 2.4, "#aebfd0" if not b.dark else "#31415c", M.WINDOW, y=4.0, round=0.02)
    for z in (-2.4, 3.4):
        f.torch(b, -4.25, 2.2, z, LEFT_WALL)
        f.torch(b, 4.25, 2.2, z, RIGHT_WALL)
    f.torch(b, -1.6, 2.2, g.back)
    f.torch(b, 1.6, 2.2, g.back)
    for z in (-4.0, 0.2, 5.0):
        with b.part_of("ceiling"):
            b.box(0, z, g.right - g.left, 0.4, 0.5, p.wood, M.WOOD, y=g.ceiling - 0.5)
    fourth(
        b,
        lambda z: b.box(0, z + 0.1, 2.6, 0.2, 3.6, p.wood, M.WOOD, round=0.02),
        lambda z: f.torch(b, -2.0, 2.3, z, FRONT_WALL),
        lambda z: f.torch(b, 2.0, 2.3, z, FRONT_WALL),
    )


def shop(b: Carpenter) -> None:
    shell(b)
    g, p = b.ground, b.palette
    for x in (-2.9, -1.5, -0.1):
        f.shelf(b, x, g.back - 0.2, 1.3, 2.1, books=5)
    f.counter(b, 2.4, g.back - 1.1, 2.4)
    b.box(2.9, g.back - 1.1, 0.36, 0.34, 0.26, "#3a3f44", M.PLAIN, y=1.05, round=0.03)
    b.box(2.4, g.back - 0.04, 2.2, 0.04, 0.5, p.accent, M.PLAIN, y=2.1)
    for z in (-1.2, -2.7):
        f.shelf(b, g.left + 0.2, z, 1.3, 1.7, LEFT_WALL, 4)
    f.window(b, g.right, -1.6, 2.2, 1.7, 0.7, RIGHT_WALL, curtains=False)
    f.crate(b, 3.2, 2.4, 0.5)
    f.strip_light(b, -1.4, 0.7)
    f.strip_light(b, 1.4, 0.7)
    fourth(
        b,
        lambda z: f.window(b, -1.7, z, 2.4, 1.9, 0.6, FRONT_WALL, curtains=False),
        lambda z: f.door(b, 1.0, z, FRONT_WALL, p.accent),
        lambda z: f.plant(b, 2.6, z + 0.6),
    )


def workshop(b: Carpenter) -> None:
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    f.table(b, -2.2, g.back - 0.6, 2.6, 0.8, 0.9)
    for i in range(6):
        b.rod(
            (-3.2 + 0.4 * i, 1.35, g.back - 0.06),
            (-3.2 + 0.4 * i, 1.62 + 0.05 * (i % 3), g.back - 0.06),
            0.025,
            ("#9a4a34", "#8d9296")[i % 2],
            M.METAL,
        )
    b.box(-2.2, g.back - 0.03, 2.6, 0.04, 0.9, p.wood, M.WOOD, y=1.2)
    b.box(-2.9, g.back - 0.6, 0.3, 0.24, 0.22, "#54697a", M.METAL, y=0.9, round=0.03)
    b.box(1.9, g.back - 0.05, 3.0, 0.08, 2.7, "#7d8487", M.METAL)
    for i in range(5):
        b.box(1.9, g.back - 0.1, 3.0, 0.03, 0.05, "#666c70", M.METAL, y=0.4 + 0.5 * i)
    for x in (-3.4, -1.2):
        b.box(x, g.back - 0.02, 1.4, 0.05, 0.8, "#a9bac5" if not b.dark else "#25344a", M.WINDOW, y=2.7)
    f.crate(b, 4.0, 3.2, 0.8)
    f.crate(b, 3.95, 3.2, 0.6, 0.8, 0.3)
    f.barrel(b, 4.2, -1.2)
    f.barrel(b, 4.2, -1.9)
    f.shelf(b, g.left + 0.2, -1.2, 2.0, 2.2, LEFT_WALL, 3)
    b.box(3.9, -2.9, 1.1, 0.9, 1.2, "#4f6f66", M.METAL, round=0.05)
    b.rod((3.9, 1.2, -2.9), (3.9, 1.7, -2.9), 0.1, "#8d9296", M.METAL)
    for z in (-1.5, 1.8):
        with b.part_of("ceiling"):
            b.box(0, z, g.right - g.left, 0.2, 0.35, "#5a5f62", M.METAL, y=g.ceiling - 0.35)
    for x in (-1.8, 1.4):
        f.pendant(b, x, 0.7, 2.7, "#ffe0b0", 0.9)
    fourth(b, lambda z: b.box(0, z + 0.08, 4.2, 0.1, 3.0, "#7d8487", M.METAL), lambda z: f.crate(b, -3.2, z + 0.6, 0.8))


def lab(b: Carpenter) -> None:
    """Consoles, glass and light strips: a laboratory, or the bridge of a ship between stars."""
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    space = has(
        b.look,
        "spaceship",
        "spacecraft",
        "starship",
        "cockpit",
        "bridge",
        "capsule",
        "nave",
        "raumschiff",
        "우주선",
        "宇宙船",
        "飞船",
    )
    b.box(
        0,
        g.back - 0.02,
        4.6,
        0.06,
        1.3,
        "#0a1020" if space else "#9fb4c0" if not b.dark else "#223348",
        M.WINDOW,
        y=1.15,
        round=0.05,
    )
    for x in (-2.35, -0.8, 0.8, 2.35):
        b.box(x, g.back - 0.05, 0.09, 0.1, 1.42, p.trim, M.METAL, y=1.1, tilt=0.0)
    for x in (-2.9, 0.0, 2.9):
        b.box(x, g.back - 0.6, 2.2, 0.75, 0.85, "#aeb6ba", M.METAL, round=0.05)
        b.box(x, g.back - 0.8, 1.9, 0.5, 0.05, "#262c33", M.PLAIN, y=0.87, tilt=0.0, round=0.02)
        for k in range(3):
            b.box(
                x - 0.6 + 0.6 * k,
                g.back - 0.45,
                0.5,
                0.03,
                0.32,
                ("#56c1c9", "#e0a050", "#6f9be0")[k],
                M.GLOW,
                y=0.95,
                look=0.9,
                tilt=0.2,
            )
        b.lamp(x, 1.2, g.back - 1.1, "#7fd0e0", 2.6, 0.5)
    for x, wall in ((g.left, LEFT_WALL), (g.right, RIGHT_WALL)):
        sign = 1 if x < 0 else -1
        for z in (-3.2, -1.9, -0.6):
            b.box(x + sign * 0.3, z, 1.1, 0.55, 1.9, "#8f989d", M.METAL, turn=wall, round=0.05)
            b.box(x + sign * 0.59, z, 0.7, 0.02, 0.4, "#62c6cf" if z != -1.9 else "#e2a34f", M.GLOW, y=1.2, turn=wall, look=0.7)
        b.box(x + sign * 0.03, -1.2, 6.0, 0.04, 0.06, "#bfe6f2", M.GLOW, y=2.35, turn=wall, look=1.2)
    b.box(0, g.back - 0.1, 7.6, 0.05, 0.06, "#bfe6f2", M.GLOW, y=2.7, look=1.2)
    for x in (-1.3, 1.3):
        f.stool(b, x, g.back - 1.5, 0.6)
    for x in (-1.6, 1.6):
        f.strip_light(b, x, 0.6, 0.25, 3.0)
    if not space:
        f.table(b, 2.9, 2.0, 1.0, 0.6, 0.9, colour="#c9cdcc")
        f.bottles(b, 2.9, 2.0, 0.9, 0.8, 5)
    fourth(
        b,
        lambda z: b.box(0, z + 0.05, 1.5, 0.12, 2.2, "#5d666c", M.METAL, round=0.04),
        lambda z: b.box(0, z + 0.13, 1.7, 0.03, 0.05, "#e2a34f", M.GLOW, y=2.3, look=1.0),
        *(lambda z, x=x: b.box(x, z + 0.3, 1.4, 0.55, 1.8, "#8f989d", M.METAL, round=0.05) for x in (-2.6, 2.6)),
    )


def stage(b: Carpenter) -> None:
    """A bare stage: boards, drapes in folds, lamps on a bar, seats where the fourth wall was."""
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    folds = 22
    for i in range(folds):
        x = g.left + (i + 0.5) * (g.right - g.left) / folds
        b.rod((x, 0.1, g.back - 0.5 - 0.06 * (i % 2)), (x, g.ceiling, g.back - 0.5 - 0.06 * (i % 2)), 0.3, p.cloth, M.CLOTH)
    for sign in (-1, 1):
        for z in (2.6, 3.0, 3.4):
            b.rod((sign * 4.4, 0.1, z), (sign * 4.4, g.ceiling, z), 0.24, p.cloth, M.CLOTH)
        for z in (-1.6, -1.25, -0.9):
            b.rod((sign * 5.0, 0.1, z), (sign * 5.0, g.ceiling, z), 0.24, p.cloth, M.CLOTH)
    b.rod((-5, 4.6, 0.5), (5, 4.6, 0.5), 0.03, "#34363a", M.METAL)
    for x in (-3.0, -1.0, 1.0, 3.0):
        b.rod((x, 4.5, 0.5), (x, 4.2, 0.8), 0.11, "#26282b", M.METAL, taper=0.14)
        b.ball(x, 4.17, 0.83, 0.12, 0.12, 0.05, "#ffe9c0", M.GLOW, look=2.2)
    b.lamp(-1.6, 3.6, 0.2, "#ffe2b0", 6.0, 1.3)
    b.lamp(1.6, 3.6, 0.2, "#ffe2b0", 6.0, 1.3)
    f.crate(b, -3.2, 2.2, 0.7, turn=0.4)
    f.chair(b, 2.9, 2.1, -0.5)
    b.rod((3.7, 0.0, 2.6), (3.7, 1.8, 2.6), 0.02, "#2a2b2d", M.METAL)
    b.ball(3.7, 1.9, 2.6, 0.05, 0.09, 0.05, "#ffdf9c", M.GLOW, look=2.5)
    for row in range(3):
        for i in range(9):
            x = (i - 4) * 1.1 + 0.3 * (row % 2)
            with b.part_of("front"):
                b.box(x, -5.0 - 1.1 * row, 0.62, 0.16, 0.75, "#5a2326", M.CLOTH, y=0.12, round=0.07)


HALLS: dict[str, Callable[[Carpenter], None]] = {
    "cafe": cafe,
    "bar": bar,
    "office": office,
    "classroom": classroom,
    "corridor": corridor,
    "hospital": hospital,
    "court": court,
    "shop": shop,
    "workshop": workshop,
    "lab": lab,
    "stage": stage,
}
