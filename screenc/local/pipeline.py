"""A pipeline of `diffusers`, loaded once and run one clip at a time. The only module here that imports torch.

Two tasks never share a device. Whoever waits for what is loaded goes before whoever waits for something else, so that a film of
two models loads each once, in whatever order its shots stand.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from screenc.contract import Failed
from screenc.local import parts
from screenc.local.parts import out_of_memory
from screenc.text import Diagnostic

ATTENTION = {"math": "_native_math", "flex": "flex", "flash": "flash", "sage": "sage"}
FEWER = {"none": "model", "model": "group"}
_GRACE = 1.0
"""Seconds that a change of models waits for another clip of the model that is loaded: a load takes minutes."""


@dataclass(frozen=True)
class Setup:
    """What is loaded, and how; two clips of one setup share it."""

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


class Stage:
    """The one place where a model stands."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._busy = False
        self._waiting: list[tuple[str, str]] = []
        self._free_since = 0.0
        self.setup: Setup | None = None
        self.pipe: Any = None
        self.loads = 0

    @contextlib.contextmanager
    def taken(self, setup: Setup, heard: Callable[[], None]) -> Iterator[None]:
        """Wait for the stage; `heard` is called now and then and raises Cancelled when nobody wants the clip any more."""
        mine = (setup.path, setup.dtype)
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

    def _mine(self, mine: tuple[str, str]) -> bool:
        if self._busy:
            return False
        if self.setup is None:
            return self._waiting[0] == mine
        there = (self.setup.path, self.setup.dtype)
        if mine == there:
            return True
        return there not in self._waiting and time.monotonic() - self._free_since > _GRACE and self._waiting[0] == mine

    def ready(self, setup: Setup) -> Any:
        """The pipeline as asked for; what is loaded already is used as it is, or under another class that shares its parts."""
        if self.pipe is not None and self.setup == setup:
            return self.pipe
        if self.pipe is not None and self.setup is not None and replace(self.setup, kind=setup.kind) == setup:
            kind = _kind(setup.kind)
            takes = inspect.signature(kind.__init__).parameters
            own = {"boundary_ratio": None, "expand_timesteps": None, **self.pipe.components}
            own |= {k: v for k, v in self.pipe.config.items() if k in ("boundary_ratio", "expand_timesteps")}
            self.pipe = kind(**{k: v for k, v in own.items() if k in takes})
            self.pipe.set_progress_bar_config(disable=True)
            if setup.offload == "model":
                self.pipe.enable_model_cpu_offload()
            self.setup = setup
            return self.pipe
        self.clear()
        self.pipe = _load(setup)
        self.setup, self.loads = setup, self.loads + 1
        return self.pipe

    def clear(self) -> None:
        """Give the memory back."""
        self.pipe = self.setup = None
        gc.collect()
        torch = importlib.import_module("torch")
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


STAGE = Stage()


def run(setup: Setup, call: Call, progress: Callable[[float], None]) -> tuple[Any, list[Diagnostic]]:
    """(frames, height, width, 3) in float from 0 to 1, and what had to be done to fit. Raises Failed, Cancelled.

    Out of memory steps down, tiles first, then what waits in main memory, and says so; only then it fails.
    """
    told: list[Diagnostic] = []
    with STAGE.taken(setup, lambda: progress(0.0)):
        while True:
            try:
                return _made(STAGE.ready(setup), setup, call, progress), told
            except Exception as cause:
                if not out_of_memory(cause):
                    raise
                cause.__traceback__ = None
                words = str(cause).splitlines()[0][:160]
            less = _less(setup)
            STAGE.clear()
            if less is None:
                help = "choose a smaller model, resolution or shot, or keep the weights in eight bits: `fp8 on`"
                raise Failed(
                    Diagnostic("E0666", f"the memory of {setup.device} does not suffice", notes=(words,), help=help)
                ) from None
            changed = "tiling on" if less.tiling != setup.tiling else f"offload {less.offload}"
            told = [*told, Diagnostic("W0667", f"memory ran out, so a clip was made with `{changed}`", notes=(words,))]
            setup = less


def _less(setup: Setup) -> Setup | None:
    if not setup.tiling:
        return replace(setup, tiling=True)
    if setup.device == "cpu" or setup.offload not in FEWER:
        return None
    return replace(setup, offload=FEWER[setup.offload])


# --- loading --------------------------------------------------------------------------------------------------------


def _kind(name: str) -> Any:
    return getattr(importlib.import_module("diffusers"), name)


def _load(setup: Setup) -> Any:
    """The real `from_pretrained`, from this disk only; the VAE in 32 bits, in which it does not overflow."""
    torch = importlib.import_module("torch")
    logging = importlib.import_module("diffusers.utils.logging")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    importlib.import_module("transformers.utils.logging").disable_progress_bar()
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
        pipe = _kind(setup.kind).from_pretrained(
            setup.path,
            dtype=dtypes,
            local_files_only=True,
            **given,
        )
    except Exception as cause:
        if out_of_memory(cause):
            raise
        raise parts.unloadable(setup.path, cause) from cause
    pipe.set_progress_bar_config(disable=True)
    if setup.tiling:
        pipe.vae.enable_tiling()
    if setup.fp8:
        for transformer in transformers(pipe):
            transformer.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=dtype)
    if setup.shift is not None:
        own = pipe.scheduler.config
        name = "flow_shift" if "flow_shift" in own else "shift"
        if name not in own:
            words = f"the scheduler of {setup.kind} has no `shift`"
            raise Failed(Diagnostic("E0673", words, help="take `shift` out"))
        pipe.scheduler = type(pipe.scheduler).from_config(own, **{name: float(setup.shift)})
    if setup.offload == "model":
        pipe.enable_model_cpu_offload()
    elif setup.offload == "group":
        pipe.enable_group_offload(
            onload_device=torch.device(setup.device), offload_type="leaf_level", use_stream=setup.device == "cuda"
        )
    else:
        pipe.to(setup.device)
    return pipe


def transformers(pipe: Any) -> list[Any]:
    """The one or two experts of a pipeline."""
    return [t for name in ("transformer", "transformer_2") if (t := getattr(pipe, name, None)) is not None]


# --- one clip -------------------------------------------------------------------------------------------------------


def _made(pipe: Any, setup: Setup, call: Call, progress: Callable[[float], None]) -> Any:
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


def noise(shape: tuple[int, ...], content: int, motion: int) -> Any:
    """Noise of (1, channels, latent frames, height, width): the first latent frame's is the content seed's, the rest the other's.

    Drawn on the CPU, so that no device changes it.
    """
    torch = importlib.import_module("torch")
    first = torch.randn((*shape[:2], 1, *shape[3:]), generator=torch.Generator("cpu").manual_seed(content))
    rest = torch.randn(shape, generator=torch.Generator("cpu").manual_seed(motion))
    rest[:, :, :1] = first
    return rest


def counted(pipe: Any, text: str) -> int:
    """Tokens of a prompt by the pipeline's own tokenizer, nothing cut off."""
    return len(pipe.tokenizer(" ".join(text.split()), truncation=False)["input_ids"])
