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
    usual = ("model ltx-2-19b-distilled", "checkpoint ltx-2", "device cpu", "resolution frame", *more)
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


def test_what_it_hears_is_heard_in_the_film_in_step_with_the_picture(studio, here, monkeypatch):
    import numpy as np
    from diffusers.pipelines.ltx2 import LTX2Vocoder

    from screenc.media import audio
    from screenc.media.probe import probe

    here("ltx", "2")

    def beeps(self, mel, *args):
        """A tone from 0.2 s to 0.4 s of every clip, as long as the vocoder's answer."""
        import torch

        n = torch.arange(round(mel.shape[2] * 240))
        tone = 0.3 * torch.sin(2 * torch.pi * 1000 * n / 24000) * ((n >= 4800) & (n < 9600))
        return tone.expand(1, 2, -1)

    monkeypatch.setattr(LTX2Vocoder, "forward", beeps)
    one = tune("steps 8", "audio on")
    text = script("ltx", [("s10.1 0.75s", one), ("s10.2 0.75s", one)], rate=24)
    assert studio(text) == 0, studio.said
    film = studio.film.parent / "build" / "rain" / "rain.mp4"
    heard, rate = audio.read(film, mono=True)
    assert probe(film).frames == 36
    tone = np.abs(np.convolve(heard * np.exp(-2j * np.pi * 1000 * np.arange(len(heard)) / rate), np.ones(480) / 480, "same"))
    loud = tone > tone.max() / 2
    starts = [n / rate for n in np.flatnonzero(np.diff(loud.astype(int)) == 1)]
    assert starts == pytest.approx([0.2, 0.95], abs=0.03), "at the same place of either clip"


def test_a_line_is_heard_in_the_voice_that_it_was_cast_with_and_in_no_other(studio, here):
    import json

    here("ltx", "2")
    text = script("ltx", [("s10.1 2s", tune("steps 8", "audio on")), ("s10.2 2s", tune("steps 8", "audio on"))], rate=24)
    head, second = text.split("shot s10.2")
    text = head + "shot s10.2" + second.replace("  action   ANRI looks up.\n", "  ANRI: Look up.\n")
    assert studio(text, "--format", "json", verb="plan") == 0, studio.said
    plan = json.JSONDecoder().raw_decode(studio.said, studio.said.index("{"))[0]
    own = [s for s in plan["sounds"] if s["kind"] == "sound"]
    assert [(s["shot"], s["source"]) for s in own] == [("s10.1", next(e["clip"] for e in plan["events"]))]
    assert any(loss["fact"] == "audio" and loss["shot"] == "s10.2" for loss in plan["losses"])


def test_weights_that_make_no_sound_are_asked_for_none(here):
    from screenc.planner import backends

    ltx = backends.target("ltx").backend
    here("ltx")
    ill, _ = ltx.examine(short("ltx", "ltx-video-0-9-5", "ltx", seconds=Fraction(9, 24), audio=True))
    assert [d.code for d in ill] == ["E0673"] and "makes no sound" in ill[0].message
