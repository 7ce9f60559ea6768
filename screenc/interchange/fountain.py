"""Fountain: the film's shots as notes, its cast and places in the boneyard at the end; read back, it is the same film."""

from __future__ import annotations

import re

from screenc.film.model import Film
from screenc.film.resolve import Resolved
from screenc.interchange import script
from screenc.manuscript import fountain
from screenc.text import Diagnostic, Source

_MARKS = re.compile(r"([\\*_])")


def write(film: Film) -> tuple[str, list[str]]:
    """The text, and what it could not say."""
    head, *body = script.elements(film)
    unsaid = []
    out = [f"Title: {_plain(film.title or film.id)}", ""]
    for kind, text in body:
        if kind == "note" and ("]]" in text or re.search(r"\n[ \t]*\n", text)):
            unsaid.append(f"`]]` in {text.split()[1]} is written `] ]`")
            text = text.replace("]]", "] ]")
        out += _element(kind, text)
    stanzas = head[1]
    if "*/" in stanzas:
        unsaid.append("`*/` in a look is written `* /`")
        stanzas = stanzas.replace("*/", "* /")
    out += ["", f"/*\nscreenc 1\n\n{stanzas}\n*/"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)) + "\n", unsaid


def read(source: Source) -> tuple[Resolved | None, list[Diagnostic]]:
    return script.film_of(source, fountain.parse(source))


def _element(kind: str, text: str) -> list[str]:
    if kind == "heading":
        return ["", text, ""]
    if kind == "note":
        return ["", f"[[{text}]]", ""]
    if kind == "character":
        return ["", text if fountain.is_cue(text) else f"@{text}"]
    if kind == "parenthetical":
        return [f"({text})"]
    if kind == "dialogue":
        said = _plain(text)
        if said.startswith(("~", "(")):
            said = f"\\{said}"
        return [said, ""]
    return ["", f"!{_plain(text)}", ""]


def _plain(text: str) -> str:
    """Words that no mark of Fountain changes."""
    text = _MARKS.sub(r"\\\1", text)
    return text.replace("[[", "[\\[").replace("/*", "/\\*") if "[[" in text or "/*" in text else text
