"""The files that go with an order: the film's pictures as they lie, and frames of clips, made for it and judged first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from screenc.contract import Failed, Task
from screenc.director import faults
from screenc.director.project import Project
from screenc.text import Diagnostic


def files(
    project: Project, folder: Path, cpu: threading.Semaphore, task: Task, clip_of: Callable[[str], Path | None], made: list[Path]
) -> tuple[tuple[Diagnostic, ...], dict[str, Path]]:
    """The files that a request names; those only made for it are noted in `made`. Raises Failed where no frame will do.

    `clip_of` gives the clip behind a key, as its service made it where it was bought: a frame that was not scaled, cut and
    compressed again for the film, so that a chain does not drift with every link.
    """
    from screenc.media.anchor import anchor
    from screenc.media.fault import MediaError

    notes: tuple[Diagnostic, ...] = ()
    out: dict[str, Path] = {}
    for name, what in task.request.files.items():
        place = next((r for r in task.references if r.clip is not None), None) if what == "place" else None
        if what != "anchor" and place is None:
            out[name] = folder / what
            continue
        picture = project.store.begin("png")
        made.append(picture)
        clip, at = (clip_of(place.clip), place.at) if place else (_begun_with(project, task, clip_of), task.anchor_at)
        try:
            with cpu:
                found = anchor(clip, at, picture)
        except MediaError as cause:
            raise Failed(faults.unanchored(task, str(cause), place)) from cause
        if found.back:
            notes += (faults.moved(task, found.back, found.ill or "spoilt", place),)
        out[name] = picture
    return notes, out


def _begun_with(project: Project, task: Task, clip_of: Callable[[str], Path | None]) -> Path:
    """The clip of which a frame is sent: the shot before, or an earlier take, which is no part of this plan."""
    if task.anchor in task.needs:
        return clip_of(task.anchor)
    held = project.journal.artifact(task.anchor, project.store)
    if held is None:
        raise Failed(faults.unanchored(task, "it is no longer there"))
    return Path(held.path)
