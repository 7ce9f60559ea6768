"""A check by a number: take it, hold it against the claim, say where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from screenc.contract import Assertion, Evidence, Footage, Verdict
from screenc.film.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the check's own unit, None where it could not be taken, with the words that explain it."""

    value: float | None
    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """The ordinary check: `take` measures, and the claim's operator and value decide."""

    name: str
    take: Callable[[Footage, Assertion], Measured]
    unit: str = ""
    subject: bool = False
    scope: Literal["film", "shot"] = "shot"
    limit: tuple[str, str] | None = None

    def judge(self, footage: Footage, assertion: Assertion) -> Verdict:
        found = self.take(footage, assertion)
        if found.value is None:
            return Verdict(assertion=assertion, words=found.words)
        return Verdict(
            assertion=assertion,
            measured=f"{found.value:.4g}{self.unit}",
            words=found.words,
            evidence=found.evidence,
            held=holds(found.value, assertion.claim.op, assertion.claim.value),
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
