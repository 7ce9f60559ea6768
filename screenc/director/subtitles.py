"""What is read under the picture: broken where a reader would breathe, held as long as reading takes, never two at once.

The limits are those that broadcasters and streaming services publish (Netflix Timed Text Style Guides; EBU-TT practice): 42
letters a line, 16 in Chinese and Korean, 13 in Japanese; two lines; 17 characters a second in Latin script, 12 in Korean, 9 in
Chinese and 7 in Japanese, reached by staying up into the silence after a line where there is some; five sixths of a second at
the least, two frames between one and the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from screenc.contract import Plan, Subtitle

LINES = 2
SHORTEST = Fraction(5, 6)
LINGER = Fraction(2)
"""Seconds that a subtitle may stay up after its line has been said."""
_WIDTH = {"ja": 13, "zh": 16, "cmn": 16, "yue": 16, "ko": 16, "th": 35}
_SPEED = {"ja": 7, "zh": 9, "cmn": 9, "yue": 9, "ko": 12}
_BREAKS = ((".!?…。！？؟।", 4), (",;:—、，；：،", 3), (")»”", 2))


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle on screen; `text` has at most two lines. `name` is empty where two people share it."""

    start: Fraction
    end: Fraction
    name: str
    text: str


def cues(plan: Plan) -> list[Cue]:
    """Every spoken line of a plan as timed subtitles, in order, none overlapping, none past the end of the film."""
    ends = [event.start + event.length for event in plan.events]
    film_end = max(ends, default=plan.length)
    said = _apart(
        [
            cue
            for subtitle in sorted(plan.subtitles, key=lambda s: (s.start, s.end))
            for cue in _parts(subtitle, plan.language)
            if cue.start < film_end
        ],
        plan.rate,
    )
    gap = 2 / plan.rate
    out: list[Cue] = []
    for cue, following in zip_longest(said, said[1:]):
        room = following.start - gap if following else film_end
        wanted = max(cue.end, cue.start + max(SHORTEST, Fraction(_count(cue.text), _of(plan.language, cue.text, _SPEED, 17))))
        end = min(wanted, cue.end + LINGER, room)
        out.append(replace(cue, end=max(end, min(cue.end, room), cue.start + 1 / plan.rate)))
    return out


def srt(cues: Sequence[Cue]) -> str:
    """SubRip: numbered cues, comma before the milliseconds, CRLF-free UTF-8."""
    rows = [f"{n}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_plain(cue.text)}\n" for n, cue in enumerate(cues, 1)]
    return "\n".join(rows)


def vtt(cues: Sequence[Cue]) -> str:
    """WebVTT, each cue in its speaker's voice."""
    rows = ["WEBVTT\n"]
    for n, cue in enumerate(cues, 1):
        voice = f"<v {_escaped(cue.name)}>" if cue.name else ""
        rows.append(f"{n}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{voice}{_escaped(_plain(cue.text))}\n")
    return "\n".join(rows)


def _clock(time: Fraction, point: str) -> str:
    millis = int(time * 1000 + Fraction(1, 2))
    rest, ms = divmod(millis, 1000)
    rest, s = divmod(rest, 60)
    h, m = divmod(rest, 60)
    return f"{h:02}:{m:02}:{s:02}{point}{ms:03}"


def _plain(text: str) -> str:
    """No blank line, which would end the cue, and no arrow, which would begin a timing."""
    return "\n".join(line.replace("-->", "→") for line in text.split("\n") if line.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _of(language: str, text: str, table: dict[str, int], otherwise: int) -> int:
    """A limit by the script that the text is in, which may not be the film's language."""
    names = {unicodedata.name(c, "").split(" ")[0] for c in text}
    if names & {"HIRAGANA", "KATAKANA"}:
        return table.get("ja", otherwise)
    if "HANGUL" in names:
        return table.get("ko", otherwise)
    if "CJK" in names:
        return table.get("ja" if language.startswith("ja") else "zh", otherwise)
    return table.get(language.split("-")[0], otherwise) if "THAI" in names else otherwise


def _count(text: str) -> int:
    return max(1, len(text.replace("\n", "")))


def _parts(subtitle: Subtitle, language: str) -> list[Cue]:
    """A line in cues of two rows, each given its share of the line's time by its letters."""
    text = " ".join(subtitle.text.split())
    if not text:
        return []
    width = _of(language, text, _WIDTH, 42)
    pieces = _break(text, width)
    total, length = sum(map(_count, pieces)), subtitle.end - subtitle.start
    out, done = [], 0
    for piece in pieces:
        begin = subtitle.start + length * Fraction(done, total)
        done += _count(piece)
        out.append(Cue(begin, subtitle.start + length * Fraction(done, total), subtitle.name, piece))
    return out


def _break(text: str, width: int) -> list[str]:
    """Texts of at most two rows; as equal as the places to breathe allow."""
    if len(text) <= width:
        return [text]
    rows = _rows(text, width)
    if rows is not None:
        return [rows]
    cut = _best(text, max(1, min(len(text) // 2, width * LINES)), width * LINES)
    return _break(text[:cut].strip(), width) + _break(text[cut:].strip(), width)


def _rows(text: str, width: int) -> str | None:
    """Two rows neither too long, the lower one rather the longer; None where there is no such place to break."""
    places = [at for at in _places(text) if len(text[:at].strip()) <= width and len(text[at:].strip()) <= width]
    if not places:
        return None
    at = min(places, key=lambda p: abs(len(text) * 0.47 - p) - 3 * _strength(text, p))
    return f"{text[:at].strip()}\n{text[at:].strip()}"


def _places(text: str) -> list[int]:
    """Where a row may end: at spaces, and in scripts without them between any two letters but before closing punctuation."""
    spaces = [m.start() for m in re.finditer(r" ", text)]
    if spaces and len(spaces) * 14 > len(text):
        return spaces
    return sorted({*spaces, *(at for at in range(1, len(text)) if not unicodedata.category(text[at]).startswith("P"))})


def _strength(text: str, at: int) -> int:
    before = text[:at].rstrip()[-1:]
    return next((strength for marks, strength in _BREAKS if before and before in marks), 0)


def _best(text: str, near: int, most: int) -> int:
    """The place to end a cue: near the middle, sooner at a full stop."""
    places = [at for at in _places(text) if 0 < at <= most] or [min(most, len(text) - 1)]
    return min(places, key=lambda p: abs(p - near) - 8 * _strength(text, p))


def _apart(said: list[Cue], rate: Fraction) -> list[Cue]:
    """No two at once: a line talked over ends early; two that start together share one cue, a dash before each."""
    out: list[Cue] = []
    for cue in said:
        last = out[-1] if out else None
        if last is not None and cue.start < last.start + Fraction(1, 2) and cue.start < last.end:
            mine, theirs = cue.text.replace("\n", " "), last.text.replace("\n", " ")
            theirs = theirs if theirs.startswith("- ") else f"- {theirs}"
            out[-1] = Cue(last.start, max(last.end, cue.end), "", f"{theirs}\n- {mine}")
        else:
            if last is not None and last.end > cue.start:
                out[-1] = replace(last, end=cue.start - 2 / rate)
            out.append(cue)
    return out
