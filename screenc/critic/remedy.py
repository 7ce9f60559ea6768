"""From a claim that did not hold to what may mend it, smallest first; and whether a take is better than the one before.

A remedy changes as little as it can: another motion of the same picture, then words to whoever reads a prompt, then another
look, then the shot cut loose or cut up, then somebody else to make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from screenc.contract import Brief, Verdict
from screenc.film.quantity import Quantity

Kind = Literal["motion", "note", "look", "anew", "split", "backend"]

_MOTION: tuple[Kind, ...] = ("motion", "note", "split", "look", "backend")
_PICTURE: tuple[Kind, ...] = ("note", "look", "backend")
CAUSES: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "anchor": ("it does not go on from the shot before", ("motion", "look", "anew", "backend")),
    "backdrop": ("the place changes within the shot", ("motion", "note", "split", "backend")),
    "black": ("it is black", ("motion", "look", "split", "backend")),
    "brightness": ("the light is not the scripted one", _PICTURE),
    "camera": ("the camera does not move as scripted", ("note", "motion", "backend")),
    "contrast": ("it is flat", _PICTURE),
    "cuts": ("it cuts where no cut is written", ("motion", "note", "split", "backend")),
    "direction": ("somebody moves or looks the wrong way", ("note", "motion", "look", "backend")),
    "faces": ("somebody is missing or too many are there", _PICTURE),
    "flicker": ("its brightness flickers", ("motion", "split", "backend")),
    "frozen": ("nothing moves", _MOTION),
    "judge": ("it does not show what the claim says", ("note", "motion", "look", "backend")),
    "likeness": ("somebody looks unlike themselves", ("anew", "look", "note", "backend")),
    "lips": ("the lips do not go with the voice: nobody's move, or somebody else's", ("motion", "note", "backend")),
    "motion": ("it moves too little or too much", ("motion", "note", "backend")),
    "people": ("somebody is missing or too many are there", _PICTURE),
    "size": ("the framing is too wide or too close", _PICTURE),
    "text": ("what is written is not what the script writes", ("note", "motion", "look", "backend")),
    "vsa": ("its pictures do not fit its words", ("note", "look", "motion", "backend")),
    "warmth": ("the colour of the light is not the scripted one", _PICTURE),
}
"""What each check's failure is caused by, in words, and its remedies."""
SOUND: dict[str, tuple[str, str]] = {
    "length": ("the shot is of another length", "the script says how long it is: write its time"),
    "loudness": ("the mix is too loud or too soft", "the lines, `sound` and `music` of the shot make it"),
    "reading": ("a line is too long for its time", "give the shot more time, or the line fewer words"),
    "speaker": ("a line is in another's voice", "give each of them a `voice` of their own"),
    "spoken": ("no voice is heard where a line is", "another `voice` for the line, or less `music` over it"),
    "subtitles": ("a subtitle is not where its line is", "the cut makes them: build again"),
    "words": ("a line cannot be understood", "another `voice` for the line, or less `music` over it"),
}
"""What hangs on the voices, the cut and the mix, which no take of a shot changes: the cause, and what does change it."""
UNUSABLE: tuple[Kind, ...] = ("motion", "split", "look", "backend")
"""What may get a clip that is none, or is of another length or size, from whoever made it."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to try. `words` say it to a person; `note` is for a prompt, `backend` for whom to ask."""

    kind: Kind
    words: str
    note: str = ""
    backend: str = ""

    @property
    def asks(self) -> dict[str, str | bool]:
        """What a take carries beside the script."""
        return {
            **({"note": self.note} if self.note else {}),
            **({"backend": self.backend} if self.backend else {}),
            **({"anew": True} if self.kind == "anew" else {}),
            **({"split": True} if self.kind == "split" else {}),
        }


