"""A trial: one measurement of a clip of known truth, and whether it should raise an alarm; and the set they are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.critic import registry
from screenc.critic.calibrate import takes as truth
from screenc.critic.calibrate.reel import EARS, Reel, Scene, claim, frames
from screenc.critic.calibrate.takes import Take, drawn, said


@dataclass(frozen=True, slots=True)
class Trial:
    """One measurement. `wanted` are the words, or the name of the range, that the script asks for, where a check has such."""

    check: str
    half: int
    damage: str
    value: float | str | None
    wanted: tuple[str, ...] | str | None = None

    @property
    def damaged(self) -> bool:
        return self.damage != "true"


class Set:
    """The set on disk, drawn as it is needed; the frames of the last few takes are kept in memory."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.takes = truth.takes()
        self._kept: dict[tuple[str, int], np.ndarray] = {}

    def of(self, *kinds: str) -> list[Take]:
        return [take for take in self.takes if take.kind in kinds]

    def frames(self, take: Take, width: int = 320) -> np.ndarray:
        """A take's frames; what looks for faces wants them whole, everything else is content with half."""
        key = (take.key, width)
        if key not in self._kept:
            while len(self._kept) >= 4:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = frames(drawn(take, self.folder), width)
        return self._kept[key]

    def reel(self, take: Take, changed=None, width: int = 320, **more) -> Reel:
        return Reel([Scene(take.brief, self.frames(take, width) if changed is None else changed)], **more)

    def line(self, who: str, text: str) -> np.ndarray:
        from screenc.media import audio

        samples, rate = audio.read(said(who, text, self.folder), mono=True)
        return audio.resample(samples, rate, EARS)


def measured(reel: Reel, check: str, shot: str | None, **more):
    found = registry.check(check).take(reel, claim(check, shot, **more))
    return found.value


def replace_shot(brief, shot: str):
    return brief.model_copy(update={"shot": shot, "length": Fraction(2)})


def replace_person(person, who: str):
    return person.model_copy(update={"id": who})
