"""Footwork: what the words of an action say of who walks where, in the languages that scripts come in.

The script supervisor reads it to know where a walk has left somebody, and the stage to walk it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from screenc.film.model import Typed

Kind = Literal["approach", "back", "away", "cross", "pass"]

_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        "pass",
        r"\bpass(es)? (by|each|one)\b|\bthey pass\b|pasan de largo|se croisent|gehen aneinander|스쳐|"
        r"지나치|すれ違|擦肩",
    ),
    (
        "back",
        r"\bsteps? back|\bbacks? (away|off)\b|\bretreats?\b|\brecoils?\b|\brecule|weicht|tritt zurück|\bretrocede|"
        r"물러|뒷걸음|後ずさ|後退|下がる|后退|退后",
    ),
    (
        "away",
        r"\b(walks?|moves?|storms?|strides?|wanders?) (away|off)\b|s'éloigne|geht weg|entfernt sich|se aleja|멀어|"
        r"離れ|走开",
    ),
    (
        "approach",
        r"\bapproach(es|ing)?\b|\b(walk|step|come|go|move|stride|run|rush|hurr)(s|es|ies|y)? (up to|to|toward|"
        r"towards|closer|over|"
        r"forward|near|nearer)\b|\bjoins\b|s'approche|s'avance|marche vers|rejoint|nähert|geht (auf|zu)|"
        r"tritt (näher|vor|auf)|"
        r"kommt näher|se acerca|camina hacia|avanza|다가|걸어가|걸어온|향해|近づ|歩み寄|駆け寄|走向|走近|靠近|走过来",
    ),
    (
        "cross",
        r"\bcross(es|ing)?\b(?! (his|her|their) (arms|legs))|\bpaces?\b|traverse|durchquert|überquert|\bcruza\b|"
        r"가로질|横切|横穿|踱步",
    ),
)
_ALL = re.compile(
    r"\b(each other|one another|together|they|both|everyone|all)\b|ensemble|l'un|einander|beide|ambos|"
    r"juntos|서로|함께|둘|互い|二人|彼此|一起|两人",
    re.IGNORECASE,
)
_AND = re.compile(r"^\s*,?\s*(and|&|et|und|y|e|와|과|하고|랑|と|、|和|与|跟)\s*$|^\s*,\s*$", re.IGNORECASE)


class Walk(Typed):
    """A walk of an earlier shot of the scene that took somebody off their mark, and of whom they thought as they went; those of
    one `turn` walked at once."""

    kind: Kind
    other: str | None = None
    turn: int = 0


class Present(Protocol):
    """Somebody whom an action may be about."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def in_frame(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of an action: whom it is about, first the one who does it, and whether all of them do."""

    text: str
    actors: tuple[str, ...]
    together: bool

    @property
    def doers(self) -> tuple[str, ...]:
        return self.actors if self.together else self.actors[:1]


def clauses(action: str, people: Sequence[Present]) -> tuple[Clause, ...]:
    """An action sentence by sentence: `NORA wipes the counter. OTTO sits.` seats Otto alone. A sentence that names nobody goes on
    about those before it; the first one, when it names nobody either, is about everybody in frame."""
    shown = [p.id for p in people if p.in_frame] or [p.id for p in people]
    out: list[Clause] = []
    for text in (t.strip() for t in re.split(r"(?<=[.;!?。；！？])\s*", action)):
        if not text:
            continue
        named = _named(text, people)
        everybody = bool(_ALL.search(text)) or (len(named) > 1 and bool(_AND.search(_between(text, named, people))))
        if not named and out and not everybody:
            out.append(Clause(text, out[-1].actors, out[-1].together))
        elif named and not (everybody and len(named) == 1):
            out.append(Clause(text, tuple(named), everybody))
        else:
            out.append(Clause(text, tuple(shown[:2]) if len(shown) > 2 and not everybody else tuple(shown), True))
    return tuple(out) or (Clause(action, tuple(shown), True),)


def _spots(text: str, people: Sequence[Present]) -> dict[str, tuple[int, int]]:
    """Where a sentence first names each person, by id or by name, whole or in part."""
    out: dict[str, tuple[int, int]] = {}
    for p in people:
        words = [p.id, p.id.replace("_", " "), p.name, *p.name.split()]
        found = [
            m
            for w in words
            if len(w) > 1 or not w.isascii() or w.isupper()
            for m in [re.search(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])", text, 0 if len(w) < 3 else re.IGNORECASE)]
            if m
        ]
        if found:
            out[p.id] = min(m.span() for m in found)
    return out


def _named(text: str, people: Sequence[Present]) -> list[str]:
    spots = _spots(text, people)
    return sorted(spots, key=lambda who: spots[who])


def _between(text: str, named: list[str], people: Sequence[Present]) -> str:
    spots = _spots(text, people)
    return text[spots[named[0]][1] : spots[named[1]][0]]


@functools.cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Compiled when a film has an action, not when the program starts."""
    return tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)


def kind_of(clause: Clause) -> Kind | None:
    """How a sentence moves those who do it across the floor, if it does."""
    found = next((kind for kind, words in _patterns() if words.search(clause.text)), None)
    return "cross" if found == "pass" and len(clause.actors) < 2 else found


def walkers(clause: Clause, kind: Kind | None) -> tuple[tuple[str, str | None], ...]:
    """(who, whom it concerns) of those who do what a sentence says; no more than two pass each other."""
    pair = clause.actors[:2] if kind == "pass" else clause.actors
    return tuple((who, next((a for a in pair if a != who), None)) for who in clause.doers if who in pair)


def walks(action: str, people: Sequence[Present]) -> Iterator[tuple[str, Kind, str | None]]:
    """Everybody whom an action sends across the floor: who, how, and whom it concerns."""
    if any(words.search(action) for _, words in _patterns()):
        for clause in clauses(action, people):
            if kind := kind_of(clause):
                for who, other in walkers(clause, kind):
                    yield who, kind, other
