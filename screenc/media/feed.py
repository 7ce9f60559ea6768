"""A clip's frames by number, in the film's own size and rate, and the frames of a transition between two of them.

Every frame here is planar YUV 4:2:0 in one array of shape (height * 3 / 2, width), as the encoder takes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from screenc.media.cutlist import Piece, Window
from screenc.media.fault import Unreadable, unreadable
from screenc.media.transition import black, blend

Frames = Iterator[np.ndarray]


class Feed:
    """A clip's frames by number, asked for in order; past its end, its last frame."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction):
        self._path, self._size, self._rate = path, (width, height), rate
        try:
            self._file = av.open(os.fspath(path))
            self._stream = self._file.streams.video[0]
        except (av.FFmpegError, OSError, IndexError) as cause:
            raise unreadable(path, cause) from cause
        self._source: Iterator | None = None
        self._now = self._ahead = None
        self._planes: np.ndarray | None = None
        self._reformat = VideoReformatter()

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def frame(self, index: int) -> np.ndarray:
        time = Fraction(index) / self._rate
        if self._source is None:
            self._file.seek(int(time / self._stream.time_base), stream=self._stream, backward=True)
            self._source = self._decode()
            self._ahead = next(self._source, None)
        while self._ahead is not None and (self._now is None or self._ahead[0] <= time + 1 / (2 * self._rate)):
            self._now, self._ahead, self._planes = self._ahead, next(self._source, None), None
        if self._now is None:
            raise Unreadable(f"{self._path} holds no frame", "", self._path)
        if self._planes is None:
            width, height = self._size
            same = self._now[1].format.name == "yuv420p" and (self._now[1].width, self._now[1].height) == self._size
            frame = (
                self._now[1]
                if same
                else self._reformat.reformat(
                    self._now[1],
                    width=width,
                    height=height,
                    format="yuv420p",
                    dst_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.MPEG,
                    interpolation=Interpolation.AREA | Interpolation.ACCURATE_RND,
                    threads=1,
                )
            )
            self._planes = frame.to_ndarray()
        return self._planes

    def _decode(self):
        try:
            for frame in self._file.decode(self._stream):
                if frame.pts is not None:
                    yield frame.pts * self._stream.time_base, frame
        except (av.FFmpegError, OSError) as cause:
            raise unreadable(self._path, cause) from cause


def frames(path: Path, first: int, end: int, width: int, height: int, rate: Fraction) -> Frames:
    with Feed(path, width, height, rate) as feed:
        for index in range(first, end):
            yield feed.frame(index)


def transition(window: Window, width: int, height: int, rate: Fraction) -> Frames:
    count = window.end - window.first
    kind, way = window.ending.kind, window.ending.way
    with ExitStack() as open_files:
        before = open_files.enter_context(Feed(window.before.path, width, height, rate))
        after = open_files.enter_context(Feed(window.after.path, width, height, rate)) if window.after else None
        dark = black(width, height)
        for index in range(count):
            at = window.first + index
            a = before.frame(window.before.at(at))
            if after is None:
                yield blend("dissolve", a, dark, (index + 1) / count)
            else:
                yield blend(kind, a, after.frame(window.after.at(at)), (index + 1) / (count + 1), way)


def fade_in(piece: Piece, count: int, width: int, height: int, rate: Fraction) -> Frames:
    dark = black(width, height)
    for index, planes in enumerate(frames(piece.path, piece.skip, piece.skip + count, width, height, rate)):
        yield blend("dissolve", dark, planes, index / count)
