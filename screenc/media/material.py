"""What every synthesised sound is cut from: shaped noise, tones, knocks, and a loop to lay them in.

A loop joins its own end. Noise is shaped in the spectrum of the whole loop and levels move in whole waves, which makes both
seamless for free; a short sound laid near the end runs over into the beginning. Loops are (n, 2) float32 at 48 kHz.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

RATE = 48000
LOOP = 16
"""Seconds of a loop."""

Shape = Callable[[np.ndarray], np.ndarray]
"""The level of a noise at each of some frequencies, in hertz."""


def noise(dice: np.random.Generator, shape: Shape, seconds: float = LOOP, width: float = 0.7) -> np.ndarray:
    """Seamless stereo noise whose level at each frequency is `shape(hertz)`; `width` 0 is mono, 1 two unrelated sides."""
    count = int(seconds * RATE)
    hertz = np.fft.rfftfreq(count, 1 / RATE).astype(np.float32)
    level = shape(np.maximum(hertz, 1))
    parts = []
    for _ in range(3 if width else 1):
        turn = dice.random(len(hertz), np.float32) * np.float32(2 * np.pi)
        parts.append(np.fft.irfft(level * (np.cos(turn) + 1j * np.sin(turn)), count).astype(np.float32))
    sides = np.repeat(parts[0][:, None], 2, 1)
    if width:
        sides = sides * (1 - width) + np.stack(parts[1:], 1) * width
    return (sides / np.sqrt((sides**2).mean())).astype(np.float32)


def band(low: float, high: float, slope: float = 2.0) -> Shape:
    return lambda hertz: 1 / ((1 + (low / hertz) ** (2 * slope)) * (1 + (hertz / high) ** (2 * slope))) ** 0.5


def swell(dice: np.random.Generator, waves: tuple[int, ...], depth: float, seconds: float = LOOP) -> np.ndarray:
    """A slow change of level, in whole waves a loop so that it too is seamless; around 1."""
    time = np.arange(int(seconds * RATE)) / (seconds * RATE)
    sum_ = sum(np.sin(2 * np.pi * (n * time + dice.random())) for n in waves)
    return (1 + depth * sum_ / len(waves)).astype(np.float32)[:, None]


def place(loop: np.ndarray, at: float, mono: np.ndarray, pan: float = 0.0, level: float = 1.0) -> None:
    """Add a short sound into a loop at a time, running over its end into its beginning."""
    angle = (pan + 1) * np.pi / 4
    where = (int(at * RATE) + np.arange(len(mono))) % len(loop)
    loop[where] += (mono[:, None] * np.array([np.cos(angle), np.sin(angle)]) * level).astype(np.float32)


def decay(seconds: float, half: float) -> np.ndarray:
    return 0.5 ** (np.arange(int(seconds * RATE)) / (half * RATE))


def tone(hertz, seconds: float) -> np.ndarray:
    """A sine of one pitch, or of a pitch for every sample."""
    step = np.broadcast_to(np.asarray(hertz, np.float64), int(seconds * RATE))
    return np.sin(2 * np.pi * np.cumsum(step) / RATE)


def thud(dice, low: float, high: float, seconds: float, half: float) -> np.ndarray:
    mono = noise(dice, band(low, high), seconds, 0)[:, 0] * decay(seconds, half)[: int(seconds * RATE)]
    mono[:48] *= np.linspace(0, 1, 48)
    return mono
