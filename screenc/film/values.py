"""A word of the tree becomes a value of the film: a number in its unit, one of the known words, a name that is bound later."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from screenc.film.quantity import Quantity, plain
from screenc.lang.near import near
from screenc.lang.tree import Word
from screenc.text import Diagnostic, Edit, Fix, Span


class Bad(Exception):
    """A word that has no meaning where it stands; its fact is left out and reading goes on."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Values:
    """Reads words; frames are counted at `rate`, and the names that are met are kept in `wanted`. Every method may raise Bad."""

    def __init__(self) -> None:
        self.rate = Fraction(24)
        self.wanted: list[tuple[str, Word]] = []

    def bad(self, code: str, span: Span, message: str, **more: Any) -> Bad:
        return Bad(Diagnostic.at(code, span, message, **more))

    def name(self, kind: str, word: Word) -> str:
        """A name that is to be bound when all are known."""
        self.wanted.append((kind, word))
        return word.text

    def quantity(
        self,
        word: Word,
        what: str,
        units: tuple[str, ...],
        least: Fraction | int | None = None,
        most: Fraction | int | None = None,
    ) -> Fraction:
        """The number of a word in the first of its units; times come in seconds."""
        value = Quantity.read(word.text)
        if value.unit not in units:
            want = " or ".join(u or "no unit" for u in units)
            if not value.unit:
                fix = Fix((Edit(Span(word.span.source, word.span.end, word.span.end), units[0]),), "likely")
                raise self.bad(
                    "E0303", word.span, f"{what} {word.text} has no unit", help=f"write `{word.text}{units[0]}`", fix=fix
                )
            raise self.bad(
                "E0302",
                word.span,
                f"{what} is not counted in {value.unit}",
                help=f"give it in {want}" if units[0] else "give a bare number",
            )
        number = value.seconds(self.rate) if units[0] == "s" else value.value
        if (least is not None and number < least) or (most is not None and number > most):
            low, high = (f"{plain(Fraction(v))}{units[0]}" if v is not None else "" for v in (least, most))
            bounds = f"from {low} to {high}" if low and high else f"at least {low}"
            raise self.bad(
                "E0304",
                word.span,
                f"{what} `{word.text}` is out of range",
                help=f"it goes {bounds}" if high else f"it is {bounds}",
            )
        return number

    def time(self, word: Word, what: str, least: Fraction = Fraction(1, 1000), most: Fraction = Fraction(36000)) -> Fraction:
        return self.quantity(word, what, ("s", "f", "ms"), least, most)

    def whole(self, word: Word, what: str) -> int:
        number = self.quantity(word, what, ("",), 0, 2**63 - 1)
        if number.denominator != 1:
            raise self.bad("E0304", word.span, f"{what} `{word.text}` is not a whole number", help="write a whole number")
        return int(number)

    def one_of(self, word: Word, what: str, known: tuple[str, ...]) -> Any:
        if word.text in known:
            return word.text
        meant = near(word.text, known)
        raise self.bad(
            "E0301",
            word.span,
            f"there is no {what} `{word.text}`",
            help=f"did you mean `{meant}`?" if meant else "known are " + ", ".join(known),
            fix=Fix((Edit(word.span, meant),), "safe") if meant else None,
        )


def exact_rate(value: Fraction) -> Fraction:
    """The broadcast rates are written in decimals but are ratios (SMPTE ST 12-1): 23.976 is 24000/1001."""
    for base in (24, 30, 48, 60, 120):
        exact = Fraction(base * 1000, 1001)
        if abs(value - exact) < Fraction(1, 100) and value != base:
            return exact
    return value
