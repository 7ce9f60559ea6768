"""A scene in one clip: cuts, captions and attention of tiny weights in HoloCine's own files, built by the command line."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from silent_film import script
from within import seen

pytest.importorskip("torch")
pytest.importorskip("diffusers")

TUNE = """
tune {name} device cpu
tune {name} resolution frame
tune {name} steps 2
tune {name} dtype fp32
"""
SPARSE = TUNE.format(name="holocine") + "tune holocine model holocine-14b-sparse\ntune holocine checkpoint holocine-sparse\n"
PLAIN = TUNE.format(name="wan") + "tune wan model wan2-2-t2v-a14b\ntune wan checkpoint wan-t2v-a14b\n"


def shots(tune: str, *heads: str) -> list[tuple[str, str]]:
    return [(f"s10.{n} {length}", tune) for n, length in enumerate(heads, 1)]


def test_a_scene_is_one_task_and_its_cuts_are_where_the_script_has_them(studio, here):
    from screenc.media.frames import read
    from screenc.media.probe import probe

    here("holocine", "sparse")
    text = script("holocine", shots(SPARSE, "0.5s", "0.75s", "0.5s"), rate=24)
    assert studio(text) == 0, studio.said
    film = studio.film.parent / "build" / "rain" / "rain.mp4"
    assert probe(film).frames == 42
    assert "s10.1..s10.3" in studio.said and "making 3 of 3 shots" in studio.said
    assert "W0670" in studio.said, "7.5, 11.25 and 7.5 frames of fifteenths are not on the grid"
    assert len(list(read(film))) == 42


@pytest.fixture
def scene(here):
    """`scene(*seconds, backend=, **params)`: a task of several shots, each of its own words."""
    from screenc.contract import Brief, Task, Unit
    from screenc.film.model import Framing

    def make(*seconds, backend="holocine", words=("Close up of the camera.", "Medium shot.", "The camera pans left."), **params):
        here("holocine", "sparse"), here("wan", "t2v-a14b")
        model = {"holocine": "holocine-14b-sparse", "wan": "wan2-2-t2v-a14b"}[backend]
        mark = {"holocine": "holocine-sparse", "wan": "wan-t2v-a14b"}[backend]
        given = {"model": model, "checkpoint": mark, "steps": 2, "device": "cpu", "dtype": "fp32", "resolution": "frame"}
        lengths = [Fraction(s) for s in seconds]
        briefs = [
            Brief(
                shot=f"s10.{n}",
                scene="s10",
                length=length,
                width=32,
                height=32,
                rate=Fraction(24),
                setting="ext",
                place="street",
                framing=Framing(size="medium"),
            )
            for n, length in enumerate(lengths, 1)
        ]
        return Task(
            key="k",
            kind="clip",
            name="s10.1..s10.3",
            unit=Unit(shots=tuple(b.shot for b in briefs), length=sum(lengths)),
            backend=backend,
            version="1",
            prompt="\n\n".join(words[: len(lengths)]),
            prompts=tuple(words[: len(lengths)]),
            parts=tuple(lengths),
            briefs=tuple(briefs),
            brief=briefs[0],
            params={**given, **params},
        )

    return make


@pytest.mark.parametrize("backend", ["holocine", "wan"])
def test_both_experts_are_directed_and_are_as_they_were_afterwards(scene, here, backend, monkeypatch):
    """The operators run in the branch with the prompt and in no other: counted call by call."""
    from screenc.local import pipeline
    from screenc.nn import multishot

    called = []
    real = multishot.WindowCrossAttention.__call__

    def counted(self, *args, **kwargs):
        called.append(self.shooting.conditional)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(multishot.WindowCrossAttention, "__call__", counted)
    more = {"multishot": True} if backend == "wan" else {}
    _, pictures = seen(scene("0.5", "0.75", "0.5", backend=backend, **more))
    assert len(pictures) % 4 == 1
    assert called.count(True) == called.count(False) == 2 * 2, "two layers, two steps, with guidance"
    if backend == "holocine":
        from safetensors.torch import load_file

        theirs = load_file(here("holocine", "sparse") / "sparse_low_noise.safetensors")
        second = pipeline.STAGE.pipe.transformer_2
        assert (second.blocks[1].attn1.to_q.weight == theirs["blocks.1.self_attn.q.weight"]).all(), "from HoloCine's own file"
    for transformer in pipeline.transformers(pipeline.STAGE.pipe):
        kinds = {type(p).__name__ for p in transformer.attn_processors.values()}
        assert kinds == {"WanAttnProcessor"}


def test_every_kernel_of_sparse_attention_gives_the_same_and_is_in_the_key(scene, monkeypatch):
    """What reaches the second step's input, of each; and which of them ran."""
    from screenc.nn import packing
    from screenc.planner import backends

    ran, real = [], packing.segments
    monkeypatch.setattr(packing, "segments", lambda *given: ran.append(1) or real(*given))
    (one, _), (two, _) = seen(scene("0.5", "0.5")), seen(scene("0.5", "0.5", kernel="varlen"))
    assert abs(one[-1] - two[-1]).max() < 1e-4 and ran
    options = backends.target("holocine").backend.options
    told = [options(kernel=k).model_dump(mode="json").get("kernel") for k in ("packed", "varlen")]
    assert told == [None, "varlen"], "the usual one is not told, so that keys stay as they were"


