"""Getting text ready to be said: what a voice would stumble over taken out, what it would gabble cut at sentences."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 240
"""Characters that an engine is given at once; longer sentences are cut at a comma, or else at a space."""

_SENTENCE = re.compile(r"(?<=[.!?…。！？؟।])[\"'”’)\]]*\s*(?=\S)|\n+")
_CLAUSE = re.compile(r"(?<=[,;:—、，；：،])\s*|\s+[-–]\s+")
_SCRIPTS = (
    ("ko", "HANGUL"),
    ("ja", "HIRAGANA"),
    ("ja", "KATAKANA"),
    ("cmn", "CJK"),
    ("ar", "ARABIC"),
    ("ru", "CYRILLIC"),
    ("he", "HEBREW"),
    ("el", "GREEK"),
    ("hi", "DEVANAGARI"),
    ("th", "THAI"),
    ("ta", "TAMIL"),
    ("bn", "BENGALI"),
    ("ka", "GEORGIAN"),
    ("hy", "ARMENIAN"),
)
_SAME_SCRIPT = {
    "ar": ("ar", "fa", "ur", "sd", "ug"),
    "hi": ("hi", "mr", "ne", "kok"),
    "bn": ("bn", "as", "bpy"),
    "cmn": ("cmn", "yue", "ja", "hak"),
    "he": ("he",),
    "ru": ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tt", "ba", "cv", "uz", "kaa", "mn", "chr"),
}


def clean(text: str) -> str:
    """Printable text in composed form: no control characters, no pictures, one space between words."""
    text = unicodedata.normalize("NFC", text)
    kept = (c if unicodedata.category(c)[0] not in "C" and unicodedata.category(c) != "So" else " " for c in text)
    return " ".join("".join(kept).split())


def sayable(text: str) -> bool:
    """Whether there is anything in it to pronounce: a letter, a digit or a sign with a name."""
    return any(unicodedata.category(c)[0] in "LN" or c in "%&@+=$€£¥<>°#" for c in text)


def pieces(text: str) -> list[str]:
    """The sentences of a text, each no longer than LONGEST."""
    out: list[str] = []
    for sentence in _SENTENCE.split(text):
        sentence = (sentence or "").strip()
        while len(sentence) > LONGEST:
            cut = max((m.start() for m in _CLAUSE.finditer(sentence, 40, LONGEST)), default=0) or sentence.rfind(" ", 40, LONGEST)
            cut = cut if cut > 0 else LONGEST
            out.append(sentence[:cut].strip())
            sentence = sentence[cut:].strip()
        if sentence:
            out.append(sentence)
    return out


def ideograph(char: str) -> bool:
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿" or "豈" <= char <= "﫿" or "\U00020000" <= char <= "\U0003ffff"


def language_of(text: str, language: str) -> str:
    """The language given, unless most of the letters are in a script that it is never written in."""
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    if not letters:
        return language
    names = [unicodedata.name(c, "") for c in letters]
    counts = {}
    for tongue, script in _SCRIPTS:
        counts[tongue] = counts.get(tongue, 0) + sum(name.startswith(script) for name in names)
    if counts["ja"]:
        counts["ja"] += counts["cmn"]
        counts["cmn"] = 0
    found = max(counts, key=lambda tongue: counts[tongue])
    base = language.split("-")[0]
    if counts[found] * 2 <= len(letters) or base == found or base in _SAME_SCRIPT.get(found, ()):
        return language
    return found
