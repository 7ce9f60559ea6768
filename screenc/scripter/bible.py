"""What every scene of a film must agree on, and how far the story has come: what a writer is handed before each scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from screenc.film.model import Film, Scene, Shot, Speech
from screenc.film.timing import estimate
from screenc.scripter import delivery
from screenc.scripter.breakdown import MOST_IN_PART, manner
from screenc.scripter.dialogue import Direction, Passage
from screenc.scripter.dialogue import Speech as Turn

MOST_LINES = 36
"""Lines that are asked for at once: some 3,000 tokens of answer, which any server of today returns whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a turn that a shot can carry, by its number in the scene; `turn` is the turn that it is a part of."""

    number: int
    who: str
    how: str | None
    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is asked for at once: a scene or, where it is long, a run of it. `items` are lines and directions in order."""

    items: tuple[Line | str, ...]
    opens: bool = True
    closes: bool = True

    @property
    def lines(self) -> dict[int, Line]:
        return {it.number: it for it in self.items if isinstance(it, Line)}

    @property
    def most_shots(self) -> int:
        """More than a shot a line and a few in which nobody speaks is not coverage any more."""
        return len(self.items) + 4

    def halves(self) -> tuple[Stretch, Stretch] | None:
        """Two shorter ones; None when there is one line, and nothing left to cut."""
        if len(self.lines) < 2:
            return None
        middle, seen, cut = len(self.lines) // 2, 0, 0
        for at, it in enumerate(self.items):
            seen += isinstance(it, Line)
            if seen > middle:
                cut = at
                break
        return replace(self, items=self.items[:cut], closes=False), replace(self, items=self.items[cut:], opens=False)


def stretches(passage: Passage, ids: dict[str, str], language: str) -> list[Stretch]:
    """A scene's turns as numbered lines, cut where they are too long for one question."""
    items: list[Line | str] = []
    number = 0
    for n, turn in enumerate(passage.turns):
        if isinstance(turn, Direction):
            items.append(turn.text)
            continue
        for text in delivery.parts(turn.text, lambda words: estimate(words, language), MOST_IN_PART):
            number += 1
            items.append(Line(number, ids[turn.who], manner(turn.how), text, n))
    runs: list[list[Line | str]] = [[]]
    share = -(-number // -(-number // MOST_LINES)) if number else MOST_LINES
    for it in items:
        if isinstance(it, Line) and sum(isinstance(i, Line) for i in runs[-1]) >= share:
            runs.append([])
        runs[-1].append(it)
    return [Stretch(tuple(run), n == 0, n == len(runs) - 1) for n, run in enumerate(runs)]


def turns_of(passage: Passage, lines: list[Line]) -> tuple[Turn, ...]:
    """The turns that some lines are of, word for word, as far as the lines go."""
    out = []
    for line in lines:
        turn = passage.turns[line.turn]
        assert isinstance(turn, Turn)
        out.append(replace(turn, text=line.text))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Bible:
    """`film` has the cast, wardrobe, places and style; `wearing` and `holding` are what the scenes so far have changed."""

    film: Film
    wearing: tuple[tuple[str, str], ...] = ()
    holding: tuple[tuple[str, str], ...] = ()
    scenes: tuple[Scene, ...] = ()

    def after(self, scene: Scene) -> Bible:
        """The same once a scene is written."""
        wearing, holding = dict(self.wearing), dict(self.holding)
        for shot in scene.shots:
            wearing |= {w.who: w.what for w in shot.wears}
            holding |= {h.who: h.prop for h in shot.holds}
        return replace(self, wearing=tuple(wearing.items()), holding=tuple(holding.items()), scenes=(*self.scenes, scene))

    def entry(self, who: str) -> dict[str, str]:
        """One of the cast as a writer is told of them."""
        cast = self.film.cast_of(who)
        told = {"id": who, "name": (cast and cast.name) or who, "look": (cast and cast.look) or ""}
        told["wears"] = dict(self.wearing).get(who) or (cast and cast.wears) or ""
        held = dict(self.holding).get(who)
        return {k: v for k, v in {**told, "holds": held if held != "nothing" else None}.items() if v}

    def outline(self) -> list[str]:
        """What happened before, a sentence a scene, the last few."""
        return [f"{s.id}: {s.goal}" for s in self.scenes[-4:] if s.goal]


def last_marks(shots: tuple[Shot, ...]) -> dict[str, str]:
    """Where each was last seen in frame, as the language says it."""
    marks = {
        m.who: " ".join(w for w in (m.side, m.depth, m.facing and f"facing {m.facing}") if w) for s in shots for m in s.marks
    }
    gone = {p.who for s in shots for p in s.exits} - {p.who for s in shots[-1:] for p in s.enters}
    return {who: where for who, where in marks.items() if who not in gone}


def seconds(film: Film) -> Fraction:
    """A film's estimated length, dissolves taken off once."""
    from screenc.film.timing import lay_out

    speeds = {c.id: v.speed for c in film.cast if c.speaks and (v := film.voice_of(c.speaks))}

    def spoken(speech: Speech) -> Fraction:
        return estimate(speech.text, film.language, speeds.get(speech.who, Fraction(1)))

    shots = [shot for _, shot in film.shots()]
    total = sum((lay_out(film, shot, spoken).length for shot in shots), Fraction(0))
    return total - sum((s.cut.length or Fraction(0) for s in shots[:-1] if s.cut.kind in ("dissolve", "wipe")), Fraction(0))
