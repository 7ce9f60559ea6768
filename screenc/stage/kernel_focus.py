"""What the lens leaves out of focus: figures blurred whole, as layers; the set by its depth, from ever smaller pictures."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined


@inlined
def _counted(x, whole, part, first, last, size):
    """How many pixels, with the fractions at both ends, the box round x holds within the picture."""
    n = np.float32(2 * whole + 1) + np.float32(2.0) * part
    if first:
        if x - whole - 1 < 0:
            n -= part
        if x - whole < 0:
            n -= np.float32(whole - x)
    if last:
        if x + whole + 1 >= size:
            n -= part
        if x + whole >= size:
            n -= np.float32(x + whole - size + 1)
    return n


@compiled
def spread(layer, x0, y0, x1, y1, across, down, scratch):
    """Blur a rectangle of a picture in place with a tent of half width about twice `across` by `down` pixels, fractions too.

    Past the picture's own border nothing is known and nothing is counted; past the rectangle's there is nothing."""
    height, width, channels = layer.shape
    for _ in range(2):
        whole = int(across)
        part = np.float32(across - whole)
        for y in range(y0, y1):
            for c in range(channels):
                total = np.float32(0.0)
                for x in range(x0, min(x0 + whole, x1)):
                    total += layer[y, x, c]
                for x in range(x0, x1):
                    if x + whole < x1:
                        total += layer[y, x + whole, c]
                    ends = np.float32(0.0)
                    if x + whole + 1 < x1:
                        ends += layer[y, x + whole + 1, c]
                    if x - whole - 1 >= x0:
                        ends += layer[y, x - whole - 1, c]
                    scratch[y, x, c] = (total + part * ends) / _counted(x, whole, part, x0 == 0, x1 == width, width)
                    if x - whole >= x0:
                        total -= layer[y, x - whole, c]
        whole = int(down)
        part = np.float32(down - whole)
        total_row = np.zeros((x1 - x0, channels), np.float32)
        for y in range(y0, min(y0 + whole, y1)):
            for x in range(x0, x1):
                for c in range(channels):
                    total_row[x - x0, c] += scratch[y, x, c]
        for y in range(y0, y1):
            share = np.float32(1.0) / _counted(y, whole, part, y0 == 0, y1 == height, height)
            for x in range(x0, x1):
                for c in range(channels):
                    if y + whole < y1:
                        total_row[x - x0, c] += scratch[y + whole, x, c]
                    ends = np.float32(0.0)
                    if y + whole + 1 < y1:
                        ends += scratch[y + whole + 1, x, c]
                    if y - whole - 1 >= y0:
                        ends += scratch[y - whole - 1, x, c]
                    layer[y, x, c] = (total_row[x - x0, c] + part * ends) * share
                    if y - whole >= y0:
                        total_row[x - x0, c] -= scratch[y - whole, x, c]
    for y in range(y0, y1):
        for x in range(x0, x1):
            for c in range(channels):
                # running sums leave dust
                if layer[y, x, c] < np.float32(1.0e-5):
                    layer[y, x, c] = np.float32(0.0)


@inlined
def _sample(level, gy, gx, c):
    h = level.shape[0]
    w = level.shape[1]
    gx = min(max(gx, 0.0), w - 1.001)
    gy = min(max(gy, 0.0), h - 1.001)
    i = int(gx)
    j = int(gy)
    fx = gx - i
    fy = gy - j
    return (level[j, i, c] * (1.0 - fx) + level[j, i + 1, c] * fx) * (1.0 - fy) + (
        level[j + 1, i, c] * (1.0 - fx) + level[j + 1, i + 1, c] * fx
    ) * fy


@compiled
def halve(img, out):
    """A picture of half the size, softened by a 4 by 4 tent."""
    h, w, channels = out.shape
    tall = img.shape[0] - 1
    broad = img.shape[1] - 1
    for y in range(h):
        a = max(2 * y - 1, 0)
        b = min(2 * y, tall)
        c_ = min(2 * y + 1, tall)
        d = min(2 * y + 2, tall)
        for x in range(w):
            e = max(2 * x - 1, 0)
            f = min(2 * x, broad)
            g = min(2 * x + 1, broad)
            k = min(2 * x + 2, broad)
            for c in range(channels):
                top = img[a, e, c] + img[a, k, c] + img[d, e, c] + img[d, k, c]
                side = (
                    img[a, f, c]
                    + img[a, g, c]
                    + img[d, f, c]
                    + img[d, g, c]
                    + img[b, e, c]
                    + img[c_, e, c]
                    + img[b, k, c]
                    + img[c_, k, c]
                )
                core = img[b, f, c] + img[b, g, c] + img[c_, f, c] + img[c_, g, c]
                out[y, x, c] = (top + np.float32(3.0) * side + np.float32(9.0) * core) * np.float32(1.0 / 64.0)


@compiled
def double(img, out):
    """A picture of twice the size; doubled again and again, its steps become a smooth spline (Chaikin's corners)."""
    h, w, channels = out.shape
    tall = img.shape[0] - 1
    broad = img.shape[1] - 1
    for y in range(h):
        j = min(y // 2, tall)
        n = min(max(j + (1 if y & 1 else -1), 0), tall)
        for x in range(w):
            i = min(x // 2, broad)
            m = min(max(i + (1 if x & 1 else -1), 0), broad)
            for c in range(channels):
                out[y, x, c] = (
                    np.float32(0.5625) * img[j, i, c]
                    + np.float32(0.1875) * (img[n, i, c] + img[j, m, c])
                    + np.float32(0.0625) * img[n, m, c]
                )


@compiled
def defocus(z, focus, blur, l1, l2, l3, l4, img):
    """Blur a picture by its depth, in place: the circle of confusion (a radius, in pixels) is blur * |z - focus| / z.

    `l1` to `l4` are the picture at half size, ever more blurred."""
    h, w, channels = img.shape
    for y in range(h):
        for x in range(w):
            d = max(z[y, x], 0.05)
            circle = blur * abs(d - focus) / d
            if circle < 0.6:
                continue
            lod = min(max(math.log2(circle * 1.1) + 0.4, 0.0), 4.0)
            k = min(int(lod), 3)
            f = np.float32(lod - k)
            gy = y * 0.5 - 0.25
            gx = x * 0.5 - 0.25
            for c in range(channels):
                if k == 0:
                    p = img[y, x, c]
                    q = _sample(l1, gy, gx, c)
                elif k == 1:
                    p = _sample(l1, gy, gx, c)
                    q = _sample(l2, gy, gx, c)
                elif k == 2:
                    p = _sample(l2, gy, gx, c)
                    q = _sample(l3, gy, gx, c)
                else:
                    p = _sample(l3, gy, gx, c)
                    q = _sample(l4, gy, gx, c)
                img[y, x, c] = p + (q - p) * f


def out_of_focus(img: np.ndarray, z: np.ndarray, focus: float, blur: float) -> None:
    """Blur a picture by its depth, in place."""
    levels, last, sizes = [], img, []
    for n in range(4):
        small = np.empty((max(2, last.shape[0] // 2), max(2, last.shape[1] // 2), img.shape[2]), np.float32)
        halve(last, small)
        last, smooth = small, small
        sizes.append(small.shape)
        for size in reversed(sizes[:n]):
            grown = np.empty(size, np.float32)
            double(smooth, grown)
            smooth = grown
        levels.append(smooth)
    defocus(z, focus, blur, *levels, img)
