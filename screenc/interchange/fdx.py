"""Final Draft: headings, action and cues as its own paragraphs, the film's shots as Shot paragraphs; read back, the same film."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from screenc.film.model import Film
from screenc.film.resolve import Resolved
from screenc.interchange import script
from screenc.manuscript import fdx
from screenc.text import Diagnostic, Source
from screenc.text.diagnostic import failed

_TYPES = {
    "heading": "Scene Heading",
    "action": "Action",
    "character": "Character",
    "parenthetical": "Parenthetical",
    "dialogue": "Dialogue",
    "film": "General",
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(film: Film) -> tuple[str, list[str]]:
    """The text, and what it could not say."""
    head, *body = script.elements(film)
    rows = [_paragraph(kind, text) for kind, text in body]
    rows.append(_paragraph("film", f"screenc 1\n\n{head[1]}"))
    title = f'<Paragraph Alignment="Center"><Text>{_text(film.title or film.id)}</Text></Paragraph>'
    content = "\n".join(f"    {row}" for row in rows)
    page = f"  <TitlePage>\n    <Content>\n      {title}\n    </Content>\n  </TitlePage>"
    first = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n<FinalDraft DocumentType="Script" Template="No" Version="5">'
    )
    text = f"{first}\n  <Content>\n{content}\n  </Content>\n{page}\n</FinalDraft>\n"
    return text, []


def read(source: Source) -> tuple[Resolved | None, list[Diagnostic]]:
    manuscript = fdx.parse(source)
    found = list(manuscript.diagnostics)
    return (None, found) if failed(found) else script.film_of(source, manuscript)


def _paragraph(kind: str, text: str) -> str:
    number = ""
    if kind == "heading":
        found = re.search(r"\s*#([^#]+)#\Z", text)
        text, number = text[: found.start()], f" Number={quoteattr(found[1])}"
    shown = "Shot" if kind == "note" and text.startswith("shot ") else _TYPES.get(kind, "General")
    words = f"({text})" if kind == "parenthetical" else text
    return f'<Paragraph Type="{shown}"{number}><Text>{_text(words)}</Text></Paragraph>'


def _text(words: str) -> str:
    return escape(_NOT_XML.sub(" ", words))
