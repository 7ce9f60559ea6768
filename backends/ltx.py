"""LTX on one's own machine, by `diffusers`: any frame may be given, the film's own rate; LTX-2 hears what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from screenc.contract import Task
from screenc.local import LocalBackend, Recipe, Running, Scene
from screenc.text import Diagnostic

FIRST, SECOND = "LTXConditionPipeline", "LTX2ConditionPipeline"
SLOWEST, FASTEST = Fraction(2397, 100), Fraction(30)
"""Frames a second that they were trained at; the rate is told to them, so motion keeps its pace."""
BLOCKS = {"ltx-2-19b": 29, "ltx-2-3-22b": 28}
"""The block of the transformer that LTX-2's spatio-temporal guidance leaves out."""
SCHEDULE = 8
"""Steps of the distilled weights, each of a noise that they were trained for."""


def _recipe(kind: str, hub: str, **more: Any) -> Recipe:
    return Recipe(
        hub=hub,
        pipelines=(kind, kind.replace("Condition", ""), kind.replace("Condition", "ImageToVideo")),
        plain=kind,
        anchored=kind,
        rate=FASTEST,
        stride=8,
        multiple=32,
        last="optional",
        vae_in_32_bits=False,
        masked=True,
        **more,
    )


def _first(hub: str, **more: Any) -> Recipe:
    return _recipe(
        FIRST,
        f"Lightricks/{hub}",
        most=257,
        areas={"480": 480 * 704, "720": 720 * 1280},
        negative="worst quality, inconsistent motion, blurry, jittery, distorted",
        tokens=256,
        expects={"transformer.in_channels": 128},
        licence="LTX-Video Open Weights",
        **more,
    )


def _second(hub: str, newer: bool, **more: Any) -> Recipe:
    settings = {"steps": 30 if newer else 40, "guidance": Fraction(3), "negative": "its own"}
    return _recipe(
        SECOND,
        hub,
        most=601,
        areas={"480": 512 * 768, "720": 704 * 1280},
        tokens=1024,
        caches=("taylor-seer",),
        expects={"transformer.in_channels": 128, "connectors.per_modality_projections": newer},
        licence="LTX-2 Community",
        **{**settings, **more},
    )


DISTILLED = {"steps": SCHEDULE, "guidance": Fraction(1)}
RECIPES = {
    "ltx-video-0-9-5": _first("LTX-Video-0.9.5", steps=40, guidance=Fraction(3)),
    "ltx-video-0-9-7-dev": _first("LTX-Video-0.9.7-dev", steps=30, guidance=Fraction(5)),
    "ltx-2-19b": _second("Lightricks/LTX-2", False),
    "ltx-2-19b-distilled": _second("rootonchair/LTX-2-19b-distilled", False, **DISTILLED),
    "ltx-2-3-22b": _second("diffusers/LTX-2.3-Diffusers", True),
    "ltx-2-3-22b-distilled": _second("diffusers/LTX-2.3-Distilled-Diffusers", True, **DISTILLED),
}


class Options(Running):
    """What `tune ltx` may set besides what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    audio: bool = False
    """LTX-2's own sound under its clips, where nobody speaks."""


class Ltx(LocalBackend):
    name = "ltx"
    version = "1"
    options = Options
    recipes = RECIPES

    def read(self, task: Task) -> tuple[Running, Recipe]:
        """The recipe at the film's own rate, or at one that the film's frames are picked from evenly."""
        options, recipe = super().read(task)
        film = task.brief.rate
        rate = next((film * n for n in (1, 2, Fraction(1, 2)) if SLOWEST <= film * n <= FASTEST), Fraction(24))
        return options, replace(recipe, rate=rate)

    def _unheard(self, options: Running, recipe: Recipe) -> list[Diagnostic]:
        out, name = super()._unheard(options, recipe), f"`{self.name} {options.model}`"
        if options.audio and recipe.plain == FIRST:
            out.append(Diagnostic("E0673", f"{name} makes no sound", help="take `audio` out, or choose an `ltx-2` model"))
        if options.model.endswith("distilled"):
            if options.steps not in (None, SCHEDULE):
                out.append(Diagnostic("E0673", f"{name} takes {SCHEDULE} steps and no other number", help="take `steps` out"))
            if options.shift is not None:
                out.append(Diagnostic("E0673", f"{name} has a schedule of its own, without a `shift`", help="take `shift` out"))
        return out

    def call(self, scene: Scene):
        def kept(pipe: Any, made: Any) -> None:
            scene.sound = made.audio[0].float().cpu().numpy().T, pipe.vocoder.config.output_sampling_rate

        call = super().call(scene)
        return replace(call, kept=kept) if scene.task.audible else call

    def around(self, scene: Scene, pipe: Any) -> AbstractContextManager:
        return _as_trained(pipe) if scene.options.model.endswith("distilled") else nullcontext()

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "negative_prompt": scene.negative,
            "height": scene.height,
            "width": scene.width,
            "frame_rate": float(scene.recipe.rate),
            "guidance_scale": scene.guidance,
            "max_sequence_length": scene.recipe.tokens,
        }
        return out | (_of_first(scene) if scene.recipe.plain == FIRST else _of_second(scene, pipe))


def _of_first(scene: Scene) -> dict[str, Any]:
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    known = [(0, scene.first), (scene.frames - 1, scene.last)]  # here an index of -1 is not the last frame
    conditions = [LTXVideoCondition(image=image, frame_index=at) for at, image in known if image is not None]
    given = {"conditions": conditions} if conditions else {}
    return {"decode_timestep": 0.05, "decode_noise_scale": 0.025, **given}


def _of_second(scene: Scene, pipe: Any) -> dict[str, Any]:
    """Guidance by four ways and of two senses. What the weights cannot do, or were relieved of, is off and costs no forward."""
    from diffusers.pipelines.ltx2 import utils
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    known = [(0, scene.first), (-1, scene.last)]  # here an index is one of latent frames, and -1 is the last
    conditions = [LTX2VideoCondition(frames=image, index=at) for at, image in known if image is not None]
    out: dict[str, Any] = {"conditions": conditions} if conditions else {}
    if scene.negative is not None:
        out["negative_prompt"] = utils.DEFAULT_NEGATIVE_PROMPT
    block = BLOCKS.get(scene.options.model)
    if block is None:
        out |= {"sigmas": utils.DISTILLED_SIGMA_VALUES, "stg_scale": 0.0, "audio_stg_scale": 0.0}
        return out | {"modality_scale": 1.0, "audio_modality_scale": 1.0, "audio_guidance_scale": 1.0, "guidance_rescale": 0.0}
    skips = 1.0 if pipe.transformer.config.get("perturbed_attn") else 0.0
    out |= {"stg_scale": skips, "audio_stg_scale": skips, "spatio_temporal_guidance_blocks": [block]}
    return out | {"audio_guidance_scale": 7.0 if scene.guidance > 1 else 1.0}


@contextmanager
def _as_trained(pipe: Any) -> Iterator[None]:
    """Distilled weights see the noise of their schedule and no other: nothing moves it, for this clip."""
    own = pipe.scheduler
    pipe.scheduler = type(own).from_config(own.config, use_dynamic_shifting=False, shift_terminal=None, shift=1.0)
    try:
        yield
    finally:
        pipe.scheduler = own


backend = Ltx()
