"""Telegram's HTML export: each message with its name, or with none where the same person goes on."""

from __future__ import annotations

from html.parser import HTMLParser

from screenc.scripter.dialogue import Dialogue
from screenc.scripter.read.gather import Gatherer
from screenc.text import Diagnostic, Source

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    page = _Page(source)
    page.feed(source.text)
    page.close()
    page.out.flush()
    return page.out.dialogue(), []


class _Page(HTMLParser):
    def __init__(self, source: Source):
        super().__init__(convert_charrefs=True)
        self.source = source
        self.out = Gatherer(source, "telegram")
        self.open: list[str] = []
        self.who: str | None = None
        self.words: list[str] = []
        self.start = self.end = 0
        self.forwarded = False

    def here(self) -> int:
        line, column = self.getpos()
        return self.source._line_starts()[line - 1] + column

    def inside(self) -> str:
        """The innermost block that means something."""
        return next((c for c in reversed(self.open) if c), "")

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag in _VOID:
            if tag == "br" and self.inside() == "text":
                self.words.append(" ")
            return
        classes = (dict(attrs).get("class") or "").split()
        kind = ""
        if "service" in classes and "message" in classes:
            kind = "service"
        elif "forwarded" in classes:
            kind = "forwarded"
        elif "from_name" in classes:
            kind = "from_name"
        elif "text" in classes and "service" not in self.open:
            kind = "text"
        elif "media_wrap" in classes:
            kind = "media"
        elif "page_header" in classes:
            kind = "header"
        elif "service" in self.open and "body" in classes:
            kind = "notice"
        if kind in ("from_name", "text", "media", "notice"):
            self.words, self.start, self.end = [], self.here() + len(self.get_starttag_text() or ""), 0
        self.open.append(kind)

    def handle_data(self, data: str) -> None:
        if self.inside() in ("from_name", "text", "notice"):
            if not "".join(self.words).strip() and data.strip():
                self.start = self.here() + len(data) - len(data.lstrip())
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self.open:
            return
        kind = self.open.pop()
        text = " ".join("".join(self.words).split())
        if not kind or kind not in ("from_name", "text", "media", "notice"):
            return
        end = max(self.here(), self.start + 1)
        header = "header" in self.open
        if kind == "from_name" and "forwarded" not in self.open and not header:
            self.who = text
        elif kind == "notice" and text:
            self.out.aside.append(self.source.span(self.start, min(end, len(self.source.text))))
        elif kind == "media" and self.who and not header:
            self.out.flush()
            self.out.direct(f"{self.who} sends a picture", self.start, end)
        elif kind == "text" and self.who and text and not header:
            self.out.line(self.who, text, self.start, min(end, len(self.source.text)))
        self.words = []
