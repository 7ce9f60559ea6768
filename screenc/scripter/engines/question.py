"""A stretch of a scene as a model is asked for it, and its answer as shots or as complaints: nothing is compiled here."""

from __future__ import annotations

import re

from screenc.film.model import MOVES as FILM_MOVES
from screenc.film.model import SIZES, Action, Scene, Shot, Speech
from screenc.scripter.bible import Bible, Line, Stretch, last_marks
from screenc.scripter.engines import answer, bracket, written
from screenc.scripter.engines.chat import Form, Kind, Message, Reply
from screenc.scripter.engines.prompts import render
from screenc.scripter.repair import foreign

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""What some models say to themselves first."""
MOVES = tuple(m for m in FILM_MOVES if m != "dolly-zoom")
"""The moves that are named to a model; one that has the language by heart may take the dolly zoom as well."""


class Question:
    """One stretch of a scene as it is asked for, and as its answer is read."""

    def __init__(self, bible: Bible, ground: Scene, scene: Scene, stretch: Stretch, kind: Kind):
        self.bible, self.ground, self.scene, self.stretch, self.kind = bible, ground, scene, stretch, kind
        speakers = dict.fromkeys(line.who for line in stretch.lines.values())
        self.cast = tuple(dict.fromkeys((*ground.with_, *speakers, *(p.who for s in ground.shots for p in s.enters))))
        self.type = answer.scene_type(self.cast, tuple(stretch.lines), stretch.most_shots)
        self.form = Form(kind, "scene")
        if kind == "schema":
            self.form = Form(kind, "scene", answer.schema_of(self.type))
        elif kind.endswith("-grammar"):
            self.form = Form(kind, "scene", grammar=grammar())

    def messages(self) -> tuple[Message, ...]:
        film, scene, shots = self.bible.film, self.ground, self.scene.shots
        if self.kind == "bracket":
            return (Message("user", bracket.dialogue_of(self.stretch, {c.id: c.name or c.id for c in film.cast})),)
        place = film.place_of(scene.place)
        items = []
        for it in self.stretch.items:
            if isinstance(it, Line):
                items.append({"line": it.number, "who": it.who, **({"how": it.how} if it.how else {}), "text": it.text})
            else:
                items.append({"direction": it})
        story = {"title": film.title, "logline": film.logline, "style": film.style, "language": film.language}
        where = {"id": scene.id, "setting": scene.setting, "place": place and place.look, "hour": scene.hour,
                 "weather": scene.weather, "mood": scene.mood, "axis": scene.axis}  # fmt: skip
        here = [w for w in self.cast if w in _present(scene, shots)]
        prompt = render(
            "scene",
            film={k: v for k, v in story.items() if v},
            story=self.bible.outline(),
            scene={k: v for k, v in where.items() if v},
            cast=[self.bible.entry(who) for who in self.cast],
            present=here,
            late=[w for w in self.cast if w not in here],
            opens=self.stretch.opens,
            closes=self.stretch.closes,
            last=_seen(shots[-1]) if shots else {},
            marks=last_marks(shots),
            items=items,
            form="schema" if self.kind == "schema" else "text",
            schema=self.form.schema,
            most_shots=self.stretch.most_shots,
            first=len(shots) + 1,
            example=list(self.cast[:2]),
        )
        sizes = SIZES[:8]
        return Message("system", render("system", sizes=sizes, moves=MOVES)), Message("user", prompt)

    def read(self, reply: Reply) -> tuple[Scene | None, list[str]]:
        """The scene so far with the answer's shots after it, and what is wrong with the answer before anything is compiled."""
        first = len(self.scene.shots) + 1
        text = thoughtless(reply.text)
        goal = mood = None
        if self.kind == "schema":
            value, wrong = answer.read_json(text, self.type)
            if value is None:
                return None, wrong
            shots, wrong = answer.shots_of(value, self.stretch.lines, self.ground.id, first)
            goal, mood = one_line(value.goal), one_line(value.mood)
        elif self.kind == "bracket":
            shots, wrong = bracket.shots_of(text, self.stretch, self.bible.film, self.ground, first)
        else:
            shots, wrong = written.shots_of(text, self.bible.film, self.ground)
            shots = tuple(s.model_copy(update={"id": f"{self.ground.id}.{first + k}"}) for k, s in enumerate(shots))
            if any(s.from_ or s.tune or s.waive or s.claims or s.backend or s.text for s in shots):
                wrong.append("a shot may not have from, tune, waive, expect, prefer, backend or text here")
        if not shots:
            return None, wrong or ["the answer holds no shot"]
        if len(shots) > self.stretch.most_shots:
            wrong.append(f"{len(shots)} shots are too many for these lines: at most {self.stretch.most_shots}")
        wrong += foreign(shots, self.bible.film.language)
        if self.stretch.closes:
            shots = (*shots[:-1], shots[-1].model_copy(update={"cut": self.ground.shots[-1].cut}))
        facts = {"goal": self.scene.goal or goal, "mood": mood or self.scene.mood, "shots": (*self.scene.shots, *shots)}
        return self.scene.model_copy(update=facts), wrong


def grammar() -> str:
    """The language's own grammar, as it parses by hand."""
    from importlib.resources import files

    return (files("screenc.grammar") / "shot.lark").read_text(encoding="utf-8")


def _present(scene: Scene, shots: tuple[Shot, ...]) -> set[str]:
    here = set(scene.with_)
    for shot in shots:
        here = (here | {p.who for p in shot.enters}) - {p.who for p in shot.exits}
    return here


def _seen(shot: Shot) -> dict:
    framing = shot.framing
    words = [b.text for b in shot.beats if isinstance(b, Action | Speech)]
    return {
        "size": framing and framing.size,
        "subjects": framing and list(framing.subjects),
        "ends": words[-1][:120] if words else "",
    }


def thoughtless(text: str) -> str:
    """An answer without what its model said to itself first."""
    return _THOUGHT.sub("", text)


def one_line(text: str) -> str | None:
    """Words as a fact of the language holds them; None where there are none."""
    return " ".join(text.split())[:380].strip() or None
