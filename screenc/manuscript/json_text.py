"""JSON whose every value knows where it stands, so that a line of dialogue in it has a line in the file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from json.decoder import scanstring
from typing import Any

from screenc.text import Diagnostic, Source

MOST_DEPTH = 60
_BLANK = re.compile(r"[ \t\n\r\ufeff]*")
_ATOM = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")


@dataclass(frozen=True, slots=True)
class Node:
    """A value with the stretch [start, end) that it was written in; the items of lists and objects are nodes."""

    value: Any
    start: int
    end: int

    def get(self, key: str) -> Node | None:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """A member that is a string with something in it."""
        it = self.get(key)
        return it.value if it is not None and isinstance(it.value, str) and it.value.strip() else None


class _Wrong(Exception):
    def __init__(self, at: int, message: str):
        super().__init__(message)
        self.at, self.message = at, message


def parse(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """One value, or one a line (JSON Lines), as a list."""
    text = source.text
    try:
        first, at = _value(text, _skip(text, 0), 0)
        values = [first]
        at = _skip(text, at)
        while at < len(text) and isinstance(first.value, dict):
            node, at = _value(text, at, 0)
            values.append(node)
            at = _skip(text, at)
        if at < len(text):
            raise _Wrong(at, "something stands after the end")
    except _Wrong as wrong:
        at = min(wrong.at, max(len(text) - 1, 0))
        said = Diagnostic.at(
            "E0809",
            source.span(at, at + 1),
            f"{source.name} is not JSON: {wrong.message}",
            help="the export may have been cut short; make it again",
        )
        return None, [said]
    return (first if len(values) == 1 else Node(values, values[0].start, values[-1].end)), []


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > MOST_DEPTH:
        raise _Wrong(at, "it nests deeper than any dialogue does")
    c = text[at : at + 1]
    if c == '"':
        value, end = _string(text, at)
        return Node(value, at, end), end
    if c == "{":
        return _object(text, at, depth)
    if c == "[":
        items, pos = [], _skip(text, at + 1)
        while text[pos : pos + 1] != "]":
            node, pos = _value(text, pos, depth + 1)
            items.append(node)
            pos = _comma(text, _skip(text, pos), "]")
        return Node(items, at, pos + 1), pos + 1
    found = _ATOM.match(text, at)
    if not found:
        raise _Wrong(at, "a value is missing" if c else "it ends too soon")
    return Node(json.loads(found[0]) if len(found[0]) < 400 else None, at, found.end()), found.end()


def _object(text: str, at: int, depth: int) -> tuple[Node, int]:
    members: dict[str, Node] = {}
    pos = _skip(text, at + 1)
    while text[pos : pos + 1] != "}":
        if text[pos : pos + 1] != '"':
            raise _Wrong(pos, "a name in quotes should stand here" if pos < len(text) else "it ends too soon")
        key, pos = _string(text, pos)
        pos = _skip(text, pos)
        if text[pos : pos + 1] != ":":
            raise _Wrong(pos, f"a colon should follow {json.dumps(key[:40])}")
        members[key], pos = _value(text, _skip(text, pos + 1), depth + 1)
        pos = _comma(text, _skip(text, pos), "}")
    return Node(members, at, pos + 1), pos + 1


def _comma(text: str, at: int, close: str) -> int:
    """Past a comma, to the next item; or at the closing mark."""
    if text[at : at + 1] == ",":
        after = _skip(text, at + 1)
        if text[after : after + 1] == close:
            raise _Wrong(at, "a comma stands before the end")
        return after
    if text[at : at + 1] != close:
        raise _Wrong(at, f"a comma or {close} should stand here" if at < len(text) else "it ends too soon")
    return at


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        value, end = scanstring(text, at + 1, False)
    except json.JSONDecodeError as error:
        raise _Wrong(error.pos, error.msg[:1].lower() + error.msg[1:]) from None
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), end
