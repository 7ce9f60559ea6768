"""What is measured of the sound: voices, speakers, lips, subtitles, and which words."""

import numpy as np
import pytest
from critic.reel import EARS, Reel, brief, claim, rain, voice

from screenc.critic import captions, registry
from screenc.critic.checks.lips import _step
from screenc.critic.checks.words import recalled, spelled
from screenc.critic.voice import active, spoken, timbre


def take(reel, check, **more):
    return registry.check(check).take(reel, claim(check, **more))


def talk(*lines, seconds=16, under=0.004):
    """A track of voices: (start, seconds, pitch, tilt) each, over faint rain."""
    out = rain(seconds, under)
    for start, length, pitch, tilt in lines:
        part = voice(length, pitch=pitch, tilt=tilt)
        out[int(start * EARS) : int(start * EARS) + len(part)] += part
    return out


def test_a_voice_is_active_where_it_sounds():
    heard = active(talk((2, 3, 130, 1), seconds=8))
    assert heard[110:240].mean() > 0.8 and heard[:90].mean() < 0.05 and heard[270:].mean() < 0.05
    assert not active(rain(4, 0.1)).any() and not len(active(np.zeros(100, np.float32)))


def test_a_line_in_anothers_voice_is_found():
    low, high = (110, 1.6), (220, 0.8)
    lines = [("ANRI", 1, 3), ("TOM", 4, 6), ("ANRI", 7, 9), ("TOM", 10, 12)]
    right = talk(*[(a, 2, *(high if who == "ANRI" else low)) for who, a, _ in lines])
    assert take(Reel(sound=right, lines=lines), "speaker").value == 100
    wrong = talk(*[(a, 2, *(high if who == "ANRI" and a == 1 else low)) for who, a, _ in lines])
    found = take(Reel(sound=wrong, lines=lines), "speaker", subject="ANRI")
    assert found.value < 100 and found.evidence
    assert take(Reel(sound=right, lines=lines[:2]), "speaker").value is None


def test_a_timbre_is_the_same_over_rain():
    clean, wet = talk((0, 3, 150, 1), seconds=3, under=1e-4), talk((0, 3, 150, 1), seconds=3, under=0.02)
    other = talk((0, 3, 250, 0.6), seconds=3, under=1e-4)
    near = np.linalg.norm(timbre(clean) - timbre(wet, rain(2, 0.02, seed=4)))
    assert near < np.linalg.norm(timbre(clean) - timbre(other))
    assert timbre(rain(2)) is None


@pytest.mark.parametrize("late", [0.0, 0.6, -1.2])
def test_subtitles_that_are_late_are_told_by_how_much(late):
    sound = talk((2, 2, 130, 1), (5.5, 1.5, 130, 1), (9, 3, 130, 1))
    cues = tuple((a + late, b + late, "words") for a, b in ((2, 4.4), (5.5, 7.4), (9, 12.4)))
    found = take(Reel(sound=sound, cues=cues), "subtitles", shot=None)
    assert found.value == pytest.approx(abs(late), abs=0.25)
    assert late == 0 or ("late" in found.words) is (late > 0)


def test_no_subtitles_are_not_measured():
    for check in ("subtitles", "reading"):
        assert take(Reel(sound=talk((1, 2, 130, 1))), check, shot=None).value is None


def test_reading_speed_is_of_the_fastest_cue():
    cues = ((0.0, 2.0, "twenty letters in it"), (3.0, 4.0, "twenty letters\nin it"))
    found = take(Reel(sound=rain(6), cues=cues), "reading", shot=None)
    assert found.value == pytest.approx(19) and "0 stand" not in found.words
    over = ((0.0, 2.0, "ten letter"), (1.0, 3.0, "ten letter"))
    found = take(Reel(sound=rain(6), cues=over), "reading", shot=None)
    assert found.value == pytest.approx((10 + 5) / 2) and "together" in found.words


def test_captions_are_read_as_players_read_them():
    srt = "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>One</i>\r\nline\r\n\r\n2\n00:01:00,0 --> 00:01:02,25\nTwo\n"
    assert captions.parse(srt) == ((1.5, 3.0, "One\nline"), (60.0, 62.25, "Two"))
    vtt = "WEBVTT\n\n1\n00:01.500 --> 00:03.000 align:start\n<v Anri>Hello\n"
    assert captions.parse(vtt) == ((1.5, 3.0, "Hello"),)
    assert captions.parse("nothing") == ()


def test_lips_are_held_against_the_voice():
    frames = np.full((120, 90, 160, 3), 120, np.uint8)
    frames[:, 30:60, 60:100] = (210, 160, 130)
    frames[:, 38:41, 68:74] = frames[:, 38:41, 86:92] = 30
    for n in range(24, 84):
        frames[n, 52:56, 74:86] = 40 if n % 6 < 3 else 190
    sound = talk((1, 2.5, 130, 1), seconds=5)
    reel = Reel(frames, sound=sound, asked=brief())
    reel.memo["seen"] = {"s1.1": [(t, 60 / 160, 30 / 90, 40 / 160, 30 / 90, 0.9) for t in (1.0, 2.5, 4.0)]}
    assert take(reel, "lips").value > 0.7
    late = Reel(frames, sound=talk((0, 1, 130, 1), (3.8, 1.1, 130, 1), seconds=5), asked=brief())
    late.memo = {"seen": reel.memo["seen"]}
    assert take(late, "lips").value < 0.2


def test_the_heads_own_step_is_found():
    y, x = np.mgrid[0:40, 0:60]
    face = 100 + 50 * np.sin(x / 5) * np.cos(y / 6)
    shifted = 100 + 50 * np.sin((x - 1.5) / 5) * np.cos((y - 0.5) / 6)
    assert _step(face, shifted) == pytest.approx((1.5, 0.5), abs=0.15)


def test_words_are_recalled_in_their_order():
    said = spelled("You bought two; didn't you?")
    assert said == ["you", "bought", "two", "didn't", "you"]
    assert recalled(said, ["you", "brought", "two", "you"]) == 3
    assert recalled(said, []) == 0


def test_words_without_a_recogniser_or_in_another_language(monkeypatch):
    line = [("ANRI", 1, 3)]
    korean = take(Reel(sound=talk((1, 2, 130, 1)), lines=line, language="ko"), "words")
    assert korean.value is None
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    missing = take(Reel(sound=talk((1, 2, 130, 1)), lines=line), "words")
    assert missing.value is None and "screenc[speech]" in missing.words


def test_beside_a_muted_stretch_rain_is_no_speech_and_held_strings_never_are():
    t = np.arange(3 * 16000) / 16000
    strings = sum(0.05 * np.sin(2 * np.pi * 110 * k * t) / k for k in range(1, 12))
    film = np.concatenate([np.zeros(3 * 16000), voice(2), strings]) + np.concatenate([np.zeros(3 * 16000), rain(5, 0.002)])
    heard = spoken(film.astype(np.float32))
    assert len(heard) == 400
    assert heard[:145].mean() == 0 and heard[160:240].mean() > 0.7 and heard[265:].mean() < 0.1
