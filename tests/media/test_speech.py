import difflib
import re
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from screenc.media import audio, speech
from screenc.media.speech import Part, casting, door, espeak, words

ENGLISH = "I told you not to come back here tonight."
LINES = {
    "ko": "오늘 밤 여기 다시 오지 말라고 했잖아.",
    "fr": "Je t'avais dit de ne pas revenir ce soir.",
    "de": "Ich habe dir gesagt, du sollst nicht zurückkommen.",
    "es": "Te dije que no volvieras esta noche.",
    "ja": "こんやは もどってくるなと いったでしょう。",
    "zh": "我告诉过你今晚不要回来。",
    "ar": "قلت لك ألا تعود الليلة.",
    "ru": "Я же говорил тебе не возвращаться.",
    "hi": "मैंने तुमसे कहा था वापस मत आना।",
    "pt-br": "Eu disse para não voltar.",
}


def seconds(text, **how):
    samples, rate = speech.speak(text, **how)
    return len(samples) / rate


@pytest.mark.parametrize("language", LINES)
def test_a_line_in_each_language_takes_a_plausible_time(language):
    assert speech.choose(language) == "espeak"
    samples, rate = speech.speak(LINES[language], language)
    assert 1.0 < len(samples) / rate < 4.5
    assert 0.05 < np.abs(samples).max() <= 1 and samples.dtype == np.float32


def test_every_language_offered_makes_a_sound():
    silent = [tag for tag in sorted(set(espeak.languages().values())) if not speech.speak("12 34", tag, "espeak")[0].any()]
    assert silent == ["chr"], "Cherokee has no numerals here; its letters are spoken"
    assert len(espeak.languages()) > 100


@pytest.mark.parametrize("engine", speech.ENGINES)
def test_the_same_line_is_the_same_samples_whatever_was_said_before(engine):
    first, _ = speech.speak(ENGLISH, "en", engine)
    time.sleep(1.1)
    speech.speak("Guten Tag! 12", "de", "espeak", "m7", speed=1.4, pitch=3)
    speech.speak("Something else entirely", "en", engine, speech.speakers(engine)[3])
    with ThreadPoolExecutor(3) as pool:
        again = list(pool.map(lambda _: speech.speak(ENGLISH, "en", engine)[0], range(3)))
    assert all(np.array_equal(first, other) for other in again)


@pytest.mark.parametrize("engine", speech.ENGINES)
def test_no_two_speakers_sound_alike(engine):
    made = [speech.speak(ENGLISH, "en", engine, name)[0] for name in speech.speakers(engine)]
    shapes = []
    for samples in made:
        bands = np.array_split(np.abs(np.fft.rfft(samples, 1 << 17))[: 1 << 15] ** 2, 64)
        shapes.append(np.log10([band.mean() + 1e-9 for band in bands]))
    gaps = [np.abs(a - b).mean() for i, a in enumerate(shapes) for b in shapes[:i]]
    assert min(gaps) > 0.02


def test_speed_pitch_and_manner_are_heard():
    for engine in speech.ENGINES:
        assert seconds(ENGLISH, engine=engine, speed=1.5) < 0.8 * seconds(ENGLISH, engine=engine)
        plain, high = speech.speak(ENGLISH, engine=engine)[0], speech.speak(ENGLISH, engine=engine, pitch=4)[0]
        assert not np.array_equal(plain, high)
    assert seconds(ENGLISH, how="slowly") > seconds(ENGLISH) > seconds(ENGLISH, how="in a panic")
    heard = {"slowly": "slow", "whispering": "whisper", "following": None, None: None, "SHOUTING": "shout"}
    assert {how: door.manner(how) for how in heard} == heard


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "—", "\x00\x07", "🙂", "“ ”"])
def test_nothing_to_say_is_a_short_silence(text):
    for language in ("en", "ko", "ja"):
        samples, rate = speech.speak(text, language)
        assert len(samples) == rate // 5 and not samples.any()


@pytest.mark.parametrize("engine", speech.ENGINES)
def test_odd_text_is_read_as_text(engine):
    for text in (
        "12.5 & $30 @ 100% #4",
        "naïve café “quoted” — yes",
        "http://x.y/z?q=1",
        "ˈə ɹ",
        "½ ² №",
        "\ufeffhello\u202e there",
    ):
        assert seconds(text, engine=engine) > 0.4, text
    assert 3 < seconds('<speak><break time="20s"/>hi</speak>', engine=engine) < 12
    assert seconds("[[h@l]] there", engine=engine) > 0.8


