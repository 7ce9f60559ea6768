"""Feet that do not slide: every footfall of a shot is planned from the person's path, and a foot is planted or in the air.

Without a path only the distance walked is known: then the feet follow it, which holds at a steady pace and blends at its ends.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from screenc.stage.parts import Stand

_TICK = 1 / 48
HEEL_LEAD = 0.20
"""Seconds before a step in which the heel is already rising."""


@dataclass(frozen=True, slots=True)
class Step:
    """One foot in the air from `start` to `end`; places are (x, z, heading)."""

    start: float
    end: float
    lift: float
    origin: tuple[float, float, float]
    target: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Foot:
    """Where an ankle is, in the person's frame: out from its standing place, up, forward; heel up; toes turned out."""

    out: float
    up: float
    ahead: float
    pitch: float
    yaw: float
    loaded: float


def stride(height: float, speed: float) -> float:
    """How far a foot travels under the body, in metres."""
    return 0.40 * height * min(1.35, max(0.45, math.sqrt(abs(speed) / 1.3)))


class Footfalls:
    """The steps of both feet through a shot."""

    def __init__(self, path: Callable[[float], Stand], length: float, height: float, half: float):
        self.height, self.half = height, half
        self._start, self._steps = self._plan(path, length)
        self._times = {side: [s.start for s in steps] for side, steps in self._steps.items()}

    def _home(self, s: Stand, side: int, ahead: float = 0.0) -> tuple[float, float, float]:
        fx, fz = math.sin(s.heading), -math.cos(s.heading)
        rx, rz = -math.cos(s.heading), -math.sin(s.heading)
        return s.x + rx * side * self.half + fx * ahead, s.z + rz * side * self.half + fz * ahead, s.heading

    def _plan(self, path, length: float):
        first = path(0.0)
        reach = stride(self.height, first.speed) if abs(first.speed) > 0.15 else 0.0
        way = math.copysign(1.0, first.speed)
        at = {1: self._home(first, 1, way * reach * 0.30), -1: self._home(first, -1, -way * reach * 0.30)}
        start = dict(at)
        steps: dict[int, list[Step]] = {1: [], -1: []}
        free = {1: 0.0, -1: 0.0}
        t = 0.0
        while t < length + 0.5:
            here = path(min(t, length))
            if t >= max(free.values()) - 1e-9:
                speed = abs(here.speed)
                reach = stride(self.height, here.speed)
                errors = {}
                for side in (1, -1):
                    x, z, heading = self._home(here, side)
                    errors[side] = math.hypot(at[side][0] - x, at[side][1] - z) + 0.16 * abs(_wrap(at[side][2] - heading))
                side = max(errors, key=lambda s: (errors[s], s))
                if speed > 0.12:
                    # the foot that is behind goes, once it is behind by half a stride
                    way = math.copysign(1.0, here.speed)
                    fx, fz = way * math.sin(here.heading), -way * math.cos(here.heading)
                    behind = {s: (here.x - at[s][0]) * fx + (here.z - at[s][1]) * fz for s in (1, -1)}
                    side = max(behind, key=lambda s: (behind[s], s))
                    together = abs(behind[1] - behind[-1]) < 0.3 * reach
                    soon = max(speed, abs(path(min(t + 0.35, length)).speed))
                    go = behind[side] > reach * (0.06 if together else 0.44) or errors[side] > reach * 0.8
                    air = min(0.42, max(0.16, 0.70 * stride(self.height, soon) / soon))
                else:
                    go, air = errors[side] > 0.045, 0.34
                if go:
                    then = path(min(t + air, length))
                    ahead = 0.5 * stride(self.height, then.speed) * math.copysign(min(1.0, abs(then.speed) / 0.5), then.speed)
                    target = self._home(then, side, ahead)
                    far = math.hypot(target[0] - at[side][0], target[1] - at[side][1])
                    steps[side].append(Step(t, t + air, min(0.11, 0.035 + 0.06 * far), at[side], target))
                    at[side] = target
                    free[side] = t + air
            t += _TICK
        return start, steps

    def foot(self, side: int, t: float, stand: Stand) -> Foot:
        """One foot at a time, in the frame of a stand."""
        steps = self._steps[side]
        n = bisect_right(self._times[side], t)
        last = steps[n - 1] if n else None
        coming = steps[n] if n < len(steps) else None
        lift = pitch = 0.0
        loaded = 1.0
        if last and t < last.end:
            k = (t - last.start) / (last.end - last.start)
            e = k * k * (3 - 2 * k)
            x, z = (a + (b - a) * e for a, b in zip(last.origin[:2], last.target[:2], strict=True))
            turn = last.origin[2] + _wrap(last.target[2] - last.origin[2]) * e
            lift = last.lift * math.sin(math.pi * k) ** 0.8
            far = min(1.0, math.hypot(last.target[0] - last.origin[0], last.target[1] - last.origin[1]) / 0.6)
            pitch = far * (0.55 * (1 - k) ** 2 * (1 + 2 * k) - 0.30 * math.sin(math.pi * k) * k)
            loaded = 0.0
        else:
            x, z, turn = last.target if last else self._start[side]
            if coming and t > coming.start - HEEL_LEAD and (not last or last.end < t):
                k = max(0.0, (t - max(coming.start - HEEL_LEAD, last.end if last else 0.0)) / HEEL_LEAD)
                far = min(1.0, math.hypot(coming.target[0] - coming.origin[0], coming.target[1] - coming.origin[1]) / 0.6)
                pitch = far * 0.55 * min(1.0, k) ** 2
                loaded = 1.0 - 0.5 * k
        ball, ankle = 0.062 * self.height, 0.043 * self.height
        up = ball * math.sin(pitch) + ankle * math.cos(pitch) - ankle if pitch > 0 else 0.0
        ahead = ball - ball * math.cos(pitch) + ankle * math.sin(pitch) if pitch > 0 else 0.0
        fx, fz = math.sin(turn), -math.cos(turn)
        x, z = x + fx * ahead, z + fz * ahead
        dx, dz = x - stand.x, z - stand.z
        s, c = math.sin(stand.heading), math.cos(stand.heading)
        right, forward = -c * dx - s * dz, s * dx - c * dz
        return Foot(side * right - self.half, up + lift, forward, pitch, -side * _wrap(turn - stand.heading), loaded)


def by_distance(side: int, stand: Stand, height: float) -> Foot:
    """A foot from the distance walked alone."""
    pace = min(1.0, abs(stand.speed) / 0.6)
    reach = stride(height, 1.3)
    cycle = 1.7 * reach
    s = (stand.walked + (cycle / 2 if side < 0 else 0.0)) % cycle
    if s < reach:
        return Foot(0.0, 0.0, (reach / 2 - s) * pace, 0.0, 0.0, 1.0)
    k = (s - reach) / (cycle - reach)
    e = k * k * (3 - 2 * k)
    return Foot(0.0, 0.09 * math.sin(math.pi * k) * pace, (e - 0.5) * reach * pace, 0.5 * (1 - k) ** 2 * pace, 0.0, 0.0)


def _wrap(angle: float) -> float:
    return (angle + math.pi) % math.tau - math.pi
