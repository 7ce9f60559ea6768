"""Who an action is about: the cast that its words name, in the order of their naming."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from screenc.film.model import Cast


def named(text: str, cast: Sequence[Cast]) -> tuple[str, ...]:
    """Ids of the cast that a text names. `Will` is a person and `will` is not, so a name counts only with its capital."""
    seen: dict[str, int] = {}
    for person in cast:
        for name in _names(person):
            found = _pattern(name).search(text)
            if found and found.start() < seen.get(person.id, len(text)):
                seen[person.id] = found.start()
    return tuple(sorted(seen, key=lambda who: seen[who]))


def _names(person: Cast) -> set[str]:
    full = [n for n in (person.name, *person.aka) if n]
    return {person.id, person.id.capitalize(), *full, *(word for n in full for word in n.split() if len(word) > 1)}


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """Whole words where the script has them; a name in a script without spaces is found anywhere."""
    return re.compile(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name))
