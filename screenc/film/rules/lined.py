"""The lined script: the film beside its spans, its continuity log and its clock, which is all that a rule reads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise

from screenc.film.continuity import Entry, follow
from screenc.film.model import Action, Film, Mark, Scene, Shot, Speech
from screenc.film.timing import estimate, lay_out
from screenc.text import Diagnostic, Label, Span

WIDE = ("extreme-long", "long", "full", "medium-long")
TIGHT = ("medium", "medium-close", "close", "extreme-close")
OVERLAPPING = ("dissolve", "wipe")
"""Transitions during which both shots are seen, so that the film is shorter than its shots by their length."""

FAST = Fraction(13, 10)
"""How much faster than its estimate a line may have to be spoken: estimates are out by 24% at worst, and our voices, at about 250
words a minute, leave little more than that before nobody follows."""

OFF_SCREEN = re.compile(
    r"\b(v\.? ?o\b|o\.? ?[sc]\b|voice|off|narrat\w*|phone|telephone|radio|intercom|loudspeaker|speaker|tape|record\w*|voicemail|"
    r"tv|television|hors[- ]champ|fuera|voz|stimme|voix|телефон\w*|за кадром)|"
    r"画外|旁白|电话|電話|声のみ|ナレーション|내레이션|전화|목소리",
    re.IGNORECASE,
)
"""The ways that scripts say that a voice comes from somewhere else."""


@dataclass(frozen=True, slots=True)
class Found:
    """A report and the shot that it is about, since waivers are given shot by shot; None for the film or a whole scene."""

    shot: str | None
    diagnostic: Diagnostic


class Lined:
    """One film made ready for the rules; everything that several of them ask for is worked out once.

    `scenes` are the same for each scene alone: a film that has no other. They may be given, worked out in an earlier check.
    """

    def __init__(self, film: Film, spans, today: date, scenes: tuple[Lined, ...] | None = None):
        self.film, self.spans, self.today = film, spans, today
        if scenes is not None:
            self.scenes = scenes

    @cached_property
    def scenes(self) -> tuple[Lined, ...]:
        return tuple(self.alone(scene) for scene in self.film.scenes)

    def alone(self, scene: Scene) -> Lined:
        film = self.film.model_copy(update={"scenes": (scene,)})
        one = Lined(film, self.spans, self.today, ())
        one._called = self._called
        return one

    @cached_property
    def reports(self) -> tuple[Found, ...]:
        """What the rules say of this one scene."""
        from screenc.film.rules import of_scene

        return tuple(of_scene(self))

    @cached_property
    def log(self) -> dict[str, Entry]:
        if not self.scenes:
            return follow(self.film)
        return {id: entry for scene in self.scenes for id, entry in scene.log.items()}

    @cached_property
    def ever_seen(self) -> frozenset[str]:
        """Everybody who is in frame in any shot."""
        if not self.scenes:
            return frozenset(who for _, shot in self.film.shots() for who in self.seen(shot))
        return frozenset().union(*(scene.ever_seen for scene in self.scenes))

    @cached_property
    def letters(self) -> dict[str, tuple[int, tuple[str, int]]]:
        """For each writing that the lines of one scene use: how many letters of it, and the first (shot, beat) to have one."""
        out: dict[str, tuple[int, tuple[str, int]]] = {}
        for _, shot in self.film.shots():
            for n, beat in enumerate(shot.beats):
                if isinstance(beat, Speech):
                    for name, count in letters(beat.text).items():
                        before, where = out.get(name, (0, (shot.id, n)))
                        out[name] = before + count, where
        return out

    @cached_property
    def running(self) -> tuple[Fraction, Fraction]:
        """How long all shots together last, in seconds, and how much of that is fades."""
        if self.scenes:
            return sum((s.running[0] for s in self.scenes), Fraction(0)), sum((s.running[1] for s in self.scenes), Fraction(0))
        shots = [shot for _, shot in self.film.shots()]
        fades = sum((shot.cut.length or 0 for shot in shots if shot.cut.kind == "fade"), Fraction(0))
        overlaps = sum((shot.cut.length or 0 for shot in shots if shot.cut.kind in OVERLAPPING), Fraction(0))
        return sum(map(self.length, shots), Fraction(0)) - overlaps, fades

    @cached_property
    def shots(self) -> dict[str, tuple[Scene, Shot]]:
        return {shot.id: (scene, shot) for scene, shot in self.film.shots()}

    @cached_property
    def order(self) -> dict[str, int]:
        return {id: n for n, id in enumerate(self.shots)}

    def cuts(self) -> Iterator[tuple[Scene, Shot, Shot]]:
        """Every two shots of a scene that stand side by side."""
        for scene in self.film.scenes:
            for before, after in pairwise(scene.shots):
                yield scene, before, after

    # --- reports ------------------------------------------------------------------------------------------------

    def span(self, owner: str, fact: str = "", index: int = 0) -> Span | None:
        """Where a fact stands, `beat` for actions and lines; its stanza's id where it was left out."""
        return self.spans.of(owner, fact, index) or self.spans.of(owner)

    def label(self, text: str, owner: str, fact: str = "", index: int = 0) -> tuple[Label, ...]:
        span = self.span(owner, fact, index)
        return (Label(span, text),) if span else ()

    def found(self, code: str, message: str, owner: str, fact: str = "", index: int = 0, **more) -> Found:
        """A report on one fact of a stanza; `more` is what Diagnostic.at takes."""
        shot = owner if owner in self.shots else None
        return Found(shot, Diagnostic.at(code, self.span(owner, fact, index), message, **more))

    # --- people -------------------------------------------------------------------------------------------------

    def seen(self, shot: Shot) -> set[str]:
        """Who is in frame, by the log: those whom the framing asks for."""
        entry = self.log.get(shot.id)
        return {p.who for p in entry.present if p.in_frame} if entry else set()

    def may_show(self, shot: Shot) -> set[str]:
        """Everybody whom the shot could show: in a wide framing whoever is there, whether it names them or not."""
        entry = self.log.get(shot.id)
        if entry and shot.framing and shot.framing.size in WIDE:
            return {p.who for p in entry.present}
        return self.seen(shot)

    def mentions(self, text: str, who: str) -> bool:
        """Whether words name somebody: by id, name, first name or aka."""
        return any(called.search(text) for called in self._called.get(who, ()))

    @cached_property
    def _called(self) -> dict[str, list[re.Pattern[str]]]:
        def pattern(name: str) -> re.Pattern[str]:
            edge = r"\b" if name.isascii() else ""
            return re.compile(edge + re.escape(name) + edge, re.IGNORECASE)

        return {
            c.id: [pattern(n) for n in {c.id, *c.aka, *([c.name, c.name.split()[0]] if c.name else [])} if n.strip()]
            for c in self.film.cast
        }

    def moves(self, shot: Shot, *people: str) -> bool:
        """Whether an action of the shot may move these people: it names one of them, or nobody at all (`They turn.`)."""
        for beat in shot.beats:
            if isinstance(beat, Action):
                named = [c.id for c in self.film.cast if self.mentions(beat.text, c.id)]
                if not named or any(who in named for who in people):
                    return True
        return False

    # --- time ---------------------------------------------------------------------------------------------------

    def spoken(self, speech: Speech) -> Fraction:
        """An estimate of how long a line takes its speaker, in seconds."""
        cast = self.film.cast_of(speech.who)
        voice = self.film.voice_of(cast.speaks) if cast and cast.speaks else None
        return estimate(speech.text, self.film.language, voice.speed if voice else Fraction(1))

    def length(self, shot: Shot) -> Fraction:
        """The shot's length in seconds: as written, or for `auto` the estimate."""
        if shot.length is not None:
            return shot.length
        if shot.id not in self._lengths:
            self._lengths[shot.id] = lay_out(self.film, shot, self.spoken).length
        return self._lengths[shot.id]

    @cached_property
    def _lengths(self) -> dict[str, Fraction]:
        return {}

    def starts(self, shot: Shot, pace: Fraction = Fraction(1)) -> list[tuple[Fraction, Fraction]]:
        """When each beat starts and ends at the soonest: actions take no time, since people act while they speak."""
        out, now = [], Fraction(0)
        for beat in shot.beats:
            start = now if beat.at is None else beat.at
            end = start + (self.spoken(beat) / pace if isinstance(beat, Speech) else 0)
            out.append((start, end))
            now = max(now, end)
        return out


def marked(shot: Shot, who: str) -> Mark | None:
    """The mark that this very shot gives somebody."""
    return next((m for m in shot.marks if m.who == who), None)


def letters(text: str) -> Counter[str]:
    """How many letters of each writing a text has; marks, digits and blanks are of none."""
    if text.isascii():
        return Counter(LATIN=sum(map(str.isalpha, text)))
    return Counter(writing(ch) for ch in text if ch.isalpha())


@lru_cache(maxsize=4096)
def writing(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0].split("-")[0]


def off_screen(speech: Speech) -> bool:
    return bool(speech.how and OFF_SCREEN.search(speech.how))


def listed(names) -> str:
    """`ANRI, BEN and CYD`."""
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"
