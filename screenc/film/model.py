"""The film as it is meant: typed, resolved, immutable, with no trace of how or where it was written.

Spans live beside it (`film.resolve.Spans`), so moving a shot in the file re-renders nothing. Field names are the
fact words of the language; `from` and `with` are spelled `from_` and `with_` in Python and plainly in JSON.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Force = Literal["expect", "prefer"]
Setting = Literal["int", "ext"]
Hour = Literal["dawn", "morning", "day", "noon", "afternoon", "dusk", "evening", "night", "midnight"]
Weather = Literal["clear", "cloud", "overcast", "rain", "storm", "snow", "fog", "mist", "wind"]
Size = Literal[
    "extreme-long",
    "long",
    "full",
    "medium-long",
    "medium",
    "medium-close",
    "close",
    "extreme-close",
    "insert",
    "two-shot",
    "over-shoulder",
    "pov",
]
Angle = Literal["eye", "low", "high", "overhead", "dutch"]
Move = Literal[
    "static",
    "push-in",
    "pull-out",
    "pan",
    "tilt",
    "truck",
    "dolly",
    "crane",
    "orbit",
    "zoom",
    "dolly-zoom",
    "rack-focus",
    "handheld",
    "steadicam",
]
Way = Literal["left", "right", "up", "down", "in", "out"]
Pace = Literal["slow", "normal", "fast"]
Side = Literal["left", "centre", "right"]
Depth = Literal["near", "mid", "far"]
Facing = Literal["left", "right", "camera", "away"]
KeySide = Literal["left", "right", "front", "back", "top"]
Quality = Literal["soft", "hard"]
Warmth = Literal["warm", "neutral", "cool"]
CutKind = Literal["cut", "dissolve", "fade", "wipe", "match"]

HOURS: tuple[str, ...] = get_args(Hour)
WEATHERS: tuple[str, ...] = get_args(Weather)
SIZES: tuple[str, ...] = get_args(Size)
ANGLES: tuple[str, ...] = get_args(Angle)
MOVES: tuple[str, ...] = get_args(Move)
WAYS: tuple[str, ...] = get_args(Way)
PACES: tuple[str, ...] = get_args(Pace)
SIDES: tuple[str, ...] = get_args(Side)
DEPTHS: tuple[str, ...] = get_args(Depth)
FACINGS: tuple[str, ...] = get_args(Facing)
CUTS: tuple[str, ...] = get_args(CutKind)


class Typed(BaseModel):
    """Everything from the film downward: frozen, closed, serialised under the language's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Claim(Typed):
    """An assertion on the finished film; `value` is as written (`80%`, `0.80`, `static`), units and all.

    `words` are what a model is to judge: `prefer judge >= 4: she hides the letter before he turns`.
    """

    force: Force
    check: str
    subject: str | None = None
    op: Literal["==", ">=", "<="] | None = None
    value: str | None = None
    words: str | None = None


class Voice(Typed):
    """How a cast member sounds; an engine left out is chosen by language; pitch is in semitones."""

    id: str
    engine: str | None = None
    speaker: str | None = None
    speed: Fraction = Fraction(1)
    pitch: Fraction = Fraction(0)


class Cast(Typed):
    """One person of the film; `tint` is `#rrggbb`, the colour that tells them apart at a glance."""

    id: str
    name: str | None = None
    aka: tuple[str, ...] = ()
    look: str | None = None
    wears: str | None = None
    height: Fraction | None = None
    speaks: str | None = None
    ref: str | None = None
    tint: str | None = None


class Place(Typed):
    id: str
    look: str | None = None
    ref: str | None = None
    sound: str | None = None


class Prop(Typed):
    id: str
    look: str | None = None
    ref: str | None = None


class Framing(Typed):
    size: Size
    subjects: tuple[str, ...] = ()


class Camera(Typed):
    move: Move = "static"
    way: Way | None = None
    pace: Pace = "normal"
    subjects: tuple[str, ...] = ()


class Light(Typed):
    """The key light where the script sets it; the hour and the weather set whatever is None."""

    key: KeySide | None = None
    quality: Quality | None = None
    warmth: Warmth | None = None


class Mark(Typed):
    """Blocking, seen from the camera: where in frame, how deep, which way the person faces."""

    who: str
    side: Side | None = None
    depth: Depth | None = None
    facing: Facing | None = None


