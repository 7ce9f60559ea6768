"""Finding faces, photographed or drawn, with BlazeFace full range (Bazarevsky et al. 2019, MediaPipe; Apache-2.0, see NOTICE)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

INPUT = 192
GRID = 48
CERTAIN = 0.4
"""The score from which a box counts as a face: the drawn faces of the previz stage score 0.4 to 0.95."""


@dataclass(frozen=True, slots=True)
class Face:
    """A box in pixels of the picture that was searched."""

    x: float
    y: float
    width: float
    height: float
    score: float


@cache
def _model():
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    weights = resources.files("screenc.critic").joinpath("blazeface.onnx").read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def find(picture: np.ndarray, certain: float = CERTAIN) -> list[Face]:
    """The faces of an RGB uint8 picture, best first. It is searched whole and in six overlapping parts, so that a face from
    about 1/30 of the frame's height up is found."""
    height, width = picture.shape[:2]
    side = height * 0.62
    boxes: list[Face] = []
    for left, top, across, down in [(0, 0, width, height)] + [
        (x, y, side, side) for y in (0, height - side) for x in np.linspace(0, max(0.0, width - side), 4)
    ]:
        boxes += _search(picture, int(left), int(top), int(across), int(down), certain)
    return _distinct(boxes)


def _search(picture: np.ndarray, left: int, top: int, across: int, down: int, certain: float) -> list[Face]:
    part = picture[top : top + down, left : left + across]
    scale = INPUT / max(across, down)
    w, h = max(1, round(across * scale)), max(1, round(down * scale))
    square = np.zeros((1, INPUT, INPUT, 3), np.float32)
    x0, y0 = (INPUT - w) // 2, (INPUT - h) // 2
    square[0, y0 : y0 + h, x0 : x0 + w] = _shrink(part, w, h) / 127.5 - 1
    found, scores = _model().run(None, {"input": square})
    scores = 1 / (1 + np.exp(-np.clip(scores.reshape(-1), -80, 80)))
    faces = []
    for i in np.flatnonzero(scores >= certain):
        dx, dy, bw, bh = found.reshape(-1, 16)[i, :4]
        cx, cy = (i % GRID + 0.5) / GRID * INPUT + dx, (i // GRID + 0.5) / GRID * INPUT + dy
        faces.append(
            Face(
                float((cx - bw / 2 - x0) / scale + left),
                float((cy - bh / 2 - y0) / scale + top),
                float(bw / scale),
                float(bh / scale),
                float(scores[i]),
            )
        )
    return faces


def _shrink(part: np.ndarray, width: int, height: int) -> np.ndarray:
    from PIL import Image

    return np.asarray(Image.fromarray(part).resize((width, height), Image.Resampling.BOX), np.float32)


def _distinct(boxes: list[Face]) -> list[Face]:
    kept: list[Face] = []
    for box in sorted(boxes, key=lambda b: -b.score):
        if all(_overlap(box, other) < 0.3 for other in kept):
            kept.append(box)
    return kept


def _overlap(a: Face, b: Face) -> float:
    """Intersection over the smaller box: a face found whole and in a part is one face."""
    w = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    h = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(0.0, w) * max(0.0, h) / max(1e-6, min(a.width * a.height, b.width * b.height))
