"""Checkpoints of CogVideoX make a film of three shots: one from words, one from the frame before, of either version."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")

MODELS = {"t2v": "cogvideox-5b", "i2v": "cogvideox-5b-i2v", "15-t2v": "cogvideox-1-5-5b", "15-i2v": "cogvideox-1-5-5b-i2v"}


def tune(make: str) -> str:
    usual = (f"model {MODELS[make]}", f"checkpoint cogvideox-{make}", "device cpu", "resolution frame", "steps 2", "dtype fp32")
    return "\n".join(f"tune cogvideox {t}" for t in usual)


@pytest.mark.parametrize("version", ["", pytest.param("15-", marks=pytest.mark.slow)])
def test_a_film_of_three_shots(studio, here, version):
    from screenc.media.probe import probe

    words, frame = f"{version}t2v", f"{version}i2v"
    here("cogvideox", words), here("cogvideox", frame)
    shots = [("s10.1 1s", tune(words)), ("s10.2 1s", "from s10.1\n" + tune(frame)), ("s10.3 1s", tune(words))]
    assert studio(script("cogvideox", shots, rate=24)) == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 72
    assert "W0521" in studio.said, "eight frames a second, or sixteen"


@pytest.mark.parametrize(("make", "frames"), [("i2v", 9), ("15-i2v", 17)])
def test_the_given_frame_is_in_what_the_transformer_reads(here, make, frames):
    from PIL import Image

    here("cogvideox", make)
    task = short("cogvideox", MODELS[make], f"cogvideox-{make}", seconds=Fraction(1), size=64)
    (one, pictures), (two, _), (again, _) = (seen(task, Image.new("RGB", (64, 64), (n, 40, 90))) for n in (10, 240, 10))
    assert pictures.shape == (frames, 64, 64, 3)
    assert (one[0] == again[0]).all() and (one[0] != two[0]).any()


def test_words_to_1_5_and_its_weights_are_not_taken_for_those_of_1_0(here):
    from screenc.planner import backends

    here("cogvideox", "15-t2v"), here("cogvideox", "t2v")
    given, pictures = seen(short("cogvideox", MODELS["15-t2v"], "cogvideox-15-t2v", seconds=Fraction(1), size=64))
    assert pictures.shape == (17, 64, 64, 3) and given[0].shape[1] == 6, "a latent frame more than it keeps"
    ill, _ = backends.target("cogvideox").backend.examine(
        short("cogvideox", MODELS["t2v"], "cogvideox-15-t2v", seconds=Fraction(1), size=64)
    )
    assert [d.code for d in ill] == ["E0663"]
