"""How loud it is, by EBU R 128 / ITU-R BS.1770-4, and the limiter that keeps true peaks under a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np

from screenc.media.audio import _frame

SILENT = -70.0
"""LUFS of what never passes the absolute gate."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated LUFS, true peak in dBTP, and loudness range in LU."""

    integrated: float
    peak: float
    range: float


class Meter:
    """Measures sound that arrives in blocks, float32 (n,) or (n, 2), whatever the whole is long. A mono sound is one channel."""

    def __init__(self, rate: int, channels: int = 2):
        self._rate, self._count = rate, 0
        self._last: dict[str, str] = {}
        graph = av.filter.Graph()
        source = graph.add_abuffer(sample_rate=rate, format="flt", layout="stereo" if channels == 2 else "mono",
                                   time_base=Fraction(1, rate))
        meter = graph.add("ebur128", "metadata=1:peak=true")
        source.link_to(meter)
        meter.link_to(graph.add("abuffersink"))
        graph.configure()
        self._graph = graph

    def add(self, block: np.ndarray) -> None:
        if not len(block):
            return
        frame = _frame(block, self._rate)
        frame.pts = self._count
        self._count += len(block)
        self._graph.push(frame)
        self._pull()

    def _pull(self) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            if frame.metadata:
                self._last = dict(frame.metadata)

    def result(self) -> Loudness:
        """The loudness of all that was added; pads with 400 ms of silence, so the last short block counts."""
        if self._count:
            self._graph.push(None)
            self._pull()
        read = {key.removeprefix("lavfi.r128."): float(value) for key, value in self._last.items() if value != "nan"}
        peak = max((value for key, value in read.items() if key.startswith("true_peak")), default=0.0)
        return Loudness(max(read.get("I", SILENT), SILENT), float(20 * np.log10(max(peak, 1e-10))), read.get("LRA", 0.0))


def loudness(samples: np.ndarray, rate: int) -> Loudness:
    """Measure a whole sound at once."""
    meter = Meter(rate, 1 if samples.ndim == 1 else 2)
    for at in range(0, len(samples), rate):
        meter.add(samples[at : at + rate])
    return meter.result()
