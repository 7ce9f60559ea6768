"""What the text does not say and the film knows: how long each `auto` shot is, and where in the film it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from screenc.editor.desk import Document
from screenc.editor.hover import clock, reckoned, seconds
from screenc.film.model import Speech

if TYPE_CHECKING:
    from screenc.editor.server import Server


def hints(server: Server, document: Document, range: lsp.Range) -> list[lsp.InlayHint]:
    """After each `auto` in a stretch of lines, the seconds that it comes to. None while the film has errors: a length of a film
    that was is no length of this one."""
    study = server.study_of(document)
    if not study.current:
        return []
    shots = {shot.id: shot for _, shot in study.film.shots()}
    out = []
    first, last = document.offset(range.start) - document.lead, document.offset(range.end) - document.lead
    for block in server.desk.parsed(document.path).blocks:
        if block.part.before + len(block.part.text) < first or block.part.before > last:
            continue
        for stanza in block.stanzas:
            if stanza.kind != "shot" or stanza.args[1].kind != "AUTO" or stanza.args[0].text not in shots:
                continue
            shot = shots[stanza.args[0].text]
            spoken = [study.spoken(beat)[1] for beat in shot.beats if isinstance(beat, Speech)]
            out.append(
                lsp.InlayHint(
                    position=server.desk.range(stanza.args[1].span).end,
                    label=seconds(study.layout(shot).length),
                    padding_left=True,
                    tooltip=f"{reckoned(spoken)}; begins at {clock(study.starts()[shot.id])}",
                )
            )
    return out
