"""Where a spoken line has its stresses, which hands and heads mark."""

from __future__ import annotations

import numpy as np

from screenc.stage.parts import Voice


def stresses(voice: Voice, rate: float) -> list[tuple[float, float]]:
    """The times and weights of a line's stresses: peaks of the smoothed opening, at least a third of a second apart."""
    opening = np.asarray(voice.opening, float)
    if len(opening) < 3:
        return []
    smooth = np.convolve(opening, np.ones(5) / 5, "same")
    most = float(smooth.max())
    if most <= 0.02:
        return []
    out: list[tuple[float, float]] = []
    for i in range(len(smooth)):
        low, high = max(0, i - 3), min(len(smooth), i + 4)
        if smooth[i] > 0.55 * most and smooth[i] == smooth[low:high].max():
            t = voice.start + i / rate
            if not out or t - out[-1][0] > 0.34:
                out.append((t, float(smooth[i] / most)))
    return out


def even(start: float, end: float) -> list[tuple[float, float]]:
    """Stresses for a line that was not heard."""
    n = max(1, int((end - start) / 0.85))
    return [(start + (k + 0.5) * (end - start) / n, 0.8) for k in range(n)]
