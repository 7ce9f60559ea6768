"""From what rays meet to the light that they carry back, a tile of rays at a time.

The light of a point is kept in three parts, so that a set drawn once can be lit again when somebody's shadow falls on it:
ambient (times the share of open sky), key (times the share of key light that is not shadowed) and the rest (glow, lamps,
fog). All is linear and, fog included, what the camera would see through the air between.

What every ray needs of its own (what it meets, which pattern lies there, what shades it) is asked ray by ray; the light,
which is one formula for all, runs over columns of up to a tile of rays. The columns lie in one array at fixed distances
of each other, because only then does the compiler see that they cannot overlap, and light eight rays at once.
"""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_light import lit, open_sky
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
    SPREAD,
    WET,
)
from screenc.stage.kernel_sky import glows, haze, sky
from screenc.stage.kernel_surface import surface
from screenc.stage.kernel_trace import FLOOR, NOTHING, TILE
from screenc.stage.material import FOLIAGE, HAIR, SKIN

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
def _look_round(S, n, z, at_x, at_y, focal):
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
def _fold(S, n):
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
def _light(S, n, eye, L):
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
def _lamps(S, n, lamps):
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
def _air(S, n, eye, L):
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
def _glow(S, n, eye, lamps, close, count, density):
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


WHOLE, PARTS, LAYER = 0, 1, 2
"""What `shade` writes: 3 numbers of light; 9 (ambient, key, rest); or 4, light and cover, of the figures only."""


