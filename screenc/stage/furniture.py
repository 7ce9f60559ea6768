"""Furniture and fittings, by the piece: each takes the carpenter, where its footprint is, and which way its front faces (a
heading)."""

from __future__ import annotations

import math

from screenc.stage.set_carpenter import Carpenter
from screenc.stage.solid import Material as M

SHADE = "#efd9ae"
PAGES = ("#7b3b34", "#3f5a6b", "#b08a4e", "#50634a", "#6a4a6b", "#c9b898", "#2f3a48", "#94553a")


def spot(x: float, z: float, turn: float, aside: float, back: float) -> tuple[float, float]:
    """A point of a piece that stands at (x, z): `aside` to frame right when it faces the camera, `back` away from its front."""
    c, s = math.cos(turn), math.sin(turn)
    return x + aside * c - back * s, z + aside * s + back * c


def chair(b: Carpenter, x: float, z: float, turn: float = 0.0, colour: str | None = None) -> None:
    wood = colour or b.palette.wood
    b.box(x, z, 0.44, 0.42, 0.05, wood, M.WOOD, y=0.43, turn=turn, round=0.015)
    bx, bz = spot(x, z, turn, 0, 0.2)
    b.box(bx, bz, 0.42, 0.035, 0.26, wood, M.WOOD, y=0.66, turn=turn, round=0.015)
    for aside in (-0.19, 0.19):
        fx, fz = spot(x, z, turn, aside, -0.18)
        b.rod((fx, 0.02, fz), (fx, 0.44, fz), 0.018, wood, M.WOOD)
        rx, rz = spot(x, z, turn, aside, 0.2)
        b.rod((rx, 0.02, rz), (rx, 0.9, rz), 0.018, wood, M.WOOD)


def stool(b: Carpenter, x: float, z: float, height: float = 0.72) -> None:
    b.ball(x, height, z, 0.18, 0.045, 0.18, b.palette.cloth, M.LEATHER)
    b.rod((x, 0.03, z), (x, height - 0.04, z), 0.025, "#55524e", M.METAL)
    b.ball(x, 0.02, z, 0.19, 0.03, 0.19, "#4a4846", M.METAL)
    b.ball(x, height * 0.36, z, 0.16, 0.014, 0.16, "#55524e", M.METAL)


def table(
    b: Carpenter,
    x: float,
    z: float,
    w: float = 1.4,
    d: float = 0.8,
    h: float = 0.74,
    turn: float = 0.0,
    colour: str | None = None,
) -> None:
    wood = colour or b.palette.wood
    b.box(x, z, w, d, 0.05, wood, M.WOOD, y=h - 0.05, turn=turn, round=0.012)
    for aside in (-1, 1):
        for back in (-1, 1):
            lx, lz = spot(x, z, turn, aside * (w / 2 - 0.08), back * (d / 2 - 0.08))
            b.rod((lx, 0.0, lz), (lx, h - 0.06, lz), 0.03, wood, M.WOOD)


def round_table(b: Carpenter, x: float, z: float, r: float = 0.36, h: float = 0.74) -> None:
    b.rod((x, h - 0.03, z), (x, h - 0.02, z), 0.03, b.palette.trim, M.METAL)
    b.ball(x, h, z, r, 0.025, r, b.palette.wood, M.WOOD)
    b.rod((x, 0.02, z), (x, h - 0.04, z), 0.03, b.palette.trim, M.METAL)
    b.ball(x, 0.02, z, 0.22, 0.025, 0.22, b.palette.trim, M.METAL)


def cup(b: Carpenter, x: float, z: float, y: float = 0.74) -> None:
    b.rod((x, y + 0.03, z), (x, y + 0.07, z), 0.035, "#e8e2d6", M.PLAIN)


