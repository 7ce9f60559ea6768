"""Whether a clip fits this machine, and what of the model has to wait in main memory: reckoned from the heads of files.

Weights are counted number by number. What is computed besides is known from below only: the widest moment of one block, where the
configuration says how wide that is. Nothing here was measured on a GPU.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from fractions import Fraction
from pathlib import Path

from screenc.local import checkpoint, machine
from screenc.local.checkpoint import Found
from screenc.local.options import Running
from screenc.text import Diagnostic

ROOM = Fraction(5, 4)
"""Memory beside the weights, for what is computed: a quarter more. A rule of thumb, not a measurement."""
WIDTHS = ("num_attention_heads", "attention_head_dim", "ffn_dim")
BYTES = {"bf16": 2, "fp16": 2, "fp32": 4}


def weigh(where: Found, options: Running) -> dict[str, int]:
    """Bytes of each component once loaded: the VAE in 32 bits, transformers in eight where asked, GGUF as it lies there."""
    out = {}
    small = options.fp8 or options.int8
    for part, numbers in checkpoint.sizes(where).items():
        each = 4 if part == "vae" else 1 if small and part.startswith("transformer") else BYTES[options.dtype]
        packed = checkpoint.packed(where, part)
        out[part] = packed.stat().st_size if packed else numbers * each
    return out


def working(where: Found, options: Running, width: int, height: int, frames: int) -> int:
    """Bytes that one block surely needs at its widest: its input, and the inside of its feed-forward. 0 where it is not told."""
    heads, head, inside = (checkpoint.held(where, f"transformer.{n}") for n in WIDTHS)
    deep, wide = (checkpoint.held(where, f"vae.scale_factor_{n}") for n in ("temporal", "spatial"))
    patch = checkpoint.held(where, "transformer.patch_size")
    if not (all(isinstance(n, int) for n in (heads, head, inside, deep, wide)) and isinstance(patch, list) and len(patch) == 3):
        return 0
    tokens = -(-((frames - 1) // deep + 1) // patch[0]) * (height // (wide * patch[1])) * (width // (wide * patch[2]))
    return tokens * (heads * head + inside) * BYTES[options.dtype]


def room(name: str, options: Running, where: Found | None, width: int, height: int, frames: int) -> list[Diagnostic]:
    """E0664 without an accelerator, E0665 where not even the least that a clip needs is there, E0673 for what needs a GPU."""
    if options.device == "cpu":
        if options.offload == "model":
            return [Diagnostic("E0673", "`offload model` needs an accelerator to offload from", help="take `offload` out")]
        have, what = machine.memory(), "main memory"
    else:
        gpu = machine.accelerator()
        if gpu is None:
            help = "build on a machine with a GPU, or choose another backend; `device cpu` works, and takes hours a clip"
            return [Diagnostic("E0664", f"`{name}` needs an accelerator, and this machine shows none", help=help)]
        have, what = gpu.memory, "the accelerator's memory"
    if where is None or not have:
        return []
    sizes, more = weigh(where, options), working(where, options, width, height, frames)
    least = sum(sizes.values()) if options.device == "cpu" or options.offload == "none" else 0
    least = max(sizes.values(), default=0) if options.offload == "model" else least
    if max(least, more) > have or (least and least + more > have):
        words = f"the weights of `{where.name}` take {_gb(least)}, and {what} is {_gb(have)}"
        if least <= have:
            clip = f"{frames} frames of {width}x{height} need at least {_gb(more)}"
            words = f"{clip}{f' beside the weights, {_gb(least)}' if least else ''}, and {what} is {_gb(have)}"
        help = "choose a smaller model, frame or shot, `offload group`, or `fp8 on`"
        return [Diagnostic("E0665", words, help=help)]
    return []


def offload(options: Running, where: Found, device: str) -> str:
    """As little offloading as the weights leave room for, by their size; a driver that tells no memory gets `model`."""
    if options.offload != "auto":
        return options.offload
    if device == "cpu":
        return "none"
    gpu = machine.accelerator()
    have, sizes = (gpu.memory if gpu else 0), weigh(where, options)
    if not have:
        return "model"
    if sum(sizes.values()) * ROOM <= have:
        return "none"
    return "model" if max(sizes.values(), default=0) * ROOM <= have else "group"


def settings(options: Running, where: Found | None, experts: bool) -> list[Diagnostic]:
    """E0673 for settings of which the weights take one, and for a compiler that is not here. `experts`: they are single files."""
    out: list[Diagnostic] = []
    eight = [name for name in ("fp8", "int8") if getattr(options, name)]
    if len(eight) == 2:
        out.append(Diagnostic("E0673", "weights are kept with `fp8` or with `int8`, not with both", help="take one out"))
    packed = where is not None and any(checkpoint.packed(where, part) for part in checkpoint.experts(where))
    if eight and packed:
        words = f"the transformer of `{where.name}` is GGUF, in few bits already, and `{eight[0]}` is for whole weights"
        out.append(Diagnostic("E0673", words, help=f"take `{eight[0]}` out"))
    if options.int8 and experts:
        words = "`int8` is for weights in the form of diffusers, and these experts are single files"
        out.append(Diagnostic("E0673", words, help="use `fp8 on`"))
    if options.int8 and options.compile:
        words = "`compile` breaks on the weights that `int8` makes: with torch 2.13 and torchao 0.18 the process dies"
        out.append(Diagnostic("E0673", words, help="take one out, or use `fp8 on`"))
    if options.compile and (lacks := _uncompiled(options.device == "cpu")):
        out.append(
            Diagnostic("E0673", f"`compile` needs {lacks}, and this machine shows none", help="install it, or take `compile` out")
        )
    return out


def _uncompiled(processor: bool) -> str | None:
    """What torch would miss: a compiler for what it writes, C++ for a processor and C for a GPU, and Python's own headers."""
    compilers = ("g++", "clang++", "c++") if processor else ("gcc", "clang", "cc")
    own = os.environ.get("CXX" if processor else "CC")
    if not any(shutil.which(name) for name in ([own] if own else compilers)):
        return f"a {'C++' if processor else 'C'} compiler"
    if not (Path(sysconfig.get_paths()["include"]) / "Python.h").is_file():
        return "Python's headers (Python.h)"
    return None


def packages(options: Running, where: Found | None) -> list[str]:
    """What the settings need besides what every model here does."""
    packed = where is not None and any(checkpoint.packed(where, part) for part in checkpoint.experts(where))
    return [name for name, used in (("peft", options.lora), ("torchao", options.int8), ("gguf", packed)) if used]


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
