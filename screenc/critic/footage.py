"""A finished film under the critic's eye: opened once, read a shot at a time, so that its length costs no memory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from screenc.contract import Assertion, Plan
from screenc.media import listen
from screenc.media.frames import Reader
from screenc.media.loudness import SILENT, Meter
from screenc.media.probe import probe

STRIP_WIDTH = 160
EARS = 16000


class Film:
    """contract.Footage of a film that was cut from a plan; a film file that differs from its plan is measured as it is."""

    def __init__(self, path: Path | str, plan: Plan):
        self.path, self.plan = Path(path), plan
        self._media = probe(path)
        self._reader = Reader(path)
        self._windows = windows(plan)
        self._last: tuple[str, Any] | None = None
        self._heard = lru_cache(maxsize=8)(self._listen)
        self._loud = lru_cache(maxsize=256)(self._meter)

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_) -> None:
        self._reader.close()

    def seconds(self) -> float:
        return float(self._media.length)

    def shots(self, assertion: Assertion) -> tuple[str, ...]:
        return tuple(
            id
            for id in self._windows
            if assertion.shot in (None, id)
            and (assertion.scene is None or assertion.shot or id.rpartition(".")[0] == assertion.scene)
        )

    def window(self, scene: str | None, shot: str | None) -> tuple[float, float]:
        if shot is not None:
            return self._windows[shot]
        if scene is not None:
            parts = [span for id, span in self._windows.items() if id.rpartition(".")[0] == scene]
            return min(a for a, _ in parts), max(b for _, b in parts)
        return 0.0, self.seconds()

    def strip(self, shot: str) -> tuple[np.ndarray, np.ndarray]:
        if self._last is None or self._last[0] != shot:
            start, end = self._windows[shot]
            rows = list(self._reader.frames(start, end, width=STRIP_WIDTH))
            times = np.array([at for at, _ in rows])
            self._last = shot, (times, np.stack([f for _, f in rows]) if rows else np.zeros((0, 90, STRIP_WIDTH, 3), np.uint8))
        return self._last[1]

    def still(self, time: float, width: int) -> np.ndarray:
        return self._reader.at(time, width)

    def sound(self, start: float, end: float) -> np.ndarray:
        return self._heard(round(start, 3), round(end, 3))

    def loudness(self, start: float, end: float) -> tuple[float, float]:
        return self._loud(round(start, 3), round(end, 3))

    def _listen(self, start: float, end: float) -> np.ndarray:
        parts = list(listen.blocks(self.path, EARS, 1, start, end))
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _meter(self, start: float, end: float) -> tuple[float, float]:
        meter, heard = Meter(48000, 2), False
        for block in listen.blocks(self.path, 48000, 2, start, end):
            meter.add(block)
            heard = True
        if not heard:
            return SILENT, SILENT
        found = meter.result()
        return found.integrated, found.peak


def windows(plan: Plan) -> dict[str, tuple[float, float]]:
    """The seconds that each shot is on screen alone: overlaps with its neighbours, and its own fade, left out."""
    out = {}
    events = plan.events
    for i, event in enumerate(events):
        start, end = event.start, event.start + event.length
        if i and (before := events[i - 1]).start + before.length > start:
            start = before.start + before.length
        if i + 1 < len(events):
            end = min(end, events[i + 1].start)
        if event.cut.kind == "fade" and event.cut.length:
            end = min(end, event.start + event.length - event.cut.length)
        out[event.shot] = float(start), float(max(start, end))
    return out
