"""A little underscore: a pad on four chords and a broken chord over it, in the key and pace of a mood."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from screenc.media.material import LOOP, RATE, decay, place, tone

MOODS: dict[str, tuple[int, tuple[tuple[int, ...], ...], float, float]] = {
    "calm": (48, ((0, 4, 7, 11), (5, 9, 12, 16), (9, 12, 16, 19), (7, 11, 14, 17)), 0.5, 0.6),
    "happy": (50, ((0, 4, 7, 12), (7, 11, 14, 19), (9, 12, 16, 21), (5, 9, 12, 17)), 0.25, 0.9),
    "sad": (45, ((0, 3, 7, 12), (-4, 0, 3, 8), (-7, -4, 0, 5), (-5, -1, 2, 7)), 0.5, 0.8),
    "tense": (40, ((0, 3, 7, 10), (0, 3, 6, 10), (-2, 1, 5, 8), (-1, 3, 6, 9)), 0.25, 0.35),
    "tender": (48, ((0, 4, 7, 14), (-3, 0, 4, 11), (5, 9, 12, 19), (7, 11, 14, 21)), 0.5, 0.75),
    "mystery": (43, ((0, 3, 6, 14), (1, 5, 8, 13), (0, 3, 7, 14), (-2, 3, 6, 13)), 1.0, 0.6),
    "grand": (41, ((0, 7, 12, 16), (5, 9, 12, 17), (-3, 4, 9, 12), (7, 11, 14, 19)), 0.5, 0.5),
}
"""Key (MIDI), four chords in semitones above it, seconds between the notes of the broken chord, and how much of it is heard."""


def underscore(mood: str, dice: np.random.Generator) -> np.ndarray:
    key, chords, step, plucked = MOODS[mood]
    loop = np.zeros((2 * LOOP * RATE, 2), np.float32)
    bar = 2 * LOOP / 8
    for n in range(8):
        chord = chords[n % 4]
        for k, note in enumerate(chord):
            place(loop, n * bar - 0.6, _pad(key + note, bar + 1.6), (-0.5, 0.5, -0.2, 0.3)[k], 0.22)
        place(loop, n * bar - 0.3, _pad(key + chord[0] - 12, bar + 1.2), 0.0, 0.25)
        for k in range(int(bar / step)):
            if dice.random() < plucked:
                note = key + 12 + chord[(0, 2, 1, 3, 2, 3, 1, 2)[k % 8]]
                force = (0.7, 0.85, 1.0)[dice.integers(3)]
                place(loop, n * bar + k * step, _pluck(note, force), dice.uniform(-0.3, 0.3), 0.5 * plucked)
    return loop


def _hertz(note: float) -> float:
    return 440.0 * 2 ** ((note - 69) / 12)


@lru_cache(maxsize=64)
def _pad(note: int, seconds: float) -> np.ndarray:
    rise = np.minimum(1, np.minimum(np.arange(int(seconds * RATE)), np.arange(int(seconds * RATE))[::-1]) / (1.2 * RATE))
    beat = 2 * np.pi * _hertz(note) * np.arange(int(seconds * RATE)) / RATE
    voices = sum(np.sin(beat * n) * np.cos(beat * n * 0.0015) / n**1.8 for n in (1, 2, 3, 4))
    return (voices * 2 * np.sin(rise * np.pi / 2) ** 2).astype(np.float32)


@lru_cache(maxsize=64)
def _pluck(note: int, force: float) -> np.ndarray:
    """A struck string: upper tones a little sharp and sooner gone, and fewer of them when it is struck softly."""
    tones = sum(force**n / n * tone(_hertz(note) * n * (1 + 0.0004 * n * n), 2.4) * decay(2.4, 0.5 / n**0.7) for n in range(1, 7))
    tones[:240] *= np.linspace(0, 1, 240)
    tones[-4800:] *= np.linspace(1, 0, 4800)
    return tones