@compiled
def shade(
    mode,
    tiles,
    step,
    need,
    shadows,
    width,
    height,
    focal,
    eye,
    axes,
    mirror,
    z,
    ids,
    G,
    faces,
    L,
    lamps,
    skyline,
    key_eye,
    key_maps,
    key_busy,
    top_eye,
    top_maps,
    top_busy,
    out,
):
    """Light the pixels of some tiles (N, 2: column, row) of the depth and id buffers into `out`, linear.

    `step` 2 lights one pixel in four, and `need` (H, W), where it is not a single 0, says which to light: see `between`. The
    first leaves in `shadows` (H / 2, W / 2, 2) the key and the sky that it found, and the second asks again only at edges.
    `mirror` -1: the buffers show the world upside down, as a wet floor does; light it the right way up."""
    picky = need.shape[0] > 1
    inv = 1.0 / focal
    seen_from = eye.copy()
    seen_from[1] *= mirror
    close = np.empty(24, np.int32)
    S = np.empty(COLUMNS * STRIDE)
    at_x = np.empty(N, np.int64)
    at_y = np.empty(N, np.int64)
    unknown = np.empty(N, np.int64)
    damp = 1.0 - 0.35 * L[WET]
    for k in range(tiles.shape[0]):
        u = (tiles[k, 0] * TILE + 0.5 * TILE - width * 0.5) * inv
        v = (height * 0.5 - tiles[k, 1] * TILE - 0.5 * TILE) * inv
        count = glows(
            axes[2, 0] + u * axes[0, 0] + v * axes[1, 0],
            (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]) * mirror,
            axes[2, 2] + u * axes[0, 2] + v * axes[1, 2],
            seen_from,
            lamps,
            close,
        )
        n = 0
        asked = 0
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE), step):
            v = (height * 0.5 - y - 0.5) * inv
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE), step):
                if picky and need[y, x] == 0:
                    continue
                who = ids[y, x]
                if who < 0 and mode == LAYER:
                    continue
                u = (x + 0.5 - width * 0.5) * inv
                t = float(z[y, x])
                dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
                dy = (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]) * mirror
                dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
                if who < FLOOR:
                    hr, hg, hb = haze(dx, dy, dz, t, seen_from, lamps, close, count, L[DENSITY])
                    r, g, b = sky(dx, dy, dz, L, skyline)
                    first = 0
                    if mode == PARTS:
                        for c in range(6):
                            out[y, x, c] = 0.0
                        first = 6
                    out[y, x, first] = r + hr
                    out[y, x, first + 1] = g + hg
                    out[y, x, first + 2] = b + hb
                    continue
                px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what = surface(
                    who, t, u, v, eye, axes, mirror, focal, G, faces, L
                )
                if who == FLOOR:
                    cr *= damp
                    cg *= damp
                    cb *= damp
                S[PX + n], S[PY + n], S[PZ + n], S[NX + n], S[NY + n], S[NZ + n] = px, py, pz, nx, ny, nz
                S[CR + n], S[CG + n], S[CB + n], S[GLOSS + n], S[GLOW + n] = cr, cg, cb, gloss, glow
                S[DX + n], S[DY + n], S[DZ + n], S[DEPTH + n] = dx, dy, dz, t
                S[WRAP + n] = 0.35 if what == FOLIAGE else (0.10 if what in (SKIN, HAIR) else 0.0)
                S[RED + n] = 0.16 if what == SKIN else 0.0
                if mode != PARTS and picky and ids[y & ~1, x & ~1] == who:
                    S[SHADE + n] = shadows[y >> 1, x >> 1, 0]
                    S[OPEN + n] = shadows[y >> 1, x >> 1, 1]
                else:
                    unknown[asked] = n
                    asked += 1
                at_x[n] = x
                at_y[n] = y
                n += 1
        if n == 0:
            continue
        # one question at a time for all rays: what each waits for is then fetched while others are reckoned
        if mirror > 0.0:
            _look_round(S, n, z, at_x, at_y, focal)
            _fold(S, n)
        else:
            for i in range(n):
                S[FOLD + i] = 1.0
        if mode != PARTS:
            for m in range(asked):
                i = unknown[m]
                S[SHADE + i] = lit(
                    S[PX + i] + S[NX + i] * 0.01,
                    S[PY + i] + S[NY + i] * 0.01,
                    S[PZ + i] + S[NZ + i] * 0.01,
                    key_eye,
                    key_maps,
                    key_busy,
                    L[SPREAD],
                )
            for m in range(asked):
                i = unknown[m]
                S[OPEN + i] = open_sky(
                    S[PX + i] + S[NX + i] * 0.02,
                    S[PY + i] + S[NY + i] * 0.02,
                    S[PZ + i] + S[NZ + i] * 0.02,
                    top_eye,
                    top_maps,
                    top_busy,
                )
            if step == 2:
                for i in range(n):
                    shadows[at_y[i] >> 1, at_x[i] >> 1, 0] = S[SHADE + i]
                    shadows[at_y[i] >> 1, at_x[i] >> 1, 1] = S[OPEN + i]
        _light(S, n, seen_from, L)
        _lamps(S, n, lamps)
        if L[DENSITY] > 0.0:
            _air(S, n, seen_from, L)
        _glow(S, n, seen_from, lamps, close, count, L[DENSITY])
        for i in range(n):
            x = at_x[i]
            y = at_y[i]
            fold = S[FOLD + i]
            if mode == PARTS:
                out[y, x, 0], out[y, x, 1], out[y, x, 2] = S[AR + i] * fold, S[AG + i] * fold, S[AB + i] * fold
                fold = 0.45 + 0.55 * fold
                out[y, x, 3], out[y, x, 4], out[y, x, 5] = S[KR + i] * fold, S[KG + i] * fold, S[KB + i] * fold
                out[y, x, 6], out[y, x, 7], out[y, x, 8] = S[R + i], S[G_ + i], S[B_ + i]
            else:
                top = S[OPEN + i] * fold
                key = S[SHADE + i] * (0.45 + 0.55 * fold)
                out[y, x, 0] = S[R + i] + S[AR + i] * top + S[KR + i] * key
                out[y, x, 1] = S[G_ + i] + S[AG + i] * top + S[KG + i] * key
                out[y, x, 2] = S[B_ + i] + S[AB + i] * top + S[KB + i] * key
                if mode == LAYER:
                    out[y, x, 3] = 1.0


