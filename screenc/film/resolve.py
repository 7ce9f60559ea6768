"""The tree becomes the film: names are bound, values get their units, and each address goes into a table beside the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from screenc.film import model
from screenc.film.joining import join
from screenc.film.quantity import Quantity, plain
from screenc.lang.load import Loaded
from screenc.lang.near import near
from screenc.lang.tree import Fact, File, Stanza, Word
from screenc.text import Diagnostic, Edit, Fix, Label, Span

MANY = {
    "aka",
    "mark",
    "enters",
    "exits",
    "wears",
    "holds",
    "action",
    "speech",
    "at",
    "text",
    "tune",
    "waive",
    "expect",
    "prefer",
    "pick",
}
"""Facts that may stand more than once; `sound` may in a shot only, where sounds are heard together."""
_NAMED = ("cast", "place", "prop", "voice", "scene", "shot", "choice")
_PLURALS = {"claims": "claim", "beats": "beat", "marks": "mark", "picks": "pick", "from_": "from", "with_": "with"}


@dataclass(slots=True)
class Spans:
    """Where all was written. Owners: the film's id, `s10`, `s10.2`, `cast ANRI`, `place street`, `prop x`, `voice x`."""

    table: dict[tuple[str, str, int], Span] = field(default_factory=dict)
    film: str = ""

    def of(self, owner: str, fact: str = "", index: int = 0) -> Span | None:
        """The span of a fact's line; of the owner's id in its head when no fact is named.

        Facts go by their fact word, the n-th of that word by its index. Besides, `beat` counts actions and speeches together, as
        `Shot.beats` does, and `claim` counts `expect` and `prefer`; `length`, `place` and `hour` are words of the head.
        """
        return self.table.get((owner, _PLURALS.get(fact, fact), index))

    def near(self, owner: str, fact: str = "", index: int = 0) -> Span | None:
        """The same, or the owner's own span where that fact was not written."""
        return self.of(owner, fact, index) or self.of(owner) or self.of(self.film)

    def put(self, owner: str, fact: str, span: Span) -> None:
        """Add the next span of a fact."""
        index = 0
        while (owner, fact, index) in self.table:
            index += 1
        self.table[owner, fact, index] = span


@dataclass(frozen=True, slots=True)
class Resolved:
    """A film and the addresses of its words."""

    film: model.Film
    spans: Spans


def resolve(loaded: Loaded) -> tuple[Resolved | None, list[Diagnostic]]:
    """Bind names and values; None with at least one error, each located.

    A root that declares cast, places, props and voices and nothing else is there to be used by films: it is checked for what it
    says, and gives None without an error.
    """
    return _Resolver(loaded).run()


