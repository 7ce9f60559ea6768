"""What every reader fills: scenes, who speaks, what they say, each with the stretch of the file that it came from."""

from __future__ import annotations

import re
from fractions import Fraction

from screenc.manuscript.cue import manner, parted
from screenc.scripter.dialogue import Ask, Character, Dialogue, Direction, Head, Passage, Speech
from screenc.scripter.read import headings
from screenc.scripter.read.names import folded, is_capitals, joint
from screenc.scripter.read.survey import is_direction, opens_direction
from screenc.text import Source, Span

_BLANKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


class Gatherer:
    """One dialogue as it is read; the current speaker collects words until something else begins."""

    def __init__(self, source: Source, form: str):
        self.source = source
        self.form = form
        self.title: str | None = None
        self.scenes: list[tuple[Head | None, list]] = [(None, [])]
        self.names: dict[str, list[str]] = {}
        self.about: dict[str, str] = {}
        self.aside: list[Span] = []
        self.known: set[str] = set()
        self.speaker: str | None = None
        self.how: str | None = None
        self.words: list[tuple[str, int, int]] = []
        self.window: tuple[Fraction, Fraction] | None = None
        self.asks: dict[int, Ask] = {}
        self.labels: dict[int, str] = {}
        self.goes: dict[int, str] = {}

    def dialogue(self) -> Dialogue:
        """Everything so far; scenes in which nobody speaks lend their directions to the next, where the story is a line."""
        story = bool(self.labels or self.asks or self.goes)
        scenes = [
            Passage(head, tuple(turns), self.labels.get(n), self.goes.get(n), self.asks.get(n))
            for n, (head, turns) in enumerate(self.scenes)
            if turns or head or n in self.asks or n in self.labels
        ]
        spoken = {t.who for scene in scenes for t in scene.turns if isinstance(t, Speech)}
        people = []
        for key, shown in self.names.items():
            if key in spoken:
                first = next((n for n in shown if not is_capitals(n)), shown[0])
                people.append(Character(key, first, tuple(n for n in shown if n != first), self.about.get(key)))
        told = scenes if story else merged(scenes)
        return Dialogue(self.source, self.title, self.form, tuple(people), tuple(told), tuple(self.aside))

    def flush(self) -> None:
        """Close the speech that is being gathered."""
        if self.speaker is not None and self.words:
            text = " ".join(w for w, _, _ in self.words)
            span = self.source.span(self.words[0][1], self.words[-1][2])
            self.scenes[-1][1].append(Speech(self.speaker, self.how, text, span, self.window))
            self.how = None
        self.words = []
        self.window = None

    def say(self, text: str, start: int, end: int) -> None:
        """Words of the current speaker: kept as they are, but that blanks and breaks are one space and controls are none."""
        text = _BLANKS.sub(" ", text).strip()
        text = "".join(c for c in text if c >= " " and not "\x7f" <= c <= "\x9f")
        if text.strip():
            self.words.append((text.strip(), start, end))

    def line(self, who: str, text: str, start: int, end: int, how: str | None = None, window=None) -> None:
        """One whole speech."""
        self.cue(who, how)
        self.window = window
        self.say(text, start, end)
        self.flush()

    def direct(self, text: str, start: int, end: int) -> None:
        """A stage direction, without its brackets."""
        text = " ".join(headings.plain(text).split())
        text = "".join(c for c in text if c.isprintable())
        close = opens_direction(text) if text else None
        while text and close and text.endswith(close) and is_direction(text):
            text = text[1:-1].strip()
            close = opens_direction(text) if text else None
        text = text.strip()
        if any(c.isalnum() for c in text):
            self.scenes[-1][1].append(Direction(text, self.source.span(start, end)))

    def cue(self, shown: str, how: str | None) -> None:
        """Somebody begins to speak; a joint cue is given to the first of them, who says it together with the others."""
        self.flush()
        name, note = parted(shown)
        people = joint(name, self.known)
        if len(people) > 1:
            note = "with " + " and ".join(people[1:]) + (f", {note}" if note else "")
        name = people[0].strip(" :") or shown.strip()
        key = folded(name)
        spelled = self.names.setdefault(key, [])
        if name not in spelled:
            spelled.append(name)
        self.speaker = key
        self.how = ", ".join(w for w in (note, how and manner(how)) if w) or None

    def break_scene(self, head: Head | None) -> None:
        self.flush()
        self.speaker = self.how = None
        last_head, turns = self.scenes[-1]
        here = len(self.scenes) - 1
        if head is None and not turns and here not in self.labels:
            return
        if head is not None and not turns and last_head is None and here not in self.asks:
            self.scenes[-1] = (head, turns)
        else:
            self.scenes.append((head, []))


def merged(scenes: list[Passage]) -> list[Passage]:
    """A scene without a spoken line lends its head and its directions to the next one, as an act does to its first scene."""
    out: list[Passage] = []
    head: Head | None = None
    waiting: list = []
    for scene in scenes:
        if not scene.speeches:
            head = scene.head or head
            waiting += scene.turns
            continue
        if scene.head and head and headings.heading(head.text) and not _tells_place(scene.head.text):
            joined = Head(f"{head.text}. {scene.head.text}", scene.head.span)
        else:
            joined = scene.head or head
        out.append(Passage(joined, (*waiting, *scene.turns)))
        head, waiting = None, []
    if out and waiting:
        out[-1] = Passage(out[-1].head, (*out[-1].turns, *waiting))
    return out


def _tells_place(text: str) -> bool:
    """Whether a heading says more than its number."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 2
