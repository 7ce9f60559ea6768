"""A voice for every character, offline: one door, two engines behind it.

`hibari` is neural English whose one voice is bent into many; `espeak` is formant synthesis in about a hundred languages.
Both give the same samples for the same words, every time, in any order, and neither ever fetches anything.
"""

from screenc.media.speech.casting import Part, Voice, deal
from screenc.media.speech.door import (
    ENGINES,
    MissingEngine,
    MissingVoice,
    SpeechError,
    UnspokenLanguage,
    choose,
    gaps,
    speak,
    speakers,
)

__all__ = [
    "ENGINES",
    "MissingEngine",
    "MissingVoice",
    "Part",
    "SpeechError",
    "UnspokenLanguage",
    "Voice",
    "choose",
    "deal",
    "gaps",
    "speak",
    "speakers",
]
