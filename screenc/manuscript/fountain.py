"""Fountain 1.1, every rule of it, with the place of each element: fountain.io/syntax says what is meant.

Boneyards and notes are blanked out before lines are looked at, letter for letter, so that every offset stays true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenc.manuscript import Element, Manuscript
from screenc.text import Source

_BONEYARD = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOTE = re.compile(r"\[\[(?:[^\n]|\n(?![ \t]?\n))*?\]\]")
_SLUG = re.compile(r"(?:int\.?/ext|int/ext|i/e|int|ext|est)[. ]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*#(?P<number>[^#\n]+)#\s*\Z")
_TRANSITION = re.compile(r"[^a-z]*\bTO:\Z")
_KEY = re.compile(r"(?P<key>[^\W_][^:\n]{0,40}):[ \t]*(?P<value>.*)\Z")
_KEYS = "title credit author authors source notes contact copyright draft date revision format"
_TITLE_KEYS = frozenset([*_KEYS.split(), "draft date"])
_EMPHASIS = re.compile(r"(?<!\\)(?P<mark>\*{1,3}|_)(?=\S)(?P<text>[^\n]*?\S)(?<!\\)(?P=mark)")
_ESCAPE = re.compile(r"\\([\\*_\[\]~@!.>#=^/(-])")
_PLAIN_CUE = re.compile(r"(?P<name>[^()]+)(?P<more>(?:\([^()]*\)|\s)*)\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    raw: str

    @property
    def text(self) -> str:
        return self.raw.strip(" \t")

    @property
    def at(self) -> int:
        return self.start + len(self.raw) - len(self.raw.lstrip(" \t"))


def parse(source: Source) -> Manuscript:
    """The elements of a Fountain text; Fountain has no wrong texts, so there is nothing to diagnose."""
    return _Parser(source).parse()


def spoken(text: str) -> str:
    """Words without Fountain's emphasis and escapes."""
    before = None
    while before != text:
        before = text
        text = _EMPHASIS.sub(lambda m: m["text"], text)
    return _ESCAPE.sub(r"\1", text)


def is_cue(text: str) -> bool:
    """Whether a line reads as somebody's cue: in capitals, brackets aside, or forced by `@`."""
    if text.startswith("@"):
        return bool(text[1:].strip(" ^"))
    found = _PLAIN_CUE.match(text.removesuffix("^").strip())
    if not found:
        return False
    name = found["name"].strip()
    return name == name.upper() and any(c.isalpha() for c in name) and name.upper() != name.lower()


