"""LTX-Video on one's own machine, by `diffusers`: any frame may be given, and the clip is made at the film's own rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from screenc.contract import Task
from screenc.local import LocalBackend, Recipe, Running, Scene

KIND = "LTXConditionPipeline"
SLOWEST, FASTEST = Fraction(2397, 100), Fraction(30)
"""Frames a second that it was trained at; the rate is told to it, so motion keeps its pace."""


def _recipe(hub: str, **more: Any) -> Recipe:
    return Recipe(
        hub=f"Lightricks/{hub}",
        pipelines=(KIND, "LTXPipeline"),
        plain=KIND,
        anchored=KIND,
        rate=FASTEST,
        most=257,
        areas={"480": 480 * 704, "720": 720 * 1280},
        stride=8,
        multiple=32,
        negative="worst quality, inconsistent motion, blurry, jittery, distorted",
        tokens=256,
        last="optional",
        expects={"transformer.in_channels": 128},
        licence="LTX-Video Open Weights",
        vae_in_32_bits=False,
        **more,
    )


RECIPES = {
    "ltx-video-0-9-5": _recipe("LTX-Video-0.9.5", steps=40, guidance=Fraction(3)),
    "ltx-video-0-9-7-dev": _recipe("LTX-Video-0.9.7-dev", steps=30, guidance=Fraction(5)),
}


class Options(Running):
    """What `tune ltx` may set is what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES


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

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "negative_prompt": scene.negative,
            "height": scene.height,
            "width": scene.width,
            "frame_rate": float(scene.recipe.rate),
            "guidance_scale": scene.guidance,
            "decode_timestep": 0.05,
            "decode_noise_scale": 0.025,
            "max_sequence_length": scene.recipe.tokens,
        }
        known = [(0, scene.first), (scene.frames - 1, scene.last)]  # here an index of -1 is not the last frame
        conditions = [LTXVideoCondition(image=image, frame_index=at) for at, image in known if image is not None]
        return {**out, "conditions": conditions} if conditions else out


backend = Ltx()
