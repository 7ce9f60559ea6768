"""The tree that the parser makes: stanzas of facts, as written, every word with its span. Nothing here is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from screenc.text import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One terminal: `kind` is its name in the grammar (ID, CAST, TEXT, QUANTITY, ...), `text` is exactly what was typed."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """One indented line; `key` is the fact word, or `speech` for a spoken line, `expect`/`prefer` for a claim.

    Optional words that were left out are not in `args`; a speech is NAME, then PAREN if given, then TEXT."""

    key: str
    args: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Stanza:
    """A head line and its facts; `kind` is the head word (use, film, cast, place, prop, voice, scene, shot, choice)."""

    kind: str
    args: tuple[Word, ...]
    facts: tuple[Fact, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` line; it stays before whatever line follows it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class File:
    """A whole `.shot` file as written; its span runs from the `s` of `screenc` to the `d` of `end`."""

    edition: int
    stanzas: tuple[Stanza, ...]
    comments: tuple[Comment, ...]
    span: Span
