"""Cuts inside a shot that nobody wrote: one moment is unlike its neighbours on both sides, and stays so.

Adaptive content detection after PySceneDetect's: a frame's change is held against the median change around it, so that a
fast pan is not a cut; a flash, after which the picture returns, is not one either.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured

LEAST = 12.0
"""Of 255: the mean change of a cut between two pictures of one place in flat light."""
TIMES = 4.0
"""How many times the median change of the second around it a cut stands out."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    found = []
    for shot in footage.shots(assertion):
        found += find(*footage.strip(shot))
    where = tuple(Evidence(at=at, words="an unscripted cut") for at in found)
    return Measured(float(len(found)), f"{len(found)} unscripted cut{'s' * (len(found) != 1)}", where)


def find(times, frames) -> list[float]:
    """The times of the first frames after a cut, in a run of RGB frames (N, H, W, 3)."""
    import numpy as np

    if len(frames) < 4:
        return []
    small = frames.astype(np.int16)
    change = np.abs(small[1:] - small[:-1]).mean(axis=(1, 2, 3))
    rate = 1 / max(1e-3, float(np.median(np.diff(times))))
    reach = max(3, round(rate / 2))
    cuts: list[float] = []
    for i in np.flatnonzero(change >= LEAST):
        around = np.concatenate([change[max(0, i - reach) : i], change[i + 1 : i + 1 + reach]])
        if change[i] < TIMES * max(1.0, float(np.median(around))):
            continue
        before, after = small[max(0, i - 1)], small[min(len(small) - 1, i + 3)]
        if np.abs(after - before).mean() < 0.5 * change[i]:
            continue
        if not cuts or times[i + 1] - cuts[-1] > 0.2:
            cuts.append(float(times[i + 1]))
    return cuts


check = Measure("cuts", take, limit=("==", "0"))
