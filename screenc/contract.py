"""All that a backend, a voice, a check or a scripter's engine may see of screenc: data, and the protocols they answer to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import Field

from screenc.film.appearance import Appearance
from screenc.film.footwork import Walk
from screenc.film.model import Angle, Camera, Claim, Cut, Depth, Facing, Framing, Hour, Light, Prop, Setting, Side, Typed, Weather
from screenc.profile import GRADES as GRADES
from screenc.profile import Capabilities as Capabilities
from screenc.profile import Lengths as Lengths
from screenc.profile import Native as Native
from screenc.profile import flat as flat
from screenc.profile import holds as holds
from screenc.text import Diagnostic

# --- what a shot asks for -------------------------------------------------------------------------------------------


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


# --- what is made ---------------------------------------------------------------------------------------------------


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


class Artifact(Typed):
    """A finished result in the store; `digest` is the SHA-256 of its bytes, `took` seconds, `cost` dollars."""

    key: str
    digest: str
    media: str
    path: str
    took: float
    cost: Fraction = Fraction(0)
    made_by: str


class Evidence(Typed):
    """Where to look: a time in the film, in seconds, and what is seen or heard there.

    `value` is the number there, in the check's unit; `box` is (x, y, width, height) as shares of the frame.
    """

    at: float
    words: str
    value: float | None = None
    box: tuple[float, float, float, float] | None = None


class Verdict(Typed):
    """What a check measured; `held` None means that it could not be measured, and `words` says why."""

    assertion: Assertion
    measured: str | None = None
    held: bool | None = None
    words: str = ""
    evidence: tuple[Evidence, ...] = ()
    value: float | None = None
    """The number behind `measured`, where it is one."""
    curve: tuple[tuple[float, float], ...] = ()
    """(time, value) pairs of what was followed through the shot, thinned to be drawn."""


# --- who makes and who judges ---------------------------------------------------------------------------------------


class Progress(Protocol):
    def __call__(self, done: float, /) -> None:
        """Say what share of the task is done, 0 to 1; raises `Cancelled` when the build is to stop."""


class Cancelled(Exception):
    """The build was asked to stop; whatever was half made is thrown away."""


class Failed(Exception):
    """A task could not be made; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@runtime_checkable
class Backend(Protocol):
    """What makes clips. A module `backends/NAME.py` offers one as `backend`, beside `NAME.j2` (prompt) and `NAME.toml`."""

    name: str
    version: str
    options: type[Typed]
    """The `tune NAME KEY VALUE` knobs, one field each."""

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Progress) -> tuple[Diagnostic, ...] | None:
        """Write the task's clip to `out`: H.264, the brief's size and rate, exactly its frames; silent, or `audible`.

        `inputs` has what the task needs by its keys, and the pictures that it points to by their paths beside the film.
        A tuple of diagnostics that comes back is told when the build ends. Raises Failed, Cancelled.
        """


@runtime_checkable
class Lossy(Protocol):
    """A backend that knows losses which no profile can tell, because they hang on the words of the shot or on the machine."""

    def losses(self, brief: Brief) -> list[Loss]:
        """What of this shot it will leave out; each is warned of as W0651 when the shot is planned."""


@runtime_checkable
class Careful(Protocol):
    """A backend on one's own machine that can tell before any work whether a task can be made there."""

    def examine(self, task: Task) -> tuple[list[Diagnostic], list[tuple[str, Loss, str]]]:
        """What stands in the way, located by nobody, and (code, loss, help) for what will be lost. Loads nothing heavy."""


Fault = Literal[
    "invalid", "auth", "quota", "throttled", "moderated-input", "moderated-output", "provider", "expired", "ambiguous"
]
"""Every way in which a service says no. `ambiguous`: it may have taken the order, so nothing is sent again unasked."""


class Refused(Exception):
    """A service said no, or nothing; `retry_after` are seconds that it asks for, `evidence` its own words without secrets."""

    def __init__(self, fault: Fault, words: str, *, retry_after: float | None = None, evidence: str = ""):
        super().__init__(words)
        self.fault, self.retry_after, self.evidence = fault, retry_after, evidence


class Job(Typed):
    """An order that a service has taken. It is polled where it was made: `endpoint` is the base URL of that day."""

    endpoint: str
    id: str
    url: str | None = None
    data: dict[str, str] = Field(default_factory=dict)


class State(Typed):
    """How a job stands. `outputs` are URLs, or `data:` URLs; `dollars` what the service says that it charged, if it says."""

    stage: Literal["queued", "running", "done", "failed"]
    share: float | None = None
    outputs: tuple[str, ...] = ()
    dollars: Fraction | None = None
    fault: Fault | None = None
    words: str = ""


