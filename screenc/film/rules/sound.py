"""What is heard, and from where: voices that are where the picture says, air that does not stop, words that are words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from screenc.film.model import Action, Speech
from screenc.film.rules.lined import Found, Lined
from screenc.film.rules.mend import taken_out
from screenc.text import Edit, Fix, Span

LEADING = re.compile(r"\(([^()]*[^\W\d_][^()]{0,78})\)\s+(\S.*)", re.S)


def direction_in_line(lined: Lined) -> Iterator[Found]:
    """A parenthetical that opens a line is spoken with it: it belongs before the colon."""
    for _, shot in lined.film.shots():
        for n, beat in enumerate(shot.beats):
            first = LEADING.fullmatch(beat.text) if isinstance(beat, Speech) and not beat.how else None
            if first:
                words = f"({first[1].strip()})"
                yield lined.found(
                    "W0473",
                    f"`{words}` stands among the words, and would be spoken",
                    shot.id,
                    "beat",
                    n,
                    help=f"how it is said stands before the colon: `{beat.who} {words}: ...`; what is done is an `action`",
                    fix=before_colon(lined.spans.of(shot.id, "beat", n), beat, first),
                )


def before_colon(span: Span | None, beat: Speech, first: re.Match[str]) -> Fix | None:
    """A leading parenthetical put where it belongs, if it stands on the speech's own line and there is none yet."""
    if span is None:
        return None
    found = re.match(rf"({re.escape(beat.who)})( *: *)\(({re.escape(first[1])})\) *(?=\S)", span.text)
    if not found:
        return None
    whole = Span(span.source, span.start, span.start + found.end())
    return Fix((Edit(whole, f"{beat.who} ({first[1].strip()}): "),), "likely")


def ambience_drops(lined: Lined) -> Iterator[Found]:
    """A scene without a sound of its place, where the scenes before and after have theirs: the air goes out of the room."""
    film = lined.film
    if len(film.scenes) < 3:
        return
    airs = [
        bool(scene.sound or scene.music or ((place := film.place_of(scene.place)) and place.sound))
        or any(shot.sound or shot.music for shot in scene.shots)
        for scene in film.scenes
    ]
    for n in range(1, len(airs) - 1):
        if not airs[n] and airs[n - 1] and airs[n + 1]:
            yield lined.found(
                "W0471",
                f"nothing is heard of {film.scenes[n].place}, between two scenes that have their sound",
                film.scenes[n].id,
                "place",
                help="give the place or the scene a `sound`, if only the hum of the room",
            )


def doubled_line(lined: Lined) -> Iterator[Found]:
    """One action given twice running."""
    for _, shot in lined.film.shots():
        for n, (before, beat) in enumerate(pairwise(shot.beats), 1):
            if isinstance(beat, Action) and beat == before:
                yield lined.found(
                    "W0475",
                    "the same action twice running",
                    shot.id,
                    "beat",
                    n,
                    also=lined.label("the first", shot.id, "beat", n - 1),
                    help="take one of the two lines out, if it was doubled by a slip",
                    fix=taken_out(lined.spans.of(shot.id, "beat", n)),
                )


RULES = (direction_in_line, doubled_line)
FILM_RULES = (ambience_drops,)
