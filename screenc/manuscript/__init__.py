"""What other people's script formats hold, element by element, each with its place in the file; nothing is staged or judged here.

The scripter reads dialogue out of these elements, and the interchange makes films of them: neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from screenc.text import Diagnostic, Span

Kind = Literal[
    "heading",
    "action",
    "character",
    "parenthetical",
    "dialogue",
    "lyric",
    "transition",
    "shot",
    "section",
    "synopsis",
    "note",
    "centred",
    "break",
    "general",
]


@dataclass(frozen=True, slots=True)
class Element:
    """One paragraph. `text` is without its marks; `number` is a heading's scene number or a section's depth; `dual` marks the
    second of two people who speak at once."""

    kind: Kind
    text: str
    span: Span
    number: str | None = None
    dual: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`titles` are the keys of a title page, in lower case; `boneyard` is what was cut out and kept."""

    titles: dict[str, str] = field(default_factory=dict)
    elements: tuple[Element, ...] = ()
    boneyard: tuple[Span, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
