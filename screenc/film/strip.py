"""A strip of the strip board: one scene and its shots, read by themselves, so that an edit elsewhere leaves them as they are.

What stands before a file's first scene is a strip too, without a scene. Names are bound only when all strips are together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from screenc.film import model
from screenc.film.facts import reader
from screenc.film.joining import join
from screenc.film.values import Bad, Values
from screenc.lang.load import Loaded
from screenc.lang.tree import Fact, File, Stanza, Word
from screenc.text import Diagnostic, Label, Span

MANY = {"aka", "mark", "enters", "exits", "wears", "holds", "action", "speech", "at", "text", "tune", "waive", "pick", "claim"}
"""Facts that may stand more than once; `sound` may in a shot only, where sounds are heard together."""
NAMED = ("cast", "place", "prop", "voice", "scene", "shot", "choice")
SHELVED = ("cast", "place", "prop", "voice")

Places = dict[str, dict[tuple[str, int], Span]]
"""For each owner, the span of each (fact word, which of that word); the empty word is the owner's own id."""


@dataclass(slots=True, eq=False)
class Strip:
    """What a run of stanzas says. It does not change: the board copies what it binds."""

    stanzas: tuple[Stanza, ...]
    declared: list[tuple[str, Word, str]] = field(default_factory=list)
    """Kind, name and owner of each stanza that has a name, in order."""
    shelf: list[tuple[str, Any]] = field(default_factory=list)
    """Cast, places, props and voices, each with its kind."""
    head: tuple[Stanza, dict[str, Any]] | None = None
    shots: list[tuple[Stanza, model.Shot]] = field(default_factory=list)
    choices: list[tuple[Stanza, model.Choice]] = field(default_factory=list)
    wanted: dict[tuple[str, str], list[Word]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    whole: model.Scene | None = None
    """The scene, where all of it stands in this strip and under its own head."""


def strips(loaded: Loaded) -> Iterator[tuple[File, tuple[Stanza, ...]]]:
    """The stanzas of a film but `film`, in runs of one file that begin at each scene."""
    run: list[Stanza] = []
    of: File | None = None
    for file, stanza in loaded.stanzas():
        if run and (stanza.kind == "scene" or file is not of):
            yield of, tuple(run)
            run = []
        of = file
        if stanza.kind != "film":
            run.append(stanza)
    if run:
        yield of, tuple(run)


class Reader(Values):
    """Reads stanzas into one strip; frames are counted at `rate`."""

    def __init__(self, stanzas: tuple[Stanza, ...], rate: Fraction) -> None:
        super().__init__()
        self.rate = rate
        self.strip = Strip(stanzas)
        self.diagnostics = self.strip.diagnostics

    def read(self) -> Strip:
        strip = self.strip
        for stanza in strip.stanzas:
            kind = stanza.kind
            if kind not in NAMED:
                continue
            word = stanza.args[0]
            owner = word.text if kind in ("scene", "shot", "choice") else f"{kind} {word.text}"
            strip.declared.append((kind, word, owner))
            strip.places.setdefault(owner, {}).setdefault(("", 0), word.span)
            if kind == "scene":
                strip.head = (stanza, self.scene(stanza))
            elif kind == "shot":
                strip.shots.append((stanza, self.shot(stanza)))
            elif kind == "choice":
                strip.choices.append((stanza, self.choice(stanza)))
            else:
                strip.shelf.append((kind, _SHELF[kind](id=word.text, **self.facts(owner, stanza))))
        for kind, word in self.wanted:
            strip.wanted.setdefault((kind, word.text), []).append(word)
        if strip.head and not strip.diagnostics and all(_under(stanza, strip.head[0]) for stanza, _ in self.below()):
            shots, choices = (tuple(value for _, value in below) for below in (strip.shots, strip.choices))
            strip.whole = model.Scene(**strip.head[1], shots=shots, choices=choices)
        return strip

    def below(self) -> list[tuple[Stanza, Any]]:
        return [*self.strip.shots, *self.strip.choices]

    def error(self, code: str, span: Span | None, message: str, **more: Any) -> None:
        self.diagnostics.append(Diagnostic.at(code, span, message, **more))

    def put(self, owner: str, fact: str, span: Span) -> None:
        """Keep the next span of a fact."""
        places = self.strip.places.setdefault(owner, {})
        index = 0
        while (fact, index) in places:
            index += 1
        places[fact, index] = span

    def facts(self, owner: str, stanza: Stanza, many: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The facts of a stanza by model field, each through its row in `film.facts`; claims under `claims`."""
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
                self.put(owner, fact.key, fact.span)
                if key == "claim":
                    self.put(owner, key, fact.span)
            try:
                reader(stanza.kind, key)(self, fact, out)
            except Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        return out

    def scene(self, stanza: Stanza) -> dict[str, Any]:
        words = stanza.args
        owner = words[0].text
        for fact, word in zip(("setting", "place", "hour"), words[1:], strict=False):
            self.put(owner, fact, word.span)
        out = {"id": owner, "setting": words[1].text, "place": self.name("place", words[2])}
        if len(words) > 3:
            try:
                out["hour"] = self.one_of(words[3], "hour", model.HOURS)
            except Bad as bad:
                self.diagnostics.append(bad.diagnostic)
        return {**out, **self.facts(owner, stanza)}

    def shot(self, stanza: Stanza) -> model.Shot:
        owner, length = stanza.args[0].text, stanza.args[1]
        self.put(owner, "length", length.span)
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
            self.put(owner, "beat", fact.span)
            self.put(owner, fact.key, fact.span)
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


_SHELF = {"cast": model.Cast, "place": model.Place, "prop": model.Prop, "voice": model.Voice}


def _under(stanza: Stanza, head: Stanza) -> bool:
    return stanza.args[0].text.partition(".")[0] == head.args[0].text
