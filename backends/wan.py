"""Wan on one's own machine, by `diffusers`: the published checkpoints of 2.1 and 2.2, each by its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any, ClassVar

from screenc.contract import Loss, Task
from screenc.local import LocalBackend, Recipe, Running, Scene, wan
from screenc.local.wan import EDIT, FRAME, NEGATIVE, WORDS
from screenc.text import Diagnostic

P480, P720 = 480 * 832, 720 * 1280


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

    guidance2: Fraction | None = None
    """Guidance of the second expert, where a model has two."""
    multishot: bool = False
    """Shots of a scene in one clip, each kept to its own words by what attention may look at; weights were not trained so."""


class Wan(LocalBackend):
    name = "wan"
    version = "1"
    options = Options
    recipes = RECIPES

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        return wan.arguments(scene, pipe, self.kind(scene.recipe, scene.first is not None))

    def words(self, task: Task) -> str:
        return wan.composed(task, "") if len(task.prompts) > 1 else super().words(task)

    def staged(self, task: Task) -> Scene:
        scene = super().staged(task)
        return wan.reeled(scene) if len(task.briefs) > 1 else scene

    def around(self, scene: Scene, pipe: Any) -> AbstractContextManager:
        return wan.directing(scene, pipe, sparse=False, compat=False) if scene.reel is not None else nullcontext()

    def lost(self, task: Task, options: Running, recipe: Recipe) -> list[tuple[str, Loss, str]]:
        return super().lost(task, options, recipe) + wan.moved(task, recipe, self.name)

    def examine(self, task: Task) -> tuple[list[Diagnostic], list[tuple[str, Loss, str]]]:
        found, lost = super().examine(task)
        options, recipe = self.read(task)
        if options.multishot and (recipe.anchored is not None or recipe.plain != WORDS):
            words = f"`wan {options.model}` cannot be told of cuts: `multishot` is for models that begin from words alone"
            found.append(Diagnostic("E0671", words, help="take `multishot` out, or choose a `t2v` model"))
        return found, lost


backend = Wan()
