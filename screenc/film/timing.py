"""How long things take before anybody has spoken or moved: lines by their letters, actions by their words, shots by their beats.

A build measures its lines with the voice that says them; everything else (rules, plans, a scripter at work) asks here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from screenc.film.model import Action, Beat, Film, Shot, Speech
from screenc.film.quantity import frames_up, whole_frames

ONSET = 0.27
"""Seconds that any line takes, however short: the attack, the last syllable drawn out."""
COMMA, STOP = 0.22, 0.31
"""Pauses inside a line, after a comma or a dash and after a full stop."""

LETTER = {"en": 0.053, "fr": 0.048, "de": 0.054, "it": 0.060, "es": 0.054, "pt": 0.054, "vi": 0.058}
OTHER_LETTER = 0.055
SIGN = (
    ("\u3041", "\u30ff", 0.128),
    ("\u3400", "\u9fff", 0.193),
    ("\U00020000", "\U0003ffff", 0.193),
    ("\uac00", "\ud7a3", 0.150),
    ("\u0590", "\u06ff", 0.085),
    ("\u0900", "\u0fff", 0.075),
)
"""Seconds of a sign where signs are not letters: kana, Han, Hangul; Hebrew and Arabic (vowels unwritten), Indic and Thai."""
KANJI = 0.24
DIGIT = 0.26

_COMMA = re.compile(r"[,;:\u060c\u3001\uff0c\uff1b\uff1a\u2014\u2013]|(?<=\s)-(?=\s)")
_STOP = re.compile(r"[.!?\u2026]+(?=\s)|[\u3002\uff01\uff1f]+(?!$)|\u0964")

HEAD, TAIL = Fraction(2, 5), Fraction(3, 5)
"""Handles: an editor leaves a beat before the first word, so that a cut does not bite it, and a little more after the last, where
a face answers; under a quarter of a second either reads as a mistake."""
TURN = Fraction(1, 5)
"""Between two lines: the gap that people leave in talk, some 200 ms (Levinson and Torreira 2015, Frontiers in Psychology 6:731);
the means of ten languages lie within 250 ms of each other (Stivers et al. 2009, PNAS 106:10587)."""
READ = {"en": 20, "ja": 4, "zh": 9, "ko": 12}
OTHER_READ = 17
"""Characters that an adult reads in a second from a screen: the most that Netflix's Timed Text Style Guides allow a subtitle."""
SHORTEST_READ = Fraction(5, 6)
"""No text is read in less; the same guides' shortest subtitle."""
OVERLAP = Fraction(2, 3)
"""A line begins when the action before it is two thirds done: people speak as they arrive, not after."""
SHORTEST_ACTION, LONGEST_ACTION = Fraction(1), Fraction(6)


@dataclass(frozen=True, slots=True)
class Layout:
    """A shot in time: its length, in whole frames, and each beat with its start and end in seconds from the shot's start.

    In a shot of a given length the last beats may end after it: whoever asks says so.
    """

    length: Fraction
    beats: tuple[tuple[Beat, Fraction, Fraction], ...]


def estimate(text: str, language: str = "en", speed: Fraction = Fraction(1)) -> Fraction:
    """Seconds to say a line, in hundredths; English within 7% on average and 24% at worst of what hibari-tts speaks.

    Fitted by least squares to three hibari voices speaking 30 sentences of 1 to 17 words. Other languages keep the pauses
    and take their rate from the syllables a second of texts read aloud in Pellegrino, Coupe and Marsico 2011 (Language 87:539:
    English 6.19, French 7.18, German 5.97, Italian 6.99, Japanese 7.84, Mandarin 5.18, Spanish 7.82, Vietnamese 5.22), with our
    own reckoning of letters to a syllable, which no voice was measured for: expect to be out by a quarter.
    """
    text = text.strip()
    base = language.partition("-")[0].lower()
    letter = LETTER.get(base, OTHER_LETTER)
    total = ONSET + COMMA * len(_COMMA.findall(text)) + STOP * len(_STOP.findall(text))
    for char in text:
        if char.isdigit():
            total += DIGIT
        elif char.isalpha():
            total += letter if char < "\u0590" else _sign(char, base, letter)
    return Fraction(max(round(100 * total), 10), 100) / speed


def _sign(char: str, language: str, letter: float) -> float:
    if language == "ja" and "\u3400" <= char <= "\u9fff":
        return KANJI
    return next((seconds for low, high, seconds in SIGN if low <= char <= high), letter)


def reading(language: str, *texts: str) -> Fraction:
    """Seconds to read texts that stand on the screen together."""
    letters = sum(len(text.strip()) for text in texts)
    return max(Fraction(letters, READ.get(language.partition("-")[0].lower(), OTHER_READ)), SHORTEST_READ)


def action_seconds(text: str) -> Fraction:
    """What an action weighs: 0.8 s and a fifth for each word, from one second to six; two Han or kana are a word."""
    dense = sum("\u3041" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text)
    words = len(text.split()) + dense // 2 if dense else len(text.split())
    return min(max(Fraction(4, 5) + Fraction(words, 5), SHORTEST_ACTION), LONGEST_ACTION)


def lay_out(film: Film, shot: Shot, spoken: Callable[[Speech], Fraction]) -> Layout:
    """Place a shot's beats in order; `spoken` tells the seconds of a line, measured or estimated.

    `auto` is as long as its handles and beats, rounded up to a frame. In a given length that is too short for them, all that
    is not speech (handles, gaps, the time before an action lets the next line begin) shrinks alike, down to nothing, so that
    the lines fit if they can.
    """
    rate = film.rate
    lengths = [spoken(beat) if isinstance(beat, Speech) else action_seconds(beat.text) for beat in shot.beats]
    if shot.length is None:
        times, end = _placed(shot.beats, lengths, Fraction(1), rate)
        return Layout(Fraction(max(frames_up(max(end, Fraction(1)), rate), 1)) / rate, _zip(shot.beats, times))
    length = Fraction(max(whole_frames(shot.length, rate), 1)) / rate
    for slack in range(16, -1, -1):
        times, end = _placed(shot.beats, lengths, Fraction(slack, 16), rate)
        if end <= length:
            break
    fitted = [
        (start, end if isinstance(beat, Speech) else max(start, min(end, length)))
        for beat, (start, end) in zip(shot.beats, times, strict=True)
    ]
    return Layout(length, _zip(shot.beats, fitted))


def _zip(beats: tuple[Beat, ...], times: list[tuple[Fraction, Fraction]]) -> tuple[tuple[Beat, Fraction, Fraction], ...]:
    return tuple((beat, start, end) for beat, (start, end) in zip(beats, times, strict=True))


def _placed(
    beats: tuple[Beat, ...], lengths: list[Fraction], slack: Fraction, rate: Fraction
) -> tuple[list[tuple[Fraction, Fraction]], Fraction]:
    """Each beat's (start, end), starts on frames, and where the shot may end, all that is not speech scaled by `slack`."""
    now, last, times = HEAD * slack, Fraction(0), []
    for number, (beat, length) in enumerate(zip(beats, lengths, strict=True)):
        start = Fraction(whole_frames(now if beat.at is None else beat.at, rate)) / rate
        end = start + length
        times.append((start, end))
        if isinstance(beat, Action):
            leads = number + 1 < len(beats) and isinstance(beats[number + 1], Speech)
            now = start + length * slack * (OVERLAP if leads else 1)
            last = max(last, start + length * slack)
        else:
            now = end + TURN * slack
            last = max(last, end)
    return times, last + TAIL * slack if beats else last
