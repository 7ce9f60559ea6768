"""A name changed everywhere at once, and never into another's: what cannot be renamed is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from screenc.editor.names import DECLARED, Name
from screenc.editor.places import named
from screenc.text import Span

if TYPE_CHECKING:
    from screenc.editor.server import Server

SHAPES = {"cast": r"[A-Z][A-Z0-9_]*", "shot": r"[a-z][a-z0-9-]*\.[a-z0-9-]+", "choice": r"[a-z][a-z0-9-]*\.[a-z0-9-]+"}
ID = r"[a-z][a-z0-9-]*"
SAID = {
    "cast": "a NAME in capitals, digits and `_`",
    "shot": "its scene's id, a dot, and lower-case letters, digits or `-`, as `s10.15`",
    "choice": "its scene's id, a dot, and lower-case letters, digits or `-`, as `s10.hand`",
}


class Refused(JsonRpcException):
    """The protocol's RequestFailed: what was asked is sound, and cannot be done; a client shows the reason."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value
    MESSAGE = "refused"


def prepare(server: Server, uri: str, position: lsp.Position) -> lsp.PrepareRenamePlaceholder:
    """The word that a rename would change. Refused where nothing with a declaration is named."""
    name = declared(server, uri, position)
    return lsp.PrepareRenamePlaceholder(server.desk.range(name.span), name.text)


def declared(server: Server, uri: str, position: lsp.Position) -> Name:
    name = named(server, uri, position)
    document = server.desk.documents.get(uri)
    if name is None or document is None or name.kind not in DECLARED:
        raise Refused("only cast, places, props, voices, scenes, shots and choices are renamed")
    if name.text not in server.index.declared(server.roots(document), name.kind):
        raise Refused(f"there is no {name.kind} `{name.text}` to rename: nothing declares it")
    return name


def rename(server: Server, uri: str, position: lsp.Position, new: str) -> lsp.WorkspaceEdit:
    """The edits of all files that change one name. Refused for a new name that is misshapen, taken, or in another scene."""
    name = declared(server, uri, position)
    roots = server.roots(server.desk.documents[uri])
    refuse_shape(name, new)
    taken = server.index.declared(roots, name.kind)
    if new != name.text and new in taken:
        raise Refused(f"there is a {name.kind} `{new}` already")
    if name.kind == "scene" and new != name.text:
        for kind in ("shot", "choice"):
            ids = server.index.declared(roots, kind)
            for id in ids:
                scene, _, rest = id.partition(".")
                if scene == name.text and f"{new}.{rest}" in ids:
                    raise Refused(f"there is a {kind} `{new}.{rest}` already")
    changes: dict[str, list[lsp.TextEdit]] = {}
    for span, words in edits(server, roots, name, new):
        changes.setdefault(server.desk.uri(span.source.name), []).append(lsp.TextEdit(server.desk.range(span), words))
    return lsp.WorkspaceEdit(changes=changes)


def refuse_shape(name: Name, new: str) -> None:
    if not re.fullmatch(SHAPES.get(name.kind, ID), new):
        raise Refused(f"`{new}` is no name for a {name.kind}: write {SAID.get(name.kind, 'lower-case letters, digits and `-`')}")
    if name.kind in ("shot", "choice") and new.partition(".")[0] != name.text.partition(".")[0]:
        raise Refused(f"`{new}` is of another scene: move the {name.kind} there first")
    if name.kind == "prop" and new == "nothing":
        raise Refused("`nothing` empties somebody's hands, so no prop can be called so")


def edits(server: Server, roots, name: Name, new: str) -> Iterator[tuple[Span, str]]:
    """Each place and what to write there; actions that tell of somebody by NAME are changed too, since the film reads them."""
    called = first_names(server, roots, name) if name.kind == "cast" else set()
    for other in server.index.all(roots):
        if other.kind == name.kind and other.text == name.text:
            yield other.span, new
    capital = name.text.capitalize()
    if name.kind != "cast" or capital in called or capital == name.text:
        return
    for stanza in server.index.stanzas(roots):
        for fact in stanza.facts:
            for word in fact.args if fact.key == "action" else ():
                for found in re.finditer(rf"\b{re.escape(capital)}\b", word.text):
                    start = word.span.start + found.start()
                    yield Span(word.span.source, start, start + len(capital)), new.capitalize()


def first_names(server: Server, roots, name: Name) -> set[str]:
    """Words of somebody's `name` and `aka`: these still name them when their NAME is another."""
    head = server.index.declared(roots, "cast")[name.text].stanza
    return {part for fact in head.facts if fact.key in ("name", "aka") for part in fact.args[0].text.split()}
