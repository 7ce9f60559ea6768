"""Soft light: shadow maps from the key and from straight above, kept as moments and blurred, so that a shadow is sharp at
the foot and soft at the head, and a chin or a table darkens what it stands over.

A map is drawn by the ordinary tracer, from an eye so far away that its rays are parallel. Moments and their one-sided bound:
W. Donnelly and A. Lauritzen, "Variance Shadow Maps", 2006.
"""

from __future__ import annotations

import numpy as np

from screenc.stage.kernel import compiled, inlined

AWAY = 60.0
"""Metres from the middle of the map to its eye."""


BLOCK = 8
"""Texels along the side of a block of the table of changes."""
_ZERO, _ONE, _TWO, _THREE, _FOUR, _BLOCK = (np.uint64(n) for n in (0, 1, 2, 3, 4, BLOCK))


@compiled
def moments(z, radius, first, out):
    """Mean and mean square of depth (less AWAY) over a square of side 2 radius + 1, twice, into `out` (H, W, C) from channel
    `first` on."""
    height, width = z.shape
    share = 1.0 / (2 * radius + 1)
    one = np.empty((height, width), np.float32)
    two = np.empty((height, width), np.float32)
    row1 = np.empty(width, np.float32)
    row2 = np.empty(width, np.float32)
    sums1 = np.empty(width, np.float32)
    sums2 = np.empty(width, np.float32)
    kept1 = np.empty((height, width), np.float32)
    kept2 = np.empty((height, width), np.float32)
    for again in range(2):
        for y in range(height):
            if again:
                for x in range(width):
                    row1[x] = one[y, x]
                    row2[x] = two[y, x]
            else:
                for x in range(width):
                    d = min(z[y, x] - np.float32(AWAY), np.float32(50.0))
                    row1[x] = d
                    row2[x] = d * d
            s1 = 0.0
            s2 = 0.0
            for k in range(-radius, radius + 1):
                i = min(max(k, 0), width - 1)
                s1 += row1[i]
                s2 += row2[i]
            for x in range(width):
                kept1[y, x] = s1 * share
                kept2[y, x] = s2 * share
                i = min(x + radius + 1, width - 1)
                j = max(x - radius, 0)
                s1 += row1[i] - row1[j]
                s2 += row2[i] - row2[j]
        sums1[:] = np.float32(0.0)
        sums2[:] = np.float32(0.0)
        for k in range(-radius, radius + 1):
            i = min(max(k, 0), height - 1)
            for x in range(width):
                sums1[x] += kept1[i, x]
                sums2[x] += kept2[i, x]
        for y in range(height):
            i = min(y + radius + 1, height - 1)
            j = max(y - radius, 0)
            for x in range(width):
                one[y, x] = sums1[x] * np.float32(share)
                two[y, x] = sums2[x] * np.float32(share)
                sums1[x] += kept1[i, x] - kept1[j, x]
                sums2[x] += kept2[i, x] - kept2[j, x]
    for y in range(height):
        for x in range(width):
            out[y, x, first] = one[y, x]
            out[y, x, first + 1] = two[y, x]


@inlined
def _bound(d, m1, m2, floor, cut):
    """The most light that can reach a point `d` behind the mean of what stands before it, given its moments."""
    var = max(m2 - m1 * m1, floor)
    p = var / (var + d * d)
    p = (p - cut) / (1.0 - cut)
    return max(p, 0.0)


@inlined
def on_map(px, py, pz, lamp, size):
    """Where a point falls on a far light's map, in texels, and its depth less AWAY; `lamp` is eye (3), axes (9), focal."""
    x = px - lamp[0]
    y = py - lamp[1]
    z = pz - lamp[2]
    t = x * lamp[9] + y * lamp[10] + z * lamp[11]
    k = lamp[12] / t
    gx = size * 0.5 + k * (x * lamp[3] + y * lamp[4] + z * lamp[5]) - 0.5
    gy = size * 0.5 - k * (x * lamp[6] + y * lamp[7] + z * lamp[8]) - 0.5
    return gx, gy, t - AWAY


@inlined
def _side(busy):
    """Texels along the side of the map that a table of blocks belongs to."""
    return (busy.shape[0] - 1) * BLOCK


