"""From what a ray meets to the light that it carries back.

The light of a point is kept in three parts, so that a set drawn once can be lit again when somebody's shadow falls on it:
ambient (times the share of open sky), key (times the share of key light that is not shadowed) and the rest (glow, lamps,
fog). All is linear and, fog included, what the camera would see through the air between.
"""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.face import face_colour
from screenc.stage.kernel import clouds2, compiled, floor_of, hash2, inlined, noise2, smooth
from screenc.stage.kernel_light import changed, lit, open_sky
from screenc.stage.kernel_trace import FLOOR, NOTHING, SKY, TILE
from screenc.stage.material import FACE, FOLIAGE, GLOW, HAIR, SKIN, WOOD, flat, solid

# columns of the lighting row
KEY, KEY_COLOUR, SKY_COLOUR, BOUNCE, ZENITH, HORIZON, FOG = 0, 3, 6, 9, 12, 15, 18
SOFT, DENSITY, WET, STARS, CLOUDS, INTERIOR, NIGHT, FLOOR_R, FLOOR_G, FLOOR_B, FLOOR_KIND, SPREAD = range(21, 33)
LIGHT_COLUMNS = 33
# columns of the table of solids
KIND, MATTER, A, B, SIZE, TURN, ROUND, COLOUR, LOOK = 0, 1, 2, 5, 8, 11, 20, 21, 24
SOLID_COLUMNS = 25
BRIGHT = 6
"""Lamps that light surfaces: the first so many of the table (position, colour, reach, 1 / reach squared). All of them glow."""


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
def surface(n, t, u, v, eye, axes, mirror, focal, G, faces, L):
    """(point, normal, colour, gloss, glow, kind of light) of solid n at depth t; n < 0 is the floor."""
    dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
    dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
    dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
    px = eye[0] + t * dx
    py = (eye[1] + t * dy) * mirror
    pz = eye[2] + t * dz
    fine = t / focal
    if n < 0:
        down = max(-dy / math.sqrt(dx * dx + dy * dy + dz * dz), 0.02)
        value, warm, gloss, glow = flat(int(L[FLOOR_KIND]), px, pz, fine / math.sqrt(down), 0.0, L[NIGHT])
        return (
            px,
            0.0,
            pz,
            0.0,
            1.0,
            0.0,
            L[FLOOR_R] * value * (1.0 + warm),
            L[FLOOR_G] * value,
            L[FLOOR_B] * value * (1.0 - warm),
            gloss,
            glow,
            int(L[FLOOR_KIND]),
        )
    what = int(G[n, MATTER])
    kind = int(G[n, KIND])
    cr = G[n, COLOUR]
    cg = G[n, COLOUR + 1]
    cb = G[n, COLOUR + 2]
    ox = px - G[n, A]
    oy = py - G[n, A + 1]
    oz = pz - G[n, A + 2]
    if kind == 0:
        bx = G[n, B] - G[n, A]
        by = G[n, B + 1] - G[n, A + 1]
        bz = G[n, B + 2] - G[n, A + 2]
        ra = G[n, SIZE]
        rr = ra - G[n, SIZE + 1]
        d2 = bx * bx + by * by + bz * bz - rr * rr
        h = 0.0
        if d2 > 1.0e-9:
            h = min(max((ox * bx + oy * by + oz * bz - ra * rr) / d2, 0.0), 1.0)
        nx = ox - h * bx
        ny = oy - h * by
        nz = oz - h * bz
        value, warm, gloss, glow = solid(what, ox, oy, oz, fine)
    else:
        lx = G[n, TURN] * ox + G[n, TURN + 1] * oy + G[n, TURN + 2] * oz
        ly = G[n, TURN + 3] * ox + G[n, TURN + 4] * oy + G[n, TURN + 5] * oz
        lz = G[n, TURN + 6] * ox + G[n, TURN + 7] * oy + G[n, TURN + 8] * oz
        hx = G[n, SIZE]
        hy = G[n, SIZE + 1]
        hz = G[n, SIZE + 2]
        if kind == 1:
            sx = lx / hx
            sy = ly / hy
            sz = lz / hz
            mx = sx / hx
            my = sy / hy
            mz = sz / hz
            if what == FACE:
                row = faces[min(max(int(G[n, LOOK]), 0), faces.shape[0] - 1)]
                cr, cg, cb, gloss = face_colour(sx, sy, sz, row)
                value = 1.0
                warm = 0.0
                glow = 0.0
                what = SKIN
            else:
                value, warm, gloss, glow = solid(what, lx, ly, lz, fine)
        else:
            r = min(G[n, ROUND], min(hx, min(hy, hz)) * 0.999)
            ex = abs(lx) - hx
            ey = abs(ly) - hy
            ez = abs(lz) - hz
            mx = 0.0
            my = 0.0
            mz = 0.0
            face = 0 if ex >= ey and ex >= ez else (1 if ey >= ez else 2)
            if r >= 0.002:
                mx = lx - min(max(lx, r - hx), hx - r)
                my = ly - min(max(ly, r - hy), hy - r)
                mz = lz - min(max(lz, r - hz), hz - r)
            elif face == 0:
                mx = lx
            elif face == 1:
                my = ly
            else:
                mz = lz
            p = lz if face == 0 else lx
            q = lz if face == 1 else ly
            if what == WOOD:
                # planks run along the longer side, and a batten is one plank
                along = hz if face == 0 else hx
                if along > (hz if face == 1 else hy):
                    p, q = q, p
                p += 0.07
            value, warm, gloss, glow = flat(what, p, q, fine, G[n, LOOK], L[NIGHT])
        nx = mx * G[n, TURN] + my * G[n, TURN + 3] + mz * G[n, TURN + 6]
        ny = mx * G[n, TURN + 1] + my * G[n, TURN + 4] + mz * G[n, TURN + 7]
        nz = mx * G[n, TURN + 2] + my * G[n, TURN + 5] + mz * G[n, TURN + 8]
    k = 1.0 / max(math.sqrt(nx * nx + ny * ny + nz * nz), 1.0e-9)
    nx *= k
    ny *= k
    nz *= k
    if what == GLOW:
        glow = max(G[n, LOOK], 1.0)
    return px, py, pz, nx, ny, nz, cr * value * (1.0 + warm), cg * value, cb * value * (1.0 - warm), gloss, glow, what