def test_very_long_text_is_cut_at_sentences():
    long = ENGLISH + " "
    assert words.pieces(long * 3) == [ENGLISH] * 3
    assert max(map(len, words.pieces("word " * 400))) <= words.LONGEST
    assert max(map(len, words.pieces("x" * 1000))) <= words.LONGEST
    assert "".join(words.pieces("word " * 400)).replace(" ", "") == "word" * 400
    ten, one = seconds(long * 10), seconds(ENGLISH)
    assert 9 * one < ten < 12 * one


def test_a_line_in_another_script_is_spoken_in_its_own_language():
    assert words.language_of("안녕하세요 여러분", "en") == "ko"
    assert speech.choose("en", "안녕하세요 여러분") == "espeak"
    assert seconds("안녕하세요 여러분", language="en") > 0.8
    assert words.language_of("Я ж казав", "uk") == "uk"
    assert words.language_of("Hello", "ko") == "ko"


def test_kanji_are_passed_over_and_said_to_be():
    assert speech.gaps("今夜は戻ってくるな", "ja") == "今夜戻"
    assert speech.gaps("こんやは もどってくるな", "ja") == "" == speech.gaps("我告诉过你", "zh")
    assert seconds("今夜は", language="ja") < 1.2


def test_what_is_missing_is_said_with_what_to_do(monkeypatch):
    with pytest.raises(speech.MissingVoice, match="no speaker `emma`") as caught:
        speech.speak("Hi", engine="hibari", speaker="emma")
    assert "heart" in caught.value.help
    with pytest.raises(speech.MissingVoice) as caught:
        speech.speak("Hi", engine="hibari", speaker="hart")
    assert caught.value.help == "did you mean `heart`?"
    with pytest.raises(speech.MissingEngine, match="no voice engine `hibary`"):
        speech.speak("Hi", engine="hibary")
    with pytest.raises(speech.UnspokenLanguage, match="xx"):
        speech.choose("xx")
    monkeypatch.setattr(door, "find_spec", lambda module: None if module == "hibari" else find_spec(module))
    assert speech.choose("en") == "espeak"
    with pytest.raises(speech.MissingEngine, match="not installed") as caught:
        speech.speak("Hi", engine="hibari")
    assert caught.value.help == "pip install hibari-tts"


@pytest.mark.parametrize("engine", speech.ENGINES)
def test_everyone_is_dealt_a_different_voice_that_fits(engine):
    shapes = [(shape, age) for shape in ("feminine", "masculine", "neutral") for age in ("child", "young", "adult", "old")]
    parts = [Part(f"P{n}", *shapes[n % len(shapes)]) for n in range(30)]
    voices = speech.deal(parts, engine)
    assert len(set(voices.values())) == 30
    assert all(voice.speaker in speech.speakers(engine) for voice in voices.values())
    assert speech.deal(parts[:20], engine) == {part.id: voices[part.id] for part in parts[:20]}
    pools = casting._POOLS[engine]
    assert voices["P5"].speaker in pools["masculine young"] + pools["masculine"]
    taken = voices["P0"].speaker
    assert speech.deal(parts[:1], engine, taken=[taken])["P0"] != voices["P0"]


@pytest.mark.slow
@pytest.mark.parametrize("speaker", speech.speakers("hibari"))
def test_the_words_are_recognised(speaker):
    pocketsphinx = pytest.importorskip("pocketsphinx")
    model = pocketsphinx.get_model_path
    decoder = pocketsphinx.Decoder(
        pocketsphinx.Config(
            lm=model("en-us/en-us.lm.bin"), hmm=model("en-us/en-us"), dict=model("en-us/cmudict-en-us.dict"), loglevel="FATAL"
        )
    )
    text = ENGLISH + " The train leaves in seven minutes and nobody will wait for us."
    samples, rate = speech.speak(text, "en", "hibari", speaker)
    decoder.start_utt()
    decoder.process_raw((audio.resample(samples, rate, 16000) * 32767).clip(-32767, 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    said, heard = (re.findall(r"[a-z']+", line.lower()) for line in (text, decoder.hyp().hypstr))
    matched = sum(block.size for block in difflib.SequenceMatcher(None, said, heard).get_matching_blocks())
    assert matched / len(said) >= 0.8, heard
