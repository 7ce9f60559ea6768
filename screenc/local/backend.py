"""The frame of every backend that runs a model here: judge first, ask, deliver. A backend says what its model is asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from screenc.contract import Failed, Loss, Progress, Task
from screenc.local import checkpoint, fit, lora, machine
from screenc.local.checkpoint import Found, Unfit
from screenc.local.lora import Lora
from screenc.local.options import Running
from screenc.local.recipe import Recipe, native
from screenc.text import Diagnostic

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "ftfy")

Lost = tuple[str, Loss, str]


@dataclass
class Scene:
    """One clip to be made, in the model's own numbers. `parts`: the film's frames and the model's of each shot."""

    task: Task
    options: Running
    recipe: Recipe
    prompt: str
    width: int
    height: int
    frames: int
    parts: tuple[tuple[int, range], ...]
    clock: Fraction | None
    reel: Any = None
    first: Any = None
    last: Any = None
    references: list[Any] = field(default_factory=list)
    sound: tuple[Any, int] | None = None
    """What the clip brings to be heard: (samples (n,) or (n, 2), rate)."""
    told: list[Diagnostic] = field(default_factory=list)

    @property
    def guidance(self) -> float:
        return float(self.recipe.guidance if self.options.guidance is None else self.options.guidance)

    @property
    def negative(self) -> str | None:
        """A negative prompt acts only through guidance."""
        return self.recipe.negative if self.options.negative == "usual" and self.guidance > 1 else None


