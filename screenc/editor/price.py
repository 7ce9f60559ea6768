"""What one shot would cost if it were ordered by itself: planned as a build would, its lines reckoned, nothing sent anywhere."""

from __future__ import annotations

from datetime import date

from screenc.editor.study import Study
from screenc.film.model import Scene, Shot

UNPRICED = "W0519"


def asked(study: Study, scene: Scene, shot: Shot) -> str:
    """Who makes a shot and for how much, in words. A shot that continues another is priced as if it began anew."""
    from screenc.contract import Failed
    from screenc.director import voices
    from screenc.film.resolve import Resolved
    from screenc.planner.plan import plan

    alone = scene.model_copy(update={"shots": (shot.model_copy(update={"from_": None}),), "choices": ()})
    film = study.film.model_copy(update={"scenes": (alone,), "length": None, "budget": None})
    try:
        made, found = plan(Resolved(film, study.resolved.spans), voices.estimated(film), today=date.today())
    except Failed as cause:
        return cause.diagnostic.message
    if made is None:
        return next((d.message for d in found if d.severity == "error"), "it cannot be planned")
    clips = [task for task in made.tasks if task.kind == "clip"]
    makers = " and ".join(dict.fromkeys(clip.backend for clip in clips))
    dollars = sum(clip.dollars for clip in clips)
    if any(d.code == UNPRICED for d in found):
        return f"made by {makers}, whose price is not known"
    calls = f" in {len(clips)} clips" if len(clips) > 1 else ""
    return f"made by {makers}{calls}: " + (f"${float(dollars):.2f}" if dollars else "free")
