"""Branches of a dialogue as branches of a film: where each scene leads, what the viewer is asked, one end for all ways."""

from __future__ import annotations

from screenc.film.model import Action, Choice, Cut, Film, Framing, Pick, Scene, Shot
from screenc.scripter.dialogue import Dialogue

MOST_WORDS = 390


def branched(dialogue: Dialogue, film: Film) -> Film:
    """The film, whose scenes are the dialogue's passages in order, with its `next` and its choices; as it was if it is a line.

    A film ends where its last scene does, so where several passages end the story a last look at the last place follows them all.
    """
    if not any(p.label for p in dialogue.scenes):
        return film
    ids = {p.label: scene.id for p, scene in zip(dialogue.scenes, film.scenes, strict=True)}
    ends = [n for n, p in enumerate(dialogue.scenes) if p.next == "" or (p.ask and any(not to for _, to in p.ask.ways))]
    scenes = list(film.scenes)
    close = None
    if ends and ends != [len(scenes) - 1]:
        close = _closing(film)
        ids[""] = close.id
    for n, part in enumerate(dialogue.scenes):
        scene = scenes[n]
        below = film.scenes[n + 1].id if n + 1 < len(film.scenes) else close.id if close else None
        if part.ask:
            picks = tuple(Pick(scene=ids[to], words=words[:MOST_WORDS] or "...") for words, to in part.ask.ways)
            choice = Choice(id=f"{scene.id}.ask", ask=part.ask.text[:MOST_WORDS], picks=picks, default=picks[0].scene)
            scenes[n] = scene.model_copy(update={"choices": (choice,)})
        elif part.next is not None and ids.get(part.next) not in (None, below):
            scenes[n] = scene.model_copy(update={"next": ids[part.next]})
    return film.model_copy(update={"scenes": (*scenes, close) if close else tuple(scenes)})


def _closing(film: Film) -> Scene:
    last = film.scenes[-1]
    place = film.place_of(last.place)
    look = (place.look if place else None) or last.place
    id = f"s{(len(film.scenes) + 1) * 10}"
    shot = Shot(
        id=f"{id}.1",
        framing=Framing(size="extreme-long"),
        beats=(Action(text=f"{look[:1].upper()}{look[1:]}."),),
        cut=Cut(kind="fade", length=1),
    )
    return last.model_copy(
        update={"id": id, "shots": (shot,), "choices": (), "next": None, "with_": (), "axis": None, "goal": None, "mood": None}
    )
