"""How much the whole picture's brightness shakes from frame to frame, in % of full scale.

The second difference in time of the brightness of 8x8 parts of the picture: a fade or a pan changes steadily and has little,
a flickering model or a rolling shutter has much. The median part speaks, so that a lamp or a mouth is not flicker.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured, thinned


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    shakes, times = [], []
    for shot in footage.shots(assertion):
        at, frames = footage.strip(shot)
        if len(at) >= 5:
            found = shake(frames)
            shakes.append(found)
            times.append(at[1:-1])
    if not shakes:
        return Measured(None, "it is on screen alone for less than five frames")
    shaken, at = np.concatenate(shakes), np.concatenate(times)
    calm = np.sort(shaken)[: max(1, int(len(shaken) * 0.97))]
    value = float(calm.mean())
    worst = int(np.argmax(shaken))
    where = (Evidence(at=float(at[worst]), words=f"brightness shakes by {shaken[worst]:.2f}%", value=float(shaken[worst])),)
    return Measured(value, f"brightness shakes by {value:.2f}% a frame", where, thinned(list(zip(at, shaken, strict=True))))


def shake(frames):
    """% of full scale for each frame but the first and the last, of RGB frames (N, H, W, 3)."""
    import numpy as np

    n, height, width, _ = frames.shape
    down, across = max(1, height // 8), max(1, width // 8)
    part = frames[:, : down * 8, : across * 8].reshape(n, 8, down, 8, across, 3).mean(axis=(2, 4), dtype=np.float32).mean(axis=3)
    part = part.reshape(n, -1)
    twice = part[:-2] - 2 * part[1:-1] + part[2:]
    return np.abs(np.median(twice, axis=1)) / 4 / 255 * 100


check = Measure("flicker", take, unit="%", automatic="<=")
