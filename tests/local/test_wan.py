"""Films of tiny Wan checkpoints, loaded by the real code and built by the command line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen

pytest.importorskip("torch")
pytest.importorskip("diffusers")

TUNE = """
tune wan device cpu
tune wan resolution frame
tune wan steps 2
tune wan dtype fp32
"""


def tuned(make: str, *more: str) -> str:
    model = {"ti2v-5b": "wan2-2-ti2v-5b", "t2v-a14b": "wan2-2-t2v-a14b", "i2v-a14b": "wan2-2-i2v-a14b", "t2v": "wan2-1-t2v-14b"}
    return "\n".join([f"tune wan model {model[make]}", f"tune wan checkpoint wan-{make}", TUNE.strip(), *more])


def test_three_shots_go_through_one_loaded_pipeline(studio, here):
    from screenc.local import pipeline
    from screenc.media.probe import probe

    here("wan", "ti2v-5b")
    one = tuned("ti2v-5b")
    before = pipeline.STAGE.loads
    code = studio(script("wan", [("s10.1 0.5s", one), ("s10.2 0.5s", "from s10.1\n" + one), ("s10.3 0.5s", one)], rate=24))
    assert code == 0, studio.said
    film = probe(studio.film.parent / "build" / "rain" / "rain.mp4")
    assert (film.width, film.height, film.frames) == (64, 64, 36)
    assert pipeline.STAGE.loads == before + 1


@pytest.mark.slow
def test_shots_of_two_models_take_turns_and_each_is_loaded_once(studio, here):
    """Two experts begin from words, two others from the frame before; the film is at another rate than the models."""
    from screenc.local import pipeline
    from screenc.media.probe import probe

    here("wan", "t2v-a14b"), here("wan", "i2v-a14b")
    words, frame = tuned("t2v-a14b"), tuned("i2v-a14b")
    shots = [
        ("s10.1 0.5s", words),
        ("s10.2 0.5s", "from s10.1\n" + frame),
        ("s10.3 0.5s", words),
        ("s10.4 0.5s", "from s10.3\n" + frame),
    ]
    before = pipeline.STAGE.loads
    assert studio(script("wan", shots, rate=24), "-j", "3") == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 48
    assert pipeline.STAGE.loads - before == 2
    assert "W0521" in studio.said


@pytest.fixture
def ask(here, tmp_path):
    """`ask(MAKE, **params)`: a task of nine frames, and the backend's scene of it."""
    from screenc.contract import Brief, Task, Unit
    from screenc.film.model import Framing
    from screenc.planner import backends

    def make(kind: str, seconds=Fraction(9, 16), prompt="a street in the rain", motion=1, **params):
        here("wan", kind)
        models = {**{m.removeprefix("wan2-2-"): m for m in backends.profile("wan").models}, "t2v": "wan2-1-t2v-14b"}
        models |= {"i2v": "wan2-1-i2v-14b", "flf2v": "wan2-1-flf2v-14b", "vace": "wan2-1-vace-14b"}
        params = {"steps": 2, "device": "cpu", "dtype": "fp32", "resolution": "frame", "checkpoint": f"wan-{kind}"} | params
        brief = Brief(
            shot="s10.1",
            scene="s10",
            length=seconds,
            width=32,
            height=32,
            rate=Fraction(16),
            setting="ext",
            place="street",
            framing=Framing(size="medium"),
            seed=1,
            motion_seed=motion,
        )
        return Task(
            key="k",
            kind="clip",
            name="s10.1",
            unit=Unit(shots=("s10.1",), length=seconds),
            backend="wan",
            version="1",
            prompt=prompt,
            params={"model": models[kind], **params},
            brief=brief,
        )

    return make


def picture(red: int):
    from PIL import Image

    return Image.new("RGB", (32, 32), (red, 40, 90))


@pytest.mark.parametrize("make", ["i2v-a14b", "ti2v-5b"])
def test_the_given_frame_is_in_what_the_transformer_reads(ask, make):
    """Asserted on the model's input: a random VAE hardly moves a pixel."""
    one, _ = seen(ask(make), picture(10))
    two, _ = seen(ask(make), picture(240))
    again, _ = seen(ask(make), picture(10))
    assert (one[0] == again[0]).all()
    assert (one[0] != two[0]).any()


