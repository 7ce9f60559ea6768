"""What is said: lines in a writing that the film's language has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from screenc.film.rules.lined import Found, Lined
from screenc.film.rules.mend import swapped

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
    first: dict[str, tuple[str, int]] = {}
    for scene in lined.scenes:
        for name, (count, where) in scene.letters.items():
            found[name] += count
            first.setdefault(name, where)
    own = sum(count for name, count in found.items() if name in written)
    if found and own < (1 - MOST) * found.total():
        foreign = max((name for name in found if name not in written), key=lambda name: found[name])
        shot, n = first[foreign]
        likely = "ja" if {"HIRAGANA", "KATAKANA"} & set(found) else None
        likely = likely or next((code for code, scripts in WRITING.items() if foreign in scripts), None)
        yield lined.found(
            "W0446",
            f"the film's language is `{lined.film.language}`, and its lines are written in another",
            lined.film.id,
            "language",
            also=lined.label("as here", shot, "beat", n),
            help=f"perhaps `language {likely}`" if likely else None,
            fix=swapped(lined.spans.of(lined.film.id, "language"), {lined.film.language: likely}) if likely else None,
        )


RULES = ()
FILM_RULES = (language_mismatch,)
