"""Through the lens: a pinhole camera at one moment."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

SENSOR_WIDTH = 0.036
"""Full frame, 36 mm: what `lens 35mm` is measured against."""


@dataclass(frozen=True, slots=True)
class Eye:
    """`axes` rows are right, up and forward; `focal` is in pixels; `focus` metres along forward; `blur` is the circle of
    confusion, in pixels, of a point at infinity (0: everything is sharp)."""

    position: np.ndarray
    axes: np.ndarray
    focal: float
    focus: float = 3.0
    blur: float = 0.0

    @classmethod
    def towards(
        cls, position, target, lens_mm: float, width: int, roll: float = 0.0, focus: float | None = None, blur: float = 0.0
    ) -> Eye:
        """An eye that looks at a point; `roll` in radians tips it clockwise; focus defaults to the target."""
        p, q = np.asarray(position, float), np.asarray(target, float)
        forward = q - p
        distance = float(np.linalg.norm(forward))
        forward = forward / max(distance, 1e-6)
        x, y, z = forward.tolist()
        # right is (0, 1, 0) x forward, and up is forward x right
        flat = max(math.hypot(x, z), 1e-6)
        right = np.array([z / flat, 0.0, -x / flat])
        up = np.array([-x * y / flat, (x * x + z * z) / flat, -y * z / flat])
        c, s = math.cos(roll), math.sin(roll)
        axes = np.stack([right * c + up * s, up * c - right * s, forward])
        return cls(p, axes, lens_mm / 1000 / SENSOR_WIDTH * width, distance if focus is None else focus, blur)

    def project(self, points, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """Pixel positions (N, 2), y down, and depths (N,) along forward; depths under 5 cm are clamped."""
        q = (np.asarray(points, float) - self.position) @ self.axes.T
        z = np.maximum(q[..., 2], 0.05)
        return np.stack([width / 2 + self.focal * q[..., 0] / z, height / 2 - self.focal * q[..., 1] / z], -1), q[..., 2]
