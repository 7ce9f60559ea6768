"""A plan as people read it: what is kept, what is made again and why, what is new, how long, how dear, what is lost."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.contract import Plan, Task, Why
from screenc.film.quantity import plain

SIGNS = {"cached": "=", "new": "+", "changed": "~", "upstream": "~", "forced": "!"}


def lines(plan: Plan, spoken: bool = True) -> Iterator[str]:
    """One line a clip, a keyframe before the clip that begins with it; then what the rest comes to.

    `spoken` False says that lengths are estimates.
    """
    clips = [t for t in plan.tasks if t.kind != "speech"]
    order = {e.clip: (n, 1) for n, e in enumerate(plan.events)}
    order |= {t.anchor: (order[t.key][0], 0) for t in clips if t.anchor and t.key in order and t.anchor not in order}
    clips.sort(key=lambda t: order[t.key])
    name = max((len(t.name) for t in clips), default=0)
    length = max((len(_seconds(t)) for t in clips), default=0)
    backend = max((len(t.backend) for t in clips), default=0)
    for t in clips:
        yield f"  {SIGNS[t.why.kind]} {t.name:<{name}}  {_seconds(t):>{length}}  {t.backend:<{backend}}  {reason(t.why)}"
    if plan.losses:
        yield ""
        for loss in plan.losses:
            yield f"  ! {loss.shot}  {loss.fact}: {loss.message}"
    yield ""
    yield f"  {summary(plan, spoken)}"


def reason(why: Why) -> str:
    """Why, in a few words, with the place that changed."""
    if why.kind == "upstream":
        return f"goes on from {', '.join(why.shots)}"
    if why.kind == "cached" or not why.facts:
        return why.kind
    few = list(why.facts[:3]) + ([f"{len(why.facts) - 3} more"] if len(why.facts) > 3 else [])
    words = ", ".join(few)
    if (
        why.kind == "changed"
        and not words.endswith(("changed", "added", "taken out", "gone", "comes in"))
        and " is now " not in words
    ):
        words += " changed"
    return words + (f" ({why.line})" if why.line else "")


def summary(plan: Plan, spoken: bool = True) -> str:
    clips = [t for t in plan.tasks if t.kind == "clip"]
    todo = sum(t.why.kind != "cached" for t in clips)
    lines = [t for t in plan.tasks if t.kind == "speech" and t.why.kind != "cached"]
    parts = [f"{todo} to render, {len(clips) - todo} cached"]
    if stills := sum(t.kind == "keyframe" and t.why.kind != "cached" for t in plan.tasks):
        parts[0] += f", {stills} {'keyframe' if stills == 1 else 'keyframes'} to make"
    if lines and spoken:
        parts[0] += f", {len(lines)} {'line' if len(lines) == 1 else 'lines'} to speak"
    e = plan.estimate
    parts.append(f"a film of {plain(e.length, 1)}s" + ("" if spoken else " (lines estimated, not spoken)"))
    if e.work:
        parts.append(f"about {duration(e.work)} of work")
    unknown = sum(not t.priced and t.why.kind != "cached" for t in clips)
    more = f" and {unknown} {'shot' if unknown == 1 else 'shots'} at a price that nobody knows" if unknown else ""
    parts.append(f"${float(e.dollars):.2f}{more}")
    return "; ".join(parts)


def duration(seconds: float) -> str:
    """`40s`, `3m`, `1h20m`."""
    if seconds < 90:
        return f"{max(1, round(seconds))}s"
    minutes = round(seconds / 60)
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h{minutes % 60:02}m"


def _seconds(task: Task) -> str:
    return "frame" if task.kind == "keyframe" else f"{plain(task.unit.length, 1)}s"
