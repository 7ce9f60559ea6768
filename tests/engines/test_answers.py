"""Whatever a model answers, in whatever form, it is read as shots or told as complaints, and never a traceback."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenc.scripter.bible import Bible, stretches
from screenc.scripter.engines import Wishes, rules
from screenc.scripter.engines.chat import KINDS, Reply
from screenc.scripter.engines.prompts import render
from screenc.scripter.engines.question import Question
from screenc.scripter.read import read
from screenc.text import Source

TALK = "ANA: Is this the last one?\nBEN (laughing): There's another.\nANA: You said that.\n[The tram comes.]\nBEN: I did.\n"
DIALOGUE, _ = read(Source("talk.txt", TALK))
GROUND = rules.script(DIALOGUE, Wishes())
SCENE = GROUND.film.scenes[0]
STRETCH = stretches(DIALOGUE.scenes[0], GROUND.ids, "en")[0]

WORDS = st.sampled_from(
    """screenc 1|end|shot s10.1 auto|shot s10.1 4s|shot s10.2 auto|shot|  framing  full ANA BEN|  framing  close ANA
  ANA: Is this the last one?|  BEN (laughing): There's another.|  action   She waits.|  camera   pan left|cast DRACULA
  mark     ANA left|【DIALOGUE】:|1. [0s-4s] (Camera Movement: Pan+Shot Type: Close-up)|Plot: ANA says "Is this the last one?"
2. [4s-8s]|```|```json|{|}|[|{"goal": "x", "mood": "y", "shots": []}|<think>|</think>|null|""".replace("\n", "|").split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map("\n".join))
KEYS = ["goal", "mood", "shots", "size", "subjects", "beats", "line", "action", "marks", "who"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["ANA", "full", "cut", "static", "", "null"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=20,
)


def asked(kind):
    return Question(Bible(GROUND.film), SCENE, SCENE.model_copy(update={"shots": ()}), STRETCH, kind)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_any_text_is_shots_or_complaints(kind, text):
    scene, wrong = asked(kind).read(Reply(text))
    assert scene is not None or wrong


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=JSON)
def test_any_json_is_shots_or_complaints(value):
    scene, wrong = asked("schema").read(Reply(json.dumps(value)))
    assert scene is not None or wrong


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked_is_the_same_each_time(kind):
    assert asked(kind).messages() == asked(kind).messages()


def test_a_template_that_is_given_too_little_says_so():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render("repair", complaints=["x"])


def test_a_long_scene_is_cut_into_stretches_and_halves_that_hold_every_line():
    dialogue, _ = read(Source("talk.txt", "\n".join(f"{'ANA' if n % 2 else 'BEN'}: Line {n} of many." for n in range(101))))
    made = stretches(dialogue.scenes[0], {"ana": "ANA", "ben": "BEN"}, "en")
    assert [len(s.lines) for s in made] == [34, 34, 33] and [s.opens for s in made] == [True, False, False]
    assert [n for s in made for n in s.lines] == list(range(1, 102)) and made[-1].closes and not made[0].closes
    first, second = made[0].halves()
    assert [*first.lines, *second.lines] == [*made[0].lines] and first.opens and not second.opens and not second.closes
    while (halves := first.halves()) is not None:
        first = halves[0]
    assert len(first.lines) == 1
