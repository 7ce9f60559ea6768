"""SkyReels-V2 on one's own machine, by `diffusers`: diffusion forcing, so that a long shot is one clip made window by window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from pydantic import Field

from screenc.local import LocalBackend, Recipe, Running, Scene, wan

WORDS, FRAME = "SkyReelsV2DiffusionForcingPipeline", "SkyReelsV2DiffusionForcingImageToVideoPipeline"
WINDOW = {"skyreels-v2-df-1-3b": 97, "skyreels-v2-df-14b": 97, "skyreels-v2-df-14b-720p": 121}
"""Frames of one window, as trained."""
OVERLAP, NOISE = 17, 20
"""Frames that a window goes on from, and how much they are roughened, so that faults do not add up: the model card's advice."""


def _recipe(hub: str, areas: dict[str, int]) -> Recipe:
    return Recipe(
        hub=f"Skywork/SkyReels-V2-DF-{hub}-Diffusers",
        pipelines=(WORDS, FRAME),
        plain=WORDS,
        anchored=FRAME,
        rate=Fraction(24),
        most=737,
        areas=areas,
        guidance=Fraction(6),
        shift=Fraction(8),
        negative=wan.NEGATIVE,
        last="optional",
        caches=("taylor-seer",),
        expects={"transformer.in_channels": 16},
        licence="Skywork community",
    )


RECIPES = {
    "skyreels-v2-df-1-3b": _recipe("1.3B-540P", {"540": 544 * 960}),
    "skyreels-v2-df-14b": _recipe("14B-540P", {"540": 544 * 960}),
    "skyreels-v2-df-14b-720p": _recipe("14B-720P", {"720": 720 * 1280}),
}


class Options(Running):
    """What `tune skyreels` may set besides what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    window: int | None = Field(None, ge=9, le=121)
    """Frames made at once, four times k plus one; longer clips go on window by window."""


class SkyReels(LocalBackend):
    name = "skyreels"
    version = "1"
    options = Options
    recipes = RECIPES

    def setup(self, scene: Scene):
        setup = super().setup(scene)
        usual = scene.options.shift is None and scene.first is not None
        return replace(setup, shift=Fraction(5)) if usual else setup

    def call(self, scene: Scene):
        call = super().call(scene)
        window, overlap = self.windows(scene)
        count = 1 if scene.frames <= window else 1 + -(-(scene.frames - window) // (window - overlap))
        return replace(call, passes=call.steps * count)

    def at_once(self, options: Running, frames: int) -> int:
        return min(frames, options.window or WINDOW[options.model])

    def windows(self, scene: Scene) -> tuple[int, int]:
        """Frames of a window, and how many of them are the end of the one before; both on the rule."""
        window = (scene.options.window or WINDOW[scene.options.model]) // 4 * 4 + 1
        return window, min(OVERLAP, (window // 2) // 4 * 4 + 1)

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        usual = 5.0 if scene.first is not None and scene.options.guidance is None else scene.guidance
        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "negative_prompt": scene.negative,
            "height": scene.height,
            "width": scene.width,
            "guidance_scale": usual,
            "max_sequence_length": scene.recipe.tokens,
        }
        window, overlap = self.windows(scene)
        out["base_num_frames"] = window
        if scene.frames > window:
            out |= {"overlap_history": overlap, "addnoise_condition": NOISE}
        if scene.first is not None:
            out["image"] = scene.first
        if scene.last is not None:
            out["last_image"] = scene.last
        return out


backend = SkyReels()