@runtime_checkable
class Service(Protocol):
    """A backend whose clips are bought from somebody's server; the director keeps the ledger and decides when to send.

    `lower` runs in the plan, offline; the rest never retries: each call is at most one exchange, or one polling one.
    """

    name: str
    version: str
    options: type[Typed]
    key: str
    """The environment variable that holds the key; it goes into no plan, log, ledger or report."""

    def endpoint(self, params: Mapping[str, Any]) -> str:
        """The base URL for these options, from the environment where the service has several."""

    def lower(self, task: Task, can: Capabilities) -> Request:
        """The exact request for a task that has its unit, briefs, prompt and params. Raises Failed, located by nobody."""

    def create(self, endpoint: str, request: Request, files: Mapping[str, Path]) -> Job:
        """Send the order once. Raises Refused; `ambiguous` when it cannot be known whether the order arrived."""

    def poll(self, job: Job) -> State:
        """Ask once how the job stands. Raises Refused: `throttled` or `provider` are to be asked again later."""

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """Download the finished clip as the service made it. Raises Refused: `expired` when its link is dead."""

    def cancel(self, job: Job) -> bool:
        """Whether the job was stopped; False where the service cannot."""


@runtime_checkable
class Findable(Protocol):
    """A service that can say where a job is asked for by its id alone; for one that cannot, the id is all there is."""

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        """The job as `create` would have returned it, for an order whose answer never came."""


class Clock(Protocol):
    """How long a line takes to say."""

    def spoken(self, lines: Sequence[Line]) -> list[Fraction]:
        """Seconds of each line, in order; measured by speaking it, or estimated, but the same every time."""


class Footage(Protocol):
    """What a check may look at: a finished film, opened once, decoded as little as the checks need; times are its seconds."""

    plan: Plan
    memo: dict[Any, Any]
    """What one check worked out and another may use: faces, flow; it lives as long as the film is open."""

    def seconds(self) -> float:
        """How long the film file is, counted in its own frames."""

    def shots(self, assertion: Assertion) -> tuple[str, ...]:
        """The shots that an assertion speaks of, in the order of the film."""

    def window(self, scene: str | None, shot: str | None) -> tuple[float, float]:
        """What a shot holds alone, transitions left out; a scene from its first shot to its last; the whole film for neither."""

    def strip(self, shot: str) -> tuple[Any, Any]:
        """Every frame of a shot's window, 160 pixels wide: times (N,), RGB uint8 (N, H, 160, 3)."""

    def moments(self, shot: str, every: float, width: int) -> Any:
        """The shot's window read once, a frame each `every` seconds: (time, RGB uint8 (H, width, 3)) pairs."""

    def boundaries(self) -> tuple[float, ...]:
        """When the film passes from one shot to the next, as it is seen in the picture: cuts, and the middles of dissolves."""

    def cues(self) -> tuple[tuple[float, float, str], ...] | None:
        """The film's own subtitles as delivered, (start, end, text); None where it has none."""

    def still(self, time: float, width: int) -> Any:
        """The frame on screen at a time, as RGB uint8 scaled to a width."""

    def sound(self, start: float, end: float) -> Any:
        """Mono float32 samples at 16 kHz, from -1 to 1; empty when the film has no sound."""

    def loudness(self, start: float, end: float) -> tuple[float, float]:
        """Integrated LUFS and true peak in dBTP (EBU R 128) of the sound as delivered."""


class Check(Protocol):
    """One measure of a film. A module `critic/checks/NAME.py` offers one as `check`; its page is `pages/checks/NAME.md`."""

    name: str
    unit: str
    """`%`, `dB`, `s`, or empty for a count or a ratio."""
    subject: bool
    """Whether a claim may name one of the cast."""
    scope: Literal["film", "shot"]
    """The smallest thing that it can be claimed of."""
    words: tuple[str, ...]
    """What a claim may name instead of a number, in order where they have one; empty for a check by a number alone."""
    limit: tuple[str, str] | None
    """Judged without a claim, as a warning, against this (operator, value); None where only a claim calls it."""

    def judge(self, footage: Footage, assertion: Assertion) -> Verdict:
        """Measure the finished pictures and sound, never the plan's word for them."""


def canonical(value: Any) -> bytes:
    """The one JSON of a value: keys sorted, no space, UTF-8; what digests are made of."""
    if isinstance(value, Typed):
        value = value.model_dump(mode="json")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
