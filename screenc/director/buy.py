"""Buying a clip: at most one order leaves for a task, whatever dies when, and nothing that was paid for is lost.

The ledger is written before each step and each step may be the last: an intent before the order, the job before the first
question about it, the clip as delivered into the store before it is made ours. A later build goes on from whatever is written.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from screenc.contract import Capabilities, Failed, Fault, Job, Refused, Service, State, Task, digest
from screenc.director import faults
from screenc.director.ledger import Ledger, Limits, Order, Over
from screenc.director.pace import Pace
from screenc.director.project import Project, original
from screenc.director.queue import Queue
from screenc.text import Diagnostic

PATIENCE = 12
"""How often an order or a question is sent again that was provably not taken, with growing pauses."""
FAILURES = 2
"""How often a clip is ordered that the service itself fails to make."""
LONGEST_PAUSE = 60.0
NONE = Limits()
RETRIED: tuple[Fault, ...] = ("throttled", "provider")
MODERATED: tuple[Fault, ...] = ("moderated-input", "moderated-output")


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
        self._turn = threading.Lock()
        self._next: dict[str, float] = {}
        self._closed: dict[str, Refused] = {}
        self._queues: dict[str, Queue] = {}
        self._pace = Pace()
        self._ended: set[str] = set()
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
                dollars = self._delivered(task, order, service, can, progress)
            except _Unmade as cause:
                tries += 1
                if cause.again and tries < FAILURES:
                    self._pause(_growing(2), progress)
                    continue
                if cause.refused.fault in MODERATED:
                    return self._instead(task, cause.order, out, cause.refused)
                raise Failed(faults.told(task, cause.refused, service.key, cause.order)) from cause
            self._conform(task, self.ledger.order(order.id), out, progress)
            return Bought(dollars, notes)

    def spent(self) -> Fraction:
        """Dollars that were settled while this build was at it, whichever build had sent the order."""
        return sum((self.ledger.order(n).settled or Fraction(0) for n in sorted(self._met)), Fraction(0))

    def lead(self, backend: str, in_flight: int) -> int:
        """How many jobs to have at a service that names no limit, while a chain is to come."""
        return self._queue(backend).most(in_flight)

    def ended(self, task: Task) -> bool:
        """Whether the service is done with a task that is still being made: its job's place there is free."""
        return task.key in self._ended

    def _queue(self, backend: str) -> Queue:
        with self._turn:
            return self._queues.setdefault(backend, Queue())

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
        notes, files, made = self._files(task, inputs)
        try:
            for n in range(PATIENCE):
                self._gate(task, service, can, progress)
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
                    self._refused(task, no)
                    if no.fault not in RETRIED or n + 1 == PATIENCE or (no.fault == "provider" and n + 1 >= FAILURES + 1):
                        raise _Unmade(no, self.ledger.order(order.id)) from no
                    self._pause(no.retry_after if no.retry_after is not None else _growing(n), progress)
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

    def _files(self, task: Task, inputs: Mapping[str, Path]) -> tuple[tuple[Diagnostic, ...], dict[str, Path], list[Path]]:
        """The files that a request names, and those of them that are only made for it."""
        from screenc.media.anchor import anchor
        from screenc.media.fault import MediaError

        notes: tuple[Diagnostic, ...] = ()
        files: dict[str, Path] = {}
        made: list[Path] = []
        for name, what in task.request.files.items():
            place = next((r for r in task.references if r.clip is not None), None) if what == "place" else None
            if what != "anchor" and place is None:
                files[name] = self.folder / what
                continue
            picture = self.project.store.begin("png")
            made.append(picture)
            clip, at = (inputs[place.clip], place.at) if place else (self._begun_with(task, inputs), task.anchor_at)
            try:
                with self.cpu:
                    found = anchor(clip, at, picture)
            except MediaError as cause:
                raise Failed(faults.unanchored(task, str(cause), place)) from cause
            if found.back:
                notes += (faults.moved(task, found.back, found.ill or "spoilt", place),)
            files[name] = picture
        return notes, files, made

    def _begun_with(self, task: Task, inputs: Mapping[str, Path]) -> Path:
        """The clip of which a frame is sent: the shot before, or an earlier take, which is no part of this plan."""
        if task.anchor in inputs:
            return inputs[task.anchor]
        held = self.project.journal.artifact(task.anchor, self.project.store)
        if held is None:
            raise Failed(faults.unanchored(task, "it is no longer there"))
        return Path(held.path)

    def _gate(self, task: Task, service: Service, can: Capabilities, progress: Callable[[float], None]) -> None:
        """Wait for a turn: no faster than the service takes orders, and never to one that has shown the door."""
        while True:
            with self._turn:
                if (no := self._closed.get(task.backend)) is not None:
                    raise Failed(faults.told(task, no, service.key, None))
                now = time.monotonic()
                wait = self._next.get(task.backend, 0.0) - now
                if wait <= 0:
                    gap = float(1 / can.creates_per_second) if can.creates_per_second else 0.0
                    self._next[task.backend] = now + gap
                    return
            self._pause(min(wait, LONGEST_PAUSE), progress)

    def _refused(self, task: Task, no: Refused) -> None:
        with self._turn:
            if no.fault in ("auth", "quota"):
                self._closed[task.backend] = no
            elif no.fault == "throttled" and no.retry_after:
                self._next[task.backend] = max(self._next.get(task.backend, 0.0), time.monotonic() + no.retry_after)

    # --- waiting and fetching ---

    def _delivered(
        self, task: Task, order: Order, service: Service, can: Capabilities, progress: Callable[[float], None]
    ) -> Fraction:
        """See that the clip is in the store as the service made it; the dollars that it cost."""
        clip = original(order)
        held = self.project.journal.artifact(clip, self.project.store)
        if order.stage == "delivered" and held:
            return order.counts
        job = order.job
        state: State | None = None
        if held is None:
            state = self._done(task, order, job, service, can, progress)
            self._fetch(task, order, job, state, service, can, clip, progress)
        dollars = state.dollars if state else None
        if order.stage != "delivered":
            self.ledger.delivered(order, clip, dollars)
        return self.ledger.order(order.id).counts

    def _done(self, task, order, job: Job, service: Service, can: Capabilities, progress) -> State:
        every = float(can.poll_every) if can.poll_every is not None else self.usual_poll
        kind = task.backend, task.params.get("model"), task.unit.length
        began, asked_for, misses = time.monotonic(), 0, 0
        started: float | None = None
        while True:
            try:
                state = asked(lambda: service.poll(job))
                misses = 0
            except Refused as no:
                no = faults.scrubbed(no, service.key)
                if no.fault in (*RETRIED, "ambiguous"):
                    misses += 1
                    if misses >= PATIENCE:
                        raise Failed(faults.left_open(task, no, order)) from no
                    self._pause(no.retry_after if no.retry_after is not None else min(_growing(misses), every * 4), progress)
                    continue
                self._lost(task, order, no, service, None)
            else:
                self._queue(task.backend).told(order.id, state.stage)
                if state.stage == "running" and started is None:
                    started = time.monotonic() if asked_for else began
                if state.stage == "done":
                    self._ended.add(task.key)
                    if started is not None:
                        self._pace.ended(kind, time.monotonic() - started)
                    return state
                if state.stage == "failed":
                    no = faults.scrubbed(Refused(state.fault or "provider", state.words), service.key)
                    if no.fault == "ambiguous":
                        raise Failed(faults.left_open(task, no, order))
                    if no.fault == "expired":
                        self._lost(task, order, no, service, None)
                    self.ledger.failed(order, no.fault, str(no), state.dollars or Fraction(0))
                    raise _Unmade(no, self.ledger.order(order.id), again=no.fault in RETRIED)
                progress(state.share if state.share is not None else 0.0)
                ran = None if started is None else time.monotonic() - started
                self._pause(self._pace.pause(kind, ran, every, asked_for), progress)
                asked_for += 1

    def _lost(self, task: Task, order: Order, no: Refused, service: Service, dollars: Fraction | None) -> NoReturn:
        """A question got no for an answer. Moderation is an end; else the order stays open, at its estimate, until somebody
        gives it up. `dollars` is what a job that was done came to.
        """
        if no.fault in MODERATED:
            self.ledger.failed(order, no.fault, str(no), dollars or Fraction(0))
            raise _Unmade(no, self.ledger.order(order.id))
        if no.fault in ("auth", "quota"):
            with self._turn:
                self._closed[task.backend] = no
        told = no.fault in ("auth", "quota", "expired")
        raise Failed(faults.told(task, no, service.key, order) if told else faults.left_open(task, no, order))

    def _fetch(self, task, order: Order, job: Job, state: State, service, can, clip: str, progress) -> None:
        """Download, looking again for a fresh link where one is dead; then into the store, on the disk."""
        from screenc.media.fault import MediaError
        from screenc.media.probe import probe

        out = self.project.store.begin("mp4")
        renewed = 0
        for n in range(PATIENCE):
            try:
                out.unlink(missing_ok=True)
                asked(lambda state=state: service.fetch(job, state, out))
                probe(out)
                break
            except MediaError:
                if n >= FAILURES:
                    break  # kept as it is: conforming will say what is wrong with it
                self._pause(_growing(n), progress)
            except Refused as no:
                no = faults.scrubbed(no, service.key)
                if no.fault == "expired" and renewed < 1:
                    renewed += 1
                    state = self._done(task, order, job, service, can, progress)
                elif no.fault in (*RETRIED, "ambiguous") and n + 1 < PATIENCE:
                    self._pause(no.retry_after if no.retry_after is not None else _growing(n), progress)
                elif no.fault in (*RETRIED, "ambiguous"):
                    raise Failed(faults.left_open(task, no, order)) from no
                else:
                    self._lost(task, order, no, service, order.estimated if state.dollars is None else state.dollars)
        if not out.is_file():
            raise Failed(faults.left_open(task, Refused("provider", "nothing came"), order))
        landed = self.project.store.land(clip, out)
        self.project.journal.record(landed, None, 0.0)
        self.project.store.settled(landed)

    # --- making it ours ---

    def _conform(self, task: Task, order: Order, out: Path, progress: Callable[[float], None]) -> None:
        from screenc.film.quantity import whole_frames
        from screenc.media.conform import conform
        from screenc.media.fault import Unreadable

        brief = task.brief
        source = Path(self.project.journal.artifact(order.original, self.project.store).path)
        frames = whole_frames(task.unit.length, brief.rate)
        try:
            with self.cpu:
                conform(source, out, brief.width, brief.height, brief.rate, frames, progress)
        except Unreadable as cause:
            raise Failed(faults.unusable(task, str(cause), source)) from cause

    def _instead(self, task: Task, order: Order, out: Path, no: Refused) -> Bought:
        """A moderated shot: previz where the script lets it, else a failure; never nothing."""
        draw = self.stand_in(task)
        if draw is None:
            raise Failed(faults.told(task, no, "", order))
        with self.cpu:
            draw(out)
        return Bought(order.counts, (faults.stood_in(task),), digest(["stand-in", task.key]))

    def _pause(self, seconds: float, progress: Callable[[float], None]) -> None:
        """Wait, but not for a build that is to stop. The clock on the wall may jump; this one does not."""
        self.stop.wait(seconds)
        if self.stop.is_set():
            progress(0.0)


class _Unmade(Exception):
    """The service will not or cannot make this order; it is closed in the ledger."""

    def __init__(self, refused: Refused, order: Order, again: bool = False):
        super().__init__(str(refused))
        self.refused, self.order, self.again = refused, order, again


def asked(question: Callable[[], Any]) -> Any:
    """Put a question that may be put again: what breaks in a service's own code is no answer; a full disk is ours."""
    try:
        return question()
    except Refused:
        raise
    except Exception as cause:
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        raise Refused("provider", f"{type(cause).__name__}: {cause}") from cause


def _growing(n: int) -> float:
    return min(LONGEST_PAUSE, 0.5 * 2**n)