@pytest.mark.parametrize(("make", "last"), [("i2v", False), ("flf2v", True), ("vace", False), ("vace", True), ("i2v-a14b", True)])
def test_first_and_last_frames_of_every_make(ask, make, last, monkeypatch):
    from screenc.planner import backends

    if make == "flf2v":  # the tiny one has five places a picture, the real one 257
        ours = backends.target("wan").backend
        recipe = ours.recipes["wan2-1-flf2v-14b"]
        monkeypatch.setitem(recipe.expects, "transformer.pos_embed_seq_len", 10)
    ends = (picture(10), picture(240)) if last else (None, None)
    first = picture(120)
    one, pictures = seen(ask(make, returns=last), first, ends[0])
    two, _ = seen(ask(make, returns=last), first if last else picture(200), ends[1])
    assert pictures.shape == (9, 32, 32, 3)
    assert any((a != b).any() for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(("make", "first"), [("t2v-a14b", None), ("i2v-a14b", picture(120))])
def test_two_experts_share_the_steps_and_each_has_its_own_guidance(ask, make, first):
    """The first has the noisy ones, from the model's boundary on the other; `guidance2` moves nothing until then."""
    from screenc.local import pipeline

    given, pictures = seen(ask(make, steps=4, tiling=False), first)
    calls, hooks = [], []
    for expert in pipeline.transformers(pipeline.STAGE.pipe):
        hooks.append(expert.register_forward_pre_hook(lambda module, args: calls.append(module)))
    other, changed = seen(ask(make, steps=4, tiling=False, guidance2=1), first)
    for hook in hooks:
        hook.remove()
    turns = [calls.index(module) for module in calls]
    second = next(n for n, turn in enumerate(turns) if turn)
    assert turns == [0] * second + [second] * (8 - second) and 0 < second < 8
    same = [bool((a == b).all()) for a, b in zip(given, other, strict=True)]
    assert all(same[: second + 2]) and not any(same[second + 2 :]) and (pictures != changed).any()


def test_words_alone_and_the_two_seeds(ask):
    one, pictures = seen(ask("t2v"))
    two, _ = seen(ask("t2v", motion=2))
    assert pictures.shape == (9, 32, 32, 3)
    assert (one[0][:, :, 0] == two[0][:, :, 0]).all(), "the content seed's latent frame"
    assert (one[0][:, :, 1:] != two[0][:, :, 1:]).any(), "the motion seed's"
    again, same = seen(ask("t2v"))
    assert (again[-1] == one[-1]).all() and (same == pictures).all()


def test_what_can_be_set_before_a_clip_loads_nothing_again(ask):
    from screenc.local import pipeline

    _, plain = seen(ask("t2v"))
    loads = pipeline.STAGE.loads
    _, shifted = seen(ask("t2v", shift=9))
    seen(ask("t2v", cache="first-block", attention="math", tiling=False))
    _, again = seen(ask("t2v"))
    assert pipeline.STAGE.loads == loads
    assert (shifted != plain).any() and (again == plain).all()


def test_a_length_off_the_rule_is_rounded_by_us_and_trimmed(ask):
    _, pictures = seen(ask("t2v", seconds=Fraction(6, 16)))
    assert len(pictures) == 9


@pytest.mark.parametrize("wrong", ["values", "count"])
def test_pictures_that_are_none_are_refused(ask, monkeypatch, wrong):
    from diffusers import AutoencoderKLWan

    from screenc.contract import Failed

    real = AutoencoderKLWan.decode

    def decode(self, z, return_dict=True):
        made = real(self, z, return_dict=False)[0]
        return (made * float("nan") if wrong == "values" else made[:, :, :-1],)

    monkeypatch.setattr(AutoencoderKLWan, "decode", decode)
    with pytest.raises(Failed) as caught:
        seen(ask("t2v", tiling=False))
    assert caught.value.diagnostic.code == "E0669"


def test_memory_that_runs_out_steps_down_and_says_so(ask, monkeypatch, tmp_path):
    import torch
    from diffusers import AutoencoderKLWan

    from screenc.contract import Failed
    from screenc.planner import backends

    real, tried = AutoencoderKLWan._decode, []

    def decode(self, z, return_dict=True):
        tried.append(self.use_tiling)
        if not self.use_tiling:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB")
        return real(self, z, return_dict=return_dict)

    monkeypatch.setattr(AutoencoderKLWan, "_decode", decode)
    out = tmp_path / "clip.mp4"
    told = backends.target("wan").backend.make(ask("t2v", tiling=False), {}, out, lambda share: None)
    assert tried == [False, True] and out.is_file()
    assert [d.code for d in told] == ["W0667"] and "tiling on" in told[0].message
    again = backends.target("wan").backend.make(ask("t2v", tiling=False), {}, out, lambda share: None)
    assert tried == [False, True, True] and [d.code for d in again] == ["W0667"], "what was too much is not tried again"
    backends.target("wan").backend.make(ask("t2v", seconds=Fraction(1, 16), tiling=False), {}, out, lambda share: None)
    assert tried[3:] == [False, True], "but for a shorter clip it is"

    def never(self, z, return_dict=True):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(AutoencoderKLWan, "_decode", never)
    with pytest.raises(Failed) as caught:
        backends.target("wan").backend.make(ask("t2v"), {}, out, lambda share: None)
    assert caught.value.diagnostic.code == "E0666"


def test_a_build_is_stopped_between_steps_and_the_stage_is_free_again(ask):
    from screenc.contract import Cancelled

    shares = []

    def progress(share):
        shares.append(share)
        if share > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        seen(ask("t2v", steps=5), progress=progress)
    assert len(shares) == 2
    _, pictures = seen(ask("t2v"))
    assert len(pictures) == 9
