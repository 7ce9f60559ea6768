"""A film as a list of its parts: the outline of a file, the search across all files, what can be folded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from screenc.editor.desk import Desk, Document
from screenc.lang.tree import Stanza

if TYPE_CHECKING:
    from screenc.editor.server import Server

KINDS = {
    "use": lsp.SymbolKind.File,
    "film": lsp.SymbolKind.Module,
    "cast": lsp.SymbolKind.Class,
    "place": lsp.SymbolKind.Namespace,
    "prop": lsp.SymbolKind.Object,
    "voice": lsp.SymbolKind.Interface,
    "scene": lsp.SymbolKind.Function,
    "shot": lsp.SymbolKind.Method,
    "choice": lsp.SymbolKind.Event,
}
MOST = 500
"""Symbols that a search gives; a client asks again as the query grows."""


def symbols(document: Document, desk: Desk) -> list[lsp.DocumentSymbol]:
    """Stanzas in order; shots and choices under the scene that they stand under."""
    out: list[lsp.DocumentSymbol] = []
    scene: lsp.DocumentSymbol | None = None
    for stanza in desk.parsed(document.path).stanzas():
        word = stanza.args[0]
        symbol = lsp.DocumentSymbol(
            name=word.text,
            detail=detail(stanza),
            kind=KINDS[stanza.kind],
            range=desk.range(stanza.span),
            selection_range=desk.range(word.span),
            children=[] if stanza.kind == "scene" else None,
        )
        if stanza.kind in ("shot", "choice") and scene is not None:
            scene.children.append(symbol)
            scene.range = lsp.Range(scene.range.start, symbol.range.end)
            continue
        scene = symbol if stanza.kind == "scene" else None
        out.append(symbol)
    return out


def detail(stanza: Stanza) -> str:
    """What a stanza is in a few words: its kind, the rest of its head, and what is most telling below."""
    said = {fact.key: " ".join(word.text for word in fact.args) for fact in reversed(stanza.facts)}
    tell = {"cast": "name", "film": "title", "place": "look", "prop": "look", "shot": "framing", "choice": "ask"}.get(stanza.kind)
    parts = [stanza.kind, " ".join(word.text for word in stanza.args[1:]), said.get(tell, "") if tell else ""]
    return " ".join(part for part in parts if part)[:80]


def search(query: str, server: Server) -> list[lsp.WorkspaceSymbol]:
    """Declarations in all films that are open, whose name has the letters of the query in their order."""
    roots = [root for document in server.desk.documents.values() for root in server.roots(document)]
    found = []
    for name in server.index.all(list(dict.fromkeys(roots))):
        if name.how == "declared" and within(query.lower(), name.text.lower()):
            scene = name.text.partition(".")[0] if name.kind in ("shot", "choice") else None
            found.append(lsp.WorkspaceSymbol(server.desk.location(name.span), name.text, KINDS[name.kind], container_name=scene))
            if len(found) == MOST:
                break
    return found


def within(query: str, text: str) -> bool:
    """Whether a text has the letters of a query in their order."""
    letters = iter(text)
    return all(letter in letters for letter in query)


def folds(document: Document, desk: Desk) -> list[lsp.FoldingRange]:
    """Stanzas of more than a line, scenes with their shots, comments that stand together."""
    sheet = desk.parsed(document.path)
    stanzas = list(sheet.stanzas())
    spans = [(desk.range(s.span).start.line, desk.range(s.span).end.line) for s in stanzas]
    out = [lsp.FoldingRange(start, end) for start, end in spans if end > start]
    scene: int | None = None
    last = 0
    for stanza, (start, end) in [*zip(stanzas, spans, strict=True), (None, (0, 0))]:
        below = stanza is not None and stanza.kind in ("shot", "choice")
        if scene is not None and not below:
            if last > scene:
                out.append(lsp.FoldingRange(scene, last))
            scene = None
        if stanza is not None and stanza.kind == "scene":
            scene = start
        last = end
    lines = [desk.range(comment.span).start.line for block in sheet.blocks for comment in block.comments]
    begun: int | None = None
    for line, after in pairwise([*lines, -9]):
        begun = line if begun is None else begun
        if after != line + 1:
            if line > begun:
                out.append(lsp.FoldingRange(begun, line, kind=lsp.FoldingRangeKind.Comment))
            begun = None
    best: dict[tuple[int, object], lsp.FoldingRange] = {}
    for fold in out:  # a scene's own facts and its shots begin on one line, where a client can show one fold only
        key = (fold.start_line, fold.kind)
        if key not in best or best[key].end_line < fold.end_line:
            best[key] = fold
    return sorted(best.values(), key=lambda fold: fold.start_line)
