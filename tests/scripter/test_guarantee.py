"""The promise: whatever the dialogue, its script speaks every line, verbatim, once, in order, and checks clean."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripter.dialogues import dialogues

from screenc.film import rules
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.lang.format import format_file
from screenc.scripter.engines import Wishes
from screenc.scripter.engines.rules import script
from screenc.scripter.finish import finish
from screenc.scripter.proof import first_loss
from screenc.scripter.read import read
from screenc.text import Source

TODAY = date(2026, 11, 21)


def kept(text: str, **wishes) -> str | None:
    """Script a dialogue and hold the result to the promise by the compiler's own doors; None where nobody speaks."""
    source = Source("talk.txt", text)
    dialogue, found = read(source)
    if dialogue is None:
        assert [d.code for d in found] in (["E0801"], ["E0802"])
        return None
    draft = script(dialogue, Wishes(**wishes))
    written, found = finish(dialogue, draft, TODAY)
    assert found == [], [(d.code, d.message, d.notes) for d in found]
    loaded, found = load("film.shot", written.encode())
    assert found == []
    resolved, found = resolve(loaded)
    assert found == []
    assert first_loss(dialogue, resolved.film, draft.ids) is None
    assert rules.check(resolved, TODAY) == []
    assert format_file(loaded.root) == written
    assert source.text == text
    return written


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=dialogues(), seed=st.integers(0, 50))
def test_every_dialogue_keeps_every_word_and_checks_clean(text, seed):
    kept(text, seed=seed)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=400))
def test_any_text_at_all_is_read_or_refused(text):
    kept(text)
