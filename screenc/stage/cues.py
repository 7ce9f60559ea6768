"""What an action asks a body to do: its words, in the languages that scripts come in, as cues for feet and eyes.

Only words that move somebody across the floor or turn their eyes are read here; hands and faces are the actor's own affair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from screenc.contract import Brief, TimedAction

Kind = Literal["approach", "back", "away", "cross", "pass", "turn", "turn-away", "look", "look-away", "look-down", "look-up"]

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
        "turn-away",
        r"\bturns? (away|(his|her|their) back)|se détourne|wendet sich ab|se aparta|돌아서|등을 돌|背を向|"
        r"转过身去|转身离",
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
_ALL = re.compile(
    r"\b(each other|one another|together|they|both|everyone|all)\b|ensemble|l'un|einander|beide|ambos|"
    r"juntos|서로|함께|둘|互い|二人|彼此|一起|两人",
    re.IGNORECASE,
)
_AND = re.compile(r"^\s*,?\s*(and|&|et|und|y|e|와|과|하고|랑|と|、|和|与|跟)\s*$|^\s*,\s*$", re.IGNORECASE)
_FEET: frozenset[Kind] = frozenset(("approach", "back", "away", "cross", "pass"))


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


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of an action: whom it is about, first the one who does it, and whether all of them do."""

    text: str
    actors: tuple[str, ...]
    together: bool

    @property
    def doers(self) -> tuple[str, ...]:
        return self.actors if self.together else self.actors[:1]


def clauses(beat: TimedAction, brief: Brief) -> tuple[Clause, ...]:
    """An action sentence by sentence: `NORA wipes the counter. OTTO sits.` seats Otto alone. A sentence that names nobody goes on
    about those before it; the first one, when it names nobody either, is about everybody in frame."""
    shown = [p.id for p in brief.people if p.in_frame] or [p.id for p in brief.people]
    out: list[Clause] = []
    for text in (t.strip() for t in re.split(r"(?<=[.;!?。；！？])\s*", beat.text)):
        if not text:
            continue
        named = _named(text, brief)
        everybody = bool(_ALL.search(text)) or (len(named) > 1 and bool(_AND.search(_between(text, named, brief))))
        if not named and out and not everybody:
            out.append(Clause(text, out[-1].actors, out[-1].together))
        elif named and not (everybody and len(named) == 1):
            out.append(Clause(text, tuple(named), everybody))
        else:
            out.append(Clause(text, tuple(shown[:2]) if len(shown) > 2 and not everybody else tuple(shown), True))
    return tuple(out) or (Clause(beat.text, tuple(shown), True),)


def _spots(text: str, brief: Brief) -> dict[str, tuple[int, int]]:
    """Where a sentence first names each person, by id or by name, whole or in part."""
    out: dict[str, tuple[int, int]] = {}
    for p in brief.people:
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


def _named(text: str, brief: Brief) -> list[str]:
    spots = _spots(text, brief)
    return sorted(spots, key=lambda who: spots[who])


def _between(text: str, named: list[str], brief: Brief) -> str:
    spots = _spots(text, brief)
    return text[spots[named[0]][1] : spots[named[1]][0]]


def _of(clause: Clause, start: float, end: float) -> list[Cue]:
    found = [kind for kind, words in _CUES if words.search(clause.text)]
    feet = next((k for k in found if k in _FEET), None)
    if feet == "pass" and len(clause.actors) < 2:
        feet = "cross"
    turns = next((k for k in found if k.startswith("turn")), None)
    looks = None if feet and "turn" not in found else next((k for k in found if k.startswith("look")), None)
    out: list[Cue] = []
    pair = clause.actors[:2] if feet == "pass" else clause.actors
    for n, who in enumerate(w for w in clause.doers if w in pair):
        target = next((a for a in pair if a != who), None)
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
