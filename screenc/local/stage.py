"""The one place where a model stands: loaded once, used clip by clip, stepped down when memory runs out.

Two tasks never share a device. Whoever waits for what is loaded goes before whoever waits for something else, so that a film of
two models loads each once, in whatever order its shots stand.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from screenc.contract import Failed
from screenc.local.clip import made
from screenc.local.load import changed, loaded
from screenc.local.parts import out_of_memory
from screenc.local.setup import Call, Setup
from screenc.text import Diagnostic

FEWER = {"none": "model", "model": "group"}
_GRACE = 1.0
"""Seconds that a change of models waits for another clip of the model that is loaded: a load takes minutes."""


class Stage:
    """The pipeline that is loaded, and the queue for it."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._busy = False
        self._waiting: list[Setup] = []
        self._free_since = 0.0
        self.setup: Setup | None = None
        self.pipe: Any = None
        self._scheduler: Any = None
        self._too_much: dict[tuple[Setup, bool], int] = {}
        self.loads = 0

    @contextlib.contextmanager
    def taken(self, setup: Setup, heard: Callable[[], None]) -> Iterator[None]:
        """Wait for the stage; `heard` is called now and then and raises Cancelled when nobody wants the clip any more."""
        mine = setup.core
        with self._turn:
            self._waiting.append(mine)
            try:
                while not self._mine(mine):
                    self._turn.wait(0.1)
                    heard()
                self._busy = True
            finally:
                self._waiting.remove(mine)
        try:
            yield
        finally:
            with self._turn:
                self._busy, self._free_since = False, time.monotonic()
                self._turn.notify_all()

    def _mine(self, mine: Setup) -> bool:
        if self._busy:
            return False
        if self.setup is None:
            return self._waiting[0] == mine
        there = self.setup.core
        if mine == there:
            return True
        return there not in self._waiting and time.monotonic() - self._free_since > _GRACE and self._waiting[0] == mine

    def ready(self, setup: Setup) -> Any:
        """The pipeline as asked for; what is loaded already is used, set anew where this clip's settings differ."""
        if self.pipe is None or self.setup is None or self.setup.core != setup.core:
            self._drop()
            self.pipe = loaded(setup)
            self._scheduler = self.pipe.scheduler
            self.loads += 1
        if self.setup != setup:
            before, self.setup = self.setup, None
            self.pipe = changed(self.pipe, before, setup, self._scheduler)
            self.setup = setup
        return self.pipe

    def ran_out(self, setup: Setup, frames: int) -> None:
        """Remember what was too much, and give the memory back."""
        place = setup.core, setup.tiling
        self._too_much[place] = min(frames, self._too_much.get(place, frames))
        self._drop()

    def learned(self, setup: Setup, frames: int) -> bool:
        """Whether a clip no longer than this ran out of memory so."""
        return self._too_much.get((setup.core, setup.tiling), frames + 1) <= frames

    def clear(self) -> None:
        """Give the memory back, and forget what was too much."""
        if self.pipe is not None:
            self._drop()
        self._too_much.clear()

    def _drop(self) -> None:
        self.pipe = self.setup = self._scheduler = None
        gc.collect()
        torch = importlib.import_module("torch")
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


STAGE = Stage()


def run(setup: Setup, call: Call, progress: Callable[[float], None]) -> tuple[Any, list[Diagnostic]]:
    """(frames, height, width, 3) in float from 0 to 1, and what had to be done to fit. Raises Failed, Cancelled.

    Out of memory steps down, tiles first, then what waits in main memory, and says so; only then it fails. What was too much for
    a clip is not tried again with one as long: each try loads the model anew.
    """
    told: list[Diagnostic] = []

    def down(setup: Setup, words: str) -> Setup | None:
        less = _less(setup)
        if less is not None:
            changed = "tiling on" if less.tiling != setup.tiling else f"offload {less.offload}"
            told.append(Diagnostic("W0667", f"memory ran out, so a clip was made with `{changed}`", notes=(words,)))
        return less

    while STAGE.learned(setup, call.frames) and (less := down(setup, "as it did before for a clip no longer than this")):
        setup = less
    with STAGE.taken(setup, lambda: progress(0.0)):
        while True:
            try:
                return made(STAGE.ready(setup), setup, call, progress), told
            except Exception as cause:
                if type(cause).__module__.startswith(("torch._inductor", "torch._dynamo")):
                    raise _uncompiled(setup, cause) from cause
                if not out_of_memory(cause):
                    raise
                cause.__traceback__ = None
                words = str(cause).splitlines()[0][:160]
            less = down(setup, words)
            STAGE.ran_out(setup, call.frames)
            if less is None:
                help = "choose a smaller model, resolution or shot, or keep the weights in eight bits: `fp8 on`"
                raise Failed(
                    Diagnostic("E0666", f"the memory of {setup.device} does not suffice", notes=(words,), help=help)
                ) from None
            setup = less


def _uncompiled(setup: Setup, cause: Exception) -> Failed:
    words = next((line.strip() for line in str(cause).splitlines() if line.strip()), type(cause).__name__)[:240]
    help = f"take {'`compile`' if setup.compile else '`kernel flex`'} out"
    return Failed(Diagnostic("E0673", f"{setup.kind} cannot be compiled here", notes=(words,), help=help))


def _less(setup: Setup) -> Setup | None:
    if not setup.tiling:
        return replace(setup, tiling=True)
    if setup.device == "cpu" or setup.offload not in FEWER:
        return None
    return replace(setup, offload=FEWER[setup.offload])
