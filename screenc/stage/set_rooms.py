"""Where people live: the shell of four walls that every interior has, right from every side, and rooms of home and journey."""

from __future__ import annotations

import math
from collections.abc import Callable

from screenc.stage import furniture as f
from screenc.stage.set_carpenter import Carpenter
from screenc.stage.solid import Material as M

RIGHT_WALL, LEFT_WALL, FRONT_WALL = -math.pi / 2, math.pi / 2, math.pi
"""Which way a wall's face looks: the right wall looks left. The back wall looks at the master camera, heading 0."""


def shell(b: Carpenter, skirting: bool = True, dado: float = 0.0, doors: bool = True) -> None:
    """Walls, ceiling, skirting, and a doorway in either side wall that people come and go by. The side walls run on past the
    fourth
    wall, for the camera that stands behind where it was."""
    g, p = b.ground, b.palette
    wide, deep, h, thick = g.right - g.left, g.back - g.front, g.ceiling, 0.2
    mid = (g.back + g.front) / 2
    b.box(0, g.back + thick / 2, wide + 0.6, thick, h, p.wall, p.wall_material)
    with b.part_of("front"):
        b.box(0, g.front - thick / 2, wide, thick, h, p.wall, p.wall_material)
    with b.part_of("ceiling"):
        b.box(0, mid - 4, wide + 0.8, deep + 8.6, 0.15, "#c9c4b8" if p.wall_material != M.STONE else p.wall, M.PLASTER, y=h)
    for x, sign in ((g.left, -1), (g.right, 1)):
        wall = x + sign * thick / 2
        near, far = g.door - 0.52, g.door + 0.52
        run = g.front - 8.0
        if not doors:
            b.box(wall, (run + g.back) / 2, thick, g.back - run, h, p.wall, p.wall_material)
        else:
            b.box(wall, (run + near) / 2, thick, near - run, h, p.wall, p.wall_material)
            b.box(wall, (far + g.back) / 2, thick, g.back - far, h, p.wall, p.wall_material)
            b.box(wall, g.door, thick, 1.04, h - 2.12, p.wall, p.wall_material, y=2.12)
            for edge in (near, far):
                b.box(x + sign * 0.06, edge, 0.3, 0.09, 2.16, p.trim, M.WOOD)
            b.box(x + sign * 0.06, g.door, 0.3, 1.13, 0.09, p.trim, M.WOOD, y=2.1)
            b.box(x + sign * 1.7, g.door, 0.1, 3.6, 2.7, p.cloth, M.PLASTER)
            b.box(x + sign * 0.95, g.door - 1.4, 1.4, 0.1, 2.7, p.cloth, M.PLASTER)
            b.box(x + sign * 0.95, g.door + 1.4, 1.4, 0.1, 2.7, p.cloth, M.PLASTER)
            b.lamp(x + sign * 1.0, 2.0, g.door, "#ffdcae", 2.6, 0.5)
        if skirting:
            b.box(x - sign * 0.012, (run + near) / 2, 0.024, near - run, 0.12, p.trim, M.WOOD)
            b.box(x - sign * 0.012, (far + g.back) / 2, 0.024, g.back - far, 0.12, p.trim, M.WOOD)
        if dado:
            b.box(x - sign * 0.015, (run + near) / 2, 0.03, near - run, dado, p.cloth, M.WOOD)
            b.box(x - sign * 0.015, (far + g.back) / 2, 0.03, g.back - far, dado, p.cloth, M.WOOD)
    if skirting:
        b.box(0, g.back - 0.012, wide, 0.024, 0.12, p.trim, M.WOOD)
        b.box(0, g.back - 0.02, wide, 0.04, 0.07, p.trim, M.PLASTER, y=h - 0.07)
    if dado:
        b.box(0, g.back - 0.015, wide, 0.03, dado, p.cloth, M.WOOD)
        b.box(0, g.back - 0.03, wide, 0.06, 0.05, p.trim, M.WOOD, y=dado)


def fourth(b: Carpenter, *pieces: Callable[[float], None]) -> None:
    with b.part_of("front"):
        for piece in pieces:
            piece(b.ground.front)


