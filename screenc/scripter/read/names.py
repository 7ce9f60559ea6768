"""What may be a speaker's name, in any case and script, and what is only a word before a colon."""

from __future__ import annotations

import re
import unicodedata

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]{1,4}|[^\W\d_])\.")
_JOINT = re.compile(r"\s*(?:&|\+|/|,|、|，|\band\b|\bet\b|\bund\b|\by\b|\be\b|와|과|和|と)\s*", re.IGNORECASE)
_PARTICLES = "of the de da do du des di del della der den van von la le el al bin ibn and et und y e a an o' zu af av to for"
_OPENINGS = (
    "listen look note because remember wait so well and but or yes no now then ps p.s. nb n.b. warning example e.g. i.e. "
    "that is this it "
    "what why how when where who here there means meaning answer question fact result first second third finally also only "
    "just like say "
    "said says thing things one please ok okay hint tip http https ftp mailto re subject fwd"
)
_SMALL = frozenset(_PARTICLES.split())
STARTERS = frozenset(_OPENINGS.split())
"""Words that stand before a colon in the middle of what somebody says, and are nobody's name."""


def folded(name: str) -> str:
    """The key under which spellings of one name meet: compatible forms, case and blanks aside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_cased(text: str) -> bool:
    return any(c.lower() != c.upper() for c in text)


def is_capitals(text: str) -> bool:
    """Whether it has letters that have case and all of them are upper case."""
    return is_cased(text) and text == text.upper()


def could_name(name: str) -> bool:
    """Whether these words could be a name at all: short, with letters or digits, and with no sentence's punctuation."""
    name = name.strip()
    if not name or len(name) > 40 or name[-1] in ",;!?¿¡…" or name[0] in "-–—*>#\"“”«»'([{.,;:!?/\\|=~_":
        return False
    if any(c in name for c in '"“”«»{}[]()<>=|\\;!?¡¿:：…*_`~^$%'):
        return False
    words = name.split()
    if len(words) > 5 or not any(c.isalnum() for c in name):
        return False
    if not any(unicodedata.category(c)[0] == "L" for c in name) and len(name) > 6:
        return False
    return "." not in _ABBREVIATION.sub("", name) and ". " not in _ABBREVIATION.sub("", name)


def looks_named(name: str) -> bool:
    """Whether the words are written as a name is: capitals on each word that matters, or a script without case and few words."""
    words = [w for w in name.split() if w.casefold() not in _SMALL]
    if not words or folded(name) in STARTERS:
        return False
    if not is_cased(name):
        return len(name.split()) <= 3 and len(name) <= 14
    return all(not is_cased(w) or w[0].isupper() or w[0].isdigit() or not is_cased(w[0]) for w in words)


def joint(name: str, known: set[str]) -> list[str]:
    """The people of a joint cue (`ANA and BEN`), where each of them is known on their own; else the one name."""
    parts = [p.strip(" :") for p in _JOINT.split(name) if p and p.strip(" :")]
    if len(parts) > 1 and all(folded(p) in known for p in parts):
        return parts
    return [name]
