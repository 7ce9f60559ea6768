"""How a checkpoint is run: its own clock, frame sizes and lengths, the settings it was published with. Data and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal


@dataclass(frozen=True)
class Recipe:
    """A checkpoint's own facts. `expects` are values of its files, by `component.field` or by the pipeline's own field."""

    hub: str
    pipelines: tuple[str, ...]
    """Classes of which its `model_index.json` may name one."""
    plain: str | None
    """The class that begins from words alone; None where the model has to be given a frame."""
    anchored: str | None
    """The class that begins with a given frame; None where there is none."""
    rate: Fraction
    most: int
    """Frames that it was trained to make at once."""
    areas: Mapping[str, int]
    """Pixels of a frame by the name of the resolution; the first is the usual one."""
    last: Literal["ignored", "optional", "required", "refused"] = "refused"
    """What the model makes of a last frame; as in its profile."""
    stride: int = 4
    """Frames come in numbers of this times k, plus one."""
    least: int = 1
    """Frames below which the model's own arithmetic breaks; on the rule."""
    multiple: int = 16
    size: tuple[int, int] | None = None
    """The only frame that it makes, where there is only one."""
    steps: int = 50
    guidance: Fraction = Fraction(5)
    guidance_2: Fraction | None = None
    shift: Fraction | None = None
    negative: str = ""
    tokens: int = 512
    expects: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Components that are published in repositories of their own: (class, hub, folder in it)."""
    vae_in_32_bits: bool = True
    """Whether the pipeline takes a VAE of more bits than its transformer; most do, and it keeps them from overflowing."""
    caches: tuple[str, ...] = ("first-block", "taylor-seer")
    """Step caches that were seen to leave out blocks of this pipeline; others raise in it, or do nothing."""
    masked: bool = False
    """Whether the transformer hands its kernels a mask, which those of flash and sage attention do not take."""
    bends: bool = True
    """Whether the pipeline can be given a LoRA."""
    compiles: bool = True
    """Whether the transformer says which of its blocks are alike, so that one of them is compiled for all."""
    licence: str = "Apache-2.0"

    @property
    def longest(self) -> Fraction:
        """Seconds."""
        return Fraction(self.most) / self.rate

    def frames(self, seconds: Fraction) -> int:
        """The least number of frames on the rule that reaches so far: libraries round silently, and some of them down."""
        return max(self.least, -(-(needed(seconds, self.rate) - 1) // self.stride) * self.stride + 1)


def needed(seconds: Fraction, rate: Fraction) -> int:
    """Frames of a clock that are on screen at some time within so many seconds."""
    return max(1, -(-(seconds * rate).numerator // (seconds * rate).denominator))


def native(width: int, height: int, area: int | None, multiple: int) -> tuple[int, int]:
    """The frame to generate for a film's: both sides on the model's grid, of no more pixels than `area`.

    The largest whose shape is off by four per cent at most, else the one that is off least. No area: the film's own frame,
    rounded up to the grid.
    """
    if area is None:
        return -(-width // multiple) * multiple, -(-height // multiple) * multiple
    found: list[tuple[Fraction, int, int]] = []
    for wide in range(multiple, area // multiple + 1, multiple):
        near = int(Fraction(wide * height, width) // multiple) * multiple
        for high in (near, near + multiple):
            if high >= multiple and wide * high <= area:
                off = Fraction(wide * height, width * high)
                found.append((max(off, 1 / off) - 1, wide, high))
    close = [f for f in found if f[0] <= Fraction(4, 100)]
    if close:
        return max(close, key=lambda f: f[1] * f[2])[1:]
    return min(found)[1:] if found else (multiple, multiple)
