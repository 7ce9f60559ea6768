"""What differs between two versions of a film, in a director's words: shots and lines, not lines of text.

Stanzas are compared by their facts as `write` spells them, so that comments, order of facts, files and layout count for nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from screenc.film.model import Film, Typed
from screenc.film.write import facts

Kind = Literal["added", "removed", "changed", "moved", "renamed"]
What = Literal["film", "cast", "voice", "place", "prop", "scene", "shot", "choice"]


class Edit(Typed):
    """One fact that is otherwise; None on the side where it is not. A spoken line is its whole line."""

    fact: str
    before: str | None = None
    after: str | None = None


class Change(Typed):
    """What happened to one stanza. `was` is the id that it had; `after` the shot or scene that it follows since it was moved."""

    kind: Kind
    what: What
    id: str
    was: str | None = None
    follows: str | None = None
    edits: tuple[Edit, ...] = ()


def compare(before: Film | None, after: Film) -> list[Change]:
    """Every change, in the order of the later film, what was taken out last. `before` None: there was no film."""
    if before is None:
        before = Film(id=after.id)
    out = _one("film", before.id, _of(before, before), after.id, _of(after, after))
    for what, name in (("cast", "cast"), ("voice", "voices"), ("place", "places"), ("prop", "props")):
        out += _several(
            what,
            {thing.id: _of(thing, before) for thing in getattr(before, name)},
            {thing.id: _of(thing, after) for thing in getattr(after, name)},
            ordered=False,
        )
    out += _several("scene", {s.id: _of(s, before) for s in before.scenes}, {s.id: _of(s, after) for s in after.scenes})
    out += _several("shot", {s.id: _of(s, before) for _, s in before.shots()}, {s.id: _of(s, after) for _, s in after.shots()})
    out += _several(
        "choice",
        {c.id: _of(c, before) for s in before.scenes for c in s.choices},
        {c.id: _of(c, after) for s in after.scenes for c in s.choices},
    )
    return out


Facts = list[tuple[str, str]]


def _of(thing, film: Film) -> Facts:
    return list(facts(thing, film.rate))


def _one(what: What, was: str, before: Facts, id: str, after: Facts) -> list[Change]:
    edits = tuple(_edits(before, after))
    if was != id:
        return [Change(kind="renamed", what=what, id=id, was=was, edits=edits)]
    return [Change(kind="changed", what=what, id=id, edits=edits)] if edits else []


def _several(what: What, before: Mapping[str, Facts], after: Mapping[str, Facts], ordered: bool = True) -> list[Change]:
    renamed = _renamed(before, after)
    moved = _moved([renamed.get(i, i) for i in after if renamed.get(i, i) in before], list(before)) if ordered else set()
    out: list[Change] = []
    previous = None
    for id, now in after.items():
        was = renamed.get(id, id)
        if was not in before:
            out.append(Change(kind="added", what=what, id=id, edits=tuple(_edits([], now))))
        else:
            edits = tuple(_edits(before[was], now))
            if was in moved:
                out.append(Change(kind="moved", what=what, id=id, was=was if was != id else None, follows=previous, edits=edits))
            elif was != id:
                out.append(Change(kind="renamed", what=what, id=id, was=was))
            elif edits:
                out.append(Change(kind="changed", what=what, id=id, edits=edits))
        previous = id
    gone = [i for i in before if i not in after and i not in renamed.values()]
    return out + [Change(kind="removed", what=what, id=i, edits=tuple(_edits(before[i], []))) for i in gone]


def _renamed(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> dict[str, str]:
    """{new id: old id} of what is otherwise word for word the same; nothing is guessed from likeness."""
    gone: dict[tuple, list[str]] = {}
    for id, was in before.items():
        if id not in after and len(was) > 1:
            gone.setdefault(tuple(was), []).append(id)
    return {id: gone[tuple(now)].pop(0) for id, now in after.items() if id not in before and gone.get(tuple(now))}


def _moved(now: Sequence[str], before: Sequence[str]) -> set[str]:
    """The fewest things that, taken out, leave the rest in the order that they had: all but a longest increasing run."""
    place = {id: n for n, id in enumerate(before)}
    ends: list[int] = []
    at: list[int] = []
    link: list[int | None] = []
    for n, id in enumerate(now):
        length = bisect_left([place[now[e]] for e in ends], place[id])
        link.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [n]
        at.append(length)
    kept: set[int] = set()
    n = ends[-1] if ends else None
    while n is not None:
        kept.add(n)
        n = link[n]
    return {id for n, id in enumerate(now) if n not in kept}


BEATS = ("action", "speech", "at")


def _edits(before: Facts, after: Facts) -> Iterable[Edit]:
    """Facts of one value by their word, in the order of the reference; then the beats, as a sequence."""
    for word in dict.fromkeys(key for key, _ in (*before, *after) if key not in BEATS):
        was = [value for key, value in before if key == word]
        now = [value for key, value in after if key == word]
        yield from _values(word, [v for v in was if v not in now], [v for v in now if v not in was])
    was = [fact for fact in before if fact[0] in BEATS]
    now = [fact for fact in after if fact[0] in BEATS]
    for step, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if step != "equal":
            yield from _beats(was[a:b], now[c:d])


def _values(word: str, was: list[str], now: list[str]) -> Iterable[Edit]:
    for n in range(max(len(was), len(now))):
        yield Edit(fact=word, before=was[n] if n < len(was) else None, after=now[n] if n < len(now) else None)


def _beats(was: Facts, now: Facts) -> Iterable[Edit]:
    """A beat put in the place of another of its kind is that beat re-worded."""
    rest = list(now)
    for key, value in was:
        match = next((fact for fact in rest if fact[0] == key and _speaker(fact) == _speaker((key, value))), None)
        if match is not None:
            rest.remove(match)
        yield Edit(fact=key, before=value.strip(), after=match[1].strip() if match else None)
    for key, value in rest:
        yield Edit(fact=key, after=value.strip())


def _speaker(fact: tuple[str, str]) -> str:
    return fact[1].split(":", 1)[0].split("(", 1)[0].strip() if fact[0] == "speech" else ""
