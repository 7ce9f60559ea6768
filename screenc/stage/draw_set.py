"""The set before the lens: drawn once for an eye that stays, afresh for one that travels, upside down where the floor is wet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from screenc.stage import kernel_between, kernel_focus, kernel_lens, kernel_plate, kernel_rays, kernel_trace
from screenc.stage.draw_light import Light
from screenc.stage.draw_plate import Canvas, Plate, blank_planes, grid, listed
from screenc.stage.draw_shadow import Shadows
from screenc.stage.draw_solid import EVERY, Drawn, table
from screenc.stage.kernel_rows import NIGHT, WET
from screenc.stage.kernel_shade import LAYER, PARTS, WHOLE
from screenc.stage.parts import FACE_COLUMNS, Lighting, Set
from screenc.stage.solid import Material, Solids
from screenc.stage.view import Eye

SHARP = 0.75
"""A circle of confusion, in pixels, that nobody sees."""
SOFT = 2.5
"""A circle of confusion from which the set is drawn at half the size."""
SOFTEST = 8.0
"""A circle of confusion of all the set from which a quarter is enough: under it, thin things would flicker as the eye travels."""
DITHER = 0.002
"""As much grain as hides the steps of 8 bits, half a step each way."""
_LINED = (Material.WOOD, Material.BRICK, Material.TILE, Material.STONE, Material.FACADE, Material.WINDOW)
_DRY = np.zeros((2, 2, 3), np.float32)


class Scenery:
    """Draws one shot's set; safe to be asked by several threads at once."""

    def __init__(self, width: int, height: int, lighting: Lighting, set: Set, light: Light):
        self.width, self.height, self.lighting, self.set, self.light = width, height, lighting, set, light
        self.all = listed(np.ones(grid(width, height), np.uint8))
        self._split = (self.all[::2].copy(), self.all[1::2].copy())
        self._table = table(set.solids)
        dotted = lighting.stars > 0 or (len(set.skyline) and light.row[NIGHT] > 0)
        self._lined = np.array([*np.isin(set.solids.material, _LINED), dotted, set.floor in _LINED], np.uint8)
        self._sharp: Plate | None = None
        self._plates: dict[tuple[float, float], Plate] = {}
        self._lock = threading.Lock()

    def _both(self, work: Callable[[np.ndarray], None]) -> None:
        """Do some work on all tiles, half of them on a second thread: while a plate is made, nobody can draw on it."""
        with ThreadPoolExecutor(1) as other:
            half = other.submit(work, self._split[0])
            work(self._split[1])
            half.result()

    def _build(self, eye: Eye, z: np.ndarray, ids: np.ndarray, only: np.ndarray = EVERY) -> Plate:
        """Find what every pixel of the set shows, or every one of some tiles."""
        h, w = z.shape
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        drawn = Drawn.ready(self.set.solids, position, axes, eye.focal, w, h)
        kernel_trace.ground(axes, position[1], w, h, eye.focal, z, ids)
        drawn.trace(w, h, eye.focal, z, ids, only=only)
        return Plate(eye, z, ids, drawn)

    def plate_for(self, canvas: Canvas, eye: Eye) -> Plate:
        """The set as the lens makes it at this focus; both ends of a pull are kept, and one on the way."""
        # steps of half a pixel, so that somebody who walks or breathes does not blur the set anew for every frame
        blur = round(eye.blur * 16) / 16
        focus = round(eye.focus * blur * 2) / (blur * 2) if blur > SHARP else 0.0
        with self._lock:
            plate = self._plates.get((focus, blur))
            if self._sharp is None:
                self._sharp = self._sharp_plate(canvas, eye)
            if not self._sharp.fits(eye):
                return self._sharp
            if plate is None:
                if len(self._plates) > 2:
                    # the first is where the focus was to begin with, and the oldest of the others is only passed through
                    del self._plates[list(self._plates)[1]]
                plate = self._plates[focus, blur] = self._focused(self._sharp, focus, blur)
            return plate

    def _sharp_plate(self, canvas: Canvas, eye: Eye) -> Plate:
        """The set through a lens that blurs nothing, its light in parts."""
        w, h = self.width, self.height
        eye = replace(eye, blur=0.0)
        plate = self._build(eye, np.empty((h, w), np.float32), np.empty((h, w), np.int32))
        view = (w, h, eye.focal, np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float))
        key, top = self.light.key.still, self.light.top.still
        plate.parts, plate.sharp = np.zeros((h, w, 9), np.float32), np.zeros((h, w, 3), np.float32)
        facts = (view, 1.0, plate.z, plate.ids, self._table, no_faces(), key, top, plate.parts)
        self._both(lambda tiles: self.light.shade(PARTS, tiles, *facts, step=2))
        between = (w, h, plate.z, eye.focus, eye.blur, plate.ids, self._lined, plate.parts, canvas.need)
        self._both(lambda tiles: kernel_between.between(tiles, *between))
        self._both(lambda tiles: self.light.shade(PARTS, tiles, *facts, need=canvas.need))
        self._smooth(self.all, canvas, eye, view, plate, plate.parts)
        self._both(lambda tiles: self.light.relight(tiles, view, plate, key, top, True, plate.sharp))
        plate.hdr = plate.sharp
        if self.light.row[WET] > 0:
            plate.hdr = plate.sharp.copy()
            plate.mirror, plate.mirror_z = self._upside_down(eye, no_faces(), key, top)
            plate.smeared = _smeared(plate.mirror.copy())
            kernel_plate.reflect(self.all, *view, plate.z, plate.ids, self.light.row, plate.smeared, _DRY, plate.hdr)
        return plate

    def _focused(self, sharp: Plate, focus: float, blur: float) -> Plate:
        eye, l = replace(sharp.eye, focus=focus, blur=blur), self.lighting
        plate = replace(sharp, eye=eye, hdr=sharp.hdr.copy(), planes=blank_planes(self.width, self.height))
        if eye.blur > SHARP:
            levels = kernel_focus.levels(plate.hdr)
            self._both(lambda tiles: kernel_focus.defocus(tiles, plate.z, eye.focus, eye.blur, *levels, plate.hdr))
        # grain that stood still would be dirt on the lens, and cost more than the picture: only the steps of 8 bits are hidden
        grain = min(l.grain, DITHER)
        self._both(lambda tiles: kernel_lens.develop(tiles, plate.hdr, self.light.curve, l.vignette, grain, 0, *plate.planes))
        return plate

    def afresh(self, canvas: Canvas, eye: Eye, view, cast: Drawn, faces, key: Shadows, top: Shadows, mirror) -> Plate:
        """The set into the canvas, for an eye that travels: what the lens blurs is looked at and lit in half the size, or in a
        quarter where it blurs everything, and is looked at in the whole only behind the figures."""
        w, h, _, position, axes = view
        z, ids = canvas.z, canvas.ids
        if eye.blur <= SOFT or self.light.row[WET] > 0:
            plate = self._build(eye, z, ids)
            self.light.sparsely(
                WHOLE, self.all, canvas, self._lined, eye, view, 1.0, z, ids, self._table, faces, key, top, canvas.hdr
            )
            self._smooth(self.all, canvas, eye, view, plate, canvas.hdr)
            if mirror is not None:
                kernel_plate.reflect(self.all, *view, z, ids, self.light.row, mirror, _DRY, canvas.hdr)
            if eye.blur > SHARP:
                kernel_focus.out_of_focus(self.all, canvas.hdr, z, eye.focus, eye.blur)
            return plate
        small, at = self._small(canvas, eye)
        times = w // at.width
        sharp = np.zeros(grid(w, h), np.uint8)
        if times == 2:
            kernel_focus.sharp_tiles(at.z, eye.focus, eye.blur, SOFT, sharp)
        near, far = listed(sharp), listed(1 - sharp)
        kernel_trace.tiles_of(cast.rects, 1, sharp)
        plate = self._build(eye, z, ids, sharp)
        kernel_trace.enlarge(listed(1 - sharp), times, w, h, at.z, at.ids, z, ids)
        self.light.sparsely(WHOLE, near, canvas, self._lined, eye, view, 1.0, z, ids, self._table, faces, key, top, canvas.hdr)
        self._smooth(near, canvas, eye, view, plate, canvas.hdr)
        mask = np.zeros(grid(at.width, at.height), np.uint8)
        spots = np.minimum(far // times, np.array(mask.shape)[::-1] - 1)
        mask[spots[:, 1], spots[:, 0]] = 1
        tiles = listed(mask)
        view = (at.width, at.height, small.eye.focal, position, axes)
        self.light.sparsely(
            WHOLE, tiles, at, self._lined, small.eye, view, 1.0, at.z, at.ids, self._table, faces, key, top, at.hdr
        )
        self._smooth(tiles, at, replace(small.eye, blur=0.0), view, small, at.hdr)
        if times == 2:
            kernel_focus.out_of_focus_by_halves(near, far, at.hdr, at.z, canvas.hdr, z, eye.focus, eye.blur)
        else:
            kernel_focus.out_of_focus_by_quarters(at.hdr, at.z, canvas.halved().hdr, self.all, canvas.hdr, eye.focus, eye.blur)
        return plate

    def _small(self, canvas: Canvas, eye: Eye) -> tuple[Plate, Canvas]:
        """What the set shows at a quarter of the size, if that is enough, or else at half."""
        half = canvas.halved()
        for at in (half.halved(), half):
            times = self.width // at.width
            if at is half or (eye.blur > SOFTEST and self.width % 4 == self.height % 4 == 0):
                small = self._build(replace(eye, focal=eye.focal / times, blur=eye.blur / times), at.z, at.ids)
                if at is half or (eye.blur * np.abs(1.0 - eye.focus / at.z)).min() > SOFTEST:
                    break
        return small, at

    def _smooth(self, tiles, canvas: Canvas, eye: Eye, view, plate: Plate, out: np.ndarray) -> None:
        w, h, focal, position, axes = view
        colours = np.empty((len(canvas.where), out.shape[2]), np.float32)
        kinds, rows = self.set.solids.kind, plate.drawn.rows
        kernel_lens.smooth_edges(
            tiles,
            w,
            h,
            focal,
            axes,
            position[1],
            kinds,
            rows,
            plate.z,
            plate.ids,
            -1,
            kinds,
            rows,
            plate.ids,
            eye.focus,
            eye.blur,
            out,
            canvas.where,
            colours,
        )

    def _upside_down(self, eye: Eye, faces, key, top) -> tuple[np.ndarray, np.ndarray]:
        """The set as a mirror on the ground shows it, at half size, and its depths."""
        w, h, focal = self.width // 2, self.height // 2, eye.focal / 2
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        z, ids = np.full((h, w), kernel_rays.FAR, np.float32), np.full((h, w), kernel_trace.SKY, np.int32)
        out = np.zeros((h, w, 3), np.float32)
        Drawn.ready(self.set.solids, position, axes, focal, w, h, -1.0).trace(w, h, focal, z, ids)
        self.light.shade(
            WHOLE,
            listed(np.ones(grid(w, h), np.uint8)),
            (w, h, focal, position, axes),
            -1.0,
            z,
            ids,
            self._table,
            faces,
            key,
            top,
            out,
        )
        return out, z

    def reflection(self, plate: Plate | None, eye: Eye, solids: Solids, faces, key, top) -> np.ndarray:
        """The set and the figures as a wet floor shows them."""
        w, h, focal = self.width // 2, self.height // 2, eye.focal / 2
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        if plate is not None:
            out, z = plate.mirror.copy(), plate.mirror_z.copy()
        else:
            out, z = self._upside_down(eye, faces, key, top)
        ids = np.full((h, w), kernel_trace.NOTHING, np.int32)
        upside = Drawn.ready(solids, position, axes, focal, w, h, -1.0)
        upside.trace(w, h, focal, z, ids)
        mask = np.zeros(grid(w, h), np.uint8)
        kernel_trace.tiles_of(upside.rects, 0, mask)
        layer = np.zeros((h, w, 4), np.float32)
        self.light.shade(LAYER, listed(mask), (w, h, focal, position, axes), -1.0, z, ids, table(solids), faces, key, top, layer)
        kernel_lens.lay(listed(mask), w, h, layer, out)
        return _smeared(out)


def _smeared(mirror: np.ndarray) -> np.ndarray:
    """A reflection drawn out towards the eye, as ripples draw it; the brightest lamps are held so that they do not flood."""
    h, w, _ = mirror.shape
    np.minimum(mirror, 6.0, out=mirror)
    kernel_focus.spread(mirror, 0, 0, w, h, 0.7, 3.5 * h / 360, np.empty_like(mirror))
    return mirror


def no_faces() -> np.ndarray:
    return np.zeros((1, FACE_COLUMNS), np.float32)
