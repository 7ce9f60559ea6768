"""The script supervisor: what the craft of film knows, as rules over the lined script.

A rule is a function `(lined) -> Found...`; a family is a module with its tuple RULES. Errors are films that cannot be made,
warnings films that a crew would ask about; where the script leaves room for doubt a rule says nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from screenc.text import Diagnostic

if TYPE_CHECKING:
    from screenc.film.resolve import Resolved


def check(resolved: Resolved, today: date | None = None) -> list[Diagnostic]:
    """Every report on a film, waivers applied, in the order of the rules. `today` is what waivers are dated against."""
    from screenc.film.rules import camera, framing, geography, light, presence, speech, story, timing, waiver, wardrobe
    from screenc.film.rules.lined import Lined

    if not resolved.film.scenes:
        return []
    lined = Lined(resolved.film, resolved.spans, today or date.today())
    families = (timing, presence, framing, geography, camera, wardrobe, light, story, speech)
    found = [f for family in families for rule in family.RULES for f in rule(lined)]
    return [f.diagnostic for f in waiver.apply(lined, found)]
