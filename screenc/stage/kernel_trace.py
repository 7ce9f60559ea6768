"""What every pixel shows: the depth of the nearest solid and its number, tile by tile, over the floor and the sky."""

from __future__ import annotations

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_rays import FAR, NEAR, ROW, meet, take

TILE = 16
"""Pixels along the side of a tile; the unit of sorting and of redrawing."""
NOTHING, SKY, FLOOR = -3, -2, -1


@inlined
def _nearer(met, z, ids, y, x0, count, number):
    """Keep what is met nearer than anything before it in a row of pixels; returns how many are."""
    hits = 0
    zs = z[y, x0 : x0 + count]
    names = ids[y, x0 : x0 + count]
    for x in range(count):
        t = met[x]
        closer = t > np.float32(NEAR) and t < zs[x]
        zs[x] = t if closer else zs[x]
        names[x] = number if closer else names[x]
        hits += 1 if closer else 0
    return hits


@compiled
def trace(kind, rows, rects, depths, order, first, only, width, height, focal, z, ids):
    """Draw solids, nearest first (`order`), into the depth and id buffers; ids are the solid's index + `first`.

    `only`, where it is not a single 1, marks the tiles that are drawn. Works tile by tile, so that a solid behind what already
    fills a tile is passed over without a look."""
    picky = only.shape[0] > 1
    tx = (width + TILE - 1) // TILE
    ty = (height + TILE - 1) // TILE
    deepest = np.full((ty, tx), np.float32(FAR))
    inv = 1.0 / focal
    row = np.empty(ROW)
    met = np.empty(TILE, np.float32)
    for k in range(order.shape[0]):
        n = order[k]
        x0 = rects[n, 0]
        y0 = rects[n, 1]
        x1 = rects[n, 2]
        y1 = rects[n, 3]
        if x1 <= x0 or y1 <= y0:
            continue
        what = kind[n]
        take(rows, n, row)
        number = np.int32(first + n)
        near = depths[n, 0]
        for j in range(y0 // TILE, (y1 + TILE - 1) // TILE):
            for i in range(x0 // TILE, (x1 + TILE - 1) // TILE):
                if near > deepest[j, i] or (picky and only[j, i] == 0):
                    continue
                tx0 = i * TILE
                count = min(TILE, width - tx0)
                u0 = (tx0 + 0.5 - width * 0.5) * inv
                hits = 0
                for y in range(max(y0, j * TILE), min(y1, j * TILE + TILE)):
                    if meet(what, row, u0, (height * 0.5 - y - 0.5) * inv, inv, False, TILE, met) == 0:
                        continue
                    hits += _nearer(met, z, ids, y, tx0, count, number)
                if hits > TILE * TILE // 2:
                    far = np.float32(0.0)
                    for y in range(j * TILE, min(height, j * TILE + TILE)):
                        for x in range(i * TILE, min(width, i * TILE + TILE)):
                            far = max(far, z[y, x])
                    deepest[j, i] = far


@compiled
def ground(axes, eye_y, width, height, focal, z, ids):
    """Fill the buffers with the floor plane y = 0 and the sky."""
    inv = 1.0 / focal
    for y in range(height):
        v = (height * 0.5 - y - 0.5) * inv
        for x in range(width):
            u = (x + 0.5 - width * 0.5) * inv
            down = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
            if down < -1.0e-5 and eye_y > 0.0:
                z[y, x] = -eye_y / down
                ids[y, x] = FLOOR
            else:
                z[y, x] = FAR
                ids[y, x] = SKY


@compiled
def enlarge(tiles, times, width, height, small_z, small_ids, z, ids):
    """Fill some tiles from buffers so many times smaller, 2 or 4."""
    shift = times // 2
    for k in range(tiles.shape[0]):
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE)):
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE)):
                z[y, x] = small_z[y >> shift, x >> shift]
                ids[y, x] = small_ids[y >> shift, x >> shift]


@compiled
def tiles_of(rects, grow, mask):
    """Mark the tiles that rectangles touch, each grown by so many pixels."""
    rows, columns = mask.shape
    for n in range(rects.shape[0]):
        if rects[n, 2] > rects[n, 0]:
            for j in range(max(0, (rects[n, 1] - grow) // TILE), min(rows, (rects[n, 3] + grow - 1) // TILE + 1)):
                for i in range(max(0, (rects[n, 0] - grow) // TILE), min(columns, (rects[n, 2] + grow - 1) // TILE + 1)):
                    mask[j, i] = 1


@compiled
def inhabited(tiles, width, height, ids, within, beside):
    """Mark those of some tiles in which a layer shows anything, and those in which it does or a neighbour may: a pixel away."""
    rows, columns = within.shape
    for k in range(tiles.shape[0]):
        i = tiles[k, 0]
        j = tiles[k, 1]
        left = width
        right = -1
        high = height
        low = -1
        for y in range(j * TILE, min(height, j * TILE + TILE)):
            for x in range(i * TILE, min(width, i * TILE + TILE)):
                if ids[y, x] >= 0:
                    left = min(left, x)
                    right = max(right, x)
                    high = min(high, y)
                    low = y
        if low < 0:
            continue
        within[j, i] = 1
        for b in range(max(high - 1, 0) // TILE, min((low + 1) // TILE, rows - 1) + 1):
            for a in range(max(left - 1, 0) // TILE, min((right + 1) // TILE, columns - 1) + 1):
                beside[b, a] = 1


@compiled
def nearest(tiles, width, height, z, ids, front):
    """Bring a layer's depths into a buffer of the nearest of all."""
    for k in range(tiles.shape[0]):
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE)):
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE)):
                if ids[y, x] >= 0 and z[y, x] < front[y, x]:
                    front[y, x] = z[y, x]
