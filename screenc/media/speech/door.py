"""Saying a line: choosing the engine, minding what it cannot read, and handing over trimmed, levelled samples."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec

import numpy as np

from screenc.media.fault import MediaError
from screenc.media.speech import words

ENGINES = ("hibari", "espeak")
RATE = 24000
_PACKAGES = {"hibari": ("hibari", "hibari-tts"), "espeak": ("espeakng_loader", "espeakng-loader")}
_NAMES = {
    "english": "en",
    "korean": "ko",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "japanese": "ja",
    "chinese": "cmn",
    "mandarin": "cmn",
    "cantonese": "yue",
    "arabic": "ar",
    "italian": "it",
    "portuguese": "pt",
    "russian": "ru",
    "hindi": "hi",
    "turkish": "tr",
    "dutch": "nl",
    "polish": "pl",
    "vietnamese": "vi",
    "thai": "th",
    "greek": "el",
    "hebrew": "he",
}
_ALIASES = {
    "zh": "cmn",
    "zh-cn": "cmn",
    "zh-tw": "cmn",
    "zh-hans": "cmn",
    "zh-hant": "cmn",
    "zh-hk": "yue",
    "zh-yue": "yue",
    "en": "en-us",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "pt-pt": "pt",
    "es-mx": "es-419",
    "fr": "fr-fr",
    "tl": "id",
    "fil": "id",
}
_MANNERS = (
    (("whisper", "under his breath", "under her breath", "hushed", "mutter", "murmur"), "whisper"),
    (("shout", "yell", "scream", "calling", "furious", "roar"), "shout"),
    (("soft", "quiet", "gentl", "tender", "sad", "tired", "low"), "soft"),
    (("excited", "happy", "bright", "laugh", "eager", "delighted", "cheer"), "bright"),
    (("angry", "sharp", "cold", "bitter", "snap"), "hard"),
    (("slow", "hesita", "confused", "unsure", "drunk", "dazed"), "slow"),
    (("fast", "hurr", "panic", "afraid", "scared", "breathless", "nervous", "urgent"), "fast"),
)
_PITCH = {"whisper": -0.5, "shout": 2.5, "soft": -0.7, "bright": 1.2, "hard": 0.6, "slow": -0.4, "fast": 0.8}
_SPEED = {"whisper": 0.95, "shout": 1.02, "soft": 0.94, "bright": 1.05, "hard": 1.03, "slow": 0.9, "fast": 1.12}
LEVEL = 0.1
"""RMS of the spoken parts of every line, -20 dBFS: the mix sets the rest."""


class SpeechError(MediaError):
    """A line cannot be spoken as asked."""


class MissingEngine(SpeechError):
    """There is no such engine, or its package is not installed."""


class MissingVoice(SpeechError):
    """The engine has no such speaker."""


class UnspokenLanguage(SpeechError):
    """No engine here speaks that language."""


@lru_cache(maxsize=256)
def _tag(language: str) -> str:
    """espeak's own voice for a language, or UnspokenLanguage."""
    from screenc.media.speech import espeak

    _installed("espeak")
    asked = language.strip().lower().replace("_", "-")
    asked = _NAMES.get(asked, asked)
    known = espeak.languages()
    for tag in (_ALIASES.get(asked), asked, _ALIASES.get(asked.split("-")[0]), asked.split("-")[0]):
        if tag in known:
            return known[tag]
    near = difflib.get_close_matches(asked, sorted({*known, *_NAMES}), 1)
    raise UnspokenLanguage(
        f"no voice here speaks `{language}`",
        f"did you mean `{near[0]}`?" if near else "use a language code such as `en`, `ko`, `fr` or `pt-br`",
    )


def _installed(engine: str) -> None:
    if engine not in ENGINES:
        near = difflib.get_close_matches(engine, ENGINES, 1)
        raise MissingEngine(
            f"there is no voice engine `{engine}`",
            f"did you mean `{near[0]}`?" if near else f"the engines are {' and '.join(ENGINES)}",
        )
    module, package = _PACKAGES[engine]
    if find_spec(module) is None:
        raise MissingEngine(f"the voice engine `{engine}` is not installed", f"pip install {package}")


def _english(language: str) -> bool:
    asked = language.strip().lower().replace("_", "-")
    return _NAMES.get(asked, asked).split("-")[0] == "en"


def choose(language: str, text: str = "") -> str:
    """The engine that speaks a language: hibari for English where it is installed, espeak for every other and instead of it.

    Raises UnspokenLanguage, MissingEngine. Given the words, their script outvotes a language never written in it.
    """
    language = words.language_of(text, language)
    if _english(language) and find_spec("hibari") is not None:
        return "hibari"
    _tag(language)
    return "espeak"


def speakers(engine: str) -> tuple[str, ...]:
    """The names that a script may give as `speaker`, the most different first."""
    _installed(engine)
    if engine == "hibari":
        from screenc.media.speech import hibari

        return tuple(hibari.SPEAKERS)
    from screenc.media.speech import espeak

    return espeak.SPEAKERS


