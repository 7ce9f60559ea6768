"""HoloCine: a whole scene in one clip. Its weights are for research only (CC BY-NC-SA 4.0); none of their code is here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any, ClassVar, Literal

from screenc.contract import Loss, Task
from screenc.local import LocalBackend, Recipe, Running, Scene, checkpoint, wan
from screenc.local.checkpoint import Found, Unfit
from screenc.text import Diagnostic

WEIGHTS = "hlwang06/HoloCine"
EXPERTS = {"transformer": "high", "transformer_2": "low"}


def _recipe() -> Recipe:
    return Recipe(
        hub="Wan-AI/Wan2.2-T2V-A14B-Diffusers",
        pipelines=(wan.WORDS,),
        plain=wan.WORDS,
        anchored=None,
        rate=Fraction(15),
        most=241,
        areas={"480": 480 * 832},
        shift=Fraction(5),
        negative=wan.NEGATIVE,
        expects={"transformer_2": True, "transformer.in_channels": 16},
        licence="CC BY-NC-SA 4.0",
    )


RECIPES = {"holocine-14b-full": _recipe(), "holocine-14b-sparse": _recipe()}


class Options(Running):
    """What `tune holocine` may set besides what any model here takes."""

    recipes: ClassVar[Mapping[str, Recipe]] = RECIPES

    guidance2: Fraction | None = None
    """Guidance of the second expert; by default the first one's."""
    compat: bool = False
    """Captions a token too long, as in the released code."""
    kernel: Literal["packed", "varlen", "flex"] = "packed"
    """How sparse attention is worked out: a call a shot, one call for all shots, or one compiled kernel. Bits may differ."""
    rare: ClassVar[tuple[str, ...]] = (*Running.rare, "kernel")

    def located(self, recipe: Recipe) -> Found:
        """Wan's own pipeline; the experts lie in the same folder, or where the hub's client keeps HoloCine's."""
        where = super().located(recipe)
        if self.checkpoint is not None:
            return where
        theirs = checkpoint.find(None, WEIGHTS)
        return Found(where.path, f"{where.identity} {theirs.identity}", WEIGHTS)


class HoloCine(LocalBackend):
    name = "holocine"
    version = "1"
    options = Options
    recipes = RECIPES

    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        return wan.arguments(scene, pipe, wan.WORDS)

    def words(self, task: Task) -> str:
        return wan.composed(task, "")

    def staged(self, task: Task) -> Scene:
        return wan.reeled(super().staged(task))

    def around(self, scene: Scene, pipe: Any) -> AbstractContextManager:
        sparse = scene.options.model == "holocine-14b-sparse"
        return wan.directing(scene, pipe, sparse=sparse, compat=scene.options.compat, kernel=scene.options.kernel)

    def lost(self, task: Task, options: Running, recipe: Recipe) -> list[tuple[str, Loss, str]]:
        return super().lost(task, options, recipe) + wan.moved(task, recipe, self.name)

    def found(self, options: Running, recipe: Recipe) -> Found:
        where = super().found(options, recipe)
        self.expert(where, options)
        return where

    def expert(self, found: Found, options: Running) -> tuple[tuple[str, str], ...]:
        """Both experts by their published names. Weights trained for one kind of attention are never run with the other."""
        kind = options.model.rpartition("-")[2]
        folder = found.path if options.checkpoint is not None else checkpoint.find(None, WEIGHTS).path
        held = {part: folder / f"{kind}_{noise}_noise.safetensors" for part, noise in EXPERTS.items()}
        if all(path.is_file() for path in held.values()):
            return tuple((part, str(path)) for part, path in held.items())
        other = "full" if kind == "sparse" else "sparse"
        if (folder / f"{other}_high_noise.safetensors").is_file():
            words = f"`{found.name}` holds HoloCine's {other} weights, and the shot asks for {options.model}"
            help = f"`tune holocine model holocine-14b-{other}`: they were trained for that attention, and for no other"
            raise Unfit(Diagnostic("E0671", words, help=help))
        absent = ", ".join(path.name for path in held.values() if not path.is_file())
        raise Unfit(Diagnostic("E0661", f"{folder} has no {absent}", help=f"fetch them with `hf download {WEIGHTS}`"))


backend = HoloCine()
