"""Garments as geometry, cut to the body: trunk, sleeves, collars, skirts, hats and what is worn over them."""

from __future__ import annotations

import math

import numpy as np

from screenc.film.appearance import OUTER, Appearance, Garment
from screenc.stage.accessories import SLACK, accessory, dye
from screenc.stage.body import SIDES, Proportions, arm, leg, neckless, shoe
from screenc.stage.rig import BELLY, CHEST, HAND, PELVIS, SKIRT, THIGH, Maquette, bone, turned
from screenc.stage.solid import Material, linear

_LONG = {"coat": 0.86, "raincoat": 0.80, "robe": 1.55}


def covered(a: Appearance) -> bool:
    """A hat, a cap or a raised hood hides most of the hair."""
    return a.hair == "hooded" or any(g.kind in ("cap", "hat", "beanie", "headscarf") for g in a.extras)


def dress(m: Maquette, a: Appearance, p: Proportions, d: np.ndarray) -> None:
    """Put everything on: the bottom, the shoes, the top over it, then the extras."""
    skin = linear(a.skin)
    worn = {g.kind: dye(g.colour) for g in a.extras}
    _bottom(m, a, p, d, skin)
    for s in SIDES:
        shoe(m, s, d, p, a.shoes.kind, dye(a.shoes.colour))
    _top(m, a, p, d, skin, worn)
    for garment in a.extras:
        accessory(m, garment, a, p, d)
    if a.hair == "hooded" and not any(g.kind == "headscarf" for g in a.extras):
        accessory(m, Garment(kind="headscarf", colour=a.top.colour), a, p, d)


def _bottom(m: Maquette, a: Appearance, p: Proportions, d: np.ndarray, skin) -> None:
    h = p.height
    kind, colour = a.bottom.kind, dye(a.bottom.colour)
    whole = a.top.kind in ("dress", "robe")
    if whole:
        colour = dye(a.top.colour)
    m.ellipsoid(PELVIS, (0.0, 0.018 * h, -0.006 * h), (p.hip_wide, 0.080 * h, p.hip_deep + p.belly * 0.3), colour, Material.CLOTH)
    if whole:
        _skirt(m, p, d, colour, 1.12 if a.top.kind == "dress" else 1.75, 0.115 if a.top.kind == "dress" else 0.10)
        kind = "skirt"
    elif kind == "skirt":
        _skirt(m, p, d, colour, 1.08, 0.105)
    for s in SIDES:
        if kind == "skirt":
            leg(m, s, d, p, colour, Material.CLOTH, 0.0, 0.0, below=skin)
        elif kind == "shorts":
            leg(m, s, d, p, colour, Material.CLOTH, 0.006 * h, 0.42, below=skin)
        elif kind == "leggings":
            leg(m, s, d, p, colour, Material.CLOTH, 0.0)
        else:
            leg(m, s, d, p, colour, Material.CLOTH, 0.0055 * h if kind == "trousers" else 0.003 * h, 0.99)


def _skirt(m: Maquette, p: Proportions, d: np.ndarray, colour, length: float, flare: float) -> None:
    """Pleats from the waist, `length` thighs long, that ride between the pelvis and the thighs."""
    h = p.height
    n = 13
    m.capsule(
        PELVIS,
        (0.0, 0.03 * h, 0.0),
        SKIRT,
        (0.0, -d[3] * length + 0.10 * h, 0.0),
        0.05 * h,
        0.072 * h,
        tuple(v * 0.8 for v in colour),
        Material.CLOTH,
    )
    for k in range(n):
        t = (k + 0.5) / n * math.tau
        x, z = math.sin(t), math.cos(t)
        near = (x * p.hip_wide * 0.84, 0.060 * h, z * p.hip_deep * 0.82)
        far = (x * flare * h, -d[3] * length + 0.03 * h, z * flare * h * 0.82)
        tone = 1.0 + 0.07 * (-1) ** k
        m.capsule(PELVIS, near, SKIRT, far, 0.024 * h, 0.031 * h, tuple(v * tone for v in colour), Material.CLOTH)


