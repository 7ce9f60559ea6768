"""What is measured of a script, each measure defined once: what it counts, which way is better, and what it cannot see.

The first four bear the names of the paper's dimensions in the form that can be counted; the paper's own, a judge's 0 to 5, is in
`judge`. All are of the compiled film, never of the script's own word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from statistics import mean, pstdev

from screenc.film.model import Action, Film, Shot, Speech
from screenc.film.timing import estimate, lay_out
from screenc.scripter.bench.compiled import Compiled
from screenc.scripter.dialogue import Direction

SHORTEST, LONGEST = 1.5, 12.0
"""Seconds between which a shot of talk stands long enough to be read and not so long that it is looked at twice."""
MOST_TURNS = 4
_SENTENCE_END = re.compile(r"[.!?…。！？؟\"”’»)\]*—–-]\s*\Z")


@dataclass(frozen=True, slots=True)
class Measure:
    """`better` is 1 where more is better, -1 where less is, 0 where neither; `blind` is what the number cannot see."""

    key: str
    name: str
    unit: str
    better: int
    what: str
    blind: str
    value: Callable[[Compiled], float | None]


def format_compliance(it: Compiled) -> float:
    """The share of what a crew must be told that the script tells, 0 for one that does not compile."""
    film = it.film
    if film is None:
        return 0.0
    told: list[bool] = []
    for cast in film.cast:
        told += [bool(cast.look), bool(cast.wears)]
    for place in film.places:
        told.append(bool(place.look))
    for scene in film.scenes:
        told += [scene.hour is not None, bool(scene.with_), bool(scene.mood or scene.goal)]
        marked: set[str] = set()
        seen: set[str] = set()
        for shot in scene.shots:
            told += [shot.framing is not None and bool(shot.framing.subjects), bool(shot.beats)]
            marked |= {m.who for m in shot.marks}
            seen |= set(shot.framing.subjects) if shot.framing else set()
        told += [who in marked for who in sorted(seen)]
    return sum(told) / max(len(told), 1)


def shot_division(it: Compiled) -> float | None:
    """The share of shots that are neither glimpses nor loiter, hold at most four speeches, and begin where a sentence begins."""
    if it.film is None:
        return None
    well, before = [], ""
    for shot, seconds in lengths(it.film):
        spoken = [b.text for b in shot.beats if isinstance(b, Speech)]
        whole = not before or not spoken or bool(_SENTENCE_END.search(before)) or shot_begins_a_turn(it, spoken[0])
        well.append(SHORTEST <= seconds <= LONGEST and len(spoken) <= MOST_TURNS and whole)
        before = spoken[-1] if spoken else before
    return sum(well) / max(len(well), 1)


def shot_begins_a_turn(it: Compiled, words: str) -> bool:
    return any(s.text.startswith(words[:24]) for s in it.dialogue.speeches)


def completeness(it: Compiled) -> float:
    """The mean of three shares: lines kept, stage directions that some action takes up, shots that show something besides."""
    if it.film is None:
        return 0.0
    shots = [shot for _, shot in it.film.shots()]
    staged = [bool(s.marks or s.enters or s.exits or s.camera.move != "static" or any(isinstance(b, Action) for b in s.beats))
              or (s.framing is not None and s.framing.size in ("over-shoulder", "two-shot")) for s in shots]  # fmt: skip
    parts = [it.fidelity, sum(staged) / max(len(staged), 1)]
    directions = [t.text for scene in it.dialogue.scenes for t in scene.turns if isinstance(t, Direction)]
    if directions:
        seen = {w for s in shots for b in s.beats if isinstance(b, Action) for w in _words(b.text)}
        seen |= {w for p in it.film.places for w in _words(f"{p.id} {p.look or ''}")}
        seen |= {w for s in it.film.scenes for w in _words(f"{s.hour or ''} {s.weather or ''} {s.sound or ''}")}
        parts.append(mean(len(_words(d) & seen) / max(len(_words(d)), 1) >= 0.5 for d in directions))
    return mean(parts)


def coherence(it: Compiled) -> float:
    """The mean of three shares: shots that break no rule, lines whose speaker is in frame, cuts that keep a thread."""
    film = it.film
    if film is None:
        return 0.0
    shots = [shot for _, shot in film.shots()]
    lines = [(b.who, s) for s in shots for b in s.beats if isinstance(b, Speech)]
    seen = [who in _seen(s) for who, s in lines]
    threads = []
    for scene in film.scenes:
        for before, after in zip(scene.shots, scene.shots[1:], strict=False):
            told = _people(before) & (_people(after) | _seen(after)) or _seen(before) & _people(after)
            threads.append(bool(told) or (after.framing is not None and after.framing.size in ("insert", "extreme-long", "long")))
            if not threads[-1]:
                spoke = [b.who for b in before.beats if isinstance(b, Speech)]
                answers = [b.who for b in after.beats if isinstance(b, Speech)]
                threads[-1] = bool(spoke and answers and spoke[-1] != answers[0])
    return mean([1 - min(violations(it) or 0.0, 1.0), _share(seen), _share(threads)])


def violations(it: Compiled) -> float | None:
    """Reports of the compiler a shot, waived ones too: a waiver in a script under test hides nothing."""
    if it.film is None:
        return None
    waived = sum(len(shot.waive) for _, shot in it.film.shots())
    return (len(it.found) + waived) / max(sum(len(s.shots) for s in it.film.scenes), 1)


def variety(it: Compiled) -> float | None:
    """Entropy of the shot sizes, in bits."""
    if it.film is None:
        return None
    sizes = Counter(shot.framing.size for _, shot in it.film.shots() if shot.framing)
    total = sum(sizes.values())
    return -sum(n / total * log2(n / total) for n in sizes.values()) + 0.0 if total else 0.0


def shot_seconds(it: Compiled) -> float | None:
    return mean(s for _, s in lengths(it.film)) if it.film else None


def rhythm(it: Compiled) -> float | None:
    """How much shots differ in length: standard deviation over mean."""
    seconds = [s for _, s in lengths(it.film)] if it.film else []
    return pstdev(seconds) / mean(seconds) if len(seconds) > 1 else None


MEASURES = (
    Measure(
        "format",
        "Format Compliance",
        "%",
        1,
        "of the facts a crew needs, the share that the compiled film states: looks and clothes of the cast, "
        "look of each place, hour, people and mood or goal of each scene, framing with subjects and something "
        "happening in each shot, a mark for everybody who is seen. 0 if it does not compile.",
        "whether what is stated is true to the dialogue, or any good.",
        format_compliance,
    ),
    Measure(
        "division",
        "Shot Division Rationality",
        "%",
        1,
        "the share of shots that last 1.5 to 12 seconds, hold at most 4 speeches, and do not begin in the middle of a sentence.",
        "whether the cut falls where the feeling turns.",
        shot_division,
    ),
    Measure(
        "completeness",
        "Content Completeness",
        "%",
        1,
        "the mean of three shares: lines of the dialogue kept; stage directions half of whose words some "
        "action, place, hour or weather takes up (left out where there are none); shots that stage something "
        "(an action, a mark, a move, an entrance, or two people in one frame).",
        "whether what was added is rich, apt or filmable; a paraphrased direction counts as missed.",
        completeness,
    ),
    Measure(
        "coherence",
        "Narrative Coherence",
        "%",
        1,
        "the mean of three shares: shots that no rule of film grammar speaks of; lines whose speaker is in "
        "frame; cuts that keep a thread (somebody stays in frame, an answer follows a line, or the place is "
        "shown again).",
        "whether the story makes sense: a film of nonsense with clean eyelines scores high.",
        coherence,
    ),
    Measure(
        "fidelity",
        "lines kept",
        "%",
        1,
        "lines spoken verbatim, once, in order.",
        "how they are spoken.",
        lambda it: it.fidelity,
    ),
    Measure(
        "speakers",
        "right speaker",
        "%",
        1,
        "kept lines whose own speaker says every word.",
        "lines that are lost.",
        lambda it: it.speakers,
    ),
    Measure(
        "added",
        "words added",
        "%",
        -1,
        "of the words spoken in the film, those that stand nowhere in the dialogue in that order.",
        "words added in actions.",
        lambda it: it.added if it.film else None,
    ),
    Measure(
        "violations",
        "rules broken a shot",
        "",
        -1,
        "reports of screenc check a shot, waived ones too.",
        "what no rule knows.",
        violations,
    ),
    Measure(
        "variety",
        "shot sizes",
        "bits",
        0,
        "entropy of the shot sizes; 12 sizes in equal use would give 3.58 bits.",
        "whether a size suits its moment.",
        variety,
    ),
    Measure(
        "seconds",
        "mean shot",
        "s",
        0,
        "mean estimated length of a shot.",
        "pace within a shot.",
        shot_seconds,
    ),
    Measure(
        "rhythm",
        "rhythm",
        "",
        0,
        "standard deviation of shot lengths over their mean: 0 is a metronome.",
        "whether the pace follows the scene.",
        rhythm,
    ),
)


def measured(it: Compiled) -> dict[str, float | None]:
    return {m.key: m.value(it) for m in MEASURES}


def lengths(film: Film) -> list[tuple[Shot, float]]:
    """Every shot with its estimated seconds."""
    speeds = {c.id: v.speed for c in film.cast if c.speaks and (v := film.voice_of(c.speaks))}

    def spoken(speech: Speech) -> Fraction:
        return estimate(speech.text, film.language, speeds.get(speech.who, Fraction(1)))

    return [(shot, float(lay_out(film, shot, spoken).length)) for _, shot in film.shots()]


def _seen(shot: Shot) -> set[str]:
    return set(shot.framing.subjects) if shot.framing else set()


def _people(shot: Shot) -> set[str]:
    return _seen(shot) | {b.who for b in shot.beats if isinstance(b, Speech)}


def _words(text: str) -> set[str]:
    """Words that carry something: three letters and more, or any of a script that needs fewer."""
    return {w for w in re.findall(r"[^\W\d_]+", text.casefold()) if len(w) > 2 or not w.isascii()}


def _share(them: list[bool]) -> float:
    return sum(them) / len(them) if them else 1.0
