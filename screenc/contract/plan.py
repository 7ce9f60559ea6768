"""What a build will do, before it does anything: tasks, the cut, the mix, the claims, what is lost and what it costs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from screenc.contract.brief import Brief
from screenc.film.model import Claim, Cut, Typed


class Unit(Typed):
    """What one call makes: part of a shot, one shot, or several; times are seconds from the start of the first shot."""

    shots: tuple[str, ...]
    start: Fraction = Fraction(0)
    length: Fraction


class Why(Typed):
    """The reason that a task runs, as data: `facts` are the facts that changed, `shots` the shots upstream of it."""

    kind: Literal["cached", "new", "changed", "forced", "upstream"]
    facts: tuple[str, ...] = ()
    shots: tuple[str, ...] = ()
    line: str | None = None


class Line(Typed):
    """A line for a voice to speak; semitones and a ratio of speed."""

    who: str
    text: str
    how: str | None = None
    language: str
    engine: str
    speaker: str | None = None
    speed: Fraction = Fraction(1)
    pitch: Fraction = Fraction(0)


class Request(Typed):
    """The one call that buys a clip, as it will be sent but for the key: `path` is under the service's endpoint.

    A value `{"file": NAME}` anywhere in `body` stands for the file of that name in `files`, sent as the service takes files.
    `files` maps a name to what it is: `anchor` (the last frame of `Task.anchor`), `place` (that of the reference that has a
    `clip`), or a path beside the film.
    """

    path: str
    body: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    form: Literal["json", "multipart"] = "json"


class Reference(Typed):
    """A picture that a call looks at: whose it is (a cast id, the place, the shot), its path beside the film, its SHA-256.

    The frame of a clip that shows the place has no path: `clip` is the clip's key, one of `Task.needs`; `at` is where the film
    leaves it, in seconds, and the frame before that is the one; the digest is of these two.
    """

    of: str
    path: str
    digest: str
    clip: str | None = None
    at: Fraction | None = None


class Task(Typed):
    """One thing to make. `key` is the SHA-256 of everything that makes the result; `needs` are the keys of its inputs.

    `brief` is the unit's first shot, `briefs` all of them where one call makes several. `anchor` is the key, one of `needs`,
    of the clip whose last frame this one begins with, or the key of an earlier take whose first frame it begins with;
    `references` are the pictures that fit into the call. `prompts` are the words for each of several shots. A bought clip has
    its lowered `request` and what that will cost; `take` counts askings.
    """

    key: str
    kind: Literal["speech", "clip", "keyframe"]
    """A keyframe is the clip of one frame that another clip begins with."""
    name: str
    unit: Unit
    backend: str
    version: str
    prompt: str = ""
    params: dict[str, Any] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()
    brief: Brief | None = None
    line: Line | None = None
    briefs: tuple[Brief, ...] = ()
    prompts: tuple[str, ...] = ()
    parts: tuple[Fraction, ...] = ()
    """Seconds of each of several shots, adding up to the unit's length."""
    anchor: str | None = None
    anchor_at: Fraction | None = None
    """Where in the anchor's clip the film leaves it, in seconds: the frame before that is the one to go on from."""
    references: tuple[Reference, ...] = ()
    last: Reference | None = None
    """The picture that the clip ends on."""
    take: int = 1
    request: Request | None = None
    dollars: Fraction = Fraction(0)
    priced: bool = True
    """False where nobody knows the price, which then counts as nothing."""
    sampled: bool = False
    why: Why = Why(kind="new")

    @property
    def audible(self) -> bool:
        """Whether the clip brings its own sound: its model was told `audio on`."""
        return self.kind == "clip" and self.params.get("audio") is True


class Loss(Typed):
    """Something the script says that this backend will not do."""

    shot: str
    fact: str
    backend: str
    message: str


class Sounding(Typed):
    """One sound of the film's mix: `source` is a speech task's key, or that of a clip which brings its own sound.

    None is for a sound that is synthesised, by its `words`.
    """

    kind: Literal["speech", "sound", "music", "room"]
    start: Fraction
    end: Fraction
    source: str | None = None
    words: str | None = None
    who: str | None = None
    shot: str


class CutEvent(Typed):
    """One shot in the finished film: which clip, where it stands, and how it ends. `trim_in` is cut off the clip's head."""

    shot: str
    clip: str
    start: Fraction
    length: Fraction
    trim_in: Fraction = Fraction(0)
    cut: Cut = Cut()


class Subtitle(Typed):
    who: str
    name: str
    text: str
    start: Fraction
    end: Fraction
    shot: str


class Assertion(Typed):
    """A claim placed on the film; `shot` None is the whole film, `scene` alone a scene. `automatic`: nobody wrote it."""

    claim: Claim
    scene: str | None = None
    shot: str | None = None
    automatic: bool = False


class Estimate(Typed):
    """What the plan will take: seconds of film, seconds of work where known, dollars."""

    length: Fraction
    to_make: int
    cached: int
    work: float | None = None
    dollars: Fraction = Fraction(0)


class Plan(Typed):
    """Everything that a build will do, before it does anything. Offline, deterministic, diffable."""

    schema_: Literal["screenc.plan/1"] = Field("screenc.plan/1", alias="schema")
    film: str
    title: str
    width: int
    height: int
    rate: Fraction
    language: str
    tasks: tuple[Task, ...]
    events: tuple[CutEvent, ...]
    sounds: tuple[Sounding, ...] = ()
    subtitles: tuple[Subtitle, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    losses: tuple[Loss, ...] = ()
    estimate: Estimate

    @property
    def length(self) -> Fraction:
        return self.estimate.length
