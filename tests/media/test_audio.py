from fractions import Fraction

import numpy as np
import pytest

from screenc.media import audio
from screenc.media.fault import Unreadable, Unwritable
from screenc.media.loudness import Meter, loudness

RATE = 48000


def tone(hz: float, seconds: float, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def test_what_is_written_is_read(tmp_path):
    for samples in (tone(440, 0.5), np.stack([tone(440, 0.5), tone(880, 0.5)], 1)):
        audio.write(tmp_path / "a.wav", samples, RATE)
        got, rate = audio.read(tmp_path / "a.wav")
        assert rate == RATE and got.shape == samples.shape and np.abs(got - samples).max() < 1e-4
        assert audio.length(tmp_path / "a.wav") == Fraction(1, 2)
    got, _ = audio.read(tmp_path / "a.wav", mono=True)
    assert got.ndim == 1


def test_resampling_keeps_length_and_level():
    for source, target in ((24000, 48000), (22050, 48000), (48000, 16000)):
        samples = tone(440, 1.3, rate=source)
        got = audio.resample(samples, source, target)
        assert len(got) == round(len(samples) * target / source)
        assert abs(np.sqrt((got**2).mean()) - np.sqrt((samples**2).mean())) < 0.01


def test_faults_are_said_plainly(tmp_path):
    with pytest.raises(Unreadable, match="there is no file"):
        audio.read(tmp_path / "no.wav")
    (tmp_path / "bad.wav").write_bytes(b"RIFFxxxx")
    with pytest.raises(Unreadable):
        audio.length(tmp_path / "bad.wav")
    with pytest.raises(Unwritable, match="folder does not exist"):
        audio.write(tmp_path / "no" / "a.wav", tone(440, 0.1), RATE)


def test_panning_keeps_power():
    left, middle = audio.stereo(tone(440, 0.2), -1), audio.stereo(tone(440, 0.2))
    assert np.abs(left[:, 1]).max() < 1e-6 and np.allclose(middle[:, 0], tone(440, 0.2), atol=1e-6)
    assert np.isclose((left**2).sum(), (middle**2).sum(), rtol=1e-3)


def test_the_mouth_opens_with_the_syllables_and_rests_in_silence(tmp_path):
    rate = Fraction(24000, 1001)
    silence = np.zeros(RATE // 2, np.float32)
    ee = tone(280, 0.5, 0.3) + tone(2300, 0.5, 0.3)
    oo = tone(300, 0.5, 0.4) + tone(800, 0.5, 0.2)
    audio.write(tmp_path / "v.wav", np.concatenate([silence, ee, silence, oo, silence]), RATE)
    opening, width = audio.envelope(tmp_path / "v.wav", rate)
    assert len(opening) == len(width) == -int(-Fraction(5, 2) * rate // 1)
    second = lambda a, b: slice(int(a * rate), int(b * rate))  # noqa: E731
    assert opening.min() >= 0 and opening.max() <= 1
    assert opening[second(0.6, 0.95)].mean() > 0.7 and opening[second(0.0, 0.4)].max() < 0.05
    assert opening[second(1.25, 1.45)].max() < 0.15
    assert width[second(0.7, 0.95)].mean() > 0.8 > 0.2 > width[second(1.7, 1.95)].mean()


def test_a_silent_or_empty_sound_keeps_the_mouth_shut(tmp_path):
    audio.write(tmp_path / "s.wav", np.zeros(RATE, np.float32), RATE)
    assert audio.envelope(tmp_path / "s.wav", Fraction(24))[0].max() == 0
    audio.write(tmp_path / "s.wav", np.zeros(0, np.float32), RATE)
    assert len(audio.envelope(tmp_path / "s.wav", Fraction(24))[0]) == 0


def test_loudness_of_the_reference_tone():
    """EBU Tech 3341 case 1: a 1 kHz stereo sine of -23 dBFS is -23 LUFS."""
    sine = tone(1000, 10, 10 ** (-23 / 20))
    found = loudness(np.stack([sine, sine], 1), RATE)
    assert abs(found.integrated + 23) < 0.1 and abs(found.peak + 23) < 0.2
    assert loudness(np.zeros((RATE, 2), np.float32), RATE).integrated == -70


def test_the_meter_does_not_mind_blocks():
    sound = (np.random.default_rng(3).normal(0, 0.1, (RATE * 3, 2))).astype(np.float32)
    meter = Meter(RATE)
    for at in range(0, len(sound), 7777):
        meter.add(sound[at : at + 7777])
    assert abs(meter.result().integrated - loudness(sound, RATE).integrated) < 0.05
