"""What is worn over the clothes, as geometry: scarves, bags, aprons, hats, glasses; and how cloth is dyed."""

from __future__ import annotations

import math

import numpy as np

from screenc.film.appearance import Appearance, Garment
from screenc.stage.body import SIDES, Proportions
from screenc.stage.rig import BELLY, CHEST, HAND, HEAD, PELVIS, SKIRT, TAIL, Maquette, bone, turned
from screenc.stage.solid import Material, linear

SLACK = {
    "coat": 0.011,
    "raincoat": 0.012,
    "jacket": 0.008,
    "suit": 0.007,
    "hoodie": 0.010,
    "sweater": 0.008,
    "uniform": 0.007,
    "vest": 0.004,
    "robe": 0.010,
}
"""How far a top stands off the chest, as a share of the body's height."""


def dye(colour: str) -> tuple[float, float, float]:
    """A garment's colour in linear light, a little greyer than named: cloth takes light better than paint."""
    rgb = linear(colour)
    grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    return tuple(0.012 + 0.90 * (v + (grey - v) * 0.20) for v in rgb)


def accessory(m: Maquette, g: Garment, a: Appearance, p: Proportions, d: np.ndarray) -> None:
    """Put one thing on, over whatever is worn already."""
    h, r = p.height, p.head
    colour = dye(g.colour)
    dark = tuple(v * 0.78 for v in colour)
    wide = 0.78 if a.age == "child" or a.build == "heavy" else 0.72
    c = np.array((0.0, 0.80 * r, 0.10 * r))
    front = p.chest_deep + SLACK.get(a.top.kind, 0.004) * h
    if g.kind == "scarf":
        y = d[10] - 0.004 * h
        ring = [
            (math.sin(t) * 0.050 * h, y + 0.006 * h * math.sin(2 * t), math.cos(t) * 0.043 * h - 0.004 * h)
            for t in (k * math.tau / 6 for k in range(6))
        ]
        for k in range(6):
            m.capsule(CHEST, ring[k], CHEST, ring[(k + 1) % 6], 0.023 * h, 0.023 * h, colour if k % 2 else dark, Material.CLOTH)
        m.ellipsoid(CHEST, (0.02 * h, y - 0.016 * h, 0.052 * h), (0.024 * h, 0.022 * h, 0.02 * h), colour, Material.CLOTH)
        m.box(
            CHEST,
            (0.030 * h, y - 0.085 * h, front + 0.012 * h),
            (0.024 * h, 0.075 * h, 0.007 * h),
            colour,
            0.007 * h,
            Material.CLOTH,
            turn=turned(roll=0.06, pitch=-0.04),
        )
        m.box(
            TAIL,
            (0.02 * h, -0.10 * h, -p.chest_deep - 0.012 * h),
            (0.024 * h, 0.08 * h, 0.007 * h),
            dark,
            0.007 * h,
            Material.CLOTH,
        )
    elif g.kind == "tie":
        m.box(CHEST, (0.0, d[10] - 0.040 * h, front * 0.92), (0.0105 * h, 0.011 * h, 0.008 * h), dark, 0.004 * h, Material.CLOTH)
        m.box(
            CHEST,
            (0.0, d[9] * 0.52, front + 0.003 * h),
            (0.0125 * h, 0.070 * h, 0.005 * h),
            colour,
            0.004 * h,
            Material.CLOTH,
            turn=turned(pitch=-0.03),
        )
    elif g.kind == "apron":
        m.box(CHEST, (0.0, d[9] * 0.42, front), (0.058 * h, 0.075 * h, 0.006 * h), colour, 0.005 * h, Material.CLOTH)
        # an ellipsoid narrower than the waist and deeper: it shows in front alone, however round the belly is
        more = SLACK.get(a.top.kind, 0.004) * h
        m.ellipsoid(
            BELLY,
            (0.0, d[7] * 0.42, -0.003 * h + p.belly * 0.5),
            ((p.waist_wide * 1.04 + more) * 0.95, 0.134 * h, p.waist_deep * 1.06 + more + p.belly * 0.5 + 0.008 * h),
            colour,
            Material.CLOTH,
        )
        m.box(
            SKIRT, (0.0, -0.06 * h, p.hip_deep + 0.012 * h), (0.085 * h, 0.125 * h, 0.008 * h), colour, 0.007 * h, Material.CLOTH
        )
        m.ellipsoid(
            PELVIS,
            (0.0, 0.075 * h, 0.0),
            (p.hip_wide * 0.9 + more, 0.016 * h, p.hip_deep * 0.95 + more + 0.010 * h),
            dark,
            Material.CLOTH,
        )
    elif g.kind in ("hat", "cap", "beanie", "headscarf", "crown"):
        _headwear(m, g.kind, colour, dark, c, r, wide)
    elif g.kind in ("glasses", "sunglasses"):
        _glasses(m, g.kind, colour, c, r, wide)
    elif g.kind == "backpack":
        m.box(CHEST, (0.0, d[9] * 0.40, -front - 0.045 * h), (0.075 * h, 0.105 * h, 0.045 * h), colour, 0.035 * h, Material.CLOTH)
        m.box(
            CHEST,
            (0.0, d[9] * 0.15, -front - 0.095 * h),
            (0.055 * h, 0.05 * h, 0.018 * h),
            dark,
            0.015 * h,
            Material.CLOTH,
            detail=1,
        )
        for s in SIDES:
            m.capsule(
                CHEST,
                (s * 0.055 * h, d[9] * 0.98, 0.036 * h),
                CHEST,
                (s * 0.062 * h, d[9] * 0.30, front * 0.90),
                0.012 * h,
                0.011 * h,
                dark,
                Material.CLOTH,
            )
            m.capsule(
                CHEST,
                (s * 0.055 * h, d[9] * 0.98, 0.036 * h),
                CHEST,
                (s * 0.055 * h, d[9] * 0.92, -front),
                0.012 * h,
                0.012 * h,
                dark,
                Material.CLOTH,
                detail=1,
            )
    elif g.kind == "gloves":
        for s in SIDES:
            m.ellipsoid(bone(HAND, s), (0.0, -d[14] * 0.5, 0.0), (0.0215 * h, d[14] * 0.72, 0.0135 * h), colour, Material.LEATHER)
    elif g.kind == "belt":
        m.box(
            PELVIS,
            (0.0, 0.075 * h, 0.0),
            (p.hip_wide + 0.003 * h, 0.011 * h, p.hip_deep + 0.008 * h),
            colour,
            0.01 * h,
            Material.LEATHER,
        )
        m.box(
            PELVIS,
            (0.0, 0.075 * h, p.hip_deep + 0.008 * h),
            (0.013 * h, 0.012 * h, 0.004 * h),
            (0.6, 0.5, 0.3),
            0.003 * h,
            Material.METAL,
            detail=1,
        )
    elif g.kind == "necklace":
        for s in SIDES:
            m.capsule(
                CHEST,
                (s * 0.045 * h, d[10] - 0.012 * h, 0.02 * h),
                CHEST,
                (0.0, d[9] * 0.74, front),
                0.0045 * h,
                0.0045 * h,
                colour,
                Material.METAL,
                detail=1,
            )
        m.ellipsoid(
            CHEST, (0.0, d[9] * 0.72, front + 0.003 * h), (0.010 * h, 0.012 * h, 0.006 * h), colour, Material.METAL, detail=1
        )


