"""Whose line is heard: English by the recogniser, any language by the embedded voices."""

import numpy as np
import pytest

from screenc.critic import voice
from screenc.critic.said import Said
from screenc.media import audio
from screenc.media.speech import speak

ENGLISH = ("You kept a tram ticket?", "Is nine minutes enough?", "Two tickets. You bought two.", "I never liked the weather.")
KOREAN = ("하나만 주세요.", "저 혼자인데요.", "내일 온다며.", "연락도 없이?")


def film(texts, language, engine, speaker):
    """Each line after the other with half a second between, the flags of its voices, and where each begins and ends."""
    parts, marks, at = [], [], 0.0
    for text in texts:
        samples, rate = speak(text, language, engine, speaker)
        line = np.concatenate([np.zeros(4800), audio.resample(samples, rate, 16000), np.zeros(4800)]).astype(np.float32)
        marks.append((at, at + len(line) / 16000))
        at = marks[-1][1]
        parts.append(line)
    whole = np.concatenate(parts)
    return (lambda a, b: whole[round(a * 16000) : round(b * 16000)]), voice.spoken(whole), marks


@pytest.mark.parametrize(
    "texts, language, engine, speaker, by",
    [
        (ENGLISH, "en", "hibari", "low", "the recogniser"),
        (KOREAN, "ko", "espeak", "f5", "the embedded voices"),
    ],
)
def test_each_line_is_known_among_all(texts, language, engine, speaker, by):
    if by == "the recogniser":
        pytest.importorskip("pocketsphinx")
    sound, heard, marks = film(texts, language, engine, speaker)
    said = Said([(text,) for text in texts], language, sound, heard)
    assert said.by == by
    found = np.array([[said.likely((n,), *mark) for n in range(4)] for mark in marks])
    assert (found.argmax(axis=1) == np.arange(4)).all()
    assert (np.diag(found) > 0.7).all() and found[~np.eye(4, dtype=bool)].max() < 0.4


def test_silence_and_silent_shots_say_nothing():
    sound, heard, marks = film(ENGLISH[:1], "en", "hibari", "low")
    assert Said([()], "en", sound, heard).likely((0,), *marks[0]) is None
    assert Said([(ENGLISH[0],)], "en", sound, heard & False).likely((0,), *marks[0]) is None


def test_a_language_that_nothing_here_speaks_tells_nothing():
    sound, heard, marks = film(KOREAN, "ko", "espeak", "f5")
    said = Said([(text,) for text in ("qapla'", "nuqneH", "jIyaj", "Heghlu'meH")], "tlh", sound, heard)
    assert said.likely((0,), *marks[0]) is None
    few = Said([(text,) for text in KOREAN[:2]], "ko", sound, heard)
    assert few.likely((0,), *marks[0]) is None
