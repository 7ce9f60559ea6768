"""The light of a batch of rays, up to a tile of them: one formula for all, in columns.

The columns lie in one array at fixed distances of each other, because only then does the compiler see that they cannot
overlap, and light eight rays at once.
"""

from __future__ import annotations

import math

from screenc.stage.kernel import inlined
from screenc.stage.kernel_rows import (
    BOUNCE,
    BRIGHT,
    DENSITY,
    FOG,
    HORIZON,
    INTERIOR,
    KEY,
    KEY_COLOUR,
    SKY_COLOUR,
    SOFT,
)
from screenc.stage.kernel_trace import TILE

N = TILE * TILE
STRIDE = N + 8
"""From one column to the next; not a power of two, or all columns would want the same lines of the cache."""
# columns of a batch of rays, each N numbers long
PX, PY, PZ, NX, NY, NZ, CR, CG, CB, GLOSS, GLOW, WRAP, RED, DX, DY, DZ, DEPTH, FOLD, SHADE, OPEN = (STRIDE * k for k in range(20))
AR, AG, AB, KR, KG, KB, R, G_, B_ = (STRIDE * k for k in range(20, 29))
ROUND = tuple(STRIDE * k for k in range(29, 39))
"""The depths round a point, two by two on opposite sides."""
COLUMNS = 39


@inlined
def _fade(x):
    """exp(-x) for x of 0 and more, right to 1e-5 or smaller than 1e-9: a formula that runs over many at once."""
    y = min(x, 32.0) * (1.0 / 32.0)
    p = 1.0 - y * (1.0 - y * (0.5 - y * (1.0 / 6.0 - y * (1.0 / 24.0 - y * (1.0 / 120.0)))))
    p *= p
    p *= p
    p *= p
    p *= p
    return p * p


@inlined
def look_round(S, n, z, at_x, at_y, focal):
    """Put the depths of ten pixels round each of n into their columns, up to 7.5 cm off; past the border, the border's."""
    tall = z.shape[0] - 1
    broad = z.shape[1] - 1
    for i in range(n):
        x = at_x[i]
        y = at_y[i]
        t = S[DEPTH + i]
        r = focal * 0.075 / t
        if r < 1.5:
            for c in range(10):
                S[ROUND[0] + c * STRIDE + i] = t
            continue
        r = min(r, 90.0)
        p = int(r)
        q = int(r * 0.6)
        k = int(r * 0.32)
        left, right, above, below = x - p, x + p, y - p, y + p
        S[ROUND[0] + i] = z[y, right if right <= broad else broad]
        S[ROUND[1] + i] = z[y, left if left >= 0 else 0]
        S[ROUND[2] + i] = z[below if below <= tall else tall, x]
        S[ROUND[3] + i] = z[above if above >= 0 else 0, x]
        left, right, above, below = max(x - k, 0), min(x + k, broad), max(y - k, 0), min(y + k, tall)
        S[ROUND[4] + i] = z[below, right]
        S[ROUND[5] + i] = z[above, left]
        S[ROUND[6] + i] = z[above, right]
        S[ROUND[7] + i] = z[below, left]
        S[ROUND[8] + i] = z[min(y + q, tall), x]
        S[ROUND[9] + i] = z[max(y - q, 0), x]


@inlined
def _bend(za, zb, t):
    """Metres that a pixel lies behind the line between two opposite neighbours; 0 on a plane, where 1 / depth is linear."""
    # what stands far in front hides, but does not darken
    za = t if t - za > 0.30 else za
    zb = t if t - zb > 0.30 else zb
    return max((0.5 * (za + zb) / (za * zb) - 1.0 / t) * t * t, 0.0)


@inlined
def find_folds(S, n):
    """The share of soft light, 0..1, that reaches into a fold: a chin's over a throat, an arm's against a side, a corner."""
    for i in range(n):
        t = S[DEPTH + i]
        s = (
            min(_bend(S[ROUND[0] + i], S[ROUND[1] + i], t) * 16.0, 1.0)
            + min(_bend(S[ROUND[2] + i], S[ROUND[3] + i], t) * 16.0, 1.0)
            + min(_bend(S[ROUND[4] + i], S[ROUND[5] + i], t) * 28.0, 1.0)
            + min(_bend(S[ROUND[6] + i], S[ROUND[7] + i], t) * 28.0, 1.0)
            + min(_bend(S[ROUND[8] + i], S[ROUND[9] + i], t) * 22.0, 1.0)
        )
        S[FOLD + i] = 1.0 - 0.62 * min(s * 0.36, 1.0)


