"""What is heard and done: air that does not stop between two scenes, nothing given twice by a slip."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from screenc.film.model import Action
from screenc.film.rules.lined import Found, Lined
from screenc.film.rules.mend import taken_out


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


RULES = (doubled_line,)
FILM_RULES = (ambience_drops,)
