"""LoRAs on this disk: found by name, named by their bytes, judged against the model that they are to bend, with nothing loaded.

A LoRA is a file of pairs of thin matrices, each pair for one matrix of a transformer; and two experts may want a file each.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from screenc.local import checkpoint
from screenc.local.checkpoint import Found, Unfit
from screenc.text import Diagnostic

_THIN = re.compile(r"^(?P<stem>.*)[._](?P<side>lora_A|lora_B|lora_down|lora_up)(\.[^.]+)?\.weight$")


@dataclass(frozen=True, slots=True)
class Lora:
    """One LoRA as a clip is made with it: (component, file) for each transformer that it bends."""

    name: str
    weight: float
    files: tuple[tuple[str, str], ...]


def find(name: str) -> tuple[Path, ...]:
    """The file of a LoRA, or its two, the high-noise expert's first. Raises Unfit: E0661."""
    there = checkpoint.meant(name, f"lora-{name}", ".safetensors")
    if isinstance(there, str):
        hub = there.split("/")
        there = checkpoint.of_hub("/".join(hub[:2])).path.joinpath(*hub[2:])
    files = [f for f in (sorted(there.glob("*.safetensors")) if there.is_dir() else [there]) if f.is_file()]
    high, low = ([f for f in files if word in f.name.lower()] for word in ("high", "low"))
    if len(files) == 2 and len(high) == len(low) == 1 and high != low:
        return high[0], low[0]
    if len(files) != 1:
        words = f"`lora-{name}` means {there}, and there {'are several files' if files else 'is no file'}"
        help = "give it one .safetensors file, or two with `high` and `low` in their names, for two experts"
        raise Unfit(Diagnostic("E0661", words, help=help))
    return (files[0],)


def digest(name: str) -> str:
    """SHA-256 over the bytes of a LoRA's files. Raises Unfit."""
    return hashlib.sha256("".join(_bytes(f, f.stat().st_size, f.stat().st_mtime_ns) for f in find(name)).encode()).hexdigest()


@functools.lru_cache(maxsize=64)
def _bytes(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cast(name: str, weight: float, where: Found, backend: str) -> Lora:
    """A LoRA for the experts of these weights; one file is for all of them. Raises Unfit: E0661, E0672, E0675."""
    files = find(name)
    experts = checkpoint.experts(where)
    if len(files) > len(experts):
        words = f"`lora-{name}` has a file each for two experts, and {backend} has one"
        raise Unfit(Diagnostic("E0675", words, help="choose the LoRA that was trained for this model"))
    pairs = [(part, str(files[min(n, len(files) - 1)])) for n, part in enumerate(experts)]
    for part, file in pairs:
        _judge(name, Path(file), set(checkpoint.shapes(where.path / part).values()), f"{backend} {where.name}")
    return Lora(name, weight, tuple(pairs))


def _judge(name: str, file: Path, shapes: set[tuple[int, ...]], model: str) -> None:
    """Every pair has to be of the shape of some matrix of the model, whatever each calls it."""
    checkpoint.uncut(file)
    bends = list(bent(file))
    if not bends:
        words = f"{file.name} of `lora-{name}` is not a LoRA: it holds no pair of thin matrices"
        raise Unfit(Diagnostic("E0675", words, help="a whole model goes with `checkpoint`"))
    odd = next((shape for shape in bends if shapes and shape not in shapes), None)
    if odd is not None:
        said = "x".join(map(str, odd))
        words = f"`lora-{name}` was trained for another model than {model}: it bends a matrix of {said}, and there is none"
        raise Unfit(Diagnostic("E0675", words, help="choose the LoRA that was trained for this model"))


def bent(file: Path) -> Iterator[tuple[int, ...]]:
    """The shape of the matrix that each pair of a LoRA is for."""
    sides: dict[str, dict[bool, tuple[int, ...]]] = {}
    for key, shape in checkpoint.head(file).items():
        if found := _THIN.match(key):
            sides.setdefault(found["stem"], {})[found["side"] in ("lora_A", "lora_down")] = shape
    for pair in sides.values():
        if len(pair) == 2 and len(pair[True]) >= 2 and len(pair[False]) >= 2:
            yield pair[False][0], *pair[True][1:]


def identities(names: Iterable[str]) -> dict[str, str]:
    """The digest of each; `?` for one that is not here."""
    out = {}
    for name in names:
        try:
            out[name] = digest(name)
        except (Unfit, OSError):
            out[name] = "?"
    return out
