"""Clips that splice by packet copy: one and the same parameter sets, no reordered frames, a key frame every half second.

That is bought at the encoder. `stitchable` keeps the parameter sets independent of the quality asked for, so that clips
of one size and rate share them byte for byte. Without B-frames any head of a clip can be copied and cut anywhere,
and decode order is display order. Key frames at a fixed half second (and where `keys` asks) leave at most half a second to encode
again behind a dissolve; scene-cut detection is off, because a shot has no cuts and an unplanned key frame only costs bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from screenc.media.fault import MediaError, unwritable

QUALITY = 18
"""x264's constant rate factor; 18 is close to transparent for drawn pictures."""

MP4 = {"fflags": "+bitexact", "movflags": "+faststart"}
"""The container: no dates or versions in it, and its index before its data, so that a browser can begin at once."""

_CONVERT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND


def key_interval(rate: Fraction) -> int:
    """Frames from one key frame to the next: half a second, rounded up."""
    return max(1, -int(-rate / 2 // 1))


def configure(stream, width: int, height: int, rate: Fraction, quality: float, threads: int = 1) -> None:
    """Set a libx264 stream up as every clip of this size and rate is."""
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    context = stream.codec_context
    stream.time_base = context.time_base = 1 / rate
    context.framerate = rate
    context.thread_count = threads
    context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    gop = key_interval(rate)
    stream.options = {
        "preset": "superfast",
        "crf": str(quality),
        "forced-idr": "1",
        "bf": "0",
        "g": str(gop),
        "keyint_min": "1",
        "x264-params": "stitchable=1:scenecut=0:open-gop=0:bframes=0:ref=1:weightp=0:force-cfr=1:nal-hrd=none",
    }


class Writer:
    """Write one silent clip frame by frame; leaving the block by an exception removes what was half written.

    `rate` is frames per second; `keys` are frame numbers that must be key frames besides the regular ones. The same frames
    give the same bytes for the same thread count: no date, no machine's name and no library version is written.
    """

    def __init__(
        self,
        path: Path | str,
        width: int,
        height: int,
        rate: Fraction,
        quality: float = QUALITY,
        keys: Iterable[int] = (),
        threads: int = 1,
    ):
        if width % 2 or height % 2 or width < 16 or height < 16:
            raise MediaError(f"a frame of {width}x{height} cannot be encoded", "use an even width and height, 16 or more")
        self.path, self.width, self.height, self.rate = Path(path), width, height, Fraction(rate)
        self.frames = 0
        self._keys = frozenset(keys)
        self._reformat = VideoReformatter()
        self._planes: av.VideoFrame | None = None
        try:
            self._out = av.open(os.fspath(path), "w", format="mp4", container_options=MP4)
            self._stream = self._out.add_stream("libx264", rate=self.rate)
            configure(self._stream, width, height, self.rate, quality, threads)
            self._out.start_encoding()
        except (av.FFmpegError, OSError) as cause:
            raise unwritable(path, cause) from cause

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind, value, trace) -> None:
        if kind is None:
            try:
                self._mux(self._stream.encode(None))
                self._out.close()
            except (av.FFmpegError, OSError) as cause:
                self._drop()
                raise unwritable(self.path, cause) from cause
        else:
            self._drop()

    def _drop(self) -> None:
        try:
            self._out.close()
        except (av.FFmpegError, OSError):
            pass
        finally:
            self.path.unlink(missing_ok=True)

    def write(self, rgb: np.ndarray) -> None:
        """Add a frame: RGB, uint8, (height, width, 3), full range sRGB."""
        if rgb.shape != (self.height, self.width, 3) or rgb.dtype != np.uint8:
            raise ValueError(f"a frame must be uint8 of {(self.height, self.width, 3)}, not {rgb.dtype} of {rgb.shape}")
        frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgb), format="rgb24")
        self._encode(
            self._reformat.reformat(
                frame,
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.JPEG,
                dst_color_range=ColorRange.MPEG,
                interpolation=_CONVERT,
                threads=1,
            )
        )

    def write_yuv(self, y: np.ndarray, u: np.ndarray, v: np.ndarray) -> None:
        """Add a frame already in BT.709 limited range: uint8 planes, u and v at half the width and height."""
        if self._planes is None:
            self._planes = av.VideoFrame(self.width, self.height, "yuv420p")
        else:
            self._planes.make_writable()
        for plane, values in zip(self._planes.planes, (y, u, v), strict=True):
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            rows[: plane.height, : plane.width] = values
        self._encode(self._planes)

    def _encode(self, frame: av.VideoFrame) -> None:
        frame.pts, frame.time_base = self.frames, 1 / self.rate
        frame.pict_type = 1 if self.frames in self._keys else 0
        self.frames += 1
        try:
            self._mux(self._stream.encode(frame))
        except (av.FFmpegError, OSError) as cause:
            raise unwritable(self.path, cause) from cause

    def _mux(self, packets) -> None:
        for packet in packets:
            packet.duration = 1
            self._out.mux(packet)