def sofa(b: Carpenter, x: float, z: float, w: float = 1.9, turn: float = 0.0) -> None:
    cloth = b.palette.cloth
    b.box(x, z, w, 0.8, 0.3, cloth, M.CLOTH, y=0.1, turn=turn, round=0.08)
    n = max(1, round(w / 0.75))
    for i in range(n):
        cx, cz = spot(x, z, turn, (i + 0.5) * (w - 0.3) / n - (w - 0.3) / 2, -0.06)
        b.box(cx, cz, (w - 0.34) / n, 0.62, 0.14, cloth, M.CLOTH, y=0.36, turn=turn, round=0.06)
    bx, bz = spot(x, z, turn, 0, 0.33)
    b.box(bx, bz, w, 0.2, 0.55, cloth, M.CLOTH, y=0.32, turn=turn, round=0.09)
    for aside in (-1, 1):
        ax, az = spot(x, z, turn, aside * (w / 2 - 0.1), 0)
        b.box(ax, az, 0.2, 0.84, 0.52, cloth, M.CLOTH, y=0.1, turn=turn, round=0.09)
    px, pz = spot(x, z, turn, w * 0.28, 0.12)
    b.box(px, pz, 0.42, 0.14, 0.4, b.palette.accent, M.CLOTH, y=0.5, turn=turn + 0.3, round=0.07, tilt=0.3)


def shelf(b: Carpenter, x: float, z: float, w: float = 1.2, h: float = 2.0, turn: float = 0.0, books: int = 4) -> None:
    """A case of shelves; the books of a board stand in a few blocks of spines, for a spine each would cost too many solids."""
    wood = b.palette.wood
    bx, bz = spot(x, z, turn, 0, 0.14)
    b.box(bx, bz, w, 0.03, h, b.palette.trim, M.WOOD, turn=turn)
    for aside in (-1, 1):
        sx, sz = spot(x, z, turn, aside * (w / 2 - 0.02), 0)
        b.box(sx, sz, 0.04, 0.32, h, wood, M.WOOD, turn=turn)
    boards = max(3, round(h / 0.48))
    for i in range(boards + 1):
        y = 0.06 + i * (h - 0.12) / boards
        b.box(x, z, w - 0.06, 0.3, 0.03, wood, M.WOOD, y=y, turn=turn)
        if i == boards:
            break
        left = -w / 2 + 0.08
        for _ in range(books):
            run = b.deal.uniform(0.6, 1.4) * w / (books + 0.5)
            if left + run > w / 2 - 0.06:
                break
            cx, cz = spot(x, z, turn, left + run / 2, 0.02)
            b.box(cx, cz, run, 0.2, b.deal.uniform(0.2, 0.3), b.deal.choice(PAGES), M.PAPER, y=y + 0.03, turn=turn)
            left += run + b.deal.choice((0.01, 0.01, 0.12))


def cabinet(
    b: Carpenter,
    x: float,
    z: float,
    w: float = 1.2,
    h: float = 0.85,
    d: float = 0.45,
    turn: float = 0.0,
    colour: str | None = None,
    doors: int = 2,
    material: M = M.WOOD,
) -> None:
    colour = colour or b.palette.wood
    b.box(x, z, w, d, h - 0.06, colour, material, y=0.06, turn=turn, round=0.01)
    b.box(x, z, w + 0.03, d + 0.03, 0.035, b.palette.trim, M.WOOD, y=h - 0.03, turn=turn)
    for i in range(doors):
        dx, dz = spot(x, z, turn, (i + 0.5) * w / doors - w / 2, -d / 2 - 0.008)
        b.box(dx, dz, w / doors - 0.05, 0.016, h - 0.2, colour, material, y=0.11, turn=turn, round=0.006)
        kx, kz = spot(x, z, turn, (i + (0.85 if i % 2 == 0 else 0.15)) * w / doors - w / 2, -d / 2 - 0.03)
        b.ball(kx, h * 0.55, kz, 0.018, 0.018, 0.018, "#b7a37a", M.METAL)


def bed(b: Carpenter, x: float, z: float, w: float = 1.5, turn: float = 0.0) -> None:
    b.box(x, z, w, 2.0, 0.28, b.palette.wood, M.WOOD, y=0.06, turn=turn, round=0.02)
    b.box(x, z, w - 0.06, 1.94, 0.2, "#d9d3c6", M.CLOTH, y=0.32, turn=turn, round=0.08)
    fx, fz = spot(x, z, turn, 0, -0.35)
    b.box(fx, fz, w + 0.02, 1.28, 0.2, b.palette.cloth, M.CLOTH, y=0.36, turn=turn, round=0.09)
    hx, hz = spot(x, z, turn, 0, 1.02)
    b.box(hx, hz, w + 0.08, 0.07, 0.75, b.palette.wood, M.WOOD, y=0.35, turn=turn, round=0.03)
    for aside in (-0.25, 0.25):
        px, pz = spot(x, z, turn, aside * w, 0.72)
        b.box(px, pz, w * 0.4, 0.34, 0.15, "#ece7dc", M.CLOTH, y=0.5, turn=turn, round=0.07, tilt=0.25)


