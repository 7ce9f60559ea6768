"""The cut as editing programs take it: OpenTimelineIO's own JSON, and CMX 3600 for those that take nothing else.

Both are written here and read back by OpenTimelineIO itself in the tests. A cut is on the middle of its transition in OTIO, where
the two clips' handles cover it; in an EDL a dissolve begins on its event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from screenc.contract import CutEvent, Plan
from screenc.film.model import Film
from screenc.film.quantity import whole_frames

OVERLAPS = ("dissolve", "wipe")
_EDL_SHOWN = 110


@dataclass(frozen=True, slots=True)
class Clip:
    """One event in frames: its range of the clip as made, its place in the film, how much of it the next one overlaps."""

    event: CutEvent
    source: int
    start: int
    length: int
    over: int


def clips(film: Film, plan: Plan) -> list[Clip]:
    out = []
    for n, e in enumerate(plan.events):
        start = whole_frames(e.start, film.rate)
        length = whole_frames(e.length, film.rate)
        after = plan.events[n + 1] if n + 1 < len(plan.events) else None
        over = start + length - whole_frames(after.start, film.rate) if after and e.cut.kind in OVERLAPS else 0
        out.append(Clip(e, whole_frames(e.trim_in, film.rate), start, length, max(over, 0)))
    return out


def unsaid(plan: Plan) -> list[str]:
    """What neither format says of this cut."""
    fades = [e.shot for e in plan.events if e.cut.kind == "fade"]
    return [f"{', '.join(fades[:4])} end{'s' if len(fades) == 1 else ''} in a fade, which is written as a cut"] if fades else []


# --- OpenTimelineIO


def otio(film: Film, plan: Plan) -> str:
    """A `Timeline.1` with one picture track; lines are markers on their shot, and facts of a shot its metadata."""
    rate = float(film.rate)
    children: list[dict[str, Any]] = []
    shots = {shot.id: shot for _, shot in film.shots()}
    head = 0
    for clip in clips(film, plan):
        tail = clip.over // 2 + clip.over % 2
        shot = shots[clip.event.shot]
        kept = _range(clip.source + head, clip.length - head - tail, rate)
        said = [
            s for s in plan.subtitles if s.shot == shot.id and clip.event.start <= s.start < clip.event.start + clip.event.length
        ]
        children.append(
            {
                "OTIO_SCHEMA": "Clip.2",
                "name": shot.id,
                "source_range": kept,
                "markers": [_marker(s, clip, film, rate) for s in said],
                "effects": [],
                "enabled": True,
                "active_media_reference_key": "DEFAULT_MEDIA",
                "media_references": {
                    "DEFAULT_MEDIA": {
                        "OTIO_SCHEMA": "MissingReference.1",
                        "name": clip.event.clip,
                        "available_range": _range(0, clip.source + clip.length, rate),
                        "metadata": {},
                    }
                },
                "metadata": {"screenc": shot.model_dump(mode="json", exclude_defaults=True)},
            }
        )
        head = clip.over // 2
        if clip.over:
            children.append(
                {
                    "OTIO_SCHEMA": "Transition.1",
                    "name": clip.event.cut.kind,
                    "transition_type": "SMPTE_Dissolve" if clip.event.cut.kind == "dissolve" else "Custom_Transition",
                    "in_offset": _time(clip.over - tail, rate),
                    "out_offset": _time(tail, rate),
                    "metadata": {},
                }
            )
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": children, "markers": [], "effects": [],
             "enabled": True, "source_range": None, "metadata": {}}  # fmt: skip
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track], "markers": [], "effects": [], "enabled": True,
             "source_range": None, "metadata": {}}  # fmt: skip
    timeline = {"OTIO_SCHEMA": "Timeline.1", "name": film.title or film.id, "global_start_time": None, "tracks": stack,
                "metadata": {"screenc": {"film": film.id, "schema": film.schema_}}}  # fmt: skip
    return json.dumps(timeline, ensure_ascii=False, indent=2) + "\n"


def _marker(subtitle, clip: Clip, film: Film, rate: float) -> dict[str, Any]:
    at = whole_frames(subtitle.start, film.rate) - clip.start + clip.source
    frames = max(whole_frames(subtitle.end - subtitle.start, film.rate), 1)
    return {"OTIO_SCHEMA": "Marker.2", "name": subtitle.name, "comment": subtitle.text, "color": "GREEN",
            "marked_range": _range(at, frames, rate), "metadata": {}}  # fmt: skip


def _time(frames: int, rate: float) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(frames), "rate": rate}


def _range(start: int, frames: int, rate: float) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start, rate), "duration": _time(frames, rate)}


# --- CMX 3600


def edl(film: Film, plan: Plan) -> str:
    """One event a clip, non-drop, from 01:00:00:00; reel AX, the shot's id as the clip's name."""
    out = [f"TITLE: {_latin(film.title or film.id)[:70]}", "FCM: NON-DROP FRAME", ""]
    day = 3600 * _base(film.rate)
    before: Clip | None = None
    for number, clip in enumerate(clips(film, plan), 1):
        shown = clip.length - clip.over
        record = day + clip.start
        times = " ".join(_code(f, film.rate) for f in (clip.source, clip.source + shown, record, record + shown))
        over = before.over if before else 0
        if over and before is not None:
            end = before.source + before.length - before.over
            cut = " ".join(_code(f, film.rate) for f in (end, end, record, record))
            out.append(f"{number:03}  AX       V     C        {cut}")
            way = "D   " if before.event.cut.kind == "dissolve" else "W001"
            out.append(f"{number:03}  AX       V     {way} {over:03} {times}")
            out.append(f"* FROM CLIP NAME: {before.event.shot}")
            out.append(f"* TO CLIP NAME: {clip.event.shot}")
        else:
            out.append(f"{number:03}  AX       V     C        {times}")
            out.append(f"* FROM CLIP NAME: {clip.event.shot}")
        said = [s for s in plan.subtitles if s.shot == clip.event.shot]
        out += [f"* COMMENT: {s.name}: {s.text}"[:_EDL_SHOWN] for s in said[:2]]
        before = clip
    return "\n".join(out) + "\n"


def _base(rate: Fraction) -> int:
    return max(round(float(rate)), 1)


def _code(frames: int, rate: Fraction) -> str:
    base = _base(rate)
    seconds, frame = divmod(frames, base)
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frame:02}"


def _latin(text: str) -> str:
    return " ".join(text.split())
