"""Hunyuan's five pipelines: films of three shots, the frame that a clip begins with, lengths and shapes by their own rules."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")

MODELS = {
    "": "hunyuanvideo",
    "i2v": "hunyuanvideo-i2v",
    "i2v-33ch": "hunyuanvideo-i2v-33ch",
    "framepack": "framepack",
    "f1": "framepack-f1",
    "15-t2v": "hunyuanvideo-1-5-480p-t2v",
    "15-i2v": "hunyuanvideo-1-5-480p-i2v",
}


def folder(make: str) -> str:
    return {"": "hunyuan", "f1": "hunyuan-framepack"}.get(make, f"hunyuan-{make}")


def tune(make: str) -> str:
    frame = () if make.startswith("15") else ("resolution frame",)
    settings = (f"model {MODELS[make]}", f"checkpoint {folder(make)}", "device cpu", "steps 2", *frame)
    return "\n".join(f"tune hunyuan {s}" for s in settings)


@pytest.fixture
def hunyuan(monkeypatch):
    """The backend, with 1.5's checkpoints for frames of 64 by 64, as the tiny ones are."""
    from screenc.planner import backends

    backend = backends.target("hunyuan").backend
    for make in ("15-t2v", "15-i2v"):
        recipe = backend.recipes[MODELS[make]]
        small = replace(recipe, areas={"480": 64 * 64}, expects={**recipe.expects, "transformer.target_size": 64})
        monkeypatch.setitem(backend.recipes, MODELS[make], small)
    return backend


FILMS = [("", "i2v", ""), ("15-t2v", "15-i2v", "15-t2v"), pytest.param(("", "framepack", "f1"), marks=pytest.mark.slow)]


@pytest.mark.parametrize("makes", FILMS, ids=lambda m: m[1])
def test_a_film_of_three_shots(makes, studio, here, hunyuan):
    from screenc.media.probe import probe

    for make in makes:
        here("hunyuan", folder(make).removeprefix("hunyuan").removeprefix("-"))
    shots = [("s10.1 0.25s", tune(makes[0])), ("s10.2 0.25s", "from s10.1\n" + tune(makes[1])), ("s10.3 0.25s", tune(makes[2]))]
    if makes[2] == "f1":
        shots[2] = ("s10.3 0.25s", "from s10.2\n" + tune("f1"))
    assert studio(script("hunyuan", shots, rate=24), "-j", "3") == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 18


def ask(here, make: str, seconds=Fraction(5, 24), **params):
    here("hunyuan", folder(make).removeprefix("hunyuan").removeprefix("-"))
    if make.startswith("15"):
        params["resolution"] = None
    checkpoint = params.pop("checkpoint", folder(make))
    return short("hunyuan", MODELS[make], checkpoint, seconds=seconds, size=64, **params)


def picture(red: int):
    from PIL import Image

    return Image.new("RGB", (64, 64), (red, 40, 90))


@pytest.mark.parametrize(
    ("make", "part", "frames"),
    [
        ("i2v", "hidden_states", 5),
        ("i2v-33ch", "hidden_states", 5),
        ("15-i2v", "hidden_states", 5),
        ("framepack", "latents_clean", 37),
    ],
)
def test_the_given_frame_is_in_what_the_transformer_reads(here, hunyuan, make, part, frames):
    (one, pictures), (two, _) = (seen(ask(here, make), picture(red), part=part) for red in (10, 240))
    assert pictures.shape == (frames, 64, 64, 3)
    moved = (one[0] - two[0]).abs().flatten(3).amax(-1).amax(1)[0]
    assert moved[0] > 0 and (moved[1:] < moved[0]).all(), "the first latent frame most of all"


@pytest.fixture
def undecoded(monkeypatch):
    """Decoding is what a long clip takes its time with; as many frames without it."""
    import torch
    from diffusers import AutoencoderKLHunyuanVideo

    def decode(self, z, return_dict=True):
        _, _, t, high, wide = z.shape
        return (torch.zeros(1, 3, (t - 1) * 4 + 1, high * 8, wide * 8),)

    monkeypatch.setattr(AutoencoderKLHunyuanVideo, "decode", decode)


@pytest.mark.parametrize(("make", "seconds", "frames"), [("f1", Fraction(38, 30), 73), ("framepack", Fraction(3), 109)])
def test_framepack_makes_sections_and_we_know_how_many_frames_they_come_to(here, hunyuan, undecoded, make, seconds, frames):
    shares: list[float] = []
    given, pictures = seen(ask(here, make, seconds=seconds), picture(10), progress=shares.append)
    assert len(pictures) == frames and len(given) == 2 * (frames - 1) // 36
    assert shares[-1] == 0.95 and shares == sorted(set(shares))