def test_direction_and_its_compat_switch_reach_the_pictures(scene, monkeypatch):
    """What a shot may look at changes what is drawn, in the second step's input and after."""
    from contextlib import nullcontext

    from screenc.planner import backends

    exact, _ = seen(scene("0.5", "0.75", "0.5"))
    compat, _ = seen(scene("0.5", "0.75", "0.5", compat=True))
    monkeypatch.setattr(type(backends.target("holocine").backend), "around", lambda self, scene, pipe: nullcontext())
    undirected, _ = seen(scene("0.5", "0.75", "0.5"))
    assert (exact[0] == compat[0]).all() and (exact[0] == undirected[0]).all(), "the same noise"
    assert (exact[-1] != compat[-1]).any() and (exact[-1] != undirected[-1]).any()


def test_the_grid_of_cuts_and_what_it_costs(scene):
    from screenc.local import wan
    from screenc.planner import backends

    backend = backends.target("holocine").backend
    task = scene("1", "2", "1.5")
    staged = backend.staged(task)
    assert staged.frames % 4 == 1 and all(s % 4 == 1 for s in staged.reel.starts[1:])
    assert [count for count, _ in staged.parts] == [24, 48, 36]
    assert all(a.stop == b.start for (_, a), (_, b) in pairwise(staged.parts))
    reel, off = wan.grid(task, staged.recipe)
    assert max(map(abs, off)) <= 2 and reel == staged.reel
    assert {code for code, *_ in wan.moved(task, staged.recipe, "holocine")} == {"W0670"}


def test_captions_name_people_by_number_and_the_scene_once(scene):
    from screenc.contract import Person
    from screenc.film.appearance import Appearance
    from screenc.local import wan

    who = Person(
        id="ANRI", name="Anri", look="red coat", appearance=Appearance(), in_frame=True, side="left", depth="near", facing="left"
    )
    task = scene("1", "1", "1", words=("Close up of Anri.", "Anri waits.", "Anrietta leaves."))
    briefs = tuple(b.model_copy(update={"people": (who,)}) for b in task.briefs)
    said = wan.composed(task.model_copy(update={"briefs": briefs, "brief": briefs[0]}), "")
    assert said == (
        "[global caption] Exterior, street. [character1] is red coat. This scene contains 3 shots. "
        "[per shot caption] Close up of [character1]. [shot cut] [character1] waits. [shot cut] Anrietta leaves."
    )


def test_weights_trained_for_the_other_attention_are_refused(studio, here):
    here("holocine", "sparse")
    tune = SPARSE.replace("holocine-14b-sparse", "holocine-14b-full")
    assert studio(script("holocine", shots(tune, "0.5s", "0.5s")), verb="plan") == 4
    assert "E0671" in studio.said and "holocine-14b-sparse" in studio.said


def test_models_that_look_at_a_picture_cannot_be_told_of_cuts(studio, here):
    here("wan", "ti2v-5b")
    tune = TUNE.format(name="wan") + "tune wan checkpoint wan-ti2v-5b\ntune wan multishot on\n"
    assert studio(script("wan", shots(tune, "0.5s")), verb="plan") == 4
    assert "E0671" in studio.said


def test_plain_wan_makes_a_clip_a_shot_unless_told_otherwise(studio, here):
    here("wan", "t2v-a14b")
    assert studio(script("wan", shots(PLAIN, "0.5s", "0.5s", "0.5s")), verb="plan") == 0
    assert "3 to" in studio.said
    assert studio(script("wan", shots(PLAIN + "tune wan multishot on\n", "0.5s", "0.5s", "0.5s")), verb="plan") == 0
    assert "s10.1..s10.3" in studio.said


def test_going_on_from_another_shot_of_the_same_clip_is_another_clip(studio, here, tmp_path):
    """Both shots are in one file; what differs is the time at which it is left."""
    import json

    here("holocine", "sparse"), here("wan", "ti2v-5b")
    own = TUNE.format(name="wan") + "tune wan checkpoint wan-ti2v-5b\nbackend wan\n"

    def clips(source: str) -> list[dict]:
        scenes = [*shots(SPARSE, "0.5s", "0.5s"), ("s10.3 0.5s", f"from {source}\n{own}")]
        assert studio(script("holocine", scenes), "--estimate", "-o", str(tmp_path / "plan.json"), verb="plan") == 0, studio.said
        return [t for t in json.loads((tmp_path / "plan.json").read_text())["tasks"] if t["kind"] == "clip"]

    (scene, one), (same, two) = clips("s10.1"), clips("s10.2")
    assert scene["key"] == same["key"] == one["anchor"] == two["anchor"]
    assert one["anchor_at"] != two["anchor_at"] and one["key"] != two["key"]
