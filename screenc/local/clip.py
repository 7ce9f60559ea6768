"""One clip of a loaded pipeline: its seeds, its kernels for attention, its step caches; counted and looked at when it is done."""

from __future__ import annotations

import contextlib
import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from screenc.contract import Failed
from screenc.local.load import transformers
from screenc.local.setup import Call, Setup
from screenc.text import Diagnostic

ATTENTION = {"math": "_native_math", "flex": "flex", "flash": "flash", "sage": "sage"}


def made(pipe: Any, setup: Setup, call: Call, progress: Callable[[float], None]) -> Any:
    """(frames, height, width, 3) in float from 0 to 1. Raises Failed: E0669 for another count than was asked, or no pictures."""
    numpy, torch = importlib.import_module("numpy"), importlib.import_module("torch")
    steps, done = call.passes or call.steps, 0

    def stepped() -> None:
        nonlocal done
        done += 1
        progress(0.95 * min(1.0, done / steps))

    arguments = {"num_frames": call.frames, "num_inference_steps": call.steps, **call.arguments(pipe)}
    arguments["generator"] = torch.Generator("cpu").manual_seed(call.seed)
    try:
        with torch.no_grad(), _attending(setup), _reusing(pipe, setup), call.around(pipe), _heard(pipe, stepped) as heard:
            made = pipe(**arguments, **heard, output_type="np")
    finally:
        pipe.maybe_free_model_hooks()
    frames = numpy.asarray(made.frames[0])
    if len(frames) != call.frames:
        words = f"{setup.kind} gave {len(frames)} frames, and {call.frames} were reckoned with"
        raise Failed(Diagnostic("E0669", words, help="report this: the rule of this model's frames has changed"))
    if not numpy.isfinite(frames).all():
        help = "use `dtype bf16` or `dtype fp32`, or other settings of `cache` and `attention`"
        raise Failed(Diagnostic("E0669", f"{setup.kind} gave pictures that are not numbers", help=help))
    call.kept(pipe, made)
    return frames


@contextlib.contextmanager
def _heard(pipe: Any, stepped: Callable[[], None]) -> Iterator[dict[str, Any]]:
    """How a step is heard of: by the pipeline's own callback, or at its scheduler where it has none."""
    if "callback_on_step_end" in inspect.signature(type(pipe).__call__).parameters:

        def callback(pipe: Any, i: int, t: Any, kwargs: dict) -> dict:
            stepped()
            return kwargs

        yield {"callback_on_step_end": callback}
        return
    step = pipe.scheduler.step

    def counted(*args: Any, **kwargs: Any) -> Any:
        made = step(*args, **kwargs)
        stepped()
        return made

    pipe.scheduler.step = counted
    try:
        yield {}
    finally:
        del pipe.scheduler.step


@contextlib.contextmanager
def _attending(setup: Setup) -> Iterator[None]:
    """The kernel for attention, for this clip alone: the library's own setting is one for the whole process."""
    if setup.attention == "native":
        yield
        return
    dispatch = importlib.import_module("diffusers.models.attention_dispatch")
    name = ATTENTION[setup.attention]
    try:
        dispatch._check_attention_backend_requirements(dispatch.AttentionBackendName(name))
    except (ImportError, RuntimeError, ValueError) as cause:
        words = str(cause).splitlines()[0][:200]
        help = "install what it names, or `attention native`"
        raise Failed(
            Diagnostic("E0673", f"`attention {setup.attention}` cannot be had here", notes=(words,), help=help)
        ) from cause
    with dispatch.attention_backend(name):
        yield


@contextlib.contextmanager
def _reusing(pipe: Any, setup: Setup) -> Iterator[None]:
    """Step caches, taken away again after each clip, for they remember."""
    if setup.cache == "none":
        yield
        return
    diffusers = importlib.import_module("diffusers")
    if setup.cache == "first-block":
        config = diffusers.FirstBlockCacheConfig(threshold=0.1)
    else:
        config = diffusers.TaylorSeerCacheConfig(cache_interval=3, disable_cache_before_step=3, use_lite_mode=True)
    cached = transformers(pipe)
    if not all(hasattr(transformer, "enable_cache") for transformer in cached):
        raise Failed(Diagnostic("E0673", f"{setup.kind} takes no `cache`", help="take `cache` out"))
    for transformer in cached:
        transformer.enable_cache(config)
    try:
        yield
    finally:
        for transformer in cached:
            transformer.disable_cache()


def noise(shape: tuple[int, ...], content: int, motion: int, references: int = 0) -> Any:
    """Noise of (1, channels, latent frames, height, width): the first latent frame's is the content seed's, the rest the other's.

    Drawn on the CPU, so that no device changes it. Reference pictures have latent frames of their own before these, of the
    content seed, too.
    """
    torch = importlib.import_module("torch")
    look = torch.Generator("cpu").manual_seed(content)
    first = torch.randn((*shape[:2], 1, *shape[3:]), generator=look)
    rest = torch.randn(shape, generator=torch.Generator("cpu").manual_seed(motion))
    rest[:, :, :1] = first
    if not references:
        return rest
    return torch.cat([torch.randn((*shape[:2], references, *shape[3:]), generator=look), rest], dim=2)


def counted(pipe: Any, text: str) -> int:
    """Tokens of a prompt by the pipeline's own tokenizer, nothing cut off."""
    return len(pipe.tokenizer(" ".join(text.split()), truncation=False)["input_ids"])
