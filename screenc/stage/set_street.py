"""What stands in streets: lamps, houses with their shops, cars, benches and shelters."""

from __future__ import annotations

from screenc.stage import furniture as f
from screenc.stage.set_carpenter import Carpenter
from screenc.stage.solid import Material as M


def street_lamp(b: Carpenter, x: float, z: float, reach: float = -0.9, h: float = 4.6) -> None:
    """`reach` is how far its arm hangs to the side."""
    b.rod((x, 0.0, z), (x, 0.5, z), 0.09, "#2e3236", M.METAL)
    b.rod((x, 0.4, z), (x, h, z), 0.05, "#2e3236", M.METAL, taper=0.04)
    b.rod((x, h, z), (x + reach, h + 0.18, z), 0.035, "#2e3236", M.METAL)
    b.box(x + reach, z, 0.5, 0.22, 0.1, "#24282b", M.METAL, y=h + 0.12, round=0.04)
    b.ball(x + reach, h + 0.1, z, 0.18, 0.07, 0.1, "#ffdca0", M.GLOW, look=b.glow(3.0))
    if b.dark:
        b.lamp(x + reach, h - 0.1, z, "#ffc680", 8.0, 1.4)


def house(b: Carpenter, x: float, z: float, w: float, d: float, h: float, face: str, colour: str, shop: bool = True) -> None:
    """A facade of the town: `face` is the side that looks at the street. Windows are the FACADE material's, lit by its seed."""
    b.box(x, z, w, d, h, colour, M.FACADE, look=float(b.deal.randint(1, 999)))
    trim = b.palette.trim
    out = {"left": (-1, 0), "right": (1, 0), "back": (0, 1), "front": (0, -1)}[face]
    fx, fz = x + out[0] * w / 2, z + out[1] * d / 2
    along = d if out[0] else w
    wide, deep = (0.3, along) if out[0] else (along, 0.3)
    b.box(fx, fz, wide + 0.1, deep + 0.1, 0.22, trim, M.STONE, y=h - 0.1)
    if not shop:
        return
    b.box(fx, fz, wide * 0.5, deep, 0.12, trim, M.STONE, y=3.05)
    n = max(1, int(along / 3.4))
    for i in range(n):
        t = (i + 0.5) * along / n - along / 2
        sx, sz = (fx + out[0] * 0.03, z + t) if out[0] else (x + t, fz + out[1] * 0.03)
        run = along / n * 0.62
        lit = b.deal.random() < 0.7
        pane = "#f0c98a" if b.dark and lit else "#39424a"
        kind = M.GLOW if b.dark and lit else M.GLASS
        b.box(sx, sz, 0.06 if out[0] else run, run if out[0] else 0.06, 1.75, pane, kind, y=0.55, look=0.75)
        b.box(sx, sz, 0.16 if out[0] else run + 0.24, run + 0.24 if out[0] else 0.16, 0.5, "#5d4f43", M.WOOD, y=0.05)
        b.box(
            sx,
            sz,
            0.14 if out[0] else run + 0.2,
            run + 0.2 if out[0] else 0.14,
            0.34,
            b.deal.choice((b.palette.accent, b.palette.cloth, trim)),
            M.WOOD,
            y=2.42,
        )
        if i % 2 == 0:
            ax, az = sx + out[0] * 0.5, sz + out[1] * 0.5
            b.box(
                ax,
                az,
                1.0 if out[0] else run + 0.3,
                run + 0.3 if out[0] else 1.0,
                0.05,
                b.deal.choice((b.palette.accent, b.palette.cloth)),
                M.CLOTH,
                y=2.75,
                round=0.02,
            )
        if b.dark and lit and i < 2:
            b.lamp(sx + out[0] * 0.9, 1.7, sz + out[1] * 0.9, "#ffcf90", 4.0, 0.7)


