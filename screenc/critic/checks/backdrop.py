"""How far what stands behind the people drifts while the camera stands, in % of the frame's width.

The median picture of a shot's first quarter against that of its last: at each edge of the first, the difference over the
slope is how far the edge went. The median edge speaks, so that people who move do not.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured, brief, one_shot

SLOPE = 6.0
"""Of 255 a pixel: the least slope of an edge."""
FAR = 8.0
"""Pixels of 160: an edge that is gone altogether counts as gone this far."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    asked = brief(footage, shot)
    if asked is not None and asked.camera.move not in ("static", "rack-focus"):
        return Measured(None, f"the camera is to move here ({asked.camera.move}), so what is behind moves, too")
    at, frames = footage.strip(shot)
    if len(at) < 8:
        return Measured(None, "it is on screen alone for less than eight frames")
    found = drift(frames)
    if found is None:
        return Measured(None, "there is too little to see behind the people")
    where = (Evidence(at=float(at[-1]), words=f"drifted by {found:.2f}% of the width", value=found),)
    return Measured(found, f"the backdrop drifts by {found:.2f}% of the frame's width", where)


def drift(frames) -> float | None:
    """Of RGB frames (N, H, W, 3); None for a picture without edges."""
    import numpy as np

    quarter = max(2, len(frames) // 4)
    step = max(1, quarter // 12)
    luma = [
        np.median((part[::step] @ np.array([0.2126, 0.7152, 0.0722], np.float32)), axis=0)
        for part in (frames[:quarter], frames[-quarter:])
    ]
    smooth = [_blur(picture) for picture in luma]
    along_y, along_x = np.gradient(smooth[0])
    slope = np.hypot(along_x, along_y)
    edge = slope > SLOPE
    if edge.sum() < 100:
        return None
    change = np.abs(smooth[1] - smooth[0] - np.median(smooth[1] - smooth[0]))
    gone = np.minimum(change[edge] / slope[edge], FAR)
    return float(np.median(gone)) / frames.shape[2] * 100


def _blur(picture):
    for axis in (0, 1):
        for _ in range(2):
            import numpy as np

            picture = (np.roll(picture, 1, axis) + 2 * picture + np.roll(picture, -1, axis)) / 4
    return picture


check = Measure("backdrop", one_shot(take, "the backdrop"), unit="%")