class LocalBackend(ABC):
    """Backends of the package set the first four; `arguments` is what their pipeline is called with."""

    name: str
    version: str
    options: type[Running]
    recipes: Mapping[str, Recipe]

    @abstractmethod
    def arguments(self, scene: Scene, pipe: Any) -> dict[str, Any]:
        """What the pipeline is called with besides frames, steps, generator and callback."""

    def around(self, scene: Scene, pipe: Any) -> AbstractContextManager:
        """What holds while a clip is made."""
        return nullcontext()

    def words(self, task: Task) -> str:
        """The prompt as the model gets it: pipelines make white space one space, and so do we, to count what they count."""
        return " ".join(task.prompt.split())

    def kind(self, recipe: Recipe, anchored: bool) -> str | None:
        """The class of the pipeline."""
        return recipe.anchored if anchored else recipe.plain

    def expert(self, found: Found, options: Running) -> tuple[tuple[str, str], ...]:
        """Transformers in files of their own. Raises Unfit."""
        return ()

    def loras(self, options: Running, where: Found) -> tuple[Lora, ...]:
        """What bends the weights. Raises Unfit."""
        name = f"{self.name} {options.model}"
        return tuple(lora.cast(each, float(weight), where, name) for each, weight in options.lora.items())

    def at_once(self, options: Running, frames: int) -> int:
        """How many of a clip's frames the model holds at a time."""
        return frames

    def _single(self, where: Found | None, options: Running) -> bool:
        try:
            return where is not None and bool(self.expert(where, options))
        except Unfit:
            return False

    # --- before any work ---

    def examine(self, task: Task) -> tuple[list[Diagnostic], list[Lost]]:
        """What stands in the way of a task on this machine, and what of it will be lost; nothing is loaded."""
        options, recipe = self.read(task)
        found: list[Diagnostic] = []
        try:
            where = self.found(options, recipe)
        except Unfit as no:
            found.append(no.diagnostic)
            where = None
        if where is not None:
            try:
                self.loras(options, where)
            except Unfit as no:
                found.append(no.diagnostic)
        if absent := machine.missing([*PACKAGES, *fit.packages(options, where)]):
            words = f"`{self.name}` needs {', '.join(f'`{name}`' for name in absent)}, not installed here"
            found.append(Diagnostic("E0660", words, help="pip install 'screenc[diffusers]'"))
        found += self._unheard(options, recipe)
        found += self._ending(task, options, recipe)
        found += fit.settings(options, where, self._single(where, options))
        frames = self.at_once(options, recipe.frames(task.unit.length))
        found += fit.room(self.name, options, where, *self._frame(task, options, recipe), frames)
        try:
            if where is not None and (count := checkpoint.tokens(where, self.words(task))) and count > recipe.tokens:
                found.append(self._too_many(task, count, recipe))
        except Failed as cause:
            found.append(cause.diagnostic)
        return found, self.lost(task, options, recipe)

    def found(self, options: Running, recipe: Recipe) -> Found:
        """The weights, judged. Raises Unfit."""
        where = options.located(recipe)
        checkpoint.judge(where, recipe, f"{self.name} {options.model}")
        return where

    def _unheard(self, options: Running, recipe: Recipe) -> list[Diagnostic]:
        """Settings that this model would do nothing with."""
        out, name = [], f"`{self.name} {options.model}`"
        if options.resolution not in (None, "frame", *recipe.areas):
            words = f"{name} makes no frames of {options.resolution} lines"
            out.append(Diagnostic("E0673", words, help=f"it makes {' or '.join(recipe.areas)}"))
        if options.cache not in ("none", *recipe.caches):
            help = f"it can be told {' or '.join(f'`cache {c}`' for c in recipe.caches)}" if recipe.caches else "take `cache` out"
            out.append(Diagnostic("E0673", f"{name} can leave out nothing by `cache {options.cache}`", help=help))
        if recipe.masked and options.attention in ("flash", "sage"):
            words = f"{name} hands its kernels a mask, and `attention {options.attention}` takes none"
            out.append(Diagnostic("E0673", words, help="use `attention native`, or `flex`"))
        if options.lora and not recipe.bends:
            out.append(Diagnostic("E0673", f"{name} takes no `lora`", help="take it out, or choose another model"))
        if options.compile and not recipe.compiles:
            out.append(Diagnostic("E0673", f"{name} has no blocks that `compile` could take one for all", help="take it out"))
        if getattr(options, "guidance2", None) is not None and not recipe.expects.get("transformer_2"):
            out.append(Diagnostic("E0673", f"{name} has one expert, and `guidance2` is for a second", help="take it out"))
        return out

    def _ending(self, task: Task, options: Running, recipe: Recipe) -> list[Diagnostic]:
        if options.returns and (recipe.last in ("ignored", "refused") or task.anchor is None):
            why = "it is given none" if task.anchor is None else f"`{self.name} {options.model}` takes no last frame"
            words = f"{task.name} cannot return to its first frame: {why}"
            return [Diagnostic("E0674", words, help="take `returns` out")]
        if task.last is not None and (task.anchor is None or options.returns):
            why = "it is given no first one" if task.anchor is None else "`returns` gives it another"
            return [Diagnostic("E0674", f"{task.name} cannot end on its picture: {why}", help="take `last` out, or mend that")]
        if recipe.last == "required" and not options.returns and task.last is None:
            words = f"`{self.name} {options.model}` has to be given the last frame of {task.name}, too"
            return [
                Diagnostic("E0674", words, help=f"`tune {self.name} returns on` ends the clip on the frame that it began with")
            ]
        return []

    def _too_many(self, task: Task, count: int, recipe: Recipe) -> Diagnostic:
        words = f"the prompt of {task.name} has {count} tokens, and the model reads {recipe.tokens}: its end would be lost"
        return Diagnostic("E0668", words, help="say it in fewer words: looks, actions, the style of the film")

    def lost(self, task: Task, options: Running, recipe: Recipe) -> list[Lost]:
        """What scaling and another clock cost."""
        brief, out = task.brief, []
        width, height = self._frame(task, options, recipe)

        def loss(code: str, fact: str, words: str, help: str) -> None:
            out.append((code, Loss(shot=brief.shot, fact=fact, backend=self.name, message=words), help))

        cropped = 1 - min(
            Fraction(width * brief.height, height * brief.width), Fraction(height * brief.width, width * brief.height)
        )
        if cropped > Fraction(5, 100):
            words = f"`{self.name}` makes {width}x{height}, of another shape: {float(cropped):.0%} of it is cut off"
            loss("W0520", "frame", words, "choose a `frame` of a shape that it makes")
        elif height * 4 < brief.height * 3:
            words = f"`{self.name}` makes {width}x{height}, which is scaled up to {brief.width}x{brief.height}"
            loss("W0520", "frame", words, "ask for more with `resolution`, or expect a softer picture")
        if (recipe.rate / brief.rate).denominator != 1:
            words = f"`{self.name}` makes {_plain(recipe.rate)} frames a second, of which {_plain(brief.rate)} are picked"
            loss("W0521", "rate", words, "expect uneven motion, or choose its rate for the film")
        return out

    # --- the work ---

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Progress) -> tuple[Diagnostic, ...]:
        """Make the clip; what is returned is to be told. Raises Failed, Cancelled."""
        if task.brief is None:
            raise Failed(Diagnostic("E0901", f"{task.name} came to {self.name} without a brief"))
        ill, _ = self.examine(task)
        if ill:
            raise Failed(ill[0])
        from screenc.local import frames, pipeline

        scene = self.staged(task)
        if task.anchor is not None:
            scene.first, moved = frames.first_frame(task, inputs[task.anchor], out, scene.width, scene.height)
            scene.last = scene.first if scene.options.returns else None
            scene.told += moved
        if task.last is not None:
            scene.last = frames.last_frame(task, inputs[task.last.path], scene.width, scene.height)
        scene.references = frames.references(task, inputs, out)
        pictures, told = pipeline.run(self.setup(scene), self.call(scene), progress)
        order = list(frames.picked(scene.parts, task.brief.rate, scene.clock))
        frames.deliver(pictures, order, out, task.brief.width, task.brief.height, task.brief.rate)
        if task.audible and scene.sound is not None:
            frames.sounded(out, *scene.sound, task.brief.width, task.brief.height, task.brief.rate, len(order))
        return (*scene.told, *told)

    def staged(self, task: Task) -> Scene:
        """The task in the model's own numbers: its frame, and the least frames on its rule that cover the clip."""
        options, recipe = self.read(task)
        brief = task.brief
        width, height = self._frame(task, options, recipe)
        film = round(task.unit.length * brief.rate)
        count = recipe.frames(task.unit.length)
        parts = ((film, range(count)),)
        return Scene(task, options, recipe, self.words(task), width, height, count, parts, recipe.rate)

    def setup(self, scene: Scene):
        """What has to be loaded. Raises Failed."""
        from screenc.local.pipeline import Setup

        options, recipe = scene.options, scene.recipe
        kind = self.kind(recipe, scene.first is not None)
        if kind is None:
            words = f"`{self.name} {options.model}` cannot begin {'with a given frame' if scene.first else 'from words alone'}"
            raise Failed(Diagnostic("E0663", words, help="choose another model for this shot"))
        try:
            where = self.found(options, recipe)
            expert = self.expert(where, options) or checkpoint.gguf(where)
            loras = self.loras(options, where)
        except Unfit as no:
            raise Failed(no.diagnostic) from no
        device = "cpu" if options.device == "cpu" else "cuda"
        return Setup(
            path=str(where.path),
            kind=kind,
            dtype=options.dtype,
            device=device,
            offload=fit.offload(options, where, device),
            fp8=options.fp8,
            int8=options.int8,
            compile=options.compile,
            tiling=options.tiling,
            attention=options.attention,
            cache=options.cache,
            shift=options.shift or recipe.shift,
            vae_in_32_bits=recipe.vae_in_32_bits,
            expert=expert,
            loras=loras,
        )

    def call(self, scene: Scene):
        from screenc.local.pipeline import Call, counted

        task, recipe = scene.task, scene.recipe

        def arguments(pipe: Any) -> dict[str, Any]:
            count = counted(pipe, scene.prompt)
            if count > recipe.tokens:
                raise Failed(self._too_many(task, count, recipe))
            return self.arguments(scene, pipe)

        return Call(
            frames=scene.frames,
            steps=scene.options.steps or recipe.steps,
            seed=task.brief.motion_seed,
            arguments=arguments,
            around=self._around(scene),
        )

    def _around(self, scene: Scene) -> Callable[[Any], AbstractContextManager]:
        return lambda pipe: self.around(scene, pipe)

    def read(self, task: Task) -> tuple[Running, Recipe]:
        """The options of a task, and how its model is run."""
        options = self.options.model_validate({k: v for k, v in task.params.items() if k in self.options.model_fields})
        recipe = self.recipes.get(options.model) or next(iter(self.recipes.values()))
        return options, recipe

    def _frame(self, task: Task, options: Running, recipe: Recipe) -> tuple[int, int]:
        width, height = task.brief.width, task.brief.height
        if options.resolution == "frame":
            return native(width, height, None, recipe.multiple)
        usual = next(iter(recipe.areas.values()))
        return recipe.size or native(width, height, recipe.areas.get(options.resolution or "", usual), recipe.multiple)


def _plain(number: Fraction) -> str:
    return f"{float(number):.3f}".rstrip("0").rstrip(".")
