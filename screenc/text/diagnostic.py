"""A problem as a value: what is wrong, where, why, and how to mend it. Rendering is another room's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screenc.text.codes import CODES
from screenc.text.source import Span

Severity = Literal["error", "warning"]
Trust = Literal["safe", "likely", "show"]


@dataclass(frozen=True, slots=True)
class Label:
    """A span and what to say under it; the first label of a diagnostic is the primary one."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of a span; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend the cause: `safe` keeps the film's meaning, `likely` is our best guess, `show` is only an example."""

    edits: tuple[Edit, ...]
    trust: Trust = "likely"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem with one cause. The message is lower case without a full stop; only `help` suggests; notes are facts."""

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"no row for {self.code} in the table of codes")

    @property
    def severity(self) -> Severity:
        return "error" if self.code[0] == "E" else "warning"

    @property
    def name(self) -> str:
        return CODES[self.code]

    @property
    def span(self) -> Span | None:
        return self.labels[0].span if self.labels else None

    @classmethod
    def at(
        cls,
        code: str,
        span: Span | None,
        message: str,
        *,
        label: str = "",
        also: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
        help: str | None = None,
        fix: Fix | None = None,
    ) -> Diagnostic:
        """The usual way to make one: a primary span, then any further labels."""
        first = (Label(span, label),) if span is not None else ()
        return cls(code, message, first + also, notes, help, fix)


def failed(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> bool:
    """Whether any of them is an error."""
    return any(d.severity == "error" for d in diagnostics)
