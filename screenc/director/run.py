"""Making what a plan asks for, in order of need, several things at a time, so that it may be stopped or killed at any moment.

A task's life: its attempt is written down; its maker writes to a file that is nobody's; the file is measured against what was
asked; it lands in the store; the journal gets it. A kill between any two of these costs at most the task that was being made.
"""

from __future__ import annotations

import errno
import os
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from screenc.contract import Artifact, Cancelled, Failed, Plan, Task
from screenc.director.buy import Bought
from screenc.director.project import Project, written
from screenc.text import Diagnostic

MOST_JOBS = 64
"""Orders in flight to one backend that names no limit."""
Proof = Callable[[Task, Path], str | None]
"""What is wrong with a finished file, in words; None when it is what was asked for."""


class Maker(Protocol):
    """A backend, a voice or a buyer; of what `make` returns only a `Bought` is looked at."""

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Callable[[float], None], /) -> Any: ...


class Watcher:
    """Told what happens, from several threads; this one does not care."""

    def started(self, task: Task) -> None: ...

    def moved(self, task: Task, share: float) -> None: ...

    def made(self, task: Task, artifact: Artifact) -> None: ...

    def failed(self, task: Task, diagnostic: Diagnostic) -> None: ...


@dataclass
class Outcome:
    """What there is after a run: every artifact that the plan needs, but for those of `failed` and of `left`."""

    artifacts: dict[str, Artifact] = field(default_factory=dict)
    made: list[Task] = field(default_factory=list)
    failed: dict[str, Diagnostic] = field(default_factory=dict)
    left: list[Task] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)
    cancelled: bool = False
    spent: Fraction = Fraction(0)
    took: float = 0.0

    @property
    def whole(self) -> bool:
        return not (self.failed or self.left or self.cancelled)