def desk(b: Carpenter, x: float, z: float, turn: float = 0.0, screen: bool = True) -> None:
    table(b, x, z, 1.4, 0.7, 0.74, turn)
    dx, dz = spot(x, z, turn, 0.48, 0)
    b.box(dx, dz, 0.36, 0.6, 0.6, b.palette.trim, M.METAL, y=0.08, turn=turn, round=0.01)
    if screen:
        sx, sz = spot(x, z, turn, -0.1, 0.12)
        b.box(sx, sz, 0.56, 0.03, 0.34, "#1d2126", M.PLAIN, y=0.86, turn=turn, round=0.01)
        gx, gz = spot(x, z, turn, -0.1, 0.14)
        b.box(gx, gz, 0.52, 0.01, 0.3, "#86a9c4", M.GLOW, y=0.88, turn=turn, look=b.glow(0.9))
        b.rod((sx, 0.75, sz), (sx, 0.88, sz), 0.02, "#2a2d31", M.METAL)
    px, pz = spot(x, z, turn, 0.4, -0.05)
    b.box(px, pz, 0.22, 0.3, 0.05, "#e4ded0", M.PAPER, y=0.74, turn=turn + 0.2)


def plant(b: Carpenter, x: float, z: float, h: float = 1.3) -> None:
    b.rod((x, 0.12, z), (x, 0.3, z), 0.13, "#9a5f43", M.STONE, taper=0.17)
    b.rod((x, 0.3, z), (x, h * 0.7, z), 0.02, "#5a4630", M.WOOD)
    for i in range(4):
        a = i * 2.4 + b.deal.uniform(0, 0.6)
        b.ball(
            x + 0.17 * math.cos(a),
            h * (0.58 + 0.13 * i),
            z + 0.17 * math.sin(a),
            0.23,
            0.17,
            0.23,
            b.deal.choice(("#4f6a3c", "#5b7745", "#42593a")),
            M.FOLIAGE,
            look=float(i),
        )


def floor_lamp(b: Carpenter, x: float, z: float) -> None:
    b.rod((x, 0.02, z), (x, 1.45, z), 0.015, b.palette.trim, M.METAL)
    b.ball(x, 0.02, z, 0.15, 0.025, 0.15, b.palette.trim, M.METAL)
    b.rod((x, 1.5, z), (x, 1.7, z), 0.17, SHADE, M.GLOW, taper=0.11, look=b.glow(1.5))
    b.lamp(x, 1.55, z, "#ffcf8f", 4.5, 1.0 if b.dark else 0.3)


def table_lamp(b: Carpenter, x: float, z: float, y: float) -> None:
    b.rod((x, y + 0.03, z), (x, y + 0.22, z), 0.03, b.palette.accent, M.PLAIN, taper=0.015)
    b.rod((x, y + 0.28, z), (x, y + 0.38, z), 0.11, SHADE, M.GLOW, taper=0.08, look=b.glow(1.5))
    b.lamp(x, y + 0.35, z - 0.05, "#ffcb88", 3.2, 0.9 if b.dark else 0.25)


def pendant(b: Carpenter, x: float, z: float, y: float = 2.05, colour: str = "#ffd49a", power: float = 0.8) -> None:
    with b.part_of("ceiling"):
        b.rod((x, y + 0.16, z), (x, b.ground.ceiling, z), 0.008, "#222222", M.METAL)
    b.rod((x, y + 0.12, z), (x, y + 0.14, z), 0.05, b.palette.trim, M.METAL, taper=0.03)
    b.ball(x, y, z, 0.12, 0.12, 0.12, SHADE, M.GLOW, look=b.glow(1.8))
    b.lamp(x, y - 0.1, z, colour, 4.5, power if b.dark else power * 0.4)


def strip_light(b: Carpenter, x: float, z: float, w: float = 1.3, d: float = 0.2) -> None:
    y = b.ground.ceiling - 0.06
    with b.part_of("ceiling"):
        b.box(x, z, w, d, 0.05, "#e9f0f2", M.GLOW, y=y, look=1.2)
    b.lamp(x, y - 0.3, z, "#e4eeff", 6.0, 0.7 if b.dark else 0.35)


