"""Lark's own parser over the one grammar, with a start for every kind of line: it decides what a line is, and what was expected.

It is built when the first bad line is met (about 0.15 s of processor time), never for a good file.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from screenc.lang import forms

STARTS = ("start", "edition", *forms.HEADS, *(f"{kind}_fact" for kind in forms.HEADS if kind != "use"))


@cache
def parser(strict: bool = False) -> Lark:
    """The multi-start LALR(1) parser; `strict` refuses every conflict and every collision of terminals, and is for the tests."""
    return Lark(forms.grammar(), parser="lalr", lexer="contextual", start=list(STARTS), strict=strict)


class Refused(Exception):
    """Lark took nothing of a line past `column` (from 0), where one of the terminals `expected` would have done."""

    def __init__(self, column: int, expected: frozenset[str]):
        super().__init__(f"column {column}: expected {', '.join(sorted(expected))}")
        self.column = column
        self.expected = expected


def words(rule: str, line: str) -> tuple[str, list[tuple[str, str, int]]]:
    """The (key, [(kind, text, offset)]) of one line by a start rule; raises Refused."""
    try:
        tree: Any = parser().parse(line + "\n", start=rule)
    except UnexpectedInput as error:
        raise Refused(_column(error, line), _expected(error)) from None
    tokens = [t for t in tree.children if isinstance(t, Token)]
    for inner in tree.children:
        if isinstance(inner, Tree) and not tokens:
            tree, tokens = inner, [t for t in inner.children if isinstance(t, Token)]
    key = str(tokens.pop(0)) if tokens and tokens[0].type == "FORCE" else str(tree.data)
    return key, [(t.type, str(t), t.start_pos) for t in _trimmed(tokens)]


def _trimmed(tokens: list[Token]) -> list[Token]:
    if tokens and tokens[-1].type == "TEXT":
        tokens[-1] = tokens[-1].update(value=str(tokens[-1]).rstrip(" "))
    return tokens


def _column(error: UnexpectedInput, line: str) -> int:
    at = getattr(error, "pos_in_stream", None)
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        at = error.token.start_pos
    return len(line) if at is None or isinstance(error, UnexpectedEOF) else min(at, len(line))


def _expected(error: UnexpectedInput) -> frozenset[str]:
    if isinstance(error, UnexpectedCharacters):
        return frozenset(error.allowed or ())
    return frozenset(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