@inlined
def light(px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what, eye, L, lamps):
    """The three parts (ambient, key, rest), nine numbers, of the light from a surface to the eye."""
    vx = eye[0] - px
    vy = eye[1] - py
    vz = eye[2] - pz
    far = math.sqrt(vx * vx + vy * vy + vz * vz)
    k = 1.0 / max(far, 1.0e-6)
    vx *= k
    vy *= k
    vz *= k
    facing = nx * vx + ny * vy + nz * vz
    if facing < 0.0:
        nx, ny, nz, facing = -nx, -ny, -nz, -facing
    edge = 1.0 - min(facing, 1.0)
    # the key: wrapped round the form by its softness; skin lets a little more of the red round
    toward = nx * L[KEY] + ny * L[KEY + 1] + nz * L[KEY + 2]
    wrap = 0.08 + 0.34 * L[SOFT]
    if what in (SKIN, HAIR):
        wrap += 0.10
    if what == FOLIAGE:
        wrap += 0.35
    d = max((toward + wrap) / (1.0 + wrap), 0.0)
    d = d * (0.35 + 0.65 * d)
    dr = d
    if what == SKIN:
        s = max((toward + wrap + 0.16) / (1.16 + wrap), 0.0)
        dr = s * (0.35 + 0.65 * s)
    kr = cr * L[KEY_COLOUR] * dr
    kg = cg * L[KEY_COLOUR + 1] * d
    kb = cb * L[KEY_COLOUR + 2] * d
    # its highlight
    hx = L[KEY] + vx
    hy = L[KEY + 1] + vy
    hz = L[KEY + 2] + vz
    hn = nx * hx + ny * hy + nz * hz
    if hn > 0.0 and gloss > 0.01:
        hn = hn / math.sqrt(max(hx * hx + hy * hy + hz * hz, 1.0e-9))
        power = 6.0 + 90.0 * gloss * gloss
        # Schlick's stand-in for a power, squared to have its narrow tail
        s = 1.0 / (1.0 + 0.5 * power * (1.0 - hn))
        spec = s * s * gloss * gloss * (0.5 + 0.6 * edge) * (1.0 - 0.5 * L[SOFT]) * max(min(toward * 4.0 + 0.4, 1.0), 0.0)
        kr += L[KEY_COLOUR] * spec
        kg += L[KEY_COLOUR + 1] * spec
        kb += L[KEY_COLOUR + 2] * spec
    # the sky above, the bounce below
    h = 0.5 + 0.5 * ny
    h = h * h * (3.0 - 2.0 * h) * 0.5 + h * 0.5
    ar = L[BOUNCE] + (L[SKY_COLOUR] - L[BOUNCE]) * h
    ag = L[BOUNCE + 1] + (L[SKY_COLOUR + 1] - L[BOUNCE + 1]) * h
    ab = L[BOUNCE + 2] + (L[SKY_COLOUR + 2] - L[BOUNCE + 2]) * h
    turned = 0.86 + 0.14 * facing
    r1 = cr * ar * turned
    g1 = cg * ag * turned
    b1 = cb * ab * turned
    # a rim of sky, strongest against the light
    e2 = edge * edge
    rim = e2 * e2 * (0.10 + 0.35 * gloss)
    back = -(vx * L[KEY] + vy * L[KEY + 1] + vz * L[KEY + 2])
    if back > 0.0:
        kick = e2 * edge * back * 0.55 * max(toward + 0.55, 0.0)
        kr += L[KEY_COLOUR] * kick * (0.25 + cr)
        kg += L[KEY_COLOUR + 1] * kick * (0.25 + cg)
        kb += L[KEY_COLOUR + 2] * kick * (0.25 + cb)
    r1 += L[HORIZON] * rim * (0.4 + cr)
    g1 += L[HORIZON + 1] * rim * (0.4 + cg)
    b1 += L[HORIZON + 2] * rim * (0.4 + cb)
    # a polished thing shows the sky
    if gloss > 0.5:
        mirror = (gloss - 0.5) * (0.12 + 0.88 * e2 * edge)
        ry = 2.0 * facing * ny - vy
        q = min(max(0.5 + 0.5 * ry, 0.0), 1.0)
        r1 += (L[BOUNCE] + (L[HORIZON] - L[BOUNCE]) * q) * mirror
        g1 += (L[BOUNCE + 1] + (L[HORIZON + 1] - L[BOUNCE + 1]) * q) * mirror
        b1 += (L[BOUNCE + 2] + (L[HORIZON + 2] - L[BOUNCE + 2]) * q) * mirror
    r2 = cr * glow
    g2 = cg * glow
    b2 = cb * glow
    for i in range(min(lamps.shape[0], BRIGHT)):
        lx = lamps[i, 0] - px
        ly = lamps[i, 1] - py
        lz = lamps[i, 2] - pz
        d2 = lx * lx + ly * ly + lz * lz
        share = d2 * lamps[i, 7]
        if share < 9.0:
            toward = (nx * lx + ny * ly + nz * lz) / math.sqrt(d2 + 0.0025) + 0.35
            if toward <= 0.0:
                continue
            fall = 1.0 - share * (1.0 / 9.0)
            fall = fall * fall / (1.35 + 5.4 * share) * toward
            r2 += cr * lamps[i, 3] * fall
            g2 += cg * lamps[i, 4] * fall
            b2 += cb * lamps[i, 5] * fall
    # the air
    if L[DENSITY] > 0.0:
        through = math.exp(-L[DENSITY] * far)
        sun = -(vx * L[KEY] + vy * L[KEY + 1] + vz * L[KEY + 2])
        sun = max(sun, 0.0)
        sun = sun * sun * sun * sun * 0.16 * (1.0 - L[INTERIOR])
        gain = 1.0 - through
        kr *= through
        kg *= through
        kb *= through
        r1 *= through
        g1 *= through
        b1 *= through
        r2 = r2 * through + (L[FOG] + L[KEY_COLOUR] * sun) * gain
        g2 = g2 * through + (L[FOG + 1] + L[KEY_COLOUR + 1] * sun) * gain
        b2 = b2 * through + (L[FOG + 2] + L[KEY_COLOUR + 2] * sun) * gain
    return r1, g1, b1, kr, kg, kb, r2, g2, b2


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


