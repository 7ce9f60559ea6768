"""The tree becomes the film: names are bound, values get their units, and each address goes into a table beside the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from screenc.film import model
from screenc.film.quantity import Quantity
from screenc.film.strip import SHELVED, Places, Reader, Strip, strips
from screenc.film.values import exact_rate
from screenc.lang.load import Loaded
from screenc.lang.near import near
from screenc.lang.tree import File, Stanza, Word
from screenc.text import Diagnostic, Edit, Fix, Label, Span

MOST_GUESSES = 50
"""Past so many unknown names somebody has left a file out, and comparing all with all would take long."""
_PLURALS = {"claims": "claim", "beats": "beat", "marks": "mark", "picks": "pick", "from_": "from", "with_": "with"}


@dataclass(slots=True)
class Spans:
    """Where all was written. Owners: the film's id, `s10`, `s10.2`, `cast ANRI`, `place street`, `prop x`, `voice x`."""

    places: Places = field(default_factory=dict)
    film: str = ""

    def of(self, owner: str, fact: str = "", index: int = 0) -> Span | None:
        """The span of a fact's line; of the owner's id in its head when no fact is named.

        Facts go by their fact word, the n-th of that word by its index. Besides, `beat` counts actions and speeches together, as
        `Shot.beats` does, and `claim` counts `expect` and `prefer`; `length`, `place` and `hour` are words of the head.
        """
        places = self.places.get(owner)
        return places.get((_PLURALS.get(fact, fact), index)) if places else None

    def near(self, owner: str, fact: str = "", index: int = 0) -> Span | None:
        """The same, or the owner's own span where that fact was not written."""
        return self.of(owner, fact, index) or self.of(owner) or self.of(self.film)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A film and the addresses of its words."""

    film: model.Film
    spans: Spans


Board = dict[tuple[Any, ...], Strip]
"""Strips read before, by the rate and the identity of their stanzas."""


def resolve(loaded: Loaded, board: Board | None = None) -> tuple[Resolved | None, list[Diagnostic]]:
    """Bind names and values; None with at least one error, each located.

    A root that declares cast, places, props and voices and nothing else is there to be used by films: it is checked for what it
    says, and gives None without an error. Strips found on `board` are not read again, and it is left with those of this film.
    """
    return _Resolver(loaded, {} if board is None else board).run()


class _Resolver:
    def __init__(self, loaded: Loaded, board: Board) -> None:
        self.loaded = loaded
        self.board = board
        self.diagnostics: list[Diagnostic] = []
        self.spans = Spans()
        self.declared: dict[str, dict[str, Span]] = {
            kind: {} for kind in ("cast", "place", "prop", "voice", "scene", "shot", "choice")
        }

    def run(self) -> tuple[Resolved | None, list[Diagnostic]]:
        runs = list(strips(self.loaded))
        films = [stanza for _, stanza in self.loaded.stanzas() if stanza.kind == "film"]
        shelf = not films and bool(runs) and all(stanza.kind in SHELVED for _, run in runs for stanza in run)
        film = None if shelf else self.find_film(films)
        rate = find_rate(film) if film else Fraction(24)
        read = [(file, self.strip(run, rate)) for file, run in runs]
        self.board.clear()
        self.board.update({_key(strip.stanzas, rate): strip for _, strip in read})
        for _, strip in read:
            for kind, word, _ in strip.declared:
                self.declare(kind, word)
        built, shots = self.scenes(read)
        about = Reader((film,) if film else (), rate)
        facts = {"id": self.spans.film, **about.facts(self.spans.film, film)} if film else {}
        self.diagnostics += about.diagnostics
        for _, strip in reversed(read):  # of two that say the same name, the first is meant
            self.spans.places.update(strip.places)
        if film:
            own = {("", 0): film.args[0].span, **about.strip.places.get(self.spans.film, {})}
            self.spans.places[self.spans.film] = {**own, **self.spans.places.get(self.spans.film, {})}
        if not shelf:
            self.bind([strip.wanted for _, strip in read], about.wanted)
        if film and not self.diagnostics and not shots:
            self.error(
                "E0212", film.args[0].span, f"film `{film.args[0].text}` has no shots", help="put a scene and a shot under it"
            )
        self.circles(shots)
        if self.diagnostics:
            order = {path: number for number, path in enumerate(map(str, self.loaded.paths))}
            self.diagnostics.sort(
                key=lambda d: (order.get(d.span.source.name, 0), d.span.line, d.span.column) if d.span else (-1, 0, 0)
            )
            return None, self.diagnostics
        if shelf:
            return None, []
        shelved = [pair for _, strip in read for pair in strip.shelf]
        cast, places, props, voices = (tuple(value for kind, value in shelved if kind == want) for want in SHELVED)
        result = model.Film(**facts, cast=cast, places=places, props=props, voices=voices, scenes=tuple(built))
        return Resolved(result, self.spans), []

    def strip(self, run: tuple[Stanza, ...], rate: Fraction) -> Strip:
        return self.board.get(_key(run, rate)) or Reader(run, rate).read()

    def scenes(self, read: list[tuple[File, Strip]]) -> tuple[list[model.Scene], list[model.Shot]]:
        """The scenes in order, and every shot that stands under one: the one above it in its file, which its id must name."""
        scenes: list[tuple[Strip, list[model.Shot], list[model.Choice]]] = []
        current: dict[int, int] = {}
        whole: dict[int, bool] = {}
        for file, strip in read:
            self.diagnostics += strip.diagnostics
            if strip.head:
                current[id(file)] = len(scenes)
                whole[len(scenes)] = strip.whole is not None
                if strip.whole:
                    scenes.append((strip, list(strip.whole.shots), list(strip.whole.choices)))
                    continue
                scenes.append((strip, [], []))
            for kind, below, n in (("shot", strip.shots, 1), ("choice", strip.choices, 2)):
                for stanza, value in below:
                    place = self.under(kind, stanza.args[0], current.get(id(file)), scenes)
                    if place is not None:
                        scenes[place][n].append(value)
                        whole[place] = False
        built = []
        for n, (strip, shots, choices) in enumerate(scenes):
            if whole[n]:
                built.append(strip.whole)
            elif not self.diagnostics:
                built.append(model.Scene(**strip.head[1], shots=tuple(shots), choices=tuple(choices)))
        return built, [shot for _, shots, _ in scenes for shot in shots]

    # --- reports --------------------------------------------------------------------------------------------------

    def error(self, code: str, span: Span | None, message: str, **more: Any) -> None:
        self.diagnostics.append(Diagnostic.at(code, span, message, **more))

    # --- names ----------------------------------------------------------------------------------------------------

    def find_film(self, films: list[Stanza]) -> Stanza | None:
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

    def declare(self, kind: str, word: Word) -> None:
        first = self.declared[kind].setdefault(word.text, word.span)
        if first is not word.span:
            self.error(
                "E0207",
                word.span,
                f"{kind} `{word.text}` is declared twice",
                also=(Label(first, "first here"),),
                help="rename one of the two, or take it away",
            )

    def bind(self, wanted: list[dict[tuple[str, str], list[Word]]], more: list[tuple[str, Word]]) -> None:
        """Say each name that is declared nowhere once, at its first use."""
        unknown: dict[tuple[str, str], list[Word]] = {}
        about: dict[tuple[str, str], list[Word]] = {}
        for kind, word in more:
            about.setdefault((kind, word.text), []).append(word)
        for names in (*wanted, about):
            for (kind, name), words in names.items():
                if name not in self.declared[kind] and not (kind == "prop" and name == "nothing"):
                    unknown.setdefault((kind, name), []).extend(words)
        codes = {"cast": "E0201", "place": "E0202", "prop": "E0203", "voice": "E0204", "scene": "E0205", "shot": "E0206"}
        for number, ((kind, name), words) in enumerate(unknown.items()):
            meant = near(name, self.declared[kind]) if number < MOST_GUESSES else None
            help = f"did you mean `{meant}`?" if meant else None if kind in ("scene", "shot") else f"declare it: `{kind} {name}`"
            fix = Fix(tuple(Edit(word.span, meant) for word in words), "likely") if meant else None
            more_notes = (f"named in {len(words)} places",) if len(words) > 1 else ()
            self.error(codes[kind], words[0].span, f"there is no {kind} `{name}`", help=help, notes=more_notes, fix=fix)

    def under(self, kind: str, word: Word, place: int | None, scenes: list) -> int | None:
        said = word.text.partition(".")[0]
        if place is None:
            self.error("E0208", word.span, f"{kind} `{word.text}` stands under no scene", help=f"put it under `scene {said} ...`")
            return None
        head = scenes[place][0].head[0].args[0]
        if said != head.text:
            self.error(
                "E0209",
                word.span,
                f"{kind} `{word.text}` stands under scene `{head.text}`",
                also=(Label(head.span, "this scene"),),
                help=f"move it under `scene {said}`"
                if said in self.declared["scene"]
                else f"call it `{head.text}.{word.text.partition('.')[2]}`",
            )
            return None
        return place

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


def _key(run: tuple[Stanza, ...], rate: Fraction) -> tuple[Any, ...]:
    return (rate, *map(id, run))


def find_rate(stanza: Stanza) -> Fraction:
    """The rate comes first, since frames are counted by it wherever they are written."""
    for fact in stanza.facts:
        if fact.key == "rate":
            value = Quantity.read(fact.args[0].text)
            return exact_rate(value.value) if value.unit == "fps" and 1 <= value.value <= 240 else Fraction(24)
    return Fraction(24)
