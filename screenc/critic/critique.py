"""Any video against a script: which shots are there, in what order, how long, and what the checks make of each.

The video may come from any tool. It is read once for its cuts; its segments are aligned to the script's shots; a plan with the
times of the video takes the place of the film's own, and from there on every claim is judged as after a build.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np

from screenc.contract import Brief, CutEvent, Plan, Subtitle, Verdict
from screenc.critic import calibration, shots, voice
from screenc.critic.align import Asked, Match, Seen, align, speech_apart
from screenc.critic.faces import find
from screenc.critic.judge import judge
from screenc.critic.signature import apart
from screenc.film.model import Cut
from screenc.media import listen
from screenc.media.frames import Reader
from screenc.text import Diagnostic, Span

SLIVER = 0.2
"""Seconds: what is between two boundaries nearer than this is part of a transition."""
LOOSE, SLACK = 0.12, 0.3
"""How far a length may be from the script's: a share of it, and seconds, whichever is more."""
SURE = 0.5
"""The score of a face that alignment may rest on."""
BLOCK = 60.0
EARS = 16000
SIZES = {"two-shot": ("full", "medium-close"), "over-shoulder": ("medium", "medium-close"), "extreme-long": ("long", "long")}
"""From which size to which the faces of other framings are."""
WIDE = ("extreme-long", "long", "full", "medium-long", "two-shot")
"""Framings with room for the rest of a scene's people, named or not."""

State = Literal["as scripted", "missing", "extra", "out of order", "too long", "too short", "damaged", "no cut seen"]


