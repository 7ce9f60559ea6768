"""Shots into generation units, what one call of a backend makes: a shot too long for one becomes several, continued."""

from __future__ import annotations

from fractions import Fraction

from screenc.contract import Capabilities, Unit
from screenc.film.quantity import frames_up


def segment(shot: str, length: Fraction, rate: Fraction, can: Capabilities) -> list[tuple[Unit, Fraction]]:
    """The calls for one shot, each with the seconds of its clip that the film keeps.

    Parts are as equal as whole frames allow, since a short last part is where a model drifts most. Times are whole frames.
    """
    frames = frames_up(length, rate)
    most = longest(can)
    parts = 1 if most is None else -(-frames // max(1, int(most * rate // 1)))
    share, more = divmod(frames, parts)
    units, start = [], 0
    for n in range(parts):
        count = share + (n < more)
        asked = offered(Fraction(count) / rate, can)
        units.append((Unit(shots=(shot,), start=Fraction(start) / rate, length=asked), Fraction(count) / rate))
        start += count
    return units


def longest(can: Capabilities) -> Fraction | None:
    """The longest single clip, in seconds; None is no limit."""
    limits = [*([can.longest] if can.longest is not None else []), *([max(can.durations)] if can.durations else [])]
    return min(limits) if limits else None


def offered(length: Fraction, can: Capabilities) -> Fraction:
    """The shortest clip on offer that is long enough (a part is never longer than the longest); its surplus is cut off."""
    if can.durations:
        return min(d for d in can.durations if d >= length)
    return max(length, can.shortest) if can.shortest is not None else length
