"""Which form a dialogue is in: by the end of its file's name where that is sure, else by what stands in it."""

from __future__ import annotations

import re
from pathlib import PurePath

from screenc.text import Source

FORMATS = ("plain", "chat", "markdown", "fountain", "fdx", "srt", "vtt", "renpy", "json", "telegram", "bracket")
"""What `--from` takes; `plain` tells `NAME: line`, chat logs and the Markdown of plays apart by itself."""

_BY_NAME = {
    ".fountain": "fountain", ".spmd": "fountain", ".fdx": "fdx", ".srt": "srt", ".vtt": "vtt", ".rpy": "renpy", ".json": "json",
    ".jsonl": "json", ".md": "plain",
}  # fmt: skip
_TIMES = re.compile(r"(?m)^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}")
_SECTION = re.compile(r"(?m)^\s*【[^】\n]{1,60}】")
_SHOTS = re.compile(r"(?m)^\s*\d+\s*[.:、)]\s*\S")
_RENPY = re.compile(r"(?m)^\s*(?:define\s+\w+\s*=\s*(?:Character|DynamicCharacter)\(|label\s+[\w.]+\s*(?:\([^)\n]*\))?:\s*$)")
_SLUG = re.compile(r"(?mi)^(?:int|ext|est|i/e|int\.?/ext)[. ].+$")
_CUE = re.compile(r"(?m)(?:\A|\n)[ \t]*\n[ \t]*@?[^\W\d_][^\n:a-z]*(?:\([^)\n]*\))?[ \t]*\^?[ \t]*\n[ \t]*\S")
_TITLE = re.compile(r"\s*(?:title|credit|author|authors|source|draft date|contact)\s*:", re.IGNORECASE)


def told_form(source: Source) -> str:
    """One of `FORMATS`; a text that tells nothing is plain."""
    by_name = _BY_NAME.get(PurePath(source.name).suffix.casefold())
    text = source.text.lstrip("\ufeff \t\r\n")
    if by_name and by_name != "plain":
        return by_name
    start = text[:4000]
    if start.startswith("WEBVTT"):
        return "vtt"
    if start.startswith("<") and "<FinalDraft" in start:
        return "fdx"
    if start.startswith("<") and re.search(r"<html", start, re.IGNORECASE) and 'class="message' in text[:200_000]:
        return "telegram"
    if start[:1] in "{[" and re.match(r'(?:\{\s*["}]|\[\s*[\[{])', start):
        return "json"
    if len(_TIMES.findall(text)) > 1 or re.match(r"\d+\s*\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->", start):
        return "srt"
    if _SECTION.match(text) and len(_SECTION.findall(text)) > 1 and _SHOTS.search(text):
        return "bracket"
    if _RENPY.search(text):
        return "renpy"
    if by_name is None and _is_fountain(text):
        return "fountain"
    return "plain"


def _is_fountain(text: str) -> bool:
    """Scene headings as Fountain writes them and more cues in capitals over their lines than names before a colon."""
    text = text.replace("\r\n", "\n")
    if not _SLUG.search(text):
        return False
    body = re.split(r"\n[ \t]*\n", text, maxsplit=1)[-1] if _TITLE.match(text) else text
    named = re.findall(r"(?m)^[ \t]*[^\s:：\n][^:：\n]{0,40}[:：][ \t]*\S", body)
    return len(_CUE.findall("\n" + text)) > 2 * len(named)
