"""Frames in and out of a model: the frame that a clip goes on from, and pictures as the film's clip, counted exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from screenc.contract import Failed, Task
from screenc.media.fault import MediaError
from screenc.text import Diagnostic


def first_frame(task: Task, clip: Path, out: Path, width: int, height: int) -> tuple[Any, list[Diagnostic]]:
    """The frame at which the film leaves the clip before, filling the model's frame; and what was wrong with the last one."""
    from PIL import Image, ImageOps

    from screenc.media.anchor import anchor

    picture = out.with_name(out.name + ".first.png")
    try:
        found = anchor(clip, task.anchor_at, picture)
        with Image.open(picture) as held:
            fitted = ImageOps.fit(held.convert("RGB"), (width, height), Image.Resampling.LANCZOS)
    except MediaError as cause:
        raise Failed(Diagnostic("E0622", f"{task.name} has no frame to begin with: {cause}", help=cause.help or None)) from cause
    finally:
        picture.unlink(missing_ok=True)
    if not found.back:
        return fitted, []
    words = f"{task.name} goes on from {found.back} frames before the end of the clip before, whose last frame is {found.ill}"
    return fitted, [Diagnostic("W0621", words)]


def last_frame(task: Task, picture: Path, width: int, height: int) -> Any:
    """The picture that a clip is to end on, filling the model's frame."""
    from PIL import Image, ImageOps

    try:
        with Image.open(picture) as held:
            return ImageOps.fit(held.convert("RGB"), (width, height), Image.Resampling.LANCZOS)
    except OSError as cause:
        words = f"the picture {task.last.path} that {task.name} ends on cannot be read"
        raise Failed(Diagnostic("E0523", words, help="put it beside the film, or take the `last` out")) from cause


def references(task: Task, inputs: Mapping[str, Path], out: Path) -> list[Any]:
    """The pictures that a clip is to be like, whole: of people and of the place, or the frame of another clip that shows it."""
    from PIL import Image

    from screenc.media.anchor import anchor

    found = []
    for n, ref in enumerate(task.references):
        picture = inputs[ref.path] if ref.clip is None else out.with_name(f"{out.name}.reference-{n}.png")
        try:
            if ref.clip is not None:
                anchor(inputs[ref.clip], ref.at, picture)
            with Image.open(picture) as held:
                found.append(held.convert("RGB"))
        except (OSError, MediaError) as cause:
            words = f"the picture of {ref.of} for {task.name} cannot be read: {cause}"
            raise Failed(Diagnostic("E0523", words, help="put it beside the film, or take the `ref` out")) from cause
        finally:
            if ref.clip is not None:
                picture.unlink(missing_ok=True)
    return found


def picked(parts: Sequence[tuple[int, range]], rate: Fraction, clock: Fraction | None) -> Iterator[int]:
    """Which of a model's frames is on screen in each of the film's.

    `parts` are, for each shot, how many frames it has in the film and which of the model's are its own. On the model's `clock`
    time is kept; without one a shot's frames are spread over its part evenly, so that a cut which had to move on the model's grid
    is in the film where it was asked.
    """
    for count, own in parts:
        for n in range(count):
            at = n * clock / rate if clock else Fraction(n * len(own), count)
            yield own[min(len(own) - 1, at.numerator // at.denominator)]


def deliver(frames: Any, order: Sequence[int], out: Path, width: int, height: int, rate: Fraction) -> None:
    """Write the film's clip of pictures (N, height, width, 3) in float, scaled to fill the frame. Raises Failed: E0650."""
    import av
    import numpy as np
    from av.video.reformatter import Interpolation, VideoReformatter

    from screenc.media.video import Writer

    high, wide = frames.shape[1:3]
    scale = max(Fraction(width, wide), Fraction(height, high))
    to_wide, to_high = max(width, round(wide * scale)), max(height, round(high * scale))
    top, left = (to_high - height) // 2, (to_wide - width) // 2
    how = (Interpolation.AREA if scale < 1 else Interpolation.BICUBIC) | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
    reformat, last, picture = VideoReformatter(), -1, None
    try:
        with Writer(out, width, height, rate) as film:
            for n in order:
                if n != last:
                    rgb = np.ascontiguousarray(np.rint(frames[n] * 255).clip(0, 255).astype(np.uint8))
                    if (to_wide, to_high) != (wide, high):
                        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
                        scaled = reformat.reformat(frame, width=to_wide, height=to_high, format="rgb24", interpolation=how)
                        rgb = scaled.to_ndarray()
                    picture, last = np.ascontiguousarray(rgb[top : top + height, left : left + width]), n
                film.write(picture)
    except MediaError as cause:
        raise Failed(Diagnostic("E0650", str(cause), help=cause.help or None)) from cause


def sounded(clip: Path, samples: Any, at: int, width: int, height: int, rate: Fraction, frames: int) -> None:
    """Put a model's sound under the clip that it made. Raises Failed: E0650."""
    from screenc.media.underlay import lay

    try:
        lay(clip, samples, at, width, height, rate, frames)
    except MediaError as cause:
        raise Failed(Diagnostic("E0650", str(cause), help=cause.help or None)) from cause
