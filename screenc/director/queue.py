"""How many jobs a service runs at once, learned from what it says of each, so that a chain never waits behind our own orders.

Where a service queues what it cannot run, sending everything at once costs nothing, unless a shot is still to go on from another:
then it comes last into a full queue. So while a chain is to come, as many are sent as were seen to run, and half as many more
while all of them run. Once one was seen to wait beside them, no more are sent than run: whatever waits takes the place that a
chain's clip leaves, before the next of the chain can be ordered, and that one then waits for a whole job.
"""

from __future__ import annotations

import threading
import time
from typing import Literal

FIRST = 4
"""Jobs that are sent to a service that has not yet said of any that it runs."""


class Queue:
    """One service's queue. Safe from several threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._ran: dict[int, tuple[float, float]] = {}
        self._open: dict[int, str] = {}
        self._full = 0

    def told(self, job: int, stage: Literal["queued", "running", "done", "failed"], now: float | None = None) -> None:
        """What the service said of a job; `now` in seconds of a clock that does not jump."""
        now = time.monotonic() if now is None else now
        with self._turn:
            if stage in ("done", "failed"):
                self._open.pop(job, None)
                return
            self._open[job] = stage
            if stage == "running":
                self._ran[job] = (self._ran.get(job, (now, now))[0], now)
            if "queued" in self._open.values():
                self._full = max(self._full, self._running())

    def _running(self) -> int:
        return sum(stage == "running" for stage in self._open.values())

    def at_once(self) -> int:
        """The most jobs that ran at one moment for sure: each from when it was first to when it was last said to run."""
        with self._turn:
            steps = sorted([(first, 0) for first, _ in self._ran.values()] + [(last, 1) for _, last in self._ran.values()])
        most = depth = 0
        for _, ends in steps:
            depth += -1 if ends else 1
            most = max(most, depth)
        return most

    def most(self, in_flight: int) -> int:
        """How many may be there at once, running or waiting, while a chain is to come."""
        seen = self.at_once()
        with self._turn:
            running, full = self._running(), self._full
        if seen and full >= seen:
            return seen
        grown = in_flight + max(1, in_flight // 2) if in_flight and running >= in_flight else 0
        return max(seen or FIRST, grown)
