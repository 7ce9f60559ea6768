"""What may stand at a place in a line: the words of the language, and the names that are in scope there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args, get_origin

from screenc.critic import registry
from screenc.film import model
from screenc.film.facts import reader
from screenc.lang.examples import EXAMPLES
from screenc.planner import backends
from screenc.planner.auto import NAME as AUTO
from screenc.text import CODES

WAIVED_FOR = timedelta(days=90)
"""How long a waiver is offered for; its day comes round, and somebody looks at the shot again."""
FRAMES = ("1280x720", "1920x1080", "3840x2160", "1080x1920", "720x1280", "1080x1080", "2048x858")
RATES = ("24fps", "25fps", "30fps", "23.976fps", "29.97fps", "50fps", "60fps")
LENSES = ("18mm", "24mm", "35mm", "50mm", "85mm", "135mm")
LANGUAGES = ("en", "de", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh")
ENGINES = ("hibari", "espeak")
PASSES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Offer:
    """One word that may be written; `kind` is what it names, `note` what to say beside it, `more` text with stops to fill in."""

    word: str
    kind: str = "word"
    note: str = ""
    more: str | None = None
    rank: int = 1


@dataclass(frozen=True)
class Scope:
    """What is known where the cursor stands: the ids of each kind, in order, and of the stanza what matters to its facts."""

    kind: str
    ids: Callable[[str], dict[str, str]]
    """The names of a kind, each with a word on it."""
    present: tuple[str, ...] = ()
    """The people of the scene."""
    earlier: tuple[str, ...] = ()
    """The shots above, the nearest first."""
    warned: tuple[str, ...] = ()
    """Codes of the warnings that this stanza has."""
    backend: str = "previz"
    files: tuple[str, ...] = ()

    def people(self) -> Iterator[Offer]:
        for id, note in self.ids("cast").items():
            yield Offer(id, "cast", note, rank=0 if id in self.present else 2)


def words(names, kind: str = "word", note: str = "") -> Iterator[Offer]:
    return (Offer(name, kind, note) for name in names)


def named(scope: Scope, kind: str) -> Iterator[Offer]:
    return (Offer(id, kind, note) for id, note in scope.ids(kind).items())


def light(said: list[str], scope: Scope) -> Iterator[Offer]:
    sides, qualities, warmths = (get_args(t) for t in (model.KeySide, model.Quality, model.Warmth))
    if said and said[-1] == "key":
        return words(sides, note="where the key light comes from")
    left = [*(() if "key" in said else ("key",)), *unsaid(said, qualities), *unsaid(said, warmths)]
    return words(left)


def unsaid(said: list[str], group: tuple[str, ...]) -> tuple[str, ...]:
    """A group of words of which one may be said, or nothing when one is."""
    return () if any(word in group for word in said) else group


def camera(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        yield from words(model.MOVES, "move")
        return
    yield from words(unsaid(said, model.WAYS))
    yield from words(unsaid(said, model.PACES))
    yield from others(said, scope)


def others(said: list[str], scope: Scope) -> Iterator[Offer]:
    return (offer for offer in scope.people() if offer.word not in said)


def framing(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        yield from words(model.SIZES, "size")
        return
    yield from others(said, scope)
    if said[0] == "insert":
        yield from named(scope, "prop")


def mark(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        yield from scope.people()
    elif said[-1] == "facing":
        yield from words(model.FACINGS)
    else:
        before = said[: said.index("facing")] if "facing" in said else said
        yield from words((*unsaid(before, model.SIDES), *unsaid(before, model.DEPTHS)))
        if "facing" not in said:
            yield Offer("facing")


def whose(*then) -> Callable[[list[str], Scope], Iterator[Offer]]:
    """Somebody, then one of the words that a function gives."""

    def offers(said: list[str], scope: Scope) -> Iterator[Offer]:
        if not said:
            return scope.people()
        return iter(()) if len(said) > len(then) else then[len(said) - 1](scope)

    return offers


def cut(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        yield from words(model.CUTS)
    else:
        if said[0] == "wipe":
            yield from words(unsaid(said, model.WAYS[:4]))
        yield from words(() if any(word[0].isdigit() for word in said) or said[0] == "cut" else ("12f", "1s"))


def tune(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        yield from named_backends(said, scope)
        return
    try:
        fields = backends.target(said[0]).backend.options.model_fields
    except (KeyError, AttributeError, backends.Broken):
        return
    if len(said) == 1:
        for name, field in fields.items():
            yield Offer(name, "option", f"{said[0]}: left out, {value(field.default)}")
    elif len(said) == 2 and said[1] in fields:
        kind = fields[said[1]].annotation
        yield from words(("on", "off") if kind is bool else map(value, get_args(kind)) if get_origin(kind) else ())


def value(of: object) -> str:
    """An option's value as a script writes it."""
    return ("off", "on")[of] if isinstance(of, bool) else str(of)


