"""What Wan's pipelines are called with, and one clip of several shots: HoloCine's prompt, its grid of cuts, its attention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from itertools import pairwise
from typing import Any

from screenc.contract import Brief, Failed, Loss, Task
from screenc.local.backend import Scene
from screenc.local.recipe import Recipe
from screenc.nn.captions import Misplaced, compose, locate
from screenc.nn.reel import Reel, cut
from screenc.text import Diagnostic

WORDS, FRAME, EDIT = "WanPipeline", "WanImageToVideoPipeline", "WanVACEPipeline"
NEGATIVE = (
    "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，JPEG压缩残留，丑陋的，残缺的，"
    "多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，手指融合，静止不动的画面，杂乱的背景，三条腿，"
    "背景人很多，倒着走"
)
"""Wan's own, from its published settings: garish, over-exposed, still, subtitles, extra fingers, walking backwards and so on."""


def arguments(scene: Scene, pipe: Any, kind: str | None) -> dict[str, Any]:
    """Keyword arguments of any of Wan's pipelines; noise is ours, so that it has two seeds."""
    from screenc.local.pipeline import noise

    brief, grid = scene.task.brief, pipe.vae_scale_factor_spatial
    shape = (1, pipe.vae.config.z_dim, (scene.frames - 1) // 4 + 1, scene.height // grid, scene.width // grid)
    out: dict[str, Any] = {
        "prompt": scene.prompt,
        "negative_prompt": scene.negative,
        "height": scene.height,
        "width": scene.width,
        "guidance_scale": scene.guidance,
        "max_sequence_length": scene.recipe.tokens,
        "latents": noise(shape, brief.seed, brief.motion_seed, len(scene.references)),
    }
    second = scene.options.guidance2 if scene.options.guidance2 is not None else scene.recipe.guidance_2
    if second is not None and pipe.config.get("boundary_ratio") is not None:
        out["guidance_scale_2"] = float(second)
    if kind == EDIT:
        out |= _edit(scene)
    elif scene.first is not None:
        out["image"] = scene.first
        if scene.last is not None:
            out["last_image"] = scene.last
    return out


def _edit(scene: Scene) -> dict[str, Any]:
    """VACE is given what is known of the clip as a video, and a mask, white where it has to invent; and pictures of people."""
    from PIL import Image

    size = (scene.width, scene.height)
    video = [Image.new("RGB", size, (128, 128, 128)) for _ in range(scene.frames)]
    mask = [Image.new("L", size, 255) for _ in range(scene.frames)]
    for at, known in ((0, scene.first), (-1, scene.last)):
        if known is not None:
            video[at], mask[at] = known, Image.new("L", size, 0)
    return {"video": video, "mask": mask, **({"reference_images": scene.references} if scene.references else {})}


# --- several shots in one clip --------------------------------------------------------------------------------------


def composed(task: Task, whole: str) -> str:
    """The one prompt of several shots: the scene and everybody in it once, then each shot's words, people by number.

    Raises Failed where a caption cannot be told apart: E0671.
    """
    briefs, prompts = task.briefs or (task.brief,), task.prompts or (task.prompt,)
    cast = {p.id: p for b in briefs for p in b.people if p.in_frame or p.enters}
    numbers = {p.name: f"[character{n}]" for n, p in enumerate(cast.values(), 1)}
    about = [whole or _scene(briefs[0])]
    about += [f"{numbers[p.name]} is {p.look or p.name}{f', wearing {p.wears}' if p.wears else ''}." for p in cast.values()]
    said = []
    for words in prompts:
        for name, number in sorted(numbers.items(), key=lambda n: -len(n[0])):
            words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", number, words)
        said.append(words)
    try:
        return compose(" ".join(about), said)
    except Misplaced as cause:
        raise Failed(Diagnostic("E0671", f"the captions of {task.name} cannot be told apart: {cause}")) from cause


def _scene(brief: Brief) -> str:
    """Where and when, and in what style: what all shots share."""
    parts = ["Interior" if brief.setting == "int" else "Exterior", brief.place.replace("-", " ")]
    parts += [w for w in (brief.hour, brief.weather) if w]
    look = f": {brief.place_look}" if brief.place_look else ""
    return f"{', '.join(parts)}{look}." + (f" {brief.style}." if brief.style else "")


def grid(task: Task, recipe: Recipe) -> tuple[Reel, tuple[int, ...]]:
    """The clip on the model's grid of cuts, and by how many of its frames each cut, and last the end, had to move."""
    at, ends = Fraction(0), [0]
    for part in task.parts or (task.unit.length,):
        at += part
        ends.append(max(ends[-1] + 1, round(at * recipe.rate)))
    return cut([b - a for a, b in pairwise(ends)])


def reeled(scene: Scene) -> Scene:
    """A scene of several shots. In the film every cut is where the script has it: a shot's frames are spread over its time."""
    task, rate = scene.task, scene.task.brief.rate
    reel, _ = grid(task, scene.recipe)
    at, film = Fraction(0), [0]
    for part in task.parts or (task.unit.length,):
        at += part
        film.append(round(at * rate))
    edges = (*reel.starts, reel.frames)
    scene.parts = tuple((film[n + 1] - film[n], range(edges[n], edges[n + 1])) for n in range(len(reel.starts)))
    scene.reel, scene.frames, scene.clock = reel, reel.frames, None
    return scene


def moved(task: Task, recipe: Recipe, name: str) -> list[tuple[str, Loss, str]]:
    """W0670 for each shot that is played faster or slower, because its cuts had to move to the grid."""
    if len(task.parts) < 2:
        return []
    reel, off = grid(task, recipe)
    edges, out = (*reel.starts, reel.frames), []
    for n, (brief, part) in enumerate(zip(task.briefs, task.parts, strict=True)):
        has = Fraction(edges[n + 1] - edges[n]) / recipe.rate
        pace = float(has / part - 1)
        if off[n] == 0 == (off[n - 1] if n else 0) or abs(pace) < 0.005:
            continue
        how = f"{abs(pace):.1%} {'fast' if pace > 0 else 'slow'}"
        words = f"`{name}` cuts only at every fourth frame, so {brief.shot} is played {how}"
        out.append(("W0670", Loss(shot=brief.shot, fact="length", backend=name, message=words), ""))
    return out


@contextmanager
def directing(scene: Scene, pipe: Any, *, sparse: bool, compat: bool, kernel: str = "packed") -> Iterator[None]:
    """Every expert knows the cuts. Whatever the released code would drop its mask for, in silence, is E0671."""
    from screenc.local.pipeline import transformers
    from screenc.nn.multishot import Shooting, directed

    def offsets(text: str) -> list[tuple[int, int]]:
        return pipe.tokenizer(text, truncation=False, return_offsets_mapping=True)["offset_mapping"]

    with ExitStack() as stack:
        try:
            spans = locate(scene.prompt, offsets, len(scene.reel.starts), scene.recipe.tokens, compat=compat)
            for transformer in transformers(pipe):
                stack.enter_context(directed(transformer, Shooting(scene.reel, spans, kernel=kernel), sparse=sparse))
        except ValueError as cause:
            raise Failed(Diagnostic("E0671", f"{scene.task.name} cannot be told its cuts: {cause}")) from cause
        yield
