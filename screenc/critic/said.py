"""Whose line is it: how well a stretch of sound fits the words of each shot, by what speaks the film's language here.

English is held against the words by a recogniser of people's speech (pocketsphinx, the extra `speech`), which has to find every
word of a line in the sound, in order, and every stretch with a voice in the line. Any other language, and English without it, is
held against the line as the embedded voices say it, by dynamic time warping (Sakoe and Chiba 1978) of their cepstra; only that
it fits far better than the film's other lines counts, since every voice is unlike every other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from screenc.critic import voice

RATE = 16000
LEAST = 12
"""Hops of 20 ms: less voice than that says nothing."""
SAID, UNSAID = -1.9, -3.0
"""Mean log score of a frame, in thousandths, from which a line was said for certain, and under which it was not: on four films of
46 spoken shots, own lines have -1.84 to -0.85, the best of all others' -2.95."""
ABSENT = -3.5
"""What a frame counts in which a voice is heard and the line has nothing left to say."""
BEAM = 1e-50
PLAIN, CLEAR = 2.0, 6.0
"""By how many deviations a line fits better than the film's others, from which it counts, and from which it is certain."""
BEFORE, AFTER = 8, 12
"""Hops round what is heard that belong to it: the consonants at its ends have no pitch."""
PHONES = "A:AE B:B C:K D:D E:EH F:F G:G H:HH I:IH J:JH K:K L:L M:M N:N O:OW P:P Q:K R:R S:S T:T U:UW V:V W:W X:K Y:Y Z:Z"
LETTERS = {pair[0].lower(): pair[2:] for pair in PHONES.split()}
"""A phone for each letter of a name that no dictionary has."""

Sounds = Callable[[float, float], Any]


class Said:
    """`likely(shots, start, end)`: 1 where the shots' lines are what is heard there, 0 where they are not, None where nothing is
    heard, nothing is scripted, or nothing here knows the language. `heard` has a flag for each 20 ms of the video."""

    def __init__(self, lines: Sequence[Sequence[str]], language: str, sound: Sounds, heard: Any):
        self.lines, self.sound, self.heard = lines, sound, heard
        english = language.split("-")[0].lower() in ("en", "english")
        self.by = "the recogniser" if english and find_spec("pocketsphinx") is not None else "the embedded voices"
        self._fit = self._recognised if self.by == "the recogniser" else self._compared
        self._language = language
        self._known: dict[tuple[tuple[int, ...], float, float], float | None] = {}
        self._others = list(dict.fromkeys(tuple(line) for line in lines if line))
        self._apart: dict[tuple[float, float], tuple[Any, dict[tuple[str, ...], float]]] = {}

    def likely(self, shots: tuple[int, ...], start: float, end: float) -> float | None:
        key = shots, round(start, 3), round(end, 3)
        if key not in self._known:
            self._known[key] = self._likely(*key)
        return self._known[key]

    def _likely(self, shots: tuple[int, ...], start: float, end: float) -> float | None:
        import numpy as np

        texts = [text for n in shots for text in self.lines[n]]
        first, last = round(start * RATE / voice.HOP), round(end * RATE / voice.HOP)
        flags = np.asarray(self.heard[first:last], bool)
        if not texts or flags.sum() < LEAST:
            return None
        spoken = np.flatnonzero(flags)
        low, high = max(0, spoken[0] - BEFORE), min(len(flags), spoken[-1] + AFTER)
        samples = self.sound((first + low) * voice.HOP / RATE, (first + high) * voice.HOP / RATE)
        return self._fit(tuple(texts), samples, flags[low:high], (start, end))

    def _recognised(self, texts: tuple[str, ...], samples, flags, _) -> float | None:
        score = aligned(" ".join(texts), samples, flags)
        return None if score is None else min(1.0, max(0.0, (score - UNSAID) / (SAID - UNSAID)))

    def _compared(self, texts: tuple[str, ...], samples, flags, stretch) -> float | None:
        """How far this line stands out among all of the film's, in deviations of the others, as a share of what is certain; less
        where another stands out further, and nothing where it stands out twice as far."""
        import numpy as np

        if spoken(texts, self._language) is None:
            return None
        if stretch not in self._apart:
            mine = cepstra(samples, np.repeat(flags, 2))
            sayable = [line for line in self._others if spoken(line, self._language)]
            self._apart[stretch] = mine, {line: self._distance(mine, line) for line in sayable}
        mine, apart = self._apart[stretch]
        here = apart[texts] if texts in apart else self._distance(mine, texts)
        others = np.array([far for line, far in apart.items() if line != texts])
        if len(others) < 3:
            return None
        middle = float(np.median(others))
        spread = max(1.48 * float(np.median(np.abs(others - middle))), 0.012)
        stands = min(1.0, max(0.0, ((middle - here) / spread - PLAIN) / (CLEAR - PLAIN)))
        lead = (middle - here) / max(middle - min(here, float(others.min())), 1e-6)
        return stands * max(0.0, 2 * lead - 1)

    def _distance(self, mine, line: tuple[str, ...]) -> float:
        return min(warped(mine, theirs) for theirs in spoken(line, self._language) or ())


