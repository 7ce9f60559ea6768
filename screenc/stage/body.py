"""The body under the clothes: a maquette's proportions by height, build, age and shape, and its bare parts as solids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenc.film.appearance import Appearance
from screenc.stage.rig import (
    CHEST,
    FINGERS,
    FOOT,
    FOREARM,
    HAND,
    HEAD,
    INDEX,
    SHIN,
    THIGH,
    THUMB,
    TIPS,
    UPPER_ARM,
    Maquette,
    bone,
    turned,
)
from screenc.stage.solid import Material, linear

_GIRTH = {"slight": 0.90, "average": 1.0, "broad": 1.12, "heavy": 1.30}
SIDES = (1, -1)


@dataclass(frozen=True, slots=True)
class Proportions:
    """Lengths in metres; `girth` is of the trunk, `limb` of the limbs, both about 1."""

    height: float
    head: float
    girth: float
    limb: float
    shoulder: float
    hip: float
    chest_wide: float
    chest_deep: float
    waist_wide: float
    waist_deep: float
    hip_wide: float
    hip_deep: float
    belly: float


def proportions(a: Appearance) -> Proportions:
    """Seven heads and a little for the grown, under six for a child; a head slightly large, as maquettes have it."""
    h = a.height / 100
    child = a.age == "child"
    g = _GIRTH[a.build]
    wide = {"feminine": 0.0, "neutral": 0.5, "masculine": 1.0}["neutral" if child else a.shape]
    head = h * (0.0775 if not child else 0.0775 + 0.022 * min(1.0, max(0.0, (1.62 - h) / 0.45)))
    if not child:
        head = 0.6 * head + 0.4 * 0.132
    bulk = 0.5 + 0.5 * g
    return Proportions(
        height=h,
        head=head,
        girth=g,
        limb=(0.94 + 0.10 * wide) * (0.6 + 0.4 * g),
        shoulder=h * (0.096 + 0.014 * wide) * (0.55 + 0.45 * g) * (0.95 if a.build == "heavy" else 1.0),
        hip=h * 0.050 * bulk,
        chest_wide=h * (0.083 + 0.013 * wide) * bulk,
        chest_deep=h * (0.062 + 0.003 * wide) * bulk,
        waist_wide=h * (0.068 + 0.012 * wide) * g,
        waist_deep=h * 0.056 * g,
        hip_wide=h * (0.094 - 0.008 * wide) * bulk,
        hip_deep=h * (0.068 - 0.004 * wide) * bulk,
        belly=h * 0.05 * max(0.0, g - 1.12) * 4,
    )


def dimensions(p: Proportions) -> np.ndarray:
    """The armature's lengths in metres, in the order of `rig.DIMENSIONS`."""
    h = p.height
    top = h - 2.0 * p.head - 0.012 * h
    neck = top - 0.022 * h
    hip, leg = 0.605 * top, 0.605 * top - 0.043 * h
    trunk = neck - hip
    return np.array(
        [
            h,
            hip,
            p.hip,
            leg * 0.505,
            leg * 0.495,
            0.043 * h,
            trunk * 0.20,
            trunk * 0.24,
            p.shoulder,
            trunk * 0.465,
            trunk * 0.56,
            0.042 * h,
            0.172 * h,
            0.150 * h,
            0.046 * h,
            0.048 * h,
        ]
    )


def aspect(a: Appearance) -> float:
    """The head's half width over its half height."""
    return 0.78 if a.age == "child" or a.build == "heavy" else 0.72


