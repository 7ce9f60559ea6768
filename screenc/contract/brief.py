"""What a shot asks for, as a camera crew needs it."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field

from screenc.film.appearance import Appearance
from screenc.film.footwork import Walk
from screenc.film.model import Angle, Camera, Depth, Facing, Framing, Hour, Light, Prop, Setting, Side, Typed, Weather


class Person(Typed):
    """Somebody in the scene, as this shot's camera finds them."""

    id: str
    name: str
    look: str | None = None
    wears: str | None = None
    ref: str | None = None
    appearance: Appearance
    in_frame: bool
    side: Side
    depth: Depth
    facing: Facing
    holds: tuple[Prop, ...] = ()
    enters: Literal["left", "right"] | None = None
    exits: Literal["left", "right"] | None = None
    walked: tuple[Walk, ...] = ()
    """What took them off their mark in earlier shots of the scene: they begin where it left them."""


class TimedAction(Typed):
    """An action and when it happens, in seconds from the start of the shot; `who` are the cast that its words name, in order."""

    kind: Literal["action"] = "action"
    text: str
    start: Fraction
    end: Fraction
    who: tuple[str, ...] = ()


class TimedSpeech(Typed):
    """A spoken line and when it sounds; `audio` is the key of the task that speaks it."""

    kind: Literal["speech"] = "speech"
    who: str
    how: str | None = None
    text: str
    start: Fraction
    end: Fraction
    audio: str


class Brief(Typed):
    """One shot as a camera crew needs it: nothing about files, caches or money, and nobody who is not in the scene."""

    schema_: Literal["screenc.brief/1"] = Field("screenc.brief/1", alias="schema")
    shot: str
    scene: str
    length: Fraction
    width: int
    height: int
    rate: Fraction
    style: str | None = None
    language: str = "en"
    setting: Setting
    place: str
    place_look: str | None = None
    place_ref: str | None = None
    hour: Hour | None = None
    weather: Weather | None = None
    mood: str | None = None
    goal: str | None = None
    framing: Framing
    angle: Angle = "eye"
    lens: Fraction | None = None
    camera: Camera = Camera()
    focus: str | None = None
    light: Light = Light()
    axis: tuple[str, str] | None = None
    people: tuple[Person, ...] = ()
    beats: tuple[TimedAction | TimedSpeech, ...] = ()
    text: tuple[str, ...] = ()
    seed: int = 0
    motion_seed: int = 0
