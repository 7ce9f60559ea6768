"""What is loaded and how, and what one clip asks of it: the words between backends and the stage. Loads nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from screenc.local.lora import Lora


@dataclass(frozen=True)
class Setup:
    """Everything that a pipeline is, for one clip; two clips whose `core` is the same share what is loaded."""

    path: str
    kind: str
    dtype: str
    device: str
    offload: str
    fp8: bool
    tiling: bool
    attention: str
    cache: str
    shift: Fraction | None
    vae_in_32_bits: bool = True
    expert: tuple[tuple[str, str], ...] = ()
    """Transformers that are read from single files: (component, path)."""
    beside: tuple[tuple[str, str, str], ...] = ()
    """Components that lie in folders of their own: (component, class, folder)."""
    loras: tuple[Lora, ...] = ()
    int8: bool = False
    compile: bool = False

    @property
    def core(self) -> Setup:
        """What cannot be changed without loading again; the rest is set before each clip."""
        loose = self.offload in ("none", "model") and not (self.fp8 or self.int8 or self.compile)
        loras = () if loose else self.loras
        return replace(self, kind="", tiling=False, attention="", cache="", shift=None, loras=loras)


@dataclass
class Call:
    """One clip: keyword arguments of the pipeline, what is to hold around the call, and how many frames must come out."""

    frames: int
    steps: int
    seed: int
    arguments: Callable[[Any], Mapping[str, Any]]
    around: Callable[[Any], contextlib.AbstractContextManager] = lambda pipe: contextlib.nullcontext()
    content_seed: int | None = None
    passes: int | None = None
    """Steps in all, where long clips are made in windows."""
    kept: Callable[[Any, Any], None] = lambda pipe, made: None
    """Told the pipeline and its answer, for what is in it besides pictures."""
