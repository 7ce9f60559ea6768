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


@compiled
def moments(z, radius, out):
    """Mean and mean square of depth (less AWAY) over a square of side 2 radius + 1, twice, into `out` (2, H, W)."""
    height, width = z.shape
    row1 = np.empty(max(width, height), np.float32)
    row2 = np.empty(max(width, height), np.float32)
    for y in range(height):
        for x in range(width):
            d = np.float32(min(z[y, x] - AWAY, 50.0))
            out[0, y, x] = d
            out[1, y, x] = d * d
    share = 1.0 / (2 * radius + 1)
    for _ in range(2):
        for y in range(height):
            s1 = 0.0
            s2 = 0.0
            for k in range(-radius, radius + 1):
                i = min(max(k, 0), width - 1)
                s1 += out[0, y, i]
                s2 += out[1, y, i]
            for x in range(width):
                row1[x] = s1 * share
                row2[x] = s2 * share
                i = min(x + radius + 1, width - 1)
                j = max(x - radius, 0)
                s1 += out[0, y, i] - out[0, y, j]
                s2 += out[1, y, i] - out[1, y, j]
            for x in range(width):
                out[0, y, x] = row1[x]
                out[1, y, x] = row2[x]
        sums1 = np.zeros(width, np.float32)
        sums2 = np.zeros(width, np.float32)
        kept = np.empty((2, height, width), np.float32)
        for k in range(-radius, radius + 1):
            i = min(max(k, 0), height - 1)
            for x in range(width):
                sums1[x] += out[0, i, x]
                sums2[x] += out[1, i, x]
        for y in range(height):
            i = min(y + radius + 1, height - 1)
            j = max(y - radius, 0)
            for x in range(width):
                kept[0, y, x] = sums1[x] * np.float32(share)
                kept[1, y, x] = sums2[x] * np.float32(share)
                sums1[x] += out[0, i, x] - out[0, j, x]
                sums2[x] += out[1, i, x] - out[1, j, x]
        out[:] = kept


@inlined
def _bound(depth, m1, m2, floor, cut):
    """The most light that can reach `depth`, given the moments of what stands before it."""
    d = depth - m1
    if d <= 0.0:
        return 1.0
    var = max(m2 - m1 * m1, floor)
    p = var / (var + d * d)
    p = (p - cut) / (1.0 - cut)
    return max(p, 0.0)


@inlined
def _pick(m, k, y, x, fy, fx):
    return (m[k, y, x] * (1.0 - fx) + m[k, y, x + 1] * fx) * (1.0 - fy) + (
        m[k, y + 1, x] * (1.0 - fx) + m[k, y + 1, x + 1] * fx
    ) * fy


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
def lit(px, py, pz, lamp, sharp, wide, busy, spread):
    """Share of a far light, 0..1, that reaches a point: from the sharp map where the blocker is near, else the wide.

    `busy` is the table of blocks in which anything at all stands over the floor."""
    size = wide.shape[1]
    gx, gy, depth = on_map(px, py, pz, lamp, size)
    if not (gx >= 1.0 and gy >= 1.0 and gx <= size - 3.0 and gy <= size - 3.0):
        return 1.0
    if busy[int(gy) // BLOCK, int(gx) // BLOCK] == 0:
        return 1.0
    edge = min(min(gx, size - gx), min(gy, size - gy)) / (size * 0.06)
    i = int(gx)
    j = int(gy)
    fx = gx - i
    fy = gy - j
    m1 = _pick(wide, 0, j, i, fy, fx)
    light = _bound(depth, m1, _pick(wide, 1, j, i, fy, fx), 0.0016, 0.12)
    soft = min(max((depth - m1 - 0.06) * spread, 0.0), 1.0)
    if soft < 1.0:
        near = _bound(depth, _pick(sharp, 0, j, i, fy, fx) + 0.004, _pick(sharp, 1, j, i, fy, fx), 0.0002, 0.2)
        light = near + (light - near) * soft
    if edge < 1.0:
        light = 1.0 + (light - 1.0) * edge
    return light


@inlined
def open_sky(px, py, pz, lamp, wide, busy):
    """Share of the sky overhead, from the one wide map."""
    size = wide.shape[1]
    gx, gy, depth = on_map(px, py, pz, lamp, size)
    if not (gx >= 1.0 and gy >= 1.0 and gx <= size - 3.0 and gy <= size - 3.0):
        return 1.0
    if busy[int(gy) // BLOCK, int(gx) // BLOCK] == 0:
        return 1.0
    i = int(gx)
    j = int(gy)
    fx = gx - i
    fy = gy - j
    light = _bound(depth, _pick(wide, 0, j, i, fy, fx) + 0.03, _pick(wide, 1, j, i, fy, fx), 0.004, 0.05)
    return 0.42 + 0.58 * light


@compiled
def changes(before, after, out):
    """1 in `out` for every block of BLOCK texels, or its neighbour, in which a map differs from what it was."""
    size = before.shape[1]
    blocks = out.shape[0]
    out[:] = 0
    for j in range(size // BLOCK):
        for i in range(size // BLOCK):
            most = np.float32(0.0)
            for y in range(j * BLOCK, j * BLOCK + BLOCK):
                for x in range(i * BLOCK, i * BLOCK + BLOCK):
                    most = max(most, abs(after[0, y, x] - before[0, y, x]))
                if most > np.float32(1.0e-4):
                    break
            if most > np.float32(1.0e-4):
                for b in range(max(j - 1, 0), min(j + 2, blocks)):
                    for a in range(max(i - 1, 0), min(i + 2, blocks)):
                        out[b, a] = 1


@inlined
def changed(px, py, pz, lamp, size, table):
    gx, gy, _ = on_map(px, py, pz, lamp, size)
    if not (gx >= 0.0 and gy >= 0.0 and gx < size and gy < size):
        return False
    return table[int(gy) // BLOCK, int(gx) // BLOCK] != 0


def far_eye(towards, middle, texels: int, metres: float):
    """The eye of a far light's map: (position, axes, focal) for a square of `metres` around `middle`."""
    forward = -np.asarray(towards, float)
    forward /= np.linalg.norm(forward)
    aside = np.array((1.0, 0.0, 0.0)) if abs(forward[1]) > 0.9 else np.array((0.0, 1.0, 0.0))
    right = np.cross(aside, forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    return np.asarray(middle, float) - forward * AWAY, np.stack([right, up, forward]), AWAY * texels / metres
