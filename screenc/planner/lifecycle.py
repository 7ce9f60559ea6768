"""Whether the services that a film names are still there: told when it is checked, by dated profiles, without planning it."""

from __future__ import annotations

from datetime import date

from screenc.film.resolve import Resolved
from screenc.planner import backends, fitness
from screenc.planner.backends import Broken
from screenc.text import Diagnostic


def lifecycle(resolved: Resolved, today: date) -> list[Diagnostic]:
    """E0506, W0507 and W0515 for each backend and model, where it is first named; one that is not known is the plan's to tell."""
    film, spans = resolved.film, resolved.spans
    found: list[Diagnostic] = []
    told: set[tuple[str, str | None]] = set()
    for _, shot in film.shots():
        name, owner = (shot.backend, shot.id) if shot.backend else (film.backend, film.id)
        tuned = [(n, t) for n, t in enumerate(shot.tune) if t.backend == name and t.key == "model"]
        model = tuned[-1][1].value if tuned else None
        if (name, model) in told or name not in backends.found():
            continue
        told.add((name, model))
        try:
            can = backends.profile(name).of(model)
        except (Broken, KeyError):
            continue
        span = spans.of(shot.id, "tune", tuned[-1][0]) if tuned else spans.of(owner, "backend")
        waived = {w.code for w in shot.waive if date.fromisoformat(w.until) >= today}
        found += [d for d in fitness.dated(can, today, span or spans.of(owner)) if d.code not in waived]
    return found
