"""The films that ship: each checks clean, is formatted, says every word of its dialogue, and runs as long as its README says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from screenc.film import rules
from screenc.film.resolve import resolve
from screenc.film.timing import estimate, lay_out
from screenc.lang import load, read
from screenc.lang.format import format_file
from screenc.scripter.proof import first_loss
from screenc.scripter.read import read as understand

FILMS = ("rain-on-14", "the-last-order", "night-market")
ROOM = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 11, 21)
IDS = {"night-market": {"수아": "SUA", "할머니": "HALMEONI", "지민": "JIMIN"}}


def resolved(name: str):
    loaded, found = load(ROOM / name / "film.shot")
    assert found == []
    film, found = resolve(loaded)
    assert found == []
    return loaded, film


def length(film) -> Fraction:
    def spoken(speech):
        voice = film.voice_of(film.cast_of(speech.who).speaks)
        return estimate(speech.text, film.language, voice.speed if voice else Fraction(1))

    return sum((lay_out(film, shot, spoken).length for _, shot in film.shots()), Fraction(0))


@pytest.mark.parametrize("name", FILMS)
def test_checks_clean_and_is_formatted(name):
    loaded, film = resolved(name)
    assert rules.check(film, TODAY) == []
    for path in loaded.paths:
        one, found = load(path)
        assert found == []
        assert format_file(one.root) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILMS)
def test_says_every_word_of_its_dialogue(name):
    _, film = resolved(name)
    source, _ = read(ROOM / name / "talk.txt")
    dialogue, found = understand(source)
    assert found == []
    ids = IDS.get(name) or {c.key: c.name for c in dialogue.characters}
    assert first_loss(dialogue, film.film, ids) is None


@pytest.mark.parametrize(
    ("name", "least", "most", "people"), [("rain-on-14", 45, 70, 2), ("the-last-order", 60, 80, 4), ("night-market", 40, 60, 3)]
)
def test_length_and_cast(name, least, most, people):
    _, film = resolved(name)
    assert least <= length(film.film) <= most
    assert len(film.film.cast) == people


def test_the_range_of_what_they_show():
    films = [resolved(name)[1].film for name in FILMS]
    shots = [shot for film in films for _, shot in film.shots()]
    assert {s.camera.move for s in shots} >= {"static", "push-in", "pull-out", "truck", "rack-focus", "handheld"}
    assert {s.framing.size for s in shots} >= {"long", "full", "medium-close", "close", "insert", "two-shot", "over-shoulder"}
    assert {s.cut.kind for s in shots} >= {"cut", "dissolve", "fade"}
    assert any(s.enters for s in shots) and any(s.exits for s in shots) and any(s.holds for s in shots)
    assert any(film.claims for film in films) and any(s.claims for s in shots)
    assert {film.language for film in films} == {"en", "ko"}


@pytest.mark.parametrize("name", FILMS)
def test_has_a_readme_that_builds_it(name):
    text = (ROOM / name / "README.md").read_text(encoding="utf-8")
    assert f"screenc build examples/{name}/film.shot" in text
