"""What the lens leaves out of focus: figures blurred whole, as layers; the set by its depth, from ever smaller pictures."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_trace import TILE


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
def defocus(tiles, z, focus, blur, l1, l2, l3, l4, img):
    """Blur some tiles of a picture by its depth, in place.

    The circle of confusion (a radius, in pixels) is blur * |z - focus| / z;
    `l1` to `l4` are the picture at half size, ever more blurred."""
    h, w, channels = img.shape
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(h, tiles[q, 1] * TILE + TILE)):
            for x in range(tiles[q, 0] * TILE, min(w, tiles[q, 0] * TILE + TILE)):
                d = max(z[y, x], 0.05)
                circle = blur * abs(d - focus) / d
                if circle < 0.6:
                    continue
                lod = _lod(circle)
                k = min(int(lod), 3)
                f = np.float32(lod - k)
                gy = y * 0.5 - 0.25
                gx = x * 0.5 - 0.25
                for c in range(channels):
                    if k == 0:
                        a = img[y, x, c]
                        b = _sample(l1, gy, gx, c)
                    elif k == 1:
                        a = _sample(l1, gy, gx, c)
                        b = _sample(l2, gy, gx, c)
                    elif k == 2:
                        a = _sample(l2, gy, gx, c)
                        b = _sample(l3, gy, gx, c)
                    else:
                        a = _sample(l3, gy, gx, c)
                        b = _sample(l4, gy, gx, c)
                    img[y, x, c] = a + (b - a) * f


@inlined
def _lod(circle):
    """Which of the ever more blurred pictures, in between too, has a circle of confusion of so many pixels."""
    return min(max(math.log2(circle * 1.1) + 0.4, 0.0), 4.0)


@compiled
def blend(z, focus, blur, l1, l2, l3, l4, out):
    """`defocus` of a picture of half size, all of it blurred; `z` is at half size and `blur` in whole pixels."""
    h, w, channels = out.shape
    for y in range(h):
        for x in range(w):
            d = max(z[y, x], 0.05)
            lod = max(_lod(blur * abs(d - focus) / d), 1.0)
            k = min(int(lod), 3)
            f = np.float32(lod - k)
            for c in range(channels):
                if k == 1:
                    a = l1[y, x, c]
                    b = l2[y, x, c]
                elif k == 2:
                    a = l2[y, x, c]
                    b = l3[y, x, c]
                else:
                    a = l3[y, x, c]
                    b = l4[y, x, c]
                out[y, x, c] = a + (b - a) * f


@compiled
def sharp_tiles(z, focus, blur, least, mask):
    """Mark the tiles in which anything has a circle of confusion under `least` pixels."""
    h, w = z.shape
    for y in range(h):
        for x in range(w):
            d = max(z[y, x], 0.05)
            if blur * abs(d - focus) < least * d:
                mask[y // TILE, x // TILE] = 1


@compiled
def halve_tiles(tiles, img, out):
    """Put some tiles of a picture, at half the size, into another."""
    h, w, channels = img.shape
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(h - 1, tiles[q, 1] * TILE + TILE), 2):
            for x in range(tiles[q, 0] * TILE, min(w - 1, tiles[q, 0] * TILE + TILE), 2):
                for c in range(channels):
                    out[y // 2, x // 2, c] = np.float32(0.25) * (
                        img[y, x, c] + img[y, x + 1, c] + img[y + 1, x, c] + img[y + 1, x + 1, c]
                    )


@compiled
def double_tiles(tiles, img, out):
    """`double`, for some tiles of what is made."""
    h, w, channels = out.shape
    tall = img.shape[0] - 1
    broad = img.shape[1] - 1
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(h, tiles[q, 1] * TILE + TILE)):
            j = min(y // 2, tall)
            n = min(max(j + (1 if y & 1 else -1), 0), tall)
            for x in range(tiles[q, 0] * TILE, min(w, tiles[q, 0] * TILE + TILE)):
                i = min(x // 2, broad)
                m = min(max(i + (1 if x & 1 else -1), 0), broad)
                for c in range(channels):
                    out[y, x, c] = (
                        np.float32(0.5625) * img[j, i, c]
                        + np.float32(0.1875) * (img[n, i, c] + img[j, m, c])
                        + np.float32(0.0625) * img[n, m, c]
                    )


def _levels(small: np.ndarray) -> list[np.ndarray]:
    """Four pictures of one size, each more blurred than the one before."""
    levels, last, sizes = [small], small, [small.shape]
    for _ in range(3):
        half = np.empty((max(2, last.shape[0] // 2), max(2, last.shape[1] // 2), small.shape[2]), np.float32)
        halve(last, half)
        last, smooth = half, half
        for size in reversed(sizes):
            grown = np.empty(size, np.float32)
            double(smooth, grown)
            smooth = grown
        sizes.append(half.shape)
        levels.append(smooth)
    return levels


def out_of_focus(tiles: np.ndarray, img: np.ndarray, z: np.ndarray, focus: float, blur: float) -> None:
    """Blur a picture by its depth, in place; `tiles` are all of it."""
    small = np.empty((max(2, img.shape[0] // 2), max(2, img.shape[1] // 2), img.shape[2]), np.float32)
    halve(img, small)
    defocus(tiles, z, focus, blur, *_levels(small), img)


def out_of_focus_by_halves(near, far, small, small_z, img: np.ndarray, z: np.ndarray, focus: float, blur: float) -> None:
    """The same where only the tiles `near` are drawn whole: those `far`, all blurred, are known from `small`, half the size."""
    halve_tiles(near, img, small)
    levels = _levels(small)
    defocus(near, z, focus, blur, *levels, img)
    soft = np.empty_like(small)
    blend(small_z, focus, blur, *levels, soft)
    double_tiles(far, soft, img)