def remedies(verdict: Verdict, brief: Brief, *, reads: bool, goes_on: bool, divides: bool, others: Sequence[str]) -> list[Remedy]:
    """What may mend a failed claim on one shot. `reads`: its backend is told in words; `goes_on`: the shot has a `from`;
    `divides`: a clip can begin with a given frame; `others`: the other backends that the film itself names."""
    _, kinds = CAUSES.get(verdict.assertion.claim.check, ("", ()))
    return ways(kinds, note(verdict, brief) if reads else "", goes_on=goes_on, divides=divides, others=others)


def ways(kinds: Sequence[Kind], told: str, *, goes_on: bool, divides: bool, others: Sequence[str]) -> list[Remedy]:
    """The remedies of some kinds that there are for a shot; `told` is what a prompt would add, empty where nobody reads it."""
    out: list[Remedy] = []
    for kind in kinds:
        if kind == "motion":
            out.append(Remedy(kind, "another motion"))
        elif kind == "look":
            out.append(Remedy(kind, "another look"))
        elif kind == "note" and told:
            out.append(Remedy(kind, "told what was wrong", note=told))
        elif kind == "anew" and goes_on:
            out.append(Remedy(kind, "begun anew"))
        elif kind == "split" and divides:
            out.append(Remedy(kind, "made in two parts"))
        elif kind == "backend":
            out += [Remedy(kind, f"made by {name}", backend=name) for name in others]
    return out


def note(verdict: Verdict, brief: Brief) -> str:
    """What a prompt adds: what the last take showed, by the evidence, and what the script wants there."""
    seen = [p for p in brief.people if p.in_frame]
    who = ", ".join(p.name for p in seen)
    wanted = {
        "size": f"frame it as a {brief.framing.size} shot" + (f" of {who}" if who else ""),
        "people": f"exactly {len(seen)} in frame: {who}" if seen else "nobody is in frame",
        "faces": f"exactly {len(seen)} in frame: {who}" if seen else "nobody is in frame",
        "camera": f"the camera is {brief.camera.move}{f' {brief.camera.way}' if brief.camera.way else ''}",
        "brightness": f"the light is that of {brief.hour or 'the hour'}, {'indoors' if brief.setting == 'int' else 'outdoors'}",
        "warmth": f"the light is {brief.light.warmth or 'neutral'}",
        "contrast": "clear blacks and highlights",
        "frozen": "everybody is alive and moves throughout",
        "motion": "everybody is alive and moves throughout",
        "cuts": "one continuous take without a cut",
        "backdrop": "the place stays the same from first frame to last",
        "likeness": f"{verdict.assertion.claim.subject or who} looks as described",
        "lips": f"the lips of {verdict.assertion.claim.subject or who} move with each word",
        "speaker": "only whoever speaks moves their lips",
        "text": f"the only writing reads {', '.join(f'“{t}”' for t in brief.text)}" if brief.text else "no writing anywhere",
        "judge": verdict.assertion.claim.words or "",
    }.get(verdict.assertion.claim.check, "as described above")
    return f"The last take was wrong: {verdict.words.rstrip('.')}. This time: {wanted}."


def cause(verdict: Verdict) -> str:
    check = verdict.assertion.claim.check
    return (CAUSES.get(check) or SOUND.get(check) or ("what is wrong is not in the shot's picture",))[0]


def short(verdict: Verdict) -> float:
    """How far a claim is from holding: 0 where it holds; the distance in its own unit where that is a number; else 1."""
    if verdict.held:
        return 0.0
    if verdict.held is None:
        return float("inf")
    try:
        wanted = float(Quantity.read(verdict.assertion.claim.value or "").value)
    except ValueError:
        return 1.0
    return 1.0 if verdict.value is None else abs(verdict.value - wanted)


def broken(before: Iterable[Verdict], after: Iterable[Verdict]) -> list[Verdict]:
    """What held before and does not now; an `expect` that can no longer be measured is broken, too."""
    held = {v.assertion for v in before if v.held}
    return [
        v for v in after if v.assertion in held and (v.held is False or (v.held is None and v.assertion.claim.force == "expect"))
    ]
