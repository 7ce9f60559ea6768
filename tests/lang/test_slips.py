"""No slip of one key in what a line is made of is silent, and each is told where it was made."""

import random
import re
from pathlib import Path

import pytest

from screenc.film.resolve import resolve
from screenc.lang import forms, load

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/film.shot"))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def told(path: Path, text: str):
    loaded, found = load(path, text.encode())
    return found if loaded is None else resolve(loaded)[1]


def slipped(word: str, deal: random.Random) -> str:
    """A word with one letter lost, doubled, changed or swapped with the next."""
    n, kind = deal.randrange(len(word)), deal.randrange(4)
    if kind == 0:
        return word[:n] + word[n + 1 :]
    if kind == 1:
        return word[: n + 1] + word[n:]
    if kind == 2:
        return word[:n] + deal.choice(LETTERS) + word[n + 1 :]
    return word[:n] + word[n : n + 2][::-1] + word[n + 2 :]


def slips(lines: list[str], n: int, deal: random.Random):
    """Lines to stand for line n, each a slip that must be told there."""
    line = lines[n]
    if not line.strip() or line.lstrip().startswith("#"):
        return
    fact = line.startswith("  ")
    word, rest = re.match(r" *(\S+)(.*)", line).groups()
    lead = "  " if fact else ""
    known = set(forms.owners()) | {*forms.HEADS, "end", "screenc", "expect", "prefer"}
    if word in known or not fact:
        other = slipped(word, deal)
        if other and other not in known and other != word:
            yield lead + other + rest
        yield lead + word.upper() + rest
    yield " " * deal.choice((1, 3, 4) if fact else (1, 2, 3)) + line.strip()
    if fact:
        yield line.strip()
    speech = re.match(r"  [A-Z][A-Z0-9_]*(?: \([^()]*\))?: ", line)
    if speech:
        yield line.replace(": ", " ", 1)
        yield line.replace(":", ";", 1)
    for unit in re.finditer(r"(?<=[0-9])(mm|s|f|fps|cm|x|st)\b", line if not speech and word not in TEXTS else ""):
        yield line[: unit.start()] + line[unit.end() :] if unit[0] != "x" else line[: unit.start()] + "%" + line[unit.end() :]
    if fact and word in ("framing", "camera", "mark", "holds", "with", "axis", "focus", "enters", "exits"):
        for name in re.finditer(r"\b[A-Z][A-Z0-9_]{2,}\b", line):
            yield line[: name.start()] + name[0][:-1] + line[name.end() :]


TEXTS = {"title", "logline", "style", "goal", "mood", "look", "sound", "music", "action", "text", "name", "aka", "wears", "waive"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_a_slip_is_told_on_its_line(path):
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    assert told(path, text) == []
    deal, tried = random.Random(7), 0
    for n in range(len(lines)):
        for line in slips(lines, n, deal):
            found = told(path, "\n".join([*lines[:n], line, *lines[n + 1 :]]))
            at = {label.span.line for d in found for label in d.labels if label.span.source.name == str(path)}
            assert n + 1 in at, f"silent, or told elsewhere ({sorted(at)}): line {n + 1}, {line!r}"
            tried += 1
    assert tried > 150


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_a_file_cut_short_anywhere_is_told(path):
    lines = path.read_text(encoding="utf-8").removesuffix("end\n").split("\n")
    for n in range(1, len(lines)):
        cut = "\n".join(lines[:n]) + "\n"
        assert any(d.severity == "error" for d in told(path, cut)), f"cut after line {n} and nobody says so"
