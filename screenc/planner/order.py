"""The tasks of a plan as a whole: in which order they can be made, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from screenc.contract import CutEvent, Estimate, Task
from screenc.film.model import Film
from screenc.planner.reason import Past


def first_needed(film: Film, anchors: Mapping[str, str]) -> list[str]:
    """Every shot after those that it waits for, else in the order of the film. A loop is left where it closes."""
    shots = {shot.id: shot for _, shot in film.shots()}
    out: dict[str, None] = {}
    for first in shots:
        chain, at = [], first
        while at in shots and at not in out and at not in chain:
            chain.append(at)
            at = shots[at].from_ or anchors.get(at, "")
        out |= dict.fromkeys(reversed(chain))
    return list(out)


def in_order(tasks: Mapping[str, Task], clips: Sequence[str]) -> list[Task]:
    """The tasks behind some clips, each after all that it needs: lines, a keyframe, the clip that it goes on from."""
    out: dict[str, Task] = {}

    def put(key: str) -> None:
        if key not in out:
            for need in tasks[key].needs:
                put(need)
            out[key] = tasks[key]

    for clip in clips:
        put(clip)
    return list(out.values())


def reckoned(tasks: Iterable[Task], cut: Sequence[CutEvent], past: Past) -> Estimate:
    """What is to be made: seconds of film, seconds of work where past builds tell them, dollars."""
    tasks = list(tasks)
    todo = [t for t in tasks if t.why.kind != "cached"]
    paces = [(past.pace(t.backend), float(t.unit.length)) for t in todo]
    return Estimate(
        length=max((e.start + e.length for e in cut), default=Fraction(0)),
        to_make=len(todo),
        cached=len(tasks) - len(todo),
        work=None if any(pace is None for pace, _ in paces) else sum((pace * length for pace, length in paces), 0.0),
        dollars=sum((t.dollars for t in todo), Fraction(0)),
    )
