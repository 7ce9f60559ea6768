"""A cue as every screenplay form writes it: who speaks, and in brackets how, from where, or that they go on."""

from __future__ import annotations

import re

_SHOWN = re.compile(r"\s*[(（\[](?P<note>[^()（）\[\]]{1,160})[)）\]]\s*\Z")
_CONTINUED = re.compile(r"(?:cont(?:inuing|inued|['’]?d)?\.?|more|suite|forts\.?|계속|続き|continua)\Z", re.IGNORECASE)
_UNSEEN = re.compile(r"(?:v\.?\s?o\.?|o\.?\s?s\.?|o\.?\s?c\.?|off|voice over|off[ -]?screen)\Z", re.IGNORECASE)


def manner(note: str) -> str | None:
    """What a cue's brackets say of how it is spoken: nothing for (CONT'D), `off screen` for (V.O.)."""
    note = " ".join(note.split())
    if not note or _CONTINUED.match(note):
        return None
    return "off screen" if _UNSEEN.match(note) else note


def parted(shown: str) -> tuple[str, str | None]:
    """A cue's name and its note: `MRS. O'HARA (softly)` is ("MRS. O'HARA", "softly"); (CONT'D) is dropped, (V.O.) kept."""
    name = shown.strip()
    notes: list[str | None] = []
    while found := _SHOWN.search(name):
        if not name[: found.start()].strip():
            break
        name = name[: found.start()].strip()
        notes.insert(0, manner(found["note"]))
    return name, ", ".join(n for n in notes if n) or None
