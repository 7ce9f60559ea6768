"""Who measures a finished film, what they may look at, and what they say."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from screenc.contract.plan import Assertion, Plan
from screenc.film.model import Typed


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