def gaps(text: str, language: str) -> str:
    """The characters of a line that its voice cannot read and will pass over in silence: the kanji of a Japanese line."""
    spoken = words.language_of(text, language)
    if spoken.split("-")[0] in ("ja", "japanese"):
        return "".join(dict.fromkeys(c for c in text if words.ideograph(c)))
    return ""


def manner(how: str | None) -> str | None:
    """The one way of speaking that the words of a parenthetical ask for, where they ask for one that can be heard."""
    said = (how or "").lower()
    return next((name for stems, name in _MANNERS if re.search(rf"\b(?:{'|'.join(stems)})", said)), None)


def speak(
    text: str,
    language: str = "en",
    engine: str | None = None,
    speaker: str | None = None,
    speed: float = 1.0,
    pitch: float = 0.0,
    how: str | None = None,
) -> tuple[np.ndarray, int]:
    """A line as (mono float32 samples, 24000), trimmed of silence at both ends, all lines at one level.

    `pitch` is in semitones, `speed` a ratio; `how` colours the voice (whispering, shouting, softly). Nothing to say gives
    a fifth of a second of silence. The same arguments give the same samples. Raises SpeechError.
    """
    text = words.clean(text)
    engine = engine or choose(language, text)
    _installed(engine)
    names = speakers(engine)
    speaker = speaker or names[0]
    if speaker not in names:
        near = difflib.get_close_matches(speaker, names, 1)
        raise MissingVoice(
            f"the voice engine `{engine}` has no speaker `{speaker}`",
            f"did you mean `{near[0]}`?" if near else f"its speakers are {', '.join(names)}",
        )
    tone = manner(how)
    speed, pitch = float(speed) * _SPEED.get(tone, 1.0), float(pitch) + _PITCH.get(tone, 0.0)
    sayable = filter(words.sayable, words.pieces(text))
    made = (_trim(_sentence(piece, language, engine, speaker, speed, pitch, tone)) for piece in sayable)
    said = [piece for piece in made if len(piece)]
    if not said:
        return np.zeros(RATE // 5, np.float32), RATE
    rest = np.zeros(int(RATE * 0.28 / max(speed, 0.25)), np.float32)
    whole = np.concatenate([part for piece in said for part in (piece, rest)][:-1])
    return _level(whole), RATE


def _sentence(text: str, language: str, engine: str, speaker: str, speed: float, pitch: float, tone: str | None) -> np.ndarray:
    if engine == "hibari":
        from screenc.media.speech import hibari

        timbre = hibari.SPEAKERS[speaker]
        if tone == "whisper":
            timbre = replace(timbre, breath=timbre.breath + 14, tilt=timbre.tilt - 2, range=timbre.range * 0.6)
        elif tone == "soft":
            timbre = replace(timbre, breath=timbre.breath + 4, tilt=timbre.tilt - 3)
        elif tone in ("shout", "hard"):
            timbre = replace(timbre, tilt=timbre.tilt + (5 if tone == "shout" else 2.5), range=timbre.range * 1.1)
        return hibari.say(text, timbre, speed, pitch)
    from screenc.media import audio
    from screenc.media.speech import espeak

    tag = _tag(words.language_of(text, language))
    parts: list[np.ndarray] = []
    for run, read in _runs(text, tag):
        if read:
            parts.append(_trim(audio.resample(espeak.say(run, tag, speaker, speed, pitch), espeak.RATE, RATE)))
        else:
            parts.append(np.zeros(int(RATE * 0.2 * len(run) / speed), np.float32))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _runs(text: str, tag: str) -> list[tuple[str, bool]]:
    """Stretches that espeak reads and stretches that it would spell out: a kanji, to it, is the words `Chinese letter`."""
    if tag != "ja":
        return [(text, True)]
    out: list[tuple[str, bool]] = []
    for char in text:
        read = not words.ideograph(char)
        if out and out[-1][1] == read:
            out[-1] = (out[-1][0] + char, read)
        else:
            out.append((char, read))
    return [(run, read) for run, read in out if not read or words.sayable(run)]


def _trim(samples: np.ndarray) -> np.ndarray:
    """Without the silence at its ends, a breath of 20 ms left, faded over 5 ms."""
    if not len(samples) or np.abs(samples).max() < 1e-3:
        return np.zeros(0, np.float32)
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    keep = samples[max(0, loud[0] - RATE // 50) : loud[-1] + RATE // 50].astype(np.float32).copy()
    fade = min(RATE // 200, len(keep) // 2)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    keep[:fade] *= ramp
    keep[len(keep) - fade :] *= ramp[::-1]
    return keep


def _level(samples: np.ndarray) -> np.ndarray:
    """RMS of the parts that are spoken set to LEVEL, and no sample past full scale."""
    active = samples[np.abs(samples) > 0.02 * np.abs(samples).max()]
    gain = LEVEL / max(float(np.sqrt((active**2).mean())), 1e-6)
    return (samples * min(gain, 0.98 / float(np.abs(samples).max()))).astype(np.float32)