def bare(m: Maquette, a: Appearance, p: Proportions, d: np.ndarray, index: int) -> None:
    """Head, nose, ears, neck and hands."""
    skin = linear(a.skin)
    h, r = p.height, p.head
    wide_head = aspect(a)
    centre = np.array((0.0, r * 0.80, r * 0.10))
    m.ellipsoid(HEAD, centre, (r * wide_head, r, r * 0.86), skin, Material.FACE, look=index)
    # the nose: a bridge and a tip; ears; a chin and a jaw that make the egg a head

    def at(x, y, z):
        return centre + np.array((x, y, z)) * r

    tip = at(0.0, -0.27, 0.875)
    wide = 0.9 + (0.2 if a.shape == "masculine" else 0.0) - (0.15 if a.age == "child" else 0.0)
    m.capsule(HEAD, at(0.0, 0.02, 0.80), HEAD, tip, 0.035 * r, 0.082 * r * wide, skin, Material.SKIN, detail=1)
    for s in SIDES:
        m.ellipsoid(
            HEAD,
            at(s * wide_head * 0.99, -0.05, -0.04),
            (0.055 * r, 0.17 * r, 0.11 * r),
            skin,
            Material.SKIN,
            turn=turned(yaw=s * 0.35),
            detail=1,
        )
    m.capsule(
        CHEST,
        (0.0, d[10] - 0.03 * h, -0.01 * h),
        HEAD,
        (0.0, -0.02 * r, -0.10 * r),
        0.034 * h * p.limb,
        0.029 * h * p.limb,
        skin,
        Material.SKIN,
    )
    for s in SIDES:
        _hand(m, s, d, p, skin)


def _hand(m: Maquette, s: int, d: np.ndarray, p: Proportions, skin) -> None:
    """A palm, a finger block that curls in two, a forefinger and a thumb."""
    palm, finger, w = d[14], d[15], 0.019 * p.height * (0.7 + 0.3 * p.limb)
    hand = bone(HAND, s)
    m.box(hand, (0.0, -palm * 0.52, 0.0), (w, palm * 0.62, w * 0.52), skin, w * 0.5, Material.SKIN)
    m.box(
        bone(FINGERS, s), (-s * w * 0.24, -finger * 0.26, 0.0), (w * 0.74, finger * 0.36, w * 0.42), skin, w * 0.40, Material.SKIN
    )
    m.box(
        bone(TIPS, s),
        (-s * w * 0.24, -finger * 0.20, 0.0),
        (w * 0.68, finger * 0.32, w * 0.38),
        skin,
        w * 0.36,
        Material.SKIN,
        detail=1,
    )
    m.capsule(
        bone(INDEX, s),
        (s * w * 0.25, 0.0, 0.0),
        bone(INDEX, s),
        (s * w * 0.25, -finger * 0.86, 0.0),
        w * 0.38,
        w * 0.31,
        skin,
        Material.SKIN,
        detail=1,
    )
    m.capsule(bone(THUMB, s), (0.0, 0.0, 0.0), bone(THUMB, s), (0.0, -palm * 0.88, 0.0), w * 0.46, w * 0.34, skin, Material.SKIN)


def arm(
    m: Maquette, s: int, d: np.ndarray, p: Proportions, colour, material, more: float, length: float = 1.0, below=None
) -> None:
    """A sleeve `more` metres thicker than the arm, as long as a share of it; `below` is the colour where it ends early."""
    h, k = p.height, p.limb
    up, low = bone(UPPER_ARM, s), bone(FOREARM, s)
    a, b, c = 0.0315 * h * k + more, 0.0265 * h * k + more, 0.0195 * h * k + more
    if length > 0.5:
        m.capsule(up, (0.0, -0.004 * h, 0.0), low, (0.0, 0.0, 0.0), a, b, colour, material)
        share = (length - 0.5) * 2
        m.capsule(low, (0.0, 0.0, 0.0), low, (0.0, -d[13] * share, 0.0), b, b + (c - b) * share, colour, material)
        if share < 0.9:
            m.capsule(
                low, (0.0, -d[13] * share, 0.0), low, (0.0, -d[13], 0.0), 0.024 * h * k, 0.018 * h * k, below, Material.SKIN
            )
    else:
        m.capsule(up, (0.0, -0.004 * h, 0.0), up, (0.0, -d[12] * 2 * length, 0.0), a, b + 0.002 * h, colour, material)
        m.capsule(up, (0.0, 0.0, 0.0), low, (0.0, 0.0, 0.0), 0.029 * h * k, 0.0245 * h * k, below, Material.SKIN)
        m.capsule(low, (0.0, 0.0, 0.0), low, (0.0, -d[13], 0.0), 0.0245 * h * k, 0.018 * h * k, below, Material.SKIN)


