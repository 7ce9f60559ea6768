"""The frame of a clip that the next one begins with: the last that is kept, unless it is black, blurred, or of another picture.

Judged against the clip's own last second, so that a night stays a night and a soft lens stays soft.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from screenc.media.fault import Unreadable
from screenc.media.frames import read

Ill = Literal["black", "blurred", "of another picture"]
LOOK_BACK = 1.0
"""Seconds before the end in which a good frame is looked for: earlier ones would be a visible jump."""
_WIDTH = 160
_BLACK, _SHARE_OF_BLACK = 9.0, 0.3
_BLURRED = 0.3
_JUMP, _JUMP_OF_USUAL = 28.0, 5.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which frame was taken: how many frames before the last, and what was wrong with the last."""

    back: int
    ill: Ill | None = None


def anchor(clip: Path, at: Fraction | None, out: Path) -> Anchor:
    """Write the frame that stands before `at` seconds (None: the end) as PNG. Raises Unreadable where none will do."""
    from PIL import Image

    end = None if at is None else float(at)
    start = max(0.0, (end if end is not None else _length(clip)) - LOOK_BACK)
    small = list(read(clip, start, end, width=_WIDTH))
    if not small:
        raise Unreadable(f"{clip} holds no frame before {end}", "", clip)
    ills = judged([rgb for _, rgb in small])
    good = max((n for n, ill in enumerate(ills) if ill is None), default=None)
    if good is None:
        raise Unreadable(f"its last second is {ills[-1]}", "", clip)
    time = small[good][0]
    for when, rgb in read(clip, time, end):
        if when >= time - 1e-3:
            Image.fromarray(rgb).save(out, "PNG", compress_level=1)
            break
    return Anchor(len(small) - 1 - good, ills[-1])


def judged(frames: list[np.ndarray]) -> list[Ill | None]:
    """What is wrong with each of some frames in a row (RGB uint8, one size)."""
    grey = [np.asarray(f, np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32) for f in frames]
    light, sharp = np.array([g.mean() for g in grey]), np.array([_sharpness(g) for g in grey])
    usual_light, usual_sharp = float(np.median(light)), float(np.median(sharp))
    steps = np.array([0.0] + [float(np.abs(b - a).mean()) for a, b in pairwise(grey)])
    usual_step = float(np.median(steps[1:])) if len(steps) > 1 else 0.0
    jump = None
    for n in range(1, len(steps)):
        if steps[n] > _JUMP and steps[n] > _JUMP_OF_USUAL * usual_step and n > len(steps) // 3:
            jump = n
            break
    out: list[Ill | None] = []
    for n in range(len(frames)):
        if light[n] < _BLACK and (grey[n].std() < 4 or light[n] < _SHARE_OF_BLACK * usual_light):
            out.append("black")
        elif jump is not None and n >= jump:
            out.append("of another picture")
        elif usual_sharp > 1 and sharp[n] < _BLURRED * usual_sharp:
            out.append("blurred")
        else:
            out.append(None)
    return out


def _sharpness(grey: np.ndarray) -> float:
    """The variance of a discrete Laplacian."""
    inner = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return float(inner.var())


def _length(clip: Path) -> float:
    from screenc.media.probe import probe

    return float(probe(clip).length)