def named_backends(said: list[str], scope: Scope) -> Iterator[Offer]:
    for name in backends.found():
        try:
            yield Offer(name, "backend", backends.profile(name).summary)
        except backends.Broken as ill:
            yield Offer(name, "backend", str(ill), rank=3)
    yield Offer(AUTO, "backend", "whoever does it best within the budget")


def waive(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        for code, name in CODES.items():
            if code.startswith(("W04", "W05")):
                yield Offer(code, "code", name, rank=0 if code in scope.warned else 2)
    elif len(said) == 1:
        yield Offer("until", note="the day when somebody looks again")
    elif len(said) == 2:
        yield Offer((date.today() + WAIVED_FOR).isoformat(), note="in ninety days")


def claim(said: list[str], scope: Scope) -> Iterator[Offer]:
    if not said:
        for name in registry.names():
            check = registry.check(name)
            if scope.kind == "film" or check.scope == "shot" or scope.kind == "scene":
                yield Offer(name, "check", f"in {check.unit}" if check.unit else "a number")
        return
    if said[0] not in registry.names():
        return
    check = registry.check(said[0])
    if said[-1] in ("==", ">=", "<="):
        if check.limit:
            yield Offer(check.limit[1], note="where it is judged without a claim")
        else:
            yield Offer({"%": "80%", "dB": "-24dB", "s": "0s"}.get(check.unit, "1"), note="for example")
    elif not any(word in ("==", ">=", "<=") for word in said):
        if check.subject and len(said) == 1:
            yield from scope.people()
        yield from words((">=", "<=", "=="), "operator")


def ids(kind: str) -> Callable[[list[str], Scope], Iterator[Offer]]:
    return lambda said, scope: named(scope, kind) if not said else iter(())


def first(*names: str) -> Callable[[list[str], Scope], Iterator[Offer]]:
    return lambda said, scope: words(names) if not said else iter(())


VALUES: dict[tuple[str, str], Callable[[list[str], Scope], Iterator[Offer]]] = {
    ("film", "frame"): first(*FRAMES),
    ("film", "rate"): first(*RATES),
    ("film", "language"): first(*LANGUAGES),
    ("film", "backend"): lambda said, scope: named_backends(said, scope) if not said else iter(()),
    ("film", "claim"): claim,
    ("cast", "speaks"): ids("voice"),
    ("voice", "engine"): first(*ENGINES),
    ("scene", "weather"): first(*model.WEATHERS),
    ("scene", "light"): light,
    ("scene", "with"): others,
    ("scene", "axis"): lambda said, scope: others(said, scope) if len(said) < 2 else iter(()),
    ("scene", "anchor"): ids("shot"),
    ("scene", "next"): ids("scene"),
    ("scene", "claim"): claim,
    ("shot", "from"): lambda said, scope: words(scope.earlier, "shot") if not said else iter(()),
    ("shot", "framing"): framing,
    ("shot", "angle"): first(*model.ANGLES),
    ("shot", "lens"): first(*LENSES),
    ("shot", "camera"): camera,
    ("shot", "focus"): lambda said, scope: scope.people() if not said else iter(()),
    ("shot", "light"): light,
    ("shot", "mark"): mark,
    ("shot", "enters"): whose(lambda scope: words(PASSES)),
    ("shot", "exits"): whose(lambda scope: words(PASSES)),
    ("shot", "wears"): whose(),
    ("shot", "holds"): whose(lambda scope: iter((*named(scope, "prop"), Offer("nothing", note="empties the hands")))),
    ("shot", "cut"): cut,
    ("shot", "backend"): lambda said, scope: named_backends(said, scope) if not said else iter(()),
    ("shot", "tune"): tune,
    ("shot", "waive"): waive,
    ("shot", "claim"): claim,
    ("choice", "pick"): ids("scene"),
    ("choice", "default"): ids("scene"),
}
"""Facts whose values are words or names; free text has nothing to offer, and a plain number its example."""


def values(kind: str, key: str, said: list[str], scope: Scope) -> list[Offer]:
    """What may follow the words `said` of a fact."""
    offers = VALUES.get((kind, key))
    if offers is not None:
        return [offer for offer in offers(said, scope) if offer.word not in said]
    example = EXAMPLES.get(key, "").partition(" ")[2]
    if not said and example and reader(kind, key) is not reader("film", "title"):  # text is not given words of ours
        return [Offer(example, note="for example")]
    return []
