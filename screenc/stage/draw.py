"""The painter: a set, figures and an eye go in, a finished frame comes out.

A frame is a pure function of what it is asked, whichever thread draws it and whatever was drawn before: what is kept between
frames is only the plate, the set as a locked camera sees it, and a frame of a locked camera is the plate with the tiles drawn
anew where somebody stands or a shadow falls. Figures are laid over it as layers, far ones first, so that one who is out of
focus is blurred whole.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue

import numpy as np

from screenc.stage import face, kernel_focus, kernel_lens, kernel_plate, kernel_rays, kernel_shade, kernel_trace, weather
from screenc.stage.draw_plate import EVERY, Canvas, Drawn, FarLight, Plate, Shadows, blank_planes, casters, grid, listed, table
from screenc.stage.kernel_rows import LIGHT_COLUMNS, NIGHT, WET
from screenc.stage.kernel_shade import LAYER, PARTS, WHOLE
from screenc.stage.kernel_trace import TILE
from screenc.stage.parts import FACE_COLUMNS, Lighting, Set
from screenc.stage.solid import Material, Solids
from screenc.stage.view import Eye

KEY_TEXELS, TOP_TEXELS = 512, 256
SHARP = 0.75
"""A circle of confusion, in pixels, that nobody sees."""
COARSE = 4.0
"""A circle of confusion from which a figure is drawn at half the size."""
SOFT = 2.5
"""A circle of confusion from which the set is."""
SOFTEST = 8.0
"""A circle of confusion of all the set from which a quarter is enough: under it, thin things would flicker as the eye travels."""
_LINED = (Material.WOOD, Material.BRICK, Material.TILE, Material.STONE, Material.FACADE, Material.WINDOW)
FAINT, DITHER = 0.011, 0.002
"""Grain up to which nobody misses it where nothing moves; and as much as hides the steps of 8 bits, half a step each way."""
SMEAR = 8
"""Pixels at half size that a reflection is drawn out by, and a little more."""
_DRY = np.zeros((2, 2, 3), np.float32)
_UNKEPT = np.zeros((1, 1, 2), np.float32)


class Painter:
    """Draws one shot's frames; `paint` and `planes` may be called from several threads at once."""

    def __init__(
        self,
        width: int,
        height: int,
        lighting: Lighting,
        set: Set,
        locked: bool = False,
        area: tuple[float, float, float] | None = None,
    ):
        """`locked`: the eye will not move, so the set is drawn once. `area` (x, z, metres) is the square of ground whose shadows
        matter, the whole place if not given: the smaller, the finer they are. Width and height must be even."""
        self.width, self.height, self.lighting, self.set, self.locked = width, height, lighting, set, locked
        self._row = lighting_row(lighting, set)
        self._skyline = np.array(set.skyline, float).reshape(-1, 3)
        x0, x1, z0, z1 = set.clear
        x, z, metres = area or ((x0 + x1) / 2, (z0 + z1) / 2, min(max(x1 - x0, z1 - z0) + 2.0, 13.0))
        middle, soft, still = (x, 0.9, z), lighting.softness, casters(set.solids)
        self._key = FarLight(lighting.key, middle, KEY_TEXELS, metres, 0.006 + 0.022 * soft, 0.06 + 0.12 * soft, still)
        self._top = FarLight((0.0, 1.0, 0.0), middle, TOP_TEXELS, metres, 0.0, 0.14, still)
        self._lamps = _ranked(lighting, x, z)
        self._lut = kernel_lens.curve(lighting.exposure, *_split(lighting))
        self._set_table = table(set.solids)
        self._all = listed(np.ones(grid(width, height), np.uint8))
        dotted = lighting.stars > 0 or (len(set.skyline) and self._row[NIGHT] > 0)
        self._lined = np.array([*np.isin(set.solids.material, _LINED), dotted, set.floor in _LINED], np.uint8)
        self._sharp: Plate | None = None
        self._plates: dict[tuple[float, float], Plate] = {}
        self._lock = threading.Lock()
        self._canvases: SimpleQueue[Canvas] = SimpleQueue()
        self._split = (self._all[::2].copy(), self._all[1::2].copy())

    def _both(self, work: Callable[[np.ndarray], None]) -> None:
        """Do some work on all tiles, half of them on a second thread: while a plate is made, nobody can draw on it."""
        with ThreadPoolExecutor(1) as other:
            half = other.submit(work, self._split[0])
            work(self._split[1])
            half.result()

    def paint(self, eye: Eye, solids: Solids, faces: np.ndarray | None = None, t: float = 0.0) -> np.ndarray:
        """An (H, W, 3) uint8 sRGB frame. `faces` is (K, FACE_COLUMNS) float32; `t` seconds from the start of the shot."""
        canvas = self._canvas()
        self._draw(canvas, eye, solids, faces, t)
        out = np.empty((self.height, self.width, 3), np.uint8)
        l = self.lighting
        kernel_lens.grade(canvas.hdr, self._lut, l.vignette, l.grain, _seed(t), out)
        self._canvases.put(canvas)
        return out

    def planes(self, eye: Eye, solids: Solids, faces: np.ndarray | None = None, t: float = 0.0):
        """The same frame as BT.709 limited-range planes (Y, Cb, Cr), chroma at half size."""
        canvas = self._canvas()
        fresh = self._draw(canvas, eye, solids, faces, t)
        l, w, h = self.lighting, self.width, self.height
        fresh = None if self._grainy else fresh
        tiles = self._all if fresh is None else listed(fresh)
        if fresh is not None:
            old = listed(canvas.written & ~fresh & 1)
            kernel_lens.bring_planes(old, w, h, *canvas.holds.planes, *canvas.planes)
        grain = l.grain if self._grainy or not self.locked else min(l.grain, DITHER)
        kernel_lens.develop(tiles, canvas.hdr, self._lut, l.vignette, grain, _seed(t), *canvas.planes)
        canvas.written = np.ones(grid(w, h), np.uint8) if fresh is None else fresh
        out = tuple(p.copy() for p in canvas.planes)
        self._canvases.put(canvas)
        return out

    def _canvas(self) -> Canvas:
        try:
            return self._canvases.get_nowait()
        except Empty:
            return Canvas(self.width, self.height)

    @property
    def _grainy(self) -> bool:
        """Whether the grain is meant to be seen, and so must live everywhere."""
        return self.lighting.grain > FAINT

    def _draw(self, canvas: Canvas, eye: Eye, solids: Solids, faces: np.ndarray | None, t: float) -> np.ndarray | None:
        """Linear light into the canvas; returns the mask of tiles that differ from the plate, None when all may."""
        w, h = self.width, self.height
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        view = (w, h, eye.focal, position, axes)
        cast = Drawn.ready(solids, position, axes, eye.focal, w, h)
        faces = _focused_faces(faces, solids, eye)
        key, top = canvas.shadows_of(self._key, solids), canvas.shadows_of(self._top, solids)
        mirror = self._reflection(eye, solids, faces, key, top) if self._row[WET] > 0 else None
        plate = self._plate_for(eye) if self.locked else None
        if plate is not None and not plate.fits(eye):
            plate = None
        mask: np.ndarray | None = None
        if plate is not None:
            mask = np.zeros(grid(w, h), np.uint8)
            kernel_plate.shadow_tiles(*view, plate.z, plate.ids, self._key.eye, key.new, self._top.eye, top.new, mask)
            tiles, wet = listed(mask), None
            if mirror is not None:
                upside = np.zeros_like(mask)
                kernel_trace.tiles_of(Drawn.ready(solids, position, axes, eye.focal, w, h, -1.0).rects, SMEAR * 4, upside)
                np.maximum(mask, upside, out=mask)
                wet = listed(upside)
            if canvas.holds is not plate:
                canvas.stale[:] = canvas.written[:] = 1
                canvas.holds = plate
            kernel_lens.bring(listed(canvas.stale), w, h, plate.hdr, canvas.hdr)
            self._relight(tiles, view, plate, key, top, False, canvas.hdr)
            if mirror is not None:
                kernel_plate.reflect(wet, *view, plate.z, plate.ids, self._row, mirror, plate.smeared, canvas.hdr)
            z, ids = plate.z, plate.ids
        else:
            z, ids = canvas.z, canvas.ids
            canvas.stale[:] = 1
            plate = self._afresh(canvas, eye, view, cast, faces, key, top)
            if mirror is not None:
                kernel_plate.reflect(self._all, *view, z, ids, self._row, mirror, _DRY, canvas.hdr)
        if plate.eye.blur > SHARP and not plate.focused:
            kernel_focus.out_of_focus(self._all, canvas.hdr, z, eye.focus, eye.blur)
            mask = None
        falling = self.lighting.rain > 0 or self.lighting.snow > 0
        front = z.copy() if falling else None
        self._figures(canvas, eye, view, plate, cast, faces, key, top, front, mask)
        if falling:
            self._weather(canvas.hdr, eye, position, axes, ids, front, t)
            mask = None
        canvas.stale = np.ones(grid(w, h), np.uint8) if mask is None else mask.copy()
        return mask

    # --- the set ----------------------------------------------------------------------------------------------------

    def _build(self, eye: Eye, z: np.ndarray, ids: np.ndarray, only: np.ndarray = EVERY) -> Plate:
        """Find what every pixel of the set shows, or every one of some tiles."""
        h, w = z.shape
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        drawn = Drawn.ready(self.set.solids, position, axes, eye.focal, w, h)
        kernel_trace.ground(axes, position[1], w, h, eye.focal, z, ids)
        drawn.trace(w, h, eye.focal, z, ids, only=only)
        return Plate(eye, z, ids, drawn)

    def _plate_for(self, eye: Eye) -> Plate:
        """The set as the lens makes it at this focus; both ends of a pull are kept, and one on the way."""
        # steps of half a pixel, so that somebody who walks or breathes does not blur the set anew for every frame
        blur = round(eye.blur * 16) / 16
        focus = round(eye.focus * blur * 2) / (blur * 2) if blur > SHARP else 0.0
        with self._lock:
            plate = self._plates.get((focus, blur))
            if self._sharp is None:
                self._sharp = self._sharp_plate(eye)
            if not self._sharp.fits(eye):
                return self._sharp
            if plate is None:
                if len(self._plates) > 2:
                    # the first is where the focus was to begin with, and the oldest of the others is only passed through
                    del self._plates[list(self._plates)[1]]
                plate = self._plates[focus, blur] = self._focused(self._sharp, focus, blur)
            return plate

    def _sharp_plate(self, eye: Eye) -> Plate:
        """The set through a lens that blurs nothing, its light in parts."""
        w, h = self.width, self.height
        eye = replace(eye, blur=0.0)
        plate = self._build(eye, np.empty((h, w), np.float32), np.empty((h, w), np.int32))
        view = (w, h, eye.focal, np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float))
        key, top = self._key.still, self._top.still
        plate.parts, plate.sharp = np.zeros((h, w, 9), np.float32), np.zeros((h, w, 3), np.float32)
        canvas = self._canvas()
        facts = (view, 1.0, plate.z, plate.ids, self._set_table, _no_faces(), key, top, plate.parts)
        self._both(lambda tiles: self._shade(PARTS, tiles, *facts, step=2))
        between = (w, h, plate.z, eye.focus, eye.blur, plate.ids, self._lined, plate.parts, canvas.need)
        self._both(lambda tiles: kernel_shade.between(tiles, *between))
        self._both(lambda tiles: self._shade(PARTS, tiles, *facts, need=canvas.need))
        self._smooth(self._all, canvas, eye, view, plate, plate.parts)
        self._canvases.put(canvas)
        self._both(lambda tiles: self._relight(tiles, view, plate, key, top, True, plate.sharp))
        plate.hdr = plate.sharp
        if self._row[WET] > 0:
            plate.hdr = plate.sharp.copy()
            plate.mirror, plate.mirror_z = self._upside_down(eye, _no_faces(), key, top)
            plate.smeared = _smeared(plate.mirror.copy())
            kernel_plate.reflect(self._all, *view, plate.z, plate.ids, self._row, plate.smeared, _DRY, plate.hdr)
        return plate

    def _focused(self, sharp: Plate, focus: float, blur: float) -> Plate:
        eye, l = replace(sharp.eye, focus=focus, blur=blur), self.lighting
        plate = replace(sharp, eye=eye, hdr=sharp.hdr.copy(), planes=blank_planes(self.width, self.height))
        if eye.blur > SHARP:
            levels = kernel_focus.levels(plate.hdr)
            self._both(lambda tiles: kernel_focus.defocus(tiles, plate.z, eye.focus, eye.blur, *levels, plate.hdr))
            plate.focused = True
        # grain that stood still would be dirt on the lens, and cost more than the picture: only the steps of 8 bits are hidden
        grain = min(l.grain, DITHER)
        self._both(lambda tiles: kernel_lens.develop(tiles, plate.hdr, self._lut, l.vignette, grain, 0, *plate.planes))
        return plate

    def _shade(
        self,
        mode: int,
        tiles,
        view,
        mirror: float,
        z,
        ids,
        solids,
        faces,
        key: Shadows,
        top: Shadows,
        out,
        step: int = 1,
        need: np.ndarray = EVERY,
        shadows: np.ndarray = _UNKEPT,
    ) -> None:
        kernel_shade.shade(
            mode,
            tiles,
            step,
            need,
            shadows,
            *view,
            mirror,
            z,
            ids,
            solids,
            faces,
            self._row,
            self._lamps,
            self._skyline,
            self._key.eye,
            key.flat,
            key.busy,
            self._top.eye,
            top.flat,
            top.busy,
            out,
        )

    def _relight(self, tiles, view, plate: Plate, key: Shadows, top: Shadows, everywhere: bool, out) -> None:
        kernel_plate.relight(
            tiles,
            *view,
            plate.z,
            plate.ids,
            self._row,
            plate.parts,
            self._key.eye,
            key.flat,
            key.busy,
            key.new,
            self._top.eye,
            top.flat,
            top.busy,
            top.new,
            everywhere,
            plate.sharp,
            plate.hdr if plate.hdr is not None else plate.sharp,
            out,
        )

    def _sparsely(
        self, mode: int, tiles, canvas: Canvas, lined, eye: Eye, view, mirror, z, ids, solids, faces, key, top, out
    ) -> None:
        """Light one pixel in four, fill in what is smooth between, and light the rest."""
        facts = (view, mirror, z, ids, solids, faces, key, top, out)
        self._shade(mode, tiles, *facts, step=2, shadows=canvas.shadows)
        kernel_shade.between(tiles, view[0], view[1], z, eye.focus, eye.blur, ids, lined, out, canvas.need)
        self._shade(mode, tiles, *facts, need=canvas.need, shadows=canvas.shadows)

    def _afresh(self, canvas: Canvas, eye: Eye, view, cast: Drawn, faces, key: Shadows, top: Shadows) -> Plate:
        """The set into the canvas, for an eye that travels: what the lens blurs is looked at and lit in half the size, or in a
        quarter where it blurs everything, and is looked at in the whole only behind the figures."""
        w, h, _, position, axes = view
        z, ids = canvas.z, canvas.ids
        if eye.blur <= SOFT or self._row[WET] > 0:
            plate = self._build(eye, z, ids)
            self._sparsely(
                WHOLE, self._all, canvas, self._lined, eye, view, 1.0, z, ids, self._set_table, faces, key, top, canvas.hdr
            )
            self._smooth(self._all, canvas, eye, view, plate, canvas.hdr)
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
        self._sparsely(WHOLE, near, canvas, self._lined, eye, view, 1.0, z, ids, self._set_table, faces, key, top, canvas.hdr)
        self._smooth(near, canvas, eye, view, plate, canvas.hdr)
        mask = np.zeros(grid(at.width, at.height), np.uint8)
        spots = np.minimum(far // times, np.array(mask.shape)[::-1] - 1)
        mask[spots[:, 1], spots[:, 0]] = 1
        tiles = listed(mask)
        view = (at.width, at.height, small.eye.focal, position, axes)
        self._sparsely(
            WHOLE, tiles, at, self._lined, small.eye, view, 1.0, at.z, at.ids, self._set_table, faces, key, top, at.hdr
        )
        self._smooth(tiles, at, replace(small.eye, blur=0.0), view, small, at.hdr)
        if times == 2:
            kernel_focus.out_of_focus_by_halves(near, far, at.hdr, at.z, canvas.hdr, z, eye.focus, eye.blur)
        else:
            kernel_focus.out_of_focus_by_quarters(at.hdr, at.z, canvas.halved().hdr, self._all, canvas.hdr, eye.focus, eye.blur)
        plate.focused = True
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
        self._shade(
            WHOLE,
            listed(np.ones(grid(w, h), np.uint8)),
            (w, h, focal, position, axes),
            -1.0,
            z,
            ids,
            self._set_table,
            faces,
            key,
            top,
            out,
        )
        return out, z

    def _reflection(self, eye: Eye, solids: Solids, faces, key, top) -> np.ndarray:
        """The set and the figures as a wet floor shows them."""
        w, h, focal = self.width // 2, self.height // 2, eye.focal / 2
        position, axes = np.ascontiguousarray(eye.position, float), np.ascontiguousarray(eye.axes, float)
        plate = self._plate_for(eye) if self.locked else None
        if plate is not None and plate.fits(eye):
            out, z = plate.mirror.copy(), plate.mirror_z.copy()
        else:
            out, z = self._upside_down(eye, faces, key, top)
        ids = np.full((h, w), kernel_trace.NOTHING, np.int32)
        upside = Drawn.ready(solids, position, axes, focal, w, h, -1.0)
        upside.trace(w, h, focal, z, ids)
        mask = np.zeros(grid(w, h), np.uint8)
        kernel_trace.tiles_of(upside.rects, 0, mask)
        layer = np.zeros((h, w, 4), np.float32)
        self._shade(LAYER, listed(mask), (w, h, focal, position, axes), -1.0, z, ids, table(solids), faces, key, top, layer)
        kernel_lens.lay(listed(mask), w, h, layer, out)
        return _smeared(out)

    # --- figures and air ----------------------------------------------------------------------------------------------

    def _figures(self, canvas: Canvas, eye: Eye, view, plate: Plate, cast: Drawn, faces, key, top, front, mask) -> None:
        """Lay the figures over the set, far ones first, and mark the tiles that they touch."""
        w, h = self.width, self.height
        if canvas.behind is not plate.z or plate.z is canvas.z:
            canvas.layer_z[:] = canvas.behind = plate.z
        small: tuple | None = None
        for members, circle in _groups(cast, eye):
            if circle < COARSE:
                tiles, here = self._layer(canvas, eye, view, plate, cast, members, circle, faces, key, top)
                if len(tiles):
                    if front is not None:
                        kernel_trace.nearest(tiles, w, h, canvas.layer_z, canvas.layer_ids, front)
                    kernel_lens.lay(tiles, w, h, canvas.layer, canvas.hdr)
                    kernel_lens.wipe(tiles, w, h, plate.z, canvas.layer_z, canvas.layer_ids, canvas.layer)
            else:
                # what is blurred so far is drawn at half the size
                if small is None:
                    small = self._half(canvas, eye, view, plate, cast.solids)
                half, half_view, half_plate, half_cast = small
                tiles, here = self._layer(half, eye, half_view, half_plate, half_cast, members, circle / 2, faces, key, top)
                here = here.repeat(2, axis=0).repeat(2, axis=1)[: grid(w, h)[0], : grid(w, h)[1]]
                if len(tiles):
                    kernel_lens.lay_doubled(listed(here), w, h, half.layer, canvas.hdr)
                    kernel_lens.wipe(tiles, half.width, half.height, half.z, half.layer_z, half.layer_ids, half.layer)
            if mask is not None:
                np.maximum(mask, here, out=mask)

    def _half(self, canvas: Canvas, eye: Eye, view, plate: Plate, solids: Solids):
        """A canvas of half the size, with the plate's depths and the figures made ready for it."""
        w, h, focal, position, axes = view
        half = canvas.halved()
        if half.behind is not plate.z or plate.z is canvas.z:
            half.layer_z[:] = half.z[:] = plate.z[: h // 2 * 2 : 2, : w // 2 * 2 : 2]
            half.behind = plate.z
        small = Plate(eye, half.z, plate.ids, plate.drawn)
        cast = Drawn.ready(solids, position, axes, focal / 2, w // 2, h // 2)
        return half, (w // 2, h // 2, focal / 2, position, axes), small, cast

    def _layer(self, canvas: Canvas, eye: Eye, view, plate: Plate, cast: Drawn, members, circle: float, faces, key, top):
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
        self._sparsely(
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
                self.set.solids.kind,
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

    def _weather(self, hdr: np.ndarray, eye: Eye, position, axes, ids, front, t: float) -> None:
        l, lens = self.lighting, (eye.focal, eye.focus, eye.blur)
        shine = np.array(l.sky_colour) * 0.9 + np.array(l.horizon) * 0.35 + np.array(l.key_colour) * 0.08
        if l.rain > 0:
            weather.rain(t, l.rain, position, axes, *lens, *(float(c) for c in shine * 1.25), ids, front, hdr)
        if l.snow > 0:
            weather.snow(t, l.snow, position, axes, *lens, *(float(c) for c in shine * 1.1 + 0.04), front, hdr)


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


def _seed(t: float) -> int:
    """The grain of a moment."""
    return 1 + round(t * 1000) * 7


def _smeared(mirror: np.ndarray) -> np.ndarray:
    """A reflection drawn out towards the eye, as ripples draw it; the brightest lamps are held so that they do not flood."""
    h, w, _ = mirror.shape
    np.minimum(mirror, 6.0, out=mirror)
    kernel_focus.spread(mirror, 0, 0, w, h, 0.7, 3.5 * h / 360, np.empty_like(mirror))
    return mirror


def _no_faces() -> np.ndarray:
    return np.zeros((1, FACE_COLUMNS), np.float32)


def _focused_faces(faces: np.ndarray | None, solids: Solids, eye: Eye) -> np.ndarray:
    """The table of faces, with every painted edge as soft as one pixel is wide where that face stands."""
    if faces is None or not len(faces):
        return _no_faces()
    faces = np.array(faces, np.float32)
    for n in np.flatnonzero(solids.material == Material.FACE):
        depth = max(float((solids.a[n] - eye.position) @ eye.axes[2]), 0.1)
        row = min(max(int(solids.look[n]), 0), len(faces) - 1)
        faces[row, face.SOFT] = min(max(0.7 * depth / eye.focal / max(float(solids.size[n, 1]), 0.02), 0.006), 0.2)
    return faces


def _ranked(lighting: Lighting, x: float, z: float) -> np.ndarray:
    """The lamps as the kernels read them, those that matter most round (x, z) first."""

    def weight(lamp):
        return sum(lamp.colour) * lamp.reach**2 / (1 + (lamp.position[0] - x) ** 2 + (lamp.position[2] - z) ** 2)

    lamps = sorted(lighting.lamps, key=weight, reverse=True)
    return np.array([(*l.position, *l.colour, l.reach, l.reach**-2) for l in lamps], float).reshape(-1, 8)


def _split(lighting: Lighting):
    """Shadows lean to the sky's colour, lights to the key's: (shadow gains, light gains)."""

    def lean(colour, amount):
        c = np.array(colour) / max(sum(colour) / 3, 1e-6)
        return tuple(1 + amount * (min(max(v, 0.3), 2.0) - 1) for v in c)

    return lean(lighting.sky_colour, 0.10), lean(lighting.key_colour, 0.05)


def lighting_row(l: Lighting, set: Set) -> np.ndarray:
    """The lighting as the kernels read it; ValueError for a light that is not finite."""
    dark = 1.0 - min(sum(l.zenith) / 0.9, 1.0)
    night = 0.0 if dark < 0.25 else 0.55 * dark
    row = np.array(
        [
            *l.key,
            *l.key_colour,
            *l.sky_colour,
            *l.bounce_colour,
            *l.zenith,
            *l.horizon,
            *l.fog_colour,
            l.softness,
            l.fog_density,
            l.wet,
            l.stars,
            l.clouds,
            float(set.interior),
            night,
            *set.floor_colour,
            float(set.floor),
            0.6 + 2.2 * l.softness,
        ],
        float,
    )
    if len(row) != LIGHT_COLUMNS or not np.isfinite(row).all():
        raise ValueError("lighting must be finite")
    return row
