"""The script supervisor: what the craft of film knows, as rules over the lined script.

A rule is a function `(lined) -> Found...`; a family is a module with its tuple RULES. Errors are films that cannot be made,
warnings films that a crew would ask about; where the script leaves room for doubt a rule says nothing.

A rule in RULES is shown one scene at a time, as if the film had no other, and reports on that scene alone; one that must see
more stands in FILM_RULES. So an edit in one scene asks only that scene's rules again (`checker`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from screenc.text import Diagnostic

if TYPE_CHECKING:
    from screenc.film.resolve import Resolved
    from screenc.film.rules.lined import Found, Lined


def check(resolved: Resolved, today: date | None = None) -> list[Diagnostic]:
    """Every report on a film, waivers applied: scene by scene, then the film's. `today` is what waivers are dated against."""
    from screenc.film.rules.lined import Lined

    return judge(Lined(resolved.film, resolved.spans, today or date.today()))


def judge(lined: Lined) -> list[Diagnostic]:
    """The reports on a film whose scenes may have been judged before."""
    from screenc.film.rules import waiver

    if not lined.film.scenes:
        return []
    found = [one for scene in lined.scenes for one in scene.reports]
    found += [one for family in families() for rule in getattr(family, "FILM_RULES", ()) for one in rule(lined)]
    return [one.diagnostic for one in waiver.apply(lined, found)]


def of_scene(lined: Lined) -> Iterator[Found]:
    """What the rules of one scene say of it."""
    for family in families():
        for rule in family.RULES:
            yield from rule(lined)


def families() -> tuple:
    from screenc.film.rules import camera, coverage, framing, geography, light, presence, sound, speech, story, timing, wardrobe

    return timing, presence, framing, geography, camera, coverage, wardrobe, light, sound, story, speech
