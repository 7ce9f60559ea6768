"""Kandinsky 5: words and a frame are two checkpoints, short clips from a frame break its own sums, long ones attend by blocks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")

MODELS = {"t2v": "kandinsky-5-t2v-lite", "i2v": "kandinsky-5-i2v-lite", "nabla": "kandinsky-5-t2v-lite-10s"}


def tune(make: str) -> str:
    settings = (
        f"model {MODELS[make]}",
        f"checkpoint kandinsky-{make}",
        "device cpu",
        "resolution frame",
        "steps 2",
        "dtype fp32",
    )
    return "\n".join(f"tune kandinsky {s}" for s in settings)


def test_a_film_of_three_shots_and_two_checkpoints(studio, here):
    from screenc.local import pipeline
    from screenc.media.probe import probe

    here("kandinsky", "t2v"), here("kandinsky", "i2v")
    before = pipeline.STAGE.loads
    shots = [("s10.1 0.25s", tune("t2v")), ("s10.2 0.25s", "from s10.1\n" + tune("i2v")), ("s10.3 0.25s", tune("t2v"))]
    assert studio(script("kandinsky", shots, rate=24), "-j", "3") == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 18
    assert pipeline.STAGE.loads == before + 2


def ask(here, make: str, seconds=Fraction(9, 24), size: int = 32, **params):
    here("kandinsky", make)
    return short("kandinsky", MODELS[make], f"kandinsky-{make}", seconds=seconds, size=size, **params)


def test_the_given_frame_is_in_what_the_transformer_reads_and_no_clip_is_too_short_for_it(here):
    """Its colours are evened out against the frames after the thirteenth: with none there are no numbers."""
    from PIL import Image

    frames = [Image.new("RGB", (32, 32), (red, 40, 90)) for red in (10, 240, 10)]
    (one, pictures), (two, _), (again, _) = (seen(ask(here, "i2v"), frame) for frame in frames)
    assert len(pictures) == 17
    assert (one[0] == again[0]).all()
    moved = (one[0] != two[0]).flatten(2).any(-1)[0]
    assert moved[0].any() and not moved[1:].any(), "the first latent frame, and no other"


def test_weights_that_attend_by_blocks_are_run_so_and_in_no_other_way(here):
    from screenc.planner import backends

    task = ask(here, "nabla", seconds=Fraction(5, 24), size=100)
    backend = backends.target("kandinsky").backend
    assert backend.options(model=MODELS["nabla"]).attention == "flex"
    scene = backend.staged(task)
    assert (scene.width, scene.height) == (128, 128)
    _, pictures = seen(task)
    assert pictures.shape == (5, 128, 128, 3)
    ill, _ = backend.examine(task.model_copy(update={"params": {**task.params, "attention": "native"}}))
    assert [d.code for d in ill] == ["E0673"] and "attention flex" in ill[0].help


def test_no_negative_prompt_is_none_and_not_the_pipelines_own(here):
    from screenc.planner import backends

    backend = backends.target("kandinsky").backend
    said = [
        backend.arguments(backend.staged(ask(here, "t2v", **more)), None)["negative_prompt"]
        for more in ({}, {"negative": "none"}, {"guidance": 1})
    ]
    assert said[0].startswith("Static") and said[1] == "" and said[2] is None
