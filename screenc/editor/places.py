"""Where a name is declared, and where else it is said, across all files of the film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from screenc.editor.desk import real, stanza_at
from screenc.editor.names import Name, at

if TYPE_CHECKING:
    from screenc.editor.server import Server


def named(server: Server, uri: str, position: lsp.Position) -> Name | None:
    """The name under a cursor; a word of capitals in an action only if it is one of the cast."""
    document = server.desk.documents.get(uri)
    if document is None:
        return None
    name = at(*server.desk.block(document, document.offset(position)))
    if name and name.how == "told" and name.text not in server.index.declared(server.roots(document), "cast"):
        return None
    return name


def definition(server: Server, uri: str, position: lsp.Position) -> lsp.Location | None:
    """The head that declares what is under the cursor; of a `use` line, the file."""
    document = server.desk.documents.get(uri)
    if document is None:
        return None
    name = named(server, uri, position)
    if name is not None:
        declared = server.index.declared(server.roots(document), name.kind).get(name.text)
        return server.desk.location(declared.span) if declared else None
    stanza = stanza_at(*server.desk.block(document, document.offset(position)))
    if stanza is not None and stanza.kind == "use":
        path = real(document.path.parent / stanza.args[0].text)
        start = lsp.Position(0, 0)
        if path.is_file():
            return lsp.Location(server.desk.uri(path) or from_fs_path(str(path)), lsp.Range(start, start))
    return None


def alike(server: Server, uri: str, position: lsp.Position) -> list[Name]:
    """Every naming of what is under the cursor, in the order of the files."""
    name = named(server, uri, position)
    if name is None:
        return []
    return server.index.like(server.roots(server.desk.documents[uri]), name)


def references(server: Server, uri: str, position: lsp.Position, declaration: bool) -> list[lsp.Location]:
    found = alike(server, uri, position)
    return [server.desk.location(name.span) for name in found if declaration or name.how != "declared"]


def highlights(server: Server, uri: str, position: lsp.Position) -> list[lsp.DocumentHighlight]:
    """The same in this document alone; where it is declared counts as a write."""
    kinds = {"declared": lsp.DocumentHighlightKind.Write, "told": lsp.DocumentHighlightKind.Text}
    return [
        lsp.DocumentHighlight(server.desk.range(name.span), kinds.get(name.how, lsp.DocumentHighlightKind.Read))
        for name in alike(server, uri, position)
        if server.desk.uri(name.span.source.name) == uri
    ]
