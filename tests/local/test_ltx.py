"""LTX-2: any frame may be given, guidance has four ways, and the distilled weights a schedule of their own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")

MODELS = {"2": "ltx-2-19b", "2-3": "ltx-2-3-22b"}


def tune(*more: str) -> str:
    usual = ("model ltx-2-19b-distilled", "checkpoint ltx-2", "device cpu", "resolution frame", "dtype fp32", *more)
    return "\n".join(f"tune ltx {t}" for t in usual)


def test_a_film_of_three_shots(studio, here):
    from screenc.local import pipeline
    from screenc.media.probe import probe

    here("ltx", "2")
    before = pipeline.STAGE.loads
    shots = [("s10.1 0.25s", tune()), ("s10.2 0.25s", "from s10.1\n" + tune()), ("s10.3 0.25s", tune())]
    assert studio(script("ltx", shots, rate=25)) == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 18
    assert pipeline.STAGE.loads == before + 1


def ask(here, make: str = "2", seconds=Fraction(9, 24), **params):
    here("ltx", make)
    params.setdefault("model", MODELS[make])
    model = params.pop("model")
    return short("ltx", model, f"ltx-{make}", seconds=seconds, size=64, **params)


def picture(red: int):
    from PIL import Image

    return Image.new("RGB", (64, 64), (red, 40, 90))


@pytest.mark.parametrize("which", ["first", "last"])
def test_the_given_frame_is_in_what_the_transformer_reads(here, which):
    """The first takes the first latent frame's place; the last is a frame more, behind them all."""
    ends = {"first": [(picture(10), None), (picture(240), None)], "last": [(picture(120), picture(n)) for n in (10, 240)]}[which]
    (one, pictures), (two, _) = (seen(ask(here), *end) for end in ends)
    assert pictures.shape == (9, 64, 64, 3)
    assert one[0].shape == two[0].shape and one[0].shape[1] == 4 * (2 if which == "first" else 3)
    moved = (one[0] != two[0]).any(-1).any(0).view(-1, 4).any(-1).tolist()
    assert moved == {"first": [True, False], "last": [False, False, True]}[which]


def test_each_guidance_costs_a_forward_and_none_that_does_nothing(here):
    """Both prompts together, sight and sound apart, and where the weights can, a block left out."""
    assert len(seen(ask(here))[0]) == 2 * 2
    assert len(seen(ask(here, "2-3"))[0]) == 2 * 3
    assert len(seen(ask(here, model="ltx-2-19b-distilled", steps=8))[0]) == 8


def test_distilled_weights_see_the_noise_of_their_schedule(here):
    from diffusers.pipelines.ltx2.utils import DISTILLED_SIGMA_VALUES

    from screenc.local import pipeline

    times, _ = seen(ask(here, model="ltx-2-19b-distilled", steps=8), part="sigma")
    assert [float(t[0]) / 1000 for t in times] == pytest.approx(DISTILLED_SIGMA_VALUES)
    assert pipeline.STAGE.pipe.scheduler.config.get("shift_terminal") == 0.1, "as it was afterwards"


def test_what_the_weights_cannot_do_is_refused(here):
    from screenc.planner import backends

    ltx = backends.target("ltx").backend
    for wrong in ({"steps": 9}, {"shift": 3, "steps": None}):
        ill, _ = ltx.examine(ask(here, model="ltx-2-19b-distilled", **wrong))
        assert [d.code for d in ill] == ["E0673"]
    assert [d.code for d in ltx.examine(ask(here, "2-3", model="ltx-2-19b"))[0]] == ["E0663"]
