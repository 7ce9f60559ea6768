"""Diagnostics for a person at a terminal: where, the line itself, carets under the words that are meant, what to do.

Carets are placed by the columns that a terminal really uses: East Asian wide characters take two, combining marks none, a tab
runs to the next stop. Control characters of the file are shown as pictures, so that a file can never drive the terminal.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TextIO

from screenc.text import Diagnostic, Label, Source

TAB = 4
MOST_SHOWN = 100
"""A broken file can give thousands of reports; nobody reads past the first screens, and `--format json` gives them all."""


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, position and code, each once; those that have no place come last."""
    kept: dict[tuple, Diagnostic] = {}
    for d in diagnostics:
        span = d.span
        place = (1, "", 0, 0) if span is None else (0, span.source.name, span.start, span.end)
        kept.setdefault((*place, d.code, d.message), d)
    return [kept[key] for key in sorted(kept)]


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors and 1 warning`, as the last line says it."""
    errors = sum(d.severity == "error" for d in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return " and ".join(parts) or "no problems"


def wants_colour(stream: TextIO) -> bool:
    """Colour is for terminals whose owner did not set NO_COLOR (https://no-color.org: any non-empty value)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(getattr(stream, "isatty", lambda: False)())


def write(
    diagnostics: Iterable[Diagnostic],
    stream: TextIO,
    *,
    colour: bool | None = None,
    width: int | None = None,
    most: int | None = MOST_SHOWN,
) -> None:
    """Every diagnostic and a closing count; nothing at all for none. `width` is in columns, by default the terminal's."""
    found = ordered(diagnostics)
    if not found:
        return
    pen = Pen(wants_colour(stream) if colour is None else colour)
    room = width or max(60, min(shutil.get_terminal_size((120, 24)).columns, 160))
    shown = found if most is None else found[:most]
    explained: set[str] = set()
    blocks = []
    for d in shown:
        blocks.append(page_of(d, pen, room, explain=d.code not in explained))
        explained.add(d.code)
    files = {d.span.source.name for d in found if d.span}
    last = counted(found) + (f" in {len(files)} files" if len(files) > 1 else "")
    if len(shown) < len(found):
        last += f", of which the first {len(shown)} are shown (--format json gives them all)"
    text = "\n\n".join(blocks) + f"\n\n{pen(last, 'count')}\n"
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))


STYLES = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "message": {"bold": True},
    "gutter": {"fg": "blue", "bold": True},
    "also": {"fg": "blue", "bold": True},
    "help": {"fg": "cyan", "bold": True},
    "note": {"fg": "green", "bold": True},
    "count": {"bold": True},
}


class Pen:
    """Gives a stretch of text its role's colour, or leaves it."""

    def __init__(self, on: bool):
        self.on = on

    def __call__(self, text: str, role: str) -> str:
        if not self.on or not text:
            return text
        from click import style

        return style(text, **STYLES[role])


def page_of(d: Diagnostic, pen: Pen, width: int = 120, explain: bool = True) -> str:
    """One diagnostic as a block of lines, without a newline at its end."""
    lines = [pen(f"{d.severity}[{d.code}]", d.severity) + pen(f": {clean(d.message)}", "message")]
    groups = by_source(d.labels)
    gutter = max((len(str(label.span.line)) for label in d.labels), default=0)
    for k, (source, labels) in enumerate(groups):
        line, column = source.position(labels[0].span.start)
        arrow = "-->" if k == 0 else ":::"
        lines.append(" " * gutter + pen(f"{arrow} ", "gutter") + f"{clean(source.name)}:{line}:{column}")
        lines += excerpt(source, labels, d, gutter, pen, width)
    for note in d.notes:
        lines.append(pen("note", "note") + f": {clean(note)}")
    if d.help:
        lines.append(pen("help", "help") + f": {clean(d.help)}" + trusted(d))
    if explain:
        lines.append(pen("note", "note") + f": screenc explain {d.code}")
    return "\n".join(lines)


def trusted(d: Diagnostic) -> str:
    if d.fix is None or d.fix.trust == "show":
        return ""
    return f"  ({d.fix.trust} fix: screenc check --fix)" if d.fix.trust == "safe" else "  (a likely fix)"


def by_source(labels: Sequence[Label]) -> list[tuple[Source, list[Label]]]:
    """The primary label's file first; a label without words under the same span as another says nothing and goes."""
    groups: list[tuple[Source, list[Label]]] = []
    for label in labels:
        for source, found in groups:
            if source is label.span.source:
                found.append(label)
                break
        else:
            groups.append((label.span.source, [label]))
    return groups


def excerpt(source: Source, labels: list[Label], d: Diagnostic, gutter: int, pen: Pen, width: int) -> list[str]:
    """The lines that the labels stand on, each with its marks below it; `...` where lines between them are left out."""
    primary = d.labels[0]
    out: list[str] = []
    before = None
    for number in sorted({label.span.line for label in labels}):
        if before is not None and number > before + 1:
            out.append(pen("...", "gutter"))
        before = number
        here = [label for label in labels if label.span.line == number]
        raw = source.line(number)
        shown = Shown(raw, width - gutter - 3, [columns(source, label, len(raw)) for label in here])
        bar = pen("|", "gutter")
        out.append((pen(f"{number:>{gutter}} ", "gutter") + f"{bar} {shown.text}").rstrip())
        marks = [Mark(*shown.place(*columns(source, label, len(raw))), clean(label.text), label is primary) for label in here]
        out += [f"{' ' * gutter} {bar} {row}".rstrip() for row in under(marks, d.severity, pen)]
    return out


def columns(source: Source, label: Label, length: int) -> tuple[int, int]:
    """Where the label starts and ends in its first line, in characters; a span over several lines ends with the line."""
    line, column = source.position(label.span.start)
    end_line, end_column = source.position(label.span.end)
    start = min(column - 1, length)
    end = min(end_column - 1, length) if end_line == line else length
    return start, max(end, start)


class Shown:
    """A line as a terminal will show it, cut to the room around what is marked."""

    def __init__(self, raw: str, room: int, spans: list[tuple[int, int]]):
        pieces: list[str] = []
        self.at: list[int] = [0]
        for ch in raw:
            piece = " " * (TAB - self.at[-1] % TAB) if ch == "\t" else clean(ch)
            pieces.append(piece)
            self.at.append(self.at[-1] + width_of(piece))
        self.left, self.cut = 0, 0
        first, last = 0, len(raw)
        room = max(room, 20)
        if self.at[-1] > room:
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            # the marks, or as much of their beginning as fits, with what went before them for context
            lead = max(room // 4, room - (self.at[end] - self.at[start])) // 2 if self.at[end] > room - 1 else 0
            if lead or self.at[start] > room // 2:
                self.left = max(0, min(self.at[start] - max(lead, 8), self.at[-1] - room + 1))
            first = bisect_right(self.at, self.left) - 1
            while first < len(raw) and self.at[first] < self.left:
                first += 1
            self.left = self.at[first]
            self.cut = 1 if first else 0
            last = max(bisect_right(self.at, self.left + room - self.cut - 1) - 1, first + 1)
            last = len(raw) if self.at[-1] - self.left <= room - self.cut else last
        self.text = "…" * self.cut + "".join(pieces[first:last]) + ("…" if last < len(raw) else "")
        self.end = self.at[last] - self.left + self.cut

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last-plus-one column of a mark, counted from 0, at least one wide."""
        a = max(min(self.at[start] - self.left + self.cut, self.end), self.cut)
        b = max(min(self.at[end] - self.left + self.cut, self.end), a + 1)
        return a, b


class Mark:
    __slots__ = ("end", "primary", "start", "text")

    def __init__(self, start: int, end: int, text: str, primary: bool):
        self.start, self.end, self.text, self.primary = start, end, text, primary


def under(marks: list[Mark], severity: str, pen: Pen) -> list[str]:
    """The row of carets (`^` what is wrong, `-` what belongs to it), then the words of each label, rightmost first."""
    marks = sorted(marks, key=lambda m: (m.start, not m.primary))
    row: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda m: m.primary):
        row |= {column: mark for column in range(mark.start, mark.end)}

    def role(mark: Mark) -> str:
        return severity if mark.primary else "also"

    def drawn(cells: dict[int, tuple[str, Mark]]) -> str:
        out = []
        for column in range(max(cells, default=-1) + 1):
            sign, mark = cells.get(column, (" ", None))
            out.append(pen(sign, role(mark)) if mark else sign)
        return "".join(out)

    worded = [m for m in marks if m.text]
    inline = worded[-1] if worded and worded[-1].end > max(row) else None
    first = drawn({c: ("^" if m.primary else "-", m) for c, m in row.items()})
    rows = [f"{first} {pen(inline.text, role(inline))}" if inline else first]
    hanging = [m for m in worded if m is not inline]
    if hanging:
        rows.append(drawn({m.start: ("|", m) for m in hanging}))
    while hanging:
        mark = hanging.pop()
        left = drawn({m.start: ("|", m) for m in hanging if m.start < mark.start})
        gap = " " * (mark.start - max((m.start + 1 for m in hanging if m.start < mark.start), default=0))
        rows.append(left + gap + pen(mark.text, role(mark)))
    return rows


def width_of(text: str) -> int:
    """Terminal columns, by Unicode's East Asian Width (UAX 11): wide and full-width take two, marks and joiners none."""
    if text.isascii():
        return len(text)
    total = 0
    for ch in text:
        if unicodedata.category(ch) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(ch) in "WF" else 1
    return total


def clean(text: str) -> str:
    """The text with its control characters turned into their pictures (U+2400 and on), and bidirectional overrides shown."""
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else picture(ch) for ch in text)


def picture(ch: str) -> str:
    code = ord(ch)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(ch) == "Zs" or ch in "\u200c\u200d\ufe0f":
        return ch
    return f"<U+{code:04X}>"
