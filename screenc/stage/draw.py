"""The painter: a set, figures and an eye go in, a finished frame comes out."""

from __future__ import annotations

import math

import numpy as np

from screenc.stage import kernel_lens, kernel_light, kernel_shade, kernel_trace
from screenc.stage.kernel_shade import LIGHT_COLUMNS
from screenc.stage.parts import FACE_COLUMNS, Lighting, Set
from screenc.stage.solid import Kind, Solids
from screenc.stage.view import Eye

KEY_TEXELS, TOP_TEXELS = 512, 256
CASTER = 1.9
"""Metres: what is bigger is the set itself, and casts no shadow."""


class Painter:
    """Draws one shot's frames; `paint` may be called from several threads."""

    def __init__(self, width: int, height: int, lighting: Lighting, set: Set, locked: bool = False):
        self.width, self.height, self.lighting, self.set = width, height, lighting, set
        self.L = lighting_row(lighting, set)
        lamps = lighting.lamps
        self.lamps = np.array([(*l.position, *l.colour, l.reach) for l in lamps], float).reshape(-1, 7)
        self.skyline = np.array(set.skyline, float).reshape(-1, 3)
        x0, x1, z0, z1 = set.clear
        metres = min(max(x1 - x0, z1 - z0) + 2.0, 13.0)
        middle = ((x0 + x1) / 2, 0.8, (z0 + z1) / 2)
        self.key_map = kernel_light.far_eye(lighting.key, middle, KEY_TEXELS, metres)
        self.top_map = kernel_light.far_eye((0.0, 1.0, 0.0), middle, TOP_TEXELS, metres)
        self.lut = kernel_lens.curve(lighting.exposure * 1.0, *_split(lighting, set))

    def paint(self, eye: Eye, solids: Solids, faces: np.ndarray | None = None, t: float = 0.0) -> np.ndarray:
        """An (H, W, 3) uint8 sRGB frame. `faces` is (K, FACE_COLUMNS) float32; `t` seconds from the start of the shot."""
        w, h = self.width, self.height
        if faces is None or not len(faces):
            faces = np.zeros((1, FACE_COLUMNS), np.float32)
        everything = Solids.joined([self.set.solids, solids]) if len(self.set.solids) else solids
        casters = everything if not len(self.set.solids) else Solids.joined([_casters(self.set.solids), solids])
        soft = self.lighting.softness
        key = self._map(self.key_map, KEY_TEXELS, casters, 1 + round(2 * soft), 5 + round(9 * soft))
        top = self._map(self.top_map, TOP_TEXELS, casters, 3, 10)
        z = np.empty((h, w), np.float32)
        ids = np.empty((h, w), np.int32)
        hdr = np.empty((h, w, 3), np.float32)
        out = np.empty((h, w, 3), np.uint8)
        axes, position = np.ascontiguousarray(eye.axes, float), np.ascontiguousarray(eye.position, float)
        kernel_trace.ground(axes, position[1], w, h, eye.focal, z, ids)
        rows, rects, depths, order = _rows(everything, position, axes, eye.focal, w, h)
        kernel_trace.trace(everything.kind, rows, rects, depths, order, 0, w, h, eye.focal, z, ids)
        kernel_shade.shade(0, 0, w, h, w, h, eye.focal, position, axes, z, ids, _columns(everything), faces, self.L, self.lamps,
                           self.skyline, *key, *top, hdr)
        where, colours = np.empty(w * h // 4, np.int64), np.empty((w * h // 4, 3), np.float32)
        kernel_lens.smooth_edges(0, 0, w, h, w, h, eye.focal, axes, position[1], everything.kind, rows, ids, hdr, where, colours)
        kernel_lens.grade(0, 0, w, h, hdr, self.lut, self.lighting.vignette, self.lighting.grain, round(t * 1000) * 7, out)
        return out

    def _map(self, far, texels: int, casters: Solids, sharp: int, wide: int):
        position, axes, focal = far
        z = np.empty((texels, texels), np.float32)
        ids = np.empty((texels, texels), np.int32)
        kernel_trace.ground(axes, position[1], texels, texels, focal, z, ids)
        rows, rects, depths, order = _rows(casters, position, axes, focal, texels, texels)
        kernel_trace.trace(casters.kind, rows, rects, depths, order, 0, texels, texels, focal, z, ids)
        near, far_ = np.empty((2, texels, texels), np.float32), np.empty((2, texels, texels), np.float32)
        kernel_light.moments(z, sharp, near)
        kernel_light.moments(z, wide, far_)
        return np.concatenate([position, axes.ravel(), [focal]]), near, far_


def _rows(solids: Solids, position, axes, focal: float, width: int, height: int):
    n = len(solids)
    rows, rects, depths = np.zeros((n, kernel_trace.ROW)), np.zeros((n, 4), np.int32), np.zeros((n, 2))
    kernel_trace.prepare(solids.kind, solids.a, solids.b, solids.size, solids.turn, solids.round, position, axes, focal, width,
                         height, 1.0, rows, rects, depths)
    return rows, rects, depths, np.argsort(depths[:, 0], kind="stable")


def _columns(s: Solids):
    return s.kind, s.a, s.b, s.size, s.turn, s.round, s.colour, s.material, s.look


def _casters(s: Solids) -> Solids:
    big = np.sort(s.size, axis=1)[:, 1] > CASTER / 2
    big |= s.size.max(axis=1) > CASTER
    long = np.linalg.norm(s.b - s.a, axis=1) > 4 * CASTER
    keep = ~((s.kind != Kind.CAPSULE) & big) & ~((s.kind == Kind.CAPSULE) & long)
    return Solids(*(getattr(s, name)[keep] for name in Solids.__slots__))


def _split(lighting: Lighting, set: Set):
    """Shadows lean to the sky's colour, lights to the key's: (shadow gains, light gains)."""
    def lean(colour, amount):
        c = np.array(colour) / max(sum(colour) / 3, 1e-6)
        return tuple(1 + amount * (min(max(v, 0.3), 2.0) - 1) for v in c)

    return lean(lighting.sky_colour, 0.10), lean(lighting.key_colour, 0.05)


def lighting_row(l: Lighting, set: Set) -> np.ndarray:
    """The lighting as the kernels read it."""
    dark = 1.0 - min(sum(l.zenith) / 0.9, 1.0)
    night = 0.0 if dark < 0.25 else 0.55 * dark
    row = np.array([
        *l.key, *l.key_colour, *l.sky_colour, *l.bounce_colour, *l.zenith, *l.horizon, *l.fog_colour, l.softness, l.fog_density,
        l.wet, l.stars, l.clouds, float(set.interior), night, *set.floor_colour, float(set.floor), 0.6 + 2.2 * l.softness,
    ], float)
    assert len(row) == LIGHT_COLUMNS and all(map(math.isfinite, row))
    return row


