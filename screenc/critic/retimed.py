"""The plan as a video has it: its shots where they were found, and their lines with them, so that every check can judge it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from screenc.contract import CutEvent, Plan, Subtitle
from screenc.critic import voice
from screenc.critic.align import Match
from screenc.critic.asked import EARS, spans
from screenc.critic.fit import Asked, Seen, speech_apart
from screenc.critic.seen import Segment
from screenc.film.model import Cut


def retimed(
    plan: Plan, matches: Sequence[Match], asked: Sequence[Asked], seen: Sequence[Seen], segments: Sequence[Segment], length: float
) -> Plan:
    """The plan as the video has it: its shots where they were found, their lines moved with them, what is missing left out."""
    was = spans(plan)
    events, moved = [], {}
    for match in matches:
        if not match.shots or not match.segments:
            continue
        first, last = segments[match.segments[0]], segments[match.segments[-1]]
        whole = sum(asked[n].length for n in match.shots)
        at, size = first.alone_from, max(0.0, last.alone_to - first.alone_from)
        for n in match.shots:
            share = size * asked[n].length / whole
            events.append(CutEvent(shot=asked[n].shot, clip=asked[n].shot, start=_time(at), length=_time(share), cut=Cut()))
            begin = at if len(match.shots) > 1 else first.start
            moved[asked[n].shot] = begin + _lag(asked[n], seen, match) - was[asked[n].shot][0]
            at += share
    scenes = {shot.rpartition(".")[0] for shot in moved}
    lines = tuple(_moved(line, moved[line.shot]) for line in plan.subtitles if line.shot in moved)
    return plan.model_copy(
        update={
            "events": tuple(events),
            "subtitles": lines,
            "sounds": (),
            "assertions": tuple(
                a for a in plan.assertions if a.shot in moved or (a.shot is None and (a.scene is None or a.scene in scenes))
            ),
            "estimate": plan.estimate.model_copy(update={"length": _time(length)}),
        }
    )


def _lag(asked: Asked, seen: Sequence[Seen], match: Match) -> float:
    """Seconds from the head of a segment to the head of its shot: 0, or where the tails fit better, the difference of lengths."""
    if len(match.shots) > 1:
        return 0.0
    here = np.concatenate([seen[k].voice for k in match.segments])
    n = min(len(asked.voice), len(here))
    if n < 10 or abs(len(asked.voice) - len(here)) < 5:
        return 0.0
    heads, tails = speech_apart(asked.voice[:n], here[:n]), speech_apart(asked.voice[-n:], here[-n:])
    return (len(here) - len(asked.voice)) * voice.HOP / EARS if tails < heads - 0.05 else 0.0


def _moved(line: Subtitle, by: float) -> Subtitle:
    start, end = float(line.start) + by, float(line.end) + by
    return line.model_copy(update={"start": _time(max(0.0, start)), "end": _time(max(0.01, end))})


def _time(seconds: float) -> Fraction:
    return Fraction(seconds).limit_denominator(10000)
