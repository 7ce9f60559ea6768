"""Fountain and Final Draft as dialogue: cues speak, action is seen, transitions, sections, synopses and notes are put aside."""

from __future__ import annotations

from screenc.manuscript import Element, Manuscript, fdx, fountain
from screenc.manuscript.cue import parted
from screenc.scripter.dialogue import Dialogue, Head
from screenc.scripter.read.forms import told_form
from screenc.scripter.read.gather import Gatherer
from screenc.scripter.read.names import folded
from screenc.text import Diagnostic, Source
from screenc.text.diagnostic import failed


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    """A screenplay's dialogue, by the one of the two forms that the text is in."""
    is_xml = told_form(source) == "fdx" or source.text.lstrip("\ufeff \r\n\t").startswith("<?xml")
    script = fdx.parse(source) if is_xml else fountain.parse(source)
    found = list(script.diagnostics)
    return (None, found) if failed(found) else (gathered(source, script, "fdx" if is_xml else "fountain"), found)


def gathered(source: Source, script: Manuscript, form: str) -> Dialogue:
    """The elements as scenes and turns, in the order of the file."""
    out = Gatherer(source, form)
    out.title = " ".join(script.titles.get("title", "").split()) or None
    out.known = {folded(parted(e.text)[0]) for e in script.elements if e.kind == "character"}
    out.aside += script.boneyard
    for element in script.elements:
        _take(out, element)
    out.flush()
    return out.dialogue()


def _take(out: Gatherer, it: Element) -> None:
    start, end = it.span.start, it.span.end
    if it.kind == "note":
        out.aside.append(it.span)
        return
    if it.kind == "heading":
        out.break_scene(Head(it.text, it.span))
    elif it.kind == "character":
        out.cue(it.text, "at the same time" if it.dual else None)
    elif it.kind in ("dialogue", "lyric"):
        if out.speaker is None:
            out.direct(it.text, start, end)
        else:
            if it.kind == "lyric":
                _how(out, "singing")
            out.say(it.text, start, end)
    elif it.kind == "parenthetical" and out.speaker is not None:
        out.flush()
        _how(out, it.text)
    elif it.kind in ("action", "centred", "general", "shot"):
        out.flush()
        out.speaker = out.how = None
        out.direct(it.text, start, end)
    else:
        out.flush()
        out.speaker = out.how = None
        out.aside.append(it.span)


def _how(out: Gatherer, text: str) -> None:
    """A way of speaking for the words that come now; what was said before keeps its own."""
    if out.words and text not in (out.how or ""):
        out.flush()
    if text and text not in (out.how or ""):
        out.how = f"{out.how}, {text}" if out.how else text
