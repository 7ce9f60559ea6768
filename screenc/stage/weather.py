"""Rain and snow: drops and flakes with places in the world, so that a moving camera moves among them.

Space is cut into boxes that repeat; every drop has a home in its box, falls, and comes back at the top. What is seen is the
streak of its fall while the shutter is open (half a frame at 24 frames per second), lit by the sky and hidden by whatever
stands nearer.
"""

from __future__ import annotations

import math

from screenc.stage.kernel import compiled, floor_of, hash2, inlined
from screenc.stage.kernel_trace import FLOOR

BOX = 7.0
"""Metres along the side of the box that repeats, with the eye in its middle."""
SHUTTER = 1.0 / 48


@inlined
def _wrap(x, centre, size):
    """x moved by whole sizes to within half a size of the centre."""
    q = (x - centre) / size + 0.5
    return centre + (q - math.floor(q) - 0.5) * size


@inlined
def _dab(x, y, cover, r, g, b, depth, front, hdr):
    if x >= 0 and y >= 0 and x < hdr.shape[1] and y < hdr.shape[0] and depth < front[y, x]:
        hdr[y, x, 0] += (r - hdr[y, x, 0]) * cover
        hdr[y, x, 1] += (g - hdr[y, x, 1]) * cover
        hdr[y, x, 2] += (b - hdr[y, x, 2]) * cover


@inlined
def _streak(x0, y0, x1, y1, width, cover, r, g, b, depth, front, hdr):
    """A soft line, drawn along its longer axis, its ends faded."""
    if max(abs(x0 - x1), abs(y0 - y1)) < 0.5:
        y1 = y0 + 0.5
    steep = abs(y1 - y0) >= abs(x1 - x0)
    if not steep:
        x0, y0, x1, y1 = y0, x0, y1, x1
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    slope = (x1 - x0) / max(y1 - y0, 1.0e-6)
    first = floor_of(y0)
    last = floor_of(y1) + 1
    limit = hdr.shape[0] if steep else hdr.shape[1]
    for j in range(max(first, 0), min(last, limit - 1) + 1):
        inside = min(j + 1.0, y1) - max(float(j), y0)
        if inside <= 0.0:
            continue
        along = (j + 0.5 - y0) / max(y1 - y0, 0.5)
        fade = min(1.0, 4.0 * min(along, 1.0 - along) + 0.25)
        mid = x0 + slope * (j + 0.5 - y0)
        reach = width * 0.5 + 0.5
        for i in range(floor_of(mid - reach), floor_of(mid + reach) + 2):
            c = min(1.0, max(0.0, reach - abs(i + 0.5 - mid))) * min(inside, 1.0) * fade * cover
            if c > 0.003:
                if steep:
                    _dab(i, j, c, r, g, b, depth, front, hdr)
                else:
                    _dab(j, i, c, r, g, b, depth, front, hdr)


