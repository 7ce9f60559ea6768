"""Framing: what of a body each shot size holds, and where the camera must be so that the frame cuts exactly there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screenc.film.model import Size
from screenc.stage.view import Eye


@dataclass(frozen=True, slots=True)
class Span:
    """The frame's lower and upper edge on the body, as shares of its height (0 the sole, 1 the crown; eyes are at 0.935), and the
    camera's height for an eye-level shot, in shares too."""

    low: float
    high: float
    lens_height: float


SPANS: dict[Size, Span] = {
    "extreme-long": Span(-1.5, 5.2, 1.15),
    "long": Span(-0.4, 1.5, 0.86),
    "full": Span(-0.1, 1.15, 0.72),
    "medium-long": Span(0.27, 1.11, 0.82),
    "medium": Span(0.53, 1.075, 0.88),
    "medium-close": Span(0.67, 1.055, 0.92),
    "close": Span(0.77, 1.035, 0.93),
    "extreme-close": Span(0.855, 0.99, 0.93),
    "insert": Span(0.50, 0.76, 0.78),
    "two-shot": Span(0.40, 1.11, 0.86),
    "over-shoulder": Span(0.57, 1.09, 0.96),
    "pov": Span(0.60, 1.1, 0.935),
}
"""Standard body landmarks: full holds the feet, medium-long cuts above the knee, medium at the waist, medium-close at the
chest, close
at the shoulders, extreme-close from brow to chin."""

PITCH = {"eye": 0.0, "dutch": 0.0, "low": -0.40, "high": 0.52, "overhead": 1.36}
"""Radians that the camera stands above its subject, by angle."""
ROLL = {"dutch": 0.21}
SHOULDERS = 0.27
"""Half the width, in metres, that a body takes in a group."""


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody to be framed: feet and height in metres."""

    x: float
    z: float
    height: float
    drop: float = 0.0
    """Metres that a seat lowers everything above the hips."""

    def at(self, share: float) -> tuple[float, float, float]:
        """A landmark in the world: a share of the standing body's height, lowered as far as the seat lowers it."""
        return self.x, self.height * share - self.drop * min(1.0, max(0.0, (share - 0.25) / 0.25)), self.z


@dataclass(frozen=True, slots=True)
class Pose:
    """A camera placed: where it is, what it points at, and its focal length in pixels."""

    position: np.ndarray
    target: np.ndarray
    focal: float
    roll: float = 0.0

    def eye(self, focus: float | None = None, blur: float = 0.0) -> Eye:
        return aim(self.position, self.target, self.focal, self.roll, focus, blur)

    @property
    def distance(self) -> float:
        return float(np.linalg.norm(self.target - self.position))


def aim(position, target, focal: float, roll: float = 0.0, focus: float | None = None, blur: float = 0.0) -> Eye:
    """An eye from a focal length in pixels."""
    eye = Eye.towards(position, target, 36.0, 1, roll, focus, blur)
    return Eye(eye.position, eye.axes, focal, eye.focus, blur)


def compose(
    bodies: Sequence[Body],
    span: Span,
    bearing: float,
    angle: str,
    focal: float,
    width: int,
    height: int,
    across: float = 0.5,
    lift: float | None = None,
) -> Pose:
    """Place a camera of this focal length so that `span` of the bodies fills the frame.

    `bearing` is the heading from the subject to the camera (0: on the master's side); `across` is where the one subject's head,
    or the middle of several, is in the frame's width; `lift` overrides the angle's elevation, in radians. Solved by fixed point:
    twenty rounds leave less than half a pixel at every size."""
    tall = max(b.height for b in bodies)
    heads, upper, lower = (np.array([b.at(share) for b in bodies]) for share in (0.93, span.high, span.low))
    level = max(b.height - b.drop for b in bodies) - tall
    centre = np.array([heads[:, 0].mean(), tall * (span.low + span.high) / 2 + level, heads[:, 2].mean()])
    elevation = PITCH[angle] if lift is None else lift
    above = angle == "overhead"
    if above:
        centre[1] = heads[:, 1].max()
    distance = focal * tall * (span.high - span.low) / height
    if len(bodies) > 1:
        distance = max(distance, focal * (np.ptp(heads[:, 0]) + 2 * SHOULDERS) / (0.88 * width))
    aside = 0.0
    position = target = centre
    right = np.array([math.cos(bearing), 0.0, math.sin(bearing)])
    for _ in range(24):
        target = centre + right * aside
        if elevation or above or lift is not None:
            pitch = elevation
        else:
            pitch = math.asin(max(-0.6, min(0.6, (tall * span.lens_height + level - centre[1]) / max(distance, 0.3))))
        flat = math.cos(pitch)
        away = np.array([math.sin(bearing) * flat, math.sin(pitch), -math.cos(bearing) * flat])
        position = target + away * distance
        if position[1] < 0.14:
            position[1] = 0.14
        eye = aim(position, target, focal)
        u, depth = eye.project(heads, width, height)
        near = float(max(depth.min(), 0.3))
        if above:
            extent = max(
                focal * tall * (span.high - span.low) / max(float(depth.mean()), 0.3),
                float(np.ptp(u[:, 1])) * 1.25 + 2 * SHOULDERS * focal / near if len(bodies) > 1 else 0.0,
            )
            shift_v = float(u[:, 1].mean()) - height * 0.5
        else:
            top = float(eye.project(upper, width, height)[0][:, 1].min())
            bottom = float(eye.project(lower, width, height)[0][:, 1].max())
            extent = bottom - top
            shift_v = top
        pad = SHOULDERS * focal / near
        span_u = float(np.ptp(u[:, 0])) + 2 * pad
        wide = span_u / (0.88 * width) if len(bodies) > 1 else 0.0
        ratio = max(extent / height, wide)
        middle = (float(u[:, 0].min()) + float(u[:, 0].max())) / 2
        aside += (middle - across * width) * near / focal * 0.8
        if above:
            centre[2] -= shift_v * near / focal * 0.8
        else:
            # A frame made larger by its width gives a third of the spare height to the sky and the rest to the ground.
            spare = max(0.0, height - extent) * 0.36 if wide > extent / height else (height - extent) / 2
            centre[1] += (spare - shift_v) * near / focal * 0.75
        # However short the lens, nobody is filmed from nearer than a lens can stand.
        distance = max(distance * min(2.0, max(0.5, ratio)) ** 0.9, 0.85 if above else 0.35)
    return Pose(position, target, focal)
