"""The breakdown of one scene: its turns as parts that a shot can carry, who is there from the start, whose scene it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from screenc.film.rules.lined import OFF_SCREEN
from screenc.scripter import delivery
from screenc.scripter.dialogue import Direction, Passage
from screenc.scripter.dialogue import Speech as Turn
from screenc.scripter.phrases import Phrases
from screenc.scripter.stagecraft import Happening, Reader, comes_late

MOST_IN_PART = Fraction(9)
"""Seconds of talk after which a shot has been looked at long enough."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One part of one turn, by cast id; `heat` is the tension of its line, `turn` marks the line on which the scene turns.

    `unseen`: the words come from nobody in the picture, a voice from elsewhere or everybody at once."""

    who: str
    how: str | None
    text: str
    seconds: Fraction
    heat: float
    turn: bool
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class CallSheet:
    """What all scenes of a film share. `ids` are by character, `names` by id; `spoken(id, text)` tells the seconds of a line;
    `generous` is how freely shots are spent in which nobody speaks, 0 to 2; `props` gathers what hands have held."""

    ids: dict[str, str]
    names: dict[str, str]
    reader: Reader
    spoken: Callable[[str, str], Fraction]
    phrases: Phrases
    generous: int = 1
    props: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`opening` are the directions before the first line, at the head of `units`; `members` are there from the start; the
    first of the `axis` stands left."""

    units: list[Talk | Happening]
    opening: list[Happening]
    members: tuple[str, ...]
    axis: tuple[str, str] | None

    @property
    def talks(self) -> list[Talk]:
        return [u for u in self.units if isinstance(u, Talk)]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Those who speak and may be seen."""
        return tuple(dict.fromkeys(t.who for t in self.talks if not t.unseen))

    @property
    def tension(self) -> float:
        """The mean over its lines."""
        return sum(t.heat for t in self.talks) / max(len(self.talks), 1)


def break_down(part: Passage, sheet: CallSheet) -> Breakdown:
    units = _units(part, sheet)
    opening = []
    for unit in units:
        if isinstance(unit, Talk):
            break
        opening.append(unit)
    spoken = [u.who for u in units if isinstance(u, Talk) and not u.unseen]
    speakers = tuple(dict.fromkeys(spoken))
    late = _late(units[len(opening) :], speakers, sheet.ids)
    members = tuple(w for w in speakers if w not in late)
    return Breakdown(units, opening, members, _axis([w for w in spoken if w not in late]))


def _units(part: Passage, sheet: CallSheet) -> list[Talk | Happening]:
    lines = [(t.text, t.how) for t in part.turns if isinstance(t, Turn)]
    tension = delivery.curve(lines)
    turn = delivery.turn(lines, tension)
    chorus, away = _unseen(part, sheet)
    out: list[Talk | Happening] = []
    n = 0
    for it in part.turns:
        if isinstance(it, Direction):
            out.append(sheet.reader.read(it.text))
            continue
        who = sheet.ids[it.who]
        how = manner(it.how)
        if who in chorus and not (how and OFF_SCREEN.search(how)):
            how = f"{how}, {TOGETHER}"[-78:] if how else TOGETHER
        for text in delivery.parts(it.text, lambda words, who=who: sheet.spoken(who, words), MOST_IN_PART):
            out.append(Talk(who, how, text, sheet.spoken(who, text), tension[n], n == turn, who in chorus | away))
        n += 1
    return out


TOGETHER = "with one voice"
"""How a line is spoken that everybody says: the language knows by it that no one mouth need be seen."""

_CHORUS = re.compile(
    r"(all|both|everyone|everybody|together|omnes)( (of them|two|three|four|together))?|alle|beide|tous|toutes|les deux|todos|"
    r"todas|ambos|tutti|entrambi|все|оба|모두|다 ?같이|둘 다|全員|みんな|一同|大家|众人|眾人|齐声",
    re.IGNORECASE,
)


def _unseen(part: Passage, sheet: CallSheet) -> tuple[set[str], set[str]]:
    """(those who are everybody at once, those who are only heard), by id; where they are all that there is, they are seen."""
    hows: dict[str, list[str | None]] = {}
    for turn in part.speeches:
        hows.setdefault(sheet.ids[turn.who], []).append(turn.how)
    chorus = {who for who in hows if _CHORUS.fullmatch(sheet.names[who])}
    away = {who for who, each in hows.items() if all(how and OFF_SCREEN.search(how) for how in each)} - chorus
    if len(hows) - len(chorus | away) < 2:
        chorus = set()
    return chorus, away if len(hows) > len(chorus | away) else set()


def _late(units: list[Talk | Happening], speakers: tuple[str, ...], ids: dict[str, str]) -> set[str]:
    """Those who come in only after the first line: a direction says so, or their own first words do."""
    heard: set[str] = set()
    late: set[str] = set()
    gone: set[str] = set()
    spoke = 0
    for unit in units:
        if isinstance(unit, Happening):
            late |= {ids[k] for k in unit.enters if ids[k] not in heard | gone}
            gone |= {ids[k] for k in unit.exits if k in ids}
            continue
        if unit.who not in heard | late and spoke > 3 and len(heard) > 1 and comes_late(unit.text):
            late.add(unit.who)
        heard.add(unit.who)
        spoke += 1
    if speakers and late >= set(speakers):
        late.discard(speakers[0])
    return late & set(speakers)


def _axis(spoken: list[str]) -> tuple[str, str] | None:
    """The two whose exchange the scene is: those who answer each other most, the first of them to speak first."""
    pairs = Counter(frozenset(p) for p in pairwise(spoken) if p[0] != p[1])
    if not pairs:
        return None
    order = list(dict.fromkeys(spoken))
    best = max(pairs, key=lambda p: (pairs[p], -min(order.index(w) for w in p), -max(order.index(w) for w in p)))
    first, second = sorted(best, key=order.index)
    return first, second


def manner(how: str | None) -> str | None:
    """A way of speaking as the language holds it: no brackets, at most 80 characters."""
    if not how:
        return None
    clean = " ".join("".join(" " if c in "()（）" or not c.isprintable() else c for c in how).split())
    if len(clean) > 78:
        clean = clean[:78].rsplit(" ", 1)[0]
    return clean.strip() or None