def car(b: Carpenter, x: float, z: float, colour: str, turn: float = 0.0) -> None:
    """A parked car; it faces `turn`."""
    b.box(x, z, 1.75, 4.1, 0.55, colour, M.METAL, y=0.32, turn=turn, round=0.2)
    cx, cz = f.spot(x, z, turn, 0, 0.2)
    b.box(cx, cz, 1.5, 2.1, 0.55, "#20262c", M.GLASS, y=0.82, turn=turn, round=0.22)
    b.box(cx, cz, 1.36, 1.5, 0.08, colour, M.METAL, y=1.33, turn=turn, round=0.04)
    for aside in (-0.82, 0.82):
        for back in (-1.3, 1.3):
            wx, wz = f.spot(x, z, turn, aside, back)
            ox, oz = f.spot(x, z, turn, aside * 0.8, back)
            b.rod((ox, 0.31, oz), (wx, 0.31, wz), 0.31, "#17181a", M.LEATHER)
    for aside in (-0.6, 0.6):
        lx, lz = f.spot(x, z, turn, aside, -2.03)
        b.ball(lx, 0.62, lz, 0.14, 0.09, 0.05, "#e8e2cc", M.GLASS, turn=turn)
        rx, rz = f.spot(x, z, turn, aside, 2.04)
        b.box(rx, rz, 0.3, 0.04, 0.12, "#8d2420", M.GLOW, y=0.6, turn=turn, look=0.3)


def bench(b: Carpenter, x: float, z: float, turn: float = 0.0) -> None:
    for i in range(3):
        sx, sz = f.spot(x, z, turn, 0, -0.16 + 0.16 * i)
        b.box(sx, sz, 1.7, 0.13, 0.04, b.palette.wood, M.WOOD, y=0.43, turn=turn)
    for y in (0.58, 0.76):
        sx, sz = f.spot(x, z, turn, 0, 0.28)
        b.box(sx, sz, 1.7, 0.04, 0.13, b.palette.wood, M.WOOD, y=y, turn=turn, tilt=0.15)
    for aside in (-0.7, 0.7):
        lx, lz = f.spot(x, z, turn, aside, 0)
        b.box(lx, lz, 0.06, 0.5, 0.42, "#2c2f32", M.METAL, turn=turn)


def shelter(b: Carpenter, x: float, z: float, turn: float) -> None:
    """A stop with a roof, glass behind, a bench and a lit panel."""
    for aside in (-1.6, 1.6):
        px, pz = f.spot(x, z, turn, aside, 0.55)
        b.rod((px, 0.0, pz), (px, 2.5, pz), 0.045, "#3a4046", M.METAL)
    rx, rz = f.spot(x, z, turn, 0, 0.1)
    b.box(rx, rz, 3.6, 1.5, 0.09, "#39424a", M.METAL, y=2.5, turn=turn, round=0.03)
    gx, gz = f.spot(x, z, turn, -0.5, 0.6)
    b.box(gx, gz, 2.0, 0.03, 1.7, "#8fa5ac", M.GLASS, y=0.5, turn=turn)
    bx, bz = f.spot(x, z, turn, -0.4, 0.3)
    b.box(bx, bz, 1.8, 0.35, 0.05, b.palette.wood, M.WOOD, y=0.45, turn=turn)
    ax, az = f.spot(x, z, turn, 1.15, 0.58)
    b.box(ax, az, 0.9, 0.1, 1.7, "#2c3338", M.METAL, y=0.5, turn=turn, round=0.02)
    fx, fz = f.spot(x, z, turn, 1.15, 0.52)
    b.box(fx, fz, 0.76, 0.02, 1.5, "#cfe2e6", M.GLOW, y=0.6, turn=turn, look=b.glow(0.9))
    if b.dark:
        b.lamp(*f.spot(x, z, turn, 1.1, -0.4)[:1], 1.5, f.spot(x, z, turn, 1.1, -0.4)[1], "#d4ecf2", 4.0, 0.8)
