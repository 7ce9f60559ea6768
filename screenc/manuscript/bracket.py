"""The bracketed shooting script of "The Script is All You Need", in its three dialects, told apart by what stands in it.

The README's dialect has one line of dialogue to a shot; the trained model's and the director's have time codes, camera and shot
type, and a plot in prose with the spoken words in quotes. A shot is what begins a line with its number, and blocking belongs to
the shot of its own number: both are joined by place in the authors' code, which loses them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from screenc.text import Diagnostic, Source, Span

_SECTION = re.compile(r"(?m)^[ \t]*【(?P<name>[^】\n]{1,60})】[ \t]*[:：]?[ \t]*")
_NAMES = {
    "dialogue": "dialogue", "dialogues": "dialogue", "shots": "dialogue", "storyboard": "dialogue",
    "character description": "characters", "character descriptions": "characters", "character profiles": "characters",
    "character profile": "characters", "characters": "characters", "character appearance": "characters",
    "scene description": "scene", "scene descriptions": "scene", "scene": "scene",
    "character positions": "blocking", "character position": "blocking", "blocking": "blocking", "position": "blocking",
    "positions": "blocking",
}  # fmt: skip
_NUMBER = re.compile(r"(?m)^[ \t]*(?P<n>\d{1,3})[ \t]*[.:：、)][ \t]*")
_NUM = r"(\d+(?:\.\d+)?)[ \t]*(?:s|sec|secs|second|seconds)?"
_TIME = re.compile(rf"\[[ \t]*{_NUM}[ \t]*[-–—~][ \t]*{_NUM}[ \t]*\][ \t]*", re.IGNORECASE)
_CAMERA = re.compile(r"\((?P<what>[^()\n]*\b(?:camera|shot)\b[^()\n]*:[^()\n]*)\)[ \t]*", re.IGNORECASE)
_PLOT = re.compile(r"\s*Plot[ \t]*[:：][ \t]*", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“”«»「『](?P<words>[^\"“”«»「」『』\n]+)[\"“”«»」』]")
_LINE = re.compile(
    r"(?P<who>[^:：\n\"“]{1,40})[:：][ \t]*[\"“「](?P<words>[^\"”」\n]*)[\"”」][ \t]*(?:[(（](?P<how>[^()（）\n]*)[)）])?"
)
_PERSON = re.compile(r"(?m)^[ \t]*(?:[-*•][ \t]*)?(?:\d{1,2}[.)][ \t]*)?(?P<name>[^:：\n]{1,60})[:：][ \t]*(?P<about>[^\n]*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """Words in quotes; `who` None where the plot does not tell whose."""

    who: str | None
    how: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Shot:
    """`plot` is the prose of a shot and the lines in it, in order, strings and `Line`s; times are seconds from the start."""

    number: int
    span: Span
    window: tuple[Fraction, Fraction] | None = None
    moves: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    plot: tuple[str | Line, ...] = ()
    blocking: str | None = None


@dataclass(frozen=True, slots=True)
class ShootingScript:
    """`dialect` is `readme`, `model` or `director`; people are names with what is said of them."""

    dialect: str
    people: tuple[tuple[str, str], ...] = ()
    scene: str = ""
    shots: tuple[Shot, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def parse(source: Source) -> ShootingScript:
    """The four sections; whatever cannot be placed is diagnosed where it stands, and nothing takes its place."""
    found: list[Diagnostic] = []
    sections = _sections(source, found)
    people = tuple((m["name"].strip(), m["about"].strip()) for m in _PERSON.finditer(_text(source, sections, "characters")))
    scene = " ".join(_text(source, sections, "scene").split())
    shots: tuple[Shot, ...] = ()
    if "dialogue" not in sections:
        at = source.span(0, min(len(source.text), 1))
        found.append(Diagnostic.at("E0815", at, f"{source.name} has no section of shots", help="open it with 【DIALOGUE】"))
    else:
        shots = _shots(source, sections, [n for n, _ in people], found)
    if "dialogue" in sections and not shots:
        head = sections["dialogue"][2]
        found.append(
            Diagnostic.at("E0815", head, "no shot stands in this section", help="begin each shot with its number: `1. `")
        )
    return ShootingScript(_dialect(source.text, shots), people, scene, shots, tuple(found))


def _dialect(text: str, shots: tuple[Shot, ...]) -> str:
    if re.search(r"【\s*character profiles\s*】", text, re.IGNORECASE):
        return "director"
    return "model" if any(s.window or s.moves or s.sizes for s in shots) or "【BLOCKING】" in text else "readme"


def _sections(source: Source, found: list[Diagnostic]) -> dict[str, tuple[int, int, Span]]:
    heads = list(_SECTION.finditer(source.text))
    out: dict[str, tuple[int, int, Span]] = {}
    for n, head in enumerate(heads):
        span = source.span(head.start() + len(head[0]) - len(head[0].lstrip()), head.end())
        end = heads[n + 1].start() if n + 1 < len(heads) else len(source.text)
        name = _NAMES.get(" ".join(head["name"].casefold().split()))
        if name is None:
            known = "DIALOGUE, CHARACTER PROFILES, SCENE DESCRIPTION and BLOCKING"
            found.append(Diagnostic.at("E0816", span, f"no section is named `{head['name']}`", help=f"the sections are {known}"))
        elif name in out:
            found.append(Diagnostic.at("E0816", span, f"the section `{head['name']}` stands twice", help="put the two into one"))
        else:
            out[name] = (head.end(), end, span)
    return out


def _text(source: Source, sections: dict, name: str) -> str:
    start, end, _ = sections.get(name, (0, 0, None))
    return source.text[start:end].strip()


def _entries(source: Source, start: int, end: int) -> list[tuple[int, int, int]]:
    """(number, start, end) of what begins a line with its number."""
    marks = [m for m in _NUMBER.finditer(source.text, start, end)]
    return [(int(m["n"]), m.end(), marks[k + 1].start() if k + 1 < len(marks) else end) for k, m in enumerate(marks)]


def _shots(source: Source, sections: dict, people: list[str], found: list[Diagnostic]) -> tuple[Shot, ...]:
    start, end, _ = sections["dialogue"]
    blocking: dict[int, str] = {}
    if "blocking" in sections:
        low, high, _ = sections["blocking"]
        for number, at, stop in _entries(source, low, high):
            blocking[number] = " ".join(source.text[at:stop].split())
    shots: list[Shot] = []
    for number, at, stop in _entries(source, start, end):
        shot = _shot(source, number, at, stop, blocking.get(number), people, shots, found)
        shots.append(shot)
    known = {s.number for s in shots}
    for number in blocking:
        if number not in known and "blocking" in sections:
            span = sections["blocking"][2]
            found.append(Diagnostic.at("E0816", span, f"blocking is given for shot {number}, which is not there"))
    return tuple(shots)


def _shot(source, number, at, stop, blocking, people, before, found) -> Shot:
    text = source.text[at:stop].rstrip()
    span = source.span(at, at + len(text))
    pos = 0
    window = None
    if time := _TIME.match(text):
        low, high = Fraction(time[1]), Fraction(time[2])
        here = source.span(at, at + len(time[0].rstrip()))
        last = next((s.window for s in reversed(before) if s.window), None)
        if high <= low:
            found.append(Diagnostic.at("E0816", here, f"shot {number} ends before it starts", help="write `[0s-4s]`"))
        else:
            window = (low, high)
            if last and last[1] != low:
                what = "before the last shot has ended" if low < last[1] else "after a gap"
                found.append(
                    Diagnostic.at(
                        "W0817", here, f"shot {number} starts {what}", notes=(f"the last one ends at {float(last[1]):g}s",)
                    )
                )
        pos = time.end()
    moves: list[str] = []
    sizes: list[str] = []
    if camera := _CAMERA.match(text, pos):
        for part in camera["what"].split("+"):
            key, _, value = part.partition(":")
            (moves if "movement" in key.casefold() else sizes).extend(v.strip() for v in value.split(",") if v.strip())
        pos = camera.end()
    if plot := _PLOT.match(text, pos):
        pos = plot.end()
    said = _LINE.fullmatch(text, pos) or _LINE.fullmatch(text.strip(), pos)
    if said:
        line = Line(said["who"].strip(), (said["how"] or "").strip() or None, said["words"].strip(),
                    source.span(at + said.start("words"), at + said.end("words")))  # fmt: skip
        return Shot(number, span, window, tuple(moves), tuple(sizes), (line,), blocking)
    return Shot(number, span, window, tuple(moves), tuple(sizes), tuple(_plot(source, at, text, pos, people)), blocking)


def _plot(source: Source, at: int, text: str, pos: int, people: list[str]) -> list[str | Line]:
    """Prose with the lines cut out of it; whoever is named last before a quote speaks, unless the sentence after it says."""
    out: list[str | Line] = []
    for quote in _QUOTE.finditer(text, pos):
        before, words = text[pos : quote.start()], quote["words"].strip()
        if not _speaks(before, words):
            continue
        who = _last_named(before, people) or _told_after(text[quote.end() :], people)
        if who is None:
            who = next((p.who for p in reversed(out) if isinstance(p, Line)), None)
        lead = " ".join(before.split()).strip()
        if lead.strip(" .,;:"):
            out.append(lead)
        out.append(Line(who, None, words, source.span(at + quote.start("words"), at + quote.end("words"))))
        pos = quote.end()
    rest = " ".join(text[pos:].split()).strip()
    if any(c.isalnum() for c in rest):
        out.append(rest.lstrip(" .,;"))
    return out


_VERB = (
    r"(?:say|said|ask|repl(?:y|ie)|whisper|murmur|shout|call|answer|exclaim|add|speak|blurt|mutter|cry|crie|continue|respond|tell)"
    r"\w*"
)


def _speaks(before: str, words: str) -> bool:
    """Whether a quote is speech: it stands after a colon, a comma or a word of speaking, not in the middle as a title does."""
    lead = before.rstrip()
    if not lead or lead.endswith((":", "：", ",", "，")) or re.search(rf"\b{_VERB}\b[^.!?]*\Z", lead, re.IGNORECASE):
        return True
    return lead[-1] in ".!?…" and words[-1:] in ".!?,…"


def _spots(text: str, people: list[str]) -> list[tuple[int, str]]:
    spots = []
    for name in people:
        for way in {name, *[w for w in name.split() if len(w) > 2]}:
            spots += [(m.start(), name) for m in re.finditer(rf"(?<!\w){re.escape(way)}(?!\w)", text)]
    return sorted(spots)


def _last_named(text: str, people: list[str]) -> str | None:
    """The one named in the last sentence that names anybody, first in it: `Takumi blurts out to Anri:` is Takumi's."""
    for sentence in reversed(re.split(r"(?<=[.!?。])\s+", text)):
        spots = _spots(sentence, people)
        if spots:
            return spots[0][1]
    return None


def _told_after(text: str, people: list[str]) -> str | None:
    """The one of whom it is said right after a quote: `says Ana`, `Ana whispers`."""
    clause = re.match(r"[\s,，]*(?P<words>[^.!?:,，。\"“]{1,60})", text)
    if not clause or not re.match(rf"{_VERB}\b|\S+(?:\s\S+)?\s+{_VERB}\b", clause["words"], re.IGNORECASE):
        return None
    spots = _spots(clause["words"], people)
    return spots[0][1] if spots else None
