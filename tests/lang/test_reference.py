"""The language's reference says all that the grammar knows, and every line that it shows is one."""

import re
from pathlib import Path

import pytest

from screenc.lang import forms
from screenc.lang.format import format_file
from screenc.lang.parse import parse
from screenc.text import Source

REFERENCE = (Path(__file__).parents[2] / "grammar" / "README.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0].strip(): part for part in re.split(r"^## ", REFERENCE, flags=re.MULTILINE)[1:]}
FRAGMENTS = re.findall(r"```text\n(.*?)```", REFERENCE, re.DOTALL)


@pytest.mark.parametrize("block", FRAGMENTS, ids=lambda block: block.partition("\n")[0])
def test_a_fragment_is_formatted_text(block):
    text = f"screenc 1\n\n{block}end\n"
    file, found = parse(Source("README.md", text))
    assert not found, found
    assert format_file(file) == text


def rows(kind):
    """(fact word, example) of each row of a stanza's table."""
    title = "place, prop, voice" if kind in ("place", "prop", "voice") else kind
    for line in SECTIONS[title].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or "---" in line or "example" in cells:
            continue
        if title != kind and cells.pop(0) != kind:
            continue
        example = re.fullmatch(r"`(.+)`", cells[-1])
        yield re.findall(r"`?([A-Za-z]+)`?", cells[0]), example and example[1]


@pytest.mark.parametrize("kind", [kind for kind in forms.HEADS if kind != "use"])
def test_each_stanza_has_a_row_for_each_fact_with_a_true_example(kind):
    told = {word for words, _ in rows(kind) for word in words}
    assert {"NAME" if word == "speech" else word for word in forms.facts(kind)} == told
    for words, example in rows(kind):
        key = "speech" if words == ["NAME"] else example.split()[0]
        assert forms.facts(kind)[key].words(example), example
        assert key == "speech" or example.startswith(f"{key:<8} "), "values stand in column 12"


def test_heads_are_shown():
    for kind in forms.HEADS:
        assert re.search(rf"`{kind} [A-Za-z]", REFERENCE)
