"""HunyuanVideo on one's own machine, by `diffusers`: from words alone, with guidance that is distilled into the model."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from screenc.local import LocalBackend, Recipe, Running, Scene

RECIPES = {
    "hunyuanvideo": Recipe(
        hub="hunyuanvideo-community/HunyuanVideo",
        pipelines=("HunyuanVideoPipeline",),
        plain="HunyuanVideoPipeline",
        anchored=None,
        rate=Fraction(24),
        most=129,
        areas={"540": 544 * 960, "720": 720 * 1280},
        guidance=Fraction(6),
        tokens=256,
        expects={"transformer.in_channels": 16, "transformer.guidance_embeds": True},
        licence="Tencent Hunyuan Community",
    )
}


class Options(Running):
    """What `tune hunyuan` may set is what any model here takes; guidance is told to the model, so there is no negative prompt."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES


class Hunyuan(LocalBackend):
    name = "hunyuan"
    version = "1"
    options = Options
    recipes = RECIPES

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        return {
            "prompt": scene.prompt,
            "height": scene.height,
            "width": scene.width,
            "guidance_scale": scene.guidance,
            "max_sequence_length": scene.recipe.tokens,
        }


backend = Hunyuan()
