"""Kandinsky 5 on one's own machine, by `diffusers`: a checkpoint each for words and for a frame, lite and pro."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from pydantic import model_validator

from screenc.contract import Loss, Task
from screenc.local import LocalBackend, Recipe, Running, Scene, checkpoint
from screenc.local.checkpoint import Unfit
from screenc.text import Diagnostic

WORDS, FRAME = "Kandinsky5T2VPipeline", "Kandinsky5I2VPipeline"
NEGATIVE = (
    "Static, 2D cartoon, cartoon, 2d animation, paintings, images, worst quality, low quality, ugly, deformed, walking backwards"
)
"""The pipeline's own."""
LITE, PRO = {"480": 512 * 768}, {"720": 768 * 1024}


def _recipe(hub: str, kind: str = WORDS, **more: Any) -> Recipe:
    first = {"least": 17, "vae_in_32_bits": False} if kind == FRAME else {}
    settings = {"rate": Fraction(24), "most": 121, "areas": LITE, "negative": NEGATIVE, "licence": "MIT", **first}
    return Recipe(
        hub=f"kandinskylab/Kandinsky-5.0-{hub}-Diffusers",
        pipelines=(kind,),
        plain=kind if kind == WORDS else None,
        anchored=kind if kind == FRAME else None,
        caches=(),
        tokens=511,  # of 512: the template closes the prompt with one more
        expects={"transformer.in_visual_dim": 16},
        **{**settings, **more},
    )


BLOCKS = {"multiple": 128}
"""Attention by blocks of eight by eight patches, so that both sides are on that grid."""
RECIPES = {
    "kandinsky-5-t2v-lite": _recipe("T2V-Lite-sft-5s"),
    "kandinsky-5-t2v-lite-nocfg": _recipe("T2V-Lite-nocfg-5s", guidance=Fraction(1)),
    "kandinsky-5-t2v-lite-distilled": _recipe("T2V-Lite-distilled16steps-5s", guidance=Fraction(1), steps=16),
    "kandinsky-5-t2v-lite-10s": _recipe("T2V-Lite-sft-10s", most=241, **BLOCKS),
    "kandinsky-5-t2v-pro": _recipe("T2V-Pro-sft-5s", areas=PRO, **BLOCKS),
    "kandinsky-5-i2v-lite": _recipe("I2V-Lite-5s", FRAME),
    "kandinsky-5-i2v-pro": _recipe("I2V-Pro-sft-5s", FRAME, areas=PRO, **BLOCKS),
}


class Options(Running):
    """What `tune kandinsky` may set is what any model here takes; models that attend by blocks do it with `attention flex`."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    @model_validator(mode="before")
    @classmethod
    def _by_blocks(cls, data: Any) -> Any:
        recipe = RECIPES.get(data.get("model", "")) if isinstance(data, Mapping) else None
        return {"attention": "flex", **data} if recipe is not None and recipe.multiple == BLOCKS["multiple"] else data


class Kandinsky(LocalBackend):
    name = "kandinsky"
    version = "1"
    options = Options
    recipes = RECIPES

    def examine(self, task: Task) -> tuple[list[Diagnostic], list[tuple[str, Loss, str]]]:
        found, lost = super().examine(task)
        options, recipe = self.read(task)
        try:
            sparse = checkpoint.held(self.found(options, recipe), "transformer.attention_type") == "nabla"
        except Unfit:
            sparse = False
        if sparse and options.attention != "flex":
            words = (
                f"the weights of `kandinsky {options.model}` attend by blocks, which `attention {options.attention}` cannot do"
            )
            found.append(Diagnostic("E0673", words, help="`tune kandinsky attention flex`"))
        return found, lost

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "negative_prompt": scene.negative,
            "height": scene.height,
            "width": scene.width,
            "guidance_scale": scene.guidance,
            "max_sequence_length": scene.recipe.tokens + 1,
        }
        if scene.negative is None and scene.guidance > 1:
            out["negative_prompt"] = ""  # for none it takes its own
        return {**out, "image": scene.first} if scene.first is not None else out


backend = Kandinsky()
