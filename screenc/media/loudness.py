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
        source = graph.add_abuffer(
            sample_rate=rate, format="flt", layout="stereo" if channels == 2 else "mono", time_base=Fraction(1, rate)
        )
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


_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGHPASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def of_line(samples: np.ndarray) -> float:
    """LUFS of one mono line at 48 kHz as it will sound from both sides, gated like a programme; a very short one counts whole.

    BS.1770's K weighting is applied in the spectrum, which needs no filter's state for a sound that is all there.
    """
    if not len(samples):
        return SILENT
    size = 1 << int(np.ceil(np.log2(len(samples) + 4800)))
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for over, under in (_SHELF, _HIGHPASS):
        response *= np.polyval(over[::-1], z) / np.polyval(under[::-1], z)
    heard = np.fft.irfft(np.fft.rfft(samples, size) * response, size)[: len(samples)]
    block, hop = min(19200, len(heard)), 4800
    energy = np.concatenate([[0.0], np.cumsum(heard.astype(np.float64) ** 2)])
    starts = np.arange(0, len(heard) - block + 1, hop)
    power = 2 * (energy[starts + block] - energy[starts]) / block
    power = power[power > 10 ** ((SILENT + 0.691) / 10)]
    if not len(power):
        return SILENT
    power = power[power > power.mean() / 10]
    return float(-0.691 + 10 * np.log10(power.mean()))
