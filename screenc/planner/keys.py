"""The name of a result is the digest of everything that makes it, so that nothing is made twice and nothing stale is ever used.

What does not change the result is left out: where a shot stands in the file, in the film or in the folder, and what it costs.
"""

from __future__ import annotations

from typing import Any

from screenc.contract import Brief, Line, Task, digest


def clip_key(task: Task, midway: bool = False) -> str:
    """The key of a clip made here. `needs` are the keys of the lines that are spoken in it and of the clip that it continues.

    `midway`: it goes on from within that clip and not from its end, so the time counts, too. What most clips do not have is left
    out where it is not there, so that keys stay as they were when such a thing is invented.
    """
    rare = {
        "briefs": [_brief(b) for b in task.briefs],
        "parts": [str(p) for p in task.parts],
        "references": [r.digest for r in task.references],
        "last": task.last.digest if task.last else None,
        "take": task.take if task.take > 1 else None,
        "anchor_at": str(task.anchor_at) if midway else None,
    }
    return digest(
        {
            "kind": "clip",
            "backend": task.backend,
            "version": task.version,
            "unit": task.unit.model_dump(mode="json"),
            "brief": _brief(task.brief),
            "prompt": task.prompt,
            "params": task.params,
            "needs": list(task.needs),
            **{name: value for name, value in rare.items() if value},
        }
    )


def _brief(brief: Brief) -> dict[str, Any]:
    told = brief.model_dump(mode="json")
    for person in told["people"]:
        if not person["walked"]:
            del person["walked"]
    return told


def bought_key(task: Task) -> str:
    """The key of a clip that is bought: what is sent and what is made of the answer, so that no edit buys a clip twice that
    does not reach the service. The pictures that are sent count by their bytes.
    """
    brief = task.brief
    keyframe = [task.anchor] if task.anchor and task.anchor not in task.needs else []
    return digest(
        {
            "kind": "bought",
            "backend": task.backend,
            "version": task.version,
            "unit": task.unit.model_dump(mode="json"),
            "parts": [str(p) for p in task.parts],
            "request": task.request.model_dump(mode="json"),
            "references": [r.digest for r in (*task.references, task.last) if r is not None],
            "frame": [brief.width, brief.height, str(brief.rate)],
            "needs": [*task.needs, *keyframe],
            "anchor_at": None if task.anchor_at is None else str(task.anchor_at),
            "take": task.take,
        }
    )


def speech_key(line: Line, version: str) -> str:
    """The key of a spoken line; who says it counts only through the voice, so a cast may be renamed without speaking again."""
    said = line.model_dump(mode="json", exclude={"who"})
    return digest({"kind": "speech", "version": version, "line": said})
