"""Several shots in one clip, on the grid that a video model leaves: a cut stands only at every fourth frame plus one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STRIDE = 4
"""Frames to a latent frame of Wan's VAE, but for the first frame, which has a latent frame of its own."""


@dataclass(frozen=True, slots=True)
class Reel:
    """The shots of one clip: frames in all, and the frame that each shot begins with, the first 0. All are 4t + 1 but the first.

    Latent frame 0 is frame 0; latent frame k is frames 4k-3 to 4k. ValueError for cuts that are off the grid or out of order.
    """

    frames: int
    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.frames < 1 or self.frames % STRIDE != 1:
            raise ValueError(f"{self.frames} frames are not 4t + 1")
        if not self.starts or self.starts[0] != 0:
            raise ValueError("the first shot begins with frame 0")
        if list(self.starts) != sorted(set(self.starts)) or self.starts[-1] >= self.frames:
            raise ValueError(f"shots begin with the frames {self.starts} of {self.frames}")
        if any(start % STRIDE != 1 for start in self.starts[1:]):
            raise ValueError(f"cuts at {self.starts[1:]} are not all 4t + 1")

    @property
    def latents(self) -> int:
        return (self.frames - 1) // STRIDE + 1

    @property
    def shots(self) -> tuple[range, ...]:
        """The latent frames of each shot."""
        first = [(start - 1) // STRIDE + 1 if start else 0 for start in self.starts]
        return tuple(range(a, b) for a, b in zip(first, (*first[1:], self.latents), strict=True))


def cut(lengths: Sequence[int]) -> tuple[Reel, tuple[int, ...]]:
    """A reel for shots of so many frames, and how many frames each cut, and last the end, come later (or sooner, if negative).

    Each moves to the nearest place on the grid that leaves every shot at least one latent frame; what was asked is kept as a
    whole, so errors do not add up. ValueError for a shot without frames.
    """
    if not lengths or min(lengths) < 1:
        raise ValueError(f"shots of {tuple(lengths)} frames")
    ends, total = [], 0
    for n in lengths:
        total += n
        ends.append(total)
    placed: list[int] = []
    for end in ends:
        least = placed[-1] + STRIDE if placed else 1
        placed.append(max(least, STRIDE * round((end - 1) / STRIDE) + 1))
    return Reel(placed[-1], (0, *placed[:-1])), tuple(at - end for at, end in zip(placed, ends, strict=True))
