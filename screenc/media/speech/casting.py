"""Giving each character a voice of their own, fitting what they look like, and unlike every voice dealt before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who needs a voice. `shape` is feminine, masculine or neutral; `age` is child, young, adult or old."""

    id: str
    shape: str = "neutral"
    age: str = "adult"


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of an engine, and the semitones by which a second character with the same speaker is told apart."""

    speaker: str
    pitch: Fraction = Fraction(0)


_POOLS: dict[str, dict[str, tuple[str, ...]]] = {
    "hibari": {
        "child": ("child", "girl"),
        "feminine young": ("bright", "heart", "girl"),
        "feminine": ("heart", "husky", "soft", "bright"),
        "feminine old": ("old", "husky"),
        "masculine young": ("young", "low"),
        "masculine": ("low", "deep", "young", "gruff"),
        "masculine old": ("elder", "gruff"),
        "neutral young": ("young", "bright"),
        "neutral": ("heart", "low", "soft", "young"),
        "neutral old": ("old", "elder"),
    },
    "espeak": {
        "child": ("f5", "f4"),
        "feminine young": ("f2", "f3", "linda"),
        "feminine": ("f3", "f2", "linda", "shelby", "f4", "steph"),
        "feminine old": ("grandma", "f1"),
        "masculine young": ("m1", "m7"),
        "masculine": ("m3", "m1", "m7", "m2", "pablo", "ian"),
        "masculine old": ("grandpa", "m4"),
        "neutral young": ("m1", "f2"),
        "neutral": ("f3", "m3", "f2", "m1"),
        "neutral old": ("grandpa", "grandma"),
    },
}
_SHIFTS = (Fraction(0), Fraction(-3, 2), Fraction(3, 2), Fraction(-3), Fraction(3))


def deal(parts: Iterable[Part], engine: str, taken: Iterable[str] = ()) -> dict[str, Voice]:
    """A voice for each part in order, by id; adding someone at the end changes nobody else's.

    First the voices that fit, then, when those are dealt, the fitting ones again at another pitch. `taken` are speakers that the
    script gave somebody by name.
    """
    used = {(speaker, Fraction(0)) for speaker in taken}
    pools = _POOLS[engine]
    out: dict[str, Voice] = {}
    for part in parts:
        if part.age == "child":
            fitting = pools["child"]
        else:
            exact = pools.get(f"{part.shape} {part.age}", ())
            fitting = tuple(dict.fromkeys((*exact, *pools[part.shape if part.shape in ("feminine", "masculine") else "neutral"])))
        choices = [(speaker, shift) for shift in _SHIFTS for speaker in fitting]
        speaker, shift = next((choice for choice in choices if choice not in used), choices[len(used) % len(choices)])
        used.add((speaker, shift))
        out[part.id] = Voice(speaker, shift)
    return out
