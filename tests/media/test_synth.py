import numpy as np
import pytest

from screenc.media import foley, score, synth
from screenc.media.lexicon import MUSIC, SOUNDS, find
from screenc.media.limiter import Limiter
from screenc.media.loudness import Loudness, loudness, of_line


def test_every_entry_of_the_lexicon_is_made():
    assert set(SOUNDS) == set(foley.MAKERS) and set(MUSIC) == set(score.MOODS)


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_sound_is_audible_seamless_and_the_same_every_time(kind):
    made = synth.sound(kind)
    assert made.made and kind in made.known
    samples = made.samples
    assert 0.3 < len(samples) / synth.RATE <= synth.LOOP and samples.dtype == np.float32 and samples.ndim == 2
    assert 0.05 < np.abs(samples).max() <= 1 and np.isfinite(samples).all()
    if made.once:
        assert np.abs(made.at(len(samples) + 10, 100)).max() == 0
    else:
        inside = np.abs(np.diff(samples[:, 0])).max()
        assert abs(samples[0, 0] - samples[-1, 0]) <= inside
        assert np.array_equal(made.at(len(samples) - 50, 100)[50:], samples[:50])
    synth.sound.cache_clear()
    assert np.array_equal(synth.sound(kind).samples, samples)


def test_sounds_differ_as_things_do():
    def middle(words):
        spectrum = np.abs(np.fft.rfft(synth.sound(words).samples[:, 0])) ** 2
        return (spectrum * np.fft.rfftfreq(len(synth.sound(words).samples), 1 / synth.RATE)).sum() / spectrum.sum()

    assert middle("quiet room") < 400 < middle("footsteps") < 3000 < middle("crickets")
    assert middle("traffic") < middle("sea") < middle("rain")


def test_words_name_sounds_in_several_languages():
    for words, kinds in {
        "rain on tin": ("rain",),
        "a crowded café": ("crowd",),
        "빗소리": ("rain",),
        "비가 온다": ("rain",),
        "비밀": (),
        "雨の音": ("rain",),
        "la mer au loin": ("sea",),
        "Schritte im Flur": ("steps",),
        "ruido de la calle": ("traffic",),
        "interview": (),
        "brain": (),
        "an accordion": (),
    }.items():
        assert find(words, SOUNDS) == kinds, words
    assert find("tense strings", MUSIC)[0] == "tense" and find("a polka", MUSIC) == ()


def test_what_nobody_knows_is_a_quiet_stand_in():
    made = synth.sound("an accordion, far away")
    assert not made.made and made.samples.any() and not synth.knows("sound", "an accordion")
    assert not synth.music("a polka").made and synth.knows("music", "sad piano")


@pytest.mark.parametrize("mood", MUSIC)
def test_music_is_in_tune_and_not_clipped(mood):
    found = loudness(synth.music(mood).samples, synth.RATE)
    assert isinstance(found, Loudness) and -21 < found.integrated < -16 and found.peak < -3


def test_the_limiter_holds_true_peaks_without_changing_what_is_quiet():
    rate, noise = 48000, np.random.default_rng(5)
    quiet = noise.normal(0, 0.05, (rate, 2)).astype(np.float32)
    loud = quiet * 1
    loud[rate // 2 : rate // 2 + 2000] += 3 * np.sin(2 * np.pi * 11993 * np.arange(2000) / rate)[:, None]
    limiter = Limiter(-1.0, rate)
    parts = [limiter.process(loud[at : at + 977]) for at in range(0, rate, 977)]
    out = np.concatenate([*parts, limiter.flush()])[limiter.delay :]
    assert len(out) == rate
    assert loudness(out, rate).peak <= -0.9
    assert np.allclose(out[: rate // 3], quiet[: rate // 3], atol=1e-6)
    whole = Limiter(-1.0, rate)
    once = np.concatenate([whole.process(loud), whole.flush()])[whole.delay :]
    assert np.allclose(out, once, atol=1e-6)


def test_a_line_is_measured_as_the_meter_measures_it():
    from screenc.media.speech import speak

    samples, rate = speak("I told you not to come back here tonight. The train leaves in seven minutes.")
    from screenc.media.audio import resample, stereo

    samples = resample(samples, rate, 48000)
    assert abs(of_line(samples) - loudness(stereo(samples), 48000).integrated) < 0.4
    assert of_line(samples[:4000]) > -60 and of_line(np.zeros(0, np.float32)) == -70
