"""From linear light to the finished picture: edges smoothed by looking again, then the film's own curve."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage.kernel import compiled, inlined
from screenc.stage.kernel_rays import FAR, NEAR, ROW, SPOTS, meet, ray_of, take
from screenc.stage.kernel_trace import FLOOR, NOTHING, SKY, TILE

STEPS = 4096
TOP = 4.0
"""The curve is sampled evenly over the square root of light, up to TOP squared."""


@inlined
def _differs(img, y, x, j, i):
    d = 0.0
    m = 0.02
    for k in range(img.shape[2]):
        d += abs(img[y, x, k] - img[j, i, k])
        m += abs(img[y, x, k]) + abs(img[j, i, k])
    return d > 0.05 * m


@compiled
def smooth_edges(
    tiles,
    width,
    height,
    focal,
    axes,
    eye_y,
    kinds,
    rows,
    z,
    ids,
    first,
    set_kinds,
    set_rows,
    set_ids,
    focus,
    blur,
    img,
    where,
    colours,
):
    """Average SPOTS rays in every pixel that an edge crosses; returns how many pixels there were.

    Only the solids seen in the 3 by 3 pixels around can be met, and each solid has the colour that it already has in the
    nearest of them, so nothing is lit twice. In a layer (ids from `first` up, NOTHING else) a solid of the set that
    stands before the figure is met too, and hides it. What the lens will blur is left as it is. `where` (N,) and `colours`
    (N, channels) are scratch."""
    inv = 1.0 / focal
    channels = img.shape[2]
    found = 0
    names = np.empty(9, np.int32)
    walls = np.empty(9, np.int32)
    total = np.empty(9)
    row = np.empty(ROW)
    met = np.empty(SPOTS, np.float32)
    best = np.empty(SPOTS, np.float32)
    which = np.empty(SPOTS, np.int32)
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE)):
                me = ids[y, x]
                edge = (
                    (x > 0 and ids[y, x - 1] != me and _differs(img, y, x, y, x - 1))
                    or (x + 1 < width and ids[y, x + 1] != me and _differs(img, y, x, y, x + 1))
                    or (y > 0 and ids[y - 1, x] != me and _differs(img, y, x, y - 1, x))
                    or (y + 1 < height and ids[y + 1, x] != me and _differs(img, y, x, y + 1, x))
                )
                if not edge or found >= where.shape[0]:
                    continue
                if blur > 2.0 and blur * abs(z[y, x] - focus) > 2.0 * z[y, x]:
                    continue
                count = 0
                hiding = 0
                deep = np.float32(0.0)
                if first >= 0:
                    for j in range(max(y - 1, 0), min(y + 2, height)):
                        for i in range(max(x - 1, 0), min(x + 2, width)):
                            if ids[j, i] >= 0:
                                deep = max(deep, z[j, i])
                for j in range(max(y - 1, 0), min(y + 2, height)):
                    for i in range(max(x - 1, 0), min(x + 2, width)):
                        seen = False
                        for k in range(count):
                            if names[k] == ids[j, i]:
                                seen = True
                        if not seen:
                            names[count] = ids[j, i]
                            count += 1
                        # where the layer shows nothing, z is the set's
                        if first >= 0 and set_ids[j, i] >= 0 and ids[j, i] == NOTHING and z[j, i] < deep + np.float32(0.05):
                            seen = False
                            for k in range(hiding):
                                if walls[k] == set_ids[j, i]:
                                    seen = True
                            if not seen:
                                walls[hiding] = set_ids[j, i]
                                hiding += 1
                for c in range(channels):
                    total[c] = 0.0
                u0 = (x + 0.0625 - width * 0.5) * inv
                v0 = (height * 0.5 - y - 0.0625) * inv
                for ray in range(SPOTS):
                    best[ray] = FAR * 2.0
                    which[ray] = me
                for k in range(count):
                    n = names[k]
                    if n <= SKY:
                        for ray in range(SPOTS):
                            met[ray] = FAR
                    elif n == FLOOR:
                        for ray in range(SPOTS):
                            u, v = ray_of(ray, u0, v0, inv, True)
                            down = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
                            met[ray] = -eye_y / down if down < -1.0e-5 else -1.0
                    else:
                        take(rows, n, row)
                        if meet(kinds[n], row, u0, v0, inv, True, SPOTS, met) == 0:
                            continue
                    for ray in range(SPOTS):
                        closer = met[ray] > np.float32(NEAR) and met[ray] < best[ray]
                        best[ray] = met[ray] if closer else best[ray]
                        which[ray] = n if closer else which[ray]
                for k in range(hiding):
                    take(set_rows, walls[k], row)
                    if meet(set_kinds[walls[k]], row, u0, v0, inv, True, SPOTS, met) == 0:
                        continue
                    for ray in range(SPOTS):
                        if met[ray] > np.float32(NEAR) and met[ray] < best[ray]:
                            which[ray] = NOTHING
                for k in range(count):
                    n = names[k]
                    share = 0
                    for ray in range(SPOTS):
                        share += 1 if which[ray] == n else 0
                    if share == 0 or n == NOTHING:
                        continue
                    # its colour in the nearest of the nine that shows it: beside this pixel, or else at a corner
                    bj = y
                    bi = x
                    if n != me:
                        least = 3
                        for j in range(max(y - 1, 0), min(y + 2, height)):
                            for i in range(max(x - 1, 0), min(x + 2, width)):
                                d = abs(i - x) + abs(j - y)
                                if ids[j, i] == n and d < least:
                                    least = d
                                    bj = j
                                    bi = i
                    # bright things are held to white first, or one lamp would burn through its whole edge
                    for c in range(channels):
                        total[c] += min(img[bj, bi, c], np.float32(2.5)) * share
                where[found] = y * width + x
                for c in range(channels):
                    colours[found, c] = total[c] / SPOTS
                found += 1
    for k in range(found):
        y = where[k] // width
        x = where[k] - y * width
        for c in range(channels):
            img[y, x, c] = colours[k, c]
    return found


@compiled
def lay_doubled(tiles, width, height, layer, img):
    """The same from a layer of half the size."""
    h, w, _ = layer.shape
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            j = min(y // 2, h - 1)
            n = min(max(j + (1 if y & 1 else -1), 0), h - 1)
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE)):
                i = min(x // 2, w - 1)
                m = min(max(i + (1 if x & 1 else -1), 0), w - 1)
                a = (
                    np.float32(0.5625) * layer[j, i, 3]
                    + np.float32(0.1875) * (layer[n, i, 3] + layer[j, m, 3])
                    + np.float32(0.0625) * layer[n, m, 3]
                )
                if a > np.float32(0.0):
                    for c in range(3):
                        k = (
                            np.float32(0.5625) * layer[j, i, c]
                            + np.float32(0.1875) * (layer[n, i, c] + layer[j, m, c])
                            + np.float32(0.0625) * layer[n, m, c]
                        )
                        img[y, x, c] = img[y, x, c] * (np.float32(1.0) - a) + k


@compiled
def wipe(tiles, width, height, behind, z, ids, layer):
    """Leave nothing of a layer in some tiles, and its depths those `behind` it: what is drawn next finds no stranger beside."""
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE)):
                z[y, x] = behind[y, x]
                ids[y, x] = NOTHING
                for c in range(4):
                    layer[y, x, c] = np.float32(0.0)


@compiled
def bring(tiles, width, height, source, img):
    """Copy some tiles of a picture of 3 channels."""
    for q in range(tiles.shape[0]):
        x0 = tiles[q, 0] * TILE
        x1 = min(width, x0 + TILE)
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(x0, x1):
                img[y, x, 0] = source[y, x, 0]
                img[y, x, 1] = source[y, x, 1]
                img[y, x, 2] = source[y, x, 2]


@compiled
def lay(tiles, width, height, layer, img):
    """Lay a picture of 4 channels, light already times cover, over another."""
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE)):
                a = layer[y, x, 3]
                if a > np.float32(0.0):
                    for c in range(3):
                        img[y, x, c] = img[y, x, c] * (np.float32(1.0) - a) + layer[y, x, c]


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


@inlined
def _step(light, shade):
    """Where the curve is read for so much light."""
    q = max(light * shade, np.float32(0.0))
    return np.int32(min(math.sqrt(q) * np.float32((STEPS - 1) / TOP), np.float32(STEPS - 1)))


@inlined
def _grain(x, y, seed, grain):
    """Triangular noise, the same for the same place and seed; it also hides the steps of 8 bits."""
    h = (x * 374761393 + (y + seed) * 668265263) & 0x7FFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0x7FFFFFFF
    return (np.float32((h >> 8) & 255) + np.float32((h >> 16) & 255) - np.float32(255.0)) * grain


@inlined
def _corner(x, y, width, height, vignette):
    scale = 2.0 / max(width, height)
    dx = (x - width * 0.5) * scale
    dy = (y - height * 0.5) * scale
    d = dx * dx + dy * dy
    return np.float32(1.0 - vignette * d * (0.45 + 0.35 * d))


@compiled
def grade(hdr, lut, vignette, grain, seed, out):
    """Linear light to sRGB bytes; the vignette darkens by the square of the distance from the middle."""
    height = hdr.shape[0]
    width = hdr.shape[1]
    g = np.float32(grain)
    for y in range(height):
        for x in range(width):
            shade = _corner(x, y, width, height, vignette)
            noise = np.float32(0.5) + _grain(x, y, seed, g)
            for c in range(3):
                w = lut[c, _step(hdr[y, x, c], shade)] + noise
                out[y, x, c] = np.uint8(min(max(w, np.float32(0.0)), np.float32(255.0)))


@compiled
def develop(tiles, hdr, lut, vignette, grain, seed, luma, blue, red):
    """Linear light to BT.709 limited-range planes (Y, Cb, Cr), chroma over 2 by 2 pixels.

    A row of a tile at a time, in columns at fixed distances, so that many pixels are reckoned at once."""
    height = hdr.shape[0]
    width = hdr.shape[1]
    gr = np.float32(grain)
    curves = lut.reshape(-1)
    scale = 2.0 / max(width, height)
    P = np.zeros(8 * TILE, np.float32)
    at = np.zeros(3 * TILE, np.int32)
    for q in range(tiles.shape[0]):
        x0 = tiles[q, 0] * TILE
        count = min(width - x0, TILE)
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(count):
                P[x] = hdr[y, x0 + x, 0]
                P[TILE + x] = hdr[y, x0 + x, 1]
                P[2 * TILE + x] = hdr[y, x0 + x, 2]
            dy = np.float32(((y & ~1) - height * 0.5) * scale)
            for x in range(TILE):
                dx = np.float32(((x & ~1) + x0 - width * 0.5) * scale)
                d = dx * dx + dy * dy
                shade = np.float32(1.0) - np.float32(vignette) * d * (np.float32(0.45) + np.float32(0.35) * d)
                at[x] = _step(P[x], shade)
                at[TILE + x] = _step(P[TILE + x], shade) + np.int32(STEPS)
                at[2 * TILE + x] = _step(P[2 * TILE + x], shade) + np.int32(2 * STEPS)
            for x in range(TILE):
                P[6 * TILE + x] = _grain(x0 + x, y, seed, gr)
            for x in range(3 * TILE):
                P[x] = curves[np.uint32(at[x])]
            for x in range(TILE):
                noise = P[6 * TILE + x]
                r = P[x] + noise
                g = P[TILE + x] + noise
                b = P[2 * TILE + x] + noise
                w = np.float32(0.18258588) * r + np.float32(0.61423059) * g + np.float32(0.06200706) * b + np.float32(16.5)
                at[x] = np.int32(min(max(w, np.float32(16.0)), np.float32(235.0)))
                fresh = np.float32(y & 1)
                P[3 * TILE + x] = P[3 * TILE + x] * fresh + r
                P[4 * TILE + x] = P[4 * TILE + x] * fresh + g
                P[5 * TILE + x] = P[5 * TILE + x] * fresh + b
            for x in range(count):
                luma[y, x0 + x] = np.uint8(at[x])
            if y & 1:
                for x in range(count // 2):
                    r = (P[3 * TILE + 2 * x] + P[3 * TILE + 2 * x + 1]) * np.float32(0.25)
                    g = (P[4 * TILE + 2 * x] + P[4 * TILE + 2 * x + 1]) * np.float32(0.25)
                    b = (P[5 * TILE + 2 * x] + P[5 * TILE + 2 * x + 1]) * np.float32(0.25)
                    w = np.float32(-0.10064373) * r - np.float32(0.33857195) * g + np.float32(0.43921569) * b
                    blue[y // 2, x0 // 2 + x] = np.uint8(w + np.float32(128.5))
                    w = np.float32(0.43921569) * r - np.float32(0.39894216) * g - np.float32(0.04027352) * b
                    red[y // 2, x0 // 2 + x] = np.uint8(w + np.float32(128.5))


@compiled
def bring_planes(tiles, width, height, y0, u0, v0, y1, u1, v1):
    """Copy some tiles of finished planes."""
    for q in range(tiles.shape[0]):
        x0 = tiles[q, 0] * TILE
        x1 = min(width, x0 + TILE)
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE)):
            for x in range(x0, x1):
                y1[y, x] = y0[y, x]
            if y % 2 == 0:
                for x in range(x0 // 2, x1 // 2):
                    u1[y // 2, x] = u0[y // 2, x]
                    v1[y // 2, x] = v0[y // 2, x]
