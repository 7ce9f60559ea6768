"""The report page shows its proof, works from a disk, and asks nothing of any network."""

import re
from fractions import Fraction

import pytest

from screenc.contract import Assertion, CutEvent, Estimate, Evidence, Plan, Task, Unit, Verdict
from screenc.film.model import Claim
from screenc.report import model, page
from screenc.report.gallery import Gallery, curve_path, scatter, wave_path

PIXEL = "data:image/jpeg;base64,/9j/"


def film(verdicts=(), **more):
    brief = {
        "shot": "s1.1",
        "scene": "s1",
        "length": 2,
        "width": 160,
        "height": 90,
        "rate": 24,
        "setting": "int",
        "place": "room",
        "framing": {"size": "medium"},
    }
    task = Task(key="k", kind="clip", name="s1.1", unit=Unit(shots=("s1.1",), length=2), backend="b", version="1", brief=brief)
    plan = Plan(
        film="f",
        title="F",
        width=160,
        height=90,
        rate=24,
        language="en",
        tasks=(task,),
        events=(CutEvent(shot="s1.1", clip="k", start=0, length=2),),
        estimate=Estimate(length=2, to_make=0, cached=1),
    )
    report = model.Report(
        screenc="1",
        film="f",
        title="F",
        path="f.mp4",
        width=160,
        height=90,
        rate=Fraction(24),
        length=2.0,
        exit=0,
        shots=model.cuts(plan),
        verdicts=tuple(verdicts),
        spent=model.Spent(seconds=1),
        **more,
    )
    return report, plan


def verdict(held=False, words="black for 1.2 s <script>alert(1)</script>", **more):
    claim = Claim(force="expect", check="black", op="<=", value="10%")
    return Verdict(assertion=Assertion(claim=claim, scene="s1", shot="s1.1"), held=held, measured="60%", words=words, **more)


def rendered(report, plan, **pictures):
    return page.render(report, plan, {}, {}, Gallery(**pictures))


def test_what_is_wrong_stands_at_the_top_and_leads_to_its_moment():
    text = rendered(*film([verdict(evidence=(Evidence(at=0.5, words="black", box=(0.1, 0.2, 0.3, 0.4)),))]), frames={0.5: PIXEL})
    top = text[text.index('class="faults"') : text.index("<main>")]
    assert 'data-seek="0.5"' in top and "s1.1" in top and 'class="ill"' in top
    assert f'src="{PIXEL}"' in text and "left:10.0%" in text
    assert "<script>alert(1)" not in text, "words of a check are text"


def test_a_healthy_film_has_no_faults_and_says_that_vsa_was_not_measured():
    text = rendered(*film([verdict(held=True, words="")]))
    assert 'class="faults"' not in text and "VSA was not measured" in text and "all well" in text


def test_sound_and_curves_are_drawn_and_silence_is_told():
    loud = rendered(*film([verdict(curve=((0.0, 1.0), (1.0, 3.0), (2.0, 2.0)))]), waves={"s1.1": [0.1, 0.9, 0.2]})
    assert loud.count("<svg") == 2 and "1 to 3" in loud
    assert "silent throughout" in rendered(*film(), waves={"s1.1": [0.0] * 3})
    assert wave_path([1.0]) == "M0 16 L0 1.0 L0 31.0 Z"
    assert curve_path(((0, 5), (1, 5)), 0, 1)[1:] == (5, 5)


def test_repairs_show_the_shot_before_and_after():
    row = model.Repair(
        shot="s1.1",
        claim="expect black <= 10%",
        before="60%",
        after="0%",
        take=2,
        remedy="another motion",
        outcome="mended",
        stills=(PIXEL + "A", PIXEL + "B"),
    )
    text = rendered(*film(repairs=(row,)))
    assert "What was tried" in text and PIXEL + "A" in text and PIXEL + "B" in text and "60% &rarr; 0%" in text


def test_both_ends_of_the_trade_are_a_plot_where_both_were_judged():
    one = {"shot": "s1.1", "least": 3, "most": 5, "answers": 3, "reason": "seen", "evidence": [], "model": "m"}
    judged = ({**one, "item": "spectacle", "score": 4.0}, {**one, "item": "script faithfulness", "score": 2.0})
    assert scatter(judged) == [{"shot": "s1.1", "x": 80, "y": 40, "faithful": 2.0, "spectacle": 4.0}]
    assert scatter(judged[:1]) == []
    assert "Spectacle against faithfulness" in rendered(*film(judged=judged))


def test_alignment_stands_beside_its_null():
    gap = {"null": 0.19, "gap": 0.04, "least": 0.02, "most": 0.06}
    shot = {"shot": "s1.1", "instruction": "medium shot", "cut_off": False, "frames": 4, "value": 0.23, "null": 0.19}
    vsa = {
        "schema": "screenc.vsa/1",
        "encoder": "clip x",
        "every": 0.5,
        "frames": 4,
        "value": 0.23,
        "shots": [shot],
        "shuffled": gap,
        "chance": 0.01,
        "copied": gap,
        "copy_of": "s1.1",
        "tells": True,
    }
    text = rendered(*film(vsa=vsa))
    assert "0.230, 0.190 with other shots" in text and "beyond chance" in text and "VSA was not measured" not in text


@pytest.mark.parametrize("verdicts", [[], [verdict(evidence=(Evidence(at=0.5, words="x"),))]])
def test_no_address_leaves_the_machine(verdicts):
    text = rendered(*film(verdicts), frames={0.5: PIXEL})
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", text)
    assert "connect-src 'none'" in text and "img-src data:" in text
