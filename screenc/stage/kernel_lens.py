"""From linear light to the finished picture: edges smoothed by looking again, then the film's own curve."""

from __future__ import annotations

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_trace import FAR, NEAR, meet

STEPS = 4096
TOP = 4.0
"""The curve is sampled evenly over the square root of light, up to TOP squared."""


@inlined
def _differs(hdr, y, x, j, i):
    d = 0.0
    m = 0.02
    for k in range(3):
        d += abs(hdr[y, x, k] - hdr[j, i, k])
        m += hdr[y, x, k] + hdr[j, i, k]
    return d > 0.05 * m


@compiled
def smooth_edges(x0, y0, x1, y1, width, height, focal, axes, eye_y, kinds, rows, ids, hdr, where, colours):
    """Average 8 rays in every pixel that an edge crosses; returns how many there were.

    Only the solids seen in the 3 by 3 pixels around can be met, and each ray takes the colour that its solid already has
    in the nearest of them, so nothing is lit twice. `where` (N,) and `colours` (N, 3) are scratch."""
    inv = 1.0 / focal
    found = 0
    names = np.empty(9, np.int32)
    for y in range(y0, y1):
        for x in range(x0, x1):
            me = ids[y, x]
            edge = (
                (x > 0 and ids[y, x - 1] != me and _differs(hdr, y, x, y, x - 1))
                or (x + 1 < width and ids[y, x + 1] != me and _differs(hdr, y, x, y, x + 1))
                or (y > 0 and ids[y - 1, x] != me and _differs(hdr, y, x, y - 1, x))
                or (y + 1 < height and ids[y + 1, x] != me and _differs(hdr, y, x, y + 1, x))
            )
            if not edge or found >= where.shape[0]:
                continue
            count = 0
            for j in range(max(y - 1, 0), min(y + 2, height)):
                for i in range(max(x - 1, 0), min(x + 2, width)):
                    seen = False
                    for k in range(count):
                        if names[k] == ids[j, i]:
                            seen = True
                    if not seen:
                        names[count] = ids[j, i]
                        count += 1
            r = 0.0
            g = 0.0
            b = 0.0
            for s in range(8):
                sx = (((s * 5 + 2) & 7) + 0.5) / 8.0 - 0.5
                sy = (s + 0.5) / 8.0 - 0.5
                u = (x + 0.5 + sx - width * 0.5) * inv
                v = (height * 0.5 - y - 0.5 - sy) * inv
                best = FAR * 2.0
                which = me
                for k in range(count):
                    n = names[k]
                    if n == -2:
                        t = FAR
                    elif n == -1:
                        down = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
                        t = -eye_y / down if down < -1.0e-5 else -1.0
                    else:
                        t = meet(kinds[n], rows[n], u, v)
                    if t > NEAR and t < best:
                        best = t
                        which = n
                # the nearest of the nine that shows it
                bj = y
                bi = x
                least = 99.0
                for j in range(max(y - 1, 0), min(y + 2, height)):
                    for i in range(max(x - 1, 0), min(x + 2, width)):
                        if ids[j, i] == which:
                            d = (i - x - sx) * (i - x - sx) + (j - y - sy) * (j - y - sy)
                            if d < least:
                                least = d
                                bj = j
                                bi = i
                # bright things are held to white first, or one lamp would burn through its whole edge
                r += min(hdr[bj, bi, 0], 2.5)
                g += min(hdr[bj, bi, 1], 2.5)
                b += min(hdr[bj, bi, 2], 2.5)
            where[found] = y * width + x
            colours[found, 0] = r * 0.125
            colours[found, 1] = g * 0.125
            colours[found, 2] = b * 0.125
            found += 1
    for k in range(found):
        y = where[k] // width
        x = where[k] - y * width
        for c in range(3):
            hdr[y, x, c] = colours[k, c]
    return found


def curve(exposure: float, shadows, lights) -> np.ndarray:
    """The film's response: (3, STEPS) float32, 0..255 in sRGB, sampled over the square root of light.

    A shoulder for the highlights, a toe that keeps blacks a little open, and a split tone: `shadows` and `lights` are
    (r, g, b) gains around 1 at the two ends."""
    x = (np.linspace(0.0, TOP, STEPS) ** 2) * exposure
    y = x * (1.62 * x + 0.030) / (x * (1.58 * x + 0.70) + 0.145)
    y = np.clip(y, 0.0, 1.0)
    display = np.where(y <= 0.0031308, 12.92 * y, 1.055 * np.maximum(y, 1e-9) ** (1 / 2.4) - 0.055)
    out = np.empty((3, STEPS), np.float32)
    for c in range(3):
        gain = shadows[c] + (lights[c] - shadows[c]) * display
        out[c] = np.clip((0.012 + 0.985 * display) * gain, 0.0, 1.0) * 255.0
    return out


@compiled
def grade(x0, y0, x1, y1, hdr, lut, vignette, grain, seed, out):
    """Linear light to sRGB bytes; the vignette darkens by the square of the distance from the middle."""
    height = hdr.shape[0]
    width = hdr.shape[1]
    scale = np.float32((STEPS - 1) / TOP)
    top = np.float32(STEPS - 1)
    for y in range(y0, y1):
        dy = (y - height * 0.5) / (width * 0.5)
        for x in range(x0, x1):
            dx = (x - width * 0.5) / (width * 0.5)
            d = dx * dx + dy * dy
            shade = np.float32(1.0 - vignette * d * (0.45 + 0.35 * d))
            h = (x * 374761393 + (y + seed) * 668265263) & 0x7FFFFFFF
            h = ((h ^ (h >> 13)) * 1274126177) & 0x7FFFFFFF
            noise = ((h >> 8) & 255) + ((h >> 16) & 255) - np.float32(255.0)
            noise = np.float32(0.5) + noise * np.float32(grain)
            for c in range(3):
                q = max(hdr[y, x, c] * shade, np.float32(0.0))
                k = int(min(np.sqrt(q) * scale, top))
                w = lut[c, k] + noise
                out[y, x, c] = np.uint8(min(max(w, np.float32(0.0)), np.float32(255.0)))