@inlined
def light(S, n, eye, L):
    """The three parts (ambient, key, rest) of the light from n surfaces to the eye, before lamps and air; turns their normals
    to the eye."""
    ex, ey, ez = eye[0], eye[1], eye[2]
    k0, k1, k2 = L[KEY], L[KEY + 1], L[KEY + 2]
    kcr, kcg, kcb = L[KEY_COLOUR], L[KEY_COLOUR + 1], L[KEY_COLOUR + 2]
    br, bg, bb = L[BOUNCE], L[BOUNCE + 1], L[BOUNCE + 2]
    sr, sg, sb = L[SKY_COLOUR] - br, L[SKY_COLOUR + 1] - bg, L[SKY_COLOUR + 2] - bb
    hr, hg, hb = L[HORIZON], L[HORIZON + 1], L[HORIZON + 2]
    soft = L[SOFT]
    half = 1.0 - 0.5 * soft
    base = 0.08 + 0.34 * soft
    for i in range(n):
        nx = S[NX + i]
        ny = S[NY + i]
        nz = S[NZ + i]
        cr = S[CR + i]
        cg = S[CG + i]
        cb = S[CB + i]
        gloss = S[GLOSS + i]
        vx = ex - S[PX + i]
        vy = ey - S[PY + i]
        vz = ez - S[PZ + i]
        k = 1.0 / math.sqrt(max(vx * vx + vy * vy + vz * vz, 1.0e-12))
        vx *= k
        vy *= k
        vz *= k
        facing = nx * vx + ny * vy + nz * vz
        side = -1.0 if facing < 0.0 else 1.0
        nx *= side
        ny *= side
        nz *= side
        facing *= side
        S[NX + i] = nx
        S[NY + i] = ny
        S[NZ + i] = nz
        edge = 1.0 - min(facing, 1.0)
        # the key: wrapped round the form by its softness; skin lets a little more of the red round
        toward = nx * k0 + ny * k1 + nz * k2
        wrap = base + S[WRAP + i]
        d = max((toward + wrap) / (1.0 + wrap), 0.0)
        d = d * (0.35 + 0.65 * d)
        wrap += S[RED + i]
        dr = max((toward + wrap) / (1.0 + wrap), 0.0)
        dr = dr * (0.35 + 0.65 * dr)
        # its highlight: Schlick's stand-in for a power, squared to have its narrow tail
        hx = k0 + vx
        hy = k1 + vy
        hz = k2 + vz
        hn = (nx * hx + ny * hy + nz * hz) / math.sqrt(max(hx * hx + hy * hy + hz * hz, 1.0e-9))
        s = 1.0 / (1.0 + (3.0 + 45.0 * gloss * gloss) * (1.0 - max(hn, 0.0)))
        spec = s * s * gloss * gloss * (0.5 + 0.6 * edge) * half * max(min(toward * 4.0 + 0.4, 1.0), 0.0)
        spec = spec if hn > 0.0 and gloss > 0.01 else 0.0
        # a rim of sky, strongest against the light
        e2 = edge * edge
        e3 = e2 * edge
        rim = e2 * e2 * (0.10 + 0.35 * gloss)
        kick = e3 * max(-(vx * k0 + vy * k1 + vz * k2), 0.0) * 0.55 * max(toward + 0.55, 0.0)
        S[KR + i] = kcr * (cr * dr + spec + kick * (0.25 + cr))
        S[KG + i] = kcg * (cg * d + spec + kick * (0.25 + cg))
        S[KB + i] = kcb * (cb * d + spec + kick * (0.25 + cb))
        # the sky above, the bounce below
        h = 0.5 + 0.5 * ny
        h = h * h * (3.0 - 2.0 * h) * 0.5 + h * 0.5
        turned = 0.86 + 0.14 * facing
        # a polished thing shows the sky
        mirror = max(gloss - 0.5, 0.0) * (0.12 + 0.88 * e3)
        q = min(max(0.5 + facing * ny - 0.5 * vy, 0.0), 1.0)
        S[AR + i] = cr * (br + sr * h) * turned + hr * rim * (0.4 + cr) + (br + (hr - br) * q) * mirror
        S[AG + i] = cg * (bg + sg * h) * turned + hg * rim * (0.4 + cg) + (bg + (hg - bg) * q) * mirror
        S[AB + i] = cb * (bb + sb * h) * turned + hb * rim * (0.4 + cb) + (bb + (hb - bb) * q) * mirror
        glow = S[GLOW + i]
        S[R + i] = cr * glow
        S[G_ + i] = cg * glow
        S[B_ + i] = cb * glow


