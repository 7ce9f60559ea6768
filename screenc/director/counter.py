"""Where orders and questions wait their turn: pauses that end with the build, services that have shown the door, their queues."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from screenc.contract import Capabilities, Failed, Fault, Refused, Service, Task
from screenc.director import faults
from screenc.director.ledger import Order
from screenc.director.queue import Queue

PATIENCE = 12
"""How often an order or a question is sent again that was provably not taken, with growing pauses."""
FAILURES = 2
"""How often a clip is ordered that the service itself fails to make."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
RETRIED: tuple[Fault, ...] = ("throttled", "provider")
MODERATED: tuple[Fault, ...] = ("moderated-input", "moderated-output")


class Unmade(Exception):
    """The service will not or cannot make this order; it is closed in the ledger."""

    def __init__(self, refused: Refused, order: Order, again: bool = False):
        super().__init__(str(refused))
        self.refused, self.order, self.again = refused, order, again


@dataclass
class Counter:
    """One for a build, for all services. `stop` ends every pause. Safe from several threads."""

    stop: threading.Event
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _next: dict[str, float] = field(default_factory=dict)
    _closed: dict[str, Refused] = field(default_factory=dict)
    _queues: dict[str, Queue] = field(default_factory=dict)

    def queue(self, backend: str) -> Queue:
        with self._turn:
            return self._queues.setdefault(backend, Queue())

    def gate(self, task: Task, service: Service, can: Capabilities, progress: Callable[[float], None]) -> None:
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
            self.pause(min(wait, LONGEST_PAUSE), progress)

    def refused(self, task: Task, no: Refused) -> None:
        """A service has said no: nothing more goes to one that wants another key or more money, nor too soon to a busy one."""
        with self._turn:
            if no.fault in ("auth", "quota"):
                self._closed[task.backend] = no
            elif no.fault == "throttled" and no.retry_after:
                self._next[task.backend] = max(self._next.get(task.backend, 0.0), time.monotonic() + no.retry_after)

    def pause(self, seconds: float, progress: Callable[[float], None]) -> None:
        """Wait, but not for a build that is to stop. The clock on the wall may jump; this one does not."""
        self.stop.wait(seconds)
        if self.stop.is_set():
            progress(0.0)


def growing(n: int) -> float:
    """Seconds before the next try after the n-th."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2**n)