def _headwear(m: Maquette, kind: str, colour, dark, c, r: float, wide: float) -> None:
    def at(x, y, z):
        return c + np.array((x, y, z)) * r

    if kind == "hat":
        tilt = turned(pitch=-0.10)
        m.ellipsoid(HEAD, at(0.0, 0.55, -0.06), (1.24 * r, 0.065 * r, 1.32 * r), colour, Material.CLOTH, tilt)
        m.ellipsoid(HEAD, at(0.0, 0.66, -0.08), (wide * 1.10 * r, 0.62 * r, 0.94 * r), colour, Material.CLOTH, tilt)
        m.ellipsoid(HEAD, at(0.0, 0.62, -0.08), (wide * 1.135 * r, 0.16 * r, 0.965 * r), dark, Material.CLOTH, tilt)
    elif kind == "cap":
        m.ellipsoid(HEAD, at(0.0, 0.38, -0.08), (wide * 1.13 * r, 0.74 * r, 0.95 * r), colour, Material.CLOTH)
        m.ellipsoid(HEAD, at(0.0, 0.50, 0.86), (wide * 0.92 * r, 0.05 * r, 0.52 * r), dark, Material.CLOTH, turned(pitch=0.16))
        m.ellipsoid(HEAD, at(0.0, 1.12, -0.08), (0.07 * r, 0.04 * r, 0.07 * r), dark, Material.CLOTH, detail=2)
    elif kind == "beanie":
        m.ellipsoid(HEAD, at(0.0, 0.42, -0.10), (wide * 1.16 * r, 0.80 * r, 0.96 * r), colour, Material.CLOTH)
        m.box(
            HEAD, at(0.0, 0.44, -0.06), (wide * 1.20 * r, 0.15 * r, 1.00 * r), dark, 0.14 * r, Material.CLOTH, turned(pitch=-0.16)
        )
        m.ellipsoid(HEAD, at(0.0, 1.26, -0.12), (0.17 * r, 0.17 * r, 0.17 * r), dark, Material.CLOTH, detail=1)
    elif kind == "headscarf":
        m.ellipsoid(
            HEAD, at(0.0, 0.12, -0.20), (wide * 1.20 * r, 1.06 * r, 0.98 * r), colour, Material.CLOTH, turned(pitch=-0.20)
        )
        for s in SIDES:
            m.capsule(
                HEAD, at(s * wide * 1.0, 0.2, 0.05), HEAD, at(s * 0.34, -1.02, 0.12), 0.20 * r, 0.24 * r, colour, Material.CLOTH
            )
        m.capsule(HEAD, at(-0.34, -1.06, 0.10), HEAD, at(0.34, -1.06, 0.10), 0.26 * r, 0.26 * r, dark, Material.CLOTH)
        m.ellipsoid(HEAD, at(0.0, -0.95, -0.35), (0.62 * r, 0.52 * r, 0.5 * r), colour, Material.CLOTH)
    elif kind == "crown":
        m.box(HEAD, at(0.0, 0.80, -0.04), (wide * 0.92 * r, 0.10 * r, 0.74 * r), colour, 0.09 * r, Material.METAL)
        for k in range(7):
            t = (k / 7) * math.tau
            x, z = math.sin(t) * wide * 0.84, math.cos(t) * 0.66 - 0.04
            m.capsule(
                HEAD, at(x, 0.82, z), HEAD, at(x * 1.06, 1.14, z * 1.06), 0.07 * r, 0.035 * r, colour, Material.METAL, detail=1
            )