@inlined
def add_lamps(S, n, lamps):
    """Add the light of the brightest lamps."""
    for j in range(min(lamps.shape[0], BRIGHT)):
        ax, ay, az = lamps[j, 0], lamps[j, 1], lamps[j, 2]
        lr, lg, lb, tight = lamps[j, 3], lamps[j, 4], lamps[j, 5], lamps[j, 7]
        for i in range(n):
            lx = ax - S[PX + i]
            ly = ay - S[PY + i]
            lz = az - S[PZ + i]
            d2 = lx * lx + ly * ly + lz * lz
            share = d2 * tight
            toward = (S[NX + i] * lx + S[NY + i] * ly + S[NZ + i] * lz) / math.sqrt(d2 + 0.0025) + 0.35
            fall = max(1.0 - share * (1.0 / 9.0), 0.0)
            fall = fall * fall / (1.35 + 5.4 * share) * max(toward, 0.0)
            S[R + i] += S[CR + i] * lr * fall
            S[G_ + i] += S[CG + i] * lg * fall
            S[B_ + i] += S[CB + i] * lb * fall


@inlined
def lay_air(S, n, eye, L):
    """Lay the fog between n surfaces and the eye over all three parts."""
    ex, ey, ez = eye[0], eye[1], eye[2]
    k0, k1, k2 = L[KEY], L[KEY + 1], L[KEY + 2]
    density = L[DENSITY]
    sunny = 0.16 * (1.0 - L[INTERIOR])
    fr, fg, fb = L[FOG], L[FOG + 1], L[FOG + 2]
    kr, kg, kb = L[KEY_COLOUR] * sunny, L[KEY_COLOUR + 1] * sunny, L[KEY_COLOUR + 2] * sunny
    for i in range(n):
        vx = S[PX + i] - ex
        vy = S[PY + i] - ey
        vz = S[PZ + i] - ez
        far = math.sqrt(max(vx * vx + vy * vy + vz * vz, 1.0e-12))
        through = _fade(density * far)
        sun = max(vx * k0 + vy * k1 + vz * k2, 0.0) / far
        sun *= sun
        sun *= sun
        gain = 1.0 - through
        S[KR + i] *= through
        S[KG + i] *= through
        S[KB + i] *= through
        S[AR + i] *= through
        S[AG + i] *= through
        S[AB + i] *= through
        S[R + i] = S[R + i] * through + (fr + kr * sun) * gain
        S[G_ + i] = S[G_ + i] * through + (fg + kg * sun) * gain
        S[B_ + i] = S[B_ + i] * through + (fb + kb * sun) * gain


@inlined
def add_glow(S, n, eye, lamps, close, count, density):
    """Add what the lamps (their numbers in `close`) put into the air before n surfaces: see `kernel_sky.haze`."""
    fog = 0.14 + 2.5 * min(density, 0.1)
    for j in range(count):
        m = close[j]
        lx, ly, lz = lamps[m, 0] - eye[0], lamps[m, 1] - eye[1], lamps[m, 2] - eye[2]
        lr, lg, lb = lamps[m, 3], lamps[m, 4], lamps[m, 5]
        for i in range(n):
            dx = S[DX + i]
            dy = S[DY + i]
            dz = S[DZ + i]
            at = (lx * dx + ly * dy + lz * dz) / (dx * dx + dy * dy + dz * dz)
            ax = lx - dx * at
            ay = ly - dy * at
            az = lz - dz * at
            d2 = ax * ax + ay * ay + az * az
            core = 0.010 / (d2 + 0.010)
            past = at - S[DEPTH + i]
            seen = 1.0 if past <= 0.15 else 0.12 + 0.88 * max(0.0, 1.0 - past * 0.9)
            k = (core * core * 0.9 + 0.05 / (d2 * 3.0 + 0.35) * fog) * seen
            k = k if at > 0.1 else 0.0
            S[R + i] += lr * k
            S[G_ + i] += lg * k
            S[B_ + i] += lb * k
