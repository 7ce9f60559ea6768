"""Twelve voices out of the one that hibari-tts ships (Apache-2.0, 24 kHz English): its spectrum is bent before it sounds.

The network gives a spectral envelope, noise and pitch for each 12.5 ms. Saying the line slower and playing it faster moves the
formants as a shorter vocal tract would; scaling pitch before that keeps the two apart. Breath is noise against
harmonics, tilt is the slope of the spectrum, range is how lively the intonation is, and tremor is the age in a voice.
Its other listed voices are downloads: the model file is named here, so that none is ever asked for.
"""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

RATE = 24000


@dataclass(frozen=True, slots=True)
class Timbre:
    """`pitch` and `tract` are ratios (a tract of 0.8 sounds larger), `tilt` dB at 8 kHz, `breath` dB, `tremor` a share."""

    pitch: float = 1.0
    tract: float = 1.0
    tilt: float = 0.0
    breath: float = 0.0
    range: float = 1.0
    tremor: float = 0.0
    pace: float = 1.0


SPEAKERS: dict[str, Timbre] = {
    "heart": Timbre(),
    "low": Timbre(0.58, 0.84),
    "bright": Timbre(1.10, 1.05, tilt=3.0, range=1.15),
    "deep": Timbre(0.50, 0.78, tilt=-1.5),
    "soft": Timbre(0.94, 0.98, tilt=-4.0, breath=5.0, range=0.85, pace=0.95),
    "young": Timbre(0.68, 0.89, range=1.15, pace=1.04),
    "husky": Timbre(0.80, 0.93, tilt=-2.0, breath=7.0, range=0.9),
    "gruff": Timbre(0.47, 0.82, tilt=1.0, breath=4.0, range=0.75, pace=0.97),
    "child": Timbre(1.25, 1.15, range=1.2),
    "girl": Timbre(1.38, 1.10, tilt=1.5, range=1.1, pace=1.03),
    "old": Timbre(0.88, 0.95, breath=3.0, range=0.9, tremor=0.035, pace=0.9),
    "elder": Timbre(0.60, 0.86, tilt=-1.0, breath=4.0, range=0.85, tremor=0.04, pace=0.88),
}

_LOCK = threading.Lock()


@lru_cache(maxsize=1)
def _engine():
    import os

    from hibari.tts import ASSETS, Hibari

    return Hibari(voice="heart", model=os.path.join(ASSETS, "hibari.onnx"), threads=1)


def say(text: str, timbre: Timbre, speed: float, semitones: float) -> np.ndarray:
    """One sentence as mono float32 at 24 kHz; empty where the text holds nothing that English can pronounce."""
    from hibari import dsp

    with _LOCK:
        engine = _engine()
        said = [engine.ids(phonemes) for phonemes in engine.phonemize(text)]
        pace = min(max(speed * timbre.pace / timbre.tract, 0.4), 2.4)
        made = [
            engine.sess.run(None, {"ids": np.asarray([ids], np.int64), "speed": np.asarray([pace], np.float32)})
            for ids in said
            if len(ids) > 2
        ]
    noise = np.random.default_rng(zlib.crc32(text.encode()))
    lines = []
    for outputs in made:
        lh, th, ln, lr, phi, f0 = (np.array(o[0], np.float32) for o in outputs)
        bins = np.arange(lh.shape[0], dtype=np.float32) * (dsp.SR / dsp.N_FFT)
        slope = np.float32(timbre.tilt / 8.686) * np.clip((bins - 700) / 7300, 0, 1.4)[:, None]
        breath = np.float32(timbre.breath / 8.686) * np.clip(bins / 3000, 0.1, 1)[:, None]
        lh += slope - breath * 0.35
        ln += slope + breath
        lr += slope
        f0 = _intonation(f0, timbre, semitones)
        lines.append(dsp.synth(lh, th, ln, lr, phi, f0, noise))
    if not lines:
        return np.zeros(0, np.float32)
    return _stretch(np.concatenate(lines), timbre.tract)


def _intonation(f0: np.ndarray, timbre: Timbre, semitones: float) -> np.ndarray:
    voiced = f0 > 40
    if not voiced.any():
        return f0
    middle = np.median(f0[voiced])
    bent = middle * (np.maximum(f0, 40) / middle) ** timbre.range
    shake = 1 + timbre.tremor * np.sin(2 * np.pi * 5.3 * 0.0125 * np.arange(len(f0)))
    bent = bent * shake * (timbre.pitch / timbre.tract) * 2 ** (semitones / 12)
    return np.where(voiced, np.clip(bent, 45, 600), f0).astype(np.float32)


def _stretch(samples: np.ndarray, factor: float) -> np.ndarray:
    """Play at `factor` times the speed, formants and all."""
    if factor == 1.0:
        return samples
    from screenc.media.audio import resample

    return resample(samples, round(RATE * factor), RATE)
