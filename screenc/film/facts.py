"""How each fact is read into its field: one function a fact word, found in one table. A new fact is a row here.

A reader is given the values, the fact and the fields read so far, by the model's names; what it cannot read it raises as Bad.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from screenc.film import model
from screenc.film.values import Values, exact_rate
from screenc.lang.tree import Fact, Word
from screenc.text import Edit, Fix, Label, Span

Read = Callable[[Values, Fact, dict[str, Any]], None]


def reader(kind: str, key: str) -> Read:
    """The reader of a stanza's fact; whatever is not in the table is plain text."""
    return FACTS.get((kind, key), _text)


def _text(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out[fact.key] = fact.args[0].text


def _text_list(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out[fact.key] = (*out.get(fact.key, ()), fact.args[0].text)


def _claim(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    said = {word.kind: word for word in fact.args[1:]}
    op = said.get("OP")
    who = r.name("cast", said["CAST"]) if "CAST" in said else None
    value = next((word.text for n, word in enumerate(fact.args) if n and fact.args[n - 1].kind == "OP"), None)
    claim = model.Claim(
        force=fact.key,
        check=fact.args[0].text,
        subject=who,
        op=op.text if op else None,
        value=value,
        words=said["TEXT"].text if "TEXT" in said else None,
    )
    out["claims"] = (*out.get("claims", ()), claim)


def _frame(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    word = fact.args[0]
    width, height = (int(n) for n in word.text.split("x"))
    if not (64 <= width <= 8192 and 64 <= height <= 8192):
        raise r.bad("E0304", word.span, f"frame `{word.text}` is out of range", help="each side goes from 64 to 8192 pixels")
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}"
        raise r.bad(
            "E0304",
            word.span,
            f"frame `{word.text}` has an odd side, which H.264 cannot hold",
            help=f"write `{even}`",
            fix=Fix((Edit(word.span, even),), "likely"),
        )
    out["frame"] = model.Frame(width=width, height=height)


def _rate(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["rate"] = exact_rate(r.quantity(fact.args[0], "a rate", ("fps",), 1, 240))


def _film_length(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    least, most = (r.time(word, "a length") for word in (fact.args[0], fact.args[-1]))
    if least > most:
        raise r.bad(
            "E0312",
            Span(fact.span.source, fact.args[0].span.start, fact.args[-1].span.end),
            "the range ends before it begins",
            help=f"write `{fact.args[-1].text}..{fact.args[0].text}`",
        )
    out["length"] = model.Bounds(least=least, most=most)


def _budget(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["budget"] = Fraction(fact.args[0].text[1:])


def _seed(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["seed"] = r.whole(fact.args[0], "a seed")
    if len(fact.args) > 1:
        out["motion_seed"] = r.whole(fact.args[1], "a seed")


def _height(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["height"] = r.quantity(fact.args[0], "a height", ("cm",), 30, 300)


def _tint(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["tint"] = fact.args[0].text.lower()


def _speed(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["speed"] = r.quantity(fact.args[0], "a speed", ("x",), Fraction(1, 4), 4)


def _pitch(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["pitch"] = r.quantity(fact.args[0], "a pitch", ("st",), -24, 24)


def _bound(kind: str, field_: str | None = None):
    def read(r: Values, fact: Fact, out: dict[str, Any]) -> None:
        out[field_ or fact.key] = r.name(kind, fact.args[0])

    return read


def _word(what: str, known: tuple[str, ...]):
    def read(r: Values, fact: Fact, out: dict[str, Any]) -> None:
        out[fact.key] = r.one_of(fact.args[0], what, known)

    return read


def _people(r: Values, words: tuple[Word, ...]) -> tuple[str, ...]:
    seen: dict[str, Word] = {}
    for word in words:
        if word.text in seen:
            raise r.bad(
                "E0309",
                word.span,
                f"`{word.text}` is named twice",
                also=(Label(seen[word.text].span, "first here"),),
                help="name each once",
            )
        seen[word.text] = word
    return tuple(r.name("cast" if word.kind == "CAST" else "prop", word) for word in words)


def _with(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["with_"] = _people(r, fact.args)


def _axis(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["axis"] = _people(r, fact.args)


def _light(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    light: dict[str, str] = {}
    words = list(fact.args)
    sides, qualities, warmths = (get_args(t) for t in (model.KeySide, model.Quality, model.Warmth))
    while words:
        word = words.pop(0)
        if word.text == "key":
            if not words or words[0].text not in sides:
                where = words[0].span if words else word.span
                raise r.bad(
                    "E0301",
                    where,
                    "`key` is followed by the side that the key light comes from",
                    help="left, right, front, back or top",
                )
            part, word = "key", words.pop(0)
        elif word.text in sides:
            fix = Fix((Edit(Span(word.span.source, word.span.start, word.span.start), "key "),), "safe")
            raise r.bad(
                "E0301", word.span, f"the side `{word.text}` is said after `key`", help=f"write `key {word.text}`", fix=fix
            )
        else:
            part = "quality" if word.text in qualities else "warmth"
            r.one_of(word, "light", ("key", *qualities, *warmths))
        if part in light:
            raise r.bad("E0309", word.span, f"the light's {part} is said twice", help="keep one")
        light[part] = word.text
    out["light"] = model.Light(**light)


def _framing(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    size = r.one_of(fact.args[0], "framing", model.SIZES)
    things = [w for w in fact.args[1:] if w.kind == "ID"]
    if things and size != "insert":
        raise r.bad("E0313", things[0].span, f"`{size}` frames people", help="a prop is framed by `insert`")
    out["framing"] = model.Framing(size=size, subjects=_people(r, fact.args[1:]))
    if (size == "over-shoulder" and len(fact.args) == 2) or (size == "two-shot" and len(fact.args) == 2):
        raise r.bad("E0313", fact.args[0].span, f"`{size}` takes two people", help=f"write `{size} {fact.args[1].text} NAME`")


def _camera(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    camera: dict[str, Any] = {"move": r.one_of(fact.args[0], "camera move", model.MOVES)}
    for word in fact.args[1:]:
        if word.kind != "ID":
            continue
        part = "way" if word.text in model.WAYS else "pace"
        r.one_of(word, "direction or pace", model.WAYS + model.PACES)
        if part in camera:
            raise r.bad(
                "E0309", word.span, f"the camera's {'direction' if part == 'way' else 'pace'} is said twice", help="keep one"
            )
        camera[part] = word.text
    subjects = tuple(w for w in fact.args[1:] if w.kind == "CAST")
    if camera["move"] == "rack-focus" and len(subjects) > 2:
        raise r.bad("E0313", subjects[2].span, "a rack focus goes from one to another", help="name two")
    out["camera"] = model.Camera(**camera, subjects=_people(r, subjects))


def _mark(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    who = fact.args[0]
    mark: dict[str, Any] = {"who": r.name("cast", who)}
    words = list(fact.args[1:])
    while words:
        word = words.pop(0)
        if word.text == "facing":
            if not words:
                raise r.bad("E0301", word.span, "`facing` is followed by a direction", help="left, right, camera or away")
            part, word = "facing", words.pop(0)
            r.one_of(word, "direction to face", model.FACINGS)
        else:
            part = "side" if word.text in model.SIDES else "depth"
            r.one_of(word, "mark", (*model.SIDES, *model.DEPTHS, "facing"))
        if part in mark:
            raise r.bad("E0309", word.span, f"the mark's {part} is said twice", help="keep one")
        mark[part] = word.text
    once(r, who, out.get("marks", ()), "stands on one mark in a shot")
    out["marks"] = (*out.get("marks", ()), model.Mark(**mark))


def once(r: Values, who: Word, before: tuple[Any, ...], message: str) -> None:
    if any(b.who == who.text for b in before):
        raise r.bad("E0305", who.span, f"`{who.text}` {message}", help="keep one of the two")


def _passage(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    side = r.one_of(fact.args[1], "side of the frame", ("left", "right")) if len(fact.args) > 1 else None
    once(r, fact.args[0], out.get(fact.key, ()), f"{fact.key} once in a shot")
    out[fact.key] = (*out.get(fact.key, ()), model.Passage(who=r.name("cast", fact.args[0]), side=side))


def _wears(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    once(r, fact.args[0], out.get("wears", ()), "wears one thing in a shot")
    out["wears"] = (*out.get("wears", ()), model.Wears(who=r.name("cast", fact.args[0]), what=fact.args[1].text))


def _holds(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["holds"] = (*out.get("holds", ()), model.Holds(who=r.name("cast", fact.args[0]), prop=r.name("prop", fact.args[1])))


def _beat(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    """Beats are read together, by `beats`."""


def _lens(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["lens"] = r.quantity(fact.args[0], "a lens", ("mm",), 8, 800)


def _cut(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    cut: dict[str, Any] = {"kind": r.one_of(fact.args[0], "cut", model.CUTS)}
    for word in fact.args[1:]:
        part = "length" if word.kind == "QUANTITY" else "way"
        if part in cut:
            raise r.bad(
                "E0309",
                word.span,
                "the cut's length is said twice" if part == "length" else "the cut's direction is said twice",
                help="keep one",
            )
        cut[part] = (
            r.time(word, "a transition", most=Fraction(10)) if part == "length" else r.one_of(word, "direction", model.WAYS)
        )
    kind = cut["kind"]
    for part, allowed in (("length", ("dissolve", "fade", "wipe")), ("way", ("wipe",))):
        if part in cut and kind not in allowed:
            word = next(w for w in fact.args[1:] if (w.kind == "QUANTITY") == (part == "length"))
            raise r.bad(
                "E0313", word.span, f"a `{kind}` has no {'length' if part == 'length' else 'direction'}", help="take it away"
            )
    out["cut"] = model.Cut(**cut)


def _tune(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    backend, key, value = fact.args
    if any((t.backend, t.key) == (backend.text, key.text) for t in out.get("tune", ())):
        raise r.bad("E0305", key.span, f"`{key.text}` is tuned twice", help="keep one of the two")
    out["tune"] = (*out.get("tune", ()), model.Tune(backend=backend.text, key=key.text, value=value.text))


def _waive(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    code, until, why = fact.args
    try:
        date.fromisoformat(until.text)
    except ValueError:
        raise r.bad(
            "E0307", until.span, f"`{until.text}` is not a day of the calendar", help="write year-month-day, as `2027-01-01`"
        ) from None
    out["waive"] = (*out.get("waive", ()), model.Waive(code=code.text, until=until.text, why=why.text))


def _pick(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["picks"] = (*out.get("picks", ()), model.Pick(scene=r.name("scene", fact.args[0]), words=fact.args[1].text))


def _timeout(r: Values, fact: Fact, out: dict[str, Any]) -> None:
    out["timeout"] = r.time(fact.args[0], "a timeout")


FACTS: dict[tuple[str, str], Read] = {
    ("film", "frame"): _frame,
    ("film", "rate"): _rate,
    ("film", "length"): _film_length,
    ("film", "budget"): _budget,
    ("film", "seed"): _seed,
    ("film", "claim"): _claim,
    ("cast", "aka"): _text_list,
    ("cast", "height"): _height,
    ("cast", "speaks"): _bound("voice"),
    ("cast", "tint"): _tint,
    ("voice", "speed"): _speed,
    ("voice", "pitch"): _pitch,
    ("scene", "weather"): _word("weather", model.WEATHERS),
    ("scene", "light"): _light,
    ("scene", "with"): _with,
    ("scene", "axis"): _axis,
    ("scene", "anchor"): _bound("shot"),
    ("scene", "next"): _bound("scene"),
    ("scene", "claim"): _claim,
    ("shot", "from"): _bound("shot", "from_"),
    ("shot", "framing"): _framing,
    ("shot", "angle"): _word("angle", model.ANGLES),
    ("shot", "lens"): _lens,
    ("shot", "camera"): _camera,
    ("shot", "focus"): _bound("cast"),
    ("shot", "light"): _light,
    ("shot", "mark"): _mark,
    ("shot", "enters"): _passage,
    ("shot", "exits"): _passage,
    ("shot", "wears"): _wears,
    ("shot", "holds"): _holds,
    ("shot", "action"): _beat,
    ("shot", "speech"): _beat,
    ("shot", "at"): _beat,
    ("shot", "sound"): _text_list,
    ("shot", "text"): _text_list,
    ("shot", "cut"): _cut,
    ("shot", "seed"): _seed,
    ("shot", "tune"): _tune,
    ("shot", "waive"): _waive,
    ("shot", "claim"): _claim,
    ("choice", "pick"): _pick,
    ("choice", "default"): _bound("scene"),
    ("choice", "timeout"): _timeout,
}
