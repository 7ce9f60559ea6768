"""What the stage's departments hand each other: lighting, the built set, a figure's performance, the camera's path.

set.build(brief) -> Set          light.rig(brief) -> Lighting          blocking.block(brief) -> Blocking
figure.Figure(person, index, ...).at(t) -> Solids, FaceRow            camera.shoot(brief, blocking, set) -> Shooting
draw.Painter(width, height, lighting, set).paint(eye, solids, faces, t) -> frame
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from screenc.stage.solid import Material, Solids
from screenc.stage.view import Eye

FACE_COLUMNS = 32
"""Floats in a row of the table of faces; `face.py` says which is which."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """A practical: a small light in the set (a street lamp, a window, a fire)."""

    position: tuple[float, float, float]
    colour: tuple[float, float, float]
    reach: float


@dataclass(frozen=True, slots=True)
class Lighting:
    """Linear colours; `key` points from the scene to the light. Fog: share of `fog_colour` is 1 - exp(-density * metres)."""

    key: tuple[float, float, float]
    key_colour: tuple[float, float, float]
    softness: float
    sky_colour: tuple[float, float, float]
    bounce_colour: tuple[float, float, float]
    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    fog_colour: tuple[float, float, float]
    fog_density: float
    exposure: float = 1.0
    rain: float = 0.0
    snow: float = 0.0
    wet: float = 0.0
    stars: float = 0.0
    clouds: float = 0.0
    grain: float = 0.005
    vignette: float = 0.25
    lamps: tuple[Lamp, ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """The built place. `floor` spans the world at y = 0; interiors bring their own walls and ceiling as boxes. `clear` is the
    (x0, x1, z0, z1) box, in metres, in which people and the camera may stand."""

    solids: Solids
    floor: Material
    floor_colour: tuple[float, float, float]
    interior: bool
    clear: tuple[float, float, float, float]
    lamps: tuple[Lamp, ...] = ()
    skyline: tuple[tuple[float, float, float], ...] = ()
    """Silhouettes on the horizon: (bearing in radians, half width in radians, height in radians), far away."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person is at one moment: feet, heading, speed in m/s along the heading (for the gait), metres walked."""

    x: float
    z: float
    heading: float
    speed: float = 0.0
    walked: float = 0.0


@dataclass(frozen=True, slots=True)
class Blocking:
    """Everybody's path through a shot; `eyes` gives the point that a person looks at, by time."""

    stand: Mapping[str, Callable[[float], Stand]]
    eyes: Mapping[str, Callable[[float], tuple[float, float, float]]]


@dataclass(frozen=True, slots=True)
class Shooting:
    """The camera's plan for a shot: the eye at a time, and whether it never moves (so the set may be drawn once)."""

    eye: Callable[[float], Eye]
    locked: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """What the mouth of a speaker follows, one value a frame from the line's start: how open (0..1), how wide (0..1)."""

    start: float
    opening: np.ndarray = field(repr=False)
    width: np.ndarray = field(repr=False)
