"""A three-shot film through each other family, and its own ways: a rate that is told, windows, first and last frames."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen

pytest.importorskip("torch")
pytest.importorskip("diffusers")

FAMILIES = {"ltx": "ltx-video-0-9-5", "skyreels": "skyreels-v2-df-1-3b"}


def tune(name: str, *more: str) -> str:
    usual = (f"checkpoint {name}", "device cpu", "resolution frame", "steps 2", "dtype fp32", *more)
    return "\n".join(f"tune {name} {t}" for t in (f"model {FAMILIES[name]}", *usual))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_film_of_three_shots(name, studio, here):
    from PIL import Image

    from screenc.local import pipeline
    from screenc.media.probe import probe

    here(name)
    before = pipeline.STAGE.loads
    one = tune(name)
    Image.new("RGB", (80, 80), (9, 90, 200)).save(studio.film.parent / "door.png")
    ends = "from s10.1\nlast door.png\n" + one
    shots = [("s10.1 0.25s", one), ("s10.2 0.25s", "from s10.1\n" + one), ("s10.3 0.25s", ends)]
    assert studio(script(name, shots, rate=24)) == 0, studio.said
    film = probe(studio.film.parent / "build" / "rain" / "rain.mp4")
    assert (film.width, film.height, film.frames) == (64, 64, 18)
    assert pipeline.STAGE.loads - before <= 3


@pytest.fixture
def ask(here):
    from screenc.contract import Brief, Task, Unit
    from screenc.film.model import Framing

    def make(name: str, seconds=Fraction(9, 24), rate=Fraction(24), **params):
        here(name)
        given = {"steps": 2, "device": "cpu", "dtype": "fp32", "resolution": "frame", "checkpoint": name}
        brief = Brief(
            shot="s10.1",
            scene="s10",
            length=seconds,
            width=32,
            height=32,
            rate=rate,
            setting="ext",
            place="street",
            framing=Framing(size="medium"),
            motion_seed=1,
        )
        return Task(
            key="k",
            kind="clip",
            name="s10.1",
            unit=Unit(shots=("s10.1",), length=seconds),
            backend=name,
            version="1",
            prompt="a street",
            params={"model": FAMILIES[name], **given, **params},
            brief=brief,
        )

    return make


def picture(red: int):
    from PIL import Image

    return Image.new("RGB", (32, 32), (red, 40, 90))


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("which", ["first", "last"])
def test_the_given_frame_is_in_what_the_transformer_reads(ask, name, which):
    more = {"returns": True} if which == "last" else {}
    ends = {"first": [(picture(10), None), (picture(240), None)], "last": [(picture(120), picture(n)) for n in (10, 240)]}[which]
    (one, pictures), (two, _), (again, _) = (seen(ask(name, **more), *end) for end in (*ends, ends[0]))
    assert pictures.shape == (9, 32, 32, 3)
    assert (one[0] == again[0]).all()
    assert any(a.shape != b.shape or (a != b).any() for a, b in zip(one, two, strict=True))


def test_ltx_is_told_the_films_rate(ask):
    from screenc.planner import backends

    ltx = backends.target("ltx").backend
    rates = {24: 24, 25: 25, 30: 30, 60: 30, 12: 24, 16: 24, 50: 25}
    for film, own in rates.items():
        assert ltx.read(ask("ltx", rate=Fraction(film)))[1].rate == own
    assert ltx.staged(ask("ltx", seconds=Fraction(10, 24))).frames == 17


def test_a_long_shot_is_made_in_windows_that_go_on_from_each_other(ask):
    shares: list[float] = []
    given, pictures = seen(ask("skyreels", seconds=Fraction(25, 24), window=9), progress=shares.append)
    assert len(pictures) == 25
    assert {g.shape[2] for g in given} == {3}, "nine frames are three of the transformer's"
    assert shares == sorted(shares) and shares[-1] <= 0.95 and len(set(shares)) > 6
