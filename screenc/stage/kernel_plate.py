"""A set that is drawn once: where a shadow moves on it, it is put together again; where it is wet, it shows the world."""

from __future__ import annotations

from screenc.stage.kernel import compiled, noise2
from screenc.stage.kernel_light import changed, lit, open_sky
from screenc.stage.kernel_rows import SPREAD, WET
from screenc.stage.kernel_surface import puddle, sheen
from screenc.stage.kernel_trace import FLOOR, SKY, TILE


@compiled
def shadow_tiles(width, height, focal, eye, axes, z, ids, key_eye, key_new, top_eye, top_new, mask):
    """Mark the tiles of a plate on which a shadow may have moved, by looking at one pixel in 16."""
    inv = 1.0 / focal
    for y in range(1, height, 4):
        v = (height * 0.5 - y - 0.5) * inv
        for x in range(1, width, 4):
            if ids[y, x] <= SKY or mask[y // TILE, x // TILE]:
                continue
            u = (x + 0.5 - width * 0.5) * inv
            t = float(z[y, x])
            px = eye[0] + t * (axes[2, 0] + u * axes[0, 0] + v * axes[1, 0])
            py = eye[1] + t * (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1])
            pz = eye[2] + t * (axes[2, 2] + u * axes[0, 2] + v * axes[1, 2])
            if changed(px, py, pz, key_eye, key_new) or changed(px, py, pz, top_eye, top_new):
                mask[y // TILE, x // TILE] = 1


@compiled
def relight(
    tiles,
    width,
    height,
    focal,
    eye,
    axes,
    z,
    ids,
    L,
    parts,
    key_eye,
    key_maps,
    key_busy,
    key_new,
    top_eye,
    top_maps,
    top_busy,
    top_new,
    everywhere,
    sharp,
    plate,
    out,
):
    """Put the parts of a plate together: `everywhere`, into `out`; or, where the tables of changes say that a shadow moved, as
    the change from `sharp` laid on the finished `plate`, which may be blurred or reflect by now.

    A shadow is looked up once for 2 by 2 pixels of one thing: it is soft, and finer than that nobody sees."""
    dry = 1.0
    inv = 1.0 / focal
    for q in range(tiles.shape[0]):
        for y in range(tiles[q, 1] * TILE, min(height, tiles[q, 1] * TILE + TILE), 2):
            for x in range(tiles[q, 0] * TILE, min(width, tiles[q, 0] * TILE + TILE), 2):
                last = SKY
                key = 1.0
                top = 1.0
                moved = False
                for j in range(y, y + 2):
                    for i in range(x, x + 2):
                        n = ids[j, i]
                        if n <= SKY:
                            if everywhere:
                                for c in range(3):
                                    out[j, i, c] = parts[j, i, 6 + c]
                            continue
                        if n != last:
                            last = n
                            u = (i + 0.5 - width * 0.5) * inv
                            v = (height * 0.5 - j - 0.5) * inv
                            t = float(z[j, i]) - 0.012
                            px = eye[0] + t * (axes[2, 0] + u * axes[0, 0] + v * axes[1, 0])
                            py = eye[1] + t * (axes[2, 1] + u * axes[0, 1] + v * axes[1, 1])
                            pz = eye[2] + t * (axes[2, 2] + u * axes[0, 2] + v * axes[1, 2])
                            moved = everywhere or changed(px, py, pz, key_eye, key_new) or changed(px, py, pz, top_eye, top_new)
                            if moved:
                                if n == FLOOR and L[WET] > 0.0:
                                    k = 1.0 / t
                                    dry = 1.0 - sheen(
                                        (px - eye[0]) * k, (py - eye[1]) * k, (pz - eye[2]) * k, t, puddle(px, pz), L
                                    )
                                key = lit(px, py, pz, key_eye, key_maps, key_busy, L[SPREAD])
                                top = open_sky(px, py, pz, top_eye, top_maps, top_busy)
                        if moved:
                            for c in range(3):
                                light = parts[j, i, c] * top + parts[j, i, 3 + c] * key + parts[j, i, 6 + c]
                                if everywhere:
                                    out[j, i, c] = light
                                else:
                                    was = plate[j, i, c]
                                    less = (light - sharp[j, i, c]) * (dry if n == FLOOR else 1.0)
                                    out[j, i, c] = max(was + less, 0.15 * was)


@compiled
def reflect(tiles, width, height, focal, eye, axes, z, ids, L, mirrored, still, out):
    """Lay the upside-down picture (at half size) on the wet floor, by the angle and the puddles; where `still` is not empty,
    `out` reflects that already, and only the difference is laid."""
    again = still.shape[0] > 2
    inv = 1.0 / focal
    half_h = mirrored.shape[0]
    half_w = mirrored.shape[1]
    for k in range(tiles.shape[0]):
        for y in range(tiles[k, 1] * TILE, min(height, tiles[k, 1] * TILE + TILE)):
            v = (height * 0.5 - y - 0.5) * inv
            for x in range(tiles[k, 0] * TILE, min(width, tiles[k, 0] * TILE + TILE)):
                if ids[y, x] != FLOOR:
                    continue
                u = (x + 0.5 - width * 0.5) * inv
                t = float(z[y, x])
                dx = axes[2, 0] + u * axes[0, 0] + v * axes[1, 0]
                dy = axes[2, 1] + u * axes[0, 1] + v * axes[1, 1]
                dz = axes[2, 2] + u * axes[0, 2] + v * axes[1, 2]
                px = eye[0] + t * dx
                pz = eye[2] + t * dz
                pool = puddle(px, pz)
                share = sheen(dx, dy, dz, t, pool, L)
                if share < 0.004:
                    continue
                sway = (noise2(px * 7.0, pz * 7.0) - 0.5) * (3.5 - 2.5 * pool)
                gx = min(max((x + sway) * 0.5 - 0.25, 0.0), half_w - 1.001)
                gy = min(max(y * 0.5 - 0.25, 0.0), half_h - 1.001)
                i = int(gx)
                j = int(gy)
                fx = gx - i
                fy = gy - j
                for c in range(3):
                    m = (mirrored[j, i, c] * (1.0 - fx) + mirrored[j, i + 1, c] * fx) * (1.0 - fy) + (
                        mirrored[j + 1, i, c] * (1.0 - fx) + mirrored[j + 1, i + 1, c] * fx
                    ) * fy
                    if again:
                        m0 = (still[j, i, c] * (1.0 - fx) + still[j, i + 1, c] * fx) * (1.0 - fy) + (
                            still[j + 1, i, c] * (1.0 - fx) + still[j + 1, i + 1, c] * fx
                        ) * fy
                        out[y, x, c] = max(out[y, x, c] + (m - m0) * share, 0.0)
                    else:
                        out[y, x, c] += (m - out[y, x, c]) * share
