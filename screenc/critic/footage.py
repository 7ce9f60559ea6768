"""A finished film under the critic's eye: opened once, read a shot at a time, so that its length costs no memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from screenc.contract import Assertion, Plan
from screenc.critic import captions, shots
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
        self.memo: dict[Any, Any] = {}
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

    def moments(self, shot: str, every: float, width: int) -> Iterator[tuple[float, np.ndarray]]:
        start, end = self._windows[shot]
        return self._reader.frames(start, end, None if every * float(self._reader.rate) < 1.5 else every, width)

    def boundaries(self) -> tuple[float, ...]:
        if "boundaries" not in self.memo:
            self.memo["boundaries"] = tuple(b.at for b in shots.boundaries(shots.ribbon(self._reader.frames(width=STRIP_WIDTH))))
        return self.memo["boundaries"]

    def cues(self) -> tuple[tuple[float, float, str], ...] | None:
        if "cues" not in self.memo:
            self.memo["cues"] = captions.of(self.path)
        return self.memo["cues"]

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
    """The seconds that each shot is on screen alone: overlaps with its neighbours, and its own fade, left out.

    A shot that is made in several parts has an event for each, and one window over them all.
    """
    shots: dict[str, list] = {}
    for event in plan.events:
        shots.setdefault(event.shot, []).append(event)
    out, rows = {}, list(shots.items())
    for i, (shot, parts) in enumerate(rows):
        start, end, cut = parts[0].start, parts[-1].start + parts[-1].length, parts[-1].cut
        if i:
            start = max(start, rows[i - 1][1][-1].start + rows[i - 1][1][-1].length)
        if i + 1 < len(rows):
            end = min(end, rows[i + 1][1][0].start)
        if cut.kind == "fade" and cut.length:
            end = min(end, parts[-1].start + parts[-1].length - cut.length)
        out[shot] = float(start), float(max(start, end))
    return out