@inlined
def puddle(px, pz):
    """How much a place of the floor holds water, 0..1."""
    return smooth(0.40, 0.62, noise2(px * 0.55 + 3.1, pz * 0.55) * 0.7 + noise2(px * 1.9, pz * 1.9) * 0.3)


@inlined
def _sheen(dx, dy, dz, t, pool, L):
    """The share of what a wet floor shows that is reflection: more at a glance, more where water stands, less through fog."""
    n = math.sqrt(dx * dx + dy * dy + dz * dz)
    graze = 1.0 + dy / n
    return L[WET] * (0.06 + 0.94 * graze * graze * graze) * (0.34 + 0.66 * pool) * math.exp(-L[DENSITY] * t * n)


@inlined
def _bend(z, x, y, dx, dy, w0, t):
    """Metres that a pixel lies behind the line between two opposite neighbours; 0 on a plane, where 1 / depth is linear."""
    a = min(max(x + dx, 0), z.shape[1] - 1)
    b = min(max(y + dy, 0), z.shape[0] - 1)
    c = min(max(x - dx, 0), z.shape[1] - 1)
    d = min(max(y - dy, 0), z.shape[0] - 1)
    za = float(z[b, a])
    zb = float(z[d, c])
    # what stands far in front hides, but does not darken
    if t - za > 0.30:
        za = t
    if t - zb > 0.30:
        zb = t
    return max((0.5 * (za + zb) / (za * zb) - w0) * t * t, 0.0)