@inlined
def _stands(gx, gy, size, busy):
    """Whether a place lies well within a map, and anything stands thereabouts."""
    if not (gx >= 1.0 and gy >= 1.0 and gx <= size - 3.0 and gy <= size - 3.0):
        return False
    return busy[np.uint64(gy) // _BLOCK, np.uint64(gx) // _BLOCK] != 0


@inlined
def _mean(maps, a, b, fx, fy, channel, step):
    """A channel of the four texels at `a` and, a row below, `b`, by how near they are."""
    a += channel
    b += channel
    return (maps[a] * (1.0 - fx) + maps[a + step] * fx) * (1.0 - fy) + (maps[b] * (1.0 - fx) + maps[b + step] * fx) * fy


@inlined
def lit(px, py, pz, lamp, maps, busy, spread):
    """Share of a far light, 0..1, that reaches a point: from the sharp map where the blocker is near, else the wide.

    `maps` has the four moments of every texel in one row (a flat index, and one without a sign, is a quarter of the work);
    `busy` is the table of blocks in which anything at all stands over the floor."""
    size = _side(busy)
    gx, gy, depth = on_map(px, py, pz, lamp, size)
    if not _stands(gx, gy, size, busy):
        return 1.0
    i = np.uint64(gx)
    j = np.uint64(gy)
    fx = gx - i
    fy = gy - j
    a = (j * np.uint64(size) + i) * _FOUR
    b = a + np.uint64(size) * _FOUR
    m1 = _mean(maps, a, b, fx, fy, _TWO, _FOUR)
    d = depth - m1
    light = _bound(max(d, 0.0), m1, _mean(maps, a, b, fx, fy, _THREE, _FOUR), 0.0016, 0.12)
    soft = min(max((d - 0.06) * spread, 0.0), 1.0)
    m1 = _mean(maps, a, b, fx, fy, _ZERO, _FOUR) + 0.004
    near = _bound(max(depth - m1, 0.0), m1, _mean(maps, a, b, fx, fy, _ONE, _FOUR), 0.0002, 0.2)
    light = near + (light - near) * soft
    edge = min(min(gx, size - gx), min(gy, size - gy)) / (size * 0.06)
    return 1.0 + (light - 1.0) * min(edge, 1.0)


@inlined
def open_sky(px, py, pz, lamp, maps, busy):
    """Share of the sky overhead, from a map of two moments."""
    size = _side(busy)
    gx, gy, depth = on_map(px, py, pz, lamp, size)
    if not _stands(gx, gy, size, busy):
        return 1.0
    i = np.uint64(gx)
    j = np.uint64(gy)
    fx = gx - i
    fy = gy - j
    a = (j * np.uint64(size) + i) * _TWO
    b = a + np.uint64(size) * _TWO
    m1 = _mean(maps, a, b, fx, fy, _ZERO, _TWO) + 0.03
    d = depth - m1
    open = 0.42 + 0.58 * _bound(d, m1, _mean(maps, a, b, fx, fy, _ONE, _TWO), 0.004, 0.05)
    return open if d > 0.0 else 1.0


@compiled
def changes(before, after, channel, x0, y0, x1, y1, out):
    """Mark in `out` every block of BLOCK texels, and its neighbours, in which a channel of a map differs from what it was; looks
    at a rectangle."""
    blocks = out.shape[0]
    size = _side(out)
    for j in range(y0 // BLOCK, min((y1 + BLOCK - 1) // BLOCK, size // BLOCK)):
        for i in range(x0 // BLOCK, min((x1 + BLOCK - 1) // BLOCK, size // BLOCK)):
            most = np.float32(0.0)
            for y in range(j * BLOCK, j * BLOCK + BLOCK):
                for x in range(i * BLOCK, i * BLOCK + BLOCK):
                    most = max(most, abs(after[y, x, channel] - before[y, x, channel]))
                if most > np.float32(1.0e-4):
                    break
            if most > np.float32(1.0e-4):
                for b in range(max(j - 1, 0), min(j + 2, blocks)):
                    for a in range(max(i - 1, 0), min(i + 2, blocks)):
                        out[b, a] = 1


@inlined
def changed(px, py, pz, lamp, table):
    size = _side(table)
    gx, gy, _ = on_map(px, py, pz, lamp, size)
    if not (gx >= 0.0 and gy >= 0.0 and gx < size and gy < size):
        return False
    return table[np.uint64(gy) // _BLOCK, np.uint64(gx) // _BLOCK] != 0


def far_eye(towards, middle, texels: int, metres: float):
    """The eye of a far light's map: (position, axes, focal) for a square of `metres` around `middle`."""
    forward = -np.asarray(towards, float)
    forward /= np.linalg.norm(forward)
    aside = np.array((1.0, 0.0, 0.0)) if abs(forward[1]) > 0.9 else np.array((0.0, 1.0, 0.0))
    right = np.cross(aside, forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    return np.asarray(middle, float) - forward * AWAY, np.stack([right, up, forward]), AWAY * texels / metres
