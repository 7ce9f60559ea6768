"""Buying a clip: at most one order leaves for a task, whatever dies when, and nothing that was paid for is lost.

The ledger is written before each step and each step may be the last: an intent before the order, the job before the first
question about it, the clip as delivered into the store before it is made ours. A later build goes on from whatever is written.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from screenc.contract import Capabilities, Failed, Refused, Service, Task, digest
from screenc.director import faults, sent
from screenc.director.collect import Collector
from screenc.director.counter import FAILURES, MODERATED, PATIENCE, RETRIED, Counter, Unmade, growing
from screenc.director.ledger import Ledger, Limits, Order, Over
from screenc.director.project import Project
from screenc.text import Diagnostic

NONE = Limits()


@dataclass(frozen=True)
class Bought:
    """What a purchase came to: dollars, what is to be told, and the key to keep it under where it is not the task's own."""

    cost: Fraction = Fraction(0)
    notes: tuple[Diagnostic, ...] = ()
    key: str | None = None


@dataclass
class Buyer:
    """Buys for one build. `find` gives a backend's service and profile; `stop` ends every pause; `cpu` is held while we compute.

    `folder` is where the film's pictures lie; `stand_in` makes a clip for a moderated shot where the script allows it, and is
    None where it does not.
    """

    project: Project
    ledger: Ledger
    film: str
    build: int
    folder: Path
    find: Callable[[Task], tuple[Service, Capabilities]]
    limits: Limits = NONE
    stop: threading.Event = field(default_factory=threading.Event)
    cpu: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(1))
    stand_in: Callable[[Task], Callable[[Path], None] | None] = lambda task: None
    usual_poll: float = 5.0

    def __post_init__(self) -> None:
        self._counter = Counter(self.stop)
        self._collector = Collector(self.project, self.ledger, self._counter, self.usual_poll)
        self._met: set[int] = set()

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Callable[[float], None]) -> Bought:
        """Write the task's clip to `out`. Raises Cancelled; Failed, with the order open where the service may still make it."""
        service, can = self.find(task)
        tries = 0
        while True:
            order = self._standing(task)
            if order is not None and order.stage == "failed":
                return self._instead(task, order, out, Refused(order.fault or "provider", order.words))
            try:
                if order is None:
                    notes, order = self._ordered(task, service, can, inputs, progress)
                else:
                    notes = ()
                if order.stage == "ordered":
                    self._met.add(order.id)
                dollars = self._collector.delivered(task, order, service, can, progress)
            except Unmade as cause:
                tries += 1
                if cause.again and tries < FAILURES:
                    self._counter.pause(growing(2), progress)
                    continue
                if cause.refused.fault in MODERATED:
                    return self._instead(task, cause.order, out, cause.refused)
                raise Failed(faults.told(task, cause.refused, service.key, cause.order)) from cause
            silent = self._conform(task, self.ledger.order(order.id), out, progress)
            return Bought(dollars, (*notes, *silent))

    def spent(self) -> Fraction:
        """Dollars that were settled while this build was at it, whichever build had sent the order."""
        return sum((self.ledger.order(n).settled or Fraction(0) for n in sorted(self._met)), Fraction(0))

    def lead(self, backend: str, in_flight: int) -> int:
        """How many jobs to have at a service that names no limit, while a chain is to come."""
        return self._counter.queue(backend).most(in_flight)

    def fetched(self, key: str) -> bool:
        """Whether a clip that is still being made ours is there, so that what goes on from it may be ordered."""
        return self._collector.fetched(key) is not None

    def _clip(self, key: str, inputs: Mapping[str, Path]) -> Path:
        """A clip as its service made it; as it is in the film where it was not bought, or that is no longer kept."""
        if (there := self._collector.fetched(key)) is not None:
            return there
        orders = self.ledger.of(key)
        last = orders[-1] if orders and orders[-1].stage == "delivered" else None
        held = self.project.journal.artifact(last.original, self.project.store) if last else None
        return Path(held.path) if held else inputs[key]

    def ended(self, task: Task) -> bool:
        """Whether the service is done with a task that is still being made: its job's place there is free."""
        return self._collector.ended(task)

    # --- where a task stands ---

    def _standing(self, task: Task) -> Order | None:
        """The order that answers for a task: open, delivered and still in the store, or moderated. None to order."""
        orders = self.ledger.of(task.key)
        for order in reversed(orders):
            if order.stage == "sending":  # only a dead build leaves one behind: this one holds the project
                self.ledger.unknown(order, "the build ended before an answer came")
                order = self.ledger.order(order.id)
            if order.stage == "ambiguous":
                raise Failed(faults.told(task, Refused("ambiguous", order.words), "", order))
            if order.stage == "ordered":
                return order
        forced = task.why.kind == "forced"
        last = orders[-1] if orders else None
        if last is None or (forced and last.build != self.build):
            return None
        if last.stage == "delivered":
            return last
        return last if last.fault in MODERATED and not forced else None

    # --- ordering ---

    def _ordered(
        self, task: Task, service: Service, can: Capabilities, inputs: Mapping[str, Path], progress: Callable[[float], None]
    ) -> tuple[tuple[Diagnostic, ...], Order]:
        if service.key and not os.environ.get(service.key):
            raise Failed(faults.keyless(task, service.key))
        made: list[Path] = []
        try:
            notes, files = sent.files(self.project, self.folder, self.cpu, task, lambda key: self._clip(key, inputs), made)
            for n in range(PATIENCE):
                self._counter.gate(task, service, can, progress)
                try:
                    order = self.ledger.begin(task, service.endpoint(task.params), self.build, self.film, self.limits)
                except Over as cause:
                    raise Failed(faults.over(task, str(cause))) from cause
                try:
                    job = service.create(order.endpoint, task.request, files)
                except Refused as no:
                    no = faults.ordering(faults.scrubbed(no, service.key))
                    if no.fault == "ambiguous":
                        self.ledger.unknown(order, str(no))
                        raise Failed(faults.told(task, no, service.key, self.ledger.order(order.id))) from no
                    self.ledger.failed(order, no.fault, str(no))
                    self._counter.refused(task, no)
                    if no.fault not in RETRIED or n + 1 == PATIENCE or (no.fault == "provider" and n + 1 >= FAILURES + 1):
                        raise Unmade(no, self.ledger.order(order.id)) from no
                    self._counter.pause(no.retry_after if no.retry_after is not None else growing(n), progress)
                except Exception as cause:
                    self.ledger.unknown(order, f"{type(cause).__name__} while it was sent")
                    no = Refused("ambiguous", f"{type(cause).__name__} while it was sent")
                    raise Failed(faults.told(task, no, service.key, self.ledger.order(order.id))) from cause
                else:
                    self.ledger.took(order, job)
                    return notes, self.ledger.order(order.id)
        finally:
            for path in made:
                path.unlink(missing_ok=True)
        raise AssertionError("the last try raises or returns")

    # --- making it ours ---

    def _conform(self, task: Task, order: Order, out: Path, progress: Callable[[float], None]) -> tuple[Diagnostic, ...]:
        from screenc.film.quantity import whole_frames
        from screenc.media.conform import conform
        from screenc.media.fault import Unreadable

        brief = task.brief
        source = Path(self.project.journal.artifact(order.original, self.project.store).path)
        frames = whole_frames(task.unit.length, brief.rate)
        with self.cpu:
            try:
                conform(source, out, brief.width, brief.height, brief.rate, frames, progress)
            except Unreadable as cause:
                raise Failed(faults.unusable(task, str(cause), source)) from cause
            return self._sounded(task, source, out, frames) if task.audible else ()

    def _sounded(self, task: Task, source: Path, out: Path, frames: int) -> tuple[Diagnostic, ...]:
        """The sound that was asked for, under the clip; pictures that were paid for are not given up for want of it."""
        from screenc.media import audio
        from screenc.media.fault import Unreadable
        from screenc.media.underlay import lay

        try:
            samples, at = audio.read(source)
        except Unreadable as cause:
            return (faults.mute(task, str(cause)),)
        lay(out, samples, at, task.brief.width, task.brief.height, task.brief.rate, frames)
        return ()

    def _instead(self, task: Task, order: Order, out: Path, no: Refused) -> Bought:
        """A moderated shot: previz where the script lets it, else a failure; never nothing."""
        draw = self.stand_in(task)
        if draw is None:
            raise Failed(faults.told(task, no, "", order))
        with self.cpu:
            draw(out)
        return Bought(order.counts, (faults.stood_in(task),), digest(["stand-in", task.key]))
