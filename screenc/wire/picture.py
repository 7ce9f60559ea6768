"""A task in the numbers and words that services take: what the call uses, its frame, its seconds, whose picture is which."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from screenc.contract import Capabilities, Failed, Native, Task
from screenc.text import Diagnostic

_TIMES = re.compile(r"(?m)^\[([0-9.]+)s-([0-9.]+)s\]")


def profile(task: Task, can: Capabilities) -> Capabilities:
    """The profile of the model that the task is for."""
    return can.of(task.params.get("model")) if can.models else can


def facts(task: Task) -> dict[str, Any]:
    """What a profile's conditions may look at: the options, what the call uses, and how long it is."""
    return {
        **task.params,
        "first_frame": task.anchor is not None,
        "last_frame": task.last is not None,
        "references": bool(task.references),
        "multi_shot": len(task.briefs) > 1,
        "shots": max(1, len(task.briefs)),
        "duration": task.unit.length,
    }


def frame(task: Task, can: Capabilities) -> Native:
    """The frame to ask for. Raises Failed where the task has no brief, or the profile no frame for it."""
    if task.brief is None:
        raise Failed(Diagnostic("E0901", f"{task.name} came to {can.name} without a brief"))
    native = can.native(task.brief.width, task.brief.height, facts(task))
    if native is None:
        raise Failed(Diagnostic("E0514", f"the backend `{can.name}` is broken", notes=("its profile has no frames",)))
    return native


def whole(seconds: Fraction) -> int:
    """Seconds as the whole number that services bill: rounded up, for what is too long is trimmed and what is too short is lost.

    A length on offer that was rounded to whole frames of an odd rate (5.005s at 23.976) is the offer, not a second more.
    """
    near = round(seconds)
    return near if abs(seconds - near) <= Fraction(1, 20) else -(-seconds.numerator // seconds.denominator)


def files(task: Task) -> dict[str, str]:
    """The files that the call sends: the frames that it begins and ends with, and its references, `reference-1` and on."""
    anchor = {"anchor": "anchor"} if task.anchor is not None else {}
    last = {"last": task.last.path} if task.last is not None else {}
    return anchor | last | {f"reference-{n}": ref.path or "place" for n, ref in enumerate(task.references, 1)}


def references(task: Task) -> list[dict[str, str]]:
    """A `{"file": NAME}` for each reference picture, in order."""
    return [{"file": f"reference-{n}"} for n in range(1, len(task.references) + 1)]


def legend(task: Task, tag: str, first: int = 1) -> str:
    """Who is on which picture, for dialects that point at pictures by tag, such as `<IMAGE_REF_{n}>`: one sentence each."""
    names = {p.id: p.name for brief in (task.briefs or (task.brief,)) if brief for p in brief.people}
    said = []
    for n, ref in enumerate(task.references, first):
        mark = tag.format(n=n)
        said.append(f"{names[ref.of]} is the person in {mark}." if ref.of in names else f"The place is the one in {mark}.")
    return " ".join(said)


def content(task: Task) -> list[dict[str, Any]]:
    """Words and pictures as one list, each picture with its role: the form of ByteDance's Ark, and of MiniMax's second API."""
    words = f"{timecoded(task)}\n{legend(task, 'image {n}')}" if task.references else timecoded(task)
    roles = {"first_frame": {"file": "anchor"}} if task.anchor is not None else {}
    roles |= {"last_frame": {"file": "last"}} if task.last is not None else {}
    pictures = [*roles.items(), *(("reference_image", file) for file in references(task))]
    return [
        {"type": "text", "text": words},
        *({"type": "image_url", "image_url": {"url": file}, "role": role} for role, file in pictures),
    ]


def timecoded(task: Task) -> str:
    """The prompt of a call that makes several shots, as `[0s-3s] words` on the call's clock; a single shot's as it is."""
    if len(task.prompts) < 2:
        return task.prompt
    at, lines = Fraction(0), []
    for n, (words, length) in enumerate(zip(task.prompts, task.parts, strict=True), 1):
        begins = at
        words = _TIMES.sub(lambda m: f"[{_clock(begins + Fraction(m[1]))}-{_clock(begins + Fraction(m[2]))}]", words)  # noqa: B023
        lines.append(f"[{_clock(at)}-{_clock(at + length)}] Shot {n}: {words}")
        at += length
    return "\n".join(lines)


def _clock(seconds: Fraction) -> str:
    return f"{float(seconds):.2f}".rstrip("0").rstrip(".") + "s"
