"""From what a ray meets to the light that it carries back.

The light of a point is kept in three parts, so that a set drawn once can be lit again when somebody's shadow falls on it:
ambient (times the share of open sky), key (times the share of key light that is not shadowed) and the rest (glow, lamps,
fog). All is linear and, fog included, what the camera would see through the air between.
"""

from __future__ import annotations

import math

from screenc.stage.face import face_colour
from screenc.stage.kernel import clouds2, compiled, floor_of, hash2, inlined, smooth
from screenc.stage.kernel_light import lit
from screenc.stage.material import FACE, FOLIAGE, GLOW, HAIR, SKIN, flat, solid

# columns of the lighting row
KEY, KEY_COLOUR, SKY_COLOUR, BOUNCE, ZENITH, HORIZON, FOG = 0, 3, 6, 9, 12, 15, 18
SOFT, DENSITY, WET, STARS, CLOUDS, INTERIOR, NIGHT, FLOOR_R, FLOOR_G, FLOOR_B, FLOOR_KIND, SPREAD = range(21, 33)
LIGHT_COLUMNS = 33


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
        glow = (sun ** 8) * 0.10 + (sun ** 48) * 0.22 + (sun ** 600) * 0.6
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
def surface(n, t, u, v, eye, axes, focal, S, faces, L):
    """(point, normal, colour, gloss, glow, kind of light) of solid n at depth t; n < 0 is the floor."""
    dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
    dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
    dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
    px = eye[0] + t * dx
    py = eye[1] + t * dy
    pz = eye[2] + t * dz
    fine = t / focal
    if n < 0:
        down = max(-dy / math.sqrt(dx * dx + dy * dy + dz * dz), 0.02)
        value, warm, gloss, glow = flat(int(L[FLOOR_KIND]), px, pz, fine / math.sqrt(down), 0.0, L[NIGHT])
        return (px, 0.0, pz, 0.0, 1.0, 0.0, L[FLOOR_R] * value * (1.0 + warm), L[FLOOR_G] * value,
                L[FLOOR_B] * value * (1.0 - warm), gloss, glow, int(L[FLOOR_KIND]))
    kind, a, b, size, turn, rounding, colour, material, look = S
    what = material[n]
    cr = float(colour[n, 0])
    cg = float(colour[n, 1])
    cb = float(colour[n, 2])
    if kind[n] == 0:
        bx = b[n, 0] - a[n, 0]
        by = b[n, 1] - a[n, 1]
        bz = b[n, 2] - a[n, 2]
        ox = px - a[n, 0]
        oy = py - a[n, 1]
        oz = pz - a[n, 2]
        ra = size[n, 0]
        rr = ra - size[n, 1]
        d2 = bx * bx + by * by + bz * bz - rr * rr
        h = 0.0
        if d2 > 1.0e-9:
            h = min(max((ox * bx + oy * by + oz * bz - ra * rr) / d2, 0.0), 1.0)
        nx = ox - h * bx
        ny = oy - h * by
        nz = oz - h * bz
        k = 1.0 / max(math.sqrt(nx * nx + ny * ny + nz * nz), 1.0e-9)
        nx *= k
        ny *= k
        nz *= k
        value, warm, gloss, glow = solid(what, ox, oy, oz, fine)
    else:
        ox = px - a[n, 0]
        oy = py - a[n, 1]
        oz = pz - a[n, 2]
        lx = turn[n, 0, 0] * ox + turn[n, 0, 1] * oy + turn[n, 0, 2] * oz
        ly = turn[n, 1, 0] * ox + turn[n, 1, 1] * oy + turn[n, 1, 2] * oz
        lz = turn[n, 2, 0] * ox + turn[n, 2, 1] * oy + turn[n, 2, 2] * oz
        if kind[n] == 1:
            sx = lx / size[n, 0]
            sy = ly / size[n, 1]
            sz = lz / size[n, 2]
            mx = sx / size[n, 0]
            my = sy / size[n, 1]
            mz = sz / size[n, 2]
            if what == FACE:
                row = faces[min(max(int(look[n]), 0), faces.shape[0] - 1)]
                cr, cg, cb, gloss = face_colour(sx, sy, sz, row)
                value = 1.0
                warm = 0.0
                glow = 0.0
                what = SKIN
            else:
                value, warm, gloss, glow = solid(what, lx, ly, lz, fine)
        else:
            r = min(rounding[n], min(size[n, 0], min(size[n, 1], size[n, 2])) * 0.999)
            hx = size[n, 0] - r
            hy = size[n, 1] - r
            hz = size[n, 2] - r
            mx = lx - min(max(lx, -hx), hx)
            my = ly - min(max(ly, -hy), hy)
            mz = lz - min(max(lz, -hz), hz)
            ex = abs(lx) - size[n, 0]
            ey = abs(ly) - size[n, 1]
            ez = abs(lz) - size[n, 2]
            if r < 0.002:
                mx = 0.0
                my = 0.0
                mz = 0.0
                if ex >= ey and ex >= ez:
                    mx = lx
                elif ey >= ez:
                    my = ly
                else:
                    mz = lz
            if ex >= ey and ex >= ez:
                value, warm, gloss, glow = flat(what, lz, ly, fine, look[n], L[NIGHT])
            elif ey >= ez:
                value, warm, gloss, glow = flat(what, lx, lz, fine, look[n], L[NIGHT])
            else:
                value, warm, gloss, glow = flat(what, lx, ly, fine, look[n], L[NIGHT])
        nx = mx * turn[n, 0, 0] + my * turn[n, 1, 0] + mz * turn[n, 2, 0]
        ny = mx * turn[n, 0, 1] + my * turn[n, 1, 1] + mz * turn[n, 2, 1]
        nz = mx * turn[n, 0, 2] + my * turn[n, 1, 2] + mz * turn[n, 2, 2]
        k = 1.0 / max(math.sqrt(nx * nx + ny * ny + nz * nz), 1.0e-9)
        nx *= k
        ny *= k
        nz *= k
    if what == GLOW:
        glow = max(float(look[n]), 1.0)
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
        spec = (hn ** power) * gloss * gloss * (0.5 + 0.6 * edge) * (1.0 - 0.5 * L[SOFT]) * max(min(toward * 4.0 + 0.4, 1.0), 0.0)
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
    for i in range(lamps.shape[0]):
        lx = lamps[i, 0] - px
        ly = lamps[i, 1] - py
        lz = lamps[i, 2] - pz
        d2 = lx * lx + ly * ly + lz * lz
        reach = lamps[i, 6]
        if d2 < reach * reach * 9.0:
            dist = math.sqrt(d2)
            k = 1.0 / max(dist, 0.05)
            toward = (nx * lx + ny * ly + nz * lz) * k
            toward = max((toward + 0.35) / 1.35, 0.0)
            fall = max(1.0 - d2 / (reach * reach * 9.0), 0.0)
            fall = fall * fall / (1.0 + 4.0 * d2 / (reach * reach)) * toward
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
def haze(dx, dy, dz, t, eye, lamps, density):
    """What the lamps add to the air in front of depth t along a ray: their glow."""
    r = 0.0
    g = 0.0
    b = 0.0
    n2 = dx * dx + dy * dy + dz * dz
    for i in range(lamps.shape[0]):
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


