"""The painted face: skin, eyes, brows, lips and beard as one function of a point on the head, evaluated for every pixel.

A face is a row of FACE_COLUMNS floats (the names below are its columns); `face_colour` reads the row at a point of the unit
sphere that the head's ellipsoid is stretched from, in the head's own axes: x to the person's right, y up, z out of the face.
Lengths in here are in half heads, about 12 cm, the same across as up. Colours are linear light.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numba import njit

from screenc.stage.parts import FACE_COLUMNS

SKIN, IRIS, HAIR, LIP = 0, 3, 6, 9
"""Each the first of three columns, a colour."""
ASPECT = 12
"""The head's half width over its half height."""
SOFT = 13
"""Half the width of every edge, in half heads; the painter may set it to about one pixel for a crisp close-up."""
OPEN, SQUINT = 14, 15
"""Upper lids 0 shut .. 1 open .. 1.4 wide; lower lids 0 .. 1 raised."""
GAZE_X, GAZE_Y = 16, 17
"""Where the irises sit, -1 .. 1 of their travel, towards the person's right and up."""
BROW_RAISE, BROW_TILT, BROW_SKEW = 18, 19, 20
"""-1 .. 1; tilt lifts (+, sad) or sinks (-, angry) the inner ends; skew raises the right brow over the left."""
MOUTH_OPEN, MOUTH_WIDTH, SMILE = 21, 22, 23
"""0 .. 1, 0 pursed .. 1 wide, -1 .. 1."""
STUBBLE, MOUSTACHE, BEARD = 24, 25, 26
AGE = 27
"""0 smooth .. 1 lined."""
BLUSH, LASH, HAIRLINE, EYES = 28, 29, 30, 31
"""0 .. 1; 0 .. 1; the height where hair begins, 2 for none; the eyes' size, 1 for a grown person's."""

painted = partial(njit, cache=True, _nrt=False)
"""A piece of the face: see `kernel.inlined` for what it does not count."""

MOUTH_HEIGHT, EYE_HEIGHT, EYE_OUT = -0.53, 0.0, 0.272


def blank_face() -> np.ndarray:
    """A row with every column at rest."""
    row = np.zeros(FACE_COLUMNS, np.float32)
    row[SKIN : SKIN + 3] = 0.62, 0.36, 0.25
    row[IRIS : IRIS + 3] = 0.09, 0.05, 0.03
    row[HAIR : HAIR + 3] = 0.03, 0.02, 0.015
    row[LIP : LIP + 3] = 0.45, 0.17, 0.15
    row[ASPECT], row[SOFT], row[OPEN], row[MOUTH_WIDTH], row[HAIRLINE], row[EYES] = 0.7, 0.009, 1.0, 0.5, 0.6, 1.0
    return row


@painted
def _step(a, b, x):
    t = min(1.0, max(0.0, (x - a) / (b - a)))
    return t * t * (3.0 - 2.0 * t)


@painted
def _spot(u, v, cu, cv, ru, rv):
    """A soft round patch: 1 in the middle, 0 outside."""
    du, dv = (u - cu) / ru, (v - cv) / rv
    d = du * du + dv * dv
    return (1.0 - d) * (1.0 - d) if d < 1.0 else 0.0


