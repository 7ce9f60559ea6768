"""A scene as a model answers it in JSON: shots that call lines by number, so that no word of the dialogue is ever copied.

The JSON Schema is made from these types for each scene anew: who is in it and which lines it has are enumerations of the schema,
so a server that holds its model to a schema cannot let it name anybody else.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from screenc.film import model
from screenc.film.joining import join
from screenc.scripter.bible import Line

MOST_COMPLAINTS = 12


class Closed(BaseModel):
    """Nothing may be added and nothing left out: what servers call a strict schema, which knows no lengths of text either."""

    model_config = ConfigDict(extra="forbid")


def schema_of(type: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a type without its titles, which cost tokens and say nothing."""
    return _untitled(type.model_json_schema())


def _untitled(it: Any) -> Any:
    if isinstance(it, dict):
        return {k: _untitled(v) for k, v in it.items() if not (k == "title" and isinstance(v, str))}
    return [_untitled(v) for v in it] if isinstance(it, list) else it


def scene_type(cast: tuple[str, ...], lines: tuple[int, ...], most_shots: int) -> type[Closed]:
    """The type of an answer about these people and lines."""
    who: Any = Literal[cast]
    mark = create_model(
        "Mark", __base__=Closed, who=(who, ...), side=(model.Side, ...), depth=(model.Depth, ...), facing=(model.Facing, ...)
    )
    passage = create_model("Passage", __base__=Closed, who=(who, ...), side=(Literal["left", "right"], ...))
    said = create_model("Said", __base__=Closed, line=(Literal[lines], ...))
    done = create_model("Done", __base__=Closed, action=(str, ...))
    shot = create_model(
        "Shot",
        __base__=Closed,
        size=(model.Size, ...),
        subjects=(list[who], ...),
        angle=(model.Angle, ...),
        move=(model.Move, ...),
        way=(model.Way | None, ...),
        pace=(model.Pace, ...),
        camera_on=(list[who], ...),
        marks=(list[mark], ...),
        enters=(list[passage], ...),
        exits=(list[passage], ...),
        beats=(list[said | done], ...),
        cut=(Literal["cut", "dissolve", "match"], ...),
    )
    shots = Annotated[list[shot], Field(min_length=1, max_length=most_shots)]
    return create_model("Scene", __base__=Closed, goal=(str, ...), mood=(str, ...), shots=(shots, ...))


class Look(Closed):
    who: str
    look: str
    wears: str


class Casting(Closed):
    """The people of a film and how it looks, before any scene is written."""

    logline: str
    style: str
    cast: list[Look]


def unfenced(text: str) -> str:
    """The object in a reply, out of a Markdown fence or the prose around it."""
    fence = re.search(r"```(?:json)?\s*\n(.*?)\n\s*```", text, re.DOTALL)
    text = fence[1] if fence else text
    at, end = text.find("{"), text.rfind("}")
    return text[at : end + 1] if 0 <= at < end else text


def read_json(text: str, type: type[BaseModel]) -> tuple[Any, list[str]]:
    """The typed answer, or None and what is wrong with it, each in a sentence that its writer can act on."""
    try:
        value = json.loads(unfenced(text))
    except (ValueError, RecursionError) as error:
        return None, [f"the answer is not JSON: {getattr(error, 'msg', 'it nests too deep')}"]
    if not isinstance(value, dict):
        return None, ["the answer is not a JSON object"]
    try:
        return type.model_validate(value), []
    except ValidationError as error:
        told = [f"{'.'.join(_address(e['loc'])) or 'the answer'}: {e['msg']}" for e in error.errors()]
        return None, list(dict.fromkeys(told))[:MOST_COMPLAINTS]


def _address(loc: tuple) -> list[str]:
    """A place in the answer as its writer knows it: shots count from 1, and the arms of a union are not named."""
    return [str(it + 1) if isinstance(it, int) else it for it in loc if it not in ("Said", "Done")]


def shots_of(answer: Any, lines: dict[int, Line], scene: str, first: int) -> tuple[tuple[model.Shot, ...], list[str]]:
    """The answer's shots as the film's, and which lines are lost, said twice or out of order."""
    called = [b.line for s in answer.shots for b in s.beats if hasattr(b, "line")]
    wrong = _order(called, list(lines))
    return tuple(_shot(s, lines, f"{scene}.{first + k}") for k, s in enumerate(answer.shots)), wrong


def _order(called: list[int], wanted: list[int]) -> list[str]:
    if called == wanted:
        return []
    told = [f"line {n} is not spoken in any shot" for n in wanted if n not in called]
    told += [f"line {n} is spoken {called.count(n)} times" for n in dict.fromkeys(called) if called.count(n) > 1]
    return told[:MOST_COMPLAINTS] or ["the lines are not spoken in their order"]


def _shot(it: Any, lines: dict[int, Line], id: str) -> model.Shot:
    beats: list[model.Action | model.Speech] = []
    turn = None
    for beat in it.beats:
        if not hasattr(beat, "line"):
            words = " ".join(beat.action.split())
            beats += [model.Action(text=words)] if words else []
            turn = None
            continue
        line = lines[beat.line]
        last = beats[-1] if beats else None
        if turn is not None and turn == line.turn and isinstance(last, model.Speech):
            beats[-1] = last.model_copy(update={"text": join(last.text, line.text)})
        else:
            beats.append(model.Speech(who=line.who, how=line.how, text=line.text))
        turn = line.turn
    return model.Shot(
        id=id,
        framing=model.Framing(size=it.size, subjects=tuple(dict.fromkeys(it.subjects))),
        angle=it.angle,
        camera=model.Camera(move=it.move, way=it.way, pace=it.pace, subjects=tuple(dict.fromkeys(it.camera_on))),
        marks=tuple(model.Mark(who=m.who, side=m.side, depth=m.depth, facing=m.facing) for m in it.marks),
        enters=tuple(model.Passage(who=p.who, side=p.side) for p in it.enters),
        exits=tuple(model.Passage(who=p.who, side=p.side) for p in it.exits),
        beats=tuple(beats),
        cut=model.Cut(kind=it.cut, length=Fraction(1, 2) if it.cut == "dissolve" else None),
    )
