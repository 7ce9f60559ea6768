"""The gaffer: what the hour, the weather, the room and the script's own `light` make of the light on a set.

One row of `HOURS` an hour: the height of the key above the horizon, colour temperatures of the key, the sky and the
horizon's glow in kelvin, and how bright each is against full daylight. Temperatures become colours by the Planckian locus
(the usual cubic fit of Kim and others, read as chromaticity only), and `warm` and `cool` are shifts in mired, as filters are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from screenc.contract import Brief
from screenc.stage.parts import Lamp, Lighting, Set

RGB = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Hour:
    """`elevation` degrees; kelvin of key, sky and horizon; linear strengths; `night` the share of lit windows."""

    elevation: float
    key_k: float
    key: float
    sky_k: float
    sky: float
    horizon_k: float
    horizon: float
    zenith: RGB
    softness: float
    fog: float
    exposure: float
    stars: float = 0.0


HOURS: dict[str, Hour] = {
    "dawn": Hour(11, 3300, 1.50, 9500, 0.46, 3600, 0.86, (0.22, 0.30, 0.46), 0.35, 0.014, 1.05),
    "morning": Hour(26, 4400, 2.05, 8200, 0.56, 5600, 0.92, (0.24, 0.42, 0.68), 0.30, 0.007, 0.95),
    "day": Hour(46, 5400, 2.20, 7600, 0.62, 6600, 0.95, (0.21, 0.40, 0.70), 0.30, 0.005, 0.88),
    "noon": Hour(68, 5700, 2.35, 7600, 0.62, 6800, 0.98, (0.19, 0.38, 0.70), 0.22, 0.005, 0.85),
    "afternoon": Hour(32, 4600, 2.10, 7800, 0.56, 5200, 0.92, (0.24, 0.40, 0.62), 0.30, 0.006, 0.93),
    "dusk": Hour(9, 2550, 1.75, 11000, 0.40, 2500, 0.78, (0.10, 0.14, 0.27), 0.35, 0.014, 1.08),
    "evening": Hour(16, 3000, 0.95, 12000, 0.32, 3000, 0.40, (0.07, 0.11, 0.22), 0.45, 0.012, 1.22),
    "night": Hour(38, 7600, 0.42, 11500, 0.125, 9000, 0.070, (0.010, 0.018, 0.042), 0.45, 0.014, 1.42, 0.8),
    "midnight": Hour(52, 8200, 0.36, 12000, 0.115, 9500, 0.050, (0.007, 0.012, 0.032), 0.45, 0.014, 1.60, 1.0),
}
DARK = {"dusk": 0.35, "evening": 0.55, "night": 0.45, "midnight": 0.25}
"""The share of windows that are lit, by hour."""


def kelvin(k: float) -> RGB:
    """Linear sRGB of a black body, brightest channel 1, for 1667 K to 25000 K."""
    k = min(max(k, 1700.0), 25000.0)
    if k < 4000:
        x = -0.2661239e9 / k**3 - 0.2343589e6 / k**2 + 0.8776956e3 / k + 0.179910
    else:
        x = -3.0258469e9 / k**3 + 2.1070379e6 / k**2 + 0.2226347e3 / k + 0.240390
    if k < 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif k < 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    rgb = np.array(
        [
            3.2406 * big_x - 1.5372 - 0.4986 * big_z,
            -0.9689 * big_x + 1.8758 + 0.0415 * big_z,
            0.0557 * big_x - 0.2040 + 1.0570 * big_z,
        ]
    )
    rgb = np.maximum(rgb, 0.02)
    return tuple(float(c) for c in rgb / rgb.max())


def _white(k: float, grade: float) -> RGB:
    """A temperature's colour at equal brightness, `grade` of the way from white: film is balanced, eyes adapt."""
    c = np.array(kelvin(k)) ** grade
    return tuple(float(v) for v in c / (c @ (0.2126, 0.7152, 0.0722)))


def _mired(k: float, shift: float) -> float:
    return 1e6 / max(1e6 / k + shift, 40.0)


def _scaled(c: RGB, s: float) -> RGB:
    return (c[0] * s, c[1] * s, c[2] * s)


