"""The share of the time in which there is nothing to see."""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured

DARK = 20
"""Of 255: the level that one pixel in fifty of a picture with anything in it is brighter than; previz nights stay over 45."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    times, black = [], []
    for shot in footage.shots(assertion):
        at, frames = footage.strip(shot)
        luma = frames @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        times.append(at)
        black.append(np.quantile(luma.reshape(len(luma), -1), 0.98, axis=1) < DARK if len(luma) else np.zeros(0, bool))
    at, dark = np.concatenate(times), np.concatenate(black)
    if not len(dark):
        return Measured(None, "no frame of it is on screen alone")
    share = 100 * float(dark.mean())
    where = tuple(Evidence(at=float(at[i]), words="black") for i in np.flatnonzero(dark)[:1])
    return Measured(share, f"{int(dark.sum())} of {len(dark)} frames are black", where)


check = Measure("black", take, unit="%", automatic="<=")
