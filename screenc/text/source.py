"""Where every word came from: a named text, and a stretch of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False, repr=False)
class Source:
    """A text and the name it is shown under; offsets count characters, lines and columns count from 1.

    A source may be a part of a longer text, whole lines of it: then `above` lines and `before` characters come first, its offsets
    are its own, and its lines are counted in the whole. An editor moves a part by these two and keeps every span in it.
    """

    name: str
    text: str
    above: int = 0
    before: int = 0
    _starts: list[int] = field(default_factory=list)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """The (line, column) of an offset."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line + self.above, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its newline; empty past the end."""
        starts = self._line_starts()
        number -= self.above
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)

    def line_span(self, number: int) -> Span:
        """The span of a whole line, indentation and newline left out."""
        text = self.line(number)
        lead = len(text) - len(text.lstrip())
        start = self._line_starts()[min(number - self.above, len(self._line_starts())) - 1]
        return Span(self, start + lead, start + max(len(text.rstrip()), lead))

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source, end exclusive."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"
