"""Waiting for what was ordered, and fetching it: a job is asked for until it ends, its clip is in the store before it is ours."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from screenc.contract import Capabilities, Failed, Job, Refused, Service, State, Task
from screenc.director import faults
from screenc.director.counter import FAILURES, MODERATED, PATIENCE, RETRIED, Counter, Unmade, growing
from screenc.director.ledger import Ledger, Order
from screenc.director.pace import Pace
from screenc.director.project import Project, original


@dataclass
class Collector:
    """Collects for one build; `usual_poll` is how often a job is asked for whose profile does not say."""

    project: Project
    ledger: Ledger
    counter: Counter
    usual_poll: float
    _pace: Pace = field(default_factory=Pace)
    _ended: set[str] = field(default_factory=set)
    _there: dict[str, Path] = field(default_factory=dict)

    def ended(self, task: Task) -> bool:
        """Whether the service is done with a task that is still being made: its job's place there is free."""
        return task.key in self._ended

    def fetched(self, key: str) -> Path | None:
        """A clip of this build as its service made it, once it is in the store and about as long as it was asked to be."""
        return self._there.get(key)

    def delivered(
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
        self._there |= self._long_enough(task, clip)
        return self.ledger.order(order.id).counts

    def _long_enough(self, task: Task, clip: str) -> dict[str, Path]:
        from screenc.media.conform import HELD
        from screenc.media.fault import MediaError
        from screenc.media.probe import probe

        held = self.project.journal.artifact(clip, self.project.store)
        try:
            return {task.key: Path(held.path)} if held and probe(Path(held.path)).length >= task.unit.length - HELD else {}
        except MediaError:
            return {}

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
                    self.counter.pause(
                        no.retry_after if no.retry_after is not None else min(growing(misses), every * 4), progress
                    )
                    continue
                self._lost(task, order, no, service, None)
            else:
                self.counter.queue(task.backend).told(order.id, state.stage)
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
                    raise Unmade(no, self.ledger.order(order.id), again=no.fault in RETRIED)
                progress(state.share if state.share is not None else 0.0)
                ran = None if started is None else time.monotonic() - started
                self.counter.pause(self._pace.pause(kind, ran, every, asked_for), progress)
                asked_for += 1

    def _lost(self, task: Task, order: Order, no: Refused, service: Service, dollars: Fraction | None) -> NoReturn:
        """A question got no for an answer. Moderation is an end; else the order stays open, at its estimate, until somebody
        gives it up. `dollars` is what a job that was done came to.
        """
        if no.fault in MODERATED:
            self.ledger.failed(order, no.fault, str(no), dollars or Fraction(0))
            raise Unmade(no, self.ledger.order(order.id))
        if no.fault in ("auth", "quota"):
            self.counter.refused(task, no)
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
                self.counter.pause(growing(n), progress)
            except Refused as no:
                no = faults.scrubbed(no, service.key)
                if no.fault == "expired" and renewed < 1:
                    renewed += 1
                    state = self._done(task, order, job, service, can, progress)
                elif no.fault in (*RETRIED, "ambiguous") and n + 1 < PATIENCE:
                    self.counter.pause(no.retry_after if no.retry_after is not None else growing(n), progress)
                elif no.fault in (*RETRIED, "ambiguous"):
                    raise Failed(faults.left_open(task, no, order)) from no
                else:
                    self._lost(task, order, no, service, order.estimated if state.dollars is None else state.dollars)
        if not out.is_file():
            raise Failed(faults.left_open(task, Refused("provider", "nothing came"), order))
        landed = self.project.store.land(clip, out)
        self.project.journal.record(landed, None, 0.0)
        self.project.store.settled(landed)


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