@inlined
def crease(z, x, y, t, focal):
    """Share of soft light, 0..1, that reaches into a fold: a chin's over a throat, an arm's against a side, a wall's corner."""
    r = focal * 0.075 / t
    if r < 1.5:
        return 1.0
    r = min(r, 90.0)
    w0 = 1.0 / t
    p = int(r)
    q = int(r * 0.6)
    k = int(r * 0.32)
    s = (
        min(_bend(z, x, y, p, 0, w0, t) * 16.0, 1.0)
        + min(_bend(z, x, y, 0, p, w0, t) * 16.0, 1.0)
        + min(_bend(z, x, y, k, k, w0, t) * 28.0, 1.0)
        + min(_bend(z, x, y, k, -k, w0, t) * 28.0, 1.0)
        + min(_bend(z, x, y, 0, q, w0, t) * 22.0, 1.0)
    )
    return 1.0 - 0.62 * min(s * 0.36, 1.0)


@inlined
def _glows(dx, dy, dz, eye, lamps, close):
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


WHOLE, PARTS, LAYER = 0, 1, 2
"""What `shade` writes: 3 numbers of light; 9 (ambient, key, rest); or 4, light and cover, of the figures only."""


@compiled
def shade(
    mode,
    tiles,
    step,
    need,
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
    key_sharp,
    key_wide,
    key_busy,
    top_eye,
    top_wide,
    top_busy,
    out,
):
    """Light the pixels of some tiles (N, 2: column, row) of the depth and id buffers into `out`, linear.

    `step` 2 lights one pixel in four, and `need` (H, W), where it is not a single 0, says which to light: see `between`.
    `mirror` -1: the buffers show the world upside down, as a wet floor does; light it the right way up."""
    picky = need.shape[0] > 1
    inv = 1.0 / focal
    seen_from = eye.copy()
    seen_from[1] *= mirror
    close = np.empty(24, np.int32)
    for k in range(tiles.shape[0]):
        u = (tiles[k, 0] * TILE + 0.5 * TILE - width * 0.5) * inv
        v = (height * 0.5 - tiles[k, 1] * TILE - 0.5 * TILE) * inv
        count = _glows(
            axes[2, 0] + u * axes[0, 0] + v * axes[1, 0],
            (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]) * mirror,
            axes[2, 2] + u * axes[0, 2] + v * axes[1, 2],
            seen_from,
            lamps,
            close,
        )
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE), step):
            v = (height * 0.5 - y - 0.5) * inv
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE), step):
                if picky and need[y, x] == 0:
                    continue
                u = (x + 0.5 - width * 0.5) * inv
                n = ids[y, x]
                if n < 0 and mode == LAYER:
                    continue
                t = float(z[y, x])
                dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
                dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
                dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
                hr, hg, hb = haze(dx, dy * mirror, dz, t, seen_from, lamps, close, count, L[DENSITY])
                if n < FLOOR:
                    r, g, b = sky(dx, dy * mirror, dz, L, skyline)
                    if mode == PARTS:
                        for c in range(6):
                            out[y, x, c] = 0.0
                        out[y, x, 6] = r + hr
                        out[y, x, 7] = g + hg
                        out[y, x, 8] = b + hb
                    else:
                        out[y, x, 0] = r + hr
                        out[y, x, 1] = g + hg
                        out[y, x, 2] = b + hb
                    continue
                px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what = surface(n, t, u, v, eye, axes, mirror, focal, G, faces, L)
                if L[WET] > 0.0 and n == FLOOR:
                    damp = 1.0 - 0.35 * L[WET]
                    cr *= damp
                    cg *= damp
                    cb *= damp
                ar, ag, ab, kr, kg, kb, r, g, b = light(
                    px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what, seen_from, L, lamps
                )
                r += hr
                g += hg
                b += hb
                fold = crease(z, x, y, t, focal) if mirror > 0.0 else 1.0
                ar *= fold
                ag *= fold
                ab *= fold
                fold = 0.45 + 0.55 * fold
                kr *= fold
                kg *= fold
                kb *= fold
                if mode == PARTS:
                    out[y, x, 0] = ar
                    out[y, x, 1] = ag
                    out[y, x, 2] = ab
                    out[y, x, 3] = kr
                    out[y, x, 4] = kg
                    out[y, x, 5] = kb
                    out[y, x, 6] = r
                    out[y, x, 7] = g
                    out[y, x, 8] = b
                else:
                    key = lit(px + nx * 0.01, py + ny * 0.01, pz + nz * 0.01, key_eye, key_sharp, key_wide, key_busy, L[SPREAD])
                    top = open_sky(px + nx * 0.02, py + ny * 0.02, pz + nz * 0.02, top_eye, top_wide, top_busy)
                    out[y, x, 0] = r + ar * top + kr * key
                    out[y, x, 1] = g + ag * top + kg * key
                    out[y, x, 2] = b + ab * top + kb * key
                    if mode == LAYER:
                        out[y, x, 3] = 1.0