@compiled
def shade(x0, y0, x1, y1, width, height, focal, eye, axes, z, ids, S, faces, L, lamps, skyline, key_eye, key_sharp, key_wide,
          top_eye, top_sharp, top_wide, out):
    """Light every pixel of a rectangle of the depth and id buffers into `out` (H, W, 3), linear."""
    inv = 1.0 / focal
    for y in range(y0, y1):
        v = (height * 0.5 - y - 0.5) * inv
        for x in range(x0, x1):
            u = (x + 0.5 - width * 0.5) * inv
            n = ids[y, x]
            t = float(z[y, x])
            dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
            dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
            dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
            if n == -2:
                r, g, b = sky(dx, dy, dz, L, skyline)
            else:
                px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what = surface(n, t, u, v, eye, axes, focal, S, faces, L)
                ar, ag, ab, kr, kg, kb, r, g, b = light(px, py, pz, nx, ny, nz, cr, cg, cb, gloss, glow, what, eye, L, lamps)
                key = lit(px + nx * 0.01, py + ny * 0.01, pz + nz * 0.01, key_eye, key_sharp, key_wide, L[SPREAD])
                top = lit(px + nx * 0.02, py + ny * 0.02, pz + nz * 0.02, top_eye, top_sharp, top_wide, 4.0)
                top = 0.42 + 0.58 * top
                r += ar * top + kr * key
                g += ag * top + kg * key
                b += ab * top + kb * key
            hr, hg, hb = haze(dx, dy, dz, t, eye, lamps, L[DENSITY])
            out[y, x, 0] = r + hr
            out[y, x, 1] = g + hg
            out[y, x, 2] = b + hb
