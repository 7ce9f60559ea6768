"""Eyes: the point that everybody looks at through a shot, and where their own eyes are, standing or seated."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from screenc.contract import Brief, TimedSpeech
from screenc.stage.cues import SIT_BACK, SIT_DROP, read, sitters
from screenc.stage.marks import partner
from screenc.stage.parts import Stand
from screenc.stage.path import Walked

EYE = 0.935
"""Height of the eyes as a share of the body's (Drillis and Contini 1966)."""

Target = Callable[[float], tuple[float, float, float]]


class Gaze:
    """The point that somebody looks at: their cues, else who speaks, else whom they play to, blended over a saccade and a
    turn."""

    __slots__ = ("marks",)

    def __init__(self, brief: Brief, who: str, stand: dict[str, Walked], length: float):
        people = {p.id: p for p in brief.people}
        me = people[who]

        seats = sitters(brief)

        def face(other: str) -> Target:
            return partial(_face_of, stand[other], people[other].appearance.height / 100, seats.get(other))

        def ahead(down: float = 0.0, aside: float = 0.0) -> Target:
            return partial(_ahead_of, stand[who], me.appearance.height / 100, down, aside)

        other = partner(brief, who)
        rest = face(other) if other and me.facing in ("left", "right") else ahead()
        marks: list[tuple[float, Target]] = [(-1.0, rest)]
        last: str | None = None
        for beat in (b for b in brief.beats if isinstance(b, TimedSpeech)):
            start, end = float(beat.start), float(beat.end)
            if beat.who == who:
                listener = other if brief.axis and who in brief.axis else last if last and last != who else other
                marks.append((max(0.0, start - 0.15), face(listener) if listener in stand and me.facing != "camera" else rest))
            elif beat.who in stand:
                marks.append((start + 0.12 + 0.02 * (len(who) % 4), face(beat.who)))
            last = beat.who
            if beat.who == who and end - start > 3.5:
                # Nobody holds an eye for a whole speech: away for a moment while thinking, and back.
                middle = start + (end - start) * 0.45
                marks += [(middle, ahead(0.25, 0.5 if len(who) % 2 else -0.5)), (middle + 0.7, marks[-1][1])]
        for cue in read(brief):
            if cue.who != who:
                continue
            if cue.kind == "look-down":
                marks += [(cue.start, ahead(0.9)), (max(cue.end, cue.start + 0.8), rest)]
            elif cue.kind == "look-up":
                marks += [(cue.start, ahead(-0.8)), (max(cue.end, cue.start + 0.8), rest)]
            elif cue.kind == "look-away":
                marks += [(cue.start, ahead(0.15, 1.2)), (max(cue.end, cue.start + 1.2), rest)]
            elif cue.target in stand:
                marks.append((cue.start, face(cue.target)))
        self.marks = sorted(marks, key=lambda m: m[0])

    def __call__(self, t: float) -> tuple[float, float, float]:
        point = self.marks[0][1](t)
        for start, target in self.marks[1:]:
            if start >= t:
                break
            u = min(1.0, (t - start) / 0.22)
            u = u * u * (3 - 2 * u)
            goal = target(t)
            point = goal if u >= 1.0 else tuple(a + (b - a) * u for a, b in zip(point, goal, strict=True))
        return point


def eyes_of(stand: Stand, height: float, since: float | None, t: float) -> tuple[float, float, float]:
    """Where somebody's eyes are; `since` is when they sat down, None for somebody who stands."""
    low = 0.0 if since is None else min(1.0, max(0.0, (t - since) / 1.1))
    low = low * low * (3 - 2 * low)
    back = SIT_BACK * height * low
    return (stand.x - back * math.sin(stand.heading), height * (EYE - SIT_DROP * low), stand.z + back * math.cos(stand.heading))


def _face_of(stand: Walked, height: float, since: float | None, t: float) -> tuple[float, float, float]:
    return eyes_of(stand(t), height, since, t)


def _ahead_of(stand: Walked, height: float, down: float, aside: float, t: float) -> tuple[float, float, float]:
    s = stand(t)
    h = s.heading + aside
    return s.x + 3 * math.sin(h), height * EYE - 3 * math.tan(down * 0.5), s.z - 3 * math.cos(h)