def living(b: Carpenter) -> None:
    shell(b)
    g = b.ground
    f.rug(b, 0, 0.35, 3.0, 2.1)
    f.sofa(b, -0.4, g.back - 0.75, 2.1)
    f.window(b, 1.9, g.back, 1.3, 1.45)
    f.picture(b, -0.9, 1.45, g.back, 0.9, 0.6)
    f.picture(b, 0.1, 1.55, g.back, 0.45, 0.55)
    f.shelf(b, -2.9, g.back - 0.2, 1.2, 2.1)
    f.floor_lamp(b, 0.98, g.back - 0.5)
    f.plant(b, g.right - 0.5, g.back - 0.55, 1.5)
    f.cabinet(b, g.left + 0.28, -1.2, 1.5, 0.8, turn=LEFT_WALL)
    f.table_lamp(b, g.left + 0.3, -1.6, 0.8)
    f.picture(b, g.left, 1.35, -1.0, 0.8, 0.6, LEFT_WALL)
    f.window(b, g.right, -1.3, 1.4, 1.45, turn=RIGHT_WALL)
    f.table(b, g.right - 0.5, -2.6, 0.9, 0.5, 0.45)
    f.pendant(b, 0.0, 0.9, 2.25)
    fourth(
        b,
        lambda z: f.shelf(b, -2.2, z + 0.2, 1.3, 2.0, FRONT_WALL),
        lambda z: f.picture(b, 0.2, 1.4, z, 1.0, 0.7, FRONT_WALL),
        lambda z: f.cabinet(b, 1.8, z + 0.26, 1.6, 0.85, turn=FRONT_WALL),
    )


def kitchen(b: Carpenter) -> None:
    shell(b)
    g, p = b.ground, b.palette
    f.cabinet(b, -1.5, g.back - 0.32, 2.6, 0.92, 0.6, colour="#cfc9bb", doors=4)
    f.cabinet(b, 1.65, g.back - 0.32, 2.4, 0.92, 0.6, colour="#cfc9bb", doors=4)
    b.box(-1.75, g.back - 0.18, 1.6, 0.34, 0.7, "#cfc9bb", M.WOOD, y=1.5, round=0.01)
    b.box(2.3, g.back - 0.18, 1.3, 0.34, 0.7, "#cfc9bb", M.WOOD, y=1.5, round=0.01)
    f.window(b, 0.45, g.back, 1.4, 1.1, 1.1, curtains=False)
    b.box(0.12, g.back - 0.33, 0.62, 0.62, 0.93, "#8d9194", M.METAL, round=0.01)
    b.rod((0.45, 1.0, g.back - 0.2), (0.45, 1.25, g.back - 0.2), 0.015, "#b8bcc0", M.METAL)
    b.box(g.right - 0.4, 2.35, 0.7, 0.66, 1.8, "#c7ccce", M.METAL, round=0.04)
    for x in (-2.2, -1.8, -1.4):
        b.rod((x, 1.0, g.back - 0.3), (x, 1.12, g.back - 0.3), 0.06, f.PAGES[int(abs(x) * 10) % 8], M.PLAIN)
    f.table(b, -2.2, -1.3, 1.3, 0.8, turn=0.1)
    f.chair(b, -2.5, -2.0, FRONT_WALL)
    f.chair(b, -2.2, -0.55, 0.2)
    f.cup(b, -2.1, -1.2)
    b.ball(-2.4, 0.8, -1.35, 0.15, 0.07, 0.15, p.accent, M.PLAIN)
    f.pendant(b, -2.2, -1.3, 1.75)
    f.shelf(b, g.right - 0.22, -1.3, 1.2, 1.9, RIGHT_WALL, 3)
    f.strip_light(b, 0.3, 0.8)
    fourth(
        b,
        lambda z: f.window(b, -0.8, z, 1.2, 1.2, turn=FRONT_WALL),
        lambda z: f.cabinet(b, 1.2, z + 0.28, 1.8, 0.95, turn=FRONT_WALL),
    )


