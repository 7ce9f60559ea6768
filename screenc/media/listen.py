"""Hearing a stretch of a long film without holding the rest of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from screenc.media.fault import unreadable


def blocks(path: Path | str, rate: int, channels: int, start: float = 0.0, end: float | None = None) -> Iterator[np.ndarray]:
    """Float32 blocks of the sound from `start` to `end` seconds, (n,) mono or (n, 2) stereo; none for a file without sound."""
    try:
        with av.open(os.fspath(path)) as file:
            if not file.streams.audio:
                return
            stream = file.streams.audio[0]
            convert = av.AudioResampler(format="flt", layout="stereo" if channels == 2 else "mono", rate=rate)
            begin = max(0.0, start)
            if begin > 1.0:
                file.seek(int((begin - 1.0) / stream.time_base), stream=stream, backward=True)
            at = None
            for frame in _frames(file, stream):
                if at is None and frame is not None:
                    at = round(float(frame.pts * frame.time_base) * rate)
                for part in convert.resample(frame):
                    block = part.to_ndarray().reshape(-1, channels)
                    first = max(0, round(begin * rate) - at)
                    last = len(block) if end is None else max(0, min(len(block), round(end * rate) - at))
                    at += len(block)
                    if first < last:
                        yield block[first:last, 0] if channels == 1 else block[first:last]
                if end is not None and at is not None and at >= end * rate:
                    return
    except (av.FFmpegError, OSError) as cause:
        raise unreadable(path, cause) from cause


def _frames(file, stream):
    """Decoded frames, then the None that drains a resampler."""
    yield from file.decode(stream)
    yield None
