"""Rays and solids: which solids a picture may show and where, and how far along a ray each is met.

A ray is eye + t * (forward + right * u + up * v), so t is the depth along the camera's forward axis. Everything about a
solid that a ray needs is linear in (u, v) and is worked out once a frame into a row of `ROW` numbers:

  box, ellipsoid: [0:3] the eye, [3:6] forward, [6:9] right, [9:12] up in the solid's own axes (an ellipsoid's also divided
                  by its semi-axes), [12:15] inner half size of a box, [15] its rounding
  capsule:        [0] |ba|^2 - (ra-rb)^2, [1] ba.oa - ra (ra-rb), [2:5] ba against forward, right, up, [5:8] oa against them,
                  [8] |oa|^2 - ra^2, [9] the same of b, [10:13] ob against forward, right, up
"""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined

ROW = 16
NEAR = 0.05
FAR = 1.0e9


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


@inlined
def _ball(c, b, a):
    """First t with a t^2 + 2 b t + c = 0, or -1."""
    h = b * b - a * c
    if h < 0.0:
        return -1.0
    return (-b - math.sqrt(h)) / a


@inlined
def meet(kind, rows, n, u, v):
    """Depth at which the ray (u, v) enters solid n, or -1; the table comes whole, because a slice of it is counted."""
    if kind == 0:
        rd = 1.0 + u * u + v * v
        d2 = rows[n, 0]
        oa = rows[n, 5] + u * rows[n, 6] + v * rows[n, 7]
        if d2 < 0.0:
            return _ball(rows[n, 8], oa, rd)
        m2 = rows[n, 2] + u * rows[n, 3] + v * rows[n, 4]
        y0 = rows[n, 1]
        k2 = d2 * rd - m2 * m2
        k1 = d2 * oa - y0 * m2
        k0 = d2 * rows[n, 8] - y0 * y0
        h = k1 * k1 - k0 * k2
        if h < 0.0:
            return -1.0
        if k2 > 1.0e-9:
            t = (-k1 - math.sqrt(h)) / k2
            y = y0 + t * m2
            if y > 0.0 and y < d2:
                return t
            ob = rows[n, 10] + u * rows[n, 11] + v * rows[n, 12]
            if y <= 0.0:
                t = _ball(rows[n, 8], oa, rd)
                if t > 0.0:
                    return t
                return _ball(rows[n, 9], ob, rd)
            t = _ball(rows[n, 9], ob, rd)
            if t > 0.0:
                return t
            return _ball(rows[n, 8], oa, rd)
        ob = rows[n, 10] + u * rows[n, 11] + v * rows[n, 12]
        t = _ball(rows[n, 8], oa, rd)
        s = _ball(rows[n, 9], ob, rd)
        if t < 0.0 or (s > 0.0 and s < t):
            return s
        return t
    dx = rows[n, 3] + u * rows[n, 6] + v * rows[n, 9]
    dy = rows[n, 4] + u * rows[n, 7] + v * rows[n, 10]
    dz = rows[n, 5] + u * rows[n, 8] + v * rows[n, 11]
    ox = rows[n, 0]
    oy = rows[n, 1]
    oz = rows[n, 2]
    if kind == 1:
        return _ball(ox * ox + oy * oy + oz * oz - 1.0, ox * dx + oy * dy + oz * dz, dx * dx + dy * dy + dz * dz)
    return _box(ox, oy, oz, dx, dy, dz, rows[n, 12], rows[n, 13], rows[n, 14], rows[n, 15])


@inlined
def _box(ox, oy, oz, dx, dy, dz, hx, hy, hz, r):
    """A box of inner half size h, grown by a ball of radius r."""
    if abs(dx) < 1.0e-9:
        dx = 1.0e-9
    if abs(dy) < 1.0e-9:
        dy = 1.0e-9
    if abs(dz) < 1.0e-9:
        dz = 1.0e-9
    ix = 1.0 / dx
    iy = 1.0 / dy
    iz = 1.0 / dz
    kx = abs(ix) * (hx + r)
    ky = abs(iy) * (hy + r)
    kz = abs(iz) * (hz + r)
    enter = max(-ox * ix - kx, max(-oy * iy - ky, -oz * iz - kz))
    leave = min(-ox * ix + kx, min(-oy * iy + ky, -oz * iz + kz))
    if enter > leave or enter <= 0.0:
        return -1.0
    if r < 0.002:
        return enter
    # on a flat face at most one coordinate stands outside the inner box; else look at the edges and corner nearby
    px = ox + dx * enter
    py = oy + dy * enter
    pz = oz + dz * enter
    out = 0
    if abs(px) > hx:
        out += 1
    if abs(py) > hy:
        out += 1
    if abs(pz) > hz:
        out += 1
    if out <= 1:
        return enter
    # fold into the octant of the hit
    if px < 0.0:
        ox = -ox
        dx = -dx
    if py < 0.0:
        oy = -oy
        dy = -dy
    if pz < 0.0:
        oz = -oz
        dz = -dz
    best = FAR
    qx = ox - hx
    qy = oy - hy
    qz = oz - hz
    rr = r * r
    t = _ball(qx * qx + qy * qy + qz * qz - rr, qx * dx + qy * dy + qz * dz, dx * dx + dy * dy + dz * dz)
    if t > 0.0 and ox + t * dx >= hx and oy + t * dy >= hy and oz + t * dz >= hz:
        best = t
    t = _ball(qy * qy + qz * qz - rr, qy * dy + qz * dz, dy * dy + dz * dz)
    if t > 0.0 and t < best and abs(ox + t * dx) <= hx and oy + t * dy >= hy and oz + t * dz >= hz:
        best = t
    t = _ball(qx * qx + qz * qz - rr, qx * dx + qz * dz, dx * dx + dz * dz)
    if t > 0.0 and t < best and abs(oy + t * dy) <= hy and ox + t * dx >= hx and oz + t * dz >= hz:
        best = t
    t = _ball(qx * qx + qy * qy - rr, qx * dx + qy * dy, dx * dx + dy * dy)
    if t > 0.0 and t < best and abs(oz + t * dz) <= hz and ox + t * dx >= hx and oy + t * dy >= hy:
        best = t
    # a ray may also pass the rounded edge and land on a flat face further on
    s = (hx + r - ox) / dx
    if s > 0.0 and s < best and dx < 0.0 and abs(oy + s * dy) <= hy and abs(oz + s * dz) <= hz:
        best = s
    s = (hy + r - oy) / dy
    if s > 0.0 and s < best and dy < 0.0 and abs(ox + s * dx) <= hx and abs(oz + s * dz) <= hz:
        best = s
    s = (hz + r - oz) / dz
    if s > 0.0 and s < best and dz < 0.0 and abs(ox + s * dx) <= hx and abs(oy + s * dy) <= hy:
        best = s
    if best < FAR:
        return best
    return -1.0


