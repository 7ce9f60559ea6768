"""Lines are recognised by regular expressions made from `grammar/shot.lark` itself, many times faster than by the LALR tables.

Nothing nests in the language, so every rule of the grammar but `start` is regular: one line, one expression. This
module reads the small part of Lark's notation that the grammar keeps to (rules, alternatives, aliases, groups, `[]`,
`*`, `+`) and builds them, each when first wanted. A line that no form takes is judged by Lark, so the grammar file stays
the one truth; the tests hold the two to the same answer on generated and on broken lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

HEADS = ("use", "film", "cast", "place", "prop", "voice", "scene", "shot", "choice")
_LAYOUT = {"_eol", "_IN"}
_TOKEN = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<name>_?\w+)|->\s*(?P<alias>\w+)|(?P<mark>[|()\[\]*+]))')


def grammar() -> str:
    """The text of the one grammar file."""
    return files("screenc.grammar").joinpath("shot.lark").read_text("utf-8")


@dataclass(slots=True)
class Form:
    """One kind of line: its fact word (or head word, or `speech`), and the expression that takes it apart.

    `kinds` names each group of the expression: a terminal, or a tuple of terminals for a stretch of repeated words.
    """

    key: str
    pattern: str
    kinds: tuple[str | tuple[str, ...], ...]
    _match: re.Pattern[str] | None = field(default=None)

    def words(self, line: str) -> list[tuple[str, str, int]] | None:
        """(kind, text, offset) of each word of a line that begins with its key, layout left out; None if it is not so formed."""
        if self._match is None:
            self._match = re.compile(self.pattern)
        found = self._match.fullmatch(line)
        if found is None:
            return None
        words = []
        for number, kind in enumerate(self.kinds, 1):
            start = found.start(number)
            if start < 0:
                continue
            if kind.__class__ is str:
                words.append((kind, found[number], start))
            else:
                words.extend(self._repeated(kind, found[number], start))
        return words

    def _repeated(self, kinds: tuple[str, ...], stretch: str, start: int):
        for word in re.finditer(r"[^ ]+", stretch):
            kind = next(k for k in kinds if _terminals()[k].fullmatch(word[0]))
            yield kind, word[0], start + word.start()


@cache
def _grammar_rules() -> tuple[dict[str, str], dict[str, str]]:
    """The (rules, terminals) of the grammar, name to body, as written."""
    logical = re.sub(r"\n\s+\|", " |", grammar())
    rules, terminals = {}, {}
    for line in logical.splitlines():
        found = re.match(r"\??(\w+):\s*(.+)", line)
        if found:
            (terminals if found[1].upper() == found[1] else rules)[found[1]] = found[2]
    return rules, terminals


@cache
def _terminals() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(_terminal(body)) for name, body in _grammar_rules()[1].items()}


def _terminal(body: str) -> str:
    if body.startswith("/"):
        return re.sub(r"(?<![\\^])\((?!\?)", "(?:", body[1 : body.rindex("/")])
    return "|".join(re.escape(word) for word in re.findall(r'"([^"]*)"', body))


class _Reader:
    """A recursive descent over one rule's body that writes the expression as it goes."""

    def __init__(self, body: str) -> None:
        self.tokens = [(m.lastgroup, m[m.lastgroup]) for m in _TOKEN.finditer(body)]
        self.at = 0
        self.kinds: list[str | tuple[str, ...]] = []
        self.first: list[str] = []
        self.depth = 0
        self.inside = False

    def alternatives(self):
        """Each (pattern, kinds, first words, alias) of the rule."""
        while self.at < len(self.tokens):
            self.kinds, self.first, alias = [], [], None
            pattern = self.sequence()
            if self._peek()[0] == "alias":
                alias = self.tokens[self.at][1]
                self.at += 1
            yield pattern, tuple(self.kinds), self.first, alias
            self.at += 1

    def _peek(self) -> tuple[str | None, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, "")

    def choice(self) -> str:
        self.depth += 1
        parts = [self.sequence()]
        while self._peek() == ("mark", "|"):
            self.at += 1
            parts.append(self.sequence())
        self.at += 1
        self.depth -= 1
        return "|".join(parts)

    def sequence(self) -> str:
        out = []
        while True:
            kind, text = self._peek()
            if kind is None or kind == "alias" or (text in ("|", ")", "]") and kind == "mark"):
                return "".join(out)
            self.at += 1
            out.append(self.element(kind, text, first=not out))

    def element(self, kind: str, text: str, first: bool) -> str:
        if kind == "text":
            if first and not self.depth:
                self.first = [text]
            return re.escape(text)
        if kind == "name":
            return self.name(text, first)
        if text == "[":
            return f"(?:{self.choice()})?"
        start, outer = self.at, self.inside
        repeated = self._after_group() in ("*", "+")
        self.inside = self.inside or repeated
        kinds = self.kinds
        if repeated:
            self.kinds = []
        inner = self.choice()
        self.inside = outer
        if not repeated:
            return f"(?:{inner})"
        mark = self._peek()[1]
        self.at += 1
        if any(name in _LAYOUT for k, name in self.tokens[start : self.at] if k == "name"):
            self.kinds = kinds
            return ""  # the facts under a head: other lines
        self.kinds = [*kinds, tuple(k for k in self.kinds if isinstance(k, str))]
        return f"((?:{inner}){mark})"

    def _after_group(self) -> str:
        depth, at = 1, self.at
        while depth:
            text = self.tokens[at][1] if self.tokens[at][0] == "mark" else ""
            depth += (text in ("(", "[")) - (text in (")", "]"))
            at += 1
        return self.tokens[at][1] if at < len(self.tokens) and self.tokens[at][0] == "mark" else ""

    def name(self, text: str, first: bool) -> str:
        if text in _LAYOUT:
            return ""
        if text in _grammar_rules()[0]:
            return text
        body = f"(?:{_terminal(_grammar_rules()[1][text])})"
        if text == "FORCE":
            self.first = re.findall(r"\w+", _grammar_rules()[1][text])
        elif not text.startswith("_"):
            self.kinds.append(text)
            return body if self.inside else f"({body})"
        return body


def _forms(rule: str) -> dict[str, Form]:
    rules, forms = _grammar_rules()[0], {}
    for pattern, kinds, first, alias in _Reader(rules[rule]).alternatives():
        if pattern in rules:
            forms.update(_forms(pattern))
            continue
        for key in first or ["speech"]:
            forms[key] = Form(alias or key, pattern, kinds)
    return forms


@cache
def heads() -> dict[str, Form]:
    """The form of each head line, by its head word; `screenc` and `end` are not heads."""
    return {kind: _forms(kind)[kind] for kind in HEADS}


@cache
def facts(kind: str) -> dict[str, Form]:
    """The form of each fact line of a stanza, by its fact word; `speech` for a spoken line."""
    return _forms(f"{kind}_fact") if f"{kind}_fact" in _grammar_rules()[0] else {}


@cache
def owners() -> dict[str, tuple[str, ...]]:
    """Which stanzas know each fact word."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in HEADS:
        for word in facts(kind):
            found[word] = (*found.get(word, ()), kind)
    return found
