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

from screenc.stage.kernel import inlined

ROW = 16
NEAR = 0.05
FAR = 1.0e9
SPOTS = 8
"""Rays that are cast in a pixel at an edge, no two of them in one eighth of its width or of its height."""


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
