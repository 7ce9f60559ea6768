"""What each word is, for editors that colour by meaning: sound stanzas only, so that colour never claims what a check denies."""

from __future__ import annotations

from lsprotocol import types as lsp

from screenc.editor.buffer import Buffer
from screenc.editor.desk import Desk, Document
from screenc.lang.sheet import Block
from screenc.lang.tree import Word

TYPES = (
    "keyword",
    "property",
    "class",
    "enumMember",
    "number",
    "string",
    "parameter",
    "operator",
    "comment",
    "variable",
    "macro",
)
KINDS = {
    "CAST": "class",
    "ID": "enumMember",
    "SETTING": "enumMember",
    "SUBID": "variable",
    "QUANTITY": "number",
    "AUTO": "number",
    "SIZE": "number",
    "MONEY": "number",
    "DATE": "number",
    "COLOUR": "number",
    "TEXT": "string",
    "PAREN": "parameter",
    "OP": "operator",
    "CODE": "macro",
}
LEGEND = lsp.SemanticTokensLegend(list(TYPES), ["declaration"])
DECLARATION = 1


class Palette:
    """The tokens of all open files; a block's are packed once, as they stand in it, and only its first is set in its place."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known: dict[str, dict[int, tuple[Block, list[int], int, int]]] = {}

    def tokens(self, document: Document, range: lsp.Range | None = None) -> lsp.SemanticTokens:
        """The tokens of a file, or of the stanzas that touch a stretch of it, as the protocol packs them."""
        known, now = self._known.get(document.uri, {}), {}
        first, last = (document.offset(range.start), document.offset(range.end)) if range else (0, len(document.text))
        data: list[int] = []
        line = character = 0
        for block in self.desk.parsed(document.path).blocks:
            packed = known.get(id(block))
            before = block.part.before + document.lead
            if before + len(block.part.text) < first or before > last:
                if packed:
                    now[id(block)] = packed
                continue
            packed = now[id(block)] = packed or (block, *pack(block, document.encoding))
            _, own, down, across = packed
            if not own:
                continue
            top = document.position(before)
            data += (top.line + own[0] - line, own[1] + (top.character if not own[0] else 0))
            if data[-2] == 0:
                data[-1] -= character
            data += own[2:]
            line, character = top.line + down, across + (top.character if not down else 0)
        self._known[document.uri] = now
        return lsp.SemanticTokens(data)


def pack(block: Block, encoding: str) -> tuple[list[int], int, int]:
    """The tokens of a block, five numbers each, counted from its beginning; then the line and the column of the last."""
    buffer = Buffer(block.part.text, encoding)
    data: list[int] = []
    line = character = 0
    for start, end, kind, how in words(block):
        place = buffer.range(start, end)
        if place.end.line != place.start.line:
            continue
        across = place.start.character - (character if place.start.line == line else 0)
        data += (place.start.line - line, across, place.end.character - place.start.character, TYPES.index(kind), how)
        line, character = place.start.line, place.start.character
    return data, line, character


def words(block: Block) -> list[tuple[int, int, str, int]]:
    """(start, end, type, modifiers) of each word of a block, in order."""
    out: list[tuple[int, int, str, int]] = [(c.span.start, c.span.end, "comment", 0) for c in block.comments]
    for stanza in block.stanzas:
        out.append((stanza.span.start, stanza.span.start + len(stanza.kind), "keyword", 0))
        out += [_word(word, DECLARATION if n == 0 and stanza.kind != "use" else 0) for n, word in enumerate(stanza.args)]
        for fact in stanza.facts:
            if fact.key != "speech":
                out.append((fact.span.start, fact.span.start + len(fact.key), "property", 0))
            out += [_word(word) for word in fact.args]
    return sorted(out)


def _word(word: Word, how: int = 0) -> tuple[int, int, str, int]:
    return word.span.start, word.span.end, KINDS.get(word.kind, "string"), how