def _mixed(a: RGB, b: RGB, share: float) -> RGB:
    return tuple(x + (y - x) * share for x, y in zip(a, b, strict=True))


def rig(brief: Brief, set: Set) -> Lighting:
    """The light of a shot. The hour is the base; weather, mood and the script's `light` bend it, in that order."""
    hour = HOURS[brief.hour or "day"]
    light = brief.light
    shift = {"warm": 55.0, "cool": -45.0}.get(light.warmth or "", 0.0)
    key_k = _mired(hour.key_k, shift)
    night = brief.hour in ("night", "midnight")
    key_colour = _scaled(_white(key_k, 0.72), hour.key)
    sky_colour = _scaled(_white(_mired(hour.sky_k, shift * 0.4), 0.85), hour.sky)
    horizon = _scaled(_white(hour.horizon_k, 0.9), hour.horizon)
    zenith, softness, fog = hour.zenith, hour.softness, hour.fog
    elevation, exposure = hour.elevation, hour.exposure
    clouds, rain, snow, wet, stars = 0.25, 0.0, 0.0, 0.0, hour.stars
    if night:
        clouds = 0.1

    if set.interior:
        # a room is lit as a room: a soft big source from one side, lamps where the set has them, walls that bounce
        daylight = not night and brief.hour not in ("evening", "dusk")
        elevation = 34.0
        softness = max(softness, 0.5)
        fog = 0.004
        wall = _white(_mired(4300 if daylight else 3200, shift * 0.5), 0.5)
        if daylight:
            key_colour = _scaled(_white(_mired(5200, shift), 0.7), 1.62 * (0.8 if brief.hour == "dawn" else 1.0))
            sky_colour, exposure = _scaled(_white(5600, 0.6), 0.35), 1.05
        elif brief.hour == "dusk":
            key_colour = _scaled(_white(_mired(3000, shift), 0.7), 1.15)
            sky_colour, exposure = _scaled(_white(6800, 0.8), 0.27), 1.15
        else:
            key_colour = _scaled(_white(_mired(3300, shift), 0.6), 0.80)
            sky_colour, exposure = _scaled(_white(7200, 0.8), 0.17), 1.25
        bounce = _scaled(wall, 0.17 if daylight else 0.10)
        clouds = stars = 0.0
        fog_colour = _mixed(_scaled(wall, 0.30), sky_colour, 0.5)
    else:
        bounce = _mixed(_scaled(sky_colour, 0.34), tuple(k * f for k, f in zip(key_colour, set.floor_colour, strict=True)), 0.45)
        fog_colour = _mixed(horizon, sky_colour, 0.25)

    cover = {"cloud": 0.45, "overcast": 0.9, "rain": 0.92, "storm": 1.0, "snow": 0.9, "fog": 0.95, "mist": 0.7, "wind": 0.35}
    share = cover.get(brief.weather or "clear", 0.0)
    if share and not set.interior:
        grey = sum(sky_colour) / 3
        even = _scaled(_mixed(_white(7000, 0.6), _scaled(sky_colour, 1 / max(grey, 1e-6)), 0.55), grey * (1.10 + 0.20 * share))
        sky_colour = _mixed(sky_colour, even, share)
        lid = _scaled(_mixed((1.0, 1.0, 1.0), _scaled(horizon, 3 / max(sum(horizon), 1e-6)), 0.35), sum(horizon) / 3 * 0.62)
        horizon = _mixed(horizon, lid, share)
        zenith = _mixed(zenith, _scaled(lid, 0.62), share * 0.9)
        key_colour = _scaled(
            _mixed(key_colour, _scaled(sky_colour, sum(key_colour) / max(sum(sky_colour), 1e-6)), share * 0.6), 1 - 0.68 * share
        )
        softness = max(softness, 0.35 + 0.6 * share)
        elevation = elevation + (58 - elevation) * share * 0.7
        bounce = _scaled(bounce, 1 - 0.25 * share)
        fog_colour = _scaled(_mixed(horizon, sky_colour, 0.45), 0.72 if brief.weather in ("rain", "storm") else 0.9)
        clouds, stars = max(clouds, share), stars * (1 - share)
    elif share:
        key_colour, softness = _scaled(key_colour, 1 - 0.35 * share), max(softness, 0.75)
    match brief.weather:
        case "rain":
            rain, wet, fog = 0.65, 0.75, fog + 0.006
        case "storm":
            rain, wet, fog, exposure = 1.0, 0.9, fog + 0.014, exposure * 0.86
        case "snow":
            snow, fog = 0.8, fog + 0.009
        case "fog":
            fog += 0.065
        case "mist":
            fog += 0.038
        case "wind":
            rain = 0.0
    if set.interior:
        rain = snow = wet = 0.0
        fog = min(fog, 0.012)

    key, fill = _direction(brief, set, elevation)
    match light.quality:
        case "hard":
            softness, key_colour, sky_colour = min(softness, 0.08), _scaled(key_colour, 1.2), _scaled(sky_colour, 0.85)
        case "soft":
            softness = max(softness, 0.85)
    sky_colour, bounce = _scaled(sky_colour, fill), _scaled(bounce, fill)
    vignette, grain = 0.24, 0.005
    mood = (brief.mood or "").lower()
    if any(word in mood for word in _HEAVY):
        sky_colour, bounce = _scaled(sky_colour, 0.74), _scaled(bounce, 0.7)
        key_colour, vignette = _scaled(key_colour, 0.92), 0.36
    elif any(word in mood for word in _BRIGHT):
        sky_colour, bounce, vignette = _scaled(sky_colour, 1.14), _scaled(bounce, 1.2), 0.18
    return Lighting(
        key=key,
        key_colour=key_colour,
        softness=softness,
        sky_colour=sky_colour,
        bounce_colour=bounce,
        zenith=zenith,
        horizon=horizon,
        fog_colour=fog_colour,
        fog_density=fog,
        exposure=exposure,
        rain=rain,
        snow=snow,
        wet=wet,
        stars=stars,
        clouds=clouds,
        grain=grain,
        vignette=vignette,
        lamps=_lit(set.lamps, brief, set),
    )