class _Parser:
    def __init__(self, source: Source):
        self.source = source
        self.elements: list[Element] = []
        self.boneyard = tuple(source.span(m.start(), m.end()) for m in _BONEYARD.finditer(source.text))
        text = _blanked(source.text.replace("\r", " ").replace("\ufeff", " "), _BONEYARD)
        self.notes = [(m.start(), m.end()) for m in _NOTE.finditer(text)]
        text = _blanked(text, _NOTE)
        at, self.lines = 0, []
        for raw in text.split("\n"):
            kept = raw.replace("\x00", " ")
            self.lines.append(_Line(at, kept if kept.strip() or "\x00" not in raw else ""))
            at += len(raw) + 1

    def parse(self) -> Manuscript:
        titles, first = self._title_page()
        n = first
        while n < len(self.lines):
            n = self._paragraph(n)
        for start, end in self.notes:
            self.elements.append(Element("note", self.source.text[start + 2 : end - 2].strip(), self.source.span(start, end)))
        self.elements.sort(key=lambda e: e.span.start)
        return Manuscript(titles, tuple(self.elements), self.boneyard)

    def _title_page(self) -> tuple[dict[str, str], int]:
        """`Key: value` lines from the very top to the first blank line, values going on in indented lines."""
        n = next((i for i, line in enumerate(self.lines) if line.text), len(self.lines))
        titles: dict[str, str] = {}
        key = None
        first = n
        while n < len(self.lines) and self.lines[n].text:
            line = self.lines[n]
            found = _KEY.match(line.text)
            if found and not line.raw[:1].isspace() and (titles or found["key"].casefold() in _TITLE_KEYS):
                key = found["key"].casefold()
                titles[key] = found["value"].strip()
            elif key and line.raw[:1].isspace():
                titles[key] = f"{titles[key]}\n{line.text}".strip()
            else:
                return {}, first
            n += 1
        return ({k: spoken(v) for k, v in titles.items()}, n) if titles else ({}, first)

    # --- one paragraph

    def _blank(self, n: int) -> bool:
        return n < 0 or n >= len(self.lines) or not self.lines[n].text

    def _add(self, kind, text: str, first: int, last: int, **more) -> None:
        span = self.source.span(self.lines[first].at, self.lines[last].start + len(self.lines[last].raw.rstrip()))
        self.elements.append(Element(kind, text, span, **more))

    def _paragraph(self, n: int) -> int:
        """Read what starts on a line; says on which line the next begins."""
        line = self.lines[n]
        text = line.text
        if not text:
            return n + 1
        if re.match(r"={3,}\Z", text):
            self._add("break", "", n, n)
            return n + 1
        if text.startswith("="):
            self._add("synopsis", text[1:].strip(), n, n)
            return n + 1
        if text.startswith("#"):
            depth = len(text) - len(text.lstrip("#"))
            self._add("section", text.lstrip("#").strip(), n, n, number=str(depth))
            return n + 1
        before, after = self._blank(n - 1) or self._mark(n - 1), self._blank(n + 1)
        if text.startswith("!"):
            return self._action(n)
        if text.startswith(".") and text[1:2] not in (".", "") and before:
            return self._heading(n, text[1:])
        if before and _SLUG.match(text):
            return self._heading(n, text)
        if text.startswith(">"):
            if text.endswith("<"):
                self._add("centred", spoken(text[1:-1].strip()), n, n)
            else:
                self._add("transition", text[1:].strip(), n, n)
            return n + 1
        if before and after and text == text.upper() and _TRANSITION.match(text):
            self._add("transition", text, n, n)
            return n + 1
        if before and not self._empty(n + 1) and is_cue(text):
            return self._speech(n)
        if text.startswith("~"):
            self._add("lyric", spoken(text[1:].strip()), n, n)
            return n + 1
        return self._action(n)

    def _mark(self, n: int) -> bool:
        """Whether a line stands for itself, so that what follows it begins a paragraph."""
        text = self.lines[n].text
        return text.startswith(("#", "=")) or (n >= 0 and bool(_SLUG.match(text)) and self._blank(n - 1))

    def _empty(self, n: int) -> bool:
        """Whether a line has nothing at all; one of two blanks keeps a speech together."""
        return n >= len(self.lines) or not self.lines[n].raw.strip()

    def _heading(self, n: int, text: str) -> int:
        found = _NUMBER.search(text)
        number = found["number"].strip() if found else None
        self._add("heading", spoken((text[: found.start()] if found else text).strip()), n, n, number=number)
        return n + 1

    def _action(self, n: int) -> int:
        first, out = n, []
        while n < len(self.lines) and not self._blank(n):
            text = self.lines[n].text
            if n > first and (text.startswith(("#", "!", ">", "~", "=")) or (text.startswith(".") and text[1:2] != ".")):
                break
            out.append(spoken(text.removeprefix("!")))
            n += 1
        self._add("action", "\n".join(out), first, n - 1)
        return n

    def _speech(self, n: int) -> int:
        cue = self.lines[n].text
        dual = cue.endswith("^")
        self._add("character", cue.removeprefix("@").removesuffix("^").strip(), n, n, dual=dual)
        n += 1
        first, out = n, []

        def close(last: int) -> None:
            if any(out):
                self._add("dialogue", "\n".join(out), first, last)

        while n < len(self.lines) and (not self._blank(n) or len(self.lines[n].raw) >= 2):
            text = self.lines[n].text
            if not text:
                if not self._goes_on(n + 1):
                    break
                out.append("")
            elif text.startswith("(") and text.endswith(")"):
                close(n - 1)
                self._add("parenthetical", spoken(text[1:-1].strip()), n, n)
                first, out = n + 1, []
            elif text.startswith("~"):
                close(n - 1)
                self._add("lyric", spoken(text[1:].strip()), n, n)
                first, out = n + 1, []
            else:
                out.append(spoken(text))
            n += 1
        close(n - 1)
        return n

    def _goes_on(self, n: int) -> bool:
        return n < len(self.lines) and (bool(self.lines[n].text) or len(self.lines[n].raw) >= 2)


def _blanked(text: str, what: re.Pattern[str]) -> str:
    """The text with every letter of what is found made a zero, line breaks aside: the length stays."""
    return what.sub(lambda m: re.sub(r"[^\n]", "\x00", m[0]), text)
