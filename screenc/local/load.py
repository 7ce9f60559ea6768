"""A pipeline of `diffusers` from this disk, as a setup says: loaded, cast, offloaded; and changed to the next clip's setup."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screenc.contract import Failed
from screenc.local import parts
from screenc.local.lora import bent
from screenc.local.parts import out_of_memory
from screenc.local.setup import Setup
from screenc.text import Diagnostic


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """A film's author hears of problems from us, with an address; the libraries' own log lines and warnings have none."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for library in ("diffusers", "transformers"):
                own = importlib.import_module(f"{library}.utils.logging")
                own.set_verbosity_error()
                own.disable_progress_bar()
            yield
    finally:
        logging.disable(before)


@_quiet()
def loaded(setup: Setup) -> Any:
    """The real `from_pretrained`, from this disk only; the VAE in 32 bits, in which it does not overflow. Raises Failed."""
    torch = importlib.import_module("torch")
    if setup.device == "cuda" and not torch.cuda.is_available():
        raise Failed(
            Diagnostic("E0664", "torch sees no accelerator here", help="install the build of torch for this machine's GPU")
        )
    dtype = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}[setup.dtype]
    dtypes = {"default": dtype, "vae": torch.float32 if setup.vae_in_32_bits else dtype}
    given = {name: parts.from_file(path, f"{setup.path}/{name}", dtype) for name, path in setup.expert}
    given |= {name: parts.from_folder(kind, folder, dtype) for name, kind, folder in setup.beside}
    try:
        given |= parts.reader(setup.path)
        if setup.int8:
            given["quantization_config"] = parts.in_integers(setup.path)
        pipe = _kind(setup.kind).from_pretrained(setup.path, dtype=dtypes, local_files_only=True, **given)
    except Exception as cause:
        if out_of_memory(cause):
            raise
        raise parts.unloadable(setup.path, cause) from cause
    _bent(pipe, setup)
    if setup.fp8:
        for transformer in transformers(pipe):
            transformer.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=dtype)
    if setup.offload == "group":
        pipe.enable_group_offload(
            onload_device=torch.device(setup.device), offload_type="leaf_level", use_stream=setup.device == "cuda"
        )
    elif setup.offload == "none":
        pipe.to(setup.device)
    if setup.compile:
        for transformer in transformers(pipe):
            try:
                transformer.compile_repeated_blocks()
            except ValueError as cause:
                words = f"{setup.kind} has no blocks that `compile` could take one by one"
                raise Failed(Diagnostic("E0673", words, help="take `compile` out")) from cause
    return pipe


@_quiet()
def changed(pipe: Any, before: Setup | None, setup: Setup, scheduler: Any) -> Any:
    """A loaded pipeline set for the next clip; of another class where that is asked, sharing its parts. Raises Failed.

    `before` is what it was set to, None where it is fresh; `scheduler` is the one that it was loaded with.
    """
    if before is not None and before.kind != setup.kind:
        kind = _kind(setup.kind)
        takes = inspect.signature(kind.__init__).parameters
        own = {"boundary_ratio": None, "expand_timesteps": None, **pipe.components}
        own |= {k: v for k, v in pipe.config.items() if k in ("boundary_ratio", "expand_timesteps")}
        pipe = kind(**{k: v for k, v in own.items() if k in takes})
    pipe.set_progress_bar_config(disable=True)
    if setup.tiling:
        pipe.vae.enable_tiling()
    elif before is not None and before.tiling:
        pipe.vae.disable_tiling()
    if before is not None and before.loras != setup.loras:
        pipe.unload_lora_weights()
        _bent(pipe, setup)
    if before is None or before.shift != setup.shift:
        pipe.scheduler = _shifted(scheduler, setup)
    if setup.offload == "model" and (before is None or before.kind != setup.kind):
        pipe.enable_model_cpu_offload()
    return pipe


def _bent(pipe: Any, setup: Setup) -> None:
    """Every LoRA at its weight, whole: a library that finds no place for a part of one says so in a log line only."""
    used = [lora for lora in setup.loras if lora.weight]
    if not used:
        return
    if not hasattr(pipe, "load_lora_weights"):
        raise Failed(Diagnostic("E0673", f"{setup.kind} takes no `lora`", help="take it out, or choose another model"))
    for lora in used:
        for part, file in lora.files:
            second = {"load_into_transformer_2": True} if part == "transformer_2" else {}
            try:
                pipe.load_lora_weights(file, adapter_name=lora.name, local_files_only=True, **second)
            except Exception as cause:
                if out_of_memory(cause):
                    raise
                raise parts.unloadable(file, cause) from cause
            model, pairs = getattr(pipe, part), len(list(bent(Path(file))))
            found = sum(lora.name in getattr(module, "lora_A", ()) for module in model.modules())
            if found < pairs:
                words = f"`lora-{lora.name}` has {pairs} parts, and {setup.kind} has a place for {found} of them"
                raise Failed(Diagnostic("E0675", words, help="choose the LoRA that was trained for this model"))
    pipe.set_adapters([lora.name for lora in used], [lora.weight for lora in used])


def _shifted(scheduler: Any, setup: Setup) -> Any:
    if setup.shift is None:
        return scheduler
    own = scheduler.config
    name = "flow_shift" if "flow_shift" in own else "shift"
    if name not in own:
        words = f"the scheduler of {setup.kind} has no `shift`"
        raise Failed(Diagnostic("E0673", words, help="take `shift` out"))
    return type(scheduler).from_config(own, **{name: float(setup.shift)})


def transformers(pipe: Any) -> list[Any]:
    """The one or two experts of a pipeline."""
    return [t for name in ("transformer", "transformer_2") if (t := getattr(pipe, name, None)) is not None]


def _kind(name: str) -> Any:
    return getattr(importlib.import_module("diffusers"), name)
