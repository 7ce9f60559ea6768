"""What the script asks of each shot that a picture and a sound can show: its length, its voices, its words, its faces."""

from __future__ import annotations

import numpy as np

from screenc.contract import Brief, Plan
from screenc.critic import calibration, voice
from screenc.critic.checks.camera import moves
from screenc.critic.fit import Asked

EARS = 16000
SIZES = {"two-shot": ("full", "medium-close"), "over-shoulder": ("medium", "medium-close"), "extreme-long": ("long", "long")}
"""From which size to which the faces of other framings are."""
WIDE = ("extreme-long", "long", "full", "medium-long", "two-shot")
"""Framings with room for the rest of a scene's people, named or not."""


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
    tasks = {task.brief.shot: task for task in plan.tasks if task.brief}
    out = []
    for shot, (start, end) in spans(plan).items():
        task = tasks.get(shot)
        brief = task.brief if task else None
        heard = np.zeros(max(1, round((end - start) * EARS / voice.HOP)), bool)
        for line in plan.subtitles:
            if float(line.start) < end and float(line.end) > start:
                a, b = ((float(t) - start) * EARS / voice.HOP for t in (line.start, line.end))
                heard[max(0, round(a)) : max(0, round(b))] = True
        people = sum(p.in_frame or brief.framing.size in WIDE for p in brief.people) if brief else 9
        face, spread = face_of(brief.framing.size) if brief else (None, 1.0)
        lines = tuple(line.text for line in plan.subtitles if line.shot == shot)
        seen_to = moves(brief) if brief else None
        clip = task.key if task else shot
        out.append(Asked(shot, end - start, heard, people, face, faced(brief), spread, lines, seen_to or (), clip))
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