@inlined
def _first(c, b, a):
    """The same as `_ball`, as one formula without a branch."""
    h = b * b - a * c
    t = (-b - math.sqrt(max(h, 0.0))) / a
    return t if h >= 0.0 else -1.0


@inlined
def meet_row(kind, row, u0, inv, v, count, depth):
    """`meet` for the rays (u0 + inv * i, v), i < count, into `depth`; without branches, so that many are met at once."""
    if kind == 0:
        d2, y0, c0, c1 = row[0], row[1], row[8], row[9]
        m0, m1 = row[2] + v * row[4], row[3]
        a0, a1 = row[5] + v * row[7], row[6]
        b0, b1 = row[10] + v * row[12], row[11]
        for i in range(count):
            u = u0 + inv * i
            rd = 1.0 + u * u + v * v
            oa = a0 + u * a1
            ob = b0 + u * b1
            m2 = m0 + u * m1
            k2 = d2 * rd - m2 * m2
            k1 = d2 * oa - y0 * m2
            k0 = d2 * c0 - y0 * y0
            h = k1 * k1 - k0 * k2
            body = (-k1 - math.sqrt(max(h, 0.0))) / k2
            y = y0 + body * m2
            head = _first(c0, oa, rd)
            foot = _first(c1, ob, rd)
            low = head if head > 0.0 else foot
            high = foot if foot > 0.0 else head
            t = low if y <= 0.0 else high
            t = body if y > 0.0 and y < d2 else t
            nearer = foot if head < 0.0 or (foot > 0.0 and foot < head) else head
            t = t if k2 > 1.0e-9 else nearer
            t = t if h >= 0.0 else -1.0
            depth[i] = t if d2 >= 0.0 else head
        return
    dx0, dy0, dz0 = row[3] + v * row[9], row[4] + v * row[10], row[5] + v * row[11]
    dx1, dy1, dz1 = row[6], row[7], row[8]
    ox, oy, oz = row[0], row[1], row[2]
    if kind == 1:
        c = ox * ox + oy * oy + oz * oz - 1.0
        for i in range(count):
            u = u0 + inv * i
            dx = dx0 + u * dx1
            dy = dy0 + u * dy1
            dz = dz0 + u * dz1
            depth[i] = _first(c, ox * dx + oy * dy + oz * dz, dx * dx + dy * dy + dz * dz)
        return
    hx, hy, hz, r = row[12], row[13], row[14], row[15]
    wx, wy, wz = hx + r, hy + r, hz + r
    for i in range(count):
        u = u0 + inv * i
        dx = dx0 + u * dx1
        dy = dy0 + u * dy1
        dz = dz0 + u * dz1
        ix = 1.0 / (dx if abs(dx) >= 1.0e-9 else 1.0e-9)
        iy = 1.0 / (dy if abs(dy) >= 1.0e-9 else 1.0e-9)
        iz = 1.0 / (dz if abs(dz) >= 1.0e-9 else 1.0e-9)
        kx, ky, kz = abs(ix) * wx, abs(iy) * wy, abs(iz) * wz
        enter = max(-ox * ix - kx, max(-oy * iy - ky, -oz * iz - kz))
        leave = min(-ox * ix + kx, min(-oy * iy + ky, -oz * iz + kz))
        depth[i] = enter if enter <= leave and enter > 0.0 else -1.0
    if r >= 0.002:
        for i in range(count):
            enter = depth[i]
            if enter > 0.0:
                u = u0 + inv * i
                dx = dx0 + u * dx1
                dy = dy0 + u * dy1
                dz = dz0 + u * dz1
                # on a flat face at most one coordinate stands outside the inner box; else look at the edges and corner nearby
                out = 1 if abs(ox + dx * enter) > hx else 0
                out += 1 if abs(oy + dy * enter) > hy else 0
                out += 1 if abs(oz + dz * enter) > hz else 0
                if out > 1:
                    depth[i] = _box(ox, oy, oz, dx, dy, dz, hx, hy, hz, r)
