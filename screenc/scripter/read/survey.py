"""A first look over the whole text: which form it is written in, who is named how often, how far apart its paragraphs stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from screenc.manuscript.cue import parted
from screenc.scripter.read import chat, headings
from screenc.scripter.read.names import could_name, folded, is_capitals, looks_named
from screenc.text import Source

INLINE = re.compile(
    r"(?P<mark>[-*•]\s+|@)?(?P<name>[^:：\n]{1,80}?)\s*(?:[(（\[](?P<how>[^()（）\[\]\n]{1,200})[)）\]])?\s*[:：](?!//)[ \t]*"
    r"(?P<text>.*)\Z"
)
BOLD = re.compile(
    r"(?P<mark>\*\*|"
    r"__)(?P<name>[^*_\n]{1,80}?)\s*[:：.]?(?P=mark)\s*(?:[(（_*\[]+(?P<how>[^()（）\[\]*_\n]{1,200})[)）\]_*]+)?\s*[:：]?[ \t]*"
    r"(?P<text>.*)\Z"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not blank: its number, where its words start, the words, and how many blank lines stand before it."""

    number: int
    start: int
    text: str
    gap: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Survey:
    """`named` counts names before a colon by their key; `typical_gap` is the usual number of blank lines between paragraphs."""

    rows: list[Row]
    form: str = "inline"
    named: Counter = field(default_factory=Counter)
    lower_case: bool = False
    wraps: bool = False
    markdown: bool = False
    typical_gap: int = 0


def rows(source: Source) -> list[Row]:
    """The lines that are not blank, in order."""
    found, gap, at = [], 0, 0
    for number, line in enumerate(source.text.split("\n"), 1):
        bare = line.strip().lstrip("\ufeff\u200e\u200f").strip()
        if bare:
            lead = line.find(bare[0])
            found.append(Row(number, at + lead, bare, gap))
            gap = 0
        else:
            gap += 1
        at += len(line) + 1
    return found


def is_caps_cue(row: Row, after: Row | None) -> bool:
    """A name in capitals alone on its line with words right under it, as Fountain writes a cue; `@` forces one."""
    name, _ = parted(row.text.lstrip("@").rstrip("^").rstrip())
    if after is None or after.gap or not could_name(name):
        return False
    if headings.heading(row.text) or headings.is_transition(row.text):
        return False
    return row.text.startswith("@") or (is_capitals(name) and ((row.gap > 0 and len(name) > 1) or row.number == 1))


def survey(source: Source) -> Survey:
    """Count what the lines look like and name the form that most of them have."""
    found = Survey(rows(source))
    stamped = own = bold = caps = inline = plain = 0
    cased = Counter()
    for i, row in enumerate(found.rows):
        after = found.rows[i + 1] if i + 1 < len(found.rows) else None
        note = chat.message(row.text)
        if note and (note.who or note.act):
            stamped += 1
            if note.who:
                found.named[folded(note.who)] += 1
            continue
        if chat.own_line(row.text) and after is not None and not after.gap:
            own += 1
            continue
        told = BOLD.match(row.text)
        if told and could_name(told["name"].strip(" :")):
            bold += 1
            found.named[folded(told["name"].strip(" :"))] += 1
            continue
        if is_caps_cue(row, after):
            caps += 1
            found.named[folded(parted(row.text.lstrip("@").rstrip("^").rstrip())[0])] += 1
            continue
        said = INLINE.match(row.text)
        if said and could_name(said["name"]) and not headings.heading(row.text) and not headings.is_transition(row.text):
            inline += 1
            found.named[folded(said["name"])] += 1
            cased["upper" if looks_named(said["name"]) else "lower"] += 1
        elif not is_direction(row.text) and not headings.markdown(row.text) and not headings.heading(row.text):
            plain += 1
    found.lower_case = cased["lower"] >= max(cased["upper"], 1)
    found.wraps = plain > 0
    found.markdown = bold > 0
    repeated = any(n > 1 for n in found.named.values())
    if stamped > 1 or (stamped and stamped >= inline + bold + caps):
        found.form = "chat"
    elif bold and bold >= max(inline, caps):
        found.form = "markdown"
    elif own > 1 and own >= inline + caps:
        found.form = "handle"
    elif caps > inline or (caps > 1 and repeated and inline <= caps):
        found.form = "cue"
    gaps = Counter(row.gap for row in found.rows[1:] if row.gap)
    tight = sum(1 for row in found.rows[1:] if not row.gap)
    if gaps and not (gaps.keys() == {max(gaps)} and tight > sum(gaps.values())):
        found.typical_gap = max(gaps, key=lambda g: (gaps[g], -g))
    return found


_BRACKETS = {"[": "]", "(": ")", "（": "）", "【": "】", "〔": "〕", "［": "］"}


def opens_direction(text: str) -> str | None:
    """The closing mark that a line opens with, when the line may be the first of a stage direction."""
    if text[0] in _BRACKETS:
        return _BRACKETS[text[0]]
    if text[0] in "*_" and text[:2] not in ("**", "__") and len(text) > 1 and not text[1].isspace():
        return text[0]
    return None


def is_direction(text: str) -> bool:
    """Whether a whole line stands in one pair of brackets, asterisks or underscores."""
    close = opens_direction(text)
    if close is None or len(text) < 3 or text[-1] != close:
        return False
    return close not in text[1:-1] or (close in "])）】" and text[1:-1].count(text[0]) == text[1:-1].count(close))
