"""What a ray meets where nothing stands: the dome of the sky, and the glow of lamps in the air before it."""

from __future__ import annotations

import math

from screenc.stage.kernel import clouds2, floor_of, hash2, inlined, smooth
from screenc.stage.kernel_rows import CLOUDS, DENSITY, FOG, HORIZON, KEY, KEY_COLOUR, NIGHT, SKY_COLOUR, SOFT, STARS, ZENITH


@inlined
def sky(dx, dy, dz, L, skyline):
    """The sky along a direction: a graded dome, the sun's glow, clouds, stars, and the town against it."""
    n = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx *= n
    dy *= n
    dz *= n
    up = max(dy, 0.0)
    h = math.exp(-up * 5.0)
    h = 0.75 * h + 0.25 * (1.0 - up) * (1.0 - up)
    r = L[ZENITH] + (L[HORIZON] - L[ZENITH]) * h
    g = L[ZENITH + 1] + (L[HORIZON + 1] - L[ZENITH + 1]) * h
    b = L[ZENITH + 2] + (L[HORIZON + 2] - L[ZENITH + 2]) * h
    sun = dx * L[KEY] + dy * L[KEY + 1] + dz * L[KEY + 2]
    if sun > 0.0 and L[SOFT] < 0.95:
        low = 1.0 - min(max(L[KEY + 1], 0.0) * 1.4, 1.0)
        glow = (sun**8) * 0.10 + (sun**48) * 0.22 + (sun**600) * 0.6
        glow *= (1.0 - L[SOFT]) * (0.35 + 0.65 * low)
        r += L[KEY_COLOUR] * glow
        g += L[KEY_COLOUR + 1] * glow
        b += L[KEY_COLOUR + 2] * glow
    if L[STARS] > 0.0 and dy > 0.02:
        sx = math.atan2(dx, dz) * 90.0
        sy = math.asin(min(dy, 1.0)) * 90.0
        i = floor_of(sx)
        j = floor_of(sy)
        if hash2(i, j) > 0.92:
            ox = sx - i - 0.2 - 0.6 * hash2(i + 11, j)
            oy = sy - j - 0.2 - 0.6 * hash2(i, j + 17)
            spark = max(0.0, 1.0 - (ox * ox + oy * oy) * 60.0) * hash2(i + 3, j + 5)
            spark *= L[STARS] * smooth(0.02, 0.25, dy) * 0.8
            r += spark
            g += spark
            b += spark * 1.1
    if L[CLOUDS] > 0.0 and dy > 0.01:
        k = 1.0 / (dy + 0.12)
        cover = clouds2(dx * k * 0.9 + 3.0, dz * k * 0.9 + 1.0)
        cover = smooth(0.72 - 0.45 * L[CLOUDS], 0.95 - 0.35 * L[CLOUDS], cover) * smooth(0.01, 0.20, dy)
        lift = 0.55 + 0.45 * max(sun, 0.0)
        cr = L[HORIZON] * 0.55 + L[SKY_COLOUR] * 0.35 + L[KEY_COLOUR] * 0.10 * lift
        cg = L[HORIZON + 1] * 0.55 + L[SKY_COLOUR + 1] * 0.35 + L[KEY_COLOUR + 1] * 0.10 * lift
        cb = L[HORIZON + 2] * 0.55 + L[SKY_COLOUR + 2] * 0.35 + L[KEY_COLOUR + 2] * 0.10 * lift
        r += (cr - r) * cover * 0.75
        g += (cg - g) * cover * 0.75
        b += (cb - b) * cover * 0.75
    if skyline.shape[0] > 0 and dy < 0.6:
        bearing = math.atan2(dx, dz)
        rise = math.atan2(dy, math.sqrt(dx * dx + dz * dz))
        for i in range(skyline.shape[0]):
            d = bearing - skyline[i, 0]
            d -= 6.283185307 * floor_of(d / 6.283185307 + 0.5)
            if abs(d) < skyline[i, 1] and rise < skyline[i, 2]:
                depth = 0.35 + 0.4 * hash2(i, 77)
                r += (L[FOG] * 0.55 + L[ZENITH] * 0.15 - r) * depth
                g += (L[FOG + 1] * 0.55 + L[ZENITH + 1] * 0.15 - g) * depth
                b += (L[FOG + 2] * 0.55 + L[ZENITH + 2] * 0.17 - b) * depth
                if L[NIGHT] > 0.0:
                    cu = d * 160.0
                    cv = rise * 130.0
                    if hash2(floor_of(cu) + i * 13, floor_of(cv)) < L[NIGHT] * 0.5:
                        a = abs(cu - floor_of(cu) - 0.5)
                        c = abs(cv - floor_of(cv) - 0.5)
                        if a < 0.25 and c < 0.28:
                            r += 0.30
                            g += 0.20
                            b += 0.10
    hz = math.exp(-up * 14.0) * min(1.0, L[DENSITY] * 22.0)
    r += (L[FOG] - r) * hz
    g += (L[FOG + 1] - g) * hz
    b += (L[FOG + 2] - b) * hz
    return r, g, b


@inlined
def glows(dx, dy, dz, eye, lamps, close):
    """Put into `close` the lamps that glow near a ray; returns how many."""
    n2 = dx * dx + dy * dy + dz * dz
    count = 0
    for i in range(lamps.shape[0]):
        lx = lamps[i, 0] - eye[0]
        ly = lamps[i, 1] - eye[1]
        lz = lamps[i, 2] - eye[2]
        at = (lx * dx + ly * dy + lz * dz) / n2
        if at > 0.0:
            ex = lx - dx * at
            ey = ly - dy * at
            ez = lz - dz * at
            if ex * ex + ey * ey + ez * ez < 5.0 and count < close.shape[0]:
                close[count] = i
                count += 1
    return count


@inlined
def haze(dx, dy, dz, t, eye, lamps, close, count, density):
    """What the lamps (their numbers in `close`) add to the air in front of depth t along a ray: their glow."""
    r = 0.0
    g = 0.0
    b = 0.0
    n2 = dx * dx + dy * dy + dz * dz
    for k in range(count):
        i = close[k]
        lx = lamps[i, 0] - eye[0]
        ly = lamps[i, 1] - eye[1]
        lz = lamps[i, 2] - eye[2]
        at = (lx * dx + ly * dy + lz * dz) / n2
        if at <= 0.1:
            continue
        ex = lx - dx * at
        ey = ly - dy * at
        ez = lz - dz * at
        d2 = ex * ex + ey * ey + ez * ez
        core = 0.010 / (d2 + 0.010)
        wide = 0.05 / (d2 * 3.0 + 0.35)
        seen = 1.0 if t >= at - 0.15 else 0.12 + 0.88 * max(0.0, 1.0 - (at - t) * 0.9)
        k = (core * core * 0.9 + wide * (0.14 + 2.5 * min(density, 0.1))) * seen
        r += lamps[i, 3] * k
        g += lamps[i, 4] * k
        b += lamps[i, 5] * k
    return r, g, b
