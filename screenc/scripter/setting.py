"""Where and when a scene plays: place, inside or outside, hour and weather, read from its heading and its first directions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenc.film.model import Hour, Light, Setting, Weather
from screenc.scripter.lexicon import BY_ID, HOURS, LOCALES, WEATHERS, Locale

_INT = re.compile(r"\bint(?:erior|érieur|erno)?\b\.?|\binside\b|\bindoors?\b|\binnen\b|실내|内景|屋内", re.IGNORECASE)
_EXT = re.compile(
    r"\bext(?:erior|érieur|erno)?\b\.?|\boutside\b|\boutdoors?\b|\bau(?:ss|ß)en\b|실외|야외|外景|"
    r"屋外",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:rain|snow|storm)\w* (?:has |had )?(?:just )?(?:stopped|ended|passed|over)|\bafter the (?:rain|storm)|비가 (?:막 "
    r")?(?:그|멎)|雨(?:が|は)?(?:上が|止)|雨停",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:the same|same place|same|continuous|later|moments later|au même endroit|mismo lugar|lo stesso)\b|"
    r"같은 (?:장소|곳)|잠시 후|同じ場所|同地",
    re.IGNORECASE,
)
_SEEN = re.compile(r"(?:int|ext|i/e|est)\b[./ ]*(?:/?(?:int|ext)[. ]*)?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\A(?:(?:scene|act|prologue|epilogue|scène|acte|szene|akt|escena|acto|scena|atto|cena|ato|сцена|действие|акт|장면|씬|"
    r"場面|场景)\s*[0-9ivxlcdm]{0,7}|"
    r"제\s*\d+\s*(?:막|장)|第\s*[0-9一二三四五六七八九十]+\s*[幕场場])\s*[.:：,–—-]*\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scene plays; `look` is the writer's own phrase where there is one; `told` says that some word told it."""

    id: str
    setting: Setting
    hour: Hour | None
    weather: Weather | None
    look: str
    sound: str
    told: bool


def read_place(head: str | None, directions: list[str], before: Place | None) -> Place:
    """The place of a scene; `before` is the scene before it, which `The same` and a scene that says nothing carry on."""
    said = _stripped(head or "")
    texts = [t for t in (said, *directions) if t]
    whole = " . ".join(texts)
    locale, at = _locale(said), said
    if locale is None:
        locale, at = next(((found, t) for t in directions if (found := _locale(t))), (None, ""))
    hour, weather = _first(HOURS, whole), None if _OVER.search(whole) else _first(WEATHERS, whole)
    explicit: Setting | None = None
    marked = _SEEN.match(head or "")
    if marked or _INT.search(whole) or _EXT.search(whole):
        explicit = "ext" if _EXT.search(head or whole) and not _INT.search((head or "")[:8]) else "int"
    same = any(_SAME.search(t) for t in texts if t == said or len(t) <= 30)
    if locale is None and before is not None and not explicit and (same or not said or not _phrase(said)):
        return Place(
            before.id,
            before.setting,
            hour or before.hour,
            weather or (before.weather if hour is None else None),
            before.look,
            before.sound,
            before.told,
        )
    if locale is None and said and _phrase(said) and not same:
        setting = explicit or ("ext" if weather else "int")
        base = BY_ID["street" if setting == "ext" else "room"]
        return Place(_slug(said) or base.id, setting, hour, weather, _phrase(said), base.sound, True)
    if locale is None:
        setting = explicit or ("ext" if weather in ("rain", "snow", "fog", "storm") else "int")
        locale, at = BY_ID["street" if setting == "ext" else "room"], ""
    setting = explicit or locale.setting
    phrase = _phrase(at)
    look = phrase if len(phrase.split()) > 2 and len(phrase) <= 120 else locale.look
    return Place(locale.id, setting, hour, weather, look, locale.sound, bool(at) or explicit is not None)


def key_light(place: Place, tension: float) -> Light | None:
    """The key light where the hour alone does not make one: low sun, lamps inside at night, hard light for a hard scene."""
    if place.hour in ("dawn", "dusk"):
        return Light(key="left", quality="soft", warmth="warm")
    if place.hour in ("night", "midnight", "evening"):
        if place.setting == "int":
            return Light(key="left", quality="hard" if tension > 0.6 else "soft", warmth="warm")
        return Light(key="right", quality="hard" if tension > 0.55 else "soft", warmth="cool")
    if place.weather in ("rain", "snow", "fog", "storm", "overcast", "mist"):
        return Light(key="top", quality="soft", warmth="cool")
    return Light(key="left", quality="soft", warmth="neutral")


def _locale(text: str) -> Locale | None:
    """The kind of place that the text names; the earliest word wins, then the longest."""
    best: tuple[int, int, Locale] | None = None
    for locale in LOCALES:
        found = _finder(locale.words).search(text)
        if found and (best is None or (found.start(), -len(found[0])) < best[:2]):
            best = (found.start(), -len(found[0]), locale)
    return best[2] if best else None


def _first(table, text: str):
    return next((name for name, words in table if _finder(words).search(text)), None)


_FINDERS: dict[str, re.Pattern[str]] = {}


def _finder(words: str) -> re.Pattern[str]:
    """Alternatives: whole words in scripts that have case, and anywhere in a text in those that do not."""
    if words not in _FINDERS:
        parts = re.split(r"\|(?![^(]*\))", words)
        bounded = [p for p in parts if re.match(r"[a-zà-öø-ÿа-яё(]", p)]
        free = [p for p in parts if p not in bounded]
        both = [rf"(?<![^\W\d_])(?:{'|'.join(bounded)})(?:s|es)?(?![^\W\d_])"] if bounded else []
        _FINDERS[words] = re.compile("|".join(both + free), re.IGNORECASE)
    return _FINDERS[words]


def _stripped(head: str) -> str:
    """A heading without its number and its INT./EXT."""
    bare = head
    while found := _NUMBERED.match(bare):
        if not found.end():
            break
        bare = bare[found.end() :]
    seen = _SEEN.match(bare)
    return (bare[seen.end() :] if seen else bare).strip(" .:-–—")


def _phrase(text: str) -> str:
    """The writer's own words for a place, without the hour after a dash."""
    bare = re.split(r"\s+[-–—]+\s+", text.strip())[0].strip(" .")
    return bare if any(c.isalpha() for c in bare) else ""


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", _phrase(text).casefold())
    slug = "-".join(w for w in words if w not in ("the", "a", "an", "of", "in", "at", "s"))[:24].strip("-")
    return slug if slug[:1].isalpha() else ""
