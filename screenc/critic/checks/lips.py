"""Whether lips move when a voice is heard, and rest when none is: the correlation of the two through the shot, -1 to 1.

The picture's change in the lower half of the largest face, less its change in the upper half, against whether a voice is
heard, both smoothed over a quarter of a second. One face and one voice at a time; a voice from off screen has no lips.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic import voice
from screenc.critic.looks import seen
from screenc.critic.measure import Measure, Measured, one_shot, thinned

WIDTH = 640
SMALLEST = 0.08
"""Of the frame's height: a face under this shows no lips at 640 pixels."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    import numpy as np

    faces = [f for f in seen(footage, shot) if f[4] >= SMALLEST]
    if not faces:
        return Measured(None, "no face is large enough to read lips from")
    at, moves = mouth(footage, shot, faces)
    heard = voice.active(footage.sound(*footage.window(None, shot)))
    if len(at) < 12 or not len(heard):
        return Measured(None, "there is no sound, or too little picture")
    start = footage.window(None, shot)[0]
    hops = np.clip(((at - start) * voice.RATE / voice.HOP).astype(int), 0, len(heard) - 1)
    talk, lips = _smooth(heard[hops].astype(float), at), _smooth(moves, at)
    if talk.std() < 0.05:
        return Measured(None, "a voice is heard all the time, or never: nothing to hold lips against")
    value = float(np.corrcoef(talk, lips)[0, 1]) if lips.std() > 1e-6 else 0.0
    where = (
        Evidence(at=float(at[int(np.argmax(talk - lips / max(lips.max(), 1e-6)))]), words="here voice and lips differ most"),
    )
    return Measured(value, f"lips and voice correlate by {value:.2f}", where, thinned(list(zip(at, lips, strict=True))))


def mouth(footage: Footage, shot: str, faces: list):
    """(times, how much the mouth changes besides going with the head) frame by frame; the face box nearest in time is used.

    The head's own step is read off the upper face (Lucas and Kanade 1981, a shift) and taken back before mouths are compared.
    """
    import numpy as np

    times, out, before = [], [], None
    for at, frame in footage.moments(shot, 0.0, WIDTH):
        height, width = frame.shape[:2]
        moment = min({f[0] for f in faces}, key=lambda t: abs(t - at))
        _, x, y, w, h, _ = max((f for f in faces if f[0] == moment), key=lambda f: f[4])
        grey = frame.astype(np.float32).mean(axis=2)
        if before is not None:
            brow = _box(x + 0.1 * w, y, 0.8 * w, 0.55 * h, width, height)
            lips = _box(x + 0.2 * w, y + 0.6 * h, 0.6 * w, 0.42 * h, width, height)
            dx, dy = _step(before[brow], grey[brow])
            times.append(at)
            out.append(_left(before[lips], grey[lips], dx, dy) - _left(before[brow], grey[brow], dx, dy))
        before = grey
    values = np.array(out)
    return np.array(times), np.clip(values, 0, np.quantile(values, 0.95)) if len(values) else values


def _box(x: float, y: float, w: float, h: float, width: int, height: int):
    return (
        slice(max(0, int(y * height)), max(8, int((y + h) * height))),
        slice(max(0, int(x * width)), max(8, int((x + w) * width))),
    )


def _step(a, b) -> tuple[float, float]:
    """How far (x, y), in pixels, picture b stands from a; found in three rounds."""
    import numpy as np

    dx = dy = 0.0
    for _ in range(3):
        back = _shifted(b, dx, dy)
        gy, gx = np.gradient((a + back) / 2)
        late = back - a
        m = np.array([[(gx * gx).sum() + 1e-3, (gx * gy).sum()], [(gx * gy).sum(), (gy * gy).sum() + 1e-3]])
        more = np.linalg.solve(m, -np.array([(gx * late).sum(), (gy * late).sum()]))
        dx, dy = float(np.clip(dx + more[0], -8, 8)), float(np.clip(dy + more[1], -8, 8))
    return dx, dy


def _shifted(b, dx: float, dy: float):
    """Picture b brought back by a shift, edges repeated."""
    import numpy as np

    rows, columns = np.arange(b.shape[0]) + dy, np.arange(b.shape[1]) + dx
    y0, x0 = np.floor(rows).astype(int), np.floor(columns).astype(int)
    fy, fx = (rows - y0)[:, None], (columns - x0)[None]
    ya, yb = np.clip(y0, 0, b.shape[0] - 1), np.clip(y0 + 1, 0, b.shape[0] - 1)
    xa, xb = np.clip(x0, 0, b.shape[1] - 1), np.clip(x0 + 1, 0, b.shape[1] - 1)
    top = b[ya][:, xa] * (1 - fx) + b[ya][:, xb] * fx
    return top * (1 - fy) + (b[yb][:, xa] * (1 - fx) + b[yb][:, xb] * fx) * fy


def _left(a, b, dx: float, dy: float) -> float:
    import numpy as np

    return float(np.abs(_shifted(b, dx, dy) - a).mean()) if min(a.shape) > 1 else 0.0


def _smooth(values, at):
    import numpy as np

    n = max(1, round(0.25 / max(1e-3, float(np.median(np.diff(at))))))
    return np.convolve(values, np.ones(n) / n, "same")


check = Measure("lips", one_shot(take, "lip activity"))