@compiled
def between(tiles, width, height, z, focus, blur, ids, lined, out, need):
    """Fill in, of a picture lit at one pixel in four, what lies smoothly between four of one thing; mark the rest in `need`.

    `lined` says which solids carry lines that could fall between (the last two: the sky, the floor). What the lens will blur
    need not be so near."""
    tight = np.float32(0.11)
    loose = np.float32(0.30)
    channels = out.shape[2]
    for k in range(tiles.shape[0]):
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE)):
            j = y & ~1
            j2 = j + 2 if j + 2 < height else j
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE)):
                i = x & ~1
                me = ids[y, x]
                need[y, x] = 0
                if (x == i and y == j) or me == NOTHING:
                    continue
                limit = tight
                if blur > 1.5 and blur * abs(z[y, x] - focus) > 1.5 * z[y, x]:
                    limit = loose
                elif lined[me if me >= 0 else lined.shape[0] + me]:
                    need[y, x] = 1
                    continue
                i2 = i + 2 if i + 2 < width else i
                rough = ids[j, i] != me or ids[j, i2] != me or ids[j2, i] != me or ids[j2, i2] != me
                if not rough:
                    for c in range(3):
                        p = out[j, i, c]
                        q = out[j, i2, c]
                        r = out[j2, i, c]
                        s = out[j2, i2, c]
                        low = min(min(p, q), min(r, s))
                        if max(max(p, q), max(r, s)) - low > limit * low + np.float32(0.004):
                            rough = True
                            break
                if rough:
                    need[y, x] = 1
                    continue
                for c in range(channels):
                    left = out[j, i, c] if y == j else (out[j, i, c] + out[j2, i, c]) * np.float32(0.5)
                    right = out[j, i2, c] if y == j else (out[j, i2, c] + out[j2, i2, c]) * np.float32(0.5)
                    out[y, x, c] = left if x == i else (left + right) * np.float32(0.5)


