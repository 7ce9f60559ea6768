"""The tree becomes the film: names are bound, values get their units, and each address goes into a table beside the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from screenc.film import model
from screenc.film.facts import reader
from screenc.film.joining import join
from screenc.film.quantity import Quantity
from screenc.film.values import Bad, Values, exact_rate
from screenc.lang.load import Loaded
from screenc.lang.near import near
from screenc.lang.tree import Fact, File, Stanza, Word
from screenc.text import Diagnostic, Edit, Fix, Label, Span

MANY = {"aka", "mark", "enters", "exits", "wears", "holds", "action", "speech", "at", "text", "tune", "waive", "pick", "claim"}
"""Facts that may stand more than once; `sound` may in a shot only, where sounds are heard together."""
_NAMED = ("cast", "place", "prop", "voice", "scene", "shot", "choice")
MOST_GUESSES = 50
"""Past so many unknown names somebody has left a file out, and comparing all with all would take long."""
_PLURALS = {"claims": "claim", "beats": "beat", "marks": "mark", "picks": "pick", "from_": "from", "with_": "with"}


@dataclass(slots=True)
class Spans:
    """Where all was written. Owners: the film's id, `s10`, `s10.2`, `cast ANRI`, `place street`, `prop x`, `voice x`."""

    table: dict[tuple[str, str, int], Span] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
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
        index = self.counts.get((owner, fact), 0)
        self.counts[owner, fact] = index + 1
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


class _Resolver(Values):
    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self.loaded = loaded
        self.diagnostics: list[Diagnostic] = []
        self.spans = Spans()
        self.declared: dict[str, dict[str, Span]] = {
            kind: {} for kind in ("cast", "place", "prop", "voice", "scene", "shot", "choice")
        }

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
            self.diagnostics.sort(
                key=lambda d: (order.get(d.span.source.name, 0), d.span.line, d.span.column) if d.span else (-1, 0, 0)
            )
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

    def bind(self) -> None:
        """Say each name that is declared nowhere once, at its first use."""
        unknown: dict[tuple[str, str], list[Word]] = {}
        for kind, word in self.wanted:
            if word.text not in self.declared[kind] and not (kind == "prop" and word.text == "nothing"):
                unknown.setdefault((kind, word.text), []).append(word)
        codes = {"cast": "E0201", "place": "E0202", "prop": "E0203", "voice": "E0204", "scene": "E0205", "shot": "E0206"}
        for number, ((kind, name), words) in enumerate(unknown.items()):
            meant = near(name, self.declared[kind]) if number < MOST_GUESSES else None
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
        """A chain of `from` that comes back to where it has been is told once, at the first of its shots."""
        continues = {shot.id: shot.from_ for shot in shots if shot.from_}
        walked: set[str] = set()
        for start in continues:
            chain: dict[str, None] = {}
            at: str | None = start
            while at in continues and at not in walked and at not in chain:
                chain[at] = None
                at = continues[at]
            walked.update(chain)
            if at not in chain:
                continue
            circle = list(chain)[list(chain).index(at) :]
            first = next(shot.id for shot in shots if shot.id in circle)
            notes = (" -> ".join([*circle, at]),) if len(circle) > 1 else ()
            help = "continue from a shot that needs nothing of this one"
            self.error("E0213", self.spans.of(first, "from"), f"`{first}` continues from itself", notes=notes, help=help)

    def facts(self, owner: str, stanza: Stanza, many: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The facts of a stanza by model field, through the method named for each fact word; claims under `claims`."""
        first: dict[str, Fact] = {}
        out: dict[str, Any] = {}
        for fact in stanza.facts:
            key = "claim" if fact.key in ("expect", "prefer") else fact.key
            if key in first and key not in MANY and key not in many:
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
                reader(stanza.kind, key)(self, fact, out)
            except Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        return out

    # --- stanzas --------------------------------------------------------------------------------------------------

    def find_rate(self, stanza: Stanza) -> None:
        """The rate comes first, since frames are counted by it wherever they are written."""
        for fact in stanza.facts:
            if fact.key == "rate":
                value = Quantity.read(fact.args[0].text)
                if value.unit == "fps" and 1 <= value.value <= 240:
                    self.rate = exact_rate(value.value)
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
            except Bad as bad:
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
            except Bad as bad:
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
                except Bad as bad:
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
