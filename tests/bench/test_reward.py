"""The reward, and every cheap way to it: what is paid must be the dialogue, kept and staged."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenc.scripter.engines import Wishes, rules
from screenc.scripter.finish import finish
from screenc.scripter.read import read
from screenc.scripter.reward import grpo_rows, score, scores, script_reward, sft_rows, write_sft
from screenc.text import Source

TALK = """ANA: Is this the last one?
BEN: There's another in nine minutes.
ANA: You said that nine minutes ago.
BEN: I was hoping you wouldn't count.
ANA: I count everything. Trams, mostly, and men who wait for none of them.
BEN: Then count me out of the second lot.
"""
OTHER = "MIA: The soup is cold.\nLEO: It is meant to be cold.\nMIA: Nobody told the soup.\nLEO: I will tell it now.\n"


def made(talk: str):
    dialogue, _ = read(Source("talk.txt", talk))
    text, _ = finish(dialogue, rules.script(dialogue, Wishes()))
    return dialogue, text


DIALOGUE, GOOD = made(TALK)
_, COPIED = made(OTHER)
BEST = score(DIALOGUE, GOOD).total
HEAD = GOOD[: GOOD.index("\nshot ")]
LINES = [f"  {s.who.upper()}: {s.text}" for s in DIALOGUE.speeches]
LAST = GOOD.removesuffix("end\n")


def shot(n: int, *facts: str) -> str:
    return "\n".join([f"shot s10.{n} auto", *facts, ""])


WIDE = "  framing  full ANA BEN"
ONCE_MORE = re.sub(r"(?m)^shot s10\.(\d+)", r"shot s10.9\1", LAST[LAST.index("\nshot ") :])
EMPTY = [shot(900 + n, f"  framing  {'full' if n % 2 else 'long'} ANA BEN", "  action   They wait.") for n in range(100)]
BOTH = re.sub(r"(?m)^  BEN\b", "  ANA", GOOD).replace("cast ANA\n", "cast ANA\n  aka      BEN\n")
CHEAP = {
    "nothing": ("", 0.0),
    "blanks": (" \n\n", 0.0),
    "an empty film": ("screenc 1\nend\n", 0.0),
    "comments": ("screenc 1\n" + "# a fine film\n" * 200 + "end\n", 0.0),
    "the dialogue itself": (TALK, 0.0),
    "the dialogue between the marks": (f"screenc 1\n{TALK}end\n", 0.0),
    "the dialogue as facts": ("screenc 1\n" + "\n".join(LINES) + "\nend\n", 0.1),
    "the dialogue as actions": (f"{HEAD}\n" + shot(1, WIDE, *("  action   " + line.strip() for line in LINES)) + "end\n", 0.0),
    "the dialogue as comments": (f"{HEAD}\n" + shot(1, WIDE, "  action   Rain.", *("#" + line for line in LINES)) + "end\n", 0.0),
    "another's script": (COPIED, 0.0),
    "staging without words": ("\n".join(line for line in GOOD.split("\n") if not re.match(r"  [A-Z]+( \(|:)", line)), 0.1),
    "one shot for everything": (f"{HEAD}\n" + shot(1, WIDE, *LINES) + "end\n", 0.75),
    "the last line said ten times": (f"{LAST}\n" + shot(900, WIDE, *LINES[-1:] * 10) + "end\n", 0.6),
    "the film twice": (f"{LAST}\n{ONCE_MORE}end\n", 0.6),
    "a hundred shots of nothing": (LAST + "\n" + "\n".join(EMPTY) + "end\n", 0.8),
    "one plays both": (BOTH, 0.6),
    "a line given away": (GOOD.replace("  BEN: There's", "  ANA: There's"), 0.8),
    "one word changed": (GOOD.replace("hoping", "praying"), 0.8),
    "half the dialogue": (GOOD.replace(LINES[4].strip(), "ANA: .").replace(LINES[3].strip(), "BEN: ."), 0.6),
}


def test_a_good_script_is_worth_most():
    assert 0.9 < BEST <= 1
    whole = score(DIALOGUE, GOOD)
    assert whole.structure == whole.fidelity == whole.rules == 1 and whole.craft > 0.8
    assert score(DIALOGUE, f"Here it is:\n```\n{GOOD}```\nEnjoy!").total == BEST


@pytest.mark.parametrize("candidate", CHEAP.values(), ids=CHEAP)
def test_what_is_cheap_is_not_worth_much(candidate):
    text, most = candidate
    got = score(DIALOGUE, text).total
    assert got <= most and got < BEST - 0.1


def test_silenced_and_hidden_faults_are_faults():
    flat = re.sub(r"(?m)^  framing  .*$", "  framing  medium ANA BEN", GOOD)
    broken = score(DIALOGUE, flat)
    waived = re.sub(r"(?m)^(shot .*)$", r"\1\n  waive    W0412 until 2099-01-01 hush", flat)
    assert broken.rules < 0.7 and score(DIALOGUE, waived).rules <= broken.rules and broken.total < BEST
    away = re.sub(r"(?m)^  (ANA|BEN): ", r"  \1 (off screen): ", GOOD)
    assert score(DIALOGUE, away).rules == 0


def test_it_climbs_with_every_line_that_is_kept():
    def said(n):
        text = GOOD
        for line in LINES[n:]:
            text = text.replace(line, "  action   They wait.")
        return score(DIALOGUE, text).total

    ladder = [said(n) for n in range(len(LINES) + 1)]
    assert ladder == sorted(ladder) and ladder[-1] == BEST and len(set(ladder)) == len(ladder)


def test_before_it_compiles_it_climbs_with_every_line_that_reads():
    slips = re.sub(r"(?m)^  framing", "  framming", GOOD)
    fewer = slips.replace("framming", "framing", 5)
    assert 0 < score(DIALOGUE, slips).total < score(DIALOGUE, fewer).total <= 0.1
    assert score(DIALOGUE, GOOD.replace("end\n", "")).total <= 0.1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*GOOD.split("\n"), *LINES, "", "screenc 1", "end"]), max_size=60))
def test_shuffled_pieces_are_between_nothing_and_one_and_never_the_best(pieces):
    got = score(DIALOGUE, "\n".join(pieces))
    assert 0 <= got.total <= BEST and all(0 <= v <= 1 for v in (got.structure, got.fidelity, got.rules, got.craft))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_is_scored(text):
    assert 0 <= score(DIALOGUE, text).total <= 0.1


def test_lists_come_back_in_their_order():
    assert [s.total for s in scores([DIALOGUE] * 3, [GOOD, "", GOOD])] == [BEST, 0.0, BEST]


def test_the_signature_is_trls():
    asked = {"prompts": [[{"role": "user", "content": "x"}]] * 3, "completion_ids": [[1], [2], [3]], "trainer_state": None}
    said = [[{"role": "assistant", "content": GOOD}], [{"role": "assistant", "content": ""}], []]
    assert script_reward(completions=said, dialogue=[TALK] * 3, **asked) == [BEST, 0.0, 0.0]
    assert script_reward(completions=[GOOD, COPIED], dialogue=[TALK, OTHER], **asked)[1] > 0.8
    with pytest.raises(ValueError, match="cannot be read"):
        script_reward(completions=[""], dialogue=["nobody speaks"])


def test_training_data_is_chat_and_only_what_is_good(tmp_path):
    assert write_sft(tmp_path / "sft.jsonl", [(DIALOGUE, GOOD), (DIALOGUE, COPIED)]) == 1
    (row,) = [json.loads(line) for line in (tmp_path / "sft.jsonl").read_text().splitlines()]
    assert [m["role"] for m in row["messages"]] == ["user", "assistant"] and row["messages"][1]["content"] == GOOD
    assert '"text": "Is this the last one?"' in row["messages"][0]["content"]
    assert sft_rows([(DIALOGUE, GOOD)], least=1.01) == []
    (asked,) = grpo_rows([DIALOGUE])
    assert asked["prompt"] == row["messages"][:1] and asked["dialogue"] == TALK
