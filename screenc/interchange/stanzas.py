"""A film as the stanzas of its text, beats apart from facts: what formats that know scenes and lines, and no shots, carry beside.

`carried` gives a format its notes; `film_of` makes the film again from those notes and from the beats as people have left them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from screenc.film.joining import join
from screenc.film.model import Action, Film, Speech
from screenc.film.resolve import Resolved, resolve
from screenc.film.write import lines, time
from screenc.film.write import write as film_text
from screenc.lang import load
from screenc.lang.format import fact_line, speech_line
from screenc.text import Diagnostic

BEFORE_SCENES = ("film", "cast", "voice", "place", "prop")


@dataclass(frozen=True, slots=True)
class Carried:
    """`head` are the stanzas before the scenes; `notes` by id the heads and facts, without beats, of scenes, shots, choices."""

    head: str
    notes: dict[str, str]


@dataclass(slots=True)
class Part:
    """A stanza on the way back: its head and facts as they were carried, and the beats under it as lines of the language."""

    note: str
    beats: list[str] = field(default_factory=list)


def carried(film: Film) -> Carried:
    head: list[str] = []
    notes: dict[str, str] = {}
    bare = film.model_copy(update={"scenes": tuple(_without_beats(scene) for scene in film.scenes)})
    for stanza in film_text(bare).removesuffix("\nend\n").split("\n\n")[1:]:
        kind, id, *_ = stanza.split(None, 2)
        facts = "\n".join(line.strip() for line in stanza.split("\n"))
        if kind in BEFORE_SCENES:
            head.append(stanza)
        else:
            notes[id] = facts
    return Carried("\n\n".join(head), notes)


def _without_beats(scene):
    return scene.model_copy(update={"shots": tuple(s.model_copy(update={"beats": ()}) for s in scene.shots)})


def pin(beat: Action | Speech, film: Film) -> str | None:
    """The `at` of a beat."""
    return f"at {time(beat.at, film.rate)}" if beat.at is not None else None


def action_lines(text: str) -> list[str]:
    return [fact_line("action", words) for words in lines(text)]


def speech_lines(who: str, how: str | None, text: str) -> list[str]:
    return [speech_line(who, how if n == 0 else None, words) for n, words in enumerate(lines(text, join))]


def film_of(name: str, head: str, parts: list[Part]) -> tuple[Resolved | None, list[Diagnostic]]:
    """The film of carried stanzas; what is wrong with it is told by its own text's lines."""
    out = ["screenc 1", *([head] if head else [])]
    for part in parts:
        first, *facts = [line.strip() for line in part.note.split("\n") if line.strip()]
        body = [fact_line(*fact.split(None, 1)) if len(fact.split(None, 1)) == 2 else f"  {fact}" for fact in facts]
        out.append("\n".join([first, *body, *part.beats]))
    text = "\n\n".join(out) + "\nend\n"
    loaded, found = load(name, text.encode())
    if loaded is None:
        return None, found
    resolved, more = resolve(loaded)
    return resolved, [*found, *more]
