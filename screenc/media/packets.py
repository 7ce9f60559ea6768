"""Copying a clip without decoding it: whether it is ours, from which key frame on, and its packets, each in its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from screenc.media.fault import Unreadable, unreadable
from screenc.media.video import Writer

_UNDECODED = {"skip_frame": "all"}
"""Opening a clip usually decodes a first frame to guess what its header already says; without that it opens ten times sooner."""


class Clip:
    """The one clip that is open: looked at for its key frames, then copied from; opening is the dearest part of a copy."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: av.container.InputContainer | None = None
        self._read = False

    def __enter__(self) -> Clip:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._path = self._file = None

    def stream(self, path: Path):
        """The clip's picture, opened if it is not the one that is open."""
        if path != self._path:
            self.close()
            self._file, self._path, self._read = av.open(os.fspath(path), options=_UNDECODED), path, False
        return self._file.streams.video[0]

    def packets(self, path: Path, at: int) -> Iterator[av.Packet]:
        """Packets in order from the last key frame before a time in the clip's own units; the empty ones left out."""
        stream = self.stream(path)
        if at or self._read:
            self._file.seek(at, stream=stream, backward=True)
        self._read = True
        return (packet for packet in self._file.demux(stream) if packet.size)


def copyable_from(clip: Clip, path: Path, first: int, last: int, width: int, height: int, rate: Fraction) -> int:
    """The first frame from which the clip can be copied; `last` where none of it can."""
    try:
        stream = clip.stream(path)
        ours = bytes(stream.codec_context.extradata or b"") == _parameter_sets(width, height, rate)
        if not ours or stream.average_rate != rate or stream.start_time:
            return last
        if stream.frames < last:
            raise Unreadable(f"{path} holds {stream.frames} frames where {last} are needed", "", path)
        if not first:
            return 0
        tick = 1 / (rate * stream.time_base)
        for packet in clip.packets(path, int(first * tick)):
            if packet.is_keyframe and packet.pts >= first * tick:
                return min(int(packet.pts / tick), last)
        return last
    except (av.FFmpegError, OSError, IndexError) as cause:
        raise unreadable(path, cause) from cause


@lru_cache(maxsize=8)
def _parameter_sets(width: int, height: int, rate: Fraction) -> bytes:
    """What every clip of ours of this size and rate carries, read from one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.mp4"
        with Writer(path, width, height, rate) as out:
            out.write(np.zeros((height, width, 3), np.uint8))
        with av.open(os.fspath(path)) as file:
            return bytes(file.streams.video[0].codec_context.extradata)


def tick(stream, clip: Path, rate: Fraction) -> int:
    """A frame's length in the clip's own units of time."""
    tick = 1 / (rate * stream.time_base)
    if tick.denominator != 1:
        raise Unreadable(f"{clip} does not count its time in frames of {rate} a second", "", clip)
    return int(tick)


def packets(source: Clip, clip: Path, first: int, count: int, tick: int) -> Iterator[av.Packet]:
    """So many packets from a key frame on; each must be one frame long and in its place."""
    taken = 0
    for packet in source.packets(clip, first * tick):
        if packet.pts < first * tick:
            continue
        if packet.pts != packet.dts or packet.pts != (first + taken) * tick or packet.duration != tick:
            raise Unreadable(f"the frames of {clip} are not evenly spaced", "", clip)
        yield packet
        taken += 1
        if taken == count:
            return
    raise Unreadable(f"{clip} ends {count - taken} frames early", "delete it and build again", clip)
