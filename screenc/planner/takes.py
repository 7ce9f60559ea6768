"""A film as its takes ask for it: what a repair changed beside the script, put where the script would have it."""

from __future__ import annotations

from screenc.film.model import Film
from screenc.planner.reason import Past


def amended(film: Film, past: Past) -> Film:
    """The film with another backend for a shot, or without its `from`, where the take in use says so; else the same film."""
    takes = {shot.id: past.take(shot.id) for _, shot in film.shots()}
    if not any(take.backend or take.anew for take in takes.values()):
        return film
    scenes = []
    for scene in film.scenes:
        shots = []
        for shot in scene.shots:
            take = takes[shot.id]
            changes = {**({"backend": take.backend} if take.backend else {}), **({"from_": None} if take.anew else {})}
            shots.append(shot.model_copy(update=changes) if changes else shot)
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    return film.model_copy(update={"scenes": tuple(scenes)})
