"""From what rays meet to the light that they carry back, a tile of rays at a time.

The light of a point is kept in three parts, so that a set drawn once can be lit again when somebody's shadow falls on it:
ambient (times the share of open sky), key (times the share of key light that is not shadowed) and the rest (glow, lamps,
fog). All is linear and, fog included, what the camera would see through the air between.

What every ray needs of its own (what it meets, which pattern lies there, what shades it) is asked ray by ray; the light,
which is one formula for all, runs over columns of up to a tile of rays (`kernel_batch`).
"""

from __future__ import annotations

import numpy as np

from screenc.stage.kernel import compiled
from screenc.stage.kernel_batch import (
    AB,
    AG,
    AR,
    B_,
    CB,
    CG,
    COLUMNS,
    CR,
    DEPTH,
    DX,
    DY,
    DZ,
    FOLD,
    G_,
    GLOSS,
    GLOW,
    KB,
    KG,
    KR,
    NX,
    NY,
    NZ,
    OPEN,
    PX,
    PY,
    PZ,
    RED,
    SHADE,
    STRIDE,
    WRAP,
    N,
    R,
    add_glow,
    add_lamps,
    find_folds,
    lay_air,
    light,
    look_round,
)
from screenc.stage.kernel_light import lit, open_sky
from screenc.stage.kernel_rows import (
    DENSITY,
    SPREAD,
    WET,
)
from screenc.stage.kernel_sky import glows, haze, sky
from screenc.stage.kernel_surface import surface
from screenc.stage.kernel_trace import FLOOR, TILE
from screenc.stage.material import FOLIAGE, HAIR, SKIN

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
            look_round(S, n, z, at_x, at_y, focal)
            find_folds(S, n)
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
        light(S, n, seen_from, L)
        add_lamps(S, n, lamps)
        if L[DENSITY] > 0.0:
            lay_air(S, n, seen_from, L)
        add_glow(S, n, seen_from, lamps, close, count, L[DENSITY])
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