class _Bad(Exception):
    """A word that has no meaning where it stands; the fact is left out and reading goes on."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Resolver:
    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.diagnostics: list[Diagnostic] = []
        self.spans = Spans()
        self.declared: dict[str, dict[str, Span]] = {
            kind: {} for kind in ("cast", "place", "prop", "voice", "scene", "shot", "choice")
        }
        self.rate = Fraction(24)
        self.wanted: list[tuple[str, Word]] = []

    def run(self) -> tuple[Resolved | None, list[Diagnostic]]:
        stanzas = list(self.loaded.stanzas())
        shelf = all(stanza.kind in ("cast", "place", "prop", "voice") for _, stanza in stanzas) and bool(stanzas)
        film = None if shelf else self.find_film(stanzas)
        for _, stanza in stanzas:
            if stanza.kind in self.declared:
                self.declare(stanza)
        if film:
            self.find_rate(film)
        made: dict[str, list[Any]] = {"cast": [], "place": [], "prop": [], "voice": []}
        scenes: list[tuple[Stanza, dict[str, Any], list[model.Shot], list[model.Choice]]] = []
        current: dict[int, int] = {}
        for file, stanza in stanzas:
            if stanza.kind == "scene":
                current[id(file)] = len(scenes)
                scenes.append((stanza, self.scene(stanza), [], []))
            elif stanza.kind in ("shot", "choice"):
                value = self.shot(stanza) if stanza.kind == "shot" else self.choice(stanza)
                place = self.under(file, stanza, current, scenes)
                if place is not None and value is not None:
                    scenes[place][2 if stanza.kind == "shot" else 3].append(value)
            elif stanza.kind in made:
                value = getattr(self, stanza.kind)(stanza)
                if value is not None:
                    made[stanza.kind].append(value)
        facts = self.film(film) if film else {}
        if not shelf:
            self.bind()
        if film and not self.diagnostics and not any(shots for _, _, shots, _ in scenes):
            self.error(
                "E0212", film.args[0].span, f"film `{film.args[0].text}` has no shots", help="put a scene and a shot under it"
            )
        self.circles([shot for _, _, shots, _ in scenes for shot in shots])
        if self.diagnostics:
            order = {path: number for number, path in enumerate(map(str, self.loaded.paths))}
            self.diagnostics.sort(key=lambda d: (order.get(d.span.source.name, 0), d.span.start) if d.span else (-1, 0))
            return None, self.diagnostics
        if shelf:
            return None, []
        built = tuple(model.Scene(**head, shots=tuple(shots), choices=tuple(choices)) for _, head, shots, choices in scenes)
        result = model.Film(
            **facts,
            cast=tuple(made["cast"]),
            places=tuple(made["place"]),
            props=tuple(made["prop"]),
            voices=tuple(made["voice"]),
            scenes=built,
        )
        return Resolved(result, self.spans), []

    # --- reports --------------------------------------------------------------------------------------------------

    def error(self, code: str, span: Span | None, message: str, **more: Any) -> None:
        self.diagnostics.append(Diagnostic.at(code, span, message, **more))

    def bad(self, code: str, span: Span, message: str, **more: Any) -> _Bad:
        return _Bad(Diagnostic.at(code, span, message, **more))

    # --- names ----------------------------------------------------------------------------------------------------

    def find_film(self, stanzas: list[tuple[File, Stanza]]) -> Stanza | None:
        films = [stanza for _, stanza in stanzas if stanza.kind == "film"]
        for other in films[1:]:
            self.error(
                "E0210",
                other.args[0].span,
                "a project is one film",
                also=(Label(films[0].args[0].span, "the first is here"),),
                help="take one of the two away",
            )
        if not films:
            root = self.loaded.root.span
            where = root.source.span(root.start, root.start + len("screenc"))
            self.error("E0211", where, "there is no film here", help="say `film` and an id")
            return None
        self.spans.film = films[0].args[0].text
        return films[0]

    def declare(self, stanza: Stanza) -> None:
        kind, word = stanza.kind, stanza.args[0]
        first = self.declared[kind].get(word.text)
        if first:
            self.error(
                "E0207",
                word.span,
                f"{kind} `{word.text}` is declared twice",
                also=(Label(first, "first here"),),
                help="rename one of the two, or take it away",
            )
            return
        self.declared[kind][word.text] = word.span
        owner = word.text if kind in ("scene", "shot", "choice") else f"{kind} {word.text}"
        self.spans.put(owner, "", word.span)

    def name(self, kind: str, word: Word) -> str:
        """A name that is to be bound when all are known."""
        self.wanted.append((kind, word))
        return word.text

    def bind(self) -> None:
        """Say each name that is declared nowhere once, at its first use."""
        unknown: dict[tuple[str, str], list[Word]] = {}
        for kind, word in self.wanted:
            if word.text not in self.declared[kind] and not (kind == "prop" and word.text == "nothing"):
                unknown.setdefault((kind, word.text), []).append(word)
        codes = {"cast": "E0201", "place": "E0202", "prop": "E0203", "voice": "E0204", "scene": "E0205", "shot": "E0206"}
        for (kind, name), words in unknown.items():
            meant = near(name, self.declared[kind])
            help = f"did you mean `{meant}`?" if meant else None if kind in ("scene", "shot") else f"declare it: `{kind} {name}`"
            fix = Fix(tuple(Edit(word.span, meant) for word in words), "likely") if meant else None
            more = (f"named in {len(words)} places",) if len(words) > 1 else ()
            self.error(codes[kind], words[0].span, f"there is no {kind} `{name}`", help=help, notes=more, fix=fix)

    def under(self, file: File, stanza: Stanza, current: dict[int, int], scenes: list) -> int | None:
        """The index of the scene that a shot or choice belongs to: the one above it, which its id must name."""
        word = stanza.args[0]
        said = word.text.partition(".")[0]
        if id(file) not in current:
            self.error(
                "E0208", word.span, f"{stanza.kind} `{word.text}` stands under no scene", help=f"put it under `scene {said} ...`"
            )
            return None
        head = scenes[current[id(file)]][0].args[0]
        if said != head.text:
            self.error(
                "E0209",
                word.span,
                f"{stanza.kind} `{word.text}` stands under scene `{head.text}`",
                also=(Label(head.span, "this scene"),),
                help=f"move it under `scene {said}`"
                if said in self.declared["scene"]
                else f"call it `{head.text}.{word.text.partition('.')[2]}`",
            )
            return None
        return current[id(file)]

    def circles(self, shots: list[model.Shot]) -> None:
        continues = {shot.id: shot.from_ for shot in shots if shot.from_}
        for start in continues:
            seen, at = [start], continues[start]
            while at in continues and at not in seen:
                seen.append(at)
                at = continues[at]
            if at == start and start == min(seen):
                chain = " -> ".join([*seen, start])
                self.error(
                    "E0213",
                    self.spans.of(start, "from"),
                    f"`{start}` continues from itself",
                    notes=(chain,) if len(seen) > 1 else (),
                    help="continue from a shot that needs nothing of this one",
                )

    # --- values ---------------------------------------------------------------------------------------------------

    def quantity(
        self,
        word: Word,
        what: str,
        units: tuple[str, ...],
        least: Fraction | int | None = None,
        most: Fraction | int | None = None,
    ) -> Fraction:
        """The number of a word in the first of its units; times come in seconds."""
        value = Quantity.read(word.text)
        if value.unit not in units:
            want = " or ".join(u or "no unit" for u in units)
            if not value.unit:
                fix = Fix((Edit(Span(word.span.source, word.span.end, word.span.end), units[0]),), "likely")
                raise self.bad(
                    "E0303", word.span, f"{what} {word.text} has no unit", help=f"write `{word.text}{units[0]}`", fix=fix
                )
            raise self.bad(
                "E0302",
                word.span,
                f"{what} is not counted in {value.unit}",
                help=f"give it in {want}" if units[0] else "give a bare number",
            )
        number = value.seconds(self.rate) if units[0] == "s" else value.value
        if (least is not None and number < least) or (most is not None and number > most):
            low, high = (f"{plain(Fraction(v))}{units[0]}" if v is not None else "" for v in (least, most))
            bounds = f"from {low} to {high}" if low and high else f"at least {low}"
            raise self.bad(
                "E0304",
                word.span,
                f"{what} `{word.text}` is out of range",
                help=f"it goes {bounds}" if high else f"it is {bounds}",
            )
        return number

    def time(self, word: Word, what: str, least: Fraction = Fraction(1, 1000), most: Fraction = Fraction(36000)) -> Fraction:
        return self.quantity(word, what, ("s", "f", "ms"), least, most)

    def whole(self, word: Word, what: str) -> int:
        number = self.quantity(word, what, ("",), 0, 2**63 - 1)
        if number.denominator != 1:
            raise self.bad("E0304", word.span, f"{what} `{word.text}` is not a whole number", help="write a whole number")
        return int(number)

    def one_of(self, word: Word, what: str, known: tuple[str, ...]) -> Any:
        if word.text in known:
            return word.text
        meant = near(word.text, known)
        raise self.bad(
            "E0301",
            word.span,
            f"there is no {what} `{word.text}`",
            help=f"did you mean `{meant}`?" if meant else "known are " + ", ".join(known),
            fix=Fix((Edit(word.span, meant),), "safe") if meant else None,
        )

    def facts(self, owner: str, stanza: Stanza, many: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The facts of a stanza by model field, through the method named for each fact word; claims under `claims`."""
        first: dict[str, Fact] = {}
        out: dict[str, Any] = {}
        for fact in stanza.facts:
            key = "claim" if fact.key in ("expect", "prefer") else fact.key
            if key in first and fact.key not in MANY and key not in many:
                self.error(
                    "E0305",
                    fact.span,
                    f"`{fact.key}` is said twice",
                    also=(Label(first[key].span, "first here"),),
                    help="keep one of the two",
                )
                continue
            first.setdefault(key, fact)
            if key not in ("action", "speech"):  # these by `beats`, where lines that go on are joined
                self.spans.put(owner, fact.key, fact.span)
                if key == "claim":
                    self.spans.put(owner, key, fact.span)
            try:
                _FACTS.get((stanza.kind, key), _TEXT)(self, fact, out)
            except _Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        return out

    # --- stanzas --------------------------------------------------------------------------------------------------

    def find_rate(self, stanza: Stanza) -> None:
        """The rate comes first, since frames are counted by it wherever they are written."""
        for fact in stanza.facts:
            if fact.key == "rate":
                value = Quantity.read(fact.args[0].text)
                if value.unit == "fps" and 1 <= value.value <= 240:
                    self.rate = _exact_rate(value.value)
                return

    def film(self, stanza: Stanza) -> dict[str, Any]:
        word = stanza.args[0]
        self.spans.put(word.text, "", word.span)
        return {"id": word.text, **self.facts(word.text, stanza)}

    def cast(self, stanza: Stanza) -> model.Cast:
        return model.Cast(id=stanza.args[0].text, **self.facts(f"cast {stanza.args[0].text}", stanza))

    def place(self, stanza: Stanza) -> model.Place:
        return model.Place(id=stanza.args[0].text, **self.facts(f"place {stanza.args[0].text}", stanza))

    def prop(self, stanza: Stanza) -> model.Prop:
        return model.Prop(id=stanza.args[0].text, **self.facts(f"prop {stanza.args[0].text}", stanza))

    def voice(self, stanza: Stanza) -> model.Voice:
        return model.Voice(id=stanza.args[0].text, **self.facts(f"voice {stanza.args[0].text}", stanza))

    def scene(self, stanza: Stanza) -> dict[str, Any]:
        words = stanza.args
        owner = words[0].text
        for fact, word in zip(("setting", "place", "hour"), words[1:], strict=False):
            self.spans.put(owner, fact, word.span)
        out = {"id": owner, "setting": words[1].text, "place": self.name("place", words[2])}
        if len(words) > 3:
            try:
                out["hour"] = self.one_of(words[3], "hour", model.HOURS)
            except _Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        return {**out, **self.facts(owner, stanza)}

    def shot(self, stanza: Stanza) -> model.Shot | None:
        owner, length = stanza.args[0].text, stanza.args[1]
        self.spans.put(owner, "length", length.span)
        before = len(self.diagnostics)
        out: dict[str, Any] = {"id": owner}
        if length.kind == "QUANTITY":
            try:
                out["length"] = self.time(length, "a shot's length", least=1 / self.rate, most=Fraction(3600))
            except _Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        facts = self.facts(owner, stanza, frozenset({"sound"}))
        beats = self.beats(owner, stanza)
        if not beats and length.kind == "AUTO":
            self.error(
                "E0311",
                length.span,
                f"`{owner}` takes its length from its beats, and has none",
                help="give it an action or a line, or a length such as `4s`",
            )
        if len(self.diagnostics) > before:
            # a shot with errors still has a name and a `from`, so that nothing else is blamed for them
            return model.Shot(id=owner, from_=facts.get("from_"))
        return model.Shot(**out, **facts, beats=beats)

    def beats(self, owner: str, stanza: Stanza) -> tuple[model.Action | model.Speech, ...]:
        """Actions and speeches in order, pinned by the `at` above them; a speech that goes on is joined to its beginning."""
        beats: list[model.Action | model.Speech] = []
        pin: Fact | None = None
        for fact in stanza.facts:
            if fact.key == "at":
                if pin:
                    self.error(
                        "E0308",
                        pin.span,
                        "this pins nothing: another `at` follows",
                        help="put it right before an action or a line",
                    )
                pin = fact
                continue
            if fact.key not in ("action", "speech"):
                continue
            at = None
            if pin:
                try:
                    at = self.time(pin.args[0], "a time", least=Fraction(0))
                except _Bad as bad:
                    self.diagnostics.append(bad.diagnostic)
            if fact.key == "action":
                beats.append(model.Action(text=fact.args[0].text, at=at))
            else:
                who = self.name("cast", fact.args[0])
                how = fact.args[1].text[1:-1].strip() if len(fact.args) == 3 else None
                text = fact.args[-1].text
                before = beats[-1] if beats else None
                if isinstance(before, model.Speech) and before.who == who and not how and pin is None:
                    beats[-1] = before.model_copy(update={"text": join(before.text, text)})
                    continue
                beats.append(model.Speech(who=who, how=how or None, text=text, at=at))
            self.spans.put(owner, "beat", fact.span)
            self.spans.put(owner, fact.key, fact.span)
            pin = None
        if pin:
            self.error(
                "E0308", pin.span, "this pins nothing: no action or line follows", help="put it right before an action or a line"
            )
        return tuple(beats)

    def choice(self, stanza: Stanza) -> model.Choice:
        owner = stanza.args[0].text
        out = self.facts(owner, stanza)
        if "ask" not in out:
            self.error("E0306", stanza.args[0].span, f"choice `{owner}` asks nothing", help="say `ask` and the question")
        return model.Choice(id=owner, **out)


