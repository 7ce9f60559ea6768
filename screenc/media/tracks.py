"""The sound and the subtitles of a film, written alongside its picture and never far ahead of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np

RATE = 48000
BITS = 192_000
_TICKS = 1000
_STYLE = (
    b"[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    b"Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, "
    b"BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    b"Style: Default,Sans-Serif,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n"
)
"""Only the encoder's sample description is made from this: white, at the foot of the picture."""


class Sound:
    """Stereo blocks at 48 kHz, encoded to AAC as they are asked for; `samples` counts them."""

    def __init__(self, blocks: Iterable[np.ndarray]):
        self._blocks: Iterator[np.ndarray] = iter(blocks)
        self.samples = 0

    def open(self, film) -> None:
        self._film = film
        self._stream = film.add_stream("aac", rate=RATE, layout="stereo", bit_rate=BITS)
        self._stream.codec_context.time_base = Fraction(1, RATE)

    def fill(self, until: Fraction) -> None:
        """Write sound up to a time in seconds."""
        while self.samples < until * RATE:
            block = next(self._blocks, None)
            if block is None:
                return
            self._add(block)

    def _add(self, block: np.ndarray) -> None:
        if not len(block):
            return
        planes = np.ascontiguousarray(np.clip(block, -1, 1).T, np.float32)
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self.samples, Fraction(1, RATE)
        self.samples += len(block)
        self._film.mux(self._stream.encode(frame))

    def finish(self) -> None:
        for block in self._blocks:
            self._add(block)
        self._film.mux(self._stream.encode(None))


class Text:
    """Subtitles (start, end, text) in seconds, in order, none overlapping, as a soft `mov_text` track."""

    def __init__(self, cues: Sequence[tuple[Fraction, Fraction, str]], language: str = "und"):
        self._waiting = list(cues)
        self._language = language
        self._reached = 0

    def open(self, film) -> None:
        self._film = film
        self._stream = film.add_stream("mov_text")
        self._stream.codec_context.time_base = Fraction(1, _TICKS)
        self._stream.codec_context.subtitle_header = _STYLE
        self._stream.time_base = Fraction(1, _TICKS)
        self._stream.metadata["language"] = self._language

    def fill(self, until: Fraction) -> None:
        """Write the cues that start before a time; the pauses between them are empty samples, as MPEG-4 timed text wants."""
        while self._waiting and self._waiting[0][0] < until:
            start, end, text = self._waiting.pop(0)
            begin, stop = round(start * _TICKS), round(end * _TICKS)
            if begin > self._reached:
                self._sample(b"", self._reached, begin)
            data = text.encode()[:65535]
            self._sample(data, max(begin, self._reached), stop)

    def _sample(self, data: bytes, start: int, end: int) -> None:
        packet = av.Packet(len(data).to_bytes(2, "big") + data)
        packet.stream, packet.time_base = self._stream, Fraction(1, _TICKS)
        packet.pts = packet.dts = start
        packet.duration = end - start
        packet.is_keyframe = True
        self._reached = end
        self._film.mux(packet)

    def finish(self) -> None:
        self.fill(Fraction(10**9))