def usual_workers() -> int:
    """Previz draws with two threads of its own, so half of the cores are asked for tasks."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:
        cores = os.cpu_count() or 2
    return max(1, cores // 2)


def run(
    plan: Plan,
    project: Project,
    maker: Callable[[Task], Maker],
    *,
    watcher: Watcher | None = None,
    workers: int | None = None,
    prove: Proof = lambda task, path: None,
    only: Callable[[Task], bool] = lambda task: True,
    jobs: Callable[[Task], int | None] = lambda task: None,
    lead: Callable[[str, int], int] = lambda backend, in_flight: MOST_JOBS,
    ended: Callable[[Task], bool] = lambda task: False,
    fetched: Callable[[str], bool] = lambda key: False,
    stop: threading.Event | None = None,
) -> Outcome:
    """Make what is not there. Ctrl-C stops it cleanly: what is finished is kept, and the outcome says that it was cancelled.

    `workers` make things here; a bought clip takes none of them, but one of as many `jobs` as its backend runs at once (None:
    it queues them itself). Of those that queue, `lead` says how many to have there, given how many are, while a shot is still
    to go on from another; `ended` frees the place of a job that the service is done with; what is `fetched` may be gone on from
    by another order while it is still made ours. `stop` is set when the run is to end, for those who wait elsewhere.
    """
    workers = workers or usual_workers()
    return _Run(plan, project, maker, watcher or Watcher(), workers, prove, only, jobs, lead, ended, fetched, stop).go()


class _Run:
    def __init__(self, plan, project, maker, watcher, workers, prove, only, jobs, lead, ended, fetched, stop):
        self.plan, self.project, self.maker = plan, project, maker
        self.watcher, self.workers, self.prove, self.only = watcher, workers, prove, only
        self.jobs, self.lead, self.ended, self.fetched = jobs, lead, ended, fetched
        self.stop = stop or threading.Event()
        self.outcome = Outcome()
        self.after = _after(plan)

    def go(self) -> Outcome:
        began = time.monotonic()
        waiting = self._look()
        running: dict[Future, Task] = {}
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="make")
        shops = ThreadPoolExecutor(max(1, min(256, sum(t.request is not None for t in waiting))), thread_name_prefix="buy")
        try:
            while waiting or running:
                for task in self._next(waiting, list(running.values())):
                    waiting.remove(task)
                    running[(pool if task.request is None else shops).submit(self._make, task)] = task
                if not running:
                    break
                self._collect(running, waiting)
        except KeyboardInterrupt:
            self.outcome.cancelled = True
            self.stop.set()
            _patiently(pool.shutdown, cancel_futures=True)
            _patiently(shops.shutdown, cancel_futures=True)
            for future, task in running.items():
                self._settle(future, task)
        finally:
            self.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            shops.shutdown(wait=True, cancel_futures=True)
        self.outcome.left += waiting
        self.outcome.took = time.monotonic() - began
        return self.outcome

    def _look(self) -> list[Task]:
        """Take what is there; the rest is to be made."""
        waiting = []
        for task in self.plan.tasks:
            held = None if task.why.kind == "forced" else self.project.journal.artifact(task.key, self.project.store)
            if held:
                self.outcome.artifacts[task.key] = held
            elif self.only(task):
                waiting.append(task)
            else:
                self.outcome.left.append(task)
        self._remember(t for t in self.plan.tasks if t.key in self.outcome.artifacts)
        return waiting

    def _remember(self, tasks) -> None:
        self.project.journal.ask(self.plan.film, tasks)

    def _ready(self, waiting: list[Task]) -> list[Task]:
        if self.stop.is_set():
            return []
        return [t for t in waiting if all(self._there(need, t) for need in t.needs)]

    def _there(self, need: str, task: Task) -> bool:
        return need in self.outcome.artifacts or (task.request is not None and self.fetched(need))

    def _next(self, waiting: list[Task], running: list[Task]) -> list[Task]:
        """Those for whom there is room, the longest chain first: what hangs on a shot waits for it anyway."""
        ready = self._ready(waiting)
        here = self.workers - sum(t.request is None for t in running)
        wanted = {need for t in waiting if t not in ready for need in t.needs}  # whose place is kept for what goes on from them
        there = Counter(t.backend for t in running if t.request is not None and (t.key in wanted or not self.ended(t)))
        chained = {t.backend for t in waiting if any(need not in self.outcome.artifacts for need in t.needs)}
        room = {}
        for t in ready:
            if t.request is not None and t.backend not in room:
                most = self.jobs(t) or MOST_JOBS
                if self.jobs(t) is None and t.backend in chained:
                    most = min(most, self.lead(t.backend, there[t.backend]))
                room[t.backend] = most - there[t.backend]
        out = []
        for task in sorted(ready, key=lambda t: -self.after[t.key]):
            if task.request is not None and room[task.backend] > 0:
                room[task.backend] -= 1
                out.append(task)
            elif task.request is None and here > 0:
                here -= 1
                out.append(task)
        return out

    def _collect(self, running: dict[Future, Task], waiting: list[Task]) -> None:
        soon = any(need in {t.key for t in running.values() if t.request} for t in waiting if t.request for need in t.needs)
        done, _ = wait(running, timeout=0.1 if soon else 0.5, return_when=FIRST_COMPLETED)
        for future in done:
            self._settle(future, running.pop(future))

    def _settle(self, future: Future, task: Task) -> None:
        if future.cancelled():
            self.outcome.left.append(task)
            return
        try:
            artifact, notes = future.result()
        except Cancelled:
            self.outcome.left.append(task)
        except Failed as cause:
            self.outcome.failed[task.key] = cause.diagnostic
            self.watcher.failed(task, cause.diagnostic)
            if cause.diagnostic.code in ("E0602", "E0603"):
                self.stop.set()
        else:
            self.outcome.artifacts[task.key] = artifact
            self.outcome.notes += notes
            self.outcome.made.append(task)
            self.outcome.spent += artifact.cost
            self.watcher.made(task, artifact)

    # --- one task, in a worker ---

    def _make(self, task: Task) -> tuple[Artifact, tuple[Diagnostic, ...]]:
        journal, store = self.project.journal, self.project.store
        out = store.begin("wav" if task.kind == "speech" else "mp4")
        began = time.monotonic()
        try:
            attempt = journal.begin(task)
        except Exception as cause:
            raise Failed(written(cause, journal.path)) from cause
        try:
            if self.stop.is_set():
                raise Cancelled
            self.watcher.started(task)
            inputs = {need: Path(held.path) for need in task.needs if (held := self.outcome.artifacts.get(need))}
            made = self.maker(task).make(task, inputs, out, self._progress(task))
            bought = made if isinstance(made, Bought) else Bought(notes=made if isinstance(made, tuple) else ())
            wrong = "it wrote nothing" if not out.is_file() else self.prove(task, out)
            if wrong:
                raise Failed(
                    Diagnostic(
                        "E0607",
                        f"{task.backend} did not make {task.name} as asked: {wrong}",
                        help="try again; if it stays so, the backend is at fault",
                    )
                )
            landed = store.land(bought.key or task.key, out)
            took = time.monotonic() - began
            journal.record(landed, task, took, bought.cost)
            if bought.key is None:
                self._remember([task])
            store.settled(landed)
            journal.end(attempt, "made")
            artifact = Artifact(
                key=task.key,
                digest=landed.digest,
                media=landed.media,
                path=str(landed.path),
                took=took,
                cost=bought.cost,
                made_by=f"{task.backend} {task.version}",
            )
            return artifact, bought.notes
        except Cancelled:
            self._gone_wrong(out, attempt, "cancelled", "")
            raise
        except Failed as cause:
            self._gone_wrong(out, attempt, "failed", cause.diagnostic.message)
            raise
        except OSError as cause:
            diagnostic = written(cause, cause.filename or out)
            self._gone_wrong(out, attempt, "failed", diagnostic.message)
            raise Failed(diagnostic) from cause
        except Exception as cause:
            room = _system(cause)
            diagnostic = written(room, room.filename or out) if room else _broke(task, cause)
            self._gone_wrong(out, attempt, "failed", diagnostic.message)
            raise Failed(diagnostic) from cause

    def _gone_wrong(self, out: Path, attempt: int, outcome: str, words: str) -> None:
        """Tidy what can be tidied: on a full disk even this may fail, and then the first fault is the one to tell."""
        try:
            out.unlink(missing_ok=True)
            self.project.journal.end(attempt, outcome, words)
        except Exception:
            self.stop.set()

    def _progress(self, task: Task) -> Callable[[float], None]:
        def progress(share: float) -> None:
            if self.stop.is_set():
                raise Cancelled
            self.watcher.moved(task, share)

        return progress


def _after(plan: Plan) -> dict[str, Fraction]:
    """Seconds of film of the longest chain that begins with each task."""
    tasks = {t.key: t for t in plan.tasks}
    users: dict[str, list[str]] = {}
    for task in plan.tasks:
        for need in task.needs:
            users.setdefault(need, []).append(task.key)
    out: dict[str, Fraction] = {}
    for task in reversed(plan.tasks):  # inputs stand before what needs them
        out[task.key] = tasks[task.key].unit.length + max((out[u] for u in users.get(task.key, ())), default=Fraction(0))
    return out


def _system(cause: BaseException | None) -> OSError | None:
    """The full disk or the closed folder behind a maker's own error."""
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            return cause
        cause = cause.__cause__
    return None