def aligned(text: str, samples, flags) -> float | None:
    """The mean score of a frame when the words are laid on the sound from end to end, in thousandths of a natural log: 0 is the
    best that any sounds could be, -6 no way to do it. None for words without letters."""
    import math

    import numpy as np

    decoder = _decoder()
    words = [word for word in map(_spelled, text.lower().replace("’", "'").split()) if word and _known(decoder, word)]
    if not words:
        return None
    decoder.set_align_text(" ".join(words))
    top = max(float(np.abs(samples).max(initial=0.0)), 1e-4)
    decoder.start_utt()
    decoder.process_raw((samples / top * 0.7 * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return -6.0
    count = len(samples) * 100 // RATE + 2
    scores, silent = np.full(count, ABSENT), np.ones(count, bool)
    for part in decoder.seg():
        if part.word[0] not in "<[":
            span = slice(part.start_frame, part.end_frame + 1)
            scores[span] = 1000 * math.log(max(part.ascore, 1e-300)) / (part.end_frame - part.start_frame + 1)
            silent[span] = False
    voiced = np.zeros(count, bool)
    voiced[: min(count, 2 * len(flags))] = np.repeat(flags, 2)[:count]
    counted = scores[~silent | voiced]
    return float(counted.mean()) if len(counted) else -6.0


def _spelled(word: str) -> str:
    return "".join(c for c in word if c.isascii() and (c.isalnum() or c == "'")).strip("'")


def _known(decoder, word: str) -> bool:
    if decoder.lookup_word(word) is None:
        phones = " ".join(LETTERS[c] for c in word if c in LETTERS)
        if phones:
            decoder.add_word(word, phones, True)
        return bool(phones)
    return True


@lru_cache(maxsize=1)
def _decoder():
    import pocketsphinx

    return pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL", bestpath=False, beam=BEAM, pbeam=BEAM, wbeam=BEAM)


@lru_cache(maxsize=512)
def spoken(line: tuple[str, ...], language: str):
    """The cepstra of a shot's lines, one after another, as two of each engine's voices say them; None where none can."""
    import numpy as np

    from screenc.media import audio
    from screenc.media.speech import SpeechError, choose, speak, speakers

    out = []
    try:
        engines = dict.fromkeys((choose(language, line[0]), "espeak"))
        for engine in engines:
            for speaker in speakers(engine)[:2]:
                parts = []
                for text in line:
                    samples, rate = speak(text, language, engine, speaker)
                    parts.append(_cepstra(audio.resample(samples, rate, RATE)))
                out.append(_levelled(np.concatenate(parts)))
    except SpeechError:
        return None
    return tuple(out)


def cepstra(samples, flags):
    """(frames of 10 ms, 26): thirteen cepstra with their slopes, each by its own mean and spread, of the frames of `flags`."""
    import numpy as np

    found = _cepstra(samples)
    near = np.convolve(np.resize(flags, len(found)), np.ones(9), "same") > 0
    return _levelled(found[near] if near.sum() > 20 else found)


def _cepstra(samples):
    import numpy as np

    if len(samples) < 2000:
        samples = np.pad(samples, (0, 2000 - len(samples)))
    windows = np.lib.stride_tricks.sliding_window_view(samples, 400)[::160] * np.hanning(400).astype(np.float32)
    power = np.log(np.abs(np.fft.rfft(windows, 512, axis=1)) ** 2 @ voice.mel(257).T + 1e-6)
    found = power @ np.cos(np.pi * np.outer(np.arange(1, 14), np.arange(voice.BANDS) + 0.5) / voice.BANDS).T / voice.BANDS
    slopes = np.zeros_like(found)
    slopes[2:-2] = (found[4:] - found[:-4] + found[3:-1] - found[1:-3]) / 2
    return np.concatenate([found, slopes], axis=1)


def _levelled(rows):
    return (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-6)


def warped(a, b) -> float:
    """The mean distance of two runs of cepstra laid on each other from end to end."""
    import numpy as np

    from screenc.critic.warp import warp

    return warp(np.sqrt(np.maximum(0.0, (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T) / a.shape[1]))
