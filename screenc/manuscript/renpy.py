"""Ren'Py scripts as statements: logical lines by their indentation, strings read, with the place of each; no Python is run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from screenc.text import Diagnostic, Source

_STRING = re.compile(r'[urf]?("""|\'\'\'|```|"|\'|`)')
_TAG = re.compile(r"\{(?!\{)/?[^{}\n]*\}")


@dataclass(slots=True)
class Statement:
    """One logical line, from `start` to `end`; `text` is without its comment, `block` what stands deeper under it."""

    text: str
    start: int
    end: int
    indent: int
    block: list[Statement] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return self.text.removesuffix(":").split()


class _Open(Exception):
    def __init__(self, at: int):
        super().__init__()
        self.at = at


def parse(source: Source) -> tuple[list[Statement], list[Diagnostic]]:
    """The statements of a script as a tree; a string that is never closed is the one thing that is wrong by form alone."""
    try:
        lines = _logical(source.text)
    except _Open as wrong:
        line = source.line_span(source.position(wrong.at)[0])
        said = Diagnostic.at(
            "E0813", source.span(wrong.at, line.end), "this string is never closed", help="close it with the same quote"
        )
        return [], [said]
    root = Statement("", 0, 0, -1)
    stack = [root]
    for line in lines:
        while line.indent <= stack[-1].indent:
            stack.pop()
        stack[-1].block.append(line)
        stack.append(line)
    return root.block, []


def string(text: str, at: int = 0) -> tuple[str, int, int] | None:
    """The string literal that begins at an offset: what it says, where its words begin, and where it is over."""
    found = _STRING.match(text, at)
    if not found:
        return None
    end = _closed(text, found.end(), found[1])
    if end is None:
        return None
    body = text[found.end() : end - len(found[1])]
    return plain(body), found.end(), end


def plain(body: str) -> str:
    """What a player reads of a string: escapes read, text tags gone, blanks one space."""
    body = re.sub(r"\\\n\s*", " ", body)
    body = re.sub(r"\\([\"'`%\\ n])", lambda m: {"n": "\n", "\\": "\x00"}.get(m[1], m[1]), body)
    body = body.replace("{{", "\x01")
    body = _TAG.sub("", body)
    return " ".join(body.replace("\x01", "{").replace("[[", "[").replace("\x00", "\\").replace("%%", "%").split())


def _closed(text: str, at: int, mark: str) -> int | None:
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(mark, at):
            return at + len(mark)
        else:
            at += 1
    return None


def _logical(text: str) -> list[Statement]:
    """Lines joined while a string or a bracket is open, comments gone, blank ones left out."""
    out: list[Statement] = []
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        indent = 0
        while text[at : at + 1] in (" ", "\t"):
            indent, at = indent + 1, at + 1
        start, depth, pieces, piece = at, 0, [], at
        while at < len(text):
            c = text[at]
            if c == "#":
                pieces.append(text[piece:at])
                stop = text.find("\n", at)
                at = piece = len(text) if stop < 0 else stop
                continue
            if c in "\"'`":
                mark = c * 3 if text.startswith(c * 3, at) else c
                if c == "'" and at > start and text[at - 1].isalnum() and text[at - 1] not in "urf":
                    at += 1
                    continue
                end = _closed(text, at + len(mark), mark)
                if end is None:
                    raise _Open(at)
                at = end
                continue
            if c in "([{":
                depth += 1
            elif c in ")]}":
                depth = max(depth - 1, 0)
            elif c == "\\" and text[at + 1 : at + 2] == "\n":
                at += 1
            elif c == "\n" and not depth:
                break
            at += 1
        pieces.append(text[piece:at])
        joined = "".join(pieces)
        if joined.strip():
            out.append(Statement(joined.strip(), start, start + len(text[start:at].rstrip()), indent))
        at += 1
    return out
