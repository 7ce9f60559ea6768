"""How the camera moved, from the picture: dense optical flow, and the one motion that most of the picture agrees on.

DIS optical flow (Kroeger et al. 2016, in OpenCV) between frames a twelfth of a second apart at 320 pixels; a similarity
fitted by RANSAC to the textured points, so that people who move are outliers; the rest of what the similarity leaves,
over the points that agree with no figure, is parallax: near and far moving differently, which turning a camera never gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from screenc.contract import Footage

WIDTH = 320
STEP = 1 / 12
MISSING = "not measured: pip install 'screenc[vision]'"


@dataclass(frozen=True, slots=True)
class Step:
    """The picture's own motion between two moments: (x, y) in frame widths, natural log of its growth, radians, parallax as a
    share of the motion, how much of the picture agrees, and which way the rest goes: x in frame widths, and its share."""

    at: float
    x: float
    y: float
    growth: float
    turn: float
    parallax: float
    agreed: float
    figure_x: float = 0.0
    figures: float = 0.0


def installed() -> bool:
    """Whether OpenCV is here, which the extra `vision` brings."""
    from importlib.util import find_spec

    return find_spec("cv2") is not None


def steps(footage: Footage, shot: str) -> list[Step]:
    """The motion of the picture through a shot, one step each twelfth of a second; worked out once."""
    key = ("flow", shot)
    if key not in footage.memo:
        footage.memo[key] = list(through(footage.moments(shot, STEP, WIDTH)))
    return footage.memo[key]


def through(moments):
    """The steps of (time, RGB picture) pairs, at most one each twelfth of a second."""
    import cv2

    cv2.setNumThreads(1)
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    before = None
    last = 0.0
    for at, frame in moments:
        if before is not None and at - last < STEP * 0.75:
            continue
        grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
        if before is not None:
            yield fit(dis.calc(before, grey, None), before, at)
        before, last = grey, at


def fit(flow, grey, at: float) -> Step:
    """The step of one flow field (H, W, 2) in pixels over its first picture (H, W)."""
    import cv2
    import numpy as np

    height, width = grey.shape
    texture = cv2.boxFilter(cv2.Sobel(grey, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(grey, cv2.CV_32F, 0, 1) ** 2, -1, (9, 9))
    grid = np.mgrid[6 : height - 6 : 8, 6 : width - 6 : 8].reshape(2, -1)
    strong = texture[grid[0], grid[1]] > 120
    y, x = grid[:, strong]
    if len(x) < 30:
        return Step(at, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    here = np.stack([x, y], 1).astype(np.float32) - (width / 2, height / 2)
    moved = flow[y, x]
    found, kept = cv2.estimateAffinePartial2D(
        here, (here + moved).astype(np.float32), method=cv2.RANSAC, ransacReprojThreshold=0.75, maxIters=500, confidence=0.99
    )
    if found is None:
        return Step(at, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    agreed = float(kept.mean())
    size, turn = float(np.hypot(found[0, 0], found[1, 0])), float(np.arctan2(found[1, 0], found[0, 0]))
    left = np.linalg.norm(here @ found[:, :2].T + found[:, 2] - here - moved, axis=1)
    motion = float(np.median(np.linalg.norm(moved, axis=1)))
    parallax = float(np.quantile(left, 0.6)) / max(motion, 0.15)
    own = moved - (here @ found[:, :2].T + found[:, 2] - here)
    astray = np.abs(own[:, 0]) > 1.0
    sideways = float(own[astray, 0].mean()) / width if astray.any() else 0.0
    return Step(
        at,
        float(found[0, 2]) / width,
        float(found[1, 2]) / width,
        float(np.log(max(size, 1e-3))),
        turn,
        parallax,
        agreed,
        sideways,
        float(astray.mean()),
    )
