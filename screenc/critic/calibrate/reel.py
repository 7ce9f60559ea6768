"""A film in memory for the checks to look at as at any other: pictures as arrays, sound as samples, and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from screenc.contract import Assertion, Brief, CutEvent, Estimate, Plan, Subtitle, Task, Unit
from screenc.critic import shots
from screenc.film.model import Claim

EARS = 16000


@dataclass(frozen=True, slots=True)
class Scene:
    """One shot of a reel: what it should be, its frames (N, H, W, 3), and the shot that it continues from."""

    brief: Brief
    frames: Any
    after: str | None = None


class Reel:
    """contract.Footage of arrays; every shot begins where the one before ends."""

    def __init__(
        self,
        scenes: Sequence[Scene],
        sound=None,
        lines: Sequence[tuple[str, str, float, float, str]] = (),
        cues=None,
        language: str = "en",
        scripted: Sequence[float] | None = None,
    ):
        self.memo: dict[Any, Any] = {}
        self.rate = float(scenes[0].brief.rate)
        self.scenes = {scene.brief.shot: scene for scene in scenes}
        self.starts, at = {}, 0
        for scene in scenes:
            self.starts[scene.brief.shot] = at
            at += len(scene.frames)
        self.total = at
        self.samples = np.zeros(0, np.float32) if sound is None else sound
        self._cues = cues
        rate = scenes[0].brief.rate
        lengths = [Fraction(len(s.frames)) / rate for s in scenes]
        marks = [Fraction(a).limit_denominator(1000) for a in scripted] if scripted is not None else None
        events, begin = [], Fraction(0)
        for n, (scene, length) in enumerate(zip(scenes, lengths, strict=True)):
            end = marks[n] if marks is not None and n < len(marks) else begin + length
            events.append(CutEvent(shot=scene.brief.shot, clip=scene.brief.shot, start=begin, length=end - begin))
            begin = end
        tasks = [
            Task(
                key=s.brief.shot,
                kind="clip",
                name=s.brief.shot,
                unit=Unit(shots=(s.brief.shot,), length=n),
                backend="previz",
                version="1",
                brief=s.brief,
                needs=(s.after,) if s.after else (),
            )
            for s, n in zip(scenes, lengths, strict=True)
        ]
        said = [
            Subtitle(
                who=who,
                name=who.title(),
                text=text,
                start=Fraction(a).limit_denominator(1000),
                end=Fraction(b).limit_denominator(1000),
                shot=shot,
            )
            for who, text, a, b, shot in lines
        ]
        first = scenes[0].brief
        self.plan = Plan(
            film="reel",
            title="Reel",
            width=first.width,
            height=first.height,
            rate=rate,
            language=language,
            tasks=tuple(tasks),
            events=tuple(events),
            subtitles=tuple(said),
            estimate=Estimate(length=sum(lengths, Fraction(0)), to_make=0, cached=0),
        )

    def seconds(self) -> float:
        return self.total / self.rate

    def shots(self, assertion: Assertion) -> tuple[str, ...]:
        return tuple(id for id in self.scenes if assertion.shot in (None, id))

    def window(self, scene: str | None, shot: str | None) -> tuple[float, float]:
        if shot is None:
            return 0.0, self.seconds()
        start = self.starts[shot]
        return start / self.rate, (start + len(self.scenes[shot].frames)) / self.rate

    def strip(self, shot: str):
        if ("strip", shot) in self.memo:
            return self.memo["strip", shot]
        frames = self.scenes[shot].frames
        small = np.stack([_shrunk(frame, 160) for frame in frames]) if len(frames) else np.zeros((0, 90, 160, 3), np.uint8)
        self.memo["strip", shot] = (np.arange(len(frames)) + self.starts[shot]) / self.rate, small
        return self.memo["strip", shot]

    def moments(self, shot: str, every: float, width: int) -> Iterator[tuple[float, Any]]:
        step = max(1, round(every * self.rate))
        for n in range(0, len(self.scenes[shot].frames), step):
            yield (n + self.starts[shot]) / self.rate, _shrunk(self.scenes[shot].frames[n], width)

    def boundaries(self) -> tuple[float, ...]:
        every = (_shrunk(frame, 160) for scene in self.scenes.values() for frame in scene.frames)
        read = shots.ribbon((n / self.rate, frame) for n, frame in enumerate(every))
        return tuple(b.at for b in shots.boundaries(read))

    def cues(self):
        return self._cues

    def still(self, time: float, width: int):
        at = min(max(0, int(time * self.rate + 1e-6)), self.total - 1)
        for shot, start in reversed(self.starts.items()):
            if at >= start:
                return _shrunk(self.scenes[shot].frames[at - start], width)
        raise AssertionError("every time belongs to a shot")

    def sound(self, start: float, end: float):
        return self.samples[round(start * EARS) : round(end * EARS)]

    def loudness(self, start: float, end: float) -> tuple[float, float]:
        from screenc.media.loudness import loudness

        found = loudness(self.sound(start, end), EARS)
        return found.integrated, found.peak


def frames(path: Path, width: int | None = None):
    """Every frame of a clip, (N, H, W, 3) uint8."""
    from screenc.media.frames import read

    return np.stack([frame for _, frame in read(path, width=width)])


def claim(check: str, shot: str | None, op: str | None = None, value: str | None = None, subject: str | None = None) -> Assertion:
    return Assertion(
        claim=Claim(force="expect", check=check, op=op, value=value, subject=subject),
        shot=shot,
        scene=shot.rpartition(".")[0] if shot else None,
    )


def _shrunk(frame, width: int):
    height, across = frame.shape[:2]
    if width == across:
        return frame
    if across % width == 0 and height % (across // width) == 0:
        k = across // width
        return (frame.reshape(height // k, k, width, k, 3).sum(axis=(1, 3), dtype=np.uint32) // (k * k)).astype(np.uint8)
    from PIL import Image

    size = (width, max(2, round(height * width / across)))
    return np.asarray(Image.fromarray(frame).resize(size, Image.Resampling.BOX if width < across else Image.Resampling.BICUBIC))