def bedroom(b: Carpenter) -> None:
    shell(b)
    g = b.ground
    f.bed(b, -1.3, g.back - 1.12, 1.5)
    f.cabinet(b, -2.5, g.back - 0.3, 0.5, 0.55, 0.4, doors=1)
    f.table_lamp(b, -2.5, g.back - 0.3, 0.55)
    f.cabinet(b, -0.1, g.back - 0.3, 0.5, 0.55, 0.4, doors=1)
    f.picture(b, -1.3, 1.55, g.back, 1.0, 0.6)
    f.window(b, 1.5, g.back, 1.4, 1.5, 0.8)
    f.rug(b, 0.5, 0.0, 2.4, 1.7)
    f.cabinet(b, g.right - 0.32, -1.2, 1.5, 2.05, 0.55, RIGHT_WALL, doors=3)
    f.desk(b, g.left + 0.42, -1.3, LEFT_WALL, screen=False)
    f.chair(b, g.left + 1.05, -1.3, RIGHT_WALL)
    f.picture(b, g.left, 1.3, -1.3, 0.6, 0.8, LEFT_WALL)
    f.plant(b, 2.75, g.back - 0.5, 1.2)
    f.pendant(b, 0.4, 0.6, 2.2, power=0.5)
    fourth(b, lambda z: f.shelf(b, -1.6, z + 0.2, 1.2, 1.6, FRONT_WALL), lambda z: f.door(b, 1.4, z, FRONT_WALL))


def room(b: Carpenter) -> None:
    shell(b)
    g, _p = b.ground, b.palette
    f.window(b, -1.4, g.back, 1.5, 1.6, 0.85)
    f.door(b, 1.9, g.back, 0.0)
    f.picture(b, 0.5, 1.4, g.back, 0.8, 0.6)
    f.cabinet(b, 0.5, g.back - 0.3, 1.3, 0.8)
    f.table_lamp(b, 0.15, g.back - 0.3, 0.8)
    f.shelf(b, -3.1, g.back - 0.2, 1.1, 1.9)
    f.plant(b, g.right - 0.5, g.back - 0.6, 1.5)
    f.rug(b, 0, 0.3, 2.8, 2.0)
    f.table(b, g.left + 0.6, -1.5, 1.1, 0.7, turn=0.1)
    f.chair(b, g.left + 0.75, -0.8, 0.1)
    f.window(b, g.right, -1.4, 1.4, 1.5, turn=RIGHT_WALL)
    f.picture(b, g.left, 1.4, -1.4, 0.7, 0.9, LEFT_WALL)
    f.pendant(b, 0, 0.7, 2.25)
    fourth(
        b,
        lambda z: f.shelf(b, -1.8, z + 0.2, 1.2, 1.9, FRONT_WALL),
        lambda z: f.picture(b, 0.4, 1.4, z, 0.9, 0.7, FRONT_WALL),
        lambda z: f.sofa(b, 1.9, z + 0.6, 1.6, FRONT_WALL),
    )


