"""The painter: a set, figures and an eye go in, a finished frame comes out.

A frame is a pure function of what it is asked, whichever thread draws it and whatever was drawn before: what is kept between
frames is only the plate, the set as a locked camera sees it, and a frame of a locked camera is the plate with the tiles drawn
anew where somebody stands or a shadow falls. Figures are laid over it as layers, far ones first, so that one who is out of
focus is blurred whole.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue

import numpy as np

from screenc.stage import draw_figures, kernel_lens, kernel_plate, kernel_trace, weather
from screenc.stage.draw_light import Light
from screenc.stage.draw_plate import Canvas, grid, listed
from screenc.stage.draw_set import DITHER, Scenery
from screenc.stage.draw_solid import Drawn
from screenc.stage.kernel_rows import WET
from screenc.stage.parts import Lighting, Set
from screenc.stage.solid import Solids
from screenc.stage.view import Eye

FAINT = 0.011
"""Grain up to which nobody misses it where nothing moves."""
SMEAR = 8
"""Pixels at half size that a reflection is drawn out by, and a little more."""


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
        self._light = Light(lighting, set, area)
        self._scenery = Scenery(width, height, lighting, set, self._light)
        self._canvases: SimpleQueue[Canvas] = SimpleQueue()

    def paint(self, eye: Eye, solids: Solids, faces: np.ndarray | None = None, t: float = 0.0) -> np.ndarray:
        """An (H, W, 3) uint8 sRGB frame. `faces` is (K, FACE_COLUMNS) float32; `t` seconds from the start of the shot."""
        canvas = self._canvas()
        self._draw(canvas, eye, solids, faces, t)
        out = np.empty((self.height, self.width, 3), np.uint8)
        l = self.lighting
        kernel_lens.grade(canvas.hdr, self._light.curve, l.vignette, l.grain, _seed(t), out)
        self._canvases.put(canvas)
        return out

    def planes(self, eye: Eye, solids: Solids, faces: np.ndarray | None = None, t: float = 0.0):
        """The same frame as BT.709 limited-range planes (Y, Cb, Cr), chroma at half size."""
        canvas = self._canvas()
        fresh = self._draw(canvas, eye, solids, faces, t)
        l, w, h = self.lighting, self.width, self.height
        fresh = None if self._grainy else fresh
        tiles = self._scenery.all if fresh is None else listed(fresh)
        if fresh is not None:
            old = listed(canvas.written & ~fresh & 1)
            kernel_lens.bring_planes(old, w, h, *canvas.holds.planes, *canvas.planes)
        grain = l.grain if self._grainy or not self.locked else min(l.grain, DITHER)
        kernel_lens.develop(tiles, canvas.hdr, self._light.curve, l.vignette, grain, _seed(t), *canvas.planes)
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
        faces = draw_figures.focused_faces(faces, solids, eye)
        key, top = canvas.shadows_of(self._light.key, solids), canvas.shadows_of(self._light.top, solids)
        plate = self._scenery.plate_for(canvas, eye) if self.locked else None
        if plate is not None and not plate.fits(eye):
            plate = None
        mirror = self._scenery.reflection(plate, eye, solids, faces, key, top) if self._light.row[WET] > 0 else None
        mask: np.ndarray | None = None
        if plate is not None:
            mask = np.zeros(grid(w, h), np.uint8)
            kernel_plate.shadow_tiles(*view, plate.z, plate.ids, self._light.key.eye, key.new, self._light.top.eye, top.new, mask)
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
            self._light.relight(tiles, view, plate, key, top, False, canvas.hdr)
            if mirror is not None:
                kernel_plate.reflect(wet, *view, plate.z, plate.ids, self._light.row, mirror, plate.smeared, canvas.hdr)
            z, ids = plate.z, plate.ids
        else:
            z, ids = canvas.z, canvas.ids
            canvas.stale[:] = 1
            plate = self._scenery.afresh(canvas, eye, view, cast, faces, key, top, mirror)
        falling = self.lighting.rain > 0 or self.lighting.snow > 0
        front = z.copy() if falling else None
        draw_figures.lay(self._light, self.set.solids, canvas, eye, view, plate, cast, faces, key, top, front, mask)
        if falling:
            self._weather(canvas.hdr, eye, position, axes, ids, front, t)
            mask = None
        canvas.stale = np.ones(grid(w, h), np.uint8) if mask is None else mask.copy()
        return mask

    def _weather(self, hdr: np.ndarray, eye: Eye, position, axes, ids, front, t: float) -> None:
        l, lens = self.lighting, (eye.focal, eye.focus, eye.blur)
        shine = np.array(l.sky_colour) * 0.9 + np.array(l.horizon) * 0.35 + np.array(l.key_colour) * 0.08
        if l.rain > 0:
            weather.rain(t, l.rain, position, axes, *lens, *(float(c) for c in shine * 1.25), ids, front, hdr)
        if l.snow > 0:
            weather.snow(t, l.snow, position, axes, *lens, *(float(c) for c in shine * 1.1 + 0.04), front, hdr)


def _seed(t: float) -> int:
    """The grain of a moment."""
    return 1 + round(t * 1000) * 7
