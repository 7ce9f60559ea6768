"""Poses laid over each other in time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Layer:
    """A pose over a span: eased in from `start` over `lead`, kept to `end`, eased out over `release`."""

    start: float
    lead: float
    end: float
    release: float
    pose: np.ndarray
    mask: np.ndarray
    waves: tuple[tuple[int, float, float], ...] = ()
    added: bool = False
    weight: float = 1.0

    def share(self, t: float) -> float:
        if t <= self.start or t >= self.end + self.release:
            return 0.0
        return self.weight * min(ease((t - self.start) / self.lead), 1.0 - ease((t - self.end) / self.release))

    def apply(self, c: np.ndarray, t: float) -> None:
        w = self.share(t)
        if w <= 0.0:
            return
        if self.added:
            c += w * self.pose
        else:
            c += (w * self.mask) * (self.pose - c)
        for channel, amount, hertz in self.waves:
            c[channel] += w * amount * math.sin(math.tau * hertz * (t - self.start - self.lead * 0.5))


def until(layer: Layer, end: float) -> Layer:
    """The same layer, kept to another end."""
    return Layer(
        layer.start,
        layer.lead,
        max(end, layer.start + layer.lead),
        layer.release,
        layer.pose,
        layer.mask,
        layer.waves,
        layer.added,
        layer.weight,
    )


def ease(x: float) -> float:
    """0 to 1 without a jerk at either end: 10 x^3 - 15 x^4 + 6 x^5."""
    x = min(1.0, max(0.0, x))
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)
