"""The figures as layers over the set, far ones first, so that one who is out of focus is blurred whole."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage import face, kernel_focus, kernel_lens, kernel_trace
from screenc.stage.draw_light import Light
from screenc.stage.draw_plate import Canvas, Plate, grid, listed
from screenc.stage.draw_set import SHARP, no_faces
from screenc.stage.draw_shadow import Shadows
from screenc.stage.draw_solid import Drawn, table
from screenc.stage.kernel_shade import LAYER
from screenc.stage.kernel_trace import TILE
from screenc.stage.solid import Material, Solids
from screenc.stage.view import Eye

COARSE = 4.0
"""A circle of confusion from which a figure is drawn at half the size."""


def lay(
    light: Light,
    walls: Solids,
    canvas: Canvas,
    eye: Eye,
    view,
    plate: Plate,
    cast: Drawn,
    faces,
    key: Shadows,
    top: Shadows,
    front,
    mask,
) -> None:
    """Lay the figures over the set, far ones first, and mark the tiles that they touch."""
    w, h = canvas.width, canvas.height
    if canvas.behind is not plate.z or plate.z is canvas.z:
        canvas.layer_z[:] = canvas.behind = plate.z
    small: tuple | None = None
    for members, circle in _groups(cast, eye):
        if circle < COARSE:
            tiles, here = _layer(light, walls, canvas, eye, view, plate, cast, members, circle, faces, key, top)
            if len(tiles):
                if front is not None:
                    kernel_trace.nearest(tiles, w, h, canvas.layer_z, canvas.layer_ids, front)
                kernel_lens.lay(tiles, w, h, canvas.layer, canvas.hdr)
                kernel_lens.wipe(tiles, w, h, plate.z, canvas.layer_z, canvas.layer_ids, canvas.layer)
        else:
            # what is blurred so far is drawn at half the size
            if small is None:
                small = _half(canvas, eye, view, plate, cast.solids)
            half, half_view, half_plate, half_cast = small
            tiles, here = _layer(light, walls, half, eye, half_view, half_plate, half_cast, members, circle / 2, faces, key, top)
            here = here.repeat(2, axis=0).repeat(2, axis=1)[: grid(w, h)[0], : grid(w, h)[1]]
            if len(tiles):
                kernel_lens.lay_doubled(listed(here), w, h, half.layer, canvas.hdr)
                kernel_lens.wipe(tiles, half.width, half.height, half.z, half.layer_z, half.layer_ids, half.layer)
        if mask is not None:
            np.maximum(mask, here, out=mask)


def _half(canvas: Canvas, eye: Eye, view, plate: Plate, solids: Solids):
    """A canvas of half the size, with the plate's depths and the figures made ready for it."""
    w, h, focal, position, axes = view
    half = canvas.halved()
    if half.behind is not plate.z or plate.z is canvas.z:
        half.layer_z[:] = half.z[:] = plate.z[: h // 2 * 2 : 2, : w // 2 * 2 : 2]
        half.behind = plate.z
    small = Plate(eye, half.z, plate.ids, plate.drawn)
    cast = Drawn.ready(solids, position, axes, focal / 2, w // 2, h // 2)
    return half, (w // 2, h // 2, focal / 2, position, axes), small, cast


def _layer(
    light: Light,
    walls: Solids,
    canvas: Canvas,
    eye: Eye,
    view,
    plate: Plate,
    cast: Drawn,
    members,
    circle: float,
    faces,
    key,
    top,
):
    """Draw some figures alone into the canvas's layer; returns its tiles, as a list and as a mask."""
    w, h, focal, position, axes = view
    order = cast.order[np.isin(cast.order, members, assume_unique=True)]
    here, within, beside = (np.zeros(grid(w, h), np.uint8) for _ in range(3))
    kernel_trace.tiles_of(cast.rects[members], 0, here)
    cast.trace(w, h, focal, canvas.layer_z, canvas.layer_ids, order)
    kernel_trace.inhabited(listed(here), w, h, canvas.layer_ids, within, beside)
    tiles = listed(beside)
    if not len(tiles):
        return tiles, beside
    light.sparsely(
        LAYER,
        listed(within),
        canvas,
        np.zeros(len(cast.solids) + 2, np.uint8),
        eye,
        view,
        1.0,
        canvas.layer_z,
        canvas.layer_ids,
        table(cast.solids),
        faces,
        key,
        top,
        canvas.layer,
    )
    if circle < 2.0:
        colours = np.empty((len(canvas.where), 4), np.float32)
        kernel_lens.smooth_edges(
            tiles,
            w,
            h,
            focal,
            axes,
            position[1],
            cast.solids.kind,
            cast.rows,
            canvas.layer_z,
            canvas.layer_ids,
            0,
            walls.kind,
            plate.drawn.rows,
            plate.ids,
            eye.focus,
            0.0,
            canvas.layer,
            canvas.where,
            colours,
        )
    if circle:
        grow = math.ceil(2 * circle) + 3
        (x0, y0), (x1, y1) = tiles.min(axis=0) * TILE - grow, (tiles.max(axis=0) + 1) * TILE + grow
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, w), min(y1, h)
        kernel_focus.spread(canvas.layer, x0, y0, x1, y1, circle * 0.5, circle * 0.5, canvas.scratch)
        beside[y0 // TILE : -(-y1 // TILE), x0 // TILE : -(-x1 // TILE)] = 1
        tiles = listed(beside)
    return tiles, beside


def _groups(cast: Drawn, eye: Eye):
    """(indices of solids, circle of confusion) of the layers, farthest first; those in focus are one where they touch."""
    owners = np.unique(cast.solids.owner)
    middle = cast.depths.mean(axis=1)
    layers = []
    for owner in owners:
        members = np.flatnonzero(cast.solids.owner == owner)
        depth = max(float(np.median(middle[members])), 0.05)
        circle = eye.blur * abs(depth - eye.focus) / depth
        layers.append((depth, members, circle if circle > SHARP else 0.0))
    layers.sort(key=lambda l: -l[0])
    joined: list[tuple[np.ndarray, float]] = []
    for _, members, circle in layers:
        if joined and not circle and not joined[-1][1]:
            joined[-1] = (np.concatenate([joined[-1][0], members]), 0.0)
        else:
            joined.append((members, circle))
    return joined


def focused_faces(faces: np.ndarray | None, solids: Solids, eye: Eye) -> np.ndarray:
    """The table of faces, with every painted edge as soft as one pixel is wide where that face stands."""
    if faces is None or not len(faces):
        return no_faces()
    faces = np.array(faces, np.float32)
    for n in np.flatnonzero(solids.material == Material.FACE):
        depth = max(float((solids.a[n] - eye.position) @ eye.axes[2]), 0.1)
        row = min(max(int(solids.look[n]), 0), len(faces) - 1)
        faces[row, face.SOFT] = min(max(0.7 * depth / eye.focal / max(float(solids.size[n, 1]), 0.02), 0.006), 0.2)
    return faces
