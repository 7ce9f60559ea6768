"""From a draft to proven text: written, read back by the compiler, compared word for word, checked by every rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from screenc.film import rules
from screenc.film.model import Action, Camera, Film, Passage, Scene, Shot, Waive
from screenc.film.resolve import Resolved, resolve
from screenc.film.write import write
from screenc.lang import load
from screenc.lang.format import format_file
from screenc.scripter.dialogue import Dialogue
from screenc.scripter.engines import Draft
from screenc.scripter.proof import first_loss
from screenc.text import Diagnostic, Label
from screenc.text.diagnostic import failed

_ROUNDS = 4


def finish(dialogue: Dialogue, draft: Draft, today: date | None = None) -> tuple[str | None, list[Diagnostic]]:
    """The film as `.shot` text that keeps every word and passes `fmt --check` and `check` without a word; None when it does not.

    Where the dialogue's own words contradict its heading (sunlight in a scene at night), the heading's hour gives way."""
    film = draft.film
    for _ in range(_ROUNDS):
        text = write(film)
        resolved, found, stable = _read_back(text)
        if resolved is not None and not failed(found):
            loss = first_loss(dialogue, resolved.film, draft.ids)
            if loss is not None:
                where = loss.turn.span if loss.turn else dialogue.source.span(0, 0)
                return None, [
                    Diagnostic.at(
                        "E0804",
                        where,
                        "this line did not come through to the script",
                        notes=(loss.message,),
                        help="this is a fault of screenc, not of the dialogue: please report it with this file",
                    )
                ]
            found += rules.check(resolved, today or date.today())
            if not found and stable:
                return text, []
            mended = _mended(film, found, text, today or date.today())
            if mended != film:
                film = mended
                continue
        break
    notes = tuple(f"{d.code}: {d.message}" + (f" ({d.span})" if d.span else "") for d in found[:5]) or (
        "the formatter would change it",
    )
    start = dialogue.source.span(0, 0)
    return None, [
        Diagnostic(
            "E0807",
            "the script that was written does not pass `screenc check`",
            (Label(start, "this dialogue"),),
            notes,
            "this is a fault of screenc, not of the dialogue: please report it with this file",
        )
    ]


def _read_back(text: str) -> tuple[Resolved | None, list[Diagnostic], bool]:
    """What the compiler makes of the text, and whether formatting leaves it as it is."""
    loaded, found = load("film.shot", text.encode())
    if loaded is None:
        return None, found, False
    resolved, more = resolve(loaded)
    return resolved, [*found, *more], format_file(loaded.root) == text


def _mended(film: Film, found: list[Diagnostic], text: str, today: date) -> Film:
    """The film with what is complained of taken back, where it was a guess of ours, and waived, where the dialogue says it."""
    codes = {d.code for d in found}
    if "W0434" in codes:
        film = film.model_copy(update={"scenes": tuple(s.model_copy(update={"hour": None}) for s in film.scenes)})
    if "W0446" in codes and film.language != "und":
        film = film.model_copy(update={"language": "und"})
    for d in found:
        mend = _IN_SHOT.get(d.code)
        shot = _shot_at(text, d.span.start) if d.span else None
        if mend and shot:
            film = _with_shot(film, shot, lambda it, mend=mend, d=d: mend(it, d))
        elif shot and d.code in _IN_WORDS:
            waive = Waive(code=d.code, until=f"{today.year + 10}-12-31", why="these are the dialogue's own words")
            film = _with_shot(film, shot, lambda it, w=waive: it.model_copy(update={"waive": (*it.waive, w)}))
    return film


def _shot_at(text: str, offset: int) -> str | None:
    """The id of the shot whose stanza an offset of the text is in."""
    heads = [m for m in _HEAD.finditer(text, 0, offset + 1)]
    return heads[-1]["id"] if heads else None


def _with_shot(film: Film, id: str, change: Callable[[Shot], Shot]) -> Film:
    def scene(it: Scene) -> Scene:
        return it.model_copy(update={"shots": tuple(change(s) if s.id == id else s for s in it.shots)})

    return film.model_copy(update={"scenes": tuple(scene(s) for s in film.scenes)})


def _held_still(shot: Shot, _: Diagnostic) -> Shot:
    return shot.model_copy(update={"camera": Camera()})


def _named_softly(shot: Shot, d: Diagnostic) -> Shot:
    """A name in capitals of somebody who never speaks, as any other word of a direction."""
    name = re.search(r"`([^`]+)`", d.message)
    if not name:
        return shot
    beats = (
        b.model_copy(update={"text": b.text.replace(name[1], name[1].title())}) if isinstance(b, Action) else b
        for b in shot.beats
    )
    return shot.model_copy(update={"beats": tuple(beats)})


def _back_again(shot: Shot, d: Diagnostic) -> Shot:
    """Somebody who does something after they left has come back, unseen until now."""
    who = d.message.split(" ", 1)[0]
    if any(p.who == who for p in shot.enters):
        return shot
    return shot.model_copy(update={"enters": (*shot.enters, Passage(who=who))})


def _there_already(shot: Shot, d: Diagnostic) -> Shot:
    who = d.message.split(" ", 1)[0]
    return shot.model_copy(update={"enters": tuple(p for p in shot.enters if p.who != who)})


_IN_SHOT: dict[str, Callable[[Shot, Diagnostic], Shot]] = {
    "W0462": _held_still,
    "W0476": _named_softly,
    "W0477": _back_again,
    "E0416": _there_already,
}
_IN_WORDS = ("W0467", "W0473", "W0475")
"""What a warning is about where only other words would mend it: weather, a direction in a line, a line said twice."""
_HEAD = re.compile(r"^shot (?P<id>\S+)", re.MULTILINE)