def picture(b: Carpenter, x: float, y: float, z: float, w: float = 0.7, h: float = 0.5, turn: float = 0.0) -> None:
    """A framed picture on a wall; (x, z) is the wall's face and `turn` the way that the wall looks."""
    fx, fz = spot(x, z, turn, 0, -0.02)
    b.box(fx, fz, w, 0.035, h, b.palette.trim, M.WOOD, y=y, turn=turn, round=0.008)
    px, pz = spot(x, z, turn, 0, -0.042)
    b.box(
        px,
        pz,
        w - 0.1,
        0.01,
        h - 0.1,
        b.deal.choice((b.palette.accent, b.palette.cloth, "#8c9a9c", "#c9b898")),
        M.PAPER,
        y=y + 0.05,
        turn=turn,
    )
    ox, oz = spot(x, z, turn, w * b.deal.uniform(-0.12, 0.12), -0.05)
    b.ball(ox, y + h * 0.48, oz, w * 0.16, h * 0.2, 0.012, b.deal.choice(("#e6d9bd", "#39424c", "#a9583f")), M.PAPER, turn=turn)


def window(
    b: Carpenter, x: float, z: float, w: float = 1.2, h: float = 1.4, y: float = 0.95, turn: float = 0.0, curtains: bool = True
) -> None:
    """A window in the face of a wall, with its frame, bar and sill; daylight comes in by it as a lamp."""
    px, pz = spot(x, z, turn, 0, -0.01)
    b.box(px, pz, w, 0.03, h, "#b9cbd6" if not b.dark else "#27364a", M.WINDOW, y=y, turn=turn, look=b.deal.random())
    white = "#d8d3c8"
    for aside in (-1, 0, 1):
        fx, fz = spot(x, z, turn, aside * w / 2, -0.04)
        b.box(fx, fz, 0.07 if aside else 0.045, 0.07, h + 0.1, white, M.WOOD, y=y - 0.05, turn=turn)
    for yy, t in ((y - 0.08, 0.06), (y + h * 0.6, 0.04), (y + h, 0.07)):
        fx, fz = spot(x, z, turn, 0, -0.045)
        b.box(fx, fz, w + 0.12, 0.16 if yy < y else 0.07, t, white, M.WOOD, y=yy, turn=turn)
    if curtains:
        rx, rz = spot(x, z, turn, 0, -0.12)
        for aside in (-1, 1):
            cx, cz = spot(x, z, turn, aside * (w / 2 + 0.13), -0.12)
            for fold in (-0.09, 0.0, 0.09):
                kx, kz = spot(cx, cz, turn, fold, 0.015 * (1 if fold else -1))
                b.rod((kx, 0.25, kz), (kx, y + h + 0.08, kz), 0.06, b.palette.cloth, M.CLOTH, taper=0.05)
        ex, ez = spot(rx, rz, turn, -w / 2 - 0.3, 0)
        gx, gz = spot(rx, rz, turn, w / 2 + 0.3, 0)
        b.rod((ex, y + h + 0.16, ez), (gx, y + h + 0.16, gz), 0.015, b.palette.trim, M.METAL)
    lx, lz = spot(x, z, turn, 0, -0.7)
    b.lamp(lx, y + h * 0.6, lz, "#8fb0ff" if b.dark else "#e6efff", 3.0 if b.dark else 5.0, 0.25 if b.dark else 0.8)


def door(b: Carpenter, x: float, z: float, turn: float = 0.0, colour: str | None = None, h: float = 2.05) -> None:
    """A closed door on a wall's face."""
    px, pz = spot(x, z, turn, 0, -0.02)
    b.box(px, pz, 0.92, 0.05, h, colour or b.palette.wood, M.WOOD, turn=turn, round=0.006)
    for y, hh in ((0.2, 0.7), (1.08, 0.75)):
        qx, qz = spot(x, z, turn, 0, -0.05)
        b.box(qx, qz, 0.62, 0.015, hh, colour or b.palette.wood, M.WOOD, y=y, turn=turn, round=0.006)
    for aside in (-0.5, 0.5):
        fx, fz = spot(x, z, turn, aside, -0.03)
        b.box(fx, fz, 0.09, 0.08, h + 0.06, b.palette.trim, M.WOOD, turn=turn)
    tx, tz = spot(x, z, turn, 0, -0.03)
    b.box(tx, tz, 1.1, 0.08, 0.09, b.palette.trim, M.WOOD, y=h + 0.03, turn=turn)
    kx, kz = spot(x, z, turn, 0.36, -0.09)
    b.ball(kx, 1.0, kz, 0.03, 0.03, 0.03, "#c2a869", M.METAL)


