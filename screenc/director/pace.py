"""When to ask how a job stands: as seldom as its service likes, and often when jobs of its kind usually end.

A profile's interval is meant for a job of which nothing is known; on average half of it is lost at the end of each clip, and a
chain loses it with every link. Once a job of a kind was seen to end, the next is asked for less often before that time and more
often around it: about as many questions, and an eighth of the interval lost.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable

CLOSE = 4
"""How many times as often a job is asked for when it is about to end."""
LEAST = 0.02


class Pace:
    """How long jobs of each kind ran in this build. Safe from several threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._usual: dict[Hashable, float] = {}

    def ended(self, kind: Hashable, ran: float) -> None:
        """A job of a kind took so many seconds from its start; the last few count most."""
        with self._turn:
            before = self._usual.get(kind)
            self._usual[kind] = ran if before is None else (before + ran) / 2

    def pause(self, kind: Hashable, ran: float | None, every: float, asked: int) -> float:
        """Seconds until the next question about a job that has run for `ran` (None: it waits), asked for so often before."""
        with self._turn:
            usual = self._usual.get(kind)
        growing = min(every, max(every / 4, LEAST) * 1.5**asked)
        if ran is None or usual is None:
            return growing
        near = max(every, usual / 20)
        if ran < usual - near:
            return min(max(growing, 2 * every if asked else 0), usual - near - ran)
        return max(every / CLOSE, LEAST) if ran < usual + 2 * near else every