def cabin(b: Carpenter) -> None:
    shell(b, skirting=False, dado=0.9)
    g, p = b.ground, b.palette
    for x in (-1.9, 0.0, 1.9):
        b.ball(x, 1.55, g.back, 0.34, 0.34, 0.04, "#b28b4a", M.METAL)
        b.ball(x, 1.55, g.back - 0.025, 0.26, 0.26, 0.04, "#a7bccb" if not b.dark else "#1d2d45", M.WINDOW)
        b.lamp(x, 1.5, g.back - 0.5, "#7f98c8" if b.dark else "#e6f0ff", 2.6, 0.2 if b.dark else 0.6)
    b.box(-1.9, g.back - 0.45, 2.2, 0.8, 0.45, p.wood, M.WOOD, round=0.03)
    b.box(-1.9, g.back - 0.45, 2.1, 0.76, 0.16, p.cloth, M.CLOTH, y=0.45, round=0.06)
    f.table(b, 1.7, g.back - 0.7, 1.3, 0.8, 0.76)
    b.box(1.7, g.back - 0.7, 0.8, 0.5, 0.008, "#d9c69a", M.PAPER, y=0.76, turn=0.15)
    b.ball(2.1, 0.88, g.back - 0.6, 0.1, 0.1, 0.1, "#5f7f8c", M.PLAIN)
    f.chair(b, 1.6, g.back - 1.35, FRONT_WALL)
    f.crate(b, g.left + 0.45, -1.4, 0.6)
    f.barrel(b, g.right - 0.45, -1.4)
    for z in (-3.0, -0.6, 2.0):
        with b.part_of("ceiling"):
            b.box(0, z, g.right - g.left, 0.22, 0.2, p.wood, M.WOOD, y=g.ceiling - 0.2)
    f.pendant(b, 0.1, 0.9, 1.95, "#ffb868", 1.0)
    b.rod((g.left + 0.6, 0.0, g.back - 0.15), (g.left + 0.6, g.ceiling, g.back - 0.15), 0.1, p.wood, M.WOOD)
    b.rod((g.right - 0.6, 0.0, g.back - 0.15), (g.right - 0.6, g.ceiling, g.back - 0.15), 0.1, p.wood, M.WOOD)
    fourth(b, lambda z: f.door(b, 0.4, z, FRONT_WALL), lambda z: f.shelf(b, -1.6, z + 0.2, 1.2, 1.7, FRONT_WALL))


def train(b: Carpenter) -> None:
    """A carriage seen across its width, windows behind and before, seats on either hand."""
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    for x in (-2.1, 0.0, 2.1):
        b.box(x, g.back - 0.02, 1.7, 0.06, 1.05, "#9fb6c6" if not b.dark else "#1c2a3d", M.WINDOW, y=1.0, round=0.04, look=0.7)
        b.box(x, g.back - 0.06, 1.86, 0.05, 0.07, p.trim, M.METAL, y=0.94)
        b.box(x, g.back - 0.06, 1.86, 0.05, 0.07, p.trim, M.METAL, y=2.03)
        b.lamp(x, 1.5, g.back - 0.6, "#7f98c8" if b.dark else "#e8f0ff", 3.0, 0.25 if b.dark else 0.7)
    b.box(0, g.back - 0.45, 5.9, 0.62, 0.2, p.cloth, M.CLOTH, y=0.28, round=0.07)
    b.box(0, g.back - 0.14, 5.9, 0.18, 0.56, p.cloth, M.CLOTH, y=0.42, round=0.07)
    for x in (-2.9, -0.98, 0.98, 2.9):
        b.box(x, g.back - 0.45, 0.06, 0.66, 0.62, p.trim, M.METAL, y=0.3, round=0.02)
    b.rod((g.left, 2.2, g.back - 0.35), (g.right, 2.2, g.back - 0.35), 0.02, "#b9bec2", M.METAL)
    b.box(0, g.back - 0.2, 6.0, 0.36, 0.03, "#aab0b4", M.METAL, y=2.18)
    for i, x in enumerate((-2.3, -1.9, 1.4)):
        b.box(x, g.back - 0.22, 0.42, 0.28, 0.2, f.PAGES[i], M.LEATHER, y=2.21, round=0.05)
    for x in (-1.75, 1.75):
        b.rod((x, 0.0, 1.9), (x, g.ceiling, 1.9), 0.018, "#c7b25c", M.METAL)
    for z in (1.6, -1.6):
        b.rod((g.left, 2.1, z), (g.right, 2.1, z), 0.016, "#b9bec2", M.METAL)
        for x in (-2.2, -1.4, -0.6, 0.6, 1.4, 2.2):
            b.rod((x, 1.9, z), (x, 2.08, z), 0.02, "#e3ded2", M.PLAIN)
    f.strip_light(b, -1.3, 0.4, 2.2, 0.18)
    f.strip_light(b, 1.3, 0.4, 2.2, 0.18)
    for x, wall in ((g.left, LEFT_WALL), (g.right, RIGHT_WALL)):
        f.picture(b, x, 1.5, -0.7, 0.6, 0.4, wall)
    fourth(
        b,
        lambda z: b.box(0, z + 0.45, 5.9, 0.62, 0.4, p.cloth, M.CLOTH, y=0.1, round=0.07),
        *(
            lambda z, x=x: b.box(x, z + 0.02, 1.7, 0.06, 1.05, "#9fb6c6" if not b.dark else "#1c2a3d", M.WINDOW, y=1.0)
            for x in (-2.1, 0.0, 2.1)
        ),
    )