def _broke(task: Task, cause: Exception) -> Diagnostic:
    """Whatever a maker raises is told as a failed task, with the place in its code for whoever mends it."""
    message = str(cause)
    if getattr(cause, "help", None):  # media's own words are written for people
        return Diagnostic("E0601", f"{task.backend} could not make {task.name}: {message}", help=cause.help)
    frame = traceback.extract_tb(cause.__traceback__)[-1]
    return Diagnostic(
        "E0601",
        f"{task.backend} could not make {task.name}: {type(cause).__name__}: {message}",
        notes=(f"raised in {Path(frame.filename).name}, line {frame.lineno}",),
        help="the other shots were made; build again once the backend is mended",
    )


def _patiently(shutdown: Callable[..., None], **how: Any) -> None:
    """Wait for the workers to see the stop, even if an impatient second Ctrl-C comes."""
    try:
        shutdown(wait=True, **how)
    except KeyboardInterrupt:
        shutdown(wait=True, **how)


def proved(task: Task, path: Path) -> str | None:
    """Whether a file is the clip or the line that was asked for, counted packet by packet."""
    from screenc.film.quantity import whole_frames
    from screenc.media.fault import MediaError
    from screenc.media.probe import probe

    try:
        found = probe(path)
    except MediaError as cause:
        return str(cause)
    if task.kind == "speech":
        return None if found.audio else "there is no sound in it"
    brief = task.brief
    wanted = whole_frames(task.unit.length, brief.rate)
    if (found.width, found.height) != (brief.width, brief.height):
        return f"its frames are {found.width}x{found.height}, not {brief.width}x{brief.height}"
    if found.frames != wanted:
        return f"it has {found.frames} frames, not {wanted}"
    if task.audible and task.request is None and not found.audio:  # a bought one has been paid for, and is taken as it is
        return "there is no sound in it"
    return None