@painted
def face_colour(x, y, z, row):
    """(r, g, b, gloss) of the head at a point of its unit sphere."""
    soft = max(row[SOFT], 0.002)
    u, v = x * row[ASPECT], y
    r, g, b = row[SKIN], row[SKIN + 1], row[SKIN + 2]
    gloss = 0.16
    hr, hg, hb = row[HAIR], row[HAIR + 1], row[HAIR + 2]
    front = _step(0.02, 0.3, z)
    side = abs(u)
    age = row[AGE]
    lash = row[LASH]

    if z > 0.02:
        # form: sockets, the sides of the nose, under the lip and the jaw are darker and warmer; cheeks, chin and nose blush
        shade = 0.20 * _spot(side, v, EYE_OUT - 0.02, 0.075, 0.30, 0.20) + 0.17 * _spot(side, v, 0.105, -0.03, 0.08, 0.26)
        shade += 0.17 * _spot(u, v, 0.0, MOUTH_HEIGHT - 0.135, 0.17, 0.07) + 0.10 * _step(0.42, 0.72, side) * _step(-0.1, -0.5, v)
        shade += 0.10 * _spot(u, v, 0.0, -0.385, 0.05, 0.09)
        smiling = max(0.0, row[SMILE])
        shade += (0.05 + 0.30 * age + 0.22 * smiling) * _crease(side, v, soft)
        if age > 0.05:
            for k in range(2):
                line = v - 0.36 - 0.085 * k - 0.02 * math.cos(u * 7.0)
                shade += 0.16 * age * (1.0 - _step(0.0, 0.012 + soft, abs(line))) * _step(0.34, 0.2, side)
            bag = v - EYE_HEIGHT + 0.155 - 0.10 * ((side - EYE_OUT) / 0.14) ** 2
            shade += 0.24 * age * (1.0 - _step(0.0, 0.018 + soft, abs(bag))) * _step(0.13, 0.08, abs(side - EYE_OUT))
            foot = v - EYE_HEIGHT - 0.02 - 0.45 * (side - 0.44)
            ends = _step(0.43, 0.45, side) * _step(0.54, 0.5, side)
            shade += 0.2 * age * (1.0 - _step(0.0, 0.01 + soft, abs(foot))) * ends
        if row[BROW_TILT] < -0.3:
            furrow = (1.0 - _step(0.0, 0.014 + soft, abs(side - 0.05))) * _spot(u, v, 0.0, 0.17, 0.2, 0.1)
            shade += 0.35 * min(1.0, -row[BROW_TILT]) * furrow
        if row[BROW_RAISE] > 0.35:
            line = v - 0.40 - 0.015 * math.cos(u * 9.0)
            shade += 0.16 * (row[BROW_RAISE] - 0.35) * (1.0 - _step(0.0, 0.012 + soft, abs(line))) * _step(0.3, 0.15, side)
        shade = min(0.75, shade * front)
        r, g, b = r * (1.0 - 0.72 * shade), g * (1.0 - 0.92 * shade), b * (1.0 - 0.95 * shade)
        warm = row[BLUSH] * front * (_spot(side, v, 0.40, -0.25, 0.24, 0.20) + 0.55 * _spot(u, v, 0.0, -0.27, 0.12, 0.12))
        r, g, b = r * (1.0 + 0.10 * warm), g * (1.0 - 0.26 * warm), b * (1.0 - 0.20 * warm)

    # hair that grows on the head itself: scalp above the hairline, temples and the back; then beards
    hairline = row[HAIRLINE]
    if hairline < 1.5:
        edge = hairline - 0.26 * _step(0.28, 0.62, side) - 1.15 * _step(0.30, -0.25, z) + 0.05 * math.cos(u * 9.0)
        k = _step(edge - 0.02 - soft, edge + 0.02 + soft, v)
        r, g, b, gloss = r + (hr - r) * k, g + (hg - g) * k, b + (hb - b) * k, gloss + (0.22 - gloss) * k
    grown = max(row[STUBBLE] * 0.38, row[BEARD])
    if (grown > 0.0 or row[MOUSTACHE] > 0.0) and z > -0.35:
        jaw = -0.34 - 0.36 * _step(0.48, 0.22, side) + 0.44 * _step(0.48, 0.64, side)
        lip = _spot(u, v, 0.0, MOUTH_HEIGHT - 0.01, 0.22, 0.11)
        k = grown * _step(jaw + 0.05, jaw - 0.03, v) * (1.0 if lip <= 0.0 else 1.0 - _step(0.0, 0.4, lip))
        around = _spot(u, v, 0.0, MOUTH_HEIGHT - 0.09, 0.44, 0.34)
        k = max(k, grown * _step(0.1, 0.3, around) * (1.0 - _step(0.0, 0.35, lip)))
        droop = 1.5 * side * side
        top = MOUTH_HEIGHT + 0.145 - droop
        fringe = _step(top + soft + 0.012, top - soft - 0.012, v) * _step(
            MOUTH_HEIGHT + 0.032 - 0.7 * droop - soft, MOUTH_HEIGHT + 0.05 - 0.7 * droop + soft, v
        )
        k = max(k, max(row[MOUSTACHE], 0.9 * grown) * fringe * _step(0.29, 0.25, side))
        r, g, b, gloss = r + (hr - r) * k, g + (hg - g) * k, b + (hb - b) * k, gloss * (1.0 - 0.5 * k)
    if z <= 0.02:
        return r, g, b, gloss

    # eyes
    right = 1.0 if u >= 0.0 else -1.0
    size = row[EYES]
    ex, ey = side - EYE_OUT, v - EYE_HEIGHT
    half, tall = 0.142 * size, 0.110 * size
    if abs(ex) < 0.19 * size and abs(ey) < 0.24 * size:
        e = ex / half
        arch = max(0.0, 1.0 - e * e)
        arch = arch**0.62
        slant = 0.010 * e
        low = -0.70 * tall * (1.0 - 0.55 * row[SQUINT]) * arch + slant
        lid = low + (tall * 0.95 - low) * min(1.4, max(0.0, row[OPEN])) * arch * (1.0 if arch > 0.0 else 0.0)
        if row[OPEN] > 0.02:
            lid = max(lid, low)
        inside = _step(-soft, soft, min(lid - ey, ey - low)) * _step(1.0 + soft / half, 1.0 - soft / half, abs(e))
        if row[OPEN] < 0.06:
            inside = 0.0
        # the crease over the lid, then the white with the lid's shadow on it
        crease = abs(ey - (lid + 0.032 + 0.015 * row[OPEN]) + 0.02 * e * e)
        k = 0.30 * (1.0 - _step(0.004, 0.016 + soft, crease)) * _step(1.05, 0.6, abs(e))
        r, g, b = r * (1.0 - k), g * (1.0 - 1.15 * k), b * (1.0 - 1.15 * k)
        if inside > 0.0:
            under = 1.0 - 0.42 * _step(0.055, 0.0, lid - ey) - 0.12 * e * e
            wr, wg, wb = 0.80 * under, 0.79 * under, 0.77 * under
            ix = ex * right - row[GAZE_X] * 0.058 * size
            iy = ey - 0.008 - row[GAZE_Y] * 0.045 * size
            d = math.sqrt(ix * ix + iy * iy)
            radius = 0.081 * size
            k = _step(radius + soft, radius - soft, d)
            if k > 0.0:
                rim = 0.35 + 0.65 * _step(radius, radius * 0.72, d)
                glow = 1.0 + 0.9 * _step(0.02, -radius, iy) * _step(radius, radius * 0.4, d)
                f = rim * glow * (0.55 + 0.45 * under)
                cr, cg, cb = row[IRIS] * f, row[IRIS + 1] * f, row[IRIS + 2] * f
                p = _step(0.040 * size + soft, 0.040 * size - soft, d)
                cr, cg, cb = cr * (1.0 - p) + 0.008 * p, cg * (1.0 - p) + 0.007 * p, cb * (1.0 - p) + 0.007 * p
                wr, wg, wb = wr + (cr - wr) * k, wg + (cg - wg) * k, wb + (cb - wb) * k
            hx, hy = ex * right - row[GAZE_X] * 0.045 * size + 0.026 * size, iy - 0.030 * size
            k = _step(0.0195 * size + soft, 0.0195 * size - soft, math.sqrt(hx * hx + hy * hy))
            hx, hy = hx - 0.05 * size, hy + 0.055 * size
            k = max(k, 0.45 * _step(0.010 * size + soft, 0.010 * size - soft, math.sqrt(hx * hx + hy * hy)))
            wr, wg, wb = wr + (1.25 - wr) * k, wg + (1.25 - wg) * k, wb + (1.22 - wb) * k
            r, g, b = r + (wr - r) * inside, g + (wg - g) * inside, b + (wb - b) * inside
            gloss += (0.5 - gloss) * inside
        # lashes: the dark edge of the upper lid, thicker outwards, with a small wing; a hint of the lower one
        thick = 0.0125 + 0.007 * lash + 0.009 * max(0.0, e)
        wing = _step(1.10 + 0.12 * lash, 1.02, e) * _step(-1.08, -0.98, e)
        rise = ey - lid - 0.25 * max(0.0, abs(ex) - half * 0.92) * (1.0 if e > 0.0 else -0.6)
        k = (1.0 - _step(thick - soft, thick + soft, abs(rise))) * wing
        k = max(k, (0.20 + 0.3 * lash) * (1.0 - _step(0.004, 0.010 + soft, abs(ey - low))) * _step(1.0, 0.85, abs(e)))
        r, g, b = r + (0.018 - r) * k, g + (0.012 - g) * k, b + (0.011 - b) * k

    # brows: one stroke each, full at the nose and thin outwards
    lift = 0.055 * row[BROW_RAISE] + 0.045 * row[BROW_SKEW] * right
    if 0.06 < side < 0.50 and 0.02 < v < 0.48:
        e = (side - 0.275) / 0.175
        inner = 0.5 * (1.0 - e)
        middle = EYE_HEIGHT + 0.200 + 0.02 * (size - 1.0) + lift + 0.034 * (1.0 - e * e) - 0.012 * e
        middle += row[BROW_TILT] * (0.085 * inner * inner - 0.030 * (1.0 - inner))
        thick = (0.031 - 0.011 * lash) * (0.50 + 0.62 * inner) * (1.0 - 0.18 * age)
        ends = _step(1.06, 0.90, e) * _step(-1.04, -0.92, e)
        k = 0.93 * ends * (1.0 - _step(thick - soft - 0.008, thick + soft + 0.004, abs(v - middle)))
        r, g, b = r + (hr * 0.8 - r) * k, g + (hg * 0.8 - g) * k, b + (hb * 0.8 - b) * k
        gloss *= 1.0 - 0.6 * k

    # nostrils, then the mouth
    k = 0.55 * _spot(side, v, 0.055, -0.335, 0.032, 0.020) * front
    r, g, b = r * (1.0 - k), g * (1.0 - k), b * (1.0 - k)
    open_, wide, smile = row[MOUTH_OPEN], row[MOUTH_WIDTH], row[SMILE]
    half = 0.130 + 0.092 * wide + 0.032 * abs(smile) - 0.030 * open_ * (1.0 - wide)
    if side < half + 0.06 and abs(v - MOUTH_HEIGHT) < 0.34:
        e = min(1.15, side / half)
        bow = max(0.0, 1.0 - e * e)
        seam = MOUTH_HEIGHT + smile * (0.085 * e * e - 0.028)
        upper = seam + 0.052 * open_ * bow**0.7
        lower = seam - (0.185 * open_ + 0.02 * max(0.0, smile) * open_) * bow**0.6
        full = 0.75 + 0.35 * lash
        rise = upper + full * (0.036 * bow**0.8 - 0.011 * _spot(u, 0.0, 0.0, 0.0, 0.045, 1.0)) * (1.0 - 0.3 * max(0.0, smile))
        fall = lower - full * 0.048 * bow**0.75 * (1.0 - 0.25 * max(0.0, smile))
        ends = _step(1.0 + soft / half, 1.0 - 1.5 * soft / half, side / half)
        k = _step(-soft, soft, min(rise - v, v - fall)) * ends * (0.62 + 0.38 * lash)
        tone = 0.86 + 0.22 * _step(seam - 0.02, seam - 0.055, v)
        r, g, b = r + (row[LIP] * tone - r) * k, g + (row[LIP + 1] * tone - g) * k, b + (row[LIP + 2] * tone - b) * k
        gloss += (0.42 - gloss) * k * (0.5 + 0.5 * lash)
        gap = upper - lower
        k = _step(-soft, soft, min(upper - v, v - lower)) * ends
        if gap > 0.012 and k > 0.0:
            ir, ig, ib = 0.062, 0.012, 0.012
            tongue = _step(lower + 0.35 * gap + soft, lower + 0.12 * gap, v) * _step(0.8, 0.3, e)
            ir, ig, ib = ir + (0.34 - ir) * tongue * 0.7, ig + (0.09 - ig) * tongue * 0.7, ib + (0.085 - ib) * tongue * 0.7
            edge = upper - min(0.062, 0.42 * gap) * (1.0 - 0.35 * e * e)
            teeth = _step(edge - soft, edge + soft, v) * _step(1.0, 0.86, e)
            shine = 0.76 - 0.25 * e
            ir, ig, ib = ir + (shine - ir) * teeth, ig + (shine * 0.97 - ig) * teeth, ib + (shine * 0.91 - ib) * teeth
            r, g, b = r + (ir - r) * k, g + (ig - g) * k, b + (ib - b) * k
        thin = max(0.0, 1.0 - gap / 0.03)
        k = thin * 0.85 * (1.0 - _step(0.005, 0.0125 + soft, abs(v - seam))) * _step(1.08, 0.96, side / half)
        r, g, b = r * (1.0 - 0.86 * k), g * (1.0 - 0.94 * k), b * (1.0 - 0.94 * k)
        corner = _spot(side, v, half + 0.008, seam, 0.035, 0.035)
        r, g, b = r * (1.0 - 0.35 * corner), g * (1.0 - 0.45 * corner), b * (1.0 - 0.45 * corner)
    return r, g, b, gloss


@painted
def _crease(side, v, soft):
    """The fold from the nose to the corner of the mouth."""
    t = (-0.28 - v) / 0.24
    if t < 0.0 or t > 1.0:
        return 0.0
    line = abs(side - 0.125 - 0.115 * t**0.8)
    return (1.0 - _step(0.0, 0.020 + soft, line)) * _step(0.0, 0.2, t) * _step(1.0, 0.75, t)
