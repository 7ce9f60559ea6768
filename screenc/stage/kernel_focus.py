"""What the lens leaves out of focus: figures blurred whole, as layers; the set by its depth, from ever smaller pictures."""

from __future__ import annotations

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
    last = channels - 1
    for _ in range(2):
        whole = int(across)
        part = np.float32(across - whole)
        for y in range(y0, y1):
            # all channels at once; of three, the last is done twice
            p = np.float32(0.0)
            q = np.float32(0.0)
            r = np.float32(0.0)
            s = np.float32(0.0)
            for x in range(x0, min(x0 + whole, x1)):
                p += layer[y, x, 0]
                q += layer[y, x, 1]
                r += layer[y, x, 2]
                s += layer[y, x, last]
            for x in range(x0, x1):
                if x + whole < x1:
                    p += layer[y, x + whole, 0]
                    q += layer[y, x + whole, 1]
                    r += layer[y, x + whole, 2]
                    s += layer[y, x + whole, last]
                # what is half in the box, at either end
                after = x + whole + 1 if x + whole + 1 < x1 else x0
                more = part if x + whole + 1 < x1 else np.float32(0.0)
                before = x - whole - 1 if x - whole - 1 >= x0 else x0
                less = part if x - whole - 1 >= x0 else np.float32(0.0)
                share = np.float32(1.0) / _counted(x, whole, part, x0 == 0, x1 == width, width)
                scratch[y, x, 0] = (p + more * layer[y, after, 0] + less * layer[y, before, 0]) * share
                scratch[y, x, 1] = (q + more * layer[y, after, 1] + less * layer[y, before, 1]) * share
                scratch[y, x, 2] = (r + more * layer[y, after, 2] + less * layer[y, before, 2]) * share
                scratch[y, x, last] = (s + more * layer[y, after, last] + less * layer[y, before, last]) * share
                if x - whole >= x0:
                    p -= layer[y, x - whole, 0]
                    q -= layer[y, x - whole, 1]
                    r -= layer[y, x - whole, 2]
                    s -= layer[y, x - whole, last]
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


