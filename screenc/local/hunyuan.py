"""What Hunyuan's pipelines are called with: five of one family, each with lengths and frames by a rule of its own."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import isqrt
from typing import Any

from screenc.local.backend import Scene

WORDS, FRAME = "HunyuanVideoPipeline", "HunyuanVideoImageToVideoPipeline"
PACKED = "HunyuanVideoFramepackPipeline"
WORDS_15, FRAME_15 = "HunyuanVideo15Pipeline", "HunyuanVideo15ImageToVideoPipeline"

SECTION, GROWS = 33, 36
"""FramePack is asked for frames in sections of 33, each of which makes nine latent frames, 36 of the clip: it gives 36 k + 1."""
SWALLOWED = 4
"""Frames that HunyuanVideo I2V of 33 channels makes and cuts off its head."""


def arguments(scene: Scene, kind: str, *, inward: bool = True, swallows: bool = False) -> dict[str, Any]:
    """Keyword arguments of any of Hunyuan's pipelines.

    `inward`: FramePack from its end towards its first frame, which a last frame needs; else onwards (F1).
    """
    out: dict[str, Any] = {"prompt": scene.prompt}
    if scene.first is not None:
        out["image"] = scene.first
    if kind in (WORDS_15, FRAME_15):
        out["negative_prompt"] = scene.negative
        return out if kind == FRAME_15 else {**out, "height": scene.height, "width": scene.width}
    out |= {"height": scene.height, "width": scene.width, "guidance_scale": scene.guidance, "max_sequence_length": 256}
    if swallows:
        out["num_frames"] = scene.frames + SWALLOWED
    if kind == PACKED:
        out |= {"num_frames": SECTION * sections(scene.frames), "latent_window_size": (SECTION - 1) // 4 + 1}
        out["sampling_type"] = "inverted_anti_drifting" if inward else "vanilla"
        if scene.last is not None:
            out["last_image"] = scene.last
    return out


def sections(frames: int) -> int:
    """Sections of FramePack in a clip of 36 k + 1 frames."""
    return max(1, (frames - 1) // GROWS)


@contextmanager
def guided(pipe: Any, guidance: float) -> Iterator[None]:
    """HunyuanVideo 1.5 is told its guidance by a component, for this clip alone."""
    own = pipe.guider
    pipe.guider = own.new(guidance_scale=guidance)
    try:
        yield
    finally:
        pipe.guider = own


# --- the frames of HunyuanVideo 1.5 ---------------------------------------------------------------------------------


def bucket(width: int, height: int, area: int) -> tuple[int, int]:
    """(width, height) to generate for a film's: of the model's own shapes, the one that is cut least."""
    shape = Fraction(width, height)
    return min(_stable(area), key=lambda b: max(Fraction(*b) / shape, shape / Fraction(*b)))


@functools.cache
def _stable(area: int) -> tuple[tuple[int, int], ...]:
    """The shapes, as (width, height), that the pipeline picks for a picture which already has that shape.

    It rounds ratios to five places and then looks on one side only, so that for some of its shapes it picks the next one.
    """
    shapes = _shapes(isqrt(area))
    return tuple(b for b in shapes if _picked(*b, shapes) == b)


def _shapes(side: int, patch: int = 16) -> list[tuple[int, int]]:
    """(width, height) of at most as many patches as a square of `side` has, no more than four times as long as high."""
    most, out = round((side / patch) ** 2), []
    high, wide = most, 1
    while high > 0:
        if max(high, wide) <= 4 * min(high, wide):
            out.append((wide * patch, high * patch))
        if (wide + 1) * high <= most:
            wide += 1
        else:
            high -= 1
    return out


def _picked(width: int, height: int, shapes: list[tuple[int, int]]) -> tuple[int, int]:
    """The shape that the pipeline makes of a picture of this size."""
    upright = height / width
    off = [(round(high / wide, 5) - upright, (wide, high)) for wide, high in shapes]
    side = [o for o in off if (o[0] <= 0 if upright >= 1 else o[0] >= 0)]
    return min(side, key=lambda o: abs(o[0]))[1]
