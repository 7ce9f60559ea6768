"""Somebody else's clip made one of ours: any codec, size, rate or varying rate becomes the film's frames, counted exactly.

The picture fills the frame, scaled by area or bicubic, and what stands over is cut off alike on both sides. Each frame of ours is
the one that is on screen at its time in theirs, so a varying rate keeps its motion; a tail that is a little short holds its last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from screenc.media.fault import Unreadable, unreadable
from screenc.media.frames import opened
from screenc.media.video import Writer

HELD = Fraction(1, 2)
"""Seconds by which a clip may be short: services round to whole frames of their own, and some drop the last few."""


@dataclass(frozen=True, slots=True)
class Conformed:
    """What was made of a clip: its own size and seconds, how many of our frames hold its last one."""

    width: int
    height: int
    length: Fraction
    held: int


def conform(
    source: Path,
    out: Path,
    width: int,
    height: int,
    rate: Fraction,
    frames: int,
    progress: Callable[[float], None] = lambda share: None,
) -> Conformed:
    """Write exactly `frames` frames to `out`. Raises Unreadable for what is no film or lasts half a second too little."""
    size, end, held = (0, 0), Fraction(0), 0
    reader = _Reader(source, width, height)
    try:
        with Writer(out, width, height, rate) as film:
            pictures = reader.pictures()
            current, ahead = next(pictures, None), next(pictures, None)
            if current is None:
                raise Unreadable(f"{source} holds no picture", "", source)
            step = 1 / (2 * rate)
            for n in range(frames):
                while ahead is not None and ahead[0] <= n / rate + step / 4:
                    current, ahead = ahead, next(pictures, None)
                if ahead is None:
                    end = current[0] + (reader.frame or 1 / rate)
                    held += n / rate >= end
                    if Fraction(held) / rate > HELD:
                        words = f"it lasts {float(end):.2f}s of the {float(frames / rate):.2f}s that were asked for"
                        raise Unreadable(words, "", source)
                film.write(current[1])
                if n % 8 == 0:
                    progress(n / frames)
            size = reader.size
    finally:
        reader.close()
    return Conformed(*size, end or Fraction(frames) / rate, held)


class _Reader:
    """A clip's frames as RGB that fill the film's frame, with their times in seconds from the first."""

    def __init__(self, path: Path, width: int, height: int):
        self.path, self.width, self.height = path, width, height
        self.size, self.frame = (0, 0), None
        self._file, self._stream = opened(path)
        self._stream.thread_type = "AUTO"
        if self._stream.average_rate:
            self.frame = 1 / Fraction(self._stream.average_rate)

    def close(self) -> None:
        self._file.close()

    def pictures(self) -> Iterator[tuple[Fraction, np.ndarray]]:
        reformat, first, last = VideoReformatter(), None, None
        try:
            for frame in self._file.decode(self._stream):
                if frame.pts is None:
                    at = Fraction(0) if last is None else last + (self.frame or Fraction(1, 24))
                else:
                    at = frame.pts * self._stream.time_base
                    first = at if first is None else first
                    at -= first
                if last is not None and at <= last:
                    continue
                last, self.size = at, (frame.width, frame.height)
                yield at, self._filled(reformat, frame)
        except (av.FFmpegError, OSError, ValueError) as cause:
            raise unreadable(self.path, cause) from cause

    def _filled(self, reformat: VideoReformatter, frame: av.VideoFrame) -> np.ndarray:
        """Scaled to cover, cut to the middle. Pixels that are not square are made so."""
        square = Fraction(self._stream.sample_aspect_ratio or 1) or Fraction(1)
        shown = frame.width * square
        scale = max(Fraction(self.width) / shown, Fraction(self.height, frame.height))
        wide, high = max(self.width, round(shown * scale)), max(self.height, round(frame.height * scale))
        space = Colorspace.ITU709 if frame.colorspace in (1, 2) else frame.colorspace
        how = Interpolation.AREA if scale < 1 else Interpolation.BICUBIC
        rgb = reformat.reformat(
            frame,
            width=wide,
            height=high,
            format="rgb24",
            src_colorspace=space,
            dst_color_range=ColorRange.JPEG,
            interpolation=how | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT,
            threads=1,
        ).to_ndarray()
        top, left = (high - self.height) // 2, (wide - self.width) // 2
        return np.ascontiguousarray(rgb[top : top + self.height, left : left + self.width])