@compiled
def rain(t, amount, eye, axes, focal, focus, blur, r, g, b, ids, front, hdr):
    """Draw the rain of one moment into linear light: three sheets of drops at growing distances, and splashes."""
    height, width, _ = hdr.shape
    for sheet in range(3):
        size = BOX * (1.0 + 0.9 * sheet)
        count = int(amount * (420 + 620 * sheet))
        for n in range(count):
            hx = hash2(n, sheet * 3 + 1)
            hy = hash2(n, sheet * 3 + 2)
            hz = hash2(n, sheet * 3 + 3)
            speed = 7.0 + 2.5 * hash2(n, 91)
            lean = 0.09 + 0.05 * hash2(n, 92)
            y = hy * size - speed * t
            x = hx * size + lean * speed * t
            px = _wrap(x, eye[0], size)
            py = _wrap(y, eye[1], size)
            pz = _wrap(hz * size, eye[2], size)
            if py < 0.0:
                continue
            ox = px - eye[0]
            oy = py - eye[1]
            oz = pz - eye[2]
            qx = ox - lean * speed * SHUTTER
            qy = oy + speed * SHUTTER
            z0 = ox * axes[2, 0] + oy * axes[2, 1] + oz * axes[2, 2]
            z1 = qx * axes[2, 0] + qy * axes[2, 1] + oz * axes[2, 2]
            if z0 < 0.7 or z1 < 0.7:
                continue
            k = focal / z0
            m = focal / z1
            sx = width * 0.5 + k * (ox * axes[0, 0] + oy * axes[0, 1] + oz * axes[0, 2])
            sy = height * 0.5 - k * (ox * axes[1, 0] + oy * axes[1, 1] + oz * axes[1, 2])
            ex = width * 0.5 + m * (qx * axes[0, 0] + qy * axes[0, 1] + oz * axes[0, 2])
            ey = height * 0.5 - m * (qx * axes[1, 0] + qy * axes[1, 1] + oz * axes[1, 2])
            if max(sx, ex) < 0.0 or min(sx, ex) > width or max(sy, ey) < 0.0 or min(sy, ey) > height:
                continue
            thick = max(k * 0.0035, 0.7)
            cover = 0.30 * min(1.0, k * 0.0035 / 0.7 + 0.35) / (1.0 + max(thick - 2.0, 0.0))
            haze = min(blur * abs(z0 - focus) / z0, 24.0)
            cover *= thick / (thick + haze)
            thick += haze
            if cover < 0.01:
                continue
            _streak(sx, sy, ex, ey, thick, cover, r, g, b, z0, front, hdr)
    # splashes: each lives a tenth of a second at its own place
    for n in range(int(amount * 520)):
        life = t * 9.0 + hash2(n, 55)
        turn = floor_of(life)
        age = life - turn
        x = _wrap(hash2(n, turn) * 14.0, eye[0] + axes[2, 0] * 6.0, 14.0)
        z = _wrap(hash2(n + 31, turn) * 14.0, eye[2] + axes[2, 2] * 6.0, 14.0)
        ox = x - eye[0]
        oy = -eye[1]
        oz = z - eye[2]
        depth = ox * axes[2, 0] + oy * axes[2, 1] + oz * axes[2, 2]
        if depth < 1.0:
            continue
        k = focal / depth
        sx = width * 0.5 + k * (ox * axes[0, 0] + oy * axes[0, 1] + oz * axes[0, 2])
        sy = height * 0.5 - k * (ox * axes[1, 0] + oy * axes[1, 1] + oz * axes[1, 2])
        if sx < 0.0 or sy < 0.0 or sx >= width or sy >= height or ids[int(sy), int(sx)] != FLOOR:
            continue
        ring = k * 0.045 * age
        cover = 0.22 * (1.0 - age) * min(1.0, k * 0.008)
        _streak(sx - ring, sy, sx + ring, sy, 0.8, cover, r, g, b, depth - 0.05, front, hdr)
        _streak(sx, sy - k * 0.03 * (1.0 - age), sx, sy, 0.8, cover, r, g, b, depth - 0.05, front, hdr)


@compiled
def snow(t, amount, eye, axes, focal, focus, blur, r, g, b, front, hdr):
    """Draw the falling snow of one moment: soft discs that drift as they sink."""
    height, width, _ = hdr.shape
    for sheet in range(3):
        size = BOX * (1.0 + 0.9 * sheet)
        for n in range(int(amount * (500 + 1100 * sheet))):
            speed = 0.75 + 0.5 * hash2(n, 81)
            phase = hash2(n, 82) * 6.283
            x = hash2(n, sheet * 3 + 1) * size + 0.22 * math.sin(t * 1.3 + phase) + 0.25 * t
            y = hash2(n, sheet * 3 + 2) * size - speed * t
            z = hash2(n, sheet * 3 + 3) * size + 0.18 * math.cos(t * 1.1 + phase)
            px = _wrap(x, eye[0], size) - eye[0]
            py = _wrap(y, eye[1], size) - eye[1]
            pz = _wrap(z, eye[2], size) - eye[2]
            if py + eye[1] < 0.0:
                continue
            depth = px * axes[2, 0] + py * axes[2, 1] + pz * axes[2, 2]
            if depth < 0.6:
                continue
            k = focal / depth
            sx = width * 0.5 + k * (px * axes[0, 0] + py * axes[0, 1] + pz * axes[0, 2])
            sy = height * 0.5 - k * (px * axes[1, 0] + py * axes[1, 1] + pz * axes[1, 2])
            radius = max(k * (0.007 + 0.007 * hash2(n, 83)), 0.6)
            if sx < -radius or sy < -radius or sx > width + radius or sy > height + radius:
                continue
            cover = 0.85 * min(1.0, k * 0.009) / (1.0 + 0.02 * radius * radius)
            haze = min(blur * abs(depth - focus) / depth, 24.0)
            cover *= radius * radius / (radius + haze) ** 2
            radius += haze
            if cover < 0.01:
                continue
            for j in range(int(sy - radius - 1.0), int(sy + radius + 2.0)):
                for i in range(int(sx - radius - 1.0), int(sx + radius + 2.0)):
                    d = math.sqrt((i + 0.5 - sx) ** 2 + (j + 0.5 - sy) ** 2)
                    c = min(max((radius + 0.5 - d) / (0.6 * radius + 0.6), 0.0), 1.0) * cover
                    if c > 0.003:
                        _dab(i, j, c, r, g, b, depth, front, hdr)
