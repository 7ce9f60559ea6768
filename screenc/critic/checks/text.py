"""What is written in the picture, against what the script writes there: nothing, what it should, part of it, or something else.

Three moments of a shot are read (OCR, the extra `ocr`). A line that is spoken in the shot and burnt in as a subtitle is no
writing that nobody asked for, nor are words that the place and the action describe, as a sign's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from screenc.contract import Assertion, Brief, Evidence, Footage
from screenc.critic import ocr
from screenc.critic.measure import Measured, Word, brief

MOMENTS = (0.2, 0.5, 0.8)
WIDTH = 1280
SURE = 0.8
"""How sure a line must be to count as writing: railings and folds are read as letters, but not surely."""
LEAST = 2
"""Letters and digits from which a line is writing."""
RIGHT = 0.9
"""The share of a scripted text's letters that must be read, in their order."""
KNOWN = 0.7
"""The share of a line's letters that make it part of a text that was asked for."""

WORST = ("none", "scripted", "absent", "incomplete", "unscripted")
"""What a shot can be, best first: `absent` is nothing written where something should be, `incomplete` only part of it."""

Read = list[tuple[float, list[ocr.Written]]]


def take(footage: Footage, assertion: Assertion) -> Measured:
    if not ocr.installed():
        return Measured(None, ocr.MISSING)
    shots = [asked for shot in footage.shots(assertion) if (asked := brief(footage, shot)) is not None]
    for asked in shots:
        if odd := ocr.unreadable("".join(asked.text)):
            return Measured(None, f"“{asked.text[0]}” is in letters that are not read here: {odd}")
    told = [judged(asked, seen(footage, asked.shot), spoken(footage, asked.shot)) for asked in shots]
    if not told:
        return Measured(None, "no shot of it is in the film")
    value = max((one.value for one in told), key=WORST.index)
    words = "; ".join(dict.fromkeys(one.words for one in told if one.value == value)) or "nothing is written"
    return Measured(value, words, tuple(e for one in told for e in one.evidence)[:6])


def seen(footage: Footage, shot: str) -> Read:
    """What is written at each moment of a shot."""
    key = ("text", shot)
    if key not in footage.memo:
        start, end = footage.window(None, shot)
        times = [start + share * (end - start) for share in MOMENTS]
        footage.memo[key] = [(at, [w for w in ocr.read(footage.still(at, WIDTH)) if counts(w)]) for at in times]
    return footage.memo[key]


def counts(line: ocr.Written) -> bool:
    return line.sure >= SURE and len(plain(line.text)) >= LEAST


def spoken(footage: Footage, shot: str) -> list[str]:
    return [line.text for line in footage.plan.subtitles if line.shot == shot]


def judged(asked: Brief, read: Read, lines: list[str]) -> Measured:
    """One shot: the worst of what it has."""
    strange = [(at, line) for at, found in read for line in found if not known(line.text, asked, lines)]
    if strange:
        words = "reads " + ", ".join(dict.fromkeys(f"“{line.text[:40]}”" for _, line in strange[:4]))
        return Measured("unscripted", f"{words}, which the script does not write", tuple(_evidence(strange)))
    lost = [text for text in asked.text if max((part(text, found) for _, found in read), default=0.0) < RIGHT]
    there = [(at, line) for at, found in read for line in found]
    if lost:
        got = ", ".join(dict.fromkeys(f"“{line.text[:40]}”" for _, line in there)) or "nothing"
        words = f"{', '.join(f'“{text}”' for text in lost)} cannot be read; what is written reads {got}"
        middle = read[len(read) // 2][0]
        where = tuple(_evidence(there)) or (Evidence(at=round(middle, 3), words=f"no “{lost[0]}”"),)
        return Measured("incomplete" if there else "absent", words, where)
    return Measured(
        "scripted" if there else "none", "what is written is what the script writes" if there else "nothing is written"
    )


def _evidence(rows: list[tuple[float, ocr.Written]]) -> Iterator[Evidence]:
    """The surest of each text."""
    best: dict[str, tuple[float, ocr.Written]] = {}
    for at, line in rows:
        if line.text not in best or line.sure > best[line.text][1].sure:
            best[line.text] = (at, line)
    for at, line in best.values():
        yield Evidence(at=round(at, 3), words=f"reads “{line.text[:60]}”", value=round(line.sure, 3), box=line.box)


def known(line: str, asked: Brief, lines: list[str]) -> bool:
    """Whether somebody asked for a line: as a text, as a subtitle of what is said, or as a word of the place or the action."""
    mine = plain(line)
    if any(shared(mine, plain(text)) >= KNOWN * len(mine) for text in (*asked.text, *lines)):
        return True
    told = " ".join([asked.place_look or "", asked.place, *(b.text for b in asked.beats if not hasattr(b, "audio"))])
    return len(mine) > LEAST and mine in plain(told)


def part(text: str, found: list[ocr.Written]) -> float:
    """How much of a text is read at one moment, on however many lines it stands."""
    wanted = plain(text)
    return shared(wanted, plain("".join(line.text for line in found))) / max(1, len(wanted))


def shared(a: str, b: str) -> int:
    """How many letters of a are in b in their order, in runs of three or more (or a whole)."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= min(3, len(a)))


def plain(text: str) -> str:
    """Letters and digits alone, without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def wanted(footage: Footage, assertion: Assertion) -> tuple[str, ...]:
    shots = [brief(footage, shot) for shot in footage.shots(assertion)]
    return ("scripted",) if any(asked and asked.text for asked in shots) else ("none", "scripted")


check = Word("text", take, ("none",), wanted, lambda word: (word, "absent"))
