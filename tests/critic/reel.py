"""Small films of known truth, made in memory: pictures as arrays, sound as samples."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from screenc.contract import Assertion, Brief, CutEvent, Estimate, Plan, Subtitle, Task, Unit
from screenc.critic import shots
from screenc.film.model import Claim, Framing

RATE, EARS = 24, 16000


def brief(shot="s1.1", **facts) -> Brief:
    facts = {"framing": Framing(size="medium"), **facts}
    return Brief(
        shot=shot,
        scene=shot.partition(".")[0],
        length=Fraction(3),
        width=160,
        height=90,
        rate=Fraction(RATE),
        setting="int",
        place="room",
        **facts,
    )


class Reel:
    """contract.Footage of arrays: one shot `s1.1`, its frames 160 wide, mono sound at 16 kHz."""

    def __init__(self, frames=None, sound=None, lines=(), loud=(-17.0, -2.0), stills=None, asked=None, cues=None, language="en"):
        self.memo = {}
        self.frames = np.zeros((0, 90, 160, 3), np.uint8) if frames is None else frames
        self.samples = np.zeros(0, np.float32) if sound is None else sound.astype(np.float32)
        self.loud, self.stills, self._cues = loud, stills, cues
        length = Fraction(max(len(self.frames) / RATE, len(self.samples) / EARS)).limit_denominator(1000)
        tasks = (
            [
                Task(
                    key="k",
                    kind="clip",
                    name="s1.1",
                    unit=Unit(shots=("s1.1",), length=length),
                    backend="previz",
                    version="1",
                    brief=asked,
                )
            ]
            if asked
            else []
        )
        self.plan = Plan(
            film="reel",
            title="Reel",
            width=160,
            height=90,
            rate=Fraction(RATE),
            language=language,
            tasks=tuple(tasks),
            events=(CutEvent(shot="s1.1", clip="k", start=Fraction(0), length=length),),
            subtitles=tuple(
                Subtitle(who=w, name=w.title(), text="words", start=Fraction(a), end=Fraction(b), shot="s1.1")
                for w, a, b in lines
            ),
            estimate=Estimate(length=length, to_make=0, cached=0),
        )

    def seconds(self):
        return float(self.plan.length)

    def shots(self, assertion):
        return ("s1.1",)

    def window(self, scene, shot):
        return 0.0, self.seconds()

    def strip(self, shot):
        return np.arange(len(self.frames)) / RATE, self.frames

    def moments(self, shot, every, width):
        step = max(1, round(every * RATE))
        return ((n / RATE, self.frames[n]) for n in range(0, len(self.frames), step))

    def boundaries(self):
        return tuple(
            b.at for b in shots.boundaries(shots.ribbon(zip(np.arange(len(self.frames)) / RATE, self.frames, strict=True)))
        )

    def cues(self):
        return self._cues

    def still(self, time, width):
        return self.stills if self.stills is not None else self.frames[min(int(time * RATE), len(self.frames) - 1)]

    def sound(self, start, end):
        return self.samples[int(start * EARS) : int(end * EARS)]

    def loudness(self, start, end):
        return self.loud


def claim(check, op=None, value=None, subject=None, shot="s1.1", force="expect"):
    return Assertion(claim=Claim(force=force, check=check, op=op, value=value, subject=subject), shot=shot)


def scene(count: int, seed: int = 0, drift: float = 1.5) -> np.ndarray:
    """A textured picture that slides sideways by `drift` pixels a frame, with a little grain."""
    dice = np.random.default_rng(seed)
    wide = dice.integers(40, 200, (12, 60, 3)).repeat(8, 0).repeat(8, 1)[:90]
    frames = [np.roll(wide, int(i * drift), 1)[:, :160] for i in range(count)]
    grain = dice.normal(0, 1, (count, 90, 160, 1))
    return np.clip(np.stack(frames) + grain, 0, 255).astype(np.uint8)


def voice(seconds: float, seed: int = 0, pitch: float = 130, tilt: float = 1.0) -> np.ndarray:
    """Syllables of a buzzing larynx: a pitch and its harmonics, four a second, with short stops."""
    t = np.arange(int(seconds * EARS)) / EARS
    buzz = sum(np.sin(2 * np.pi * pitch * k * t + k) / k**tilt for k in range(1, 24))
    return 0.12 * buzz * (0.25 + 0.75 * (np.sin(2 * np.pi * 4 * t) > -0.6))


def rain(seconds: float, level: float = 0.01, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, level, int(seconds * EARS))
