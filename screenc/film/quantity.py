"""Numbers with units. Time is rational: 12f at 24fps is exactly half a second, whatever a float would make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

UNITS = ("%", "dB", "deg", "cm", "ms", "mm", "st", "s", "fps", "f", "x", "")
_QUANTITY = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%|dB|deg|cm|ms|mm|st|s|fps|f|x)?\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit that it was written in; a count or a ratio has the empty unit."""

    value: Fraction
    unit: str = ""

    @classmethod
    def read(cls, text: str) -> Quantity:
        """Read `4s`, `-18dB`, `0.80`; ValueError for anything else."""
        found = _QUANTITY.match(text)
        if not found:
            raise ValueError(f"not a quantity: {text!r}")
        return cls(Fraction(found[1]), found[2] or "")

    def seconds(self, rate: Fraction) -> Fraction:
        """This length of time in seconds; frames are counted at `rate` per second. ValueError for a unit that is no time."""
        if self.unit == "s":
            return self.value
        if self.unit == "ms":
            return self.value / 1000
        if self.unit == "f":
            return self.value / rate
        raise ValueError(f"{self} is not a length of time")

    def __str__(self) -> str:
        return f"{plain(self.value)}{self.unit}"


def plain(value: Fraction, places: int = 3) -> str:
    """A fraction as people write it: `4`, `2.5`, at most `places` decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{places}f}".rstrip("0").rstrip(".")


def whole_frames(seconds: Fraction, rate: Fraction) -> int:
    """The nearest count of frames, halves rounded up."""
    return int((seconds * rate + Fraction(1, 2)) // 1)


def frames_up(seconds: Fraction, rate: Fraction) -> int:
    """The least count of frames that is not shorter."""
    return -int((-seconds * rate) // 1)


def timecode(seconds: Fraction, rate: Fraction) -> str:
    """Non-drop `HH:MM:SS:FF` (SMPTE ST 12-1) of the nearest frame."""
    base = frames_up(Fraction(1), rate)
    frame = whole_frames(seconds, rate)
    rest, ff = divmod(frame, base)
    rest, ss = divmod(rest, 60)
    hh, mm = divmod(rest, 60)
    return f"{hh:02}:{mm:02}:{ss:02}:{ff:02}"
