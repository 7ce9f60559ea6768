"""Who makes each task of a plan: a voice, a backend of one's own machine, whoever buys, or previz in a moderated shot's place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from screenc.cli import session
from screenc.contract import Plan, Task
from screenc.director.buy import Buyer
from screenc.director.ledger import Limits
from screenc.director.project import Project
from screenc.director.run import Maker
from screenc.director.voices import Speaking
from screenc.planner import backends


def needed(plan: Plan, only: tuple[str, ...]) -> set[str]:
    """The keys of the tasks for some shots (none named: all), with all that they need."""
    tasks = {t.key: t for t in plan.tasks}
    todo = [t.key for t in plan.tasks if not only or (t.brief and t.brief.shot in only)]
    out: set[str] = set()
    while todo:
        key = todo.pop()
        if key not in out:
            out.add(key)
            todo += tasks[key].needs
    return out


def maker_of(task: Task, folder: Path) -> Maker:
    """Whoever makes a task that is not bought; `folder` is where the film's pictures lie."""
    return Speaking() if task.kind == "speech" else _Shown(backends.target(task.backend).backend, folder)


@dataclass(frozen=True)
class _Shown:
    """A backend of one's own machine, given the pictures that its task points to under their paths beside the film."""

    backend: Any
    folder: Path

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Callable[[float], None]) -> Any:
        pictures = {p.path: self.folder / p.path for p in (*task.references, task.last) if p is not None and p.path}
        return self.backend.make(task, {**inputs, **pictures}, out, progress)


def buyer(
    reading: session.Reading, project: Project, plan: Plan, build: int, limits: Limits, stop: threading.Event, workers: int
) -> Buyer:
    """Whoever buys for the build of this number; `workers` of its downloads are measured and cut at once."""

    def find(task: Task) -> tuple[Any, Any]:
        target = backends.target(task.backend)
        can = target.capabilities
        return target.backend, can.of(task.params.get("model")) if can.models else can

    return Buyer(
        project,
        project.ledger,
        plan.film,
        build,
        reading.path.parent,
        find,
        limits,
        stop,
        threading.Semaphore(workers),
        lambda task: _stand_in(reading, task),
    )


def _stand_in(reading: session.Reading, task: Task) -> Callable[[Path], None] | None:
    """Previz for a moderated shot, where its script waives W0627 today."""
    today = date.today().isoformat()
    shots = {shot.id: shot for _, shot in reading.resolved.film.shots()}
    if not all(any(w.code == "W0627" and w.until >= today for w in shots[s].waive) for s in task.unit.shots):
        return None
    previz = backends.target("previz").backend

    def draw(out: Path) -> None:
        drawn = task.brief.model_copy(update={"length": task.unit.length})
        options = previz.options().model_dump(mode="json")
        stand = task.model_copy(update={"backend": "previz", "request": None, "params": options, "brief": drawn})
        previz.make(stand, {}, out, lambda share: None)

    return draw
