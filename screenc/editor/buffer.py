"""A text as an editor counts it: lines that end with LF, CRLF or CR, and characters in the units that both sides agreed on.

The language counts otherwise (only LF ends a line, an offset is a code point), so every address goes through here, both ways.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

_BREAK = re.compile(r"\r\n|\n|\r")

UTF8, UTF16, UTF32 = PositionEncodingKind.Utf8.value, PositionEncodingKind.Utf16.value, PositionEncodingKind.Utf32.value
BOM = "\ufeff"


def width(text: str, encoding: str) -> int:
    """How many units of an encoding a text takes."""
    if encoding == UTF32 or text.isascii():
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)


class Buffer:
    """One text and its lines; positions beyond a line's end are taken as its end, and lines beyond the last as the end of all."""

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.encoding = encoding
        self.put(text)

    def put(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in _BREAK.finditer(text))]

    @property
    def eol(self) -> str:
        """How the text ends its lines: as its first does."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    @property
    def lead(self) -> int:
        """Characters before the text that the language sees: the byte order mark, where a client keeps it."""
        return 1 if self.text.startswith(BOM) else 0

    def edit(self, range: Range, words: str) -> None:
        """Replace a stretch; only the lines around it are counted again."""
        start, end = sorted((self.offset(range.start), self.offset(range.end)))
        self.text = self.text[:start] + words + self.text[end:]
        shift = len(words) - (end - start)
        first = max(bisect_right(self.starts, start) - 2, 0)  # a line back: CR and LF may have met, or parted
        last = bisect_right(self.starts, end + 1)
        stop = self.starts[last] + shift if last < len(self.starts) else len(self.text) + 1
        fresh = [m.end() for m in _BREAK.finditer(self.text, self.starts[first], min(stop, len(self.text))) if m.end() < stop]
        self.starts = self.starts[: first + 1] + fresh + [at + shift for at in self.starts[last:]]

    def line(self, number: int) -> str:
        """A line without its break, from 0; empty past the end."""
        if not 0 <= number < len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def offset(self, position: Position) -> int:
        if position.line >= len(self.starts):
            return len(self.text)
        start, line = self.starts[position.line], self.line(position.line)
        if self.encoding == UTF32 or line.isascii():
            return start + min(position.character, len(line))
        left = position.character
        for n, char in enumerate(line):
            left -= width(char, self.encoding)
            if left < 0:
                return start + n
        return start + len(line)

    def position(self, offset: int) -> Position:
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, width(self.text[self.starts[line] : offset], self.encoding))

    def range(self, start: int, end: int) -> Range:
        return Range(self.position(start), self.position(end))

    def whole(self) -> Range:
        return self.range(0, len(self.text))
