"""Two checkpoints of CogVideoX make a film of three shots: one from words, one from the frame before."""

from __future__ import annotations

import pytest
from silent_film import script

pytest.importorskip("torch")
pytest.importorskip("diffusers")


def tune(make: str) -> str:
    model = {"t2v": "cogvideox-5b", "i2v": "cogvideox-5b-i2v"}[make]
    usual = (f"model {model}", f"checkpoint cogvideox-{make}", "device cpu", "resolution frame", "steps 2", "dtype fp32")
    return "\n".join(f"tune cogvideox {t}" for t in usual)


def test_a_film_of_three_shots(studio, here):
    from screenc.media.probe import probe

    here("cogvideox", "t2v"), here("cogvideox", "i2v")
    shots = [("s10.1 1s", tune("t2v")), ("s10.2 1s", "from s10.1\n" + tune("i2v")), ("s10.3 1s", tune("t2v"))]
    assert studio(script("cogvideox", shots, rate=24)) == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 72
    assert "W0521" in studio.said, "eight frames a second"


def test_the_given_frame_is_in_what_the_transformer_reads(here):
    from fractions import Fraction

    from PIL import Image
    from within import seen

    from screenc.contract import Brief, Task, Unit
    from screenc.film.model import Framing

    here("cogvideox", "i2v")
    given = {
        "model": "cogvideox-5b-i2v",
        "checkpoint": "cogvideox-i2v",
        "device": "cpu",
        "resolution": "frame",
        "steps": 2,
        "dtype": "fp32",
    }
    frame = {"width": 64, "height": 64, "rate": Fraction(8), "setting": "ext", "place": "street"}
    brief = Brief(shot="s10.1", scene="s10", length=Fraction(1), framing=Framing(size="medium"), **frame)
    task = Task(
        key="k",
        kind="clip",
        name="s10.1",
        unit=Unit(shots=("s10.1",), length=Fraction(1)),
        backend="cogvideox",
        version="1",
        prompt="a street",
        params=given,
        brief=brief,
    )
    (one, pictures), (two, _), (again, _) = (seen(task, Image.new("RGB", (64, 64), (n, 40, 90))) for n in (10, 240, 10))
    assert pictures.shape == (9, 64, 64, 3)
    assert (one[0] == again[0]).all() and (one[0] != two[0]).any()
