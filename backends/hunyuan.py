"""HunyuanVideo on one's own machine, by `diffusers`: 1 and 1.5, from words or from a frame, and FramePack for long shots."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from screenc.contract import Task
from screenc.local import LocalBackend, Recipe, Running, Scene, checkpoint, hunyuan
from screenc.local.checkpoint import Found
from screenc.local.hunyuan import FRAME, FRAME_15, GROWS, PACKED, WORDS, WORDS_15
from screenc.text import Diagnostic

P480, P540, P720 = 480 * 832, 544 * 960, 720 * 1280
SIDES = {"480": 640, "720": 960}
"""A square of this side has as many pixels as any frame of HunyuanVideo 1.5."""
GUIDED = {"transformer.in_channels": 16, "transformer.guidance_embeds": True}
EYES = "lllyasviel/flux_redux_bfl"


def _recipe(kind: str, hub: str, **more: Any) -> Recipe:
    settings = {"rate": Fraction(24), "most": 129, "areas": {"540": P540, "720": P720}, "guidance": Fraction(6), "tokens": 256}
    settings |= {"caches": ()} if kind in (FRAME, PACKED) else {}
    return Recipe(
        hub=f"hunyuanvideo-community/{hub}",
        pipelines=(kind,),
        plain=kind if kind in (WORDS, WORDS_15) else None,
        anchored=kind if kind in (FRAME, FRAME_15, PACKED) else None,
        licence="Tencent Hunyuan Community",
        masked=True,
        **{**settings, **more},
    )


def _packed(hub: str, **more: Any) -> Recipe:
    """FramePack's transformer, with the eyes of another model and all else of HunyuanVideo."""
    beside = {
        "transformer": ("HunyuanVideoFramepackTransformer3DModel", f"lllyasviel/{hub}", ""),
        "image_encoder": ("SiglipVisionModel", EYES, "image_encoder"),
        "feature_extractor": ("SiglipImageProcessor", EYES, "feature_extractor"),
    }
    settings = {"rate": Fraction(30), "most": 901, "stride": GROWS, "least": GROWS + 1, "areas": {"480": P480}, "steps": 30}
    return _recipe(
        PACKED,
        "HunyuanVideo",
        beside=beside,
        guidance=Fraction(9),
        expects={"transformer.in_channels": 16, "image_encoder": True},
        **settings,
        **more,
    )


def _newer(kind: str, lines: str, make: str, **more: Any) -> Recipe:
    expects = {"transformer.target_size": SIDES[lines], "transformer.use_meanflow": make == "i2v_step_distilled"}
    settings = {"most": 121, "areas": {lines: SIDES[lines] ** 2}, "tokens": 995, "expects": expects}  # five more end the prompt
    distilled = {"guidance": Fraction(1)} if make.endswith("distilled") else {}
    settings |= {"caches": ("taylor-seer",), "bends": False}
    return _recipe(kind, f"HunyuanVideo-1.5-Diffusers-{lines}p_{make}", **settings, **distilled, **more)


RECIPES = {
    "hunyuanvideo": _recipe(WORDS, "HunyuanVideo", expects=GUIDED),
    "hunyuanvideo-i2v": _recipe(
        FRAME, "HunyuanVideo-I2V", tokens=252, expects={**GUIDED, "transformer.image_condition_type": "token_replace"}
    ),
    "hunyuanvideo-i2v-33ch": _recipe(
        FRAME,
        "HunyuanVideo-I2V-33ch",
        most=125,
        guidance=Fraction(1),
        tokens=252,
        expects={"transformer.in_channels": 33, "transformer.image_condition_type": "latent_concat"},
    ),
    "framepack": _packed("FramePackI2V_HY", last="optional"),
    "framepack-f1": _packed("FramePack_F1_I2V_HY_20250503"),
    "hunyuanvideo-1-5-480p-t2v": _newer(WORDS_15, "480", "t2v"),
    "hunyuanvideo-1-5-720p-t2v": _newer(WORDS_15, "720", "t2v"),
    "hunyuanvideo-1-5-480p-t2v-distilled": _newer(WORDS_15, "480", "t2v_distilled"),
    "hunyuanvideo-1-5-480p-i2v": _newer(FRAME_15, "480", "i2v"),
    "hunyuanvideo-1-5-720p-i2v": _newer(FRAME_15, "720", "i2v"),
    "hunyuanvideo-1-5-480p-i2v-distilled": _newer(FRAME_15, "480", "i2v_distilled"),
    "hunyuanvideo-1-5-720p-i2v-distilled": _newer(FRAME_15, "720", "i2v_distilled"),
    "hunyuanvideo-1-5-480p-i2v-step-distilled": _newer(FRAME_15, "480", "i2v_step_distilled", steps=12),
}


