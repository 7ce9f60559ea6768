"""Why a task runs, as data: the facts that changed since it was last made, in the words of the script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from screenc.contract import Brief, Person, Reference, Task, TimedAction, TimedSpeech, Why

Located = Callable[[str, int], str | None]
"""(fact word, index) of the task's shot -> `film.shot:37`, or None."""


@dataclass(frozen=True, slots=True)
class Take:
    """Which asking for a shot is meant: `number` deals another motion, `content` another look.

    A repair may ask otherwise than the script: with a `note` after the prompt, of another `backend`, `anew` instead of going on
    from the shot before, or `split` in two. The script itself is never touched.
    """

    number: int = 1
    content: int = 1
    note: str = ""
    backend: str = ""
    anew: bool = False
    split: bool = False


FIRST = Take()


class Past(Protocol):
    """What earlier builds left: finished results, and what was asked for last under each task's name."""

    def made(self, key: str) -> bool: ...

    def last(self, name: str) -> Task | None: ...

    def pace(self, backend: str) -> float | None:
        """Seconds of work for a second of film, from what was made before; None when nothing was."""

    def take(self, shot: str) -> Take:
        """The take that was chosen, or else the last that was asked for."""

    def takes(self, shot: str) -> Sequence[Take]:
        """Every take that was asked for."""


class Nothing:
    """A film that was never built."""

    def made(self, key: str) -> bool:
        return False

    def last(self, name: str) -> Task | None:
        return None

    def pace(self, backend: str) -> float | None:
        return None

    def take(self, shot: str) -> Take:
        return FIRST

    def takes(self, shot: str) -> Sequence[Take]:
        return (FIRST,)


NOTHING = Nothing()


class Built(Nothing):
    """The past in which one plan was built whole, and nothing since: what a diff of two films is reckoned against."""

    def __init__(self, tasks: Iterable[Task]):
        self.names = {task.name: task for task in tasks}
        self.keys = {task.key for task in self.names.values()}

    def made(self, key: str) -> bool:
        return key in self.keys

    def last(self, name: str) -> Task | None:
        return self.names.get(name)


def why(task: Task, past: Past, forced: bool, upstream: Mapping[str, str], located: Located) -> Why:
    """`upstream` names the shot behind each needed clip's key."""
    if forced:
        return Why(kind="forced")
    if past.made(task.key):
        return Why(kind="cached")
    before = past.last(task.name)
    if before is None:
        return Why(kind="new")
    if before.key == task.key:
        return Why(kind="new", facts=("what was made is gone",))
    facts = changes(before, task)
    if facts:
        place = next((at for word, n, _ in facts if (at := located(word, n))), None)
        return Why(kind="changed", facts=tuple(dict.fromkeys(words for *_, words in facts)), line=place)
    shots = tuple(dict.fromkeys(upstream[key] for key in task.needs if key in upstream and key not in before.needs))
    if shots:
        return Why(kind="upstream", shots=shots)
    return Why(kind="changed", facts=("the voices",) if task.needs != before.needs else ())


def changes(before: Task, now: Task) -> list[tuple[str, int, str]]:
    """(fact word, index of it, words for a person) of everything that differs between two askings for one shot."""
    out: list[tuple[str, int, str]] = []
    if before.backend != now.backend:
        out.append(("backend", 0, f"backend {before.backend} is now {now.backend}"))
    elif before.version != now.version:
        out.append(("", 0, f"{now.backend} {before.version} is now {now.version}"))
    if before.line is not None and now.line is not None and before.line != now.line:
        out.append(("speech", 0, "words" if before.line.text != now.line.text else "voice"))
    if before.brief is not None and now.brief is not None:
        out += _briefs(before.brief, now.brief)
    elif before.unit != now.unit:
        out.append(("length", 0, "length"))
    if before.backend == now.backend and before.params != now.params:
        out += [
            ("tune", 0, f"tune {key}")
            for key in sorted({*before.params, *now.params})
            if before.params.get(key) != now.params.get(key)
        ]
    if before.take != now.take:
        return [("", 0, f"take {now.take}")]
    if not out and before.prompt != now.prompt:
        out.append(("", 0, f"the prompt of {now.backend}"))
    if not out and before.request != now.request:
        out.append(("", 0, f"the request to {now.backend}"))
    if not out and _lying(before) != _lying(now):
        out.append(("ref", 0, "reference pictures"))
    if not out and before.last != now.last:
        out.append(("last", 0, "last"))
    return out


def _lying(task: Task) -> list[Reference]:
    """The references that lie beside the film; a frame of another clip changes with that clip, upstream."""
    return [r for r in task.references if r.clip is None]


WORDS = {
    "width": "frame",
    "height": "frame",
    "setting": "scene",
    "place_look": "look of the place",
    "place_ref": "ref of the place",
    "motion_seed": "seed",
}
"""Fields of a brief whose fact has another name; the rest are spelled alike."""


def _briefs(before: Brief, now: Brief) -> list[tuple[str, int, str]]:
    out = _beats(before.beats, now.beats)
    own = {"schema_", "shot", "scene", "beats", "people"}
    for field in Brief.model_fields:
        if field not in own and getattr(before, field) != getattr(now, field):
            word = WORDS.get(field, field)
            if not (field == "length" and out):  # an `auto` shot is as long as its beats: the beat is the cause
                out.append((word, 0, word))
    was, are = {p.id: p for p in before.people}, {p.id: p for p in now.people}
    out += [("with", 0, f"{who} comes in") for who in are if who not in was]
    out += [("with", 0, f"{who} is gone") for who in was if who not in are]
    for who in are:
        if who in was and was[who] != are[who]:
            out += _person(was[who], are[who])
    return out


def _person(before: Person, now: Person) -> list[tuple[str, int, str]]:
    words = {"side": "mark", "depth": "mark", "facing": "mark", "in_frame": "framing", "walked": "mark"}
    fields = [f for f in Person.model_fields if f not in ("id", "appearance") and getattr(before, f) != getattr(now, f)]
    facts = list(dict.fromkeys(words.get(f, f) for f in fields)) or ["appearance"]
    return [(fact, 0, f"{fact} of {now.id}") for fact in facts]


def _beats(before: tuple, now: tuple) -> list[tuple[str, int, str]]:
    """Beats are compared without their times: a line that only moved, because another grew, did not change."""
    out: list[tuple[str, int, str]] = []
    for kind, word in ((TimedSpeech, "speech"), (TimedAction, "action")):
        was = [_said(b) for b in before if isinstance(b, kind)]
        here = [(at, b) for at, b in enumerate(now) if isinstance(b, kind)]
        for n, (at, beat) in enumerate(here):
            by = f" by {beat.who}" if isinstance(beat, TimedSpeech) else ""
            if n >= len(was):
                out.append((word, at, f"{word}{by} added"))
            elif _said(beat) != was[n]:
                out.append((word, at, f"{word}{by} changed"))
        if len(was) > len(here):
            out.append((word, 0, f"{word} taken out"))
    if not out and [(b.start, b.end) for b in before] != [(b.start, b.end) for b in now]:
        out.append(("at", 0, "timing of the beats"))
    return out


def _said(beat: TimedSpeech | TimedAction) -> tuple:
    return (beat.who, beat.how, beat.text) if isinstance(beat, TimedSpeech) else (beat.text,)
