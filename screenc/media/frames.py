"""Reading pictures by time, scaled while still small: one decoded frame in memory, whatever the length of the film."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from screenc.media.fault import Unreadable, unreadable

_SKIP = 2.0
"""Seconds between samples from which seeking to each beats decoding all between them (key frames are half a second apart)."""

_CONVERT = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
"""Without full chroma, swscale's quick path to RGB comes out two or three levels dark."""
_SLACK = Fraction(1, 2000)
"""Seconds by which a float may miss the frame that it names."""


def opened(path: Path | str) -> tuple[av.container.InputContainer, av.VideoStream]:
    """A file and its first picture stream. Raises Unreadable for what is no film; the caller closes the file."""
    try:
        file = av.open(os.fspath(path))
    except (av.FFmpegError, OSError) as cause:
        raise unreadable(path, cause) from cause
    if not file.streams.video:
        file.close()
        raise Unreadable(f"{os.fspath(path)} holds no picture", "", path)
    return file, file.streams.video[0]


class Reader:
    """A film opened once, read by windows of time; times are seconds from its first frame."""

    def __init__(self, path: Path | str, threads: int = 2):
        self.path = Path(path)
        self._file, self._stream = opened(path)
        self._stream.codec_context.thread_count = threads
        self._stream.thread_type = "AUTO"
        self._reformat = VideoReformatter()
        self._origin = (self._stream.start_time or 0) * self._stream.time_base
        self.width, self.height = self._stream.codec_context.width, self._stream.codec_context.height
        self.rate = Fraction(self._stream.average_rate or 24)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def frames(
        self, start: float = 0.0, end: float | None = None, every: float | None = None, width: int | None = None
    ) -> Iterator[tuple[float, np.ndarray]]:
        """Each (time, RGB uint8 (height, width, 3)) in the window, its end left out; `every` seconds the frame then on screen.

        `width` scales by area, keeping the shape of the frame. Without `every`, each frame of the window.
        """
        begin, stop = Fraction(start), None if end is None else Fraction(end)
        if every is None:
            for at, frame in self._from(begin):
                if stop is not None and at >= stop - _SLACK:
                    return
                if at >= begin - _SLACK:
                    yield float(at), self._rgb(frame, width)
            return
        current = ahead = source = None
        wanted, step = begin, Fraction(every)
        while stop is None or wanted < stop - _SLACK:
            if source is None or every >= _SKIP:
                source = self._from(wanted)
                current, ahead = next(source, None), next(source, None)
            while ahead is not None and ahead[0] <= wanted + _SLACK:
                current, ahead = ahead, next(source, None)
            if current is None or (ahead is None and wanted >= current[0] + 1 / self.rate - _SLACK):
                return
            yield float(wanted), self._rgb(current[1], width)
            wanted += step

    def at(self, time: float, width: int | None = None) -> np.ndarray:
        """The frame on screen at a time; past the end, the last one. A container without an index is read from further back."""
        last = None
        for begin in (time, time - 2.0, time - 20.0, 0.0):
            for when, frame in self._from(Fraction(max(0.0, begin))):
                if last is not None and when > Fraction(time) + _SLACK:
                    break
                last = frame
            if last is not None:
                return self._rgb(last, width)
        raise Unreadable(f"{self.path} holds no frame", "", self.path)

    def _from(self, time: Fraction) -> Iterator[tuple[Fraction, av.VideoFrame]]:
        """Every frame from the key frame at or before a time."""
        try:
            base = self._stream.time_base
            self._file.seek(int((max(time, Fraction(0)) + self._origin) / base), stream=self._stream, backward=True)
            for frame in self._file.decode(self._stream):
                if frame.pts is not None:
                    yield frame.pts * base - self._origin, frame
        except (av.FFmpegError, OSError) as cause:
            raise unreadable(self.path, cause) from cause

    def _rgb(self, frame: av.VideoFrame, width: int | None) -> np.ndarray:
        height = frame.height
        if width and width != frame.width:
            height = max(2, round(frame.height * width / frame.width))
        space = Colorspace.ITU709 if frame.colorspace in (1, 2) else frame.colorspace
        small = self._reformat.reformat(
            frame,
            width=width or frame.width,
            height=height,
            format="rgb24",
            src_colorspace=space,
            dst_color_range=ColorRange.JPEG,
            interpolation=_CONVERT,
            threads=1,
        )
        return small.to_ndarray()


def read(
    path: Path | str, start: float = 0.0, end: float | None = None, every: float | None = None, width: int | None = None
) -> Iterator[tuple[float, np.ndarray]]:
    """As `Reader.frames`, for a file that is read once."""
    with Reader(path) as reader:
        yield from reader.frames(start, end, every, width)
