"""Edits of the script that rules offer: a word swapped, a line taken out, a line put in. What cannot be placed is not offered."""

from __future__ import annotations

import re

from screenc.text import Edit, Fix, Span


def line(span: Span) -> Span:
    """The whole line or lines that a span stands on, with their end."""
    text = span.source.text
    end = text.find("\n", span.end)
    return Span(span.source, text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1)


def taken_out(span: Span | None, trust="likely") -> Fix | None:
    """The line that a span stands on taken out whole."""
    return Fix((Edit(line(span), ""),), trust) if span else None


def swapped(span: Span | None, words: dict[str, str], trust="likely") -> Fix | None:
    """Each word of a fact changed for another, wherever it stands alone after the fact word; None unless all are there."""
    if span is None:
        return None
    start = span.text.find(" ")
    edits = []
    for old, new in words.items():
        found = re.search(rf"(?<![\w.-]){re.escape(old)}(?![\w.-])", span.text[start:]) if start > 0 else None
        if found is None:
            return None
        at = span.start + start + found.start()
        edits.append(Edit(Span(span.source, at, at + len(old)), new))
    return Fix(tuple(edits), trust)


def written(span: Span | None, words: str, trust="likely") -> Fix | None:
    """A span's own words changed for others."""
    return Fix((Edit(span, words),), trust) if span else None


def added(span: Span | None, words: str, trust="likely") -> Fix | None:
    """Words put after a fact, on its line."""
    return Fix((Edit(Span(span.source, span.end, span.end), words),), trust) if span else None
