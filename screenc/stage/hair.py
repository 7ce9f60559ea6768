"""Hair as volumes: a cap on the skull, and what falls, curls or is tied from it. All lengths are in half heads."""

from __future__ import annotations

import math

import numpy as np

from screenc.film.appearance import Appearance
from screenc.stage.rig import HEAD, TAIL, Maquette, turned
from screenc.stage.solid import Material, linear

HAIRLINES = {
    "bald": 2.0,
    "buzz": 0.60,
    "short": 0.64,
    "parted": 0.64,
    "curly": 0.64,
    "bob": 0.66,
    "long": 0.68,
    "ponytail": 0.66,
    "bun": 0.66,
    "afro": 0.62,
    "braids": 0.66,
    "hooded": 0.62,
}


def grow(m: Maquette, a: Appearance, r: float, covered: bool) -> None:
    """Put a head of hair on; `r` is half a head in metres, `covered` leaves away what a hat would hide."""
    colour = linear(a.hair_colour)
    c = np.array((0.0, 0.80, 0.10))
    wide = 0.78 if a.age == "child" else 0.78 if a.build == "heavy" else 0.72

    def lump(x, y, z, rx, ry, rz, yaw=0.0, pitch=0.0, roll=0.0, on=HEAD, detail=0, tone=1.0):
        centre = (np.array((x, y, z)) + c) * r
        m.ellipsoid(
            on,
            centre,
            (rx * r, ry * r, rz * r),
            tuple(v * tone for v in colour),
            Material.HAIR,
            turned(yaw, pitch, roll),
            detail=detail,
        )

    def lock(ax, ay, az, bx, by, bz, ra, rb, on=HEAD, detail=0, tone=1.0):
        m.capsule(
            on,
            (np.array((ax, ay, az)) + c) * r,
            on,
            (np.array((bx, by, bz)) + c) * r,
            ra * r,
            rb * r,
            tuple(v * tone for v in colour),
            Material.HAIR,
            detail=detail,
        )

    style = a.hair
    if style == "hooded" or style == "bald":
        pass
    elif style == "buzz":
        lump(0.0, 0.16, -0.10, wide * 1.03, 0.88, 0.80, pitch=-0.15)
    elif covered:
        lump(0.0, 0.0, -0.22, wide * 1.06, 0.86, 0.76)
    else:
        lump(0.0, 0.20, -0.14, wide * 1.09, 0.90, 0.84, pitch=-0.22)
    if style == "short" and not covered:
        lump(0.16, 0.70, 0.40, 0.50, 0.24, 0.42, roll=0.25, pitch=0.45)
        lump(-0.26, 0.72, 0.34, 0.38, 0.21, 0.42, roll=-0.35, pitch=0.4, detail=1)
    elif style == "parted" and not covered:
        lump(0.18, 0.72, 0.22, 0.56, 0.24, 0.54, roll=0.30, pitch=0.55)
        lump(-0.45, 0.58, 0.20, 0.24, 0.20, 0.48, roll=-0.55, pitch=0.5)
        for s in (1, -1):
            lump(s * wide * 0.98, 0.16, 0.02, 0.10, 0.34, 0.26, detail=1)
    elif style in ("curly", "afro"):
        big = 0.27 if style == "curly" else 0.42
        out = 0.86
        if style == "afro" and not covered:
            lump(0.0, 0.42, -0.14, 1.02, 0.98, 0.98)
        spots = [(0.0, 0.0), *((0.62, k * math.tau / 6 + 0.2) for k in range(6)), *((1.18, k * math.tau / 8) for k in range(8))]
        for n, (tip, around) in enumerate(spots):
            x, y, z = math.sin(tip) * math.sin(around), math.cos(tip), math.sin(tip) * math.cos(around)
            if (z > 0.78 and tip > 1.0) or (covered and y > 0.3):
                continue
            lump(
                x * out * 0.86,
                0.12 + y * out * 0.92,
                z * out * 0.86 - 0.10,
                big * (1.0 + 0.12 * (n % 3)),
                big,
                big * 1.08,
                yaw=n * 1.3,
                roll=n * 0.7,
                detail=0 if n < 7 else 1,
                tone=1.0 + 0.10 * ((n % 3) - 1),
            )
    elif style == "bob":
        _fringe(lump, covered)
        for s in (1, -1):
            lump(s * wide * 0.90, -0.10, -0.10, 0.27, 0.72, 0.44, roll=s * -0.10)
            lump(s * wide * 0.62, -0.22, -0.50, 0.42, 0.66, 0.42)
        lump(0.0, -0.20, -0.66, 0.46, 0.68, 0.40)
    elif style == "long":
        _fringe(lump, covered, parted=True)
        for s in (1, -1):
            lump(s * wide * 0.86, -0.10, -0.16, 0.26, 0.84, 0.44, roll=s * -0.06)
            lump(s * (wide * 0.78), -0.86, -0.10, 0.24, 0.66, 0.36, roll=s * 0.16, tone=0.94)
            lump(s * 0.40, -0.30, -0.60, 0.46, 0.95, 0.42)
            m.capsule(
                HEAD,
                (np.array((s * 0.42, -0.75, -0.62)) + c) * r,
                TAIL,
                np.array((s * 0.36, -0.85, -0.72)) * r,
                0.38 * r,
                0.20 * r,
                colour,
                Material.HAIR,
            )
    elif style == "ponytail":
        _fringe(lump, covered, parted=True)
        lump(0.0, 0.42, -0.92, 0.17, 0.17, 0.17, tone=0.7, detail=1)
        lock(0.0, 0.42, -0.98, 0.0, 0.10, -1.28, 0.16, 0.26)
        m.capsule(
            HEAD,
            (np.array((0.0, 0.10, -1.28)) + c) * r,
            TAIL,
            np.array((0.0, -0.25, -1.10)) * r,
            0.26 * r,
            0.10 * r,
            colour,
            Material.HAIR,
        )
    elif style == "bun":
        _fringe(lump, covered, parted=True)
        lump(0.0, 0.62 if not covered else -0.1, -0.92, 0.36, 0.36, 0.32)
        lump(0.0, 0.66 if not covered else -0.06, -1.02, 0.22, 0.24, 0.26, tone=1.15, detail=1)
    elif style == "braids":
        _fringe(lump, covered, parted=True)
        for s in (1, -1):
            for k in range(5):
                x = s * (wide * 1.0 - 0.02 * k)
                lump(
                    x,
                    -0.22 - 0.27 * k,
                    -0.06 + 0.05 * k,
                    0.17 - 0.012 * k,
                    0.18,
                    0.17 - 0.012 * k,
                    roll=s * 0.4 * (-1) ** k,
                    tone=1.0 + 0.08 * (k % 2),
                    detail=0 if k % 2 == 0 else 1,
                )
    if a.beard == "full":
        lump(0.0, -0.80, 0.30, 0.46, 0.36, 0.42)
        lump(0.0, -1.02, 0.30, 0.30, 0.26, 0.28, detail=1)
        for s in (1, -1):
            lump(s * 0.50, -0.46, 0.18, 0.14, 0.36, 0.28, roll=s * 0.30)


def _fringe(lump, covered: bool, parted: bool = False) -> None:
    if covered:
        return
    if parted:
        lump(0.30, 0.66, 0.40, 0.36, 0.20, 0.44, roll=0.75, pitch=0.6)
        lump(-0.30, 0.66, 0.40, 0.36, 0.20, 0.44, roll=-0.75, pitch=0.6)
    else:
        lump(0.0, 0.60, 0.50, 0.56, 0.22, 0.38, pitch=0.75)
