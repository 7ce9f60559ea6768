"""The paper's bracketed script as dialogue: its lines, its prose as directions; its own shots are kept by `screenc import`."""

from __future__ import annotations

from screenc.manuscript import bracket
from screenc.scripter.dialogue import Dialogue, Head
from screenc.scripter.read.gather import Gatherer
from screenc.scripter.read.names import folded
from screenc.text import Diagnostic, Source
from screenc.text.diagnostic import failed


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    script = bracket.parse(source)
    found = list(script.diagnostics)
    out = Gatherer(source, "bracket")
    known = {folded(word): name for name, _ in script.people for word in (name, *name.split())}
    for name, about in script.people:
        out.about[folded(name)] = about
    if script.scene:
        at = max(source.text.find(script.scene[:20]), 0)
        out.break_scene(Head(script.scene[:160], source.span(at, at + 1)))
    for shot in script.shots:
        for part in shot.plot:
            if isinstance(part, str):
                out.flush()
                out.direct(part, shot.span.start, shot.span.end)
            elif part.who is None:
                found.append(unnamed(part))
            else:
                who = known.get(folded(part.who), part.who)
                out.line(who, part.text, part.span.start, part.span.end, part.how, shot.window)
    out.flush()
    return (None if failed(found) else out.dialogue()), found


def unnamed(line: bracket.Line) -> Diagnostic:
    """A quoted line that nobody can be told to say."""
    return Diagnostic.at(
        "E0812", line.span, "nobody can be told to say this", help='name the speaker before the quote: `Ana says: "..."`'
    )
