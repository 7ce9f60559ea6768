"""How lines are said: where a long speech may be cut, how tense each line is, which one is the turn of its scene."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction

_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？｡]+[」』”’）]*\s*|(?<=[،؟۔])\s+")
_CLAUSE = re.compile(r"[,;:][\"'”’]?\s+|\s+[-–—]+\s*|--+\s*|[、，；：]\s*")
_BLANK = re.compile(r"\s+")
_HOT = re.compile(
    r"\b(never|love|hate|die|dead|death|kill|blood|sorry|truth|liar?|lied|please|stop|leave|leaving|gone|lost|promise|"
    r"remember|always|afraid|help|"
    r"forgive|murder|god|jamais|aime|mort|pardon|toujours|nie|liebe|tot|tod|immer|hilfe|nunca|amo|quiero|muert[eo]|siempre|"
    r"mai|morte|sempre|никогда|"
    r"люблю|смерть|прости)\b|사랑|미안|죽|거짓|약속|제발|기억|떠나|愛|死|嘘|約束|ごめん|爱|死|对不起|永远",
    re.IGNORECASE,
)
_ANGRY = re.compile(
    r"\b(angr\w*|furious\w*|shout\w*|scream\w*|yell\w*|snap\w*|storm\w*|rage\w*|wütend|furieu\w*|crie|"
    r"enojad\w*|furios\w*)\b|화|소리치|怒|叫",
    re.IGNORECASE,
)
_QUIET = re.compile(
    r"\b(quiet\w*|soft\w*|whisper\w*|gentl\w*|murmur\w*|aside|low|leise|doucement|suave\w*|piano)\b|조용|"
    r"속삭|작게|静|小声|囁",
    re.IGNORECASE,
)

Clock = Callable[[str], Fraction]


def _cuts(text: str, mark: re.Pattern[str]) -> Iterator[str]:
    """The pieces of a text, each with the mark that ends it and the blanks after it."""
    at = 0
    for found in mark.finditer(text):
        if text[at : found.end()].strip():
            yield text[at : found.end()]
            at = found.end()
    if at < len(text):
        yield text[at:]


def _letters(text: str, size: int) -> Iterator[str]:
    """Pieces of at most about `size` characters, never cut inside what is read as one character."""
    at = 0
    while at < len(text):
        end = min(at + size, len(text))
        while (
            end < len(text)
            and end - at < size + 64
            and (
                unicodedata.category(text[end])[0] == "M"
                or unicodedata.category(text[end]) in ("Cf", "Sk")
                or unicodedata.category(text[end - 1]) == "Cf"
                or text[end].isspace()
                or text[end - 1].isspace()
                or "\U0001f1e6" <= text[end] <= "\U0001f1ff"
            )
        ):
            end += 1
        yield text[at:end]
        at = end


def parts(text: str, spoken: Clock, most: Fraction, longest: int = 380) -> list[str]:
    """Cut a speech into parts that each take at most `most` seconds: at sentences, else clauses, else words, else anywhere.

    Every character but the blanks at a cut is kept, in order; sentences are shared out evenly, so that no part is a mere tail."""
    if fits(text, spoken, most, longest):
        return [text]
    pieces = [text]
    for cut in (
        lambda p: _cuts(p, _SENTENCE),
        lambda p: _cuts(p, _CLAUSE),
        lambda p: _cuts(p, _BLANK),
        lambda p: _letters(p, 24),
    ):
        pieces = [q for p in pieces for q in ([p] if fits(p, spoken, most, longest) else cut(p))]
    total = sum((spoken(p) for p in pieces), Fraction(0))
    aim = min(most, total / max(-int(-total // most), 1) * Fraction(115, 100))
    out: list[str] = []
    for piece in pieces:
        joined = out[-1] + piece if out else piece
        if out and fits(joined, spoken, most, longest) and spoken(out[-1]) + spoken(piece) / 2 <= aim:
            out[-1] = joined
        else:
            out.append(piece)
    if len(out) > 1 and spoken(out[-1]) < Fraction(6, 5) and fits(out[-2] + out[-1], spoken, most * Fraction(5, 4), longest):
        out[-2:] = [out[-2] + out[-1]]
    return [p.strip() for p in out if p.strip()]


def fits(text: str, spoken: Clock, most: Fraction, longest: int) -> bool:
    return len(text.strip()) <= longest and spoken(text) <= most


def heat(text: str, how: str | None, place: float) -> float:
    """How tense a line is, 0 to 1, by its marks, length, words, manner, and how far (0..1) the scene has come."""
    words = max(len(text.split()), len(text) // 6, 1)
    value = 0.18 + 0.27 * place
    value += 0.14 * min(len(re.findall(r"[!！]", text)), 3) / 1.5
    value += 0.05 * min(len(re.findall(r"[?？؟]", text)), 2)
    value += 0.05 * bool(re.search(r"\.\.\.|…|--|—", text))
    value += 0.12 * min(len(_HOT.findall(text)), 2)
    value += 0.08 if words <= 4 else -0.05 if words > 30 else 0.0
    shouted = [w for w in re.findall(r"[^\W\d_]{3,}", text) if w.isupper() and w != w.lower()]
    value += 0.1 * min(len(shouted), 2)
    if how:
        value += 0.2 * bool(_ANGRY.search(how)) + 0.04 * bool(_QUIET.search(how))
    return min(max(value, 0.0), 1.0)


def curve(lines: list[tuple[str, str | None]]) -> list[float]:
    """The tension of each line of a scene, smoothed so that one loud line does not make a climax."""
    out: list[float] = []
    last = 0.25
    for i, (text, how) in enumerate(lines):
        now = heat(text, how, i / max(len(lines) - 1, 1))
        last = 0.45 * last + 0.55 * now
        out.append(last)
    return out


def turn(lines: list[tuple[str, str | None]], tension: list[float]) -> int | None:
    """The line on which a scene turns: the hottest past its first third and before its last; None under four lines."""
    if len(lines) < 4:
        return None
    late = range(max(len(lines) // 3, 1), len(lines) - 1)
    return max(late, key=lambda i: (heat(*lines[i], i / len(lines)) + tension[i] / 4, -i))


def is_angry(text: str, how: str | None) -> bool:
    return bool((how and _ANGRY.search(how)) or len(re.findall(r"[!！]", text)) >= 2)
