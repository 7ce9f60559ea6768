"""From a draft to proven text: written, read back by the compiler, compared word for word, checked by every rule."""

from __future__ import annotations

from datetime import date

from screenc.film import rules
from screenc.film.model import Film
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
            mended = _mended(film, found)
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


def _mended(film: Film, found: list[Diagnostic]) -> Film:
    """The film with what the warnings are about taken back, where it was a guess of ours."""
    codes = {d.code for d in found}
    if "W0434" in codes:
        film = film.model_copy(update={"scenes": tuple(s.model_copy(update={"hour": None}) for s in film.scenes)})
    if "W0446" in codes and film.language != "und":
        film = film.model_copy(update={"language": "und"})
    return film
