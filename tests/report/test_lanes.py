"""A video beside its script: what is missing, extra or moved; and the alignment in every format, or that there is none."""

import json
from xml.etree import ElementTree

import pytest

from screenc.contract import CutEvent, Estimate, Plan, Task, Unit
from screenc.critic.critique import Critique, Row
from screenc.critic.vsa import Alignment
from screenc.report import critique, lanes, model, page

GAP = {"null": 0.19, "gap": 0.04, "least": 0.02, "most": 0.06}
ALIGNED = Alignment.model_validate(
    {
        "schema": "screenc.vsa/1",
        "encoder": "clip tiny",
        "every": 0.5,
        "frames": 4,
        "value": 0.23,
        "shots": [{"shot": "s1.1", "instruction": "x", "cut_off": False, "frames": 4, "value": 0.23, "null": 0.19}],
        "shuffled": GAP,
        "copied": GAP,
        "copy_of": "s1.1",
    }
)


def plan(*lengths):
    tasks, events, at = [], [], 0
    for n, length in enumerate(lengths, 1):
        brief = {
            "shot": f"s1.{n}",
            "scene": "s1",
            "length": length,
            "width": 160,
            "height": 90,
            "rate": 24,
            "setting": "int",
            "place": "room",
            "framing": {"size": "medium"},
        }
        unit = Unit(shots=(f"s1.{n}",), length=length)
        tasks.append(Task(key=f"k{n}", kind="clip", name=f"s1.{n}", unit=unit, backend="b", version="1", brief=brief))
        events.append(CutEvent(shot=f"s1.{n}", clip=f"k{n}", start=at, length=length))
        at += length
    return Plan(
        film="f",
        title="F",
        width=160,
        height=90,
        rate=24,
        language="en",
        tasks=tuple(tasks),
        events=tuple(events),
        estimate=Estimate(length=at, to_make=0, cached=1),
    )


ROWS = (
    Row("s1.2", 2, 0.0, 2.0, ("out of order",), ("not where the script has it",)),
    Row("s1.1", 4, 2.0, 5.0, ("too short",), ("3.00 s for 4.00 s",)),
    Row("s1.3", 2, None, None, ("missing",)),
    Row(None, None, 5.0, 6.0, ("extra",)),
    Row("s1.4", 2, 6.0, 8.0, ("as scripted",)),
)
FOUND = Critique(ROWS, (), (), 8.0)


@pytest.fixture
def beside():
    return lanes.lanes(FOUND, plan(4, 2, 2, 2), frozenset(), "cut <1>.mp4", "F", critique.summary(FOUND))


def test_each_row_says_where_it_is_and_where_it_should_be(beside):
    rows = {row.id: row for row in beside.rows}
    assert rows["s1.2"].words == "at 0:00, before s1.1" and rows["s1.2"].state == "ill"
    assert rows["s1.1"].words == "3.00 s for 4.00 s" and rows["s1.1"].state == "doubt"
    assert rows["s1.3"].words == "should stand at 0:05" and not rows["s1.3"].found and rows["s1.3"].joint == ""
    assert rows["extra-1"].words == "1.00 s that are no shot of the script" and rows["extra-1"].script is None
    assert rows["s1.4"].state == "well" and rows["s1.4"].joint == "80.000,0 100.000,0 100.000,10 75.000,10"
    assert [row.id for row in beside.scripted_rows] == ["s1.1", "s1.2", "s1.3", "s1.4"]
    assert [fault["shot"] for fault in beside.faults] == ["s1.2", "s1.3", "extra-1", "s1.1"]


def test_a_length_that_the_script_writes_is_held_to():
    beside = lanes.lanes(FOUND, plan(4, 2, 2, 2), frozenset({"s1.1"}), "v", "F", "")
    assert next(row for row in beside.rows if row.id == "s1.1").state == "ill"


def test_another_shots_words_are_no_small_matter():
    words = ("another shot's words: those of s1.2 are heard", "spoken: a voice is heard for 10%")
    heard = Critique((Row("s1.1", 4, 0.0, 4.0, ("damaged",), words),), (), (), 4.0)
    (row,) = lanes.lanes(heard, plan(4), frozenset(), "v", "F", "").rows
    assert (row.state, row.told, row.words) == ("ill", "other words", words[0])


def test_the_page_shows_both_lanes_and_opens_at_what_is_not_there(beside):
    report = model.Report(
        screenc="1",
        film="f",
        title="F",
        path="../cut 1.mp4",
        width=160,
        height=90,
        rate=24,
        length=8.0,
        exit=3,
        shots=beside.cuts,
        spent=model.Spent(seconds=0),
    )
    text = page.render(report, plan(4, 2, 2, 2), {}, {}, None, beside)
    lane = text[text.index('class="lane"') : text.index('class="joints"')]
    assert lane.count("<a ") == 4 and 'class="ill gone"' in lane and "extra" not in lane
    strip = text[text.index('class="strip"') : text.index('class="speech"')]
    assert strip.count("<a ") == 4 and "s1.3" not in strip, "what is missing has no place in the video"
    assert text.count("<polygon") == 3 and "data-gone" in text and "cut &lt;1&gt;.mp4" in text
    assert 'src="../cut%201.mp4"' in text and "tasks made" not in text and "data-live" not in text


@pytest.mark.parametrize("senses", [{}, {"vsa": ALIGNED}])
def test_every_format_has_the_alignment_beside_its_nulls_or_says_that_it_was_not_measured(senses):
    told = {
        "markdown": critique.markdown(FOUND, "film.shot", "v.mp4", senses),
        "junit": critique.junit(FOUND, "f", senses),
        "sarif": critique.sarif(FOUND, senses),
        "github": critique.github(FOUND, senses),
    }
    for words in told.values():
        assert ("0.23" in words and "0.040 over the shuffled script" in words) if senses else "VSA was not measured" in words
    suite = ElementTree.fromstring(told["junit"]).find("testsuite")
    properties = {row.get("name"): row.get("value") for row in suite.find("properties")}
    run = json.loads(told["sarif"])["runs"][0]
    if senses:
        assert properties["vsa.null.shuffled"] == "0.1900" and properties["vsa.s1.1"] == "0.2300, null 0.1900"
        assert run["properties"]["vsa"]["copied"]["gap"] == 0.04 and "| s1.1 | 0.230 | 0.190 |" in told["markdown"]
    else:
        assert run["properties"]["vsa"] is None
