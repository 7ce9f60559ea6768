"""What a clip brings to be heard: from where the film enters its pictures, at one level, without a click at the cuts."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from screenc.contract import CutEvent, Sounding
from screenc.director import own
from screenc.media import audio
from screenc.media.loudness import of_line

RATE = own.RATE


@pytest.fixture
def clip(tmp_path):
    """Three seconds, each of a tone of its own: 400, 800 and 1200 Hz."""
    n = np.arange(3 * RATE)
    audio.write(tmp_path / "clip.wav", 0.02 * np.sin(2 * np.pi * 400 * (n // RATE + 1) * n / RATE).astype(np.float32), RATE)
    return tmp_path / "clip.wav"


def pitch(samples: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(samples[:, 0]))
    return float(np.argmax(power) * RATE / len(samples))


def test_a_clip_is_heard_from_where_its_pictures_are_seen_and_no_longer(clip):
    cut = CutEvent(shot="s1", clip="k", start=Fraction(5), length=Fraction(1), trim_in=Fraction(1))
    sounds = (
        Sounding(kind="sound", start=Fraction(5), end=Fraction(6), source="k", shot="s1"),
        Sounding(kind="sound", start=Fraction(0), end=Fraction(6), words="rain", shot="s1"),
        Sounding(kind="speech", start=Fraction(0), end=Fraction(1), source="k", shot="s1"),
    )
    (heard,) = own.heard(SimpleNamespace(events=(cut,), sounds=sounds), {"k": clip})
    assert (heard.begin, heard.end) == (5 * RATE, 6 * RATE)
    whole = heard.at(heard.begin, heard.end)
    assert whole.shape == (RATE, 2) and pitch(whole) == pytest.approx(800, abs=1), "the second second"
    assert abs(whole[0, 0]) < 1e-3 and abs(whole[-1, 0]) < 1e-3, "no click"
    halves = [heard.at(heard.begin, heard.begin + RATE // 2), heard.at(heard.begin + RATE // 2, heard.end)]
    assert (np.concatenate(halves) == whole).all()


def test_every_clip_comes_at_one_level_and_is_silent_where_it_has_no_more(clip):
    sound = own.Own(clip, 0, 4 * RATE, 0)
    whole = sound.at(0, 4 * RATE)
    assert of_line(audio.mono(whole[: 3 * RATE])) == pytest.approx(own.LEVEL, abs=0.5)
    assert not whole[3 * RATE :].any()
