"""The share of the time in which nothing changes over a whole second.

Neighbouring frames are the wrong test: a slow pan or a turning globe hardly differs from one frame to the next.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured

LAG = 1.0
STILL = 4.0
"""Of 255: grain and coding noise change a 2x2 block by less than this; a moving mouth changes its own by far more."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    frozen, where = [], ()
    for shot in footage.shots(assertion):
        at, frames = footage.strip(shot)
        if len(at) < 2:
            continue
        lag = max(1, min(round(LAG / float(np.median(np.diff(at)))), len(at) - 1))
        luma = frames @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        n, height, width = luma.shape
        luma = luma[:, : height // 2 * 2].reshape(n, height // 2, 2, width // 2, 2).mean(axis=(2, 4)).reshape(n, -1)
        change = np.quantile(np.abs(luma[lag:] - luma[:-lag]), 0.997, axis=1)
        still = change < STILL
        frozen.append(still)
        if still.any() and not where:
            where = (Evidence(at=float(at[int(np.argmax(still))]), words="nothing changes for a second"),)
    if not frozen:
        return Measured(None, "it is on screen alone for less than two frames")
    still = np.concatenate(frozen)
    return Measured(100 * float(still.mean()), f"{100 * float(still.mean()):.0f}% of its seconds stand still", where)


check = Measure("frozen", take, unit="%", automatic="<=")
