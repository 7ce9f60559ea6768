"""Sound made from words: the air of a place, weather, a few things that happen, and a little music, all by arithmetic.

Everything is a loop of stereo float32 at 48 kHz that joins its own end, so that a scene of any length costs one loop of memory.
The same words give the same samples.
What no word here matches is not pretended: it becomes a quiet neutral air, and `Texture.made` is False.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screenc.media.foley import MAKERS, ONCE, air
from screenc.media.lexicon import MUSIC, SOUNDS, find
from screenc.media.material import LOOP, RATE
from screenc.media.score import underscore


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
    made = [MAKERS[kind](_dice(kind, words)) for kind in kinds]
    if not made:
        return Texture(_level(air(_dice("air", words))), made=False)
    if len(made) == 1:
        return Texture(_level(made[0]), kinds[0] in ONCE, known=kinds)
    loops = [samples for samples, kind in zip(made, kinds, strict=True) if kind not in ONCE]
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
    return Texture(_level(underscore(moods[0] if moods else "calm", _dice("music", words))), made=bool(moods), known=moods)


def knows(kind: str, words: str) -> bool:
    """Whether a `sound` or `music` of these words is made, not stood in for."""
    return bool(find(words, MUSIC if kind == "music" else SOUNDS))


def _dice(*names: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(" ".join(names).lower().encode()))


def _level(samples: np.ndarray, rms: float = 0.1) -> np.ndarray:
    loud = np.abs(samples).max(axis=1) > 0.02 * max(float(np.abs(samples).max()), 1e-9)
    now = float(np.sqrt((samples[loud] ** 2).mean())) if loud.any() else 1.0
    return (samples * min(rms / max(now, 1e-9), 0.98 / max(float(np.abs(samples).max()), 1e-9))).astype(np.float32)
