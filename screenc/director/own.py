"""The sound that clips bring with them: each levelled by itself, without a click at its cuts, in step with its pictures."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screenc.contract import Plan
from screenc.media import audio, synth
from screenc.media.loudness import SILENT, of_line
from screenc.media.probe import probe

RATE = synth.RATE
LEVEL = -23.0
"""LUFS: six and a half below speech, which is our choice; films without speech have it lifted with all else."""
EDGE = RATE // 50


@dataclass(frozen=True)
class Own:
    """A clip's sound in the film, in samples; `skip` of them are cut off its head with the pictures."""

    path: Path
    begin: int
    end: int
    skip: int

    def at(self, first: int, last: int) -> np.ndarray:
        """What is heard of it from one sample of the film to another, both within it; stereo."""
        held = _levelled(self.path, self.path.stat().st_mtime_ns)
        out = np.zeros((last - first, 2), np.float32)
        there = held[self.skip + first - self.begin : self.skip + last - self.begin]
        out[: len(there)] = there
        at = np.arange(first, last)
        edge = np.minimum(at - self.begin + 1, self.end - at) / EDGE
        return out * np.clip(edge, 0, 1)[:, None].astype(np.float32)


def heard(plan: Plan, clips: Mapping[str, Path]) -> list[Own]:
    """Every clip of the plan that is heard, in the order of the film."""
    heads = {(event.clip, event.start): event.trim_in for event in plan.events}
    return [
        Own(clips[s.source], round(s.start * RATE), round(s.end * RATE), round(heads.get((s.source, s.start), 0) * RATE))
        for s in plan.sounds
        if s.kind == "sound" and s.source in clips
    ]


@functools.lru_cache(maxsize=4)
def _levelled(path: Path, _as_of: int) -> np.ndarray:
    if not probe(path).audio:
        return np.zeros((0, 2), np.float32)
    samples, _ = audio.read(path, RATE)
    level = of_line(audio.mono(samples))
    if level > SILENT:
        samples = samples * np.float32(10 ** (np.clip(LEVEL - level, -24, 24) / 20))
    return audio.stereo(samples)
