"""The paper's own answer: four sections in heavy brackets, of which the shots are read and the words are not.

A trained ScriptAgent answers a bare dialogue in prose: a time code, a camera movement, shot types and a plot that quotes lines.
Staging is taken from there; every line of dialogue still comes from the dialogue. A line that the prose misquotes is spoken where
its neighbours are.
"""

from __future__ import annotations

import re
from itertools import pairwise

from screenc.film.joining import join
from screenc.film.model import Action, Camera, Film, Framing, Passage, Scene, Shot, Size, Speech
from screenc.scripter.bible import Line, Stretch

_SECTION = re.compile(r"【\s*([^】]+?)\s*】\s*[:：]?")
_SHOT = re.compile(r"^[ \t]*\d+[ \t]*[.．、)][ \t]*(?=[\[(（【])", re.MULTILINE)
_HEAD = re.compile(r"\[(?P<time>[^\]]*)\][ \t]*")
_MOVES = (
    ("steadicam", Camera(move="steadicam")), ("handheld", Camera(move="handheld")), ("hand-held", Camera(move="handheld")),
    ("push", Camera(move="push-in", pace="slow")), ("pull", Camera(move="pull-out", pace="slow")),
    ("arc", Camera(move="orbit", way="left", pace="slow")), ("orbit", Camera(move="orbit", way="left", pace="slow")),
    ("track", Camera(move="truck", way="right", pace="slow")), ("truck", Camera(move="truck", way="right", pace="slow")),
    ("pan", Camera(move="pan", way="right", pace="slow")), ("tilt", Camera(move="tilt", way="up", pace="slow")),
    ("crane", Camera(move="crane", way="up", pace="slow")), ("zoom", Camera(move="zoom", way="in", pace="slow")),
    ("dolly", Camera(move="dolly", way="in", pace="slow")),
)  # fmt: skip
_SIZES: tuple[tuple[str, Size], ...] = (
    ("extreme close", "extreme-close"), ("medium close", "medium-close"), ("close", "close"), ("over", "over-shoulder"),
    ("two", "two-shot"), ("medium long", "medium-long"), ("medium full", "medium-long"), ("medium", "medium"),
    ("extreme long", "extreme-long"), ("extreme wide", "extreme-long"),
    ("establish", "long"), ("long", "long"), ("wide", "long"), ("full", "full"),
)  # fmt: skip


def dialogue_of(stretch: Stretch, names: dict[str, str]) -> str:
    """The lines as the paper's model was trained to be given them: a bare dialogue, nothing before it."""
    said = [f"{names[it.who]}: {it.text}" if isinstance(it, Line) else f"({it})" for it in stretch.items]
    return "\n".join(said)


def shots_of(text: str, stretch: Stretch, film: Film, scene: Scene, first: int) -> tuple[tuple[Shot, ...], list[str]]:
    """The answer's shots with the dialogue's lines in them, and why it is not to be used."""
    bodies = [b for b in _bodies(text) if b.strip()]
    if not bodies:
        return (), ["the answer holds no numbered shot"]
    lines = list(stretch.lines.values())
    where, known = _places(lines, bodies)
    if known * 2 < len(lines):
        return (), [f"only {known} of {len(lines)} lines can be found in the answer"]
    names = {c.id: [w for w in (c.name, c.id, *c.aka, (c.name or c.id).split()[0]) if w] for c in film.cast}
    here = set(scene.with_)
    out = []
    for n, body in enumerate(bodies):
        mine = [line for line, at in zip(lines, where, strict=True) if at == n]
        if not mine and not _plot(body):
            continue
        speakers = list(dict.fromkeys(line.who for line in mine))
        comes = tuple(Passage(who=w, side="left") for w in speakers if w not in here) if first + len(out) > 1 else ()
        here |= set(speakers)
        out.append(_shot(f"{scene.id}.{first + len(out)}", body, mine, speakers, names, here, comes))
    return tuple(out), []


def _bodies(text: str) -> list[str]:
    parts = _SECTION.split(text)
    sections = {parts[n].casefold(): parts[n + 1] for n in range(1, len(parts) - 1, 2)}
    shots = next((body for name, body in sections.items() if "dialogue" in name or "对话" in name), text)
    at = [m.start() for m in _SHOT.finditer(shots)]
    return [shots[a:b] for a, b in pairwise([*at, len(shots)])]


def _places(lines: list[Line], bodies: list[str]) -> tuple[list[int], int]:
    """For each line the shot that quotes it, in order; a line that none quotes goes where the one before it went."""
    plain = [_letters(b) for b in bodies]
    where, at, offset, known = [], 0, 0, 0
    for line in lines:
        words = _letters(line.text)
        for n in range(at, len(bodies)):
            found = plain[n].find(words, offset if n == at else 0)
            if words and found >= 0:
                at, offset, known = n, found + len(words), known + 1
                break
        where.append(at)
    return where, known


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _plot(body: str) -> str:
    """What is seen: the plot without time code, camera and quoted words."""
    text = _HEAD.sub("", _SHOT.sub("", body, count=1), count=1)
    text = re.sub(r"\A\s*[(（][^)）]*[)）]", "", text)
    text = re.sub(r"\A\s*plot\s*[:：]\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"[“\"「『][^”\"」』]*[”\"」』]", "", text)
    text = re.sub(r"\([^)]*\)|\S+\s*[:：]\s*(?=$|[.,;])", "", text, flags=re.MULTILINE)
    words = " ".join(text.split())
    return words[:380].rsplit(" ", 1)[0] if len(words) > 380 else words


def _shot(id: str, body: str, lines: list[Line], speakers: list[str], names: dict[str, list[str]], here: set[str], comes) -> Shot:
    head = body[: body.find("\n")] if "\n" in body else body
    kind = re.search(r"shot type\s*[:：]\s*([^)）\n]*)", body, re.IGNORECASE)
    move = re.search(r"camera movement\s*[:：]\s*([^+)）\n]*)", body, re.IGNORECASE)
    said = (kind[1] if kind else head).split(",")[0].casefold().replace("-", " ")
    size = next((size for word, size in _SIZES if word in said), "medium")
    plot = _plot(body)
    seen = sorted((plot.find(n), who) for who, all in names.items() if who in here for n in all if n in plot)
    named = list(dict.fromkeys([*(who for _, who in seen), *speakers])) or sorted(here)
    if size in ("close", "extreme-close", "medium-close", "medium"):
        named = (speakers or named)[:1]
    elif size in ("two-shot", "over-shoulder") and len(named) != 2:
        others = [w for w in sorted(here) if w not in named]
        named = (named + others)[:2]
        size = size if len(named) == 2 else "medium"
    elif size in ("over-shoulder",):
        named = [w for w in named if w not in speakers[:1]] + speakers[:1]
    words = move[1].casefold() if move else ""
    camera = next((camera for word, camera in _MOVES if word in words), Camera())
    beats: list[Action | Speech] = [Action(text=plot)] if plot else []
    for n, line in enumerate(lines):
        last = beats[-1] if beats else None
        if n and lines[n - 1].turn == line.turn and isinstance(last, Speech):
            beats[-1] = last.model_copy(update={"text": join(last.text, line.text)})
        else:
            beats.append(Speech(who=line.who, how=line.how, text=line.text))
    return Shot(id=id, framing=Framing(size=size, subjects=tuple(named)), camera=camera, enters=comes, beats=tuple(beats))
