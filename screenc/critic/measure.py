"""A check by a number, and a check by a word: take it, hold it against the claim, say where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from screenc.contract import Assertion, Brief, Evidence, Footage, Verdict
from screenc.critic import calibration
from screenc.film.quantity import Quantity

SCRIPTED = "scripted"
"""The word that a claim writes for `what this shot's own facts ask`: `expect camera == scripted`."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the check's own unit, or one of its words; None where it could not be taken, with the reason in `words`."""

    value: float | str | None
    words: str
    evidence: tuple[Evidence, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()


Take = Callable[[Footage, Assertion], Measured]


@dataclass(frozen=True, slots=True)
class Measure:
    """The ordinary check: `take` measures a number, and the claim's operator and value decide.

    `automatic` is the operator by which every film is judged unasked, against the threshold that calibration chose.
    `range` gives the (least, most) that the script's own facts ask of a shot, for claims against `scripted`.
    """

    name: str
    take: Take
    unit: str = ""
    subject: bool = False
    scope: Literal["film", "shot"] = "shot"
    automatic: str | None = None
    range: Callable[[Footage, Assertion], tuple[float, float] | None] | None = None

    @property
    def limit(self) -> tuple[str, str] | None:
        if self.automatic is None or (value := calibration.threshold(self.name)) is None:
            return None
        return self.automatic, f"{value:g}{self.unit}"

    @property
    def words(self) -> tuple[str, ...]:
        return (SCRIPTED,) if self.range else ()

    def judge(self, footage: Footage, assertion: Assertion) -> Verdict:
        found = self.take(footage, assertion)
        if found.value is None:
            return Verdict(assertion=assertion, words=found.words)
        words, claim = found.words, assertion.claim
        if self.range and claim.value == SCRIPTED:
            wanted = self.range(footage, assertion)
            if wanted is None:
                return Verdict(assertion=assertion, words="the script asks nothing of it here")
            held = wanted[0] <= found.value <= wanted[1]
            words += f"; the script asks for {wanted[0]:.3g} to {wanted[1]:.3g}{self.unit}"
        else:
            held = holds(found.value, claim.op, claim.value)
        return Verdict(
            assertion=assertion,
            measured=f"{found.value:.4g}{self.unit}",
            words=words,
            held=held,
            evidence=found.evidence,
            value=float(found.value),
            curve=found.curve,
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A check whose measure is a word; `wanted` gives those that fulfil the script in a shot, None where it asks none.

    `alike` gives the measured words that fulfil a claimed one: `pan` is fulfilled by `pan-left`. Where the words are
    `ordered`, `>=` and `<=` compare by their order.
    """

    name: str
    take: Take
    choices: tuple[str, ...]
    wanted: Callable[[Footage, Assertion], tuple[str, ...] | None]
    alike: Callable[[str], tuple[str, ...]]
    subject: bool = False
    scope: Literal["film", "shot"] = "shot"
    ordered: bool = False
    unit: str = ""
    automatic: bool = False

    @property
    def limit(self) -> tuple[str, str] | None:
        return ("==", SCRIPTED) if self.automatic and calibration.trusted(self.name) else None

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.choices, SCRIPTED)

    def judge(self, footage: Footage, assertion: Assertion) -> Verdict:
        found, claim = self.take(footage, assertion), assertion.claim
        if found.value is None:
            return Verdict(assertion=assertion, words=found.words)
        words = found.words
        if claim.value == SCRIPTED:
            right = self.wanted(footage, assertion)
            if right is None:
                return Verdict(assertion=assertion, words="the script asks nothing of it here")
            words += f"; the script asks for {' or '.join(right)}"
            held = found.value in right
        elif self.ordered and claim.op in (">=", "<="):
            a, b = self.choices.index(found.value), self.choices.index(claim.value)
            held = a >= b if claim.op == ">=" else a <= b
        else:
            held = found.value in self.alike(claim.value)
        return Verdict(
            assertion=assertion, measured=str(found.value), words=words, held=held, evidence=found.evidence, curve=found.curve
        )


def holds(measured: float, op: str | None, value: str | None) -> bool:
    """Whether a claim stands. Without an operator it asks only for something above nothing; `==` compares at three digits."""
    if op is None or value is None:
        return measured > 0
    wanted = float(Quantity.read(value).value)
    if op == ">=":
        return measured >= wanted - 1e-9
    if op == "<=":
        return measured <= wanted + 1e-9
    return abs(measured - wanted) <= 0.0005 * max(1.0, abs(wanted))


def seconds(value: Fraction | float) -> str:
    return f"{float(value):.2f} s"


def brief(footage: Footage, shot: str) -> Brief | None:
    """What the script asks of a shot; None where the plan has no clip for it."""
    if "briefs" not in footage.memo:
        footage.memo["briefs"] = {t.brief.shot: t.brief for t in footage.plan.tasks if t.brief}
    return footage.memo["briefs"].get(shot)


def one_shot(take: Callable[[Footage, Assertion, str], Measured], what: str) -> Take:
    """A take of a single shot; of a scene or a film it is not measured, since its answer differs from shot to shot."""

    def taken(footage: Footage, assertion: Assertion) -> Measured:
        if assertion.shot is None:
            return Measured(None, f"{what} is measured shot by shot: claim it of a shot")
        return take(footage, assertion, assertion.shot)

    return taken


def thinned(points: list[tuple[float, float]], most: int = 120) -> tuple[tuple[float, float], ...]:
    """A curve of at most that many points, rounded for the page."""
    step = max(1, -(-len(points) // most))
    return tuple((round(float(t), 3), round(float(v), 4)) for t, v in points[::step])
