"""Sound as float32 samples from -1 to 1: mono is (n,), stereo is (n, 2)."""

from __future__ import annotations

import os
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from screenc.media.fault import Unreadable, unreadable, unwritable


def read(path: Path | str, rate: int | None = None, mono: bool = False) -> tuple[np.ndarray, int]:
    """Any file's sound as (samples, rate), resampled and mixed down where asked."""
    try:
        with av.open(os.fspath(path)) as file:
            if not file.streams.audio:
                raise Unreadable(f"{os.fspath(path)} holds no sound", "", path)
            stream = file.streams.audio[0]
            rate = rate or stream.codec_context.sample_rate
            layout = "mono" if mono or stream.codec_context.channels == 1 else "stereo"
            convert = av.AudioResampler(format="flt", layout=layout, rate=rate)
            blocks = [_array(block) for frame in file.decode(stream) for block in convert.resample(frame)]
            blocks += [_array(block) for block in convert.resample(None)]
    except (av.FFmpegError, OSError) as cause:
        raise unreadable(path, cause) from cause
    width = 1 if layout == "mono" else 2
    samples = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    return (samples if width == 1 else samples.reshape(-1, 2)), rate


def write(path: Path | str, samples: np.ndarray, rate: int) -> None:
    """A 16-bit WAV; what is beyond -1 to 1 is clipped. A half written file is removed."""
    samples = np.asarray(samples, np.float32)
    whole = (np.clip(samples, -1, 1) * 32767).round().astype("<i2")
    try:
        with open(path, "wb") as raw, wave.open(raw, "wb") as out:
            out.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(whole.tobytes())
    except OSError as cause:
        if os.path.isfile(path):
            os.unlink(path)
        raise unwritable(path, cause) from cause


def length(path: Path | str) -> Fraction:
    """Seconds of a WAV file, to the sample, from its header."""
    try:
        with wave.open(os.fspath(path), "rb") as file:
            return Fraction(file.getnframes(), file.getframerate())
    except (wave.Error, OSError, EOFError) as cause:
        raise unreadable(path, cause) from cause


def resample(samples: np.ndarray, from_rate: int, to_rate: int) -> np.ndarray:
    """The same sound at another rate, band-limited; its length is the nearest whole sample."""
    if from_rate == to_rate or not len(samples):
        return np.asarray(samples, np.float32)
    stereo = samples.ndim == 2
    convert = av.AudioResampler(format="flt", layout="stereo" if stereo else "mono", rate=to_rate)
    frame = _frame(samples, from_rate)
    blocks = [_array(block) for block in (*convert.resample(frame), *convert.resample(None))]
    got = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    got = got.reshape(-1, 2) if stereo else got
    wanted = round(len(samples) * to_rate / from_rate)
    if len(got) < wanted:
        got = np.concatenate([got, np.zeros((wanted - len(got), *got.shape[1:]), np.float32)])
    return got[:wanted]


def mono(samples: np.ndarray) -> np.ndarray:
    return samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)


def stereo(samples: np.ndarray, pan: float = 0.0) -> np.ndarray:
    """Mono placed between left (-1) and right (1) at equal power; the centre keeps its level in each channel."""
    if samples.ndim == 2:
        return samples
    angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
    return samples[:, None] * np.array([np.cos(angle), np.sin(angle)], np.float32) * np.float32(np.sqrt(2))


def envelope(path: Path | str, rate: Fraction) -> tuple[np.ndarray, np.ndarray]:
    """How a mouth saying this moves: (opening, width), one value from 0 to 1 for each frame at `rate`.

    Opening is the level between 200 and 3,800 Hz, normalised to the line's own loud syllables and smoothed as a jaw is
    (quick to open, slower to close). Width is where the energy lies: a spread `ee` near 1, a rounded `oo` near 0, and 0.5
    where nothing is heard. Frame i hears the sound from i / rate on.
    """
    samples, hz = read(path, rate=16000, mono=True)
    count = -int(-Fraction(len(samples), hz) * rate // 1)
    if not count:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    step = float(hz / rate)
    size = 1 << int(np.ceil(np.log2(max(512, 1.5 * step))))
    padded = np.concatenate([np.zeros(size // 2, np.float32), samples, np.zeros(size, np.float32)])
    middles = ((np.arange(count) + 0.5) * step).astype(int)
    window = np.hanning(size).astype(np.float32)
    pitch = np.fft.rfftfreq(size, 1 / hz)
    speech, low, high = ((pitch >= a) & (pitch < b) for a, b in ((200, 3800), (250, 1100), (1600, 3200)))
    power, bright = np.empty(count), np.empty(count)
    for at in range(0, count, 256):
        rows = middles[at : at + 256, None] + np.arange(size)
        spectrum = np.abs(np.fft.rfft(padded[rows] * window, axis=1)) ** 2
        power[at : at + 256] = spectrum[:, speech].sum(axis=1)
        bright[at : at + 256] = np.log10((spectrum[:, high].sum(axis=1) + 1e-9) / (spectrum[:, low].sum(axis=1) + 1e-9))
    level = np.sqrt(power)
    loud = np.quantile(level[level > 0.05 * level.max()], 0.9) if level.max() > 1e-4 else np.inf
    opening = np.clip((level / loud - 0.04) / 0.96, 0, 1) ** 0.7
    voiced = np.clip(opening * 4, 0, 1)
    middle = np.median(bright[voiced > 0.5]) if (voiced > 0.5).any() else 0.0
    width = 0.5 + voiced * (1 / (1 + np.exp(-2.5 * (bright - middle))) - 0.5)
    return _jaw(opening, rate, 0.02, 0.06), _jaw(width, rate, 0.05, 0.05)


def _jaw(values: np.ndarray, rate: Fraction, rise: float, fall: float) -> np.ndarray:
    """One-pole smoothing in seconds, run backwards in time for half of its lag."""
    up, down = (1 - np.exp(-1 / (float(rate) * t)) for t in (rise, fall))
    out, now = np.empty(len(values), np.float32), float(values[0])
    for i, value in enumerate(values):
        now += (value - now) * (up if value > now else down)
        out[i] = now
    return out


def _frame(samples: np.ndarray, rate: int) -> av.AudioFrame:
    flat = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(flat, format="flt", layout="stereo" if samples.ndim == 2 else "mono")
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    return frame


def _array(frame: av.AudioFrame) -> np.ndarray:
    return frame.to_ndarray().reshape(-1)
