"""The scripter's promise, checked on its own work: every line is spoken, verbatim, once, in order, by its speaker."""

from __future__ import annotations

from dataclasses import dataclass

from screenc.film.model import Film, Speech
from screenc.scripter.dialogue import Dialogue
from screenc.scripter.dialogue import Speech as Turn


@dataclass(frozen=True, slots=True)
class Loss:
    """The first place at which the film and the dialogue differ; `turn` None where the film says more than was written."""

    turn: Turn | None
    message: str


def first_loss(dialogue: Dialogue, film: Film, ids: dict[str, str]) -> Loss | None:
    """Walk the film's lines along the dialogue's; only blanks at a cut may differ. `ids` maps keys to cast ids."""
    turns = dialogue.speeches
    said = [beat for _, shot in film.shots() for beat in shot.beats if isinstance(beat, Speech)]
    n = at = 0
    for speech in said:
        text = speech.text.strip()
        while text:
            while n < len(turns) and not turns[n].text[at:].strip():
                n, at = n + 1, 0
            if n == len(turns):
                return Loss(None, f"the film says `{text[:40]}` after the last line")
            turn = turns[n]
            at += len(turn.text[at:]) - len(turn.text[at:].lstrip())
            if ids[turn.who] != speech.who:
                return Loss(turn, f"{ids[turn.who]} should speak here, and {speech.who} does")
            rest = turn.text[at:]
            if len(text) <= len(rest.rstrip()):
                if not rest.startswith(text):
                    return Loss(turn, f"the line reads `{rest[:40]}` and the film says `{text[:40]}`")
                at += len(text)
                text = ""
            else:
                whole = rest.rstrip()
                if not text.startswith(whole):
                    return Loss(turn, f"the line reads `{rest[:40]}` and the film says `{text[:40]}`")
                n, at, text = n + 1, 0, text[len(whole) :].lstrip()
    while n < len(turns) and not turns[n].text[at:].strip():
        n, at = n + 1, 0
    return None if n == len(turns) else Loss(turns[n], f"the film never says `{turns[n].text[at : at + 40]}`")