def leg(
    m: Maquette, s: int, d: np.ndarray, p: Proportions, colour, material, more: float, length: float = 1.0, below=None
) -> None:
    """A trouser leg, as `arm`."""
    h, k = p.height, p.limb
    thigh, shin, foot = bone(THIGH, s), bone(SHIN, s), bone(FOOT, s)
    a, b, c = 0.0525 * h * k * (0.5 + 0.5 * p.girth) + more, 0.034 * h * k + more, 0.0235 * h * k + more
    if length > 0.5:
        m.capsule(thigh, (0.0, 0.0, 0.0), shin, (0.0, 0.0, 0.0), a, b, colour, material)
        share = (length - 0.5) * 2
        m.capsule(shin, (0.0, 0.0, 0.0), shin, (0.0, -d[4] * share, 0.0), b, b + (c - b) * share, colour, material)
        if share < 0.9:
            m.capsule(shin, (0.0, -d[4] * share, 0.0), foot, (0.0, 0.0, 0.0), 0.030 * h * k, 0.022 * h * k, below, Material.SKIN)
    else:
        if length > 0.0:
            m.capsule(
                thigh, (0.0, 0.0, 0.0), thigh, (0.0, -d[3] * 2 * length, 0.0), a + 0.004 * h, b + 0.012 * h, colour, material
            )
        m.capsule(
            thigh,
            (0.0, 0.0, 0.0),
            shin,
            (0.0, 0.0, 0.0),
            (a - more) * (0.80 if length == 0.0 else 0.97),
            0.033 * h * k,
            below,
            Material.SKIN,
        )
        m.capsule(shin, (0.0, 0.0, 0.0), foot, (0.0, 0.0, 0.0), 0.033 * h * k, 0.021 * h * k, below, Material.SKIN)


def shoe(m: Maquette, s: int, d: np.ndarray, p: Proportions, kind: str, colour) -> None:
    """An upper and a sole; boots have a shaft, sandals show the foot, heels a heel."""
    h = p.height
    foot, shin = bone(FOOT, s), bone(SHIN, s)
    drop = d[5]
    sole = tuple(v * 0.35 for v in colour) if kind != "sneakers" else (0.75, 0.73, 0.70)
    m.ellipsoid(foot, (0.0, -drop + 0.009 * h, 0.038 * h), (0.0275 * h, 0.009 * h, 0.074 * h), sole, Material.LEATHER, detail=1)
    m.ellipsoid(foot, (0.0, -drop + 0.022 * h, 0.054 * h), (0.0275 * h, 0.022 * h, 0.056 * h), colour, Material.LEATHER)
    m.ellipsoid(foot, (0.0, -drop + 0.028 * h, 0.0), (0.026 * h, 0.029 * h, 0.038 * h), colour, Material.LEATHER)
    if kind == "boots":
        m.capsule(foot, (0.0, -0.005 * h, 0.0), shin, (0.0, -d[4] * 0.62, 0.0), 0.029 * h, 0.035 * h, colour, Material.LEATHER)
    elif kind in ("shoes", "sneakers"):
        m.capsule(
            foot,
            (0.0, -0.008 * h, 0.002 * h),
            foot,
            (0.0, -0.012 * h, 0.03 * h),
            0.022 * h,
            0.018 * h,
            colour,
            Material.LEATHER,
            detail=2,
        )


def neckless(m: Maquette, p: Proportions, d: np.ndarray, colour, material, more: float) -> None:
    """The shoulders' slope, from the neck to the arms, so that nothing gaps when an arm is raised."""
    h = p.height
    for s in SIDES:
        m.capsule(
            CHEST,
            (s * 0.014 * h, d[10] - 0.020 * h, -0.012 * h),
            bone(UPPER_ARM, s),
            (0.0, 0.0, 0.0),
            0.027 * h + more,
            0.0315 * h * p.limb + more,
            colour,
            material,
        )