def test_framepack_is_given_its_last_frame_first(here, hunyuan, undecoded):
    """Beside the first frame, the clip's far end is what the first section to be made looks at."""
    two = Fraction(38, 30)
    ends = [
        seen(ask(here, "framepack", seconds=two, returns=True), picture(10), picture(red), part="latents_clean")[0]
        for red in (120, 240)
    ]
    assert (ends[0][0][:, :, 0] == ends[1][0][:, :, 0]).all() and (ends[0][0][:, :, 1] != ends[1][0][:, :, 1]).any()
    ill, _ = hunyuan.examine(ask(here, "f1", returns=True).model_copy(update={"anchor": "a"}))
    assert [d.code for d in ill] == ["E0674"]


def test_framepack_as_it_is_published_is_put_together_of_three_repositories(here, hunyuan, undecoded, tmp_path, monkeypatch):
    from screenc.local import pipeline

    whole, words = here("hunyuan", "framepack"), here("hunyuan")
    recipe = hunyuan.recipes["framepack"]
    hubs = {recipe.hub: words, recipe.beside["transformer"][1]: whole / "transformer"}
    for hub, source in hubs.items():
        shutil.copytree(source, kept(tmp_path, hub))
    for part in ("image_encoder", "feature_extractor"):
        shutil.copytree(whole / part, kept(tmp_path, recipe.beside[part][1]) / part)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    task = ask(here, "framepack", checkpoint=None)
    _, pictures = seen(task, picture(10))
    assert len(pictures) == 37 and type(pipeline.STAGE.pipe.transformer).__name__ == recipe.beside["transformer"][0]
    assert hunyuan.options(model="framepack").weights.count("@abc") == 3
    shutil.rmtree(kept(tmp_path, recipe.beside["transformer"][1]))
    ill, _ = hunyuan.examine(task)
    assert [d.code for d in ill] == ["E0661"] and "hf download lllyasviel/FramePackI2V_HY" in ill[0].help


def kept(root, hub: str):
    folder = root / ("models--" + hub.replace("/", "--"))
    (folder / "refs").mkdir(parents=True, exist_ok=True)
    (folder / "refs" / "main").write_text("abc")
    return folder / "snapshots" / "abc"


@pytest.mark.parametrize(("make", "other"), [("framepack", ""), ("i2v", "i2v-33ch"), ("15-i2v", "15-t2v")])
def test_another_make_of_the_family_is_refused(here, hunyuan, make, other):
    here("hunyuan", other)
    task = ask(here, make, checkpoint=folder(other)).model_copy(update={"anchor": "a"})
    assert [d.code for d in hunyuan.examine(task)[0]] == ["E0663"]


@pytest.mark.parametrize("side", [640, 960])
def test_frames_of_1_5_are_shapes_that_its_pipeline_keeps(side):
    """It makes what it picks for the given frame; of its own shapes it would change every third."""
    from diffusers.pipelines.hunyuan_video1_5.image_processor import HunyuanVideo15ImageProcessor

    from screenc.local.hunyuan import bucket

    theirs = HunyuanVideo15ImageProcessor(vae_scale_factor=16)
    for width, height in [(1920, 1080), (1080, 1920), (1920, 804), (640, 480), (1000, 1000), (300, 100), (3, 4)]:
        wide, high = bucket(width, height, side * side)
        assert theirs.calculate_default_height_width(high, wide, side) == (high, wide)
        assert wide * high <= side * side and abs(wide * height / high / width - 1) < 0.1
    assert bucket(1920, 1080, side * side) == {640: (848, 480), 960: (1280, 720)}[side]


def test_guidance_of_1_5_is_the_shots_and_is_as_it_was_afterwards(here, hunyuan):
    from screenc.local import pipeline

    with_, _ = seen(ask(here, "15-t2v"))
    without, _ = seen(ask(here, "15-t2v", guidance=1))
    assert (len(with_), len(without)) == (4, 2), "a second branch for guidance alone"
    assert pipeline.STAGE.pipe.guider.guidance_scale == 6.0


def test_settings_that_would_do_nothing_are_refused(here, hunyuan):
    for make, setting in (("15-t2v", {"resolution": "frame"}), ("i2v-33ch", {"guidance": 2})):
        task = ask(here, make)
        task = task.model_copy(update={"params": {**task.params, **setting}, "anchor": "a" if "i2v" in make else None})
        assert [d.code for d in hunyuan.examine(task)[0]] == ["E0673"]


def test_a_build_is_stopped_between_steps_where_the_pipeline_calls_nobody(here, hunyuan):
    """1.5 has no callback: its steps are counted at the scheduler, which is then as it was."""
    from screenc.contract import Cancelled
    from screenc.local import pipeline

    shares: list[float] = []

    def progress(share):
        shares.append(share)
        if share > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        seen(ask(here, "15-t2v", steps=5), progress=progress)
    assert shares == pytest.approx([0.19, 0.38])
    assert "step" not in vars(pipeline.STAGE.pipe.scheduler)
    assert len(seen(ask(here, "15-t2v"))[1]) == 5