_HEAVY = ("tense", "grim", "dark", "ominous", "grief", "sad", "menac", "fear", "dread", "somb", "bleak", "noir", "lonely")
_BRIGHT = ("happy", "bright", "joy", "comic", "light", "playful", "tender", "hope", "cheer", "sunny")


def _direction(brief: Brief, set: Set, elevation: float) -> tuple[RGB, float]:
    """The unit vector to the key, and how much fill goes with it. Unset, the key stands three quarters to one side; which
    side is the place's own, so that a scene keeps its sun."""
    side = 1.0 if sum(map(ord, brief.place)) % 2 else -1.0
    fill = 1.0
    match brief.light.key:
        case "left":
            bearing = -68.0
        case "right":
            bearing = 68.0
        case "front":
            bearing, fill = 18.0 * side, 1.1
        case "back":
            bearing, fill = 158.0 * side, 0.95
        case "top":
            bearing, elevation, fill = 20.0 * side, 76.0, 0.9
        case _:
            low = not set.interior and brief.hour in ("dawn", "dusk", "evening")
            bearing = (112.0 if low else 52.0) * side
    b, e = math.radians(bearing), math.radians(elevation)
    return (math.sin(b) * math.cos(e), math.sin(e), -math.cos(b) * math.cos(e)), fill


def _lit(lamps: tuple[Lamp, ...], brief: Brief, set: Set) -> tuple[Lamp, ...]:
    """Practicals are always part of a room, and are switched on out of doors when it grows dark."""
    dim = brief.weather in ("overcast", "rain", "storm", "fog", "snow")
    dark = {"dusk": 0.8, "evening": 1.0, "night": 1.0, "midnight": 0.9, "dawn": 0.45}
    by_hour = dark.get(brief.hour or "", 0.35 if dim else 0.0)
    strength = max(by_hour, 0.4) if set.interior else by_hour
    if strength == 0.0:
        return ()
    lit = []
    for lamp in lamps:
        # eyes adapt to a lamp, and film is balanced for one
        grey = sum(c * w for c, w in zip(lamp.colour, (0.2126, 0.7152, 0.0722), strict=True))
        lit.append(Lamp(lamp.position, _scaled(_mixed(lamp.colour, (grey, grey, grey), 0.4), strength), lamp.reach))
    return tuple(lit)
