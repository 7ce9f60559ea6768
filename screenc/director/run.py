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
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from screenc.contract import Artifact, Cancelled, Failed, Plan, Task
from screenc.director.project import Project, written
from screenc.text import Diagnostic

Proof = Callable[[Task, Path], str | None]
"""What is wrong with a finished file, in words; None when it is what was asked for."""


class Maker(Protocol):
    """A backend or a voice; what `make` returns is not looked at."""

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
) -> Outcome:
    """Make what is not there. Ctrl-C stops it cleanly: what is finished is kept, and the outcome says that it was cancelled."""
    return _Run(plan, project, maker, watcher or Watcher(), workers or usual_workers(), prove, only).go()


class _Run:
    def __init__(self, plan, project, maker, watcher, workers, prove, only):
        self.plan, self.project, self.maker = plan, project, maker
        self.watcher, self.workers, self.prove, self.only = watcher, workers, prove, only
        self.stop = threading.Event()
        self.outcome = Outcome()

    def go(self) -> Outcome:
        began = time.monotonic()
        waiting = self._look()
        running: dict[Future, Task] = {}
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="make")
        try:
            while waiting or running:
                for task in self._ready(waiting)[: self.workers - len(running)]:
                    waiting.remove(task)
                    running[pool.submit(self._make, task)] = task
                if not running:
                    break
                self._collect(running, waiting)
        except KeyboardInterrupt:
            self.outcome.cancelled = True
            self.stop.set()
            _patiently(pool.shutdown, cancel_futures=True)
            for future, task in running.items():
                self._settle(future, task)
        finally:
            self.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
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
        return [t for t in waiting if all(need in self.outcome.artifacts for need in t.needs)]

    def _collect(self, running: dict[Future, Task], waiting: list[Task]) -> None:
        done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in done:
            self._settle(future, running.pop(future))

    def _settle(self, future: Future, task: Task) -> None:
        if future.cancelled():
            self.outcome.left.append(task)
            return
        try:
            artifact = future.result()
        except Cancelled:
            self.outcome.left.append(task)
        except Failed as cause:
            self.outcome.failed[task.key] = cause.diagnostic
            self.watcher.failed(task, cause.diagnostic)
            if cause.diagnostic.code in ("E0602", "E0603"):
                self.stop.set()
        else:
            self.outcome.artifacts[task.key] = artifact
            self.outcome.made.append(task)
            self.outcome.spent += artifact.cost
            self.watcher.made(task, artifact)

    # --- one task, in a worker ---

    def _make(self, task: Task) -> Artifact:
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
            inputs = {need: Path(self.outcome.artifacts[need].path) for need in task.needs}
            self.maker(task).make(task, inputs, out, self._progress(task))
            wrong = "it wrote nothing" if not out.is_file() else self.prove(task, out)
            if wrong:
                raise Failed(
                    Diagnostic(
                        "E0607",
                        f"{task.backend} did not make {task.name} as asked: {wrong}",
                        help="try again; if it stays so, the backend is at fault",
                    )
                )
            landed = store.land(task.key, out)
            took = time.monotonic() - began
            journal.record(landed, task, took)
            self._remember([task])
            store.settled(landed)
            journal.end(attempt, "made")
            return Artifact(
                key=task.key,
                digest=landed.digest,
                media=landed.media,
                path=str(landed.path),
                took=took,
                made_by=f"{task.backend} {task.version}",
            )
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
    return None
