"""Any video against a script: which shots are there, in what order, how long, and what the checks make of each.

The video may come from any tool. It is read once for its cuts; its segments are aligned to the script's shots; a plan with the
times of the video takes the place of the film's own, and from there on every claim is judged as after a build.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screenc.contract import Plan, Verdict
from screenc.critic.align import Match, align
from screenc.critic.asked import cast, spans, wanted
from screenc.critic.fit import Seen
from screenc.critic.judge import judge
from screenc.critic.retimed import retimed
from screenc.critic.said import Said
from screenc.critic.seen import Segment, finer, looked, segmented, sounds, voices
from screenc.critic.told import Row, damaged, told
from screenc.text import Diagnostic

__all__ = ["Critique", "Row", "critique", "spans"]


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
    segments, read, length = segmented(path)
    heard = voices(path)
    said = Said([shot.lines for shot in asked], plan.language, sounds(path), heard)

    def aligned(segments: list[Segment]) -> tuple[list[Seen], list[Match]]:
        seen = looked(path, segments, read, heard, cast(plan))
        return seen, align(asked, seen, said)

    seen, matches = aligned(segments)
    if closer := finer(segments, read, [k for m in matches if not m.shots for k in m.segments if unfound(matches)]):
        again = aligned(closer)
        if unfound(again[1]) < unfound(matches):
            segments, (seen, matches) = closer, again
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


def unfound(matches: list[Match]) -> int:
    """How many shots are missing."""
    return sum(not m.segments for m in matches)