def library(b: Carpenter) -> None:
    shell(b)
    g = b.ground
    for x in (-3.4, -1.8, 1.8, 3.4):
        f.shelf(b, x, g.back - 0.2, 1.5, 2.9, books=2)
    f.window(b, 0, g.back, 1.5, 2.0, 0.8)
    for z in (-1.2, -2.9):
        f.shelf(b, g.left + 0.2, z, 1.6, 2.9, LEFT_WALL, 2)
        f.shelf(b, g.right - 0.2, z, 1.6, 2.9, RIGHT_WALL, 2)
    f.rug(b, 0, 0.3, 3.2, 2.2)
    f.table(b, -2.5, g.back - 1.4, 1.3, 0.7)
    f.table_lamp(b, -2.8, g.back - 1.4, 0.74)
    f.chair(b, -2.5, g.back - 2.0, FRONT_WALL)
    f.sofa(b, 2.6, g.back - 1.15, 0.95, -0.35)
    f.floor_lamp(b, 3.5, g.back - 0.95)
    f.pendant(b, 0, 0.6, 2.5)
    fourth(
        b,
        lambda z: f.shelf(b, -2.4, z + 0.2, 1.6, 2.6, FRONT_WALL, 2),
        lambda z: f.shelf(b, 2.4, z + 0.2, 1.6, 2.6, FRONT_WALL, 2),
        lambda z: f.door(b, 0, z, FRONT_WALL),
    )


def cellar(b: Carpenter) -> None:
    shell(b, skirting=False)
    g, p = b.ground, b.palette
    for x, z in ((-2.9, g.back - 0.6), (-2.2, g.back - 0.5), (2.9, -1.4)):
        f.barrel(b, x, z)
    b.rod((-2.95, 1.15, g.back - 0.75), (-2.2, 1.15, g.back - 0.55), 0.29, "#73502f", M.WOOD)
    f.crate(b, 2.7, g.back - 0.6, 0.7)
    f.crate(b, 2.0, g.back - 0.5, 0.55, turn=0.3)
    f.crate(b, 2.65, g.back - 0.6, 0.5, 0.7, 0.2)
    f.crate(b, g.left + 0.5, -1.6, 0.7, turn=0.2)
    f.shelf(b, 0.3, g.back - 0.2, 1.8, 1.7, books=3)
    for z in (-2.6, 2.4):
        with b.part_of("ceiling"):
            b.box(0, z, g.right - g.left, 0.3, 0.26, p.wood, M.WOOD, y=g.ceiling - 0.24)
    f.pendant(b, 0.2, 0.8, 2.0, "#ffbf78", 1.1)
    f.torch(b, g.left, 1.7, -0.6, LEFT_WALL)
    b.box(-1.4, g.back - 0.02, 0.9, 0.05, 0.45, "#91a4b8" if not b.dark else "#26344c", M.WINDOW, y=1.75)
    for x in (-1.7, -1.4, -1.1):
        b.rod((x, 1.75, g.back - 0.05), (x, 2.2, g.back - 0.05), 0.016, "#2d2c2b", M.METAL)
    for i in range(6):
        b.box(g.right - 0.55, -2.4 - 0.3 * i, 1.0, 0.3, 0.2 * (i + 1), p.wall, M.STONE)
    fourth(b, lambda z: f.door(b, -0.6, z, FRONT_WALL, "#54402c"), lambda z: f.barrel(b, -2.2, z + 0.5))


ROOMS: dict[str, Callable[[Carpenter], None]] = {
    "living": living,
    "kitchen": kitchen,
    "bedroom": bedroom,
    "room": room,
    "cabin": cabin,
    "train": train,
    "library": library,
    "cellar": cellar,
}
