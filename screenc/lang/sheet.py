"""A file that is read again and again while somebody types: only the stanzas that were touched are parsed.

Stanzas start at the margin and nothing nests, so a head line begins a part that reads the same whatever stands above it. Each
part is its own Source; an edit elsewhere moves it, and its stanzas stay the very same objects, addresses and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from screenc.lang.forms import HEADS
from screenc.lang.parse import EDITION, Parser, whole
from screenc.lang.tree import Comment, File, Stanza
from screenc.text import Diagnostic, Source, Span

_HEAD = re.compile(rf"^(?:{'|'.join(HEADS)})(?= |\r?\n|\r?\Z)", re.MULTILINE)


@dataclass(slots=True, eq=False)
class Block:
    """A head line with all that follows it down to the next; the first of a file is whatever stands above its first head."""

    part: Source
    lines: int
    stanzas: tuple[Stanza, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
    begun: int | None
    closed: Span | None
    stray: Span | None


class Sheet:
    """One file of a name; `read` takes its text as it is now, `blocks` are its parts, sound or not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text: str | None = None
        self.blocks: list[Block] = []
        self.file: File | None = None
        self.diagnostics: list[Diagnostic] = []

    def read(self, text: str) -> tuple[File | None, list[Diagnostic]]:
        """What `parse` says of this text, except that spans are of the parts, and the file's own span is of its first."""
        if text != self.text:
            self.text = text
            self._read(text)
        return self.file, list(self.diagnostics)

    def stanzas(self) -> Iterator[Stanza]:
        """Every stanza that has a sound head, in a file with errors too."""
        return (stanza for block in self.blocks for stanza in block.stanzas)

    def _read(self, text: str) -> None:
        known: dict[tuple[str, bool, bool], list[Block]] = {}
        for block, (begun, closed) in zip(self.blocks, _states(self.blocks), strict=True):
            known.setdefault((block.part.text, begun, closed), []).append(block)
        blocks: list[Block] = []
        begun, closed = False, False
        above = before = 0
        starts = [0, *(m.start() for m in _HEAD.finditer(text) if m.start()), len(text)]
        for start, stop in pairwise(starts):
            piece = text[start:stop]
            same = known.get((piece, begun, closed))
            block = same.pop(0) if same else _block(Source(self.name, piece), begun, closed)
            block.part.above, block.part.before = above, before
            above, before = above + block.lines, stop
            begun, closed = begun or block.begun is not None, closed or block.closed is not None
            blocks.append(block)
        self.blocks = blocks
        self._judge(begun, closed)

    def _judge(self, begun: bool, closed: bool) -> None:
        """The file, or what is wrong with it, in the order of its lines; then what is wrong with the whole."""
        blocks = self.blocks
        first = next((b for b in blocks if b.begun is not None), None)
        end = next((b.closed for b in blocks if b.closed), None)
        stray = next((b.stray for b in blocks if b.stray), None)
        last = blocks[-1].part if blocks else Source(self.name, "")
        self.diagnostics = [d for b in blocks for d in b.diagnostics]
        self.diagnostics += whole(last, first.begun if first else None, end, stray)
        self.file = None
        if first and end and not self.diagnostics:
            span = Span(first.part, first.begun, len(first.part.text))
            self.file = File(EDITION, tuple(self.stanzas()), tuple(c for b in blocks for c in b.comments), span)


def _states(blocks: list[Block]) -> Iterator[tuple[bool, bool]]:
    """Whether the edition and the `end` stand above each block."""
    begun = closed = False
    for block in blocks:
        yield begun, closed
        begun, closed = begun or block.begun is not None, closed or block.closed is not None


def _block(part: Source, begun: bool, closed: bool) -> Block:
    parser = Parser(part, 0 if begun else None, Span(part, 0, 0) if closed else None)
    parser.lines()
    return Block(
        part,
        part.text.count("\n"),
        tuple(parser.stanzas),
        tuple(parser.comments),
        tuple(parser.diagnostics),
        None if begun else parser.begun,
        None if closed else parser.closed,
        parser.stray,
    )
