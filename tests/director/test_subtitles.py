from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from screenc.contract import CutEvent, Estimate, Plan, Subtitle
from screenc.director.subtitles import cues, srt, vtt


def plan(*lines, language="en", length=60) -> Plan:
    """Lines as (start, end, name, text)."""
    read = tuple(
        Subtitle(who="A", name=name, text=text, start=Fraction(start), end=Fraction(end), shot="s1.1")
        for start, end, name, text in lines
    )
    event = CutEvent(shot="s1.1", clip="c", start=Fraction(0), length=Fraction(length))
    return Plan(
        film="f",
        title="F",
        width=64,
        height=48,
        rate=Fraction(24),
        language=language,
        tasks=(),
        events=(event,),
        subtitles=read,
        estimate=Estimate(length=Fraction(length), to_make=0, cached=0),
    )


LONG = (
    "I have been standing at this corner every night for eleven years, waiting for a bus that they took off the timetable "
    "before you were born, and nobody, not one of them, ever stopped to tell me so."
)


def test_a_short_line_is_one_cue_held_long_enough_to_read():
    (cue,) = cues(plan(("1", "1.2", "Anri", "No.")))
    assert (cue.start, cue.text) == (1, "No.") and cue.end == Fraction(1) + Fraction(5, 6)


@pytest.mark.parametrize(
    ("text", "language", "width"),
    [
        (LONG, "en", 42),
        ("오늘 밤 여기 다시 오지 말라고 했잖아. 그런데 왜 또 왔어? 나는 이제 더 이상 할 말이 없어.", "ko", 16),
        ("我告诉过你今晚不要回来，可是你还是来了，而且带着他一起来，我真的不知道该说什么才好。", "zh", 16),
        ("こんやは もどってくるなと いったでしょう。どうして またきたの。もう はなすことは なにもない。", "ja", 13),
        ("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungszeremonie", "de", 42),
    ],
)
def test_rows_are_no_wider_than_the_script_allows_and_nothing_is_lost(text, language, width):
    got = cues(plan(("1", "13", "A", text), language=language))
    for cue in got:
        rows = cue.text.split("\n")
        assert len(rows) <= 2 and max(map(len, rows)) <= width
    assert re.sub(r"\s", "", "".join(c.text for c in got)) == re.sub(r"\s", "", text)


def test_a_long_line_is_shared_out_over_its_time_at_a_readable_speed():
    got = cues(plan(("1", "13", "A", LONG)))
    assert got[0].start == 1 and len(got) >= 3
    assert all(a.end <= b.start for a, b in pairwise(got))
    assert all(len(c.text.replace("\n", "")) / float(c.end - c.start) <= 21 for c in got)
    assert all(c.text.split("\n")[-1][-1] in ".,;" or len(c.text) > 30 for c in got)


def test_a_quick_line_stays_up_into_the_silence_but_not_over_the_next():
    first, _ = cues(plan(("1", "1.5", "A", "That is what I meant to say to you."), ("2.5", "4", "B", "I know.")))
    assert Fraction(2) < first.end <= Fraction(5, 2) - Fraction(2, 24)
    alone = cues(plan(("1", "1.5", "A", "That is what I meant to say to you.")))[0]
    assert alone.end == 1 + Fraction(35, 17)


def test_two_at_once_share_a_cue_and_none_overlaps():
    got = cues(plan(("1", "3", "A", "Stop!"), ("1.2", "3", "B", "Wait!"), ("2.8", "5", "A", "What now?"), ("4", "6", "B", "Run")))
    assert got[0].text == "- Stop!\n- Wait!" and got[0].name == ""
    assert all(a.end < b.start for a, b in pairwise(got))


def test_nothing_is_shown_past_the_end():
    got = cues(plan(("9.8", "9.9", "A", "Oh."), ("12", "13", "A", "Too late."), length=10))
    assert [(c.text, c.end) for c in got] == [("Oh.", Fraction(10))]


def test_the_files_are_well_formed():
    got = cues(plan(("1", "2", "Anri & Co", "1 < 2 --> 3"), ("3661.5", "3663", "B", "An hour on."), length=4000))
    assert srt(got).split("\n")[:3] == ["1", "00:00:01,000 --> 00:00:02,000", "1 < 2 → 3"]
    assert "01:01:01,500 -->" in srt(got)
    text = vtt(got)
    assert text.startswith("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Anri &amp; Co>1 &lt; 2 → 3\n")
    assert srt([]) == "" and vtt([]).startswith("WEBVTT")
