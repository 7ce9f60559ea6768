"""Sound made from words: the air of a place, weather, a few things that happen, and a little music, all by arithmetic.

Everything is a loop of stereo float32 at 48 kHz that joins its own end, so that a scene of any length costs one loop of memory.
Noise is shaped in the spectrum of the whole loop, which makes it seamless for free. The same words give the same samples.
What no word here matches is not pretended: it becomes a quiet neutral air, and `Texture.made` is False.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screenc.media.lexicon import MUSIC, SOUNDS, find

RATE = 48000
LOOP = 16
"""Seconds of a loop."""


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """`samples` is (n, 2), -20 dBFS RMS where audible; `once` for what happens and is over; `made` False for a stand-in."""

    samples: np.ndarray
    once: bool = False
    made: bool = True
    known: tuple[str, ...] = ()

    def at(self, start: int, count: int) -> np.ndarray:
        """So many samples from `start` on, counted from the beginning of the sound."""
        size = len(self.samples)
        if self.once:
            out = np.zeros((count, 2), np.float32)
            part = self.samples[start : start + count]
            out[: len(part)] = part
            return out
        return self.samples[np.arange(start, start + count) % size]


@lru_cache(maxsize=12)
def sound(words: str) -> Texture:
    """The sound of something: all that its words name, laid over each other."""
    kinds = find(words, SOUNDS)
    made = [_MAKERS[kind](_dice(kind, words)) for kind in kinds]
    if not made:
        return Texture(_level(_air(_dice("air", words))), made=False)
    if len(made) == 1:
        return Texture(_level(made[0]), kinds[0] in _ONCE, known=kinds)
    loops = [samples for samples, kind in zip(made, kinds, strict=True) if kind not in _ONCE]
    size = LOOP * RATE if loops else max(map(len, made))
    whole = np.zeros((size, 2), np.float32)
    for samples in made:
        samples = _level(samples)
        whole[: len(samples)] += samples[:size]
    return Texture(_level(whole), not loops, known=kinds)


@lru_cache(maxsize=4)
def music(words: str) -> Texture:
    """A loop of underscore in the mood of the words: a pad, and a broken chord over it; unknown moods are calm."""
    moods = find(words, MUSIC)
    return Texture(_level(_underscore(moods[0] if moods else "calm", _dice("music", words))), made=bool(moods), known=moods)


def knows(kind: str, words: str) -> bool:
    """Whether a `sound` or `music` of these words is made, not stood in for."""
    return bool(find(words, MUSIC if kind == "music" else SOUNDS))


def _dice(*names: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(" ".join(names).lower().encode()))


def _level(samples: np.ndarray, rms: float = 0.1) -> np.ndarray:
    loud = np.abs(samples).max(axis=1) > 0.02 * max(float(np.abs(samples).max()), 1e-9)
    now = float(np.sqrt((samples[loud] ** 2).mean())) if loud.any() else 1.0
    return (samples * min(rms / max(now, 1e-9), 0.98 / max(float(np.abs(samples).max()), 1e-9))).astype(np.float32)


# --- materials -------------------------------------------------------------------------------------------------------

Shape = Callable[[np.ndarray], np.ndarray]
"""The level of a noise at each of some frequencies, in hertz."""


def _noise(dice: np.random.Generator, shape: Shape, seconds: float = LOOP, width: float = 0.7) -> np.ndarray:
    """Seamless stereo noise whose level at each frequency is `shape(hertz)`; `width` 0 is mono, 1 two unrelated sides."""
    count = int(seconds * RATE)
    hertz = np.fft.rfftfreq(count, 1 / RATE).astype(np.float32)
    level = shape(np.maximum(hertz, 1))
    turns = (np.exp(2j * np.pi * dice.random(len(hertz), np.float32)).astype(np.complex64) for _ in range(3))
    middle, left, right = (np.fft.irfft(level * turn, count) for turn in turns)
    sides = np.stack([left, right], 1) * width + middle[:, None] * (1 - width)
    return (sides / np.sqrt((sides**2).mean())).astype(np.float32)


def _band(low: float, high: float, slope: float = 2.0) -> Shape:
    return lambda hertz: 1 / ((1 + (low / hertz) ** (2 * slope)) * (1 + (hertz / high) ** (2 * slope))) ** 0.5


def _swell(dice: np.random.Generator, waves: tuple[int, ...], depth: float, seconds: float = LOOP) -> np.ndarray:
    """A slow change of level, in whole waves a loop so that it too is seamless; around 1."""
    time = np.arange(int(seconds * RATE)) / (seconds * RATE)
    sum_ = sum(np.sin(2 * np.pi * (n * time + dice.random())) for n in waves)
    return (1 + depth * sum_ / len(waves)).astype(np.float32)[:, None]


def _place(loop: np.ndarray, at: float, mono: np.ndarray, pan: float = 0.0, level: float = 1.0) -> None:
    """Add a short sound into a loop at a time, running over its end into its beginning."""
    angle = (pan + 1) * np.pi / 4
    where = (int(at * RATE) + np.arange(len(mono))) % len(loop)
    loop[where] += (mono[:, None] * np.array([np.cos(angle), np.sin(angle)]) * level).astype(np.float32)


def _decay(seconds: float, half: float) -> np.ndarray:
    return 0.5 ** (np.arange(int(seconds * RATE)) / (half * RATE))


def _tone(hertz, seconds: float) -> np.ndarray:
    """A sine of one pitch, or of a pitch for every sample."""
    step = np.broadcast_to(np.asarray(hertz, np.float64), int(seconds * RATE))
    return np.sin(2 * np.pi * np.cumsum(step) / RATE)


def _thud(dice, low: float, high: float, seconds: float, half: float) -> np.ndarray:
    mono = _noise(dice, _band(low, high), seconds, 0)[:, 0] * _decay(seconds, half)[: int(seconds * RATE)]
    mono[:48] *= np.linspace(0, 1, 48)
    return mono


# --- things ----------------------------------------------------------------------------------------------------------


def _air(dice):
    return _noise(dice, lambda hz: _band(40, 350, 1)(hz) / hz**0.4) * _swell(dice, (1, 3), 0.1)


def _room(dice):
    return _noise(dice, lambda hz: _band(50, 500, 1)(hz) / hz**0.5, width=0.4) + 0.12 * _tone(50, LOOP)[:, None]


def _rain(dice):
    hiss = _noise(dice, _band(900, 9000, 1)) * _swell(dice, (2, 5), 0.12)
    loop = hiss + 0.5 * _noise(dice, _band(120, 600, 1))
    for _ in range(160):
        drop = _tone(dice.uniform(1400, 4200), 0.03) * _decay(0.03, 0.004)
        _place(loop, dice.random() * LOOP, drop, dice.uniform(-0.9, 0.9), dice.uniform(0.5, 2.5))
    return loop


def _wind(dice):
    low = _noise(dice, _band(90, 420, 1.5)) * _swell(dice, (1, 2, 3), 0.7)
    return low + 0.35 * _noise(dice, _band(500, 1100, 3)) * np.maximum(_swell(dice, (2, 3, 5), 1.2), 0)


def _sea(dice):
    surf = _noise(dice, _band(150, 3500, 0.8)) * np.maximum(_swell(dice, (2,), 0.9), 0.05) ** 1.6
    return surf + 0.5 * _noise(dice, _band(50, 250, 1))


def _traffic(dice):
    loop = _noise(dice, lambda hz: _band(45, 500, 1)(hz) / hz**0.3) * _swell(dice, (1, 2), 0.25)
    for _ in range(5):
        passing = _noise(dice, _band(80, 1400, 1), 4, 0)[:, 0] * np.hanning(4 * RATE) ** 2
        _place(loop, dice.random() * LOOP, passing, dice.uniform(-0.8, 0.8), dice.uniform(0.6, 1.4))
    return loop


def _birds(dice):
    loop = 0.12 * _noise(dice, _band(200, 2500, 1))
    for _ in range(16):
        start, pan, pitch, far = dice.random() * LOOP, dice.uniform(-0.9, 0.9), dice.uniform(2200, 4600), dice.uniform(0.25, 1)
        for k in range(dice.integers(2, 6)):
            long = dice.uniform(0.05, 0.12)
            sweep = pitch * (1 + np.linspace(0, dice.uniform(-0.25, 0.25), int(long * RATE)))
            _place(loop, start + k * dice.uniform(0.11, 0.16), _tone(sweep, long) * np.hanning(int(long * RATE)), pan, far)
    return loop


def _crickets(dice):
    loop = 0.1 * _noise(dice, _band(150, 1500, 1))
    for pitch, every, pan in ((4300, 0.9, -0.6), (4750, 1.15, 0.5), (3900, 1.6, 0.1)):
        chirp = _tone(pitch, 0.35) * (0.5 + 0.5 * _tone(28, 0.35)) * np.hanning(int(0.35 * RATE))
        for n in range(int(LOOP / every)):
            _place(loop, n * every + dice.uniform(0, 0.1), chirp, pan, 0.5)
    return loop


def _crowd(dice):
    loop = np.zeros((LOOP * RATE, 2), np.float32)
    for _ in range(14):
        formant = dice.uniform(350, 800)
        voice = _noise(dice, lambda hz, f=formant: _band(140, 900, 1.5)(hz) + 0.5 * np.exp(-(((hz - f) / 140) ** 2)), width=0)
        beat = np.maximum(_swell(dice, tuple(dice.integers(30, 75, 3)), 1.4), 0) * np.maximum(_swell(dice, (2, 3, 7), 1.3), 0)
        pan = dice.uniform(0.1, 0.9)
        loop += voice * beat * np.array([1 - pan, pan], np.float32)
    return loop


def _fire(dice):
    loop = 0.5 * _noise(dice, _band(70, 700, 1)) * _swell(dice, (3, 7), 0.3)
    for _ in range(220):
        _place(loop, dice.random() * LOOP, _thud(dice, 900, 6000, 0.02, 0.002), dice.uniform(-0.6, 0.6), dice.uniform(0.3, 3.0))
    return loop


def _water(dice):
    loop = 0.6 * _noise(dice, _band(350, 3200, 1)) * _swell(dice, (5, 9), 0.15)
    for _ in range(140):
        long = dice.uniform(0.03, 0.09)
        bubble = _tone(dice.uniform(500, 1500) * np.linspace(1, 1.5, int(long * RATE)), long) * np.hanning(int(long * RATE))
        _place(loop, dice.random() * LOOP, bubble, dice.uniform(-0.7, 0.7), dice.uniform(0.2, 0.9))
    return loop


def _hum(dice):
    loop = 0.25 * _noise(dice, _band(80, 900, 1), width=0.5)
    for n, level in ((1, 0.5), (2, 1.0), (3, 0.3), (4, 0.4), (6, 0.15)):
        loop += (level * _tone(60 * n, LOOP) * 0.7)[:, None]
    return loop


def _train(dice):
    loop = _noise(dice, lambda hz: _band(50, 450, 1)(hz) / hz**0.3) * _swell(dice, (4,), 0.1)
    for n in range(int(LOOP / 0.8)):
        for k in (0.0, 0.16):
            _place(loop, n * 0.8 + k, _thud(dice, 80, 700, 0.15, 0.03), 0.0, 5.0)
    return loop


def _engine(dice):
    loop = 0.4 * _noise(dice, _band(60, 700, 1))
    for n in (1, 2, 3, 4, 5, 6):
        loop += (0.9 / n * _tone(42 * n, LOOP))[:, None] * _swell(dice, (3,), 0.1)
    return loop


def _steps(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for n in range(15):
        for low, high, after, level in ((70, 320, 0.0, 1.0), (900, 3500, 0.012, 0.35)):
            _place(loop, n * 8 / 15 + after + dice.uniform(0, 0.02), _thud(dice, low, high, 0.12, 0.022), 0.12 * (-1) ** n, level)
    return loop


def _typing(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for _ in range(44):
        _place(loop, dice.random() * 8, _thud(dice, 1200, 5500, 0.04, 0.006), dice.uniform(-0.2, 0.2), dice.uniform(0.6, 1.0))
    return loop


def _clock(dice):
    loop = np.zeros((LOOP * RATE, 2), np.float32)
    for n in range(LOOP * 2):
        _place(loop, n / 2, _thud(dice, 1800 if n % 2 else 2400, 6000, 0.05, 0.005), 0.1)
    return loop


def _heart(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for n in range(9):
        for after, level in ((0.0, 1.0), (0.26, 0.7)):
            _place(loop, n * 8 / 9 + after, _thud(dice, 35, 110, 0.25, 0.05), 0.0, level)
    return loop


def _phone(dice):
    loop = np.zeros((6 * RATE, 2), np.float32)
    ring = (_tone(1320, 2) + 0.6 * _tone(1660, 2)) * (_tone(20, 2) > 0)
    edge = np.minimum(1, np.minimum(np.arange(2 * RATE), np.arange(2 * RATE)[::-1]) / 480)
    ring = np.convolve(ring, np.hanning(96) / 48, "same") * edge
    _place(loop, 0.0, ring, 0.1)
    return loop


def _siren(dice):
    time = np.arange(LOOP * RATE) / RATE
    return np.repeat(_tone(900 + 320 * np.sin(2 * np.pi * time / 4), LOOP)[:, None], 2, 1) + 0.02 * _noise(dice, _band(300, 2000))


def _applause(dice):
    loop = 0.2 * _noise(dice, _band(600, 4000))
    for _ in range(1600):
        _place(loop, dice.random() * LOOP, _thud(dice, 700, 3500, 0.03, 0.004), dice.uniform(-0.9, 0.9), dice.uniform(0.4, 1.2))
    return loop


def _once(seconds: float) -> np.ndarray:
    return np.zeros((int(seconds * RATE), 2), np.float32)


def _door(dice):
    out = _once(1.6)
    creak = _tone(np.linspace(210, 340, int(0.6 * RATE)) + 40 * np.sin(np.linspace(0, 60, int(0.6 * RATE))), 0.6)
    _place(out, 0.05, creak * np.hanning(int(0.6 * RATE)) * 0.25)
    _place(out, 0.75, _thud(dice, 60, 420, 0.6, 0.06), 0.05, 3.0)
    _place(out, 0.77, _thud(dice, 900, 3000, 0.1, 0.01), 0.05, 0.8)
    return out


def _knock(dice):
    out = _once(1.3)
    for n in range(3):
        _place(out, 0.05 + 0.27 * n, _thud(dice, 140, 900, 0.2, 0.022), -0.1, 2.0)
    return out


def _bell(dice):
    out = _once(5)
    for ratio, level, half in ((0.5, 0.5, 1.4), (1, 1, 1.0), (1.19, 0.5, 0.7), (1.5, 0.4, 0.6), (2, 0.6, 0.5), (2.74, 0.3, 0.3)):
        _place(out, 0, _tone(523 * ratio, 5) * _decay(5, half), 0.0, level)
    out[:96] *= np.linspace(0, 1, 96, dtype=np.float32)[:, None]
    return out


def _thunder(dice):
    out = _once(6)
    _place(out, 0.1, _thud(dice, 40, 1600, 1.2, 0.12), 0.2, 2.0)
    roll = _noise(dice, _band(30, 180, 1), 5, 0)[:, 0] * _decay(5, 1.1) * (0.6 + 0.4 * np.sin(np.linspace(0, 37, 5 * RATE)))
    _place(out, 0.4, roll[: int(5 * RATE)] * np.minimum(1, np.arange(5 * RATE) / 4800), -0.1, 2.0)
    return out


def _shot(dice):
    out = _once(2)
    _place(out, 0.0, _thud(dice, 60, 7000, 1.5, 0.05), 0.0, 4.0)
    return out


def _glass(dice):
    out = _once(1.5)
    for _ in range(26):
        shard = _tone(dice.uniform(2500, 9000), 0.4) * _decay(0.4, 0.04)
        _place(out, dice.uniform(0, 0.35), shard, dice.uniform(-0.5, 0.5), dice.uniform(0.2, 1))
    return out


_MAKERS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "room": _room, "rain": _rain, "wind": _wind, "sea": _sea, "traffic": _traffic, "birds": _birds, "crickets": _crickets,
    "crowd": _crowd, "fire": _fire, "water": _water, "hum": _hum, "train": _train, "engine": _engine, "steps": _steps,
    "typing": _typing, "clock": _clock, "heart": _heart, "phone": _phone, "siren": _siren, "applause": _applause, "door": _door,
    "knock": _knock, "bell": _bell, "thunder": _thunder, "gunshot": _shot, "glass": _glass,
}
_ONCE = frozenset({"door", "knock", "bell", "thunder", "gunshot", "glass"})


# --- music -----------------------------------------------------------------------------------------------------------

_MOODS: dict[str, tuple[int, tuple[tuple[int, ...], ...], float, float]] = {
    "calm": (48, ((0, 4, 7, 11), (5, 9, 12, 16), (9, 12, 16, 19), (7, 11, 14, 17)), 0.5, 0.6),
    "happy": (50, ((0, 4, 7, 12), (7, 11, 14, 19), (9, 12, 16, 21), (5, 9, 12, 17)), 0.25, 0.9),
    "sad": (45, ((0, 3, 7, 12), (-4, 0, 3, 8), (-7, -4, 0, 5), (-5, -1, 2, 7)), 0.5, 0.8),
    "tense": (40, ((0, 3, 7, 10), (0, 3, 6, 10), (-2, 1, 5, 8), (-1, 3, 6, 9)), 0.25, 0.35),
    "tender": (48, ((0, 4, 7, 14), (-3, 0, 4, 11), (5, 9, 12, 19), (7, 11, 14, 21)), 0.5, 0.75),
    "mystery": (43, ((0, 3, 6, 14), (1, 5, 8, 13), (0, 3, 7, 14), (-2, 3, 6, 13)), 1.0, 0.6),
    "grand": (41, ((0, 7, 12, 16), (5, 9, 12, 17), (-3, 4, 9, 12), (7, 11, 14, 19)), 0.5, 0.5),
}
"""Key (MIDI), four chords in semitones above it, seconds between the notes of the broken chord, and how much of it is heard."""


def _underscore(mood: str, dice: np.random.Generator) -> np.ndarray:
    key, chords, step, plucked = _MOODS[mood]
    loop = np.zeros((2 * LOOP * RATE, 2), np.float32)
    bar = 2 * LOOP / 8
    for n in range(8):
        chord = chords[n % 4]
        for k, note in enumerate(chord):
            _place(loop, n * bar - 0.6, _pad(key + note, bar + 1.6), (-0.5, 0.5, -0.2, 0.3)[k], 0.22)
        _place(loop, n * bar - 0.3, _pad(key + chord[0] - 12, bar + 1.2), 0.0, 0.25)
        for k in range(int(bar / step)):
            if dice.random() < plucked:
                note = key + 12 + chord[(0, 2, 1, 3, 2, 3, 1, 2)[k % 8]]
                _place(loop, n * bar + k * step, _pluck(note, dice.uniform(0.7, 1.0)), dice.uniform(-0.3, 0.3), 0.5 * plucked)
    return loop


def _hertz(note: float) -> float:
    return 440.0 * 2 ** ((note - 69) / 12)


@lru_cache(maxsize=64)
def _pad(note: int, seconds: float) -> np.ndarray:
    rise = np.minimum(1, np.minimum(np.arange(int(seconds * RATE)), np.arange(int(seconds * RATE))[::-1]) / (1.2 * RATE))
    voices = sum(_tone(_hertz(note) * n * (1 + drift), seconds) / n**1.8 for n in (1, 2, 3, 4) for drift in (-0.0015, 0.0015))
    return (voices * np.sin(rise * np.pi / 2) ** 2).astype(np.float32)


def _pluck(note: int, force: float) -> np.ndarray:
    tones = sum(force**n / n * _tone(_hertz(note) * n * (1 + 0.0004 * n * n), 2.4) * _decay(2.4, 0.5 / n**0.7)
                for n in range(1, 7))
    tones[:240] *= np.linspace(0, 1, 240)
    tones[-4800:] *= np.linspace(1, 0, 4800)
    return tones
