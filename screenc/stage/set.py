"""Builds the place of a shot from its words; every shot of a place gets the same place.

The one thing that may differ is what stands where this shot's camera must be: a room's fourth wall and its ceiling are wild,
as in a studio, and are struck when the camera works from behind them.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Callable
from dataclasses import fields

import numpy as np

from screenc.contract import Brief
from screenc.stage import set_halls, set_nature, set_rooms, set_town
from screenc.stage.blocking import block
from screenc.stage.camera import shoot
from screenc.stage.parts import Set
from screenc.stage.set_carpenter import NIGHT, Carpenter
from screenc.stage.set_ground import Ground, survey
from screenc.stage.set_palette import palette
from screenc.stage.solid import Solids, linear

_BUILDERS: dict[str, Callable[[Carpenter], None]] = {**set_rooms.ROOMS, **set_halls.HALLS, **set_town.TOWN, **set_nature.NATURE}


def build(brief: Brief) -> Set:
    """The set of a brief: solids, floor, lamps and skyline. A place's id deals whatever its words leave open."""
    ground = survey(brief)
    deal = random.Random(zlib.crc32(brief.place.encode()))
    colours = palette(ground.kind, f"{brief.place_look or ''} {brief.place.replace('-', ' ')}", deal)
    shop = Carpenter(
        ground,
        colours,
        deal,
        (brief.hour or "day") in NIGHT or brief.weather == "storm",
        f"{brief.place} {brief.place_look or ''}",
    )
    _BUILDERS[ground.kind](shop)
    whole, sides = shop.solids(), shop.sides()
    stage = Set(
        _kept(whole, sides == ""),
        colours.floor_material,
        linear(colours.floor),
        ground.interior,
        _clear(ground),
        tuple(shop.lamps),
        tuple(shop.skyline),
    )
    if not ground.interior:
        return stage
    struck = _struck(brief, stage, ground)
    solids = _kept(whole, ~np.isin(sides, struck))
    return Set(solids, stage.floor, stage.floor_colour, True, stage.clear, stage.lamps, stage.skyline)


def _clear(ground: Ground) -> tuple[float, float, float, float]:
    """The acting area: what shadows must be fine for. Where the camera may go is the ground plan's own affair."""
    return max(ground.left, -5.5) + 0.3, min(ground.right, 5.5) - 0.3, max(ground.front, -5.0), min(ground.back, 6.0) - 0.3


def _struck(brief: Brief, stage: Set, ground: Ground) -> list[str]:
    """Which wild parts this shot's camera has to be rid of: the fourth wall unless it can be seen, the ceiling if we look from
    above it."""
    eye = shoot(brief, block(brief), stage).eye
    behind, above = True, False
    for t in np.linspace(0.0, float(brief.length), 7):
        at = eye(float(t))
        half = math.atan(brief.width / 2 / at.focal)
        ahead = math.atan2(at.axes[2][0], at.axes[2][2])
        sees = math.cos(ahead - half) < 0.05 or math.cos(ahead + half) < 0.05
        behind &= not sees or at.position[2] < ground.front + 0.3
        above |= at.position[1] > ground.ceiling - 0.25
    return ["front"] * bool(behind) + ["ceiling"] * bool(above)


def _kept(solids: Solids, which: np.ndarray) -> Solids:
    return Solids(*(getattr(solids, f.name)[which] for f in fields(Solids)))
