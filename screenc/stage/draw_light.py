"""The light of a shot as the kernels read it, and what is lit by it: all of some tiles, or one pixel in four and what differs."""

from __future__ import annotations

import numpy as np

from screenc.stage import kernel_between, kernel_lens, kernel_plate, kernel_shade
from screenc.stage.draw_plate import Canvas, Plate
from screenc.stage.draw_shadow import FarLight, Shadows, casters
from screenc.stage.draw_solid import EVERY
from screenc.stage.kernel_rows import LIGHT_COLUMNS
from screenc.stage.parts import Lighting, Set
from screenc.stage.view import Eye

KEY_TEXELS, TOP_TEXELS = 512, 256
_UNKEPT = np.zeros((1, 1, 2), np.float32)


class Light:
    """A shot's lighting, its lamps in order, the maps of the two far lights, and the film's curve."""

    def __init__(self, lighting: Lighting, set: Set, area: tuple[float, float, float] | None):
        """`area` as the painter has it."""
        self.row = lighting_row(lighting, set)
        self._skyline = np.array(set.skyline, float).reshape(-1, 3)
        x0, x1, z0, z1 = set.clear
        x, z, metres = area or ((x0 + x1) / 2, (z0 + z1) / 2, min(max(x1 - x0, z1 - z0) + 2.0, 13.0))
        middle, soft, still = (x, 0.9, z), lighting.softness, casters(set.solids)
        self.key = FarLight(lighting.key, middle, KEY_TEXELS, metres, 0.006 + 0.022 * soft, 0.06 + 0.12 * soft, still)
        self.top = FarLight((0.0, 1.0, 0.0), middle, TOP_TEXELS, metres, 0.0, 0.14, still)
        self._lamps = _ranked(lighting, x, z)
        self.curve = kernel_lens.curve(lighting.exposure, *_split(lighting))

    def shade(
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
            self.row,
            self._lamps,
            self._skyline,
            self.key.eye,
            key.flat,
            key.busy,
            self.top.eye,
            top.flat,
            top.busy,
            out,
        )

    def relight(self, tiles, view, plate: Plate, key: Shadows, top: Shadows, everywhere: bool, out) -> None:
        kernel_plate.relight(
            tiles,
            *view,
            plate.z,
            plate.ids,
            self.row,
            plate.parts,
            self.key.eye,
            key.flat,
            key.busy,
            key.new,
            self.top.eye,
            top.flat,
            top.busy,
            top.new,
            everywhere,
            plate.sharp,
            plate.hdr if plate.hdr is not None else plate.sharp,
            out,
        )

    def sparsely(
        self, mode: int, tiles, canvas: Canvas, lined, eye: Eye, view, mirror, z, ids, solids, faces, key, top, out
    ) -> None:
        """Light one pixel in four, fill in what is smooth between, and light the rest."""
        facts = (view, mirror, z, ids, solids, faces, key, top, out)
        self.shade(mode, tiles, *facts, step=2, shadows=canvas.shadows)
        kernel_between.between(tiles, view[0], view[1], z, eye.focus, eye.blur, ids, lined, out, canvas.need)
        self.shade(mode, tiles, *facts, need=canvas.need, shadows=canvas.shadows)


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
