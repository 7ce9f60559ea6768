"""How one picture becomes another, in the planes that the encoder takes: (height * 3 / 2, width) uint8, BT.709 limited range."""

from __future__ import annotations

import numpy as np

_SOFT = 0.02
"""Share of the frame over which the edge of a wipe is soft."""


def black(width: int, height: int) -> np.ndarray:
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = 16
    return planes


def blend(kind: str, before: np.ndarray, after: np.ndarray, share: float, way: str | None = None) -> np.ndarray:
    """The picture at `share` (0 to 1) of the way: a dissolve, a wipe whose edge travels `way`, or a fade through black."""
    height, width = before.shape[0] * 2 // 3, before.shape[1]
    if kind == "wipe":
        return _wipe(before, after, share, way or "right", width, height)
    if kind == "fade":
        dark = black(width, height)
        return _mix(before, dark, share * 2) if share < 0.5 else _mix(dark, after, share * 2 - 1)
    return _mix(before, after, share)


def _mix(before: np.ndarray, after: np.ndarray, share: float) -> np.ndarray:
    weight = np.int32(round(share * 256))
    return ((before.astype(np.int32) * (256 - weight) + after.astype(np.int32) * weight + 128) >> 8).astype(np.uint8)


def _wipe(before: np.ndarray, after: np.ndarray, share: float, way: str, width: int, height: int) -> np.ndarray:
    """The edge travels the way that is named: `left` starts at the right, `in` at the border, `out` in the middle."""
    out = np.empty_like(before)
    for at, rows, columns, end in (
        (0, height, width, height),
        (height, height // 2, width // 2, height * 5 // 4),
        (height * 5 // 4, height // 2, width // 2, height * 3 // 2),
    ):
        y, x = (np.arange(rows) + 0.5)[:, None] / rows, (np.arange(columns) + 0.5)[None, :] / columns
        near = {
            "right": x,
            "left": 1 - x,
            "down": y,
            "up": 1 - y,
            "in": 1 - np.maximum(abs(x - 0.5), abs(y - 0.5)) * 2,
            "out": np.maximum(abs(x - 0.5), abs(y - 0.5)) * 2,
        }[way]
        edge = share * (1 + _SOFT) - near
        mask = np.clip(edge / _SOFT, 0, 1) * np.ones((rows, columns))
        a, b = (planes[at:end].reshape(rows, columns).astype(np.float32) for planes in (before, after))
        out[at:end] = (a + (b - a) * mask + 0.5).astype(np.uint8).reshape(end - at, width)
    return out