class Options(Running):
    """What `tune hunyuan` may set is what any model here takes; there is no negative prompt of theirs."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    def located(self, recipe: Recipe) -> Found:
        """One folder; or, as they are published, HunyuanVideo's with FramePack's parts where the hub's client keeps them."""
        where = super().located(recipe)
        if self.checkpoint is not None or not recipe.beside:
            return where
        theirs = {hub: checkpoint.find(None, hub).identity for _, hub, _ in recipe.beside.values()}
        return replace(where, identity=" ".join([where.identity, *theirs.values()]), name=recipe.beside["transformer"][1])


class Hunyuan(LocalBackend):
    name = "hunyuan"
    version = "2"
    options = Options
    recipes = RECIPES

    def found(self, options: Running, recipe: Recipe) -> Found:
        """FramePack as it is published stands on the weights of a plain HunyuanVideo."""
        if options.checkpoint is None and recipe.beside:
            recipe = replace(recipe, pipelines=(WORDS,), expects={})
        return super().found(options, recipe)

    def setup(self, scene: Scene):
        setup = super().setup(scene)
        if scene.options.checkpoint is not None:
            return setup
        parts = ((part, kind, checkpoint.find(None, hub).path / at) for part, (kind, hub, at) in scene.recipe.beside.items())
        return replace(setup, beside=tuple((part, kind, str(path)) for part, kind, path in parts))

    def call(self, scene: Scene):
        call = super().call(scene)
        packed = scene.recipe.anchored == PACKED
        return replace(call, passes=call.steps * hunyuan.sections(scene.frames)) if packed else call

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        model = scene.options.model
        kind = self.kind(scene.recipe, scene.first is not None)
        return hunyuan.arguments(scene, kind, inward=model != "framepack-f1", swallows=model == "hunyuanvideo-i2v-33ch")

    def around(self, scene: Scene, pipe: Any) -> AbstractContextManager:
        return hunyuan.guided(pipe, scene.guidance) if self._newer(scene.recipe) else nullcontext()

    def _unheard(self, options: Running, recipe: Recipe) -> list[Diagnostic]:
        out, name = super()._unheard(options, recipe), f"`{self.name} {options.model}`"
        if options.resolution == "frame" and self._newer(recipe):
            out.append(Diagnostic("E0673", f"{name} makes frames of its own shapes only", help="take `resolution` out"))
        if options.guidance is not None and options.model == "hunyuanvideo-i2v-33ch":
            out.append(Diagnostic("E0673", f"{name} cannot be told any guidance", help="take `guidance` out"))
        return out

    def _frame(self, task: Task, options: Running, recipe: Recipe) -> tuple[int, int]:
        if not self._newer(recipe):
            return super()._frame(task, options, recipe)
        return hunyuan.bucket(task.brief.width, task.brief.height, next(iter(recipe.areas.values())))

    @staticmethod
    def _newer(recipe: Recipe) -> bool:
        return WORDS_15 in recipe.pipelines or FRAME_15 in recipe.pipelines


backend = Hunyuan()