def rug(b: Carpenter, x: float, z: float, w: float, d: float, colour: str | None = None) -> None:
    b.box(x, z, w, d, 0.014, colour or b.palette.cloth, M.CARPET, round=0.005)
    b.box(x, z, w - 0.3, d - 0.3, 0.018, b.palette.accent, M.CARPET, round=0.005)
    b.box(x, z, w - 0.42, d - 0.42, 0.022, colour or b.palette.cloth, M.CARPET, round=0.005)


def crate(
    b: Carpenter, x: float, z: float, size: float = 0.6, y: float = 0.0, turn: float = 0.0, colour: str = "#84663f"
) -> None:
    b.box(x, z, size, size, size, colour, M.WOOD, y=y, turn=turn, round=0.01)
    for yy in (0.04, size - 0.12):
        b.box(x, z, size + 0.03, size + 0.03, 0.08, "#6d5233", M.WOOD, y=y + yy, turn=turn)


def barrel(b: Carpenter, x: float, z: float, h: float = 0.85) -> None:
    """An ellipsoid with its ends sawn off by two flat lids."""
    b.rod((x, 0.24, z), (x, h - 0.24, z), 0.24, "#6b4a2b", M.WOOD)
    b.ball(x, h / 2, z, 0.31, h * 0.62, 0.31, "#73502f", M.WOOD)
    b.ball(x, h, z, 0.2, 0.04, 0.2, "#5a3f26", M.WOOD)
    for y, r in ((0.2, 0.285), (h - 0.2, 0.285), (h / 2, 0.318)):
        b.ball(x, y, z, r, 0.025, r, "#3f3d3b", M.METAL)


def column(b: Carpenter, x: float, z: float, h: float, r: float = 0.32, colour: str | None = None) -> None:
    stone = colour or b.palette.wall
    b.box(x, z, r * 3, r * 3, 0.28, stone, M.STONE, round=0.03)
    b.rod((x, 0.3, z), (x, h - 0.4, z), r, stone, M.STONE, taper=r * 0.85)
    b.box(x, z, r * 2.8, r * 2.8, 0.26, stone, M.STONE, y=h - 0.34, round=0.04)


def torch(b: Carpenter, x: float, y: float, z: float, turn: float = 0.0) -> None:
    fx, fz = spot(x, z, turn, 0, -0.22)
    b.rod((x, y - 0.1, z), (fx, y + 0.08, fz), 0.025, "#3a322b", M.METAL)
    b.ball(fx, y + 0.2, fz, 0.07, 0.14, 0.07, "#ffb050", M.GLOW, look=2.2)
    b.lamp(fx, y + 0.3, fz, "#ff9c45", 5.0, 1.1 if b.dark else 0.8)


def counter(b: Carpenter, x: float, z: float, w: float, turn: float = 0.0, colour: str | None = None, h: float = 1.05) -> None:
    b.box(x, z, w, 0.55, h - 0.05, colour or b.palette.wood, M.WOOD, turn=turn, round=0.01)
    tx, tz = spot(x, z, turn, 0, -0.06)
    b.box(tx, tz, w + 0.1, 0.72, 0.05, b.palette.trim, M.WOOD, y=h - 0.05, turn=turn, round=0.02)
    n = max(2, round(w / 0.7))
    for i in range(n):
        px, pz = spot(x, z, turn, (i + 0.5) * w / n - w / 2, -0.285)
        b.box(px, pz, w / n - 0.12, 0.02, h - 0.36, b.palette.cloth, M.WOOD, y=0.16, turn=turn, round=0.006)


def bottles(b: Carpenter, x: float, z: float, y: float, w: float, n: int, turn: float = 0.0) -> None:
    for i in range(n):
        px, pz = spot(x, z, turn, (i + 0.5) * w / n - w / 2 + b.deal.uniform(-0.02, 0.02), 0)
        h = b.deal.uniform(0.14, 0.2)
        b.rod(
            (px, y + 0.04, pz),
            (px, y + h, pz),
            0.035,
            b.deal.choice(("#4f6b43", "#8a5a2b", "#7d3530", "#6a8b93", "#b9a36a")),
            M.GLASS,
            taper=0.016,
        )
