"""Where a clip may cut, and which tokens speak of which shot: no torch needed."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from screenc.nn.captions import Misplaced, compose, locate
from screenc.nn.reel import Reel, cut


def test_a_reel_of_241_frames_in_three_shots():
    reel, late = cut([81, 80, 80])
    assert (reel.frames, reel.starts) == (241, (0, 81, 161)) and late == (0, 0, 0)
    assert [(s.start, s.stop) for s in reel.shots] == [(0, 21), (21, 41), (41, 61)]


@given(st.lists(st.integers(1, 200), min_size=1, max_size=13))
def test_every_shot_keeps_a_latent_frame_and_long_ones_move_by_two_frames_at_most(lengths):
    reel, late = cut(lengths)
    assert all(len(shot) >= 1 for shot in reel.shots) and len(reel.shots) == len(lengths)
    assert sum(len(shot) for shot in reel.shots) == reel.latents
    if min(lengths) >= 6:
        assert max(map(abs, late)) <= 2


@pytest.mark.parametrize("frames, starts", [(80, (0,)), (81, (4,)), (81, (0, 40)), (81, (0, 85)), (81, (0, 41, 21)), (81, ())])
def test_a_reel_off_the_grid_is_refused(frames, starts):
    with pytest.raises(ValueError):
        Reel(frames, starts)


def words(text: str) -> list[tuple[int, int]]:
    """A tokenizer: each word a token, and one empty token at the end."""
    out, at = [], 0
    for word in text.split(" "):
        out.append((at, at + len(word)))
        at += len(word) + 1
    return [*out, (0, 0)]


def test_captions_are_found_among_the_tokens():
    prompt = compose("Two friends, at night.", ["She waits.", "He  comes\nin.", "They sit."])
    assert prompt == (
        "[global caption] Two friends, at night. This scene contains 3 shots. [per shot caption] She waits. [shot cut] "
        "He comes in. [shot cut] They sit."
    )
    spans = locate(prompt, words, 3)
    tokens = prompt.split(" ")
    assert [" ".join(tokens[r.start : r.stop]) for r in (spans.whole, *spans.shots)] == [
        "[global caption] Two friends, at night. This scene contains 3 shots.",
        "[per shot caption] She waits. [shot cut]",
        "He comes in. [shot cut]",
        "They sit.",
    ]
    assert spans.end == len(tokens), "the end mark and the padding are everybody's"
    assert set(range(spans.end, 30)) <= set(spans.visible(0, 30))
    assert not set(spans.visible(0, 30)) & set(spans.shots[1])


def test_the_releases_ranges_are_one_token_longer():
    prompt = compose("A.", ["One.", "Two."])
    exact, compat = locate(prompt, words, 2), locate(prompt, words, 2, compat=True)
    assert [r.stop - 1 for r in (compat.whole, *compat.shots)] == [r.stop for r in (exact.whole, *exact.shots)]
    assert compat.end == exact.end + 1


@given(st.lists(st.text("abc .,", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=6))
def test_every_token_of_a_prompt_is_of_just_one_caption(shots):
    prompt = compose("Night.", shots)
    spans = locate(prompt, words, len(shots))
    flat = [n for r in (spans.whole, *spans.shots) for n in r]
    assert flat == list(range(spans.end))


@pytest.mark.parametrize(
    "prompt, shots, words_",
    [
        (compose("A.", ["One.", "Two."]), 3, "2 captions for 3 shots"),
        (compose("A.", ["One.", "Two."]), 1, "2 captions for 1 shots"),
        ("A plain prompt.", 1, "is not"),
        (compose("A.", ["One."]).replace("A.", "A.  B."), 1, "double spaces"),
        (compose("A.", ["word " * 600]), 1, "would be lost"),
        ("[global caption] A. [per shot caption] One. [shot cut]", 2, "no token of its own"),
    ],
)
def test_what_a_model_would_ignore_in_silence_is_refused(prompt, shots, words_):
    with pytest.raises(Misplaced, match=words_):
        locate(prompt, words, shots)


def test_a_caption_cannot_smuggle_in_a_cut():
    with pytest.raises(Misplaced):
        compose("A.", ["One. [shot cut] Two."])
