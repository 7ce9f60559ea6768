"""A script as the compiler takes it, and its lines laid along the dialogue's: what is kept, by whom, and what was added."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from screenc.film import rules
from screenc.film.model import Film, Speech
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.lang.parse import parse
from screenc.scripter import casting
from screenc.scripter.dialogue import Dialogue
from screenc.text import Diagnostic, Source

MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class Compiled:
    """A script and its dialogue. `film` is None where it does not compile; `kept` tells of each turn whether it is spoken,
    verbatim and in order; `right` whether its own speaker says all of it; `added` is the share of the film's words that nobody
    wrote."""

    dialogue: Dialogue
    text: str
    film: Film | None
    found: tuple[Diagnostic, ...]
    kept: tuple[bool, ...]
    right: tuple[bool, ...]
    added: float

    @property
    def fidelity(self) -> float:
        """The share of lines that are spoken verbatim, once, in order."""
        return sum(self.kept) / max(len(self.kept), 1)

    @property
    def speakers(self) -> float | None:
        """The share of kept lines that are spoken by whom the dialogue gives them to; None where no line is kept."""
        return sum(self.right) / sum(self.kept) if any(self.kept) else None


def compiled(dialogue: Dialogue, text: str) -> Compiled:
    """Parse, resolve and judge a script that may be anybody's. A `use` is refused: a script under test opens no files."""
    none = (False,) * len(dialogue.speeches)
    source = Source("script.shot", text)
    file, found = parse(source)
    if file is None or any(s.kind == "use" for s in file.stanzas):
        return Compiled(dialogue, text, None, tuple(found), none, none, 0.0)
    loaded, found = load("script.shot", text.encode("utf-8", "replace"))
    resolved, more = resolve(loaded) if loaded else (None, [])
    if resolved is None:
        return Compiled(dialogue, text, None, (*found, *more), none, none, 0.0)
    found = (*found, *more, *rules.check(resolved, date.today()))
    return Compiled(dialogue, text, resolved.film, found, *_along(dialogue, resolved.film))


def _along(dialogue: Dialogue, film: Film) -> tuple[tuple[bool, ...], tuple[bool, ...], float]:
    """The longest run of turns that are found in the film's words in order, blanks left out."""
    said = [beat for _, shot in film.shots() for beat in shot.beats if isinstance(beat, Speech)]
    stream = "".join(bare(s.text) for s in said)
    voices = [s.who for s in said for _ in bare(s.text)]
    turns = [bare(s.text) for s in dialogue.speeches]
    at = chain(turns, stream)
    ids = speakers(dialogue, film)
    kept, right, words = [], [], 0
    for n, (turn, speech) in enumerate(zip(turns, dialogue.speeches, strict=True)):
        start = at.get(n)
        kept.append(start is not None or not turn)
        mine = set(voices[start : start + len(turn)]) if start is not None else set()
        right.append(kept[-1] and mine <= ids.get(speech.who, set()))
        words += len(turn) if start is not None else 0
    return tuple(kept), tuple(right), 1 - words / len(stream) if stream else 0.0


def bare(text: str) -> str:
    """Words without their blanks, which a script may break elsewhere."""
    return "".join(text.split())


def chain(turns: list[str], stream: str) -> dict[int, int]:
    """Where each turn stands in the stream, for the most turns that stand there one after the other."""
    ends: list[int] = []
    links: list[tuple[int, int, int]] = []  # (turn, start, link before)
    best: list[int] = []
    for n, turn in enumerate(turns):
        places, start = [], stream.find(turn) if turn else -1
        while start >= 0 and len(places) < MOST_PLACES:
            places.append(start)
            start = stream.find(turn, start + 1)
        for start in reversed(places):
            k, end = bisect_right(ends, start), start + len(turn)
            if k < len(ends) and ends[k] <= end:
                continue
            links.append((n, start, best[k - 1] if k else -1))
            if k == len(ends):
                ends.append(end)
                best.append(len(links) - 1)
            else:
                ends[k], best[k] = end, len(links) - 1
    out, link = {}, best[-1] if best else -1
    while link >= 0:
        n, start, link = links[link]
        out[n] = start
    return out


def speakers(dialogue: Dialogue, film: Film) -> dict[str, set[str]]:
    """The ids of a film's cast that are each character, by id, name and other spellings.

    Nobody is two characters: one who goes by both names is only the one whose id they bear."""
    billed = casting.bill(dialogue.characters, 0)
    out: dict[str, set[str]] = {}
    for character in dialogue.characters:
        names = {n.casefold() for n in (character.key, character.name, *character.aka, billed[character.key].id)}
        out[character.key] = {c.id for c in film.cast if names & {n.casefold() for n in (c.id, c.name or c.id, *c.aka)}}
    for cast in film.cast:
        if sum(cast.id in ids for ids in out.values()) > 1:
            for key, ids in out.items():
                if billed[key].id != cast.id:
                    ids.discard(cast.id)
    return out
