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
SPOTS = 8
"""Rays that are cast in a pixel at an edge, no two of them in one eighth of its width or of its height."""


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
def take(rows, n, row):
    """Copy a solid's row, from where its numbers stand at places that the compiler knows."""
    for k in range(ROW):
        row[k] = rows[n, k]


@inlined
def ray_of(i, u0, v0, step, scattered):
    if scattered:
        return u0 + step * (((i * 5 + 2) & 7) * 0.125), v0 - step * (i * 0.125)
    return u0 + step * i, v0


@inlined
def meet(kind, row, u0, v0, step, scattered, count, depth):
    """Depths at which `count` rays enter a solid, or -1; returns how many do.

    The rays are (u0 + i * step, v0), along a row of pixels; or, where they are `scattered`, SPOTS over a pixel whose corner
    (u0, v0) is. Loops without branches, so that many rays are met at once, and what few rays need is asked only where one
    does; `scattered` and `count` must be known to the compiler."""
    hits = 0
    if kind == 0:
        d2, y0, c0, c1 = row[0], row[1], row[8], row[9]
        m0, mu, mv = row[2], row[3], row[4]
        a0, au, av = row[5], row[6], row[7]
        b0, bu, bv = row[10], row[11], row[12]
        if d2 < 0.0:
            for i in range(count):
                u, v = ray_of(i, u0, v0, step, scattered)
                t = _first(c0, a0 + u * au + v * av, 1.0 + u * u + v * v)
                depth[i] = t
                hits += 1 if t > 0.0 else 0
            return hits
        k0 = d2 * c0 - y0 * y0
        ends = 0
        for i in range(count):
            u, v = ray_of(i, u0, v0, step, scattered)
            m2 = m0 + u * mu + v * mv
            k2 = d2 * (1.0 + u * u + v * v) - m2 * m2
            k1 = d2 * (a0 + u * au + v * av) - y0 * m2
            h = k1 * k1 - k0 * k2
            t = (np.float32(-k1) - math.sqrt(np.float32(max(h, 0.0)))) / np.float32(k2)
            y = y0 + t * m2
            past = max(max(-y, y - d2), 1.0e-9 - k2)
            ends += 1 if h >= 0.0 and past >= 0.0 else 0
            hits += 1 if h >= 0.0 else 0
            depth[i] = t if h >= 0.0 else np.float32(-1.0)
        if ends == 0:
            return hits
        for i in range(count):
            u, v = ray_of(i, u0, v0, step, scattered)
            rd = 1.0 + u * u + v * v
            m2 = m0 + u * mu + v * mv
            k2 = d2 * rd - m2 * m2
            k1 = d2 * (a0 + u * au + v * av) - y0 * m2
            body = depth[i]
            y = y0 + body * m2
            head = _first(c0, a0 + u * au + v * av, rd)
            foot = _first(c1, b0 + u * bu + v * bv, rd)
            low = head if head > 0.0 else foot
            high = foot if foot > 0.0 else head
            t = low if y <= 0.0 else high
            t = body if y > 0.0 and y < d2 else t
            nearer = foot if head < 0.0 or (foot > 0.0 and foot < head) else head
            t = t if k2 > 1.0e-9 else nearer
            depth[i] = t if k1 * k1 >= k0 * k2 else np.float32(-1.0)
        return hits
    ox, oy, oz = row[0], row[1], row[2]
    fx, fy, fz = row[3], row[4], row[5]
    ux, uy, uz = row[6], row[7], row[8]
    vx, vy, vz = row[9], row[10], row[11]
    if kind == 1:
        c = ox * ox + oy * oy + oz * oz - 1.0
        for i in range(count):
            u, v = ray_of(i, u0, v0, step, scattered)
            dx = fx + u * ux + v * vx
            dy = fy + u * uy + v * vy
            dz = fz + u * uz + v * vz
            t = _first(c, ox * dx + oy * dy + oz * dz, dx * dx + dy * dy + dz * dz)
            depth[i] = t
            hits += 1 if t > 0.0 else 0
        return hits
    hx, hy, hz, r = row[12], row[13], row[14], row[15]
    wx, wy, wz = hx + r, hy + r, hz + r
    for i in range(count):
        u, v = ray_of(i, u0, v0, step, scattered)
        dx = fx + u * ux + v * vx
        dy = fy + u * uy + v * vy
        dz = fz + u * uz + v * vz
        dx = dx if abs(dx) >= 1.0e-9 else 1.0e-9
        dy = dy if abs(dy) >= 1.0e-9 else 1.0e-9
        dz = dz if abs(dz) >= 1.0e-9 else 1.0e-9
        # one division for three
        k = 1.0 / (dx * dy * dz)
        ix = dy * dz * k
        iy = dx * dz * k
        iz = dx * dy * k
        kx, ky, kz = abs(ix) * wx, abs(iy) * wy, abs(iz) * wz
        enter = max(-ox * ix - kx, max(-oy * iy - ky, -oz * iz - kz))
        leave = min(-ox * ix + kx, min(-oy * iy + ky, -oz * iz + kz))
        t = enter if enter <= leave and enter > 0.0 else -1.0
        depth[i] = t
        hits += 1 if t > 0.0 else 0
    if hits == 0 or r < 0.002:
        return hits
    # on a flat face at most one coordinate stands outside the inner box; else look at the edges and corner nearby
    corners = 0
    for i in range(count):
        u, v = ray_of(i, u0, v0, step, scattered)
        t = depth[i]
        px = abs(ox + t * (fx + u * ux + v * vx)) - hx
        py = abs(oy + t * (fy + u * uy + v * vy)) - hy
        pz = abs(oz + t * (fz + u * uz + v * vz)) - hz
        second = max(min(px, py), max(min(px, pz), min(py, pz)))
        corners += 1 if t > 0.0 and second > 0.0 else 0
    if corners == 0:
        return hits
    rr = r * r
    for i in range(count):
        u, v = ray_of(i, u0, v0, step, scattered)
        enter = depth[i]
        dx = fx + u * ux + v * vx
        dy = fy + u * uy + v * vy
        dz = fz + u * uz + v * vz
        px = ox + enter * dx
        py = oy + enter * dy
        pz = oz + enter * dz
        # fold into the octant of the hit
        sx = -1.0 if px < 0.0 else 1.0
        sy = -1.0 if py < 0.0 else 1.0
        sz = -1.0 if pz < 0.0 else 1.0
        dx *= sx
        dy *= sy
        dz *= sz
        x = ox * sx
        y = oy * sy
        z = oz * sz
        second = max(min(abs(px) - hx, abs(py) - hy), max(min(abs(px) - hx, abs(pz) - hz), min(abs(py) - hy, abs(pz) - hz)))
        qx = x - hx
        qy = y - hy
        qz = z - hz
        xx = dx * dx
        yy = dy * dy
        zz = dz * dz
        bx = qx * dx
        by = qy * dy
        bz = qz * dz
        cx = qx * qx
        cy = qy * qy
        cz = qz * qz - rr
        best = FAR
        t = _first(cx + cy + cz, bx + by + bz, xx + yy + zz)
        best = t if t > 0.0 and x + t * dx >= hx and y + t * dy >= hy and z + t * dz >= hz else best
        t = _first(cy + cz, by + bz, yy + zz)
        best = t if t > 0.0 and t < best and abs(x + t * dx) <= hx and y + t * dy >= hy and z + t * dz >= hz else best
        t = _first(cx + cz, bx + bz, xx + zz)
        best = t if t > 0.0 and t < best and abs(y + t * dy) <= hy and x + t * dx >= hx and z + t * dz >= hz else best
        t = _first(cx + cy - rr, bx + by, xx + yy)
        best = t if t > 0.0 and t < best and abs(z + t * dz) <= hz and x + t * dx >= hx and y + t * dy >= hy else best
        # a ray may also pass the rounded edge and land on a flat face further on
        t = (hx + r - x) / dx
        best = t if t > 0.0 and t < best and dx < 0.0 and abs(y + t * dy) <= hy and abs(z + t * dz) <= hz else best
        t = (hy + r - y) / dy
        best = t if t > 0.0 and t < best and dy < 0.0 and abs(x + t * dx) <= hx and abs(z + t * dz) <= hz else best
        t = (hz + r - z) / dz
        best = t if t > 0.0 and t < best and dz < 0.0 and abs(x + t * dx) <= hx and abs(y + t * dy) <= hy else best
        best = best if best < FAR else -1.0
        depth[i] = best if enter > 0.0 and second > 0.0 else enter
    return hits


@inlined
def _first(c, b, a):
    """First t with a t^2 + 2 b t + c = 0, or -1; the root and the quotient are as exact as the buffer of depths."""
    h = b * b - a * c
    t = (np.float32(-b) - math.sqrt(np.float32(max(h, 0.0)))) / np.float32(a)
    return t if h >= 0.0 else np.float32(-1.0)
