"""Step caches, kernels and LoRAs by family: what a profile offers does something, what would raise is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from within import short

from screenc.planner import backends

pytest.importorskip("torch")
pytest.importorskip("diffusers")

CASES = {
    ("cogvideox", "cogvideox-5b"): ("t2v", "transformer_blocks"),
    ("hunyuan", "hunyuanvideo"): ("", "single_transformer_blocks"),
    ("hunyuan", "hunyuanvideo-1-5-480p-t2v"): ("15-t2v", "transformer_blocks"),
    ("kandinsky", "kandinsky-5-t2v-lite"): ("t2v", "visual_transformer_blocks"),
    ("ltx", "ltx-video-0-9-5"): ("", "transformer_blocks"),
    ("ltx", "ltx-2-19b"): ("2", "transformer_blocks"),
    ("skyreels", "skyreels-v2-df-1-3b"): ("", "blocks"),
    ("wan", "wan2-1-vace-14b"): ("vace", "blocks"),
}
USED = [(*case, cache) for case in CASES for cache in backends.target(case[0]).backend.recipes[case[1]].caches]


@pytest.fixture
def ask(here, monkeypatch):
    """`ask(name, model, **params)`: a task, the frame that its clip begins with if any, and its kind of blocks."""

    def make(name: str, model: str, **params):
        from PIL import Image

        kind, blocks = CASES[name, model]
        here(name, kind)
        recipes = backends.target(name).backend.recipes
        if "1-5" in model:
            expects = {**recipes[model].expects, "transformer.target_size": 64}
            monkeypatch.setitem(recipes, model, replace(recipes[model], areas={"480": 64 * 64}, expects=expects))
            params["resolution"] = None
        first = Image.new("RGB", (64, 64)) if kind == "vace" else None
        checkpoint = f"{name}-{kind}" if kind else name
        return short(name, model, checkpoint, seconds=Fraction(5, 24), size=64, **params), first, blocks

    return make


def ran(task, first, hooked) -> None:
    """Make the clip; `hooked(pipe)` hooks what is to be watched."""
    from screenc.local import pipeline

    backend = backends.target(task.backend).backend
    scene, hooks = backend.staged(task), []
    scene.first = first

    def watched(pipe):
        hooks.extend(hooked(pipe))
        return backend.around(scene, pipe)

    try:
        pipeline.run(backend.setup(scene), replace(backend.call(scene), around=watched), lambda share: None)
    finally:
        for hook in hooks:
            hook.remove()


@pytest.mark.parametrize(("name", "model"), CASES)
def test_blocks_are_compiled_one_for_all_where_the_profile_says_so(ask, name, model):
    import json

    import diffusers

    task, _, _ = ask(name, model)
    backend = backends.target(name).backend
    options, recipe = backend.read(task)
    index = json.loads((options.located(recipe).path / "model_index.json").read_text(encoding="utf-8"))
    assert bool(getattr(diffusers, index["transformer"][1])._repeated_blocks) == recipe.compiles
    found, _ = backend.examine(task.model_copy(update={"params": {**task.params, "compile": True}}))
    assert any("one for all" in d.message for d in found) != recipe.compiles


@pytest.mark.parametrize(("name", "model", "cache"), USED)
def test_a_cache_that_a_profile_offers_leaves_out_blocks(ask, name, model, cache):
    counts, steps = [], {"taylor-seer": 6, "first-block": 50 if model == "hunyuanvideo" else 9}[cache]
    for asked in ("none", cache):
        task, first, kind = ask(name, model, cache=asked, steps=steps)
        counted: list[int] = []

        def hooked(pipe, kind=kind, counted=counted):
            part = next(m for n, m in getattr(pipe.transformer, kind)[-1].named_children() if n.startswith("attn"))
            return [part.register_forward_pre_hook(lambda module, args: counted.append(1))]

        ran(task, first, hooked)
        counts.append(len(counted))
    assert 0 < counts[1] < counts[0]


@pytest.mark.parametrize(("name", "model"), CASES)
def test_whose_kernels_are_handed_a_mask(ask, monkeypatch, name, model):
    """Flash and sage attention raise at a mask, after minutes of loading; the profile knows before."""
    import torch

    real, masks, inside = torch.nn.functional.scaled_dot_product_attention, [], []

    def watched(*args, **kwargs):
        if inside:
            masks.append(kwargs.get("attn_mask", args[3] if len(args) > 3 else None) is not None)
        return real(*args, **kwargs)

    def hooked(pipe):
        enter = pipe.transformer.register_forward_pre_hook(lambda module, args: inside.append(1))
        return enter, pipe.transformer.register_forward_hook(lambda module, args, out: inside.clear())

    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", watched)
    task, first, _ = ask(name, model, steps=2)
    ran(task, first, hooked)
    backend = backends.target(name).backend
    assert masks and any(masks) == backend.recipes[model].masked
    ill, _ = backend.examine(ask(name, model, attention="flash")[0].model_copy(update={"anchor": "a" if first else None}))
    assert [d.code for d in ill] == (["E0673"] if any(masks) else [])


@pytest.mark.parametrize(
    ("name", "model", "setting"),
    [
        ("kandinsky", "kandinsky-5-t2v-lite", {"cache": "taylor-seer"}),
        ("hunyuan", "framepack", {"cache": "first-block"}),
        ("hunyuan", "hunyuanvideo-i2v", {"cache": "taylor-seer"}),
        ("hunyuan", "hunyuanvideo-1-5-720p-t2v", {"lora": {"grain": 1}}),
    ],
)
def test_what_raises_in_a_pipeline_is_refused_before_any_work(name, model, setting):
    backend = backends.target(name).backend
    task = short(name, model, None, seconds=Fraction(1), resolution=None, **setting)
    found = [d for d in backend.examine(task.model_copy(update={"anchor": "a"}))[0] if d.code == "E0673"]
    assert len(found) == 1 and ("take it out" in found[0].help or "take `cache` out" in found[0].help)
