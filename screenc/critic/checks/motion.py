"""How much changes within a second: the mean difference of a frame and the one a second later, in % of full scale.

At a lag of a second, since a slow pan hardly changes from one frame to the next.
"""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured, thinned

LAG = 1.0


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    changes, curve = [], []
    for shot in footage.shots(assertion):
        at, frames = footage.strip(shot)
        if len(at) < 2:
            continue
        lag = max(1, min(round(LAG / float(np.median(np.diff(at)))), len(at) - 1))
        luma = frames @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        change = np.abs(luma[lag:] - luma[:-lag]).mean(axis=(1, 2)) / 2.55
        changes.append(change)
        curve += list(zip(at[:-lag], change, strict=True))
    if not changes:
        return Measured(None, "it is on screen alone for less than two frames")
    value = float(np.concatenate(changes).mean())
    return Measured(value, f"{value:.1f}% changes within a second", curve=thinned(curve))


check = Measure("motion", take, unit="%")
