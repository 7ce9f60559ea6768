"""Wan on one's own machine, by `diffusers`: the published checkpoints of 2.1 and 2.2, each by its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from screenc.local import LocalBackend, Recipe, Running, Scene

NEGATIVE = (
    "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，JPEG压缩残留，丑陋的，残缺的，"
    "多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，手指融合，静止不动的画面，杂乱的背景，三条腿，"
    "背景人很多，倒着走"
)
"""Wan's own, from its published settings: garish, over-exposed, still, subtitles, extra fingers, walking backwards and so on."""

P480, P720 = 480 * 832, 720 * 1280
WORDS, FRAME, EDIT = "WanPipeline", "WanImageToVideoPipeline", "WanVACEPipeline"


def _recipe(hub: str, plain: str | None, anchored: str | None, **more: Any) -> Recipe:
    settings = {"rate": Fraction(16), "most": 81, "areas": {"480": P480, "720": P720}, "shift": Fraction(3), "negative": NEGATIVE}
    names = tuple(dict.fromkeys(n for n in (plain, anchored) if n))
    return Recipe(hub=f"Wan-AI/{hub}-Diffusers", plain=plain, anchored=anchored, **{"pipelines": names, **settings, **more})


ONE, TWO = {"transformer_2": False}, {"transformer_2": True}
RECIPES: dict[str, Recipe] = {
    "wan2-2-ti2v-5b": _recipe(
        "Wan2.2-TI2V-5B",
        WORDS,
        FRAME,
        rate=Fraction(24),
        most=121,
        areas={"720": 704 * 1280},
        multiple=32,
        shift=Fraction(5),
        last="ignored",
        expects={"expand_timesteps": True, "transformer.in_channels": 48},
    ),
    "wan2-2-t2v-a14b": _recipe(
        "Wan2.2-T2V-A14B",
        WORDS,
        None,
        steps=40,
        guidance=Fraction(4),
        guidance_2=Fraction(3),
        expects={**TWO, "transformer.in_channels": 16},
    ),
    "wan2-2-i2v-a14b": _recipe(
        "Wan2.2-I2V-A14B",
        None,
        FRAME,
        steps=40,
        guidance=Fraction(7, 2),
        guidance_2=Fraction(7, 2),
        last="optional",
        expects={**TWO, "transformer.in_channels": 36},
    ),
    "wan2-1-t2v-1-3b": _recipe(
        "Wan2.1-T2V-1.3B",
        WORDS,
        None,
        areas={"480": P480},
        expects={**ONE, "transformer.in_channels": 16, "expand_timesteps": None},
    ),
    "wan2-1-t2v-14b": _recipe(
        "Wan2.1-T2V-14B", WORDS, None, expects={**ONE, "transformer.in_channels": 16, "expand_timesteps": None}
    ),
    "wan2-1-i2v-14b": _recipe(
        "Wan2.1-I2V-14B-480P",
        None,
        FRAME,
        areas={"480": P480},
        expects={**ONE, "transformer.in_channels": 36, "image_encoder": True, "transformer.pos_embed_seq_len": None},
    ),
    "wan2-1-flf2v-14b": _recipe(
        "Wan2.1-FLF2V-14B-720P",
        None,
        FRAME,
        areas={"720": P720},
        shift=Fraction(16),
        negative="镜头切换，" + NEGATIVE,
        last="required",
        expects={**ONE, "transformer.in_channels": 36, "image_encoder": True, "transformer.pos_embed_seq_len": 514},
    ),
    "wan2-1-vace-1-3b": _recipe("Wan2.1-VACE-1.3B", EDIT, EDIT, areas={"480": P480}, last="optional", expects=ONE),
    "wan2-1-vace-14b": _recipe("Wan2.1-VACE-14B", EDIT, EDIT, last="optional", expects=ONE),
}


class Options(Running):
    """What `tune wan` may set besides what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    guidance_2: Fraction | None = None
    """Guidance of the second expert, where a model has two."""


class Wan(LocalBackend):
    name = "wan"
    version = "1"
    options = Options
    recipes = RECIPES

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        from screenc.local.pipeline import noise

        brief = scene.task.brief
        grid = pipe.vae_scale_factor_spatial
        latents = (scene.frames - 1) // 4 + 1
        channels = pipe.vae.config.z_dim
        out: dict[str, Any] = {
            "prompt": scene.prompt,
            "negative_prompt": scene.negative,
            "height": scene.height,
            "width": scene.width,
            "guidance_scale": scene.guidance,
            "max_sequence_length": scene.recipe.tokens,
            "latents": noise((1, channels, latents, scene.height // grid, scene.width // grid), brief.seed, brief.motion_seed),
        }
        second = scene.options.guidance_2 if scene.options.guidance_2 is not None else scene.recipe.guidance_2
        if second is not None and pipe.config.get("boundary_ratio") is not None:
            out["guidance_scale_2"] = float(second)
        kind = self.kind(scene.recipe, scene.first is not None)
        if kind == EDIT:
            out |= _edit(scene)
        elif scene.first is not None:
            out["image"] = scene.first
            if scene.last is not None:
                out["last_image"] = scene.last
        return out


def _edit(scene: Scene) -> dict[str, Any]:
    """VACE is given what is known of the clip as a video, and a mask, white where it has to invent."""
    from PIL import Image

    size = (scene.width, scene.height)
    video = [Image.new("RGB", size, (128, 128, 128)) for _ in range(scene.frames)]
    mask = [Image.new("L", size, 255) for _ in range(scene.frames)]
    for at, known in ((0, scene.first), (-1, scene.last)):
        if known is not None:
            video[at], mask[at] = known, Image.new("L", size, 0)
    return {"video": video, "mask": mask}


backend = Wan()
