"""The one grammar file: strict LALR(1), inside the subset that constrained decoders take; its forms agree with Lark."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from screenc.lang import forms, lalr
from screenc.lang.examples import EXAMPLES
from screenc.lang.format import format_file
from screenc.lang.parse import parse
from screenc.text import Source


def test_strict_lalr_without_a_conflict_or_a_collision():
    assert lalr.parser(strict=True).parse("screenc 1\nend\n", start="start")


def test_inside_the_subset_of_constrained_decoders():
    body = re.sub(r'"[^"]*"|/(?:\\.|[^/\n])+/', "X", forms.grammar())
    assert not re.search(r"%\w+", body), "no directives"
    assert not re.search(r"\w+\.[0-9]+\s*:", body), "no priorities"
    assert not re.search(r"\w+\{", body), "no templates"
    assert not re.search(r"\(\?[=!<]", forms.grammar()), "no lookaround"


def test_head_words_and_fact_words_are_disjoint_and_short():
    facts = {word for kind in forms.HEADS for word in forms.facts(kind)} - {"speech"}
    assert facts and not facts & {*forms.HEADS, "screenc", "end"}
    assert max(map(len, facts)) <= 8


def test_every_head_and_fact_has_an_example_that_is_one():
    for kind in forms.HEADS:
        assert forms.heads()[kind].words(EXAMPLES[kind])
        for key, form in forms.facts(kind).items():
            assert form.words(EXAMPLES[key]), (kind, key)


def rules():
    yield from ((kind, kind, form, EXAMPLES[kind]) for kind, form in forms.heads().items())
    for kind in forms.HEADS:
        for key, form in forms.facts(kind).items():
            yield f"{kind}_fact", key, form, EXAMPLES[key]


RULES = list(rules())


def verdicts(rule, form, line):
    """What the form and Lark make of a line: (words, words), None for a refusal."""
    try:
        key, words = lalr.words(rule, line)
    except lalr.Refused:
        key, words = None, None
    mine = form.words(line)
    return mine, words if key == form.key else None


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(RULES), st.integers(0, 2**32), st.integers(0, 3))
def test_forms_take_what_lark_takes(rule, seed, slips):
    """On good lines and on lines with a few letters changed, lost, doubled or swapped."""
    name, _, form, line = rule
    dice = random.Random(seed)
    for _ in range(slips):
        at = dice.randrange(len(line))
        kind = dice.randrange(4)
        char = dice.choice("aZ0 .:()-#=>\u00e9\u6f22\t_") if kind < 2 else ""
        put = (char, char + line[at], "", line[at : at + 2][::-1])[kind]
        line = line[:at] + put + line[at + (2 if kind == 3 else 1) :]
        if not line.strip():
            return
    line = line.rstrip(" ")
    mine, larks = verdicts(name, form, line)
    assert mine == larks, line


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(from_lark(lalr.parser(), start="start"))
def test_all_that_the_grammar_makes_is_read_and_formatted(text):
    """Parse, format, parse again: the same stanzas, facts in order, every comment, and formatting is done once for all."""
    first, found = parse(Source("made", text))
    assert not found, (found, text)
    formatted = format_file(first)
    second, found = parse(Source("again", formatted))
    assert not found, (found, formatted)
    assert shape(second) == shape(first)
    assert sorted(c.text for c in second.comments) == sorted(c.text for c in first.comments)
    assert format_file(second) == formatted


def shape(file):
    """A tree without its addresses: facts sorted as sets are, beats in their order."""
    beats = ("action", "speech", "at")
    return [
        (
            stanza.kind,
            words(stanza),
            sorted((f.key, words(f)) for f in stanza.facts if f.key not in beats),
            [(f.key, words(f)) for f in stanza.facts if f.key in beats],
        )
        for stanza in file.stanzas
    ]


def words(node):
    return [word.text.lower() if word.kind == "COLOUR" else word.text for word in node.args]


@pytest.mark.parametrize("line", ["framing", "seed 4 motoin 5", "length 1s..", "expect x >", "mark A"])
def test_lark_says_what_it_wanted(line):
    kind = forms.owners()[line.split()[0]][0]
    with pytest.raises(lalr.Refused) as refused:
        lalr.words(f"{kind}_fact", line)
    assert refused.value.expected