def _glasses(m: Maquette, kind: str, colour, c, r: float, wide: float) -> None:
    y, z = 0.0, 0.90
    for s in SIDES:
        if kind == "sunglasses":
            m.ellipsoid(HEAD, c + np.array((s * 0.27, y, z)) * r, (0.215 * r, 0.165 * r, 0.03 * r), colour, Material.METAL)
        else:
            ring = [
                (s * 0.27 + 0.205 * math.cos(t), y + 0.165 * math.sin(t), z - 0.03 * abs(math.cos(t)))
                for t in (k * math.tau / 10 for k in range(10))
            ]
            for k in range(10):
                m.capsule(
                    HEAD,
                    c + np.array(ring[k]) * r,
                    HEAD,
                    c + np.array(ring[(k + 1) % 10]) * r,
                    0.017 * r,
                    0.017 * r,
                    colour,
                    Material.LEATHER,
                    detail=1,
                )
        m.capsule(
            HEAD,
            c + np.array((s * 0.48, y + 0.03, z - 0.06)) * r,
            HEAD,
            c + np.array((s * wide * 1.05, y + 0.05, 0.02)) * r,
            0.02 * r,
            0.02 * r,
            colour,
            Material.LEATHER,
            detail=1,
        )
    m.capsule(
        HEAD,
        c + np.array((-0.075, y + 0.03, z + 0.02)) * r,
        HEAD,
        c + np.array((0.075, y + 0.03, z + 0.02)) * r,
        0.017 * r,
        0.017 * r,
        colour,
        Material.LEATHER,
        detail=1,
    )
