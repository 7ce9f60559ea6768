"""What lies smoothly between the pixels that were lit, one in four, need not be lit itself."""

from __future__ import annotations

import numpy as np

from screenc.stage.kernel import compiled
from screenc.stage.kernel_trace import NOTHING, TILE


@compiled
def between(tiles, width, height, z, focus, blur, ids, lined, out, need):
    """Fill in, of a picture lit at one pixel in four, what lies smoothly between four of one thing; mark the rest in `need`.

    `lined` says which solids carry lines that could fall between (the last two: the sky, the floor). What the lens will blur
    need not be so near."""
    tight = np.float32(0.14)
    loose = np.float32(0.30)
    half = np.float32(0.5)
    channels = out.shape[2]
    judged = 9 if channels == 9 else 3
    for k in range(tiles.shape[0]):
        for block in range(TILE * TILE // 4):
            j = tiles[k, 1] * TILE + block // (TILE // 2) * 2
            i = tiles[k, 0] * TILE + block % (TILE // 2) * 2
            if i >= width or j >= height:
                continue
            need[j, i] = 0
            me = ids[j, i]
            alike = (
                i + 2 < width
                and j + 2 < height
                and ids[j, i + 1] == me
                and ids[j, i + 2] == me
                and ids[j + 1, i] == me
                and ids[j + 1, i + 1] == me
                and ids[j + 2, i] == me
                and ids[j + 2, i + 2] == me
            )
            if alike:
                # nearly all: three pixels between four of one thing
                beside = False
                below = False
                middle = False
                if me != NOTHING:
                    limit = tight
                    if blur > 1.5 and blur * abs(z[j, i] - focus) > 1.5 * z[j, i]:
                        limit = loose
                    elif lined[me if me >= 0 else lined.shape[0] + me]:
                        beside = True
                        below = True
                        middle = True
                    for c in range(judged):
                        p = out[j, i, c]
                        q = out[j, i + 2, c]
                        r = out[j + 2, i, c]
                        s = out[j + 2, i + 2, c]
                        beside = beside or abs(p - q) * half > half * limit * (p + q) * half + np.float32(0.002)
                        below = below or abs(p - r) * half > half * limit * (p + r) * half + np.float32(0.002)
                        mean = (p + q + r + s) * np.float32(0.25)
                        most = max(max(abs(p - mean), abs(q - mean)), max(abs(r - mean), abs(s - mean)))
                        middle = middle or most > half * limit * mean + np.float32(0.002)
                    for c in range(channels):
                        p = out[j, i, c]
                        q = out[j, i + 2, c]
                        r = out[j + 2, i, c]
                        s = out[j + 2, i + 2, c]
                        out[j, i + 1, c] = (p + q) * half
                        out[j + 1, i, c] = (p + r) * half
                        out[j + 1, i + 1, c] = (p + q + r + s) * np.float32(0.25)
                need[j, i + 1] = beside
                need[j + 1, i] = below
                need[j + 1, i + 1] = middle
                continue
            j2 = j + 2 if j + 2 < height else j
            for n in range(1, 4):
                y = j + (n >> 1)
                x = i + (n & 1)
                if y >= height or x >= width:
                    continue
                me = ids[y, x]
                need[y, x] = 0
                if me == NOTHING:
                    continue
                limit = tight
                if blur > 1.5 and blur * abs(z[y, x] - focus) > 1.5 * z[y, x]:
                    limit = loose
                elif lined[me if me >= 0 else lined.shape[0] + me]:
                    need[y, x] = 1
                    continue
                # at an edge, those of the corners around that show the same thing do, if there is one beside it
                i2 = i + 2 if x != i and i + 2 < width else i
                across = j2 if y != j else j
                one = np.float32(1.0) if ids[j, i] == me else np.float32(0.0)
                two = np.float32(1.0) if i2 != i and ids[j, i2] == me else np.float32(0.0)
                three = np.float32(1.0) if across != j and ids[across, i] == me else np.float32(0.0)
                four = np.float32(1.0) if i2 != i and across != j and ids[across, i2] == me else np.float32(0.0)
                count = one + two + three + four
                # but not at an outline, where the light changes fast
                bare = min(min(ids[j, i], ids[j, i2]), min(ids[across, i], ids[across, i2])) == NOTHING
                if bare or count < (np.float32(2.0) if i2 != i and across != j else np.float32(1.0)):
                    need[y, x] = 1
                    continue
                share = np.float32(1.0) / count
                for c in range(judged):
                    p = out[j, i, c]
                    q = out[j, i2, c]
                    r = out[across, i, c]
                    s = out[across, i2, c]
                    mean = (p * one + q * two + r * three + s * four) * share
                    most = max(max(one * abs(p - mean), two * abs(q - mean)), max(three * abs(r - mean), four * abs(s - mean)))
                    if most > np.float32(0.5) * limit * mean + np.float32(0.002):
                        need[y, x] = 1
                        break
                if need[y, x]:
                    continue
                for c in range(channels):
                    sum = out[j, i, c] * one + out[j, i2, c] * two + out[across, i, c] * three + out[across, i2, c] * four
                    out[y, x, c] = sum * share
