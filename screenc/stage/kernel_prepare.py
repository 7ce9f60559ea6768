"""What a picture may show of every solid, and where: a rectangle, a range of depths, and the row of numbers that rays need."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_rays import NEAR


@compiled
def prepare(kind, a, b, size, turn, rounding, eye, axes, focal, width, height, mirror, rows, rects, depths):
    """Fill `rows` (N, ROW), `rects` (N, 4: x0 y0 x1 y1, end excluded) and `depths` (N, 2: nearest, farthest) for one eye.

    `mirror` -1 draws the world as a wet floor shows it, upside down under y = 0; 1 draws it as it is."""
    p = np.empty(3)
    q = np.empty(3)
    m = np.empty((3, 3))
    span = np.empty((3, 3))
    for n in range(kind.shape[0]):
        for i in range(3):
            p[i] = a[n, i]
            q[i] = b[n, i]
            for j in range(3):
                m[i, j] = turn[n, i, j]
            m[i, 1] *= mirror
        p[1] *= mirror
        q[1] *= mirror
        x0 = 1.0e9
        y0 = 1.0e9
        x1 = -1.0e9
        y1 = -1.0e9
        near = 1.0e9
        far = -1.0e9
        if kind[n] == 0:
            ra = float(size[n, 0])
            rb = float(size[n, 1])
            m0 = 0.0
            m1 = 0.0
            aa = 0.0
            bb = 0.0
            for i in range(3):
                v = q[i] - p[i]
                w = eye[i] - p[i]
                m0 += v * v
                m1 += v * w
                aa += w * w
                bb += (eye[i] - q[i]) * (eye[i] - q[i])
            rows[n, 0] = m0 - (ra - rb) * (ra - rb)
            rows[n, 1] = m1 - ra * (ra - rb)
            for k in range(3):
                # forward, right, up in that order
                r = 2 if k == 0 else k - 1
                s = 0.0
                w = 0.0
                o = 0.0
                for i in range(3):
                    s += (q[i] - p[i]) * axes[r, i]
                    w += (eye[i] - p[i]) * axes[r, i]
                    o += (eye[i] - q[i]) * axes[r, i]
                rows[n, 2 + k] = s
                rows[n, 5 + k] = w
                rows[n, 10 + k] = o
            rows[n, 8] = aa - ra * ra
            rows[n, 9] = bb - rb * rb
            if rows[n, 0] <= 1.0e-9:
                # one end holds the other: a ball
                rows[n, 0] = -1.0
                if rb > ra:
                    rows[n, 8] = rows[n, 9]
                    for k in range(3):
                        rows[n, 5 + k] = rows[n, 10 + k]
            for end in range(2):
                radius = ra if end == 0 else rb
                cx = 0.0
                cy = 0.0
                cz = 0.0
                for i in range(3):
                    w = (p[i] if end == 0 else q[i]) - eye[i]
                    cx += w * axes[0, i]
                    cy += w * axes[1, i]
                    cz += w * axes[2, i]
                x0, y0, x1, y1 = _spread(cx, cy, cz, radius, radius, radius, focal, width, height, x0, y0, x1, y1)
                near = min(near, cz - radius)
                far = max(far, cz + radius)
        else:
            ex = 0.0
            ey = 0.0
            ez = 0.0
            cx = 0.0
            cy = 0.0
            cz = 0.0
            for j in range(3):
                sx = 0.0
                sy = 0.0
                sz = 0.0
                so = 0.0
                for i in range(3):
                    sx += m[j, i] * axes[0, i]
                    sy += m[j, i] * axes[1, i]
                    sz += m[j, i] * axes[2, i]
                    so += m[j, i] * (eye[i] - p[i])
                span[0, j] = sx
                span[1, j] = sy
                span[2, j] = sz
                half = float(size[n, j])
                scale = 1.0
                if kind[n] == 1:
                    scale = 1.0 / max(half, 1.0e-6)
                    ex += half * half * sx * sx
                    ey += half * half * sy * sy
                    ez += half * half * sz * sz
                else:
                    ex += half * abs(sx)
                    ey += half * abs(sy)
                    ez += half * abs(sz)
                    r = min(float(rounding[n]), min(float(size[n, 0]), min(float(size[n, 1]), float(size[n, 2]))) * 0.999)
                    rows[n, 12 + j] = half - r
                    rows[n, 15] = r
                rows[n, j] = so * scale
                rows[n, 3 + j] = sz * scale
                rows[n, 6 + j] = sx * scale
                rows[n, 9 + j] = sy * scale
            if kind[n] == 1:
                ex = math.sqrt(ex)
                ey = math.sqrt(ey)
                ez = math.sqrt(ez)
            for i in range(3):
                w = p[i] - eye[i]
                cx += w * axes[0, i]
                cy += w * axes[1, i]
                cz += w * axes[2, i]
            near = cz - ez
            far = cz + ez
            if kind[n] == 1:
                x0, y0, x1, y1 = _spread(cx, cy, cz, ex, ey, ez, focal, width, height, x0, y0, x1, y1)
            else:
                # corners before the lens, and the points where edges pass its near plane
                for corner in range(8):
                    kx = cx
                    ky = cy
                    kz = cz
                    for j in range(3):
                        half = float(size[n, j]) * (1.0 if (corner >> j) & 1 else -1.0)
                        kx += half * span[0, j]
                        ky += half * span[1, j]
                        kz += half * span[2, j]
                    if kz >= NEAR:
                        x0, y0, x1, y1 = _include(kx, ky, kz, focal, width, height, x0, y0, x1, y1)
                    for j in range(3):
                        if (corner >> j) & 1:
                            continue
                        full = 2.0 * float(size[n, j])
                        end = kz + full * span[2, j]
                        if (kz < NEAR) != (end < NEAR):
                            k = (NEAR - kz) / (end - kz) * full
                            x0, y0, x1, y1 = _include(
                                kx + k * span[0, j], ky + k * span[1, j], NEAR, focal, width, height, x0, y0, x1, y1
                            )
        depths[n, 0] = near
        depths[n, 1] = far
        if far <= NEAR or x1 <= 0.0 or y1 <= 0.0 or x0 >= width or y0 >= height:
            rects[n, 0] = 0
            rects[n, 1] = 0
            rects[n, 2] = 0
            rects[n, 3] = 0
        else:
            rects[n, 0] = max(0, int(x0) - 1)
            rects[n, 1] = max(0, int(y0) - 1)
            rects[n, 2] = min(width, int(min(x1, width)) + 2)
            rects[n, 3] = min(height, int(min(y1, height)) + 2)


@inlined
def _include(x, y, z, focal, width, height, x0, y0, x1, y1):
    """Widen a rectangle by the picture of a point."""
    px = width * 0.5 + focal * x / z
    py = height * 0.5 - focal * y / z
    return min(x0, px), min(y0, py), max(x1, px), max(y1, py)


@inlined
def _spread(cx, cy, cz, ex, ey, ez, focal, width, height, x0, y0, x1, y1):
    """Widen a rectangle by the picture of a box of half size (ex, ey, ez) along the camera's axes."""
    near = cz - ez
    if near <= NEAR:
        if cz + ez <= NEAR:
            return x0, y0, x1, y1
        return -1.0, -1.0, width + 1.0, height + 1.0
    far = cz + ez
    low = (cx - ex) / (near if cx - ex < 0.0 else far)
    high = (cx + ex) / (near if cx + ex > 0.0 else far)
    x0 = min(x0, width * 0.5 + focal * low)
    x1 = max(x1, width * 0.5 + focal * high)
    low = (cy - ey) / (near if cy - ey < 0.0 else far)
    high = (cy + ey) / (near if cy + ey > 0.0 else far)
    y0 = min(y0, height * 0.5 - focal * high)
    y1 = max(y1, height * 0.5 - focal * low)
    return x0, y0, x1, y1