def _exact_rate(value: Fraction) -> Fraction:
    """The broadcast rates are written in decimals but are ratios (SMPTE ST 12-1): 23.976 is 24000/1001."""
    for base in (24, 30, 48, 60, 120):
        exact = Fraction(base * 1000, 1001)
        if abs(value - exact) < Fraction(1, 100) and value != base:
            return exact
    return value


# --- facts: how each is read into its field ---------------------------------------------------------------------------


def _TEXT(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out[fact.key] = fact.args[0].text


def _text_list(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out[fact.key] = (*out.get(fact.key, ()), fact.args[0].text)


def _claim(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    said = {word.kind: word for word in fact.args[1:]}
    op = said.get("OP")
    who = r.name("cast", said["CAST"]) if "CAST" in said else None
    claim = model.Claim(
        force=fact.key, check=fact.args[0].text, subject=who, op=op.text if op else None, value=fact.args[-1].text if op else None
    )
    out["claims"] = (*out.get("claims", ()), claim)


def _frame(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
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


def _rate(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["rate"] = _exact_rate(r.quantity(fact.args[0], "a rate", ("fps",), 1, 240))


def _film_length(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    least, most = (r.time(word, "a length") for word in (fact.args[0], fact.args[-1]))
    if least > most:
        raise r.bad(
            "E0312",
            Span(fact.span.source, fact.args[0].span.start, fact.args[-1].span.end),
            "the range ends before it begins",
            help=f"write `{fact.args[-1].text}..{fact.args[0].text}`",
        )
    out["length"] = model.Bounds(least=least, most=most)


def _budget(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["budget"] = Fraction(fact.args[0].text[1:])


def _seed(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["seed"] = r.whole(fact.args[0], "a seed")
    if len(fact.args) > 1:
        out["motion_seed"] = r.whole(fact.args[1], "a seed")


def _height(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["height"] = r.quantity(fact.args[0], "a height", ("cm",), 30, 300)


def _tint(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["tint"] = fact.args[0].text.lower()


def _speed(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["speed"] = r.quantity(fact.args[0], "a speed", ("x",), Fraction(1, 4), 4)


def _pitch(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["pitch"] = r.quantity(fact.args[0], "a pitch", ("st",), -24, 24)


def _bound(kind: str, field_: str | None = None):
    def read(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
        out[field_ or fact.key] = r.name(kind, fact.args[0])

    return read


def _word(what: str, known: tuple[str, ...]):
    def read(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
        out[fact.key] = r.one_of(fact.args[0], what, known)

    return read


def _people(r: _Resolver, words: tuple[Word, ...]) -> tuple[str, ...]:
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


def _with(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["with_"] = _people(r, fact.args)


def _axis(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["axis"] = _people(r, fact.args)


def _light(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
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


def _framing(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    size = r.one_of(fact.args[0], "framing", model.SIZES)
    things = [w for w in fact.args[1:] if w.kind == "ID"]
    if things and size != "insert":
        raise r.bad("E0313", things[0].span, f"`{size}` frames people", help="a prop is framed by `insert`")
    out["framing"] = model.Framing(size=size, subjects=_people(r, fact.args[1:]))
    if (size == "over-shoulder" and len(fact.args) == 2) or (size == "two-shot" and len(fact.args) == 2):
        raise r.bad("E0313", fact.args[0].span, f"`{size}` takes two people", help=f"write `{size} {fact.args[1].text} NAME`")


def _camera(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
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


def _mark(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
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


def once(r: _Resolver, who: Word, before: tuple[Any, ...], message: str) -> None:
    if any(b.who == who.text for b in before):
        raise r.bad("E0305", who.span, f"`{who.text}` {message}", help="keep one of the two")


def _passage(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    side = r.one_of(fact.args[1], "side of the frame", ("left", "right")) if len(fact.args) > 1 else None
    once(r, fact.args[0], out.get(fact.key, ()), f"{fact.key} once in a shot")
    out[fact.key] = (*out.get(fact.key, ()), model.Passage(who=r.name("cast", fact.args[0]), side=side))


def _wears(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    once(r, fact.args[0], out.get("wears", ()), "wears one thing in a shot")
    out["wears"] = (*out.get("wears", ()), model.Wears(who=r.name("cast", fact.args[0]), what=fact.args[1].text))


def _holds(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["holds"] = (*out.get("holds", ()), model.Holds(who=r.name("cast", fact.args[0]), prop=r.name("prop", fact.args[1])))


def _beat(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    """Beats are read together, by `beats`."""


def _lens(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["lens"] = r.quantity(fact.args[0], "a lens", ("mm",), 8, 800)


def _cut(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
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


def _tune(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    backend, key, value = fact.args
    if any((t.backend, t.key) == (backend.text, key.text) for t in out.get("tune", ())):
        raise r.bad("E0305", key.span, f"`{key.text}` is tuned twice", help="keep one of the two")
    out["tune"] = (*out.get("tune", ()), model.Tune(backend=backend.text, key=key.text, value=value.text))


def _waive(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    code, until, why = fact.args
    try:
        date.fromisoformat(until.text)
    except ValueError:
        raise r.bad(
            "E0307", until.span, f"`{until.text}` is not a day of the calendar", help="write year-month-day, as `2027-01-01`"
        ) from None
    out["waive"] = (*out.get("waive", ()), model.Waive(code=code.text, until=until.text, why=why.text))


def _pick(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["picks"] = (*out.get("picks", ()), model.Pick(scene=r.name("scene", fact.args[0]), words=fact.args[1].text))


def _timeout(r: _Resolver, fact: Fact, out: dict[str, Any]) -> None:
    out["timeout"] = r.time(fact.args[0], "a timeout")


_FACTS = {
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
