"""CogVideoX on one's own machine, by `diffusers`: one size of frame a model, and a checkpoint each for words and for a frame."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from screenc.local import LocalBackend, Recipe, Running, Scene

WORDS, FRAME = "CogVideoXPipeline", "CogVideoXImageToVideoPipeline"


def _recipe(hub: str, kind: str, channels: int, newer: bool = False) -> Recipe:
    """1.5 looks at two latent frames together, and was trained for lengths of sixteen frames and one."""
    first = {"rate": Fraction(8), "most": 49, "areas": {"480": 480 * 720}, "size": (720, 480), "stride": 8, "tokens": 226}
    second = {"rate": Fraction(16), "most": 161, "areas": {"720": 768 * 1360}, "size": (1360, 768), "stride": 16, "tokens": 224}
    return Recipe(
        hub=f"zai-org/{hub}",
        pipelines=(kind,),
        plain=kind if kind == WORDS else None,
        anchored=kind if kind == FRAME else None,
        guidance=Fraction(6),
        expects={"transformer.in_channels": channels, "transformer.patch_size_t": 2 if newer else None},
        licence="CogVideoX License",
        vae_in_32_bits=False,
        compiles=False,
        **(second if newer else first),
    )


RECIPES = {
    "cogvideox-5b": _recipe("CogVideoX-5b", WORDS, 16),
    "cogvideox-5b-i2v": _recipe("CogVideoX-5b-I2V", FRAME, 32),
    "cogvideox-1-5-5b": _recipe("CogVideoX1.5-5B", WORDS, 16, newer=True),
    "cogvideox-1-5-5b-i2v": _recipe("CogVideoX1.5-5B-I2V", FRAME, 32, newer=True),
}


class Options(Running):
    """What `tune cogvideox` may set is what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES


class CogVideoX(LocalBackend):
    name = "cogvideox"
    version = "1"
    options = Options
    recipes = RECIPES

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "height": scene.height,
            "width": scene.width,
            "guidance_scale": scene.guidance,
            "use_dynamic_cfg": type(pipe.scheduler).__name__ == "CogVideoXDPMScheduler",
            "max_sequence_length": scene.recipe.tokens,
        }
        return {**out, "image": scene.first} if scene.first is not None else out


backend = CogVideoX()
