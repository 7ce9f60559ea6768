"""A build as it goes: live bars for a person at a terminal, one line a shot for a log, nothing for the quiet."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

from screenc.contract import Artifact, Plan, Task
from screenc.director.run import Watcher
from screenc.film.quantity import plain
from screenc.report.reckoning import duration
from screenc.text import Diagnostic


class Show(Watcher):
    """Says nothing; the others say more. Told what happens from several threads."""

    def __enter__(self) -> Show:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def begin(self, plan: Plan) -> None:
        """What is about to be made."""

    def speaking(self, done: int, of: int) -> None:
        """Lines are being spoken to measure them."""

    def stage(self, words: str) -> Callable[[float], None]:
        """A step of the whole film; the result is told its share."""
        return lambda share: None

    def close(self) -> None:
        """Nothing more is drawn: what is written now stays."""


class Lines(Show):
    """One line a finished task, for logs and pipes."""

    def __init__(self) -> None:
        self._turn, self._done, self._of, self._said, self._asked = threading.Lock(), 0, 0, set(), False

    def begin(self, plan: Plan) -> None:
        todo = [t for t in plan.tasks if t.kind == "clip" and t.why.kind != "cached"]
        self._done, self._of = 0, sum(t.kind != "speech" and t.why.kind != "cached" for t in plan.tasks)
        if todo:
            length = plain(sum((t.unit.length for t in todo), plan.length * 0), 1)
            work = f", about {duration(plan.estimate.work)}" if plan.estimate.work else ""
            shots = {shot for t in todo for shot in t.unit.shots}
            self._say(f"making {len(shots)} of {len({e.shot for e in plan.events})} shots, {length}s of film{work}")

    def speaking(self, done: int, of: int) -> None:
        if not self._asked:
            self._asked = True
            self._say(f"speaking {of} {'line' if of == 1 else 'lines'} to measure {'it' if of == 1 else 'them'}")

    def made(self, task: Task, artifact: Artifact) -> None:
        if task.kind != "speech":
            with self._turn:
                self._done += 1
                self._say(
                    f"[{self._done}/{self._of}] {task.name}  {plain(task.unit.length, 1)}s  {task.backend}  {artifact.took:.1f}s"
                )

    def failed(self, task: Task, diagnostic: Diagnostic) -> None:
        with self._turn:
            self._done += 1
            self._say(f"[{self._done}/{self._of}] {task.name}  failed: {diagnostic.message}")

    def stage(self, words: str) -> Callable[[float], None]:
        def moved(share: float) -> None:
            if words not in self._said:
                self._said.add(words)
                self._say(words)

        return moved

    def _say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class Live(Show):
    """A bar for the whole, one for each shot that is being made, and the time that is left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bars = Progress(
            TextColumn("{task.description}", table_column=None),
            BarColumn(bar_width=28, complete_style="cyan", finished_style="green"),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[words]}", style="dim"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=8,
        )
        self._turn, self._rows, self._shares, self._weights = threading.Lock(), {}, {}, {}
        self._whole = self._stage = None
        self._began, self._guess, self._open = time.monotonic(), None, False

    def _start(self) -> None:
        if not self._open:
            self._bars.start()
            self._open = True

    def close(self) -> None:
        if self._open:
            self._bars.stop()
            self._open = False

    def begin(self, plan: Plan) -> None:
        todo = [t for t in plan.tasks if t.why.kind != "cached"]
        self._weights = {t.key: float(t.unit.length) * (1.0 if t.kind == "clip" else 0.02) for t in todo}
        self._guess, self._began = plan.estimate.work, time.monotonic()
        self._end_stage()
        if todo:
            self._start()
            shots = sum(t.kind == "clip" for t in todo)
            self._whole = self._bars.add_task(f"{plan.title}", total=sum(self._weights.values()) or 1.0, words=f"{shots} shots")

    def speaking(self, done: int, of: int) -> None:
        self.stage(f"speaking {of} lines")(done / of)

    def started(self, task: Task) -> None:
        with self._turn:
            self._rows[task.key] = self._bars.add_task(
                f"  {task.name}", total=1.0, words=f"{plain(task.unit.length, 1)}s {task.backend}"
            )

    def moved(self, task: Task, share: float) -> None:
        with self._turn:
            self._shares[task.key] = min(share, 1.0)
            if task.key in self._rows:
                self._bars.update(self._rows[task.key], completed=min(share, 1.0))
            self._tell()

    def made(self, task: Task, artifact: Artifact) -> None:
        self._over(task)

    def failed(self, task: Task, diagnostic: Diagnostic) -> None:
        self._over(task)
        self._bars.console.print(f"  {task.name} failed: {diagnostic.message}", style="red", highlight=False, markup=False)

    def _over(self, task: Task) -> None:
        with self._turn:
            self._shares[task.key] = 1.0
            row = self._rows.pop(task.key, None)
            if row is not None:
                self._bars.remove_task(row)
            self._tell()

    def _tell(self) -> None:
        if self._whole is None:
            return
        done = sum(self._weights.get(key, 0.0) * share for key, share in self._shares.items())
        whole = sum(self._weights.values()) or 1.0
        spent = time.monotonic() - self._began
        left = spent * (whole - done) / done if done > 0.05 * whole else (self._guess or 0) - spent
        words = f"{duration(left)} left" if left > 0 else ""
        self._bars.update(self._whole, completed=done, words=words)

    def stage(self, words: str) -> Callable[[float], None]:
        def moved(share: float) -> None:
            self._start()
            with self._turn:
                if self._stage is None or self._stage[0] != words:
                    self._end_stage()
                    self._stage = words, self._bars.add_task(words, total=1.0, words="")
                self._bars.update(self._stage[1], completed=share)

        return moved

    def _end_stage(self) -> None:
        if self._stage is not None:
            self._bars.remove_task(self._stage[1])
            self._stage = None


def of(quiet: bool) -> Show:
    """The show that fits where the words go."""
    if quiet:
        return Show()
    return Live() if sys.stderr.isatty() else Lines()
