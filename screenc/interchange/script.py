"""A film as the elements of a screenplay, and back: shared by Fountain and Final Draft, which differ in how they are spelled.

A screenplay has no shots, so each scene, shot and choice goes before its elements as a note in the film's own words; whoever
edits the script sees them, and what is not touched comes back as it was.
"""

from __future__ import annotations

import re

from screenc.film.model import Film, Speech
from screenc.film.resolve import Resolved
from screenc.film.spelling import cast_id
from screenc.interchange import stanzas
from screenc.interchange.stanzas import Part
from screenc.interchange.transcribe import transcribed
from screenc.manuscript import Element, Manuscript
from screenc.text import Diagnostic, Source

_STANZA = re.compile(r"(?:scene|shot|choice) \S+")
_PIN = re.compile(r"at \S+\Z")


def elements(film: Film) -> list[tuple[str, str]]:
    """(kind, text) of every element, as `manuscript.Kind` names them; a heading's text ends in its scene's number in `#`."""
    kept = stanzas.carried(film)
    cues = _cues(film)
    out: list[tuple[str, str]] = [("film", kept.head)]
    for scene in film.scenes:
        place = scene.place.replace("-", " ").upper()
        hour = f" - {scene.hour.upper()}" if scene.hour else ""
        out.append(("heading", f"{scene.setting.upper()}. {place}{hour} #{scene.id}#"))
        out.append(("note", kept.notes[scene.id]))
        for shot in scene.shots:
            out.append(("note", kept.notes[shot.id]))
            for beat in shot.beats:
                at = stanzas.pin(beat, film)
                if at:
                    out.append(("note", at))
                if isinstance(beat, Speech):
                    out.append(("character", cues[beat.who]))
                    if beat.how:
                        out.append(("parenthetical", beat.how))
                    out.append(("dialogue", beat.text))
                else:
                    out.append(("action", beat.text))
        out += [("note", kept.notes[choice.id]) for choice in scene.choices]
    return out


def _cues(film: Film) -> dict[str, str]:
    """What each person's cue says: their name where it is theirs alone, else their id."""
    names = [(c.name or c.id).casefold() for c in film.cast]
    out = {}
    for c in film.cast:
        name = c.name or c.id
        plain = names.count(name.casefold()) == 1 and not re.search(r"[()^\n]|^[@!.>~#=]", name)
        out[c.id] = name.upper() if plain and name.isascii() else name if plain else c.id
    return out


def film_of(source: Source, script: Manuscript) -> tuple[Resolved | None, list[Diagnostic]]:
    """The film of a screenplay: by its own notes where it has them, else transcribed, its scenes as master shots."""
    kept = [span.text for span in script.boneyard] + [e.text for e in script.elements if e.kind == "general"]
    head = next((t for text in kept if (t := _head(text)) is not None), None)
    if head is None:
        return transcribed(source, script)
    whose = _whose(head)
    parts: list[Part] = []
    who: str | None = None
    how: str | None = None
    for it in script.elements:
        if it.kind in ("note", "general", "shot") and (
            _STANZA.match(it.text) or _PIN.match(it.text) or _head(it.text) is not None
        ):
            if _STANZA.match(it.text):
                parts.append(Part(it.text))
            elif _PIN.match(it.text) and parts:
                parts[-1].beats.append(f"  at       {it.text[3:].strip()}")
            continue
        if not parts or it.kind == "note":
            continue
        if it.kind == "character":
            who, how = whose.get(it.text.casefold()) or cast_id(it.text, len(whose), set(whose.values())), None
            whose.setdefault(it.text.casefold(), who)
        elif it.kind == "parenthetical":
            how = it.text
        elif it.kind in ("dialogue", "lyric") and who:
            parts[-1].beats += stanzas.speech_lines(who, how, _one_line(it))
            how = None
        elif it.kind in ("action", "centred", "general", "shot"):
            parts[-1].beats += stanzas.action_lines(_one_line(it))
    return stanzas.film_of(source.name, head, parts)


def _one_line(it: Element) -> str:
    return re.sub(r"[ \t\r\n]+", " ", it.text).strip(" ")


def _head(boneyard: str) -> str | None:
    """The stanzas before the scenes, where a boneyard holds them."""
    inner = boneyard.removeprefix("/*").removesuffix("*/").strip()
    return inner.removeprefix("screenc 1").strip() if inner.startswith("screenc 1\n") else None


def _whose(head: str) -> dict[str, str]:
    """Cast ids by what cues call them."""
    out: dict[str, str] = {}
    for stanza in head.split("\n\n"):
        found = re.match(r"cast (\S+)", stanza)
        if found:
            name = re.search(r"(?m)^\s+name\s+(.+)$", stanza)
            out[found[1].casefold()] = found[1]
            if name:
                out.setdefault(name[1].strip().casefold(), found[1])
    return out