class Passage(Typed):
    """An entrance or an exit, by one side of the frame."""

    who: str
    side: Literal["left", "right"] | None = None


class Wears(Typed):
    who: str
    what: str


class Holds(Typed):
    """`prop` is a prop's id, or `nothing`."""

    who: str
    prop: str


class Action(Typed):
    kind: Literal["action"] = "action"
    text: str
    at: Fraction | None = None


class Speech(Typed):
    """One spoken line; a line that went on over several `NAME:` lines is one speech, joined by a space."""

    kind: Literal["speech"] = "speech"
    who: str
    how: str | None = None
    text: str
    at: Fraction | None = None


Beat = Annotated[Action | Speech, Field(discriminator="kind")]


class Cut(Typed):
    """How a shot ends; `length` is the transition's, in seconds, shared with the shot that follows."""

    kind: CutKind = "cut"
    length: Fraction | None = None
    way: Way | None = None


class Tune(Typed):
    backend: str
    key: str
    value: str


class Waive(Typed):
    code: str
    until: str
    why: str


class Shot(Typed):
    """`length` None is `auto`: its beats decide."""

    id: str
    length: Fraction | None = None
    from_: str | None = Field(None, alias="from")
    last: str | None = None
    framing: Framing | None = None
    angle: Angle = "eye"
    lens: Fraction | None = None
    camera: Camera = Camera()
    focus: str | None = None
    light: Light | None = None
    marks: tuple[Mark, ...] = ()
    enters: tuple[Passage, ...] = ()
    exits: tuple[Passage, ...] = ()
    wears: tuple[Wears, ...] = ()
    holds: tuple[Holds, ...] = ()
    beats: tuple[Beat, ...] = ()
    sound: tuple[str, ...] = ()
    music: str | None = None
    text: tuple[str, ...] = ()
    cut: Cut = Cut()
    seed: int | None = None
    motion_seed: int | None = None
    backend: str | None = None
    tune: tuple[Tune, ...] = ()
    waive: tuple[Waive, ...] = ()
    claims: tuple[Claim, ...] = ()


class Pick(Typed):
    scene: str
    words: str


class Choice(Typed):
    id: str
    ask: str | None = None
    picks: tuple[Pick, ...] = ()
    default: str | None = None
    timeout: Fraction | None = None


class Scene(Typed):
    id: str
    setting: Setting
    place: str
    hour: Hour | None = None
    goal: str | None = None
    mood: str | None = None
    weather: Weather | None = None
    light: Light | None = None
    with_: tuple[str, ...] = Field((), alias="with")
    axis: tuple[str, str] | None = None
    ref: str | None = None
    anchor: str | None = None
    sound: str | None = None
    music: str | None = None
    next: str | None = None
    claims: tuple[Claim, ...] = ()
    shots: tuple[Shot, ...] = ()
    choices: tuple[Choice, ...] = ()


class Frame(Typed):
    width: int = 1280
    height: int = 720


class Bounds(Typed):
    """The shortest and the longest that the film may be, in seconds; equal when one length was given."""

    least: Fraction
    most: Fraction


class Film(Typed):
    """A whole film. Lengths are rational seconds, `rate` is frames per second, `budget` is US dollars."""

    schema_: Literal["screenc.film/1"] = Field("screenc.film/1", alias="schema")
    id: str
    title: str | None = None
    logline: str | None = None
    frame: Frame = Frame()
    rate: Fraction = Fraction(24)
    length: Bounds | None = None
    style: str | None = None
    language: str = "en"
    backend: str = "previz"
    budget: Fraction | None = None
    seed: int = 0
    claims: tuple[Claim, ...] = ()
    cast: tuple[Cast, ...] = ()
    places: tuple[Place, ...] = ()
    props: tuple[Prop, ...] = ()
    voices: tuple[Voice, ...] = ()
    scenes: tuple[Scene, ...] = ()

    def shots(self):
        """Every (scene, shot) in the order of the file."""
        return ((scene, shot) for scene in self.scenes for shot in scene.shots)

    def cast_of(self, id: str) -> Cast | None:
        return next((c for c in self.cast if c.id == id), None)

    def place_of(self, id: str) -> Place | None:
        return next((p for p in self.places if p.id == id), None)

    def prop_of(self, id: str) -> Prop | None:
        return next((p for p in self.props if p.id == id), None)

    def voice_of(self, id: str) -> Voice | None:
        return next((v for v in self.voices if v.id == id), None)
