"""SubRip and WebVTT: voice tags, `NAME:` and dashes tell who speaks; the times are kept as hints of when.

A cue that names nobody goes on with whoever spoke last, as subtitles for the deaf do; before the first name nobody can be told.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from screenc.scripter.dialogue import Dialogue
from screenc.scripter.read.gather import Gatherer
from screenc.scripter.read.names import could_name, folded, is_capitals, looks_named
from screenc.scripter.read.survey import is_direction
from screenc.text import Diagnostic, Source

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:[ \t].*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>\n]+)>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:[bius]|c|v|font|ruby|rt|lang)(?:\.[^<>\s]*)?>|<(?:v|font|lang)\s[^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?P<dash>[-–—‐]\s*)?(?:\[(?P<boxed>[^\[\]\n:]{1,40})\]\s*[:：]?\s*(?=\S)|"
    r"(?P<name>[^:：\n\[\](){}<>♪]{1,40}?)\s*(?:[(（\[](?P<how>[^()（）\[\]\n]{1,80})[)）\]])?\s*[:：](?!//|\d)\s*)"
)
_DASH = re.compile(r"[-–—‐]\s*(?=\S)")
_SUNG = re.compile(r"\A[♪♫#\s]*[♪♫]\s*|\s*[♪♫]+\s*\Z")


@dataclass(slots=True)
class _Cue:
    window: tuple[Fraction, Fraction]
    lines: list[tuple[int, str]]


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    """The speeches of the cues; a cue whose timing line is no timing stops the reading, since what is said there is not known."""
    vtt = source.text.lstrip("\ufeff").startswith("WEBVTT")
    cues, found = _cues(source, vtt)
    if found:
        return None, found
    reader = _Reader(source, "vtt" if vtt else "srt", cues)
    return reader.run(), reader.found


def _cues(source: Source, vtt: bool) -> tuple[list[_Cue], list[Diagnostic]]:
    cues: list[_Cue] = []
    at, block = 0, []
    blocks: list[list[tuple[int, str]]] = []
    for raw in [*source.text.split("\n"), ""]:
        line = raw.strip("\r \t\ufeff\u200e\u200f")
        if line:
            block.append((at + raw.find(line[0]), line))
        elif block:
            blocks.append(block)
            block = []
        at += len(raw) + 1
    for n, block in enumerate(blocks):
        if vtt and (n == 0 or re.match(r"(?:NOTE|STYLE|REGION)\b", block[0][1])) and not any("-->" in t for _, t in block):
            continue
        timing = next((k for k, (_, text) in enumerate(block[:3]) if "-->" in text), None)
        if timing is None:
            if cues and not re.fullmatch(r"\d+", block[0][1]):
                cues[-1].lines += block  # a blank line inside a cue: the words go on
                continue
            if re.fullmatch(r"\d+", block[0][1]) and len(block) == 1:
                continue
            return [], [_bad(source, *block[0])]
        window = _window(block[timing][1])
        if window is None:
            return [], [_bad(source, *block[timing])]
        cues.append(_Cue(window, block[timing + 1 :]))
    return cues, []


def _window(text: str) -> tuple[Fraction, Fraction] | None:
    found = _TIMING.match(text)
    if not found:
        return None
    g = found.groups()
    start, end = (int(h or 0) * 3600 + int(m) * 60 + int(s) + Fraction(int(f), 10 ** len(f)) for h, m, s, f in (g[:4], g[4:]))
    return (start, end) if end >= start else None


def _bad(source: Source, at: int, text: str) -> Diagnostic:
    backwards = bool(_TIMING.match(text))
    return Diagnostic.at(
        "E0811",
        source.span(at, at + len(text)),
        "a subtitle ends before it starts" if backwards else "a subtitle's times cannot be read",
        help="write them as `00:00:01,000 --> 00:00:03,500`",
    )


class _Reader(Gatherer):
    def __init__(self, source: Source, form: str, cues: list[_Cue]):
        super().__init__(source, form)
        self.cues = cues
        self.found: list[Diagnostic] = []
        self.handed: str | None = None
        self.ours = self._named()

    def _named(self) -> set[str]:
        """The names in voice tags or before a colon; beside names in capitals, others count where they come again."""
        tagged, capitals, others = set(), set(), Counter()
        for cue in self.cues:
            for _, text in cue.lines:
                tagged |= {folded(html.unescape(voice["name"])) for voice in _VOICE.finditer(text)}
                named = _NAMED.match(_bare(text))
                name = named and (named["name"] or "").strip()
                if not name or not could_name(name):
                    continue
                if is_capitals(name):
                    capitals.add(folded(name))
                elif looks_named(name) and len(name.split()) <= 3:
                    others[folded(name)] += 1
        return tagged | capitals | {name for name, n in others.items() if n > 1 or not (capitals or tagged)}

    def _handed(self, lines: list[str]) -> str | None:
        """Who says the unnamed one of two dashes in a cue: of two people the other one; empty where nobody can tell."""
        dashes = [line for line in lines if _DASH.match(line)]
        if len(dashes) < 2:
            return None
        named = {folded(m["boxed"] or m["name"] or "") for line in dashes if (m := _NAMED.match(line))} & self.ours
        others = self.ours - named
        if len(named) == 1 and len(others) == 1:
            key = others.pop()
            return self.names.get(key, [key])[0]
        return ""

    def run(self) -> Dialogue | None:
        for cue in self.cues:
            self._cue(cue)
            if self.found:
                return None
        self.flush()
        return self.dialogue()

    def _cue(self, cue: _Cue) -> None:
        window = cue.window
        self.handed = self._handed([_bare(text) for _, text in cue.lines])
        for at, raw in cue.lines:
            for name, start, text in _voices(raw) if not self.found else ():
                bare = _bare(text)
                if not bare:
                    continue
                begin, end = at + start, at + start + len(text.rstrip())
                if is_direction(bare) and bare[0] in "[(（【":
                    self.flush()
                    self.direct(bare, begin, end)
                elif name:
                    self._speak(html.unescape(name), None, bare, begin, end, window)
                else:
                    self._plain(bare, begin, end, window)

    def _speak(self, who: str, how: str | None, text: str, start: int, end: int, window) -> None:
        self.flush()
        self.cue(who, how)
        self._words(text, start, end, window)

    def _words(self, text: str, start: int, end: int, window) -> None:
        sung = _SUNG.sub("", text)
        if sung != text:
            if self.words:
                self.flush()
            self.how = self.how or "singing"
        self.window = ((self.window or window)[0], window[1])
        self.say(sung, start, end)

    def _plain(self, text: str, start: int, end: int, window) -> None:
        found = _NAMED.match(text)
        name = found and (found["boxed"] or found["name"] or "").strip()
        if (
            found
            and name
            and (folded(name) in self.ours or (found["boxed"] and could_name(name) and text[found.end() :].strip()))
        ):
            return self._speak(name, found["how"], text[found.end() :], start, end, window)
        dash = _DASH.match(text)
        if dash and self.handed is not None:
            if self.handed:
                return self._speak(self.handed, None, text[dash.end() :], start, end, window)
            self.speaker = None
        if self.speaker is None:
            self.found.append(
                Diagnostic.at(
                    "E0812",
                    self.source.span(start, end),
                    "nobody can be told to say this",
                    label="no name before it",
                    help="begin the subtitle with who says it: `ANA: Is this the last tram?`",
                )
            )
            return
        text = text[dash.end() :] if dash else text
        self._words(text, start, end, window)


def _voices(line: str) -> list[tuple[str | None, int, str]]:
    """The pieces of a line by voice tag: (name, offset, text); one piece without a name where there is no tag."""
    found = list(_VOICE.finditer(line))
    if not found:
        return [(None, 0, line)]
    out: list[tuple[str | None, int, str]] = []
    if line[: found[0].start()].strip():
        out.append((None, 0, line[: found[0].start()]))
    for n, voice in enumerate(found):
        stop = found[n + 1].start() if n + 1 < len(found) else len(line)
        out.append((voice["name"].strip(), voice.end(), line[voice.end() : stop]))
    return out


def _bare(text: str) -> str:
    """Words without tags and positions, entities read."""
    return html.unescape(_MARKUP.sub("", text)).replace("\u200e", "").replace("\u200f", "").strip()