@compiled
def between(tiles, width, height, z, focus, blur, ids, lined, out, need):
    """Fill in, of a picture lit at one pixel in four, what lies smoothly between four of one thing; mark the rest in `need`.

    `lined` says which solids carry lines that could fall between (the last two: the sky, the floor). What the lens will blur
    need not be so near."""
    tight = np.float32(0.14)
    loose = np.float32(0.30)
    half = np.float32(0.5)
    channels = out.shape[2]
    judged = 9 if channels == 9 else 3
    for k in range(tiles.shape[0]):
        for block in range(TILE * TILE // 4):
            j = tiles[k, 1] * TILE + block // (TILE // 2) * 2
            i = tiles[k, 0] * TILE + block % (TILE // 2) * 2
            if i >= width or j >= height:
                continue
            need[j, i] = 0
            me = ids[j, i]
            alike = (
                i + 2 < width
                and j + 2 < height
                and ids[j, i + 1] == me
                and ids[j, i + 2] == me
                and ids[j + 1, i] == me
                and ids[j + 1, i + 1] == me
                and ids[j + 2, i] == me
                and ids[j + 2, i + 2] == me
            )
            if alike:
                # nearly all: three pixels between four of one thing
                beside = False
                below = False
                middle = False
                if me != NOTHING:
                    limit = tight
                    if blur > 1.5 and blur * abs(z[j, i] - focus) > 1.5 * z[j, i]:
                        limit = loose
                    elif lined[me if me >= 0 else lined.shape[0] + me]:
                        beside = True
                        below = True
                        middle = True
                    for c in range(judged):
                        p = out[j, i, c]
                        q = out[j, i + 2, c]
                        r = out[j + 2, i, c]
                        s = out[j + 2, i + 2, c]
                        beside = beside or abs(p - q) * half > half * limit * (p + q) * half + np.float32(0.002)
                        below = below or abs(p - r) * half > half * limit * (p + r) * half + np.float32(0.002)
                        mean = (p + q + r + s) * np.float32(0.25)
                        most = max(max(abs(p - mean), abs(q - mean)), max(abs(r - mean), abs(s - mean)))
                        middle = middle or most > half * limit * mean + np.float32(0.002)
                    for c in range(channels):
                        p = out[j, i, c]
                        q = out[j, i + 2, c]
                        r = out[j + 2, i, c]
                        s = out[j + 2, i + 2, c]
                        out[j, i + 1, c] = (p + q) * half
                        out[j + 1, i, c] = (p + r) * half
                        out[j + 1, i + 1, c] = (p + q + r + s) * np.float32(0.25)
                need[j, i + 1] = beside
                need[j + 1, i] = below
                need[j + 1, i + 1] = middle
                continue
            j2 = j + 2 if j + 2 < height else j
            for n in range(1, 4):
                y = j + (n >> 1)
                x = i + (n & 1)
                if y >= height or x >= width:
                    continue
                me = ids[y, x]
                need[y, x] = 0
                if me == NOTHING:
                    continue
                limit = tight
                if blur > 1.5 and blur * abs(z[y, x] - focus) > 1.5 * z[y, x]:
                    limit = loose
                elif lined[me if me >= 0 else lined.shape[0] + me]:
                    need[y, x] = 1
                    continue
                # at an edge, those of the corners around that show the same thing do, if there is one beside it
                i2 = i + 2 if x != i and i + 2 < width else i
                across = j2 if y != j else j
                one = np.float32(1.0) if ids[j, i] == me else np.float32(0.0)
                two = np.float32(1.0) if i2 != i and ids[j, i2] == me else np.float32(0.0)
                three = np.float32(1.0) if across != j and ids[across, i] == me else np.float32(0.0)
                four = np.float32(1.0) if i2 != i and across != j and ids[across, i2] == me else np.float32(0.0)
                count = one + two + three + four
                # but not at an outline, where the light changes fast
                bare = min(min(ids[j, i], ids[j, i2]), min(ids[across, i], ids[across, i2])) == NOTHING
                if bare or count < (np.float32(2.0) if i2 != i and across != j else np.float32(1.0)):
                    need[y, x] = 1
                    continue
                share = np.float32(1.0) / count
                for c in range(judged):
                    p = out[j, i, c]
                    q = out[j, i2, c]
                    r = out[across, i, c]
                    s = out[across, i2, c]
                    mean = (p * one + q * two + r * three + s * four) * share
                    most = max(max(one * abs(p - mean), two * abs(q - mean)), max(three * abs(r - mean), four * abs(s - mean)))
                    if most > np.float32(0.5) * limit * mean + np.float32(0.002):
                        need[y, x] = 1
                        break
                if need[y, x]:
                    continue
                for c in range(channels):
                    sum = out[j, i, c] * one + out[j, i2, c] * two + out[across, i, c] * three + out[across, i2, c] * four
                    out[y, x, c] = sum * share
