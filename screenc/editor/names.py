"""Every name that a film's files declare or use, with its address, read from whatever stanzas are sound.

Which words are names is asked of the readers that resolve facts, so that a new fact of the language needs nothing here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screenc.editor.desk import Desk
from screenc.film.facts import reader
from screenc.film.values import Bad, Values
from screenc.lang.sheet import Block, Sheet
from screenc.lang.tree import Fact, Stanza, Word
from screenc.text import Span

DECLARED = ("cast", "place", "prop", "voice", "scene", "shot", "choice")
_MENTION = re.compile(r"(?<![\w])[A-Z][A-Z0-9_]*(?![\w])")


@dataclass(frozen=True, slots=True)
class Name:
    """One naming of one thing. `how`: declared here, used, `within` another id (`s10` in `s10.2`), or `told` of in an action."""

    kind: str
    text: str
    span: Span
    how: str
    stanza: Stanza


def names(stanza: Stanza) -> Iterator[Name]:
    """All of one stanza, in the order of its words."""
    if stanza.kind in DECLARED and stanza.args:
        word = stanza.args[0]
        yield Name(stanza.kind, word.text, word.span, "declared", stanza)
        yield from _within(word, stanza)
        if stanza.kind == "scene" and len(stanza.args) > 2:
            yield Name("place", stanza.args[2].text, stanza.args[2].span, "used", stanza)
    for fact in stanza.facts:
        yield from _of_fact(fact, stanza)


def _of_fact(fact: Fact, stanza: Stanza) -> Iterator[Name]:
    values = Values()
    key = "claim" if fact.key in ("expect", "prefer") else fact.key
    with contextlib.suppress(Bad, LookupError, TypeError, ValueError):  # of half a fact, the names up to where it breaks off
        reader(stanza.kind, key)(values, fact, {})
    kinds = {id(word): kind for kind, word in values.wanted}
    for word in fact.args:
        kind = kinds.get(id(word)) or ("cast" if word.kind == "CAST" else None)
        if kind and not (kind == "prop" and word.text == "nothing"):
            yield Name(kind, word.text, word.span, "used", stanza)
            yield from _within(word, stanza)
        elif fact.key == "action":
            for found in _MENTION.finditer(word.text):
                start = word.span.start + found.start()
                yield Name("cast", found[0], Span(word.span.source, start, start + len(found[0])), "told", stanza)


def _within(word: Word, stanza: Stanza) -> Iterator[Name]:
    scene, dot, _ = word.text.partition(".")
    if dot:
        yield Name("scene", scene, Span(word.span.source, word.span.start, word.span.start + len(scene)), "within", stanza)


class Index:
    """The names of all sheets, worked out once for each block."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known: dict[str, dict[int, tuple[Block, tuple[Name, ...]]]] = {}

    def of(self, sheet: Sheet) -> Iterator[Name]:
        known = self._known.get(sheet.name, {})
        now = {}
        for block in sheet.blocks:
            now[id(block)] = known.get(id(block)) or (block, tuple(n for s in block.stanzas for n in names(s)))
        self._known[sheet.name] = now
        return (name for _, found in now.values() for name in found)

    def sheets(self, roots: list[Path]) -> Iterator[Sheet]:
        """The files of the films of these roots, one that several share once."""
        seen: set[str] = set()
        for root in roots:
            for path in self.desk.files(root):
                uri = self.desk.uri(path)
                if uri not in seen:
                    seen.add(uri)
                    yield self.desk.parsed(path)

    def all(self, roots: list[Path]) -> Iterator[Name]:
        """Every name of these films."""
        return (name for sheet in self.sheets(roots) for name in self.of(sheet))

    def stanzas(self, roots: list[Path]) -> Iterator[Stanza]:
        return (stanza for sheet in self.sheets(roots) for stanza in sheet.stanzas())

    def declared(self, roots: list[Path], kind: str) -> dict[str, Name]:
        """What is declared of a kind, the first of each name."""
        found: dict[str, Name] = {}
        for name in self.all(roots):
            if name.kind == kind and name.how == "declared":
                found.setdefault(name.text, name)
        return found

    def like(self, roots: list[Path], wanted: Name) -> list[Name]:
        """Every naming of one thing."""
        return [name for name in self.all(roots) if name.kind == wanted.kind and name.text == wanted.text]


def at(block: Block | None, offset: int) -> Name | None:
    """The name at an offset of a block, both its ends included; a whole id before the scene within it."""
    found = None
    for stanza in block.stanzas if block else ():
        for name in names(stanza):
            if name.span.start <= offset <= name.span.end and (found is None or name.how != "within"):
                found = name
    return found