@inlined
def _double_row(img, y, x0, x1, mixed, out):
    """Row y of a picture of twice the size, from column x0, even, to x1, into a row; `mixed` is a row of scratch."""
    h, w, _ = img.shape
    j = min(y // 2, h - 1)
    n = min(max(j + (1 if y & 1 else -1), 0), h - 1)
    left = x0 // 2
    count = (x1 - x0 + 1) // 2
    known = min(count + 1, w - left)
    for i in range(1, known + 1):
        for c in range(3):
            mixed[3 * i + c] = np.float32(0.75) * img[j, left + i - 1, c] + np.float32(0.25) * img[n, left + i - 1, c]
    # past a border, its own last pixel
    for c in range(3):
        at = max(left - 1, 0)
        mixed[c] = np.float32(0.75) * img[j, at, c] + np.float32(0.25) * img[n, at, c]
    for i in range(known + 1, count + 2):
        for c in range(3):
            mixed[3 * i + c] = mixed[3 * known + c]
    for i in range((x1 - x0) // 2):
        for c in range(3):
            here = np.float32(0.75) * mixed[3 * i + 3 + c]
            out[2 * i, c] = here + np.float32(0.25) * mixed[3 * i + c]
            out[2 * i + 1, c] = here + np.float32(0.25) * mixed[3 * i + 6 + c]
    if (x1 - x0) & 1:
        for c in range(3):
            out[x1 - x0 - 1, c] = np.float32(0.75) * mixed[3 * count - 3 + c] + np.float32(0.25) * mixed[3 * count - 6 + c]


@compiled
def double(img, out):
    """A picture of twice the size; doubled again and again, its steps become a smooth spline (Chaikin's corners)."""
    h, w, _ = out.shape
    mixed = np.empty((w // 2 + 4) * 3, np.float32)
    for y in range(h):
        _double_row(img, y, 0, w, mixed, out[y])


@compiled
def defocus(tiles, z, focus, blur, l1, l2, l3, l4, img):
    """Blur some tiles of a picture by its depth, in place.

    The circle of confusion (a radius, in pixels) is blur * |z - focus| / z;
    `l1` to `l4` are the picture at half size, ever more blurred."""
    h, w, _ = img.shape
    mixed = np.empty((TILE // 2 + 4) * 3, np.float32)
    soft = np.empty((4, TILE, 3), np.float32)
    share = np.empty(4 * TILE, np.float32)
    for q in range(tiles.shape[0]):
        x0 = tiles[q, 0] * TILE
        x1 = min(w, x0 + TILE)
        for y in range(tiles[q, 1] * TILE, min(h, tiles[q, 1] * TILE + TILE)):
            least = 9.0
            most = 0.0
            for x in range(x1 - x0):
                d = max(float(z[y, x0 + x]), 0.05)
                circle = blur * abs(d - focus) / d
                # how much of each level is laid over the one before it, the picture itself the first
                lod = np.float32(_lod(circle) if circle >= 0.6 else 0.0)
                least = min(least, lod)
                most = max(most, lod)
                for k in range(4):
                    share[k * TILE + x] = min(max(lod - np.float32(k), np.float32(0.0)), np.float32(1.0))
            if most <= 0.0:
                continue
            if least < 2.0:
                _double_row(l1, y, x0, x1, mixed, soft[0])
            if least < 3.0 and most > 1.0:
                _double_row(l2, y, x0, x1, mixed, soft[1])
            if most > 2.0:
                _double_row(l3, y, x0, x1, mixed, soft[2])
            if most > 3.0:
                _double_row(l4, y, x0, x1, mixed, soft[3])
            for k in range(4):
                if most <= k or least >= k + 2:
                    continue
                for x in range(x1 - x0):
                    s = share[k * TILE + x]
                    for c in range(3):
                        img[y, x0 + x, c] += (soft[k, x, c] - img[y, x0 + x, c]) * s


@inlined
def _lod(circle):
    """Which of the ever more blurred pictures, in between too, has a circle of confusion of so many pixels: log2(1.45 circle),
    0 to 4, right to a hundredth, without a logarithm."""
    size = min(max(circle * 1.45, 1.0), 16.0)
    k = 0.0
    k = 1.0 if size >= 2.0 else k
    k = 2.0 if size >= 4.0 else k
    k = 3.0 if size >= 8.0 else k
    share = 1.0
    share = 0.5 if size >= 2.0 else share
    share = 0.25 if size >= 4.0 else share
    share = 0.125 if size >= 8.0 else share
    f = size * share - 1.0
    return k + f * (1.34 - 0.34 * f)


@compiled
def blend(z, focus, blur, l1, l2, l3, l4, out):
    """`defocus` of a picture of half size, all of it blurred; `z` is at half size and `blur` in whole pixels."""
    h, w, _ = out.shape
    share = np.empty(3 * w, np.float32)
    for y in range(h):
        for x in range(w):
            d = max(float(z[y, x]), 0.05)
            lod = np.float32(max(_lod(blur * abs(d - focus) / d), 1.0))
            # how much of each of the last three is added to the one before it
            share[x] = min(lod - np.float32(1.0), np.float32(1.0))
            share[w + x] = min(max(lod - np.float32(2.0), np.float32(0.0)), np.float32(1.0))
            share[2 * w + x] = max(lod - np.float32(3.0), np.float32(0.0))
        for x in range(w):
            p = share[x]
            q = share[w + x]
            r = share[2 * w + x]
            for c in range(3):
                a = l1[y, x, c]
                a += (l2[y, x, c] - a) * p
                a += (l3[y, x, c] - a) * q
                out[y, x, c] = a + (l4[y, x, c] - a) * r


@compiled
def sharp_tiles(z, focus, blur, least, mask):
    """Mark the tiles, of the whole picture, in which anything has a circle of confusion under `least` pixels; `z` is at half
    the size."""
    h, w = z.shape
    side = TILE // 2
    for y in range(h):
        for x in range(w):
            d = max(z[y, x], 0.05)
            if blur * abs(d - focus) < least * d:
                mask[y // side, x // side] = 1


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
    h, w, _ = out.shape
    mixed = np.empty((TILE // 2 + 4) * 3, np.float32)
    for q in range(tiles.shape[0]):
        x0 = tiles[q, 0] * TILE
        for y in range(tiles[q, 1] * TILE, min(h, tiles[q, 1] * TILE + TILE)):
            _double_row(img, y, x0, min(w, x0 + TILE), mixed, out[y, x0:])


def levels(img: np.ndarray) -> list[np.ndarray]:
    """Four pictures of half the size, each more blurred than the one before."""
    small = np.empty((max(2, img.shape[0] // 2), max(2, img.shape[1] // 2), img.shape[2]), np.float32)
    halve(img, small)
    return _blurrier(small)


def _blurrier(small: np.ndarray, count: int = 3) -> list[np.ndarray]:
    """The picture and so many of its size, each more blurred than the one before."""
    levels, last, sizes = [small], small, [small.shape]
    for _ in range(count):
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
    defocus(tiles, z, focus, blur, *levels(img), img)


def out_of_focus_by_halves(near, far, small, small_z, img: np.ndarray, z: np.ndarray, focus: float, blur: float) -> None:
    """The same where only the tiles `near` are drawn whole: those `far`, all blurred, are known from `small`, half the size."""
    halve_tiles(near, img, small)
    blurrier = _blurrier(small)
    defocus(near, z, focus, blur, *blurrier, img)
    soft = np.empty_like(small)
    blend(small_z, focus, blur, *blurrier, soft)
    double_tiles(far, soft, img)


def out_of_focus_by_quarters(small, small_z, half, tiles, img: np.ndarray, focus: float, blur: float) -> None:
    """The same where all is blurred by at least 2.8 pixels, and known from a picture of a quarter of the size; `half` is
    scratch of half the size."""
    soft = np.empty_like(small)
    # a quarter of the size is as blurred as the second of the four
    blend(small_z, focus, blur, small, *_blurrier(small, 2), soft)
    double(soft, half)
    double_tiles(tiles, half, img)