@dataclass(frozen=True, slots=True)
class Row:
    """One shot, or one stretch that is none; times are the video's, None for a missing shot. `states` has at least one."""

    shot: str | None
    scripted: float | None
    start: float | None
    end: float | None
    states: tuple[State, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Critique:
    """What there is to say of a video: a row a shot in the video's order, every verdict, and what a person must hear of."""

    rows: tuple[Row, ...]
    verdicts: tuple[Verdict, ...]
    diagnostics: tuple[Diagnostic, ...]
    length: float


def critique(
    plan: Plan,
    path: Path | str,
    address: Mapping,
    fixed: frozenset[str] = frozenset(),
    senses: MutableMapping[str, Any] | None = None,
) -> Critique:
    """Judge a video. `address` gives spans as for `judge.diagnose`; `fixed` are the shots whose length is written, not `auto`.

    Raises MediaError for what cannot be read.
    """
    from screenc.critic.judge import diagnose

    asked = wanted(plan)
    segments, length = segmented(path)
    seen = looked(path, segments, cast(plan))
    matches = align(asked, seen)
    rows, found = told(matches, asked, seen, address, fixed)
    placed = retimed(plan, matches, asked, seen, segments, length)
    verdicts = judge(placed, path, senses) if placed.events else []
    there = {event.shot for event in placed.events}
    scenes = {shot.rpartition(".")[0] for shot in there}
    gone = [
        Verdict(assertion=a, words=f"{'shot' if a.shot else 'scene'} {a.shot or a.scene} is not in the video")
        for a in plan.assertions
        if (a.shot and a.shot not in there) or (not a.shot and a.scene and a.scene not in scenes)
    ]
    named = found + diagnose([*verdicts, *gone], address)
    return Critique(tuple(damaged(rows, verdicts)), (*verdicts, *gone), tuple(named), length)


# --- the script's side ---


def spans(plan: Plan) -> dict[str, tuple[float, float]]:
    """When each shot is on screen, in seconds: a shared transition is shared evenly, the parts of a shot are one."""
    out: dict[str, list] = {}
    for event in plan.events:
        out.setdefault(event.shot, []).append(event)
    rows = [(shot, parts[0].start, parts[-1].start + parts[-1].length) for shot, parts in out.items()]
    ends = {}
    for n, (shot, start, end) in enumerate(rows):
        if n and rows[n - 1][2] > start:
            start = (start + rows[n - 1][2]) / 2
        if n + 1 < len(rows) and rows[n + 1][1] < end:
            end = (end + rows[n + 1][1]) / 2
        ends[shot] = float(start), float(end)
    return ends


def wanted(plan: Plan) -> list[Asked]:
    """What the script asks of each shot that a picture and a sound can show."""
    briefs = {task.brief.shot: task.brief for task in plan.tasks if task.brief}
    out = []
    for shot, (start, end) in spans(plan).items():
        brief = briefs.get(shot)
        heard = np.zeros(max(1, round((end - start) * EARS / voice.HOP)), bool)
        for line in plan.subtitles:
            if float(line.start) < end and float(line.end) > start:
                a, b = ((float(t) - start) * EARS / voice.HOP for t in (line.start, line.end))
                heard[max(0, round(a)) : max(0, round(b))] = True
        people = sum(p.in_frame or brief.framing.size in WIDE for p in brief.people) if brief else 9
        face, spread = face_of(brief.framing.size) if brief else (None, 1.0)
        out.append(Asked(shot, end - start, heard, people, face, faced(brief), spread))
    return out


def faced(brief: Brief | None) -> tuple[str, ...]:
    """Whose face a framing shows: the one it looks at over a shoulder, else everybody it names."""
    if brief is None or brief.framing.size in ("insert", "pov"):
        return ()
    subjects = brief.framing.subjects or tuple(p.id for p in brief.people if p.in_frame)
    return subjects[-1:] if brief.framing.size == "over-shoulder" else subjects


def cast(plan: Plan) -> dict[str, tuple[str, str]]:
    """The colours of skin and top by which each of the cast can be known, as the first shot has them."""
    out: dict[str, tuple[str, str]] = {}
    for task in plan.tasks:
        for person in task.brief.people if task.brief else ():
            out.setdefault(person.id, (person.appearance.skin, person.appearance.top.colour))
    return out


def face_of(size: str) -> tuple[float | None, float]:
    """The height of a face, as a share of the frame's, in the middle of a framing, and the factor by which it may be off;
    None for framings that say nothing of it."""
    from screenc.critic.checks.size import LADDER

    bounds = calibration.row("size").get("bounds", [])
    first, last = SIZES.get(size, (size, size))
    if first not in LADDER or not bounds:
        return None, 1.0
    edges = [bounds[0] / 2, *bounds, min(1.0, bounds[-1] * 1.8)]
    low, high = edges[LADDER.index(first)], edges[LADDER.index(last) + 1]
    return (low * high) ** 0.5, max(1.5, (high / low) ** 0.5)


# --- the video's side ---


@dataclass(frozen=True, slots=True)
class Segment:
    """Between two boundaries: from middle to middle, and alone, transitions left out."""

    start: float
    end: float
    alone_from: float
    alone_to: float


def segmented(path: Path | str) -> tuple[list[Segment], float]:
    """The video's segments in order, and its length in seconds as its pictures tell it."""
    with Reader(path) as reader:
        read = shots.ribbon(reader.frames(width=160))
    if not len(read.times):
        return [], 0.0
    frame = float(np.median(np.diff(read.times))) if len(read.times) > 1 else 1 / 24
    length = float(read.times[-1]) + frame
    out, start, alone = [], 0.0, 0.0
    for boundary in shots.boundaries(read):
        if boundary.at - start < SLIVER or length - boundary.at < SLIVER:
            continue
        hard = boundary.kind == "cut"
        out.append(Segment(start, boundary.at, alone, max(alone, boundary.at if hard else boundary.start)))
        start, alone = boundary.at, boundary.at if hard else boundary.end
    out.append(Segment(start, length, alone, length))
    return _without_black_end(out, read), length


def _without_black_end(segments: list[Segment], read: shots.Ribbon) -> list[Segment]:
    """A fade to black that ends a film is the end of its last shot, not a shot."""
    if len(segments) > 1:
        last = segments[-1]
        tail = read.thumbs[read.times >= last.alone_from]
        if len(tail) and tail.max(axis=(1, 2, 3)).mean() < 60 and last.end - last.start < 1.5:
            before = segments[-2]
            return [*segments[:-2], Segment(before.start, last.end, before.alone_from, before.alone_to)]
    return segments


def looked(path: Path | str, segments: Sequence[Segment], cast: Mapping[str, tuple[str, str]] = {}) -> list[Seen]:
    """What can be seen and heard of each segment: faces at two moments, whose colours they have, and where a voice is heard."""
    heard = voices(path)
    tell = 1.0 if len(heard) and heard.mean() > 0.02 else 0.0
    out = []
    with Reader(path) as reader:
        for s in segments:
            pictures = [reader.at(s.alone_from + share * (s.alone_to - s.alone_from), 1280) for share in (0.3, 0.7)]
            faces = [find(picture, SURE) for picture in pictures]
            heights = [f.height / p.shape[0] for p, found in zip(pictures, faces, strict=True) for f in found]
            part = heard[round(s.start * EARS / voice.HOP) : round(s.end * EARS / voice.HOP)]
            count = round((s.end - s.start) * EARS / voice.HOP)
            part = np.concatenate([part, np.zeros(max(0, count - len(part)), bool)])
            largest = max(
                ((f, p) for p, found in zip(pictures, faces, strict=True) for f in found),
                key=lambda pair: pair[0].height,
                default=None,
            )
            far = (
                tuple((id, d) for id, colours in cast.items() if (d := apart(largest[1], largest[0], *colours)) is not None)
                if largest
                else ()
            )
            out.append(Seen(s.start, s.end, part, max(map(len, faces)), max(heights, default=None), tell, far))
    return out


def voices(path: Path | str) -> np.ndarray:
    """Whether a voice is heard in each 20 ms of the film; empty where it has no sound."""
    blocks: list[np.ndarray] = []
    waiting: list[np.ndarray] = []
    size = 0
    for part in listen.blocks(path, EARS, 1):
        waiting.append(part)
        size += len(part)
        if size >= BLOCK * EARS:
            whole = np.concatenate(waiting)
            keep = int(BLOCK * EARS)
            blocks.append(voice.spoken(whole[:keep]))
            waiting, size = [whole[keep:]], size - keep
    if size:
        blocks.append(voice.spoken(np.concatenate(waiting)))
    return np.concatenate(blocks) if blocks else np.zeros(0, bool)


# --- the two together ---


def told(
    matches: Sequence[Match], asked: Sequence[Asked], seen: Sequence[Seen], address: Mapping, fixed: frozenset[str]
) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of a critique before any check, and the diagnostics of structure."""
    rows, found = [], []
    for match in matches:
        start = seen[match.segments[0]].start if match.segments else None
        end = seen[match.segments[-1]].end if match.segments else None
        if not match.segments:
            shot = asked[match.shots[0]]
            words = f"shot {shot.shot} is not in the video"
            either = " or ".join([shot.shot, *(asked[n].shot for n in match.rivals)])
            if match.rivals:
                words = f"either shot {either} is not in the video: what can be seen and heard fits each of them"
            rows.append(Row(shot.shot, shot.length, None, None, ("missing",), (f"either {either}",) if match.rivals else ()))
            found.append(Diagnostic.at("E0711", _span(address, shot.shot), words))
        elif not match.shots:
            rows.append(Row(None, None, start, end, ("extra",)))
            words = f"the video has {end - start:.2f} s, from {start:.2f} s on, that are no shot of the script"
            found.append(Diagnostic.at("E0713", address.get((None, None)), words))
        else:
            for row, diagnostic in _of_shots(match, matches, asked, seen, address, fixed):
                rows.append(row)
                found += diagnostic
    return rows, found


def _of_shots(match: Match, matches, asked, seen, address, fixed):
    start, end = seen[match.segments[0]].start, seen[match.segments[-1]].end
    whole = sum(asked[n].length for n in match.shots)
    at = start
    for n in match.shots:
        shot, states, words, said = asked[n], [], [], []
        length = (end - start) * shot.length / whole
        if not match.order:
            states.append("out of order")
            text = (
                f"shot {shot.shot} is out of order: the video has it from {start:.2f} s on, {_neighbour(match, matches, asked)}"
            )
            said.append(Diagnostic.at("E0712", _span(address, shot.shot), text))
            words.append("not where the script has it")
        if abs(length - shot.length) > max(SLACK, LOOSE * shot.length):
            states.append("too long" if length > shot.length else "too short")
            code = "E0714" if shot.shot in fixed else "W0715"
            text = f"shot {shot.shot} is {states[-1]}: {length:.2f} s in the video, {shot.length:.2f} s in the script"
            said.append(Diagnostic.at(code, _span(address, shot.shot), text))
            words.append(f"{length:.2f} s for {shot.length:.2f} s")
        if len(match.shots) > 1 and n != match.shots[0]:
            states.append("no cut seen")
            text = f"no cut can be seen before shot {shot.shot}: the video goes on from the shot before it"
            said.append(Diagnostic.at("W0716", _span(address, shot.shot), text))
        yield Row(shot.shot, shot.length, at, at + length, tuple(states) or ("as scripted",), tuple(words)), said
        at += length


def _neighbour(match: Match, matches: Sequence[Match], asked: Sequence[Asked]) -> str:
    """Which shot follows it in the video, or comes before it."""
    later = [m for m in matches if m.segments and m.shots and m.segments[0] > match.segments[-1]]
    if later:
        return f"before {asked[min(later, key=lambda m: m.segments[0]).shots[0]].shot}"
    sooner = [m for m in matches if m.segments and m.shots and m.segments[-1] < match.segments[0]]
    return f"after {asked[max(sooner, key=lambda m: m.segments[0]).shots[-1]].shot}" if sooner else "alone"


def _span(address: Mapping, shot: str) -> Span | None:
    return address.get((None, shot))


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


def damaged(rows: Sequence[Row], verdicts: Sequence[Verdict]) -> list[Row]:
    """The rows, with what the checks found amiss in each shot; a `prefer` that does not hold is told, and is no damage."""
    bad: dict[str, list[str]] = {}
    for verdict in verdicts:
        asked = verdict.assertion
        if verdict.held is False and asked.shot and (asked.automatic or asked.claim.force == "expect"):
            bad.setdefault(asked.shot, []).append(f"{asked.claim.check}: {verdict.words}")
    out = []
    for row in rows:
        if row.shot in bad and row.start is not None:
            states = tuple(s for s in row.states if s != "as scripted")
            row = Row(row.shot, row.scripted, row.start, row.end, (*states, "damaged"), (*row.words, *bad[row.shot]))
        out.append(row)
    return out
