"""The compiler as a reward: a candidate script of a dialogue, from 0 to 1, by structure, fidelity and the rules of film.

It takes the place of the paper's rule reward, and TRL's GRPOTrainer takes `script_reward` as it stands. What it pays for cannot
be had without the dialogue's own lines: an empty script, another dialogue's and the example of a prompt are all worth nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from screenc.film.model import Speech
from screenc.film.rules.lined import off_screen
from screenc.lang.parse import parse
from screenc.scripter.bench.compiled import Compiled, bare, chain, compiled
from screenc.scripter.bench.measures import coherence, completeness, format_compliance, shot_division, variety
from screenc.scripter.dialogue import Dialogue
from screenc.scripter.engines.prompts import render
from screenc.scripter.engines.written import unfenced
from screenc.scripter.read import read
from screenc.text import Source

LONGEST = 400_000
"""Characters of a candidate that is looked at; a scene of a hundred lines takes twenty thousand."""
READABLE = 0.1
"""What the parts of a script that does not compile are worth at most: less than any that does and keeps its lines."""
ERROR = 3
"""How many warnings an error weighs."""
_SPEECH = re.compile(r"^  [A-Z][A-Z0-9_]*(?: \([^()]{1,80}\))?: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Score:
    """`total` and its parts, each from 0 to 1: does it read, are the lines kept, are the rules kept, is it staged as a scene."""

    total: float
    structure: float
    fidelity: float
    rules: float
    craft: float


NOTHING = Score(0.0, 0.0, 0.0, 0.0, 0.0)


def score(dialogue: Dialogue, text: str) -> Score:
    """One candidate. Deterministic; opens no file that the candidate names.

    A script that does not compile gets at most a tenth: the share of its lines that read, times the share of the dialogue that
    stands in them. One that compiles gets `fidelity/10 + 9/10 * fidelity^2 * (1/10 + 3/10 rules + 6/10 craft)`.
    """
    text = unfenced(text[:LONGEST])
    if not text or not dialogue.speeches:
        return NOTHING
    it = compiled(dialogue, text)
    if it.film is None:
        return _broken(dialogue, text)
    fidelity = it.fidelity * (it.speakers or 0.0) * (1 - it.added)
    rules, craft = _rules(it), _craft(it)
    total = 0.1 * fidelity + 0.9 * fidelity**2 * (0.1 + 0.3 * rules + 0.6 * craft)
    return Score(total, 1.0, fidelity, rules, craft)


def scores(dialogues: Sequence[Dialogue], texts: Sequence[str]) -> list[Score]:
    """Many candidates, each for its own dialogue; the same pair is looked at once."""
    known: dict[tuple[int, str], Score] = {}
    out = []
    for dialogue, text in zip(dialogues, texts, strict=True):
        key = id(dialogue), text
        if key not in known:
            known[key] = score(dialogue, text)
        out.append(known[key])
    return out


def script_reward(completions: Sequence[Any], dialogue: Sequence[str], **columns: Any) -> list[float]:
    """As TRL's trainers call a reward: completions as text or messages, and the data set's column `dialogue`."""
    read_once = {text: _read(text) for text in set(dialogue)}
    return [s.total for s in scores([read_once[text] for text in dialogue], [_said(c) for c in completions])]


def _read(text: str) -> Dialogue:
    dialogue, found = read(Source("dialogue.txt", text))
    if dialogue is None:
        raise ValueError(f"a dialogue of the data set cannot be read: {found[0].message}")
    return dialogue


def _said(completion: Any) -> str:
    if isinstance(completion, str):
        return completion
    last = completion[-1]["content"] if completion else ""
    return last if isinstance(last, str) else ""


def _broken(dialogue: Dialogue, text: str) -> Score:
    lines = [line for line in text.split("\n") if line.strip()]
    source = Source("script.shot", text)
    _, found = parse(source)
    bad = {d.span.line for d in found if d.span}
    structure = max(1 - len(bad) / max(len(lines), 1), 0.0)
    turns = [bare(s.text) for s in dialogue.speeches]
    stream = "".join(bare(words) for words in _SPEECH.findall(text))
    found_turns = chain(turns, stream)
    kept = sum(len(turns[n]) for n in found_turns) / max(sum(map(len, turns)), len(stream), 1)
    return Score(READABLE * structure * kept, structure, kept, 0.0, 0.0)


def _rules(it: Compiled) -> float:
    """1 less the reports a line of the dialogue.

    By the line and not by the shot, so more shots hide nothing; a waiver is a report, and so is a speaker sent off screen
    whom the dialogue has there.
    """
    assert it.film is not None
    reports = sum(ERROR if d.severity == "error" else 1 for d in it.found)
    shots = [shot for _, shot in it.film.shots()]
    reports += sum(len(shot.waive) for shot in shots)
    away = sum(off_screen(b) for shot in shots for b in shot.beats if isinstance(b, Speech))
    meant = sum(off_screen(Speech(who="X", how=s.how, text=s.text)) for s in it.dialogue.speeches)
    reports += max(away - meant, 0)
    return max(1 - reports / len(it.dialogue.speeches), 0.0)


def _craft(it: Compiled) -> float:
    """How far it is a scene in shots: division, variety of sizes, and what is staged; padding with shots costs what it adds."""
    assert it.film is not None
    shots = sum(len(s.shots) for s in it.film.scenes)
    turns = len(it.dialogue.speeches)
    most = 2 * turns + 4 * len(it.dialogue.scenes)
    wanted = min(2.0, log2(max(min(turns, 4), 2)))
    varied = min((variety(it) or 0.0) / wanted, 1.0)
    staged = (format_compliance(it) + completeness(it) + coherence(it)) / 3
    return (0.4 * (shot_division(it) or 0.0) + 0.2 * varied + 0.4 * staged) * min(1.0, most / max(shots, 1))


# --- data for training -----------------------------------------------------------------------------------------------


def prompt(dialogue: Dialogue) -> list[dict[str, str]]:
    """The question that a model is trained to answer with a whole script, as chat messages."""
    said = []
    for scene in dialogue.scenes:
        said += [{"scene": scene.head.text}] if scene.head else []
        for turn in scene.turns:
            who = getattr(turn, "who", None)
            if who is None:
                said.append({"direction": turn.text})
            else:
                said.append({"who": dialogue.character(who).name, **({"how": turn.how} if turn.how else {}), "text": turn.text})
    return [{"role": "user", "content": render("whole", items=said)}]


def grpo_rows(dialogues: Iterable[Dialogue]) -> list[dict[str, Any]]:
    """Rows for GRPOTrainer: `prompt`, and the `dialogue` that `script_reward` compares with."""
    return [{"prompt": prompt(d), "dialogue": d.source.text} for d in dialogues]


def sft_rows(pairs: Iterable[tuple[Dialogue, str]], least: float = 0.8) -> list[dict[str, Any]]:
    """Rows for supervised training in chat format, `{"messages": [user, assistant]}`; what scores under `least` is left out."""
    rows = []
    for dialogue, text in pairs:
        if score(dialogue, text).total >= least:
            rows.append({"messages": [*prompt(dialogue), {"role": "assistant", "content": text}]})
    return rows


def write_sft(path: Path, pairs: Iterable[tuple[Dialogue, str]], least: float = 0.8) -> int:
    """Write the rows as JSON Lines, as TRL, LLaMA-Factory and ms-swift read them; says how many."""
    rows = sft_rows(pairs, least)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")
    return len(rows)
