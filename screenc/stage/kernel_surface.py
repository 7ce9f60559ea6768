"""What a ray meets where something stands: the point, the way that it faces, its colour, and how open it lies."""

from __future__ import annotations

import math

from screenc.stage.face import face_colour
from screenc.stage.kernel import inlined, noise2, smooth
from screenc.stage.kernel_rows import (
    COLOUR,
    DENSITY,
    FLOOR_B,
    FLOOR_G,
    FLOOR_KIND,
    FLOOR_R,
    KIND,
    LOOK,
    MATTER,
    NIGHT,
    ROUND,
    SIZE,
    TURN,
    WET,
    A,
    B,
)
from screenc.stage.material import FACE, GLOW, SKIN, WOOD, flat, solid


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
def puddle(px, pz):
    """How much a place of the floor holds water, 0..1."""
    return smooth(0.40, 0.62, noise2(px * 0.55 + 3.1, pz * 0.55) * 0.7 + noise2(px * 1.9, pz * 1.9) * 0.3)


@inlined
def sheen(dx, dy, dz, t, pool, L):
    """The share of what a wet floor shows that is reflection: more at a glance, more where water stands, less through fog."""
    n = math.sqrt(dx * dx + dy * dy + dz * dz)
    graze = 1.0 + dy / n
    return L[WET] * (0.06 + 0.94 * graze * graze * graze) * (0.34 + 0.66 * pool) * math.exp(-L[DENSITY] * t * n)
