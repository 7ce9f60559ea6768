"""A walk as a line on the floor, gone along in time: worked out once, 48 samples a second, and read by interpolation."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

import numpy as np

from screenc.contract import Person
from screenc.stage.parts import Stand

RATE = 48
"""Samples of a path per second."""
WALK, RUN = 1.19, 2.7
"""Cruising speeds in m/s: an unhurried stage walk (gait studies give 1.2 to 1.4 in the street), and a jog."""


@dataclass(slots=True)
class Path:
    """A walk to be: corners (x, z), when it starts, and how fast it goes."""

    corners: list[tuple[float, float]]
    start: float
    speed: float = WALK
    backwards: bool = False


@dataclass(slots=True)
class Track:
    """One person's whole shot, as it is put together."""

    person: Person
    home: tuple[float, float]
    heading: float
    settled: float
    """The heading once the walk is over."""
    mark: tuple[float, float]
    """Where their mark is; earlier shots may have left them elsewhere."""
    walk: Path | None = None
    turns: list[tuple[float, float]] = field(default_factory=list)
    fixed: bool = False


def in_time(corners: list[tuple[float, float]], start: float, limit: float) -> Path:
    room = max(0.5, limit - start - 0.3)
    return Path(corners, start, min(max(WALK, metres(corners) / room), RUN))


def metres(corners: list[tuple[float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(corners))


def seconds(corners: list[tuple[float, float]], speed: float) -> float:
    return metres(corners) / speed + 0.5


class Walked:
    """A path as samples; called with a time, it gives the stand."""

    __slots__ = ("heading", "speed", "t0", "walked", "x", "z")

    def __init__(self, track: Track, length: float):
        self.t0 = -0.5
        n = int((length + 1.5) * RATE) + 2
        t = self.t0 + np.arange(n) / RATE
        path = track.walk
        if path is None:
            self.x, self.z = np.full(n, track.home[0]), np.full(n, track.home[1])
            self.walked = np.zeros(n)
            heading = np.full(n, track.heading)
        else:
            line = _rounded(np.array(path.corners, float))
            along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
            pause = next((s for s, h in track.turns if math.isnan(h)), None)
            if pause is None:
                self.walked = _eased(t, path.start, along[-1], path.speed)
            else:
                stop = along[np.argmin(np.hypot(line[:, 0] - track.home[0], line[:, 1] - track.home[1]))]
                self.walked = _eased(t, path.start, stop, path.speed) + _eased(t, pause, along[-1] - stop, path.speed)
            self.x, self.z = np.interp(self.walked, along, line[:, 0]), np.interp(self.walked, along, line[:, 1])
            ahead = np.interp(np.minimum(self.walked + 0.12, along[-1]), along, line[:, 0]) - np.interp(
                np.maximum(self.walked - 0.12, 0), along, line[:, 0]
            )
            aside = np.interp(np.minimum(self.walked + 0.12, along[-1]), along, line[:, 1]) - np.interp(
                np.maximum(self.walked - 0.12, 0), along, line[:, 1]
            )
            course = np.unwrap(np.arctan2(ahead, -aside))
            moving = np.gradient(self.walked, 1 / RATE) > 0.12
            heading = np.where(moving, course, np.nan)
            heading = np.where((t > path.start) | moving, heading, course[0] if not path.backwards else track.heading)
            if path.backwards:
                heading = np.where(t > path.start + 0.5, track.settled, track.heading)
            heading[np.isnan(heading)] = track.settled
            if path.start > 0.3 and math.dist(path.corners[0], track.home) < 0.01:
                heading[: max(1, int((path.start - self.t0) * RATE))] = track.heading
        for start, to in track.turns:
            if not math.isnan(to):
                after = (t >= start) & ((path is None) | (np.gradient(self.walked, 1 / RATE) < 0.12))
                heading = np.where(after, to, heading)
        self.heading = _turned(heading, track.heading)
        self.speed = np.gradient(self.walked, 1 / RATE) * (-1.0 if path and path.backwards else 1.0)

    def __call__(self, t: float) -> Stand:
        i = min(max((t - self.t0) * RATE, 0.0), len(self.x) - 1.001)
        k, f = int(i), i - int(i)
        x, z, h, v, w = (float(c[k] + (c[k + 1] - c[k]) * f) for c in (self.x, self.z, self.heading, self.speed, self.walked))
        return Stand(x, z, h, v if abs(v) > 1e-4 else 0.0, w)


def _turned(heading: np.ndarray, first: float) -> np.ndarray:
    """Headings taken the short way round, then smoothed over most of a second, as a body turns."""
    # A half turn has two short ways: a nudge away from the wrap makes everybody take the one by the camera.
    h = np.unwrap(heading)
    n = int(0.8 * RATE) | 1
    kernel = np.hanning(n + 2)[1:-1]
    padded = np.concatenate([np.full(n // 2, h[0]), h, np.full(n // 2, h[-1])])
    return np.convolve(padded, kernel / kernel.sum(), "valid")


def _rounded(corners: np.ndarray) -> np.ndarray:
    """Cut the corners twice (Chaikin 1974) and resample, so that nobody turns on a pin."""
    for _ in range(3 if len(corners) > 2 else 0):
        a, b = corners[:-1], corners[1:]
        cut = np.stack([a * 0.75 + b * 0.25, a * 0.25 + b * 0.75], 1).reshape(-1, 2)
        corners = np.concatenate([corners[:1], cut, corners[-1:]])
    return corners


def _eased(t: np.ndarray, start: float, distance: float, speed: float) -> np.ndarray:
    """Metres gone by each time: up to speed in 0.4 s, cruise, and down again; a short way never reaches its speed."""
    if distance < 1e-6:
        return np.zeros_like(t)
    ramp = 0.4
    cruise = min(speed, distance / ramp)
    total = distance / cruise + ramp
    u = np.clip(t - start, 0.0, total)
    rising = 0.5 * cruise / ramp * np.minimum(u, ramp) ** 2
    level = cruise * np.clip(u - ramp, 0.0, max(total - 2 * ramp, 0.0))
    v = np.clip(u - (total - ramp), 0.0, ramp)
    return rising + level + cruise * v - 0.5 * cruise / ramp * v**2