@compiled
def shadow_tiles(width, height, focal, eye, axes, z, ids, key_eye, key_new, top_eye, top_new, key_size, top_size, mask):
    """Mark the tiles of a plate on which a shadow may have moved, by looking at one pixel in 16."""
    inv = 1.0 / focal
    for y in range(1, height, 4):
        v = (height * 0.5 - y - 0.5) * inv
        for x in range(1, width, 4):
            if ids[y, x] <= SKY or mask[y // TILE, x // TILE]:
                continue
            u = (x + 0.5 - width * 0.5) * inv
            t = float(z[y, x])
            px = eye[0] + t * (axes[2, 0] + u * axes[0, 0] + v * axes[1, 0])
            py = eye[1] + t * (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1])
            pz = eye[2] + t * (axes[2, 2] + u * axes[0, 2] + v * axes[1, 2])
            if changed(px, py, pz, key_eye, key_size, key_new) or changed(px, py, pz, top_eye, top_size, top_new):
                mask[y // TILE, x // TILE] = 1


@compiled
def relight(
    tiles,
    width,
    height,
    focal,
    eye,
    axes,
    z,
    ids,
    L,
    parts,
    key_eye,
    key_sharp,
    key_wide,
    key_busy,
    key_new,
    top_eye,
    top_wide,
    top_busy,
    top_new,
    everywhere,
    sharp,
    plate,
    out,
):
    """Put the parts of a plate together: `everywhere`, into `out`; or, where the tables of changes say that a shadow moved, as
    the change from `sharp` laid on the finished `plate`, which may be blurred or reflect by now.

    A shadow is looked up once for 2 by 2 pixels of one thing: it is soft, and finer than that nobody sees."""
    dry = 1.0
    inv = 1.0 / focal
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE), 2):
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE), 2):
                last = SKY
                key = 1.0
                top = 1.0
                moved = False
                for j in range(y, y + 2):
                    for i in range(x, x + 2):
                        n = ids[j, i]
                        if n <= SKY:
                            if everywhere:
                                for c in range(3):
                                    out[j, i, c] = parts[j, i, 6 + c]
                            continue
                        if n != last:
                            last = n
                            u = (i + 0.5 - width * 0.5) * inv
                            v = (height * 0.5 - j - 0.5) * inv
                            t = float(z[j, i]) - 0.012
                            px = eye[0] + t * (axes[2, 0] + u * axes[0, 0] + v * axes[1, 0])
                            py = eye[1] + t * (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1])
                            pz = eye[2] + t * (axes[2, 2] + u * axes[0, 2] + v * axes[1, 2])
                            moved = (
                                everywhere
                                or changed(px, py, pz, key_eye, key_wide.shape[1], key_new)
                                or changed(px, py, pz, top_eye, top_wide.shape[1], top_new)
                            )
                            if moved:
                                if n == FLOOR and L[WET] > 0.0:
                                    k = 1.0 / t
                                    dry = 1.0 - _sheen(
                                        (px - eye[0]) * k, (py - eye[1]) * k, (pz - eye[2]) * k, t, puddle(px, pz), L
                                    )
                                key = lit(px, py, pz, key_eye, key_sharp, key_wide, key_busy, L[SPREAD])
                                top = open_sky(px, py, pz, top_eye, top_wide, top_busy)
                        if moved:
                            for c in range(3):
                                light = parts[j, i, c] * top + parts[j, i, 3 + c] * key + parts[j, i, 6 + c]
                                if everywhere:
                                    out[j, i, c] = light
                                else:
                                    was = plate[j, i, c]
                                    less = (light - sharp[j, i, c]) * (dry if n == FLOOR else 1.0)
                                    out[j, i, c] = max(was + less, 0.15 * was)


@compiled
def reflect(tiles, width, height, focal, eye, axes, z, ids, L, mirrored, still, out):
    """Lay the upside-down picture (at half size) on the wet floor, by the angle and the puddles; where `still` is not empty,
    `out` reflects that already, and only the difference is laid."""
    again = still.shape[0] > 2
    inv = 1.0 / focal
    half_h = mirrored.shape[0]
    half_w = mirrored.shape[1]
    for k in range(tiles.shape[0]):
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE)):
            v = (height * 0.5 - y - 0.5) * inv
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE)):
                if ids[y, x] != FLOOR:
                    continue
                u = (x + 0.5 - width * 0.5) * inv
                t = float(z[y, x])
                dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
                dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
                dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
                px = eye[0] + t * dx
                pz = eye[2] + t * dz
                pool = puddle(px, pz)
                share = _sheen(dx, dy, dz, t, pool, L)
                if share < 0.004:
                    continue
                sway = (noise2(px * 7.0, pz * 7.0) - 0.5) * (3.5 - 2.5 * pool)
                gx = min(max((x + sway) * 0.5 - 0.25, 0.0), half_w - 1.001)
                gy = min(max(y * 0.5 - 0.25, 0.0), half_h - 1.001)
                i = int(gx)
                j = int(gy)
                fx = gx - i
                fy = gy - j
                for c in range(3):
                    m = (mirrored[j, i, c] * (1.0 - fx) + mirrored[j, i + 1, c] * fx) * (1.0 - fy) + (
                        mirrored[j + 1, i, c] * (1.0 - fx) + mirrored[j + 1, i + 1, c] * fx
                    ) * fy
                    if again:
                        m0 = (still[j, i, c] * (1.0 - fx) + still[j, i + 1, c] * fx) * (1.0 - fy) + (
                            still[j + 1, i, c] * (1.0 - fx) + still[j + 1, i + 1, c] * fx
                        ) * fy
                        out[y, x, c] = max(out[y, x, c] + (m - m0) * share, 0.0)
                    else:
                        out[y, x, c] += (m - out[y, x, c]) * share
