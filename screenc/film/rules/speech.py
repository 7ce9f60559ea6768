"""What is said: lines in a writing that the film's language has."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from screenc.film.model import Speech
from screenc.film.rules.lined import Found, Lined

LATIN = "en fr de es it pt nl sv da nb no fi is pl cs sk sl hr hu ro et lv lt tr ca gl eu ga cy la id ms vi sw tl"
# fmt: off
WRITING = {code: {"LATIN"} for code in LATIN.split()} | {
    "ja": {"CJK", "HIRAGANA", "KATAKANA"}, "zh": {"CJK", "BOPOMOFO"}, "cmn": {"CJK"}, "yue": {"CJK"}, "ko": {"HANGUL", "CJK"},
    "ru": {"CYRILLIC"}, "uk": {"CYRILLIC"}, "be": {"CYRILLIC"}, "bg": {"CYRILLIC"}, "mk": {"CYRILLIC"}, "el": {"GREEK"},
    "ar": {"ARABIC"}, "fa": {"ARABIC"}, "ur": {"ARABIC"}, "he": {"HEBREW"}, "hi": {"DEVANAGARI"}, "mr": {"DEVANAGARI"},
    "ne": {"DEVANAGARI"}, "bn": {"BENGALI"}, "ta": {"TAMIL"}, "te": {"TELUGU"}, "th": {"THAI"},
    "ka": {"GEORGIAN"}, "hy": {"ARMENIAN"},
}
# fmt: on
"""First words of the Unicode names of the letters that a language is written in; a language not listed is not judged."""

MOST = 0.8


def language_mismatch(lined: Lined) -> Iterator[Found]:
    """Four letters in five belong to a writing that the film's language does not use, so a voice would spell them."""
    written = WRITING.get(lined.film.language.split("-")[0])
    if not written:
        return
    found: Counter[str] = Counter()
    first = None
    for _, shot in lined.film.shots():
        for n, beat in enumerate(shot.beats):
            if isinstance(beat, Speech):
                scripts = [unicodedata.name(ch, "?").split()[0].split("-")[0] for ch in beat.text if ch.isalpha()]
                found.update("own" if s in written else s for s in scripts)
                if first is None and any(s not in written for s in scripts):
                    first = shot.id, n
    total = sum(found.values())
    if first and total and found["own"] < (1 - MOST) * total:
        foreign = (found - Counter(own=found["own"])).most_common(1)[0][0]
        likely = next((code for code, letters in WRITING.items() if foreign in letters), None)
        if "HIRAGANA" in found or "KATAKANA" in found:
            likely = "ja"
        yield lined.found(
            "W0446",
            f"the film's language is `{lined.film.language}`, and its lines are written in another",
            lined.film.id,
            "language",
            also=lined.label("as here", first[0], "beat", first[1]),
            help=f"perhaps `language {likely}`" if likely else None,
        )


RULES = (language_mismatch,)
