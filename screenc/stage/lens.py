"""Lenses: which one a size is shot on, and how soft it leaves what is out of focus."""

from __future__ import annotations

from screenc.film.model import Size
from screenc.stage.view import SENSOR_WIDTH

DEFAULT: dict[Size, float] = {
    "extreme-long": 24.0,
    "long": 28.0,
    "full": 35.0,
    "medium-long": 40.0,
    "medium": 50.0,
    "medium-close": 65.0,
    "close": 85.0,
    "extreme-close": 100.0,
    "insert": 85.0,
    "two-shot": 40.0,
    "over-shoulder": 65.0,
    "pov": 32.0,
}
"""Millimetres on full frame: what a camera crew reaches for first at each size."""

_STOP: dict[Size, float] = {
    "extreme-long": 0.0,
    "long": 0.0,
    "full": 8.0,
    "medium-long": 5.6,
    "medium": 4.0,
    "medium-close": 3.4,
    "close": 2.8,
    "extreme-close": 4.0,
    "insert": 2.8,
    "two-shot": 5.6,
    "over-shoulder": 3.2,
    "pov": 5.6,
}


def focal(mm: float, width: int) -> float:
    """A focal length in pixels."""
    return mm / 1000 / SENSOR_WIDTH * width


def blur(size: Size, focal_px: float, focus: float, width: int, wide_open: bool = False) -> float:
    """Circle of confusion, in pixels, of a point at infinity: f^2 / (N (s - f)) on the sensor, thin-lens, for the stop that the
    size is shot at (0 for wides, which are sharp all through). Held under 1.6% of the frame's width."""
    stop = 1.8 if wide_open else _STOP[size]
    if stop <= 0:
        return 0.0
    f = focal_px / width * SENSOR_WIDTH
    circle = f * f / (stop * max(focus - f, 0.2))
    return min(circle / SENSOR_WIDTH * width, 0.016 * width)
