"""Every checkpoint that a backend here runs: what cannot work is said before anything is loaded, by one code each."""

from __future__ import annotations

import json
import struct
from fractions import Fraction
from pathlib import Path

import pytest
from within import short

from screenc.local import machine
from screenc.planner import backends

LOCAL = [n for n, f in backends.found().items() if hasattr(backends.target(n).backend, "recipes")]
MODELS = [(name, model) for name in LOCAL for model in backends.target(name).backend.recipes]


def whole(folder: Path, recipe, numbers: int = 1000, **changed) -> Path:
    """The heads of a checkpoint that is what a recipe expects, but for what is `changed`."""
    index: dict = {"_class_name": recipe.pipelines[0]}
    fields: dict = {part: {} for part in ("transformer", "vae", "text_encoder")}
    for place, value in {**recipe.expects, **changed}.items():
        part, _, field = place.partition(".")
        if field:
            fields.setdefault(part, {})[field] = value
        elif isinstance(value, bool) and part.startswith(("transformer", "image")):
            fields |= {part: fields.get(part, {})} if value else {}
        else:
            index[part] = value
    for part, config in fields.items():
        index[part] = ["diffusers", "X"]
        (folder / part).mkdir(parents=True)
        (folder / part / "config.json").write_text(json.dumps(config))
        head = json.dumps({"w": {"dtype": "BF16", "shape": [numbers], "data_offsets": [0, 0]}}).encode()
        (folder / part / "a.safetensors").write_bytes(struct.pack("<Q", len(head)) + head)
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


@pytest.fixture
def said(tmp_path, monkeypatch):
    """`said(name, model, **params)`: the codes that the backend answers a shot with; weights lie in `said.weights`."""
    monkeypatch.setenv("SCREENC_CHECKPOINTS", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(machine, "missing", lambda packages: [])

    def ask(name: str, model: str, **params) -> list[str]:
        backend = backends.target(name).backend
        recipe = backend.recipes[model]
        given = {"steps": None, "dtype": "bf16", "resolution": None, **params}
        if recipe.last == "required":
            given["returns"] = True
        task = short(name, model, given.pop("checkpoint", "mine"), seconds=Fraction(1, 4), size=512, **given)
        options = backend.options.model_validate(task.params).model_dump(mode="json")
        ill, _ = backend.examine(task.model_copy(update={"params": options, "anchor": "a" if recipe.plain is None else None}))
        ask.words = " ".join(f"{d.message} {d.help}" for d in ill)
        return [d.code for d in ill]

    ask.weights = tmp_path / "mine"
    return ask


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_what_stands_in_the_way_is_said_before_any_work(name, model, said, monkeypatch):
    recipe = backends.target(name).backend.recipes[model]
    assert said(name, model, checkpoint=None) == ["E0661"] and f"hf download {recipe.hub}" in said.words
    assert said(name, model) == ["E0661"]
    said.weights.mkdir()
    assert said(name, model) == ["E0662"]
    whole(said.weights, recipe)
    if name == "holocine":
        assert said(name, model) == ["E0661"], "its experts lie in files of their own"
        for noise in ("high", "low"):
            (said.weights / f"{model.rpartition('-')[2]}_{noise}_noise.safetensors").write_bytes(b"\0" * 16)
    assert said(name, model) == []
    assert said(name, model, device="auto") == ["E0664"]
    monkeypatch.setattr(machine, "memory", lambda: 1000)
    assert said(name, model) == ["E0665"]
    monkeypatch.setattr(machine, "missing", lambda packages: [p for p in packages if p == "diffusers"])
    assert said(name, model)[0] == "E0660"


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_the_wrong_weights_are_refused_whatever_they_are(name, model, said, tmp_path):
    """Another pipeline; and each value that the profile expects of the files, changed."""
    recipe = backends.target(name).backend.recipes[model]
    index = whole(said.weights, recipe) / "model_index.json"
    held = json.loads(index.read_text())
    index.write_text(json.dumps({**held, "_class_name": "StableDiffusionPipeline"}))
    assert said(name, model) == ["E0663"]
    for n, (place, value) in enumerate(recipe.expects.items()):
        other = not value if isinstance(value, bool) or value is None else 7
        whole(tmp_path / f"other{n}", recipe, **{place: other})
        assert said(name, model, checkpoint=f"other{n}") == ["E0663"], place
