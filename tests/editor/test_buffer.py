"""Edits and positions as the protocol counts them, against a plain recount."""

import random

import pytest
from editor.client import offset, place
from editor.films import FILM, slip
from lsprotocol.types import Position, Range

from screenc.editor.buffer import UTF8, UTF16, UTF32, Buffer

TEXTS = [FILM, FILM.replace("\n", "\r\n"), FILM.replace("\n", "\r"), "\U0001f327한\u2028\x85é\r\r\n\n\r" * 9, ""]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("seed", range(4))
def test_lines_after_any_edits_are_those_of_the_text(text, seed):
    chance, buffer = random.Random(seed), Buffer(text)
    for _ in range(150):
        start, end, words = slip(chance, buffer.text)
        one, two = buffer.position(start), buffer.position(end)
        a, b = buffer.offset(one), buffer.offset(two)
        expected = buffer.text[:a] + words + buffer.text[b:]
        buffer.edit(Range(one, two), words)
        assert buffer.text == expected and buffer.starts == Buffer(expected).starts


@pytest.mark.parametrize("text", TEXTS)
def test_positions_are_what_a_client_counts(text):
    buffer = Buffer(text)
    for at in range(len(text) + 1):
        if text[at - 1 : at + 1] == "\r\n":
            continue  # no position lies inside a line's end
        assert buffer.position(at) == place(text, at)
        assert buffer.offset(buffer.position(at)) == offset(text, place(text, at)) == at


@pytest.mark.parametrize("encoding, units", [(UTF8, 4), (UTF16, 2), (UTF32, 1)])
def test_a_character_beyond_the_basic_plane(encoding, units):
    buffer = Buffer("a\U0001f327b\n", encoding)
    assert buffer.position(2) == Position(0, 1 + units) and buffer.offset(Position(0, 1 + units)) == 2


def test_positions_past_an_end_are_that_end():
    buffer = Buffer("ab\r\ncd")
    assert buffer.offset(Position(0, 99)) == 2 and buffer.offset(Position(99, 0)) == 6
    assert buffer.position(99) == Position(1, 2)