def _top(m: Maquette, a: Appearance, p: Proportions, d: np.ndarray, skin, worn: dict) -> None:
    h = p.height
    kind, colour = a.top.kind, dye(a.top.colour)
    more = SLACK.get(kind, 0.004) * h
    feminine = a.shape == "feminine" and a.age != "child"
    # trunk: a chest, a waist, and where the garment is long, its skirts
    m.ellipsoid(
        CHEST,
        (0.0, d[9] * 0.36, -0.003 * h),
        (p.chest_wide * 1.08 + more, 0.158 * h, p.chest_deep * 1.06 + more),
        colour,
        Material.CLOTH,
    )
    m.ellipsoid(
        CHEST,
        (0.0, d[9] * 0.74, -0.006 * h),
        (p.shoulder * 1.04 + more, 0.074 * h, p.chest_deep * 0.86 + more),
        colour,
        Material.CLOTH,
    )
    m.ellipsoid(
        BELLY,
        (0.0, d[7] * 0.42, -0.003 * h + p.belly * 0.5),
        (p.waist_wide * 1.04 + more, 0.13 * h, p.waist_deep * 1.06 + more + p.belly * 0.5),
        colour,
        Material.CLOTH,
    )
    if feminine:
        m.ellipsoid(
            CHEST,
            (0.0, d[9] * 0.37, p.chest_deep * 0.36 + more),
            (p.chest_wide * 1.02, 0.094 * h, 0.046 * h),
            colour,
            Material.CLOTH,
            detail=1,
        )
    neckless(m, p, d, colour, Material.CLOTH, more * 0.4)
    sleeve = 0.36 if kind == "t-shirt" else 0.44 if kind == "dress" else 0.98
    under = next((worn[k] for k in ("shirt", "blouse", "t-shirt", "sweater", "hoodie", "dress") if k in worn), None)
    under = under or ((0.72, 0.70, 0.66) if kind in OUTER and kind not in ("robe", "raincoat", "uniform") else None)
    for s in SIDES:
        if kind == "vest":
            arm(m, s, d, p, under, Material.CLOTH, 0.004 * h, 0.97)
        else:
            arm(m, s, d, p, colour, Material.CLOTH, 0.002 * h + more * 0.42, sleeve, below=skin)
        if under is not None and kind in ("jacket", "suit", "coat"):
            m.capsule(
                bone(HAND, s),
                (0.0, 0.012 * h, 0.0),
                bone(HAND, s),
                (0.0, -0.001 * h, 0.0),
                0.0205 * h,
                0.0205 * h,
                under,
                Material.CLOTH,
                detail=2,
            )
    if kind not in ("dress", "robe"):
        hem = {"sweater": 0.045, "hoodie": 0.05, "jacket": 0.07, "suit": 0.08, "uniform": 0.07}.get(kind, 0.035)
        if kind not in _LONG and not (a.bottom.kind == "skirt" and kind in ("shirt", "blouse")):
            deep = p.hip_deep + more + p.belly * 0.3
            m.box(
                PELVIS,
                (0.0, 0.062 * h - hem * 0.5 * h, -0.004 * h),
                (p.hip_wide + 0.008 * h + more * 0.8, 0.030 * h + hem * h, deep),
                colour,
                min(deep, 0.03 * h + hem * h) * 0.62,
                Material.CLOTH,
            )
    if kind in ("coat", "raincoat"):
        _coat_skirts(m, p, d, colour, _LONG[kind], more)
    front = p.chest_deep + more
    tone = tuple(v * 0.80 for v in colour)
    if kind in ("coat", "jacket", "suit", "vest", "uniform"):
        # what shows in the opening, then the lapels on it
        m.box(
            CHEST,
            (0.0, d[9] * 0.70, front * 0.86),
            (0.026 * h, 0.062 * h, 0.012 * h),
            under,
            0.010 * h,
            Material.CLOTH,
            turn=turned(pitch=-0.12),
        )
        for s in SIDES:
            m.box(
                CHEST,
                (s * 0.031 * h, d[9] * 0.70, front * 0.94),
                (0.0135 * h, 0.060 * h, 0.0075 * h),
                tone,
                0.006 * h,
                Material.CLOTH,
                turn=turned(yaw=s * 0.25, pitch=-0.12, roll=s * 0.34),
            )
    if kind in ("shirt", "blouse", "coat", "raincoat", "jacket", "suit", "uniform", "vest"):
        shade = (
            under
            if kind in ("suit", "vest") and under is not None
            else tone
            if kind in ("coat", "raincoat", "jacket")
            else tuple(min(1.0, v * 1.12) for v in colour)
        )
        lift = 0.012 if kind in ("coat", "raincoat") else 0.004
        for s in SIDES:
            m.box(
                CHEST,
                (s * 0.030 * h, d[10] - 0.012 * h + lift * h, 0.020 * h),
                (0.010 * h, 0.020 * h + lift * h, 0.034 * h),
                shade,
                0.008 * h,
                Material.CLOTH,
                turn=turned(yaw=-s * 0.45, roll=s * 0.38),
            )
        m.capsule(
            CHEST,
            (-0.026 * h, d[10] - 0.004 * h, -0.022 * h),
            CHEST,
            (0.026 * h, d[10] - 0.004 * h, -0.022 * h),
            0.020 * h + lift * h,
            0.020 * h + lift * h,
            shade,
            Material.CLOTH,
            detail=1,
        )
    if kind in ("shirt", "blouse", "uniform", "coat", "raincoat"):
        for k in range(3):
            m.ellipsoid(
                CHEST,
                (0.0, d[9] * (0.66 - 0.30 * k), front * (0.975 if k else 0.94)),
                (0.0045 * h, 0.0045 * h, 0.004 * h),
                tone,
                Material.LEATHER,
                detail=2,
            )
    if kind in ("sweater", "hoodie", "t-shirt"):
        for s in SIDES:
            m.capsule(
                CHEST,
                (0.0, d[10] - 0.046 * h, 0.036 * h),
                CHEST,
                (s * 0.036 * h, d[10] - 0.016 * h, -0.012 * h),
                0.0125 * h,
                0.0125 * h,
                tone,
                Material.CLOTH,
                detail=1,
            )
    if kind == "hoodie" and a.hair != "hooded":
        for s in SIDES:
            m.capsule(
                CHEST,
                (0.0, d[10] - 0.005 * h, -0.062 * h),
                CHEST,
                (s * 0.055 * h, d[10] - 0.012 * h, 0.0),
                0.034 * h,
                0.022 * h,
                colour,
                Material.CLOTH,
            )
            m.capsule(
                CHEST,
                (s * 0.018 * h, d[10] - 0.06 * h, front * 0.93),
                CHEST,
                (s * 0.02 * h, d[10] - 0.115 * h, front * 1.02),
                0.0035 * h,
                0.0035 * h,
                (0.8, 0.78, 0.74),
                Material.CLOTH,
                detail=2,
            )
        m.box(
            BELLY,
            (0.0, 0.0, p.waist_deep + more + p.belly),
            (0.055 * h, 0.035 * h, 0.008 * h),
            tone,
            0.008 * h,
            Material.CLOTH,
            detail=1,
        )


def _coat_skirts(m: Maquette, p: Proportions, d: np.ndarray, colour, length: float, more: float) -> None:
    """Panels from the waist to the knee: two each side, front and back, that open with the stride."""
    h = p.height
    deep, wide = p.hip_deep + more + p.belly * 0.4, p.hip_wide + more
    m.box(PELVIS, (0.0, 0.045 * h, -0.002 * h), (wide * 0.97, 0.09 * h, deep * 0.98), colour, deep * 0.8, Material.CLOTH)
    half = d[3] * length * 0.5 + 0.045 * h
    for s in SIDES:
        for z, tone in ((0.5, 1.0), (-0.5, 0.95)):
            m.box(
                bone(THIGH, s),
                (s * (wide * 0.5 + 0.010 * h - p.hip), 0.07 * h - half, z * deep * 0.82),
                (wide * 0.5 + 0.016 * h, half, deep * 0.66),
                tuple(v * tone for v in colour),
                deep * 0.42,
                Material.CLOTH,
                turn=turned(roll=-s * 0.035, pitch=-z * 0.07),
            )
