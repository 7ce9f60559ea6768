"""The one layout, for a whole file, for some lines, and for the line just left; none of them ever touches what does not parse."""

from __future__ import annotations

from lsprotocol import types as lsp

from screenc.editor.desk import Desk, Document
from screenc.lang.format import format_file, line
from screenc.lang.parse import parse
from screenc.lang.tree import Stanza


def whole(document: Document, desk: Desk) -> list[lsp.TextEdit] | None:
    """What `screenc fmt` would do, as edits of the lines that it changes; nothing for a file with slips."""
    source, _ = document.read()
    file = parse(source)[0] if source else None
    if file is None:
        return None
    before = _lines(document)
    after = [f"{text}\n" for text in format_file(file).split("\n")[:-1]]
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    middle, put = before[head : len(before) - tail], after[head : len(after) - tail]
    starts = [*document.starts, len(document.text)]
    if len(middle) != len(put):
        return [lsp.TextEdit(document.range(starts[head], starts[len(before) - tail]), "".join(put))]
    return [
        lsp.TextEdit(document.range(starts[head + n], starts[head + n + 1]), new)
        for n, (old, new) in enumerate(zip(middle, put, strict=True))
        if old != new
    ]


def _lines(document: Document) -> list[str]:
    ends = [*document.starts[1:], len(document.text)]
    return [document.text[a:b] for a, b in zip(document.starts, ends, strict=True) if a < b]


def lines(document: Document, desk: Desk, range: lsp.Range) -> list[lsp.TextEdit]:
    """Spaces put right in those lines of a stretch that are sound, each where it stands: nothing is sorted, no line is added."""
    first, last = range.start.line, range.end.line
    if range.end.character == 0 and last > first:
        last -= 1
    edits = []
    for stanza in desk.parsed(document.path).stanzas():
        edits += _of(stanza, document, first, last)
    return edits


def _of(stanza: Stanza, document: Document, first: int, last: int) -> list[lsp.TextEdit]:
    found = []
    part = stanza.span.source
    if part.above + stanza.span.source.text.count("\n", 0, stanza.span.end) < first or part.above > last:
        return []
    for start, end, text in _laid(stanza):
        at = part.before + document.lead + start
        number = document.position(at).line
        if first <= number <= last:
            begin = document.starts[number]
            stop = begin + len(document.line(number))
            if document.text[begin:stop] != text and not document.text[at + end - start : stop].strip(" "):
                found.append(lsp.TextEdit(document.range(begin, stop), text))
    return found


def _laid(stanza: Stanza):
    """Each line of a stanza as (start, end, text): where it stands in its part, and how it is written."""
    words = stanza.args
    head = " ".join([stanza.kind, *(word.text for word in words)])
    yield stanza.span.start, words[-1].span.end if words else stanza.span.start + len(stanza.kind), head
    for fact in stanza.facts:
        yield fact.span.start, fact.span.end, line(fact)


def typed(document: Document, desk: Desk, position: lsp.Position) -> list[lsp.TextEdit]:
    """After Enter: the line above in its columns, and this one two spaces in below a head or a fact.

    A second Enter on an empty line goes back to the margin, where the next head stands.
    """
    number = document.position(document.offset(position)).line
    if number == 0 or document.line(number).strip(" "):
        return []
    above = document.line(number - 1)
    here = lsp.Range(lsp.Position(number, 0), document.position(document.starts[number] + len(document.line(number))))
    if not above.strip(" "):
        edits = []
        if above:
            start = document.starts[number - 1]
            edits.append(lsp.TextEdit(document.range(start, start + len(above)), ""))
        if document.line(number):
            edits.append(lsp.TextEdit(here, ""))
        return edits
    edits = lines(document, desk, lsp.Range(lsp.Position(number - 1, 0), lsp.Position(number - 1, 1)))
    block, _ = desk.block(document, document.starts[number - 1])
    under = block is not None and bool(block.stanzas) and block.stanzas[-1].kind != "use"
    if under and above.strip() != "end" and not above.startswith("#") and document.line(number) != "  ":
        edits.append(lsp.TextEdit(here, "  "))
    return edits
