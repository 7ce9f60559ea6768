"""What the bench counts, on scripts made to be good or bad in one way each: a measure falls where it should."""

from __future__ import annotations

import pytest

from screenc.scripter.bench.compiled import compiled
from screenc.scripter.bench.measures import MEASURES, measured
from screenc.scripter.engines import Wishes, rules
from screenc.scripter.finish import finish
from screenc.scripter.read import read
from screenc.text import Source

TALK = """A tram stop in the rain, at dusk.

ANA: Is this the last one?
BEN: There's another in nine minutes.
ANA: You said that nine minutes ago.
[BEN holds out half of his umbrella.]
BEN: I was hoping you wouldn't count.
ANA: No. No.
BEN: No?
"""
DIALOGUE, _ = read(Source("talk.txt", TALK))
TEXT, _ = finish(DIALOGUE, rules.script(DIALOGUE, Wishes()))


def scores(text: str) -> dict:
    return measured(compiled(DIALOGUE, text))


GOOD = scores(TEXT)


def test_a_good_script_keeps_everything_and_breaks_nothing():
    assert GOOD["fidelity"] == GOOD["speakers"] == 1 and GOOD["added"] == 0 and GOOD["violations"] == 0
    assert all(GOOD[k] > 0.8 for k in ("format", "division", "completeness", "coherence"))
    assert 0 < GOOD["variety"] <= 3.585 and GOOD["seconds"] > 1.5 and GOOD["rhythm"] > 0


def test_a_line_altered_is_not_kept_and_its_words_are_added():
    bad = scores(TEXT.replace("nine minutes ago", "ten minutes ago"))
    assert bad["fidelity"] == pytest.approx(5 / 6) and bad["added"] > 0 and bad["speakers"] == 1


def test_a_line_lost_is_not_kept():
    said = next(line for line in TEXT.split("\n") if "wouldn't count" in line)
    bad = scores(TEXT.replace(said, "  action   BEN says nothing."))
    assert bad["fidelity"] == pytest.approx(5 / 6) and bad["added"] == 0


def test_a_line_said_by_another_is_kept_and_not_right():
    bad = scores(TEXT.replace("BEN: There's another", "ANA: There's another"))
    assert bad["fidelity"] == 1 and bad["speakers"] == pytest.approx(5 / 6)


def test_lines_out_of_order_are_not_all_kept():
    swapped = TEXT.replace("Is this the last one?", "@").replace("I was hoping you wouldn't count.", "Is this the last one?")
    assert scores(swapped.replace("@", "I was hoping you wouldn't count."))["fidelity"] < 0.8


def test_a_line_said_twice_adds_its_words():
    said = "  BEN: There's another in nine minutes."
    again = next(line for line in TEXT.split("\n") if "There's another" in line)
    assert scores(TEXT.replace(again, f"{again}\n  action   A pause.\n{said}"))["added"] > 0


def test_what_does_not_compile_scores_nothing_and_has_no_lengths():
    slips = TEXT.replace("end\n", ""), TEXT.replace("framing", "framming", 1), "\x00", "use x.shot"
    for text in ("", "screenc 1\nend\n", TALK, *slips):
        bad = scores(text)
        assert bad["format"] == bad["completeness"] == bad["coherence"] == bad["fidelity"] == 0
        assert bad["division"] is None and bad["variety"] is None and bad["violations"] is None


def test_a_use_opens_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cast.shot").write_text("screenc 1\n\ncast ANA\n  look     x\nend\n")
    assert compiled(DIALOGUE, TEXT.replace("screenc 1\n", "screenc 1\n\nuse cast.shot\n", 1)).film is None


def test_one_shot_for_everything_is_divided_badly_and_has_no_variety():
    lines = "\n".join(f"  {s.who.upper()}: {s.text}" for s in DIALOGUE.speeches)
    head = TEXT[: TEXT.index("\nshot ")]
    bad = scores(f"{head}\nshot s10.1 auto\n  framing  full ANA BEN\n  action   They wait.\n{lines}\nend\n")
    assert bad["fidelity"] == 1 and bad["division"] == 0 and bad["variety"] == 0


def test_a_glimpse_and_a_rule_broken_are_counted():
    import re

    flat = re.sub(r"(?m)^  framing  .*$", "  framing  medium ANA BEN", TEXT)
    assert scores(flat)["violations"] > 0.3 and scores(flat)["coherence"] < GOOD["coherence"]
    quick = re.sub(r"(?m)^(shot \S+) auto$", r"\1 0.5s", TEXT)
    assert scores(quick)["division"] < GOOD["division"]


def test_bare_staging_lowers_completeness_and_format():
    bare = "\n".join(line for line in TEXT.split("\n") if not line.startswith(("  mark", "  wears", "  mood", "  goal")))
    assert scores(bare)["format"] < GOOD["format"]
    mute = "\n".join(line for line in TEXT.split("\n") if "umbrella." not in line)
    assert scores(mute)["completeness"] < GOOD["completeness"]


def test_a_waiver_hides_nothing():
    first = next(line for line in TEXT.split("\n") if line.startswith("shot "))
    assert scores(TEXT.replace(first, f"{first}\n  waive    W0412 until 2099-01-01 quiet"))["violations"] > 0


def test_every_measure_says_what_it_counts_and_what_it_cannot_see():
    assert len({m.key for m in MEASURES}) == len(MEASURES)
    assert all(m.what.endswith(".") and m.blind.endswith(".") and m.better in (-1, 0, 1) for m in MEASURES)
