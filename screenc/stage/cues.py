"""What an action asks a body to do: its words, in the languages that scripts come in, as cues for feet and eyes.

Only words that move somebody across the floor or turn their eyes are read here; hands and faces are the actor's own affair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from screenc.contract import Brief, TimedAction, TimedSpeech
from screenc.film import footwork
from screenc.film.footwork import Clause

Kind = Literal[footwork.Kind, "turn", "turn-away", "look", "look-away", "look-down", "look-up"]

_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        "turn-away",
        r"\bturns? (away|(his|her|their) back)|se détourne|wendet sich ab|se aparta|돌아서|등을 돌|背を向|"
        r"转过身去|转身离",
    ),
    (
        "turn",
        r"\bturns?( to| towards?| around)?\b|se (re)?tourne|dreht sich|wendet sich|se gira|se vuelve|돌아본|돌아보|"
        r"몸을 돌|振り(返|向)|转身|回头",
    ),
    (
        "look-away",
        r"\b(looks?|glances?|gazes?) (away|aside|off)\b|avoids? (his|her|their) (eyes|gaze)|"
        r"détourne (le regard|les yeux)|schaut weg|"
        r"aparta la (mirada|vista)|시선을 (피|돌)|외면|目をそら|視線を外|移开视线|别过",
    ),
    (
        "look-down",
        r"\b(looks?|glances?|stares?|gazes?) (down|at (the |his |her |their )?(floor|ground|feet|hands|phone|"
        r"watch|letter|cup|glass))"
        r"|lowers? (his|her|their) (eyes|head|gaze)|baisse (les yeux|la tête)|senkt|baja la (mirada|cabeza)|"
        r"고개를 (숙|떨)|うつむ|俯|低头",
    ),
    (
        "look-up",
        r"\b(looks?|glances?|gazes?) up\b|lève les yeux|blickt auf|schaut auf|levanta la (mirada|vista)|"
        r"고개를 들|올려다|見上げ|抬头",
    ),
    (
        "look",
        r"\b(looks?|glances?|stares?|gazes?|watch(es)?|stud(y|ies)|eyes|faces) |regarde|blickt|schaut|sieht|"
        r"\bmira\b|바라|쳐다|見つめ|見る|看着|看向|盯",
    ),
)
_CUES = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)
_RUN = re.compile(
    r"\b(run|runs|rush|rushes|hurries|hurry|dash|dashes|sprints?|charges?)\b|court|rennt|eilt|corre|뛰어|"
    r"달려|走って|駆け|跑",
    re.IGNORECASE,
)
_SIT = re.compile(
    r"\b(sit|sits|sitting|seated|sat)\b|s'assied|s'assoit|\bassis|setzt sich|\bsitzt|sentad|se sienta|앉|"
    r"座|坐",
    re.IGNORECASE,
)
_SEATED = re.compile(r"\b(seated|sitting|is sat)\b|assise?\b|\bsitzt\b|sentad|앉아 있|앉아있|座って|坐着|坐在", re.IGNORECASE)

_CHORUS = re.compile(
    r"\b(with one voice|in (unison|chorus)|all (together|at once))\b|en ch(œ|oe)ur|à l'unisson|im chor\b|einstimmig|"
    r"\ba coro\b|al unísono|all'unisono|хором|声をそろえて|一斉に|齐声|齊聲|입을 모아|한목소리",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that one person does; `target` is the other person that it concerns, `mutual` that the target does it too."""

    kind: Kind
    who: str
    target: str | None
    start: float
    end: float
    fast: bool = False
    mutual: bool = False


def read(brief: Brief) -> tuple[Cue, ...]:
    """The cues of all the actions, in order of time; an action that names nobody concerns those whom the frame holds."""
    out: list[Cue] = []
    for beat in brief.beats:
        if not isinstance(beat, TimedAction):
            continue
        told = clauses(beat, brief)
        share = float(beat.end - beat.start) / len(told)
        for k, clause in enumerate(told):
            start = float(beat.start) + share * k
            out += _of(clause, start, start + share)
    return tuple(sorted(out, key=lambda c: c.start))


def spoken(brief: Brief, who: str) -> tuple[TimedSpeech, ...]:
    """The lines that somebody says, in order: their own, and those that everybody in frame says with one voice."""
    seen = any(p.id == who and p.in_frame for p in brief.people)
    return tuple(
        beat
        for beat in brief.beats
        if isinstance(beat, TimedSpeech) and (beat.who == who or (seen and beat.how and _CHORUS.search(beat.how)))
    )


def clauses(beat: TimedAction, brief: Brief) -> tuple[Clause, ...]:
    """An action sentence by sentence, each with those who do it."""
    return footwork.clauses(beat.text, brief.people)


def _of(clause: Clause, start: float, end: float) -> list[Cue]:
    feet = footwork.kind_of(clause)
    found = [kind for kind, words in _CUES if words.search(clause.text)]
    turns = next((k for k in found if k.startswith("turn")), None)
    looks = None if feet and "turn" not in found else next((k for k in found if k.startswith("look")), None)
    out: list[Cue] = []
    for n, (who, target) in enumerate(footwork.walkers(clause, feet)):
        for kind in filter(None, (feet, turns, looks)):
            late = start + (end - start) * 0.6 if feet and kind.startswith("turn") else start + 0.12 * n
            out.append(Cue(kind, who, target, late, end, bool(_RUN.search(clause.text)), len(clause.doers) > 1))
    return out


SIT_DROP, SIT_BACK = 0.238, 0.215
"""How far a seated pelvis is below and behind a standing one, as shares of the body's height (what `gesture` does with `sit`)."""


def sitters(brief: Brief) -> dict[str, float]:
    """Who sits in this shot and from when, in seconds; somebody whom the words find already seated has sat since before it
    began."""
    out: dict[str, float] = {}
    for beat in brief.beats:
        if not isinstance(beat, TimedAction):
            continue
        told = clauses(beat, brief)
        for k, clause in enumerate(told):
            if _SIT.search(clause.text):
                start = float(beat.start) + float(beat.end - beat.start) * k / len(told)
                for who in clause.doers:
                    out.setdefault(who, -9.0 if _SEATED.search(clause.text) else start + 0.3)
    return out
