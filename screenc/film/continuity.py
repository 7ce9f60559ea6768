"""The script supervisor's log: who is where, facing which way, wearing and holding what, shot by shot.

Rules read it, the scripter checks itself against it, and the planner lowers it; nobody works it out a second time.
"""

from __future__ import annotations

from typing import Literal

from screenc.film.model import Depth, Facing, Side, Typed


class Standing(Typed):
    """One person during one shot. `in_frame` is what the framing asks for; the rest of `present` is off screen or out of focus.

    `side`, `depth` and `facing` are as seen by this shot's camera, from its own marks, else carried from the last shot of the
    scene, else dealt from the scene's `axis` and `with` order. `before` is where an `enters` comes from and `after` where an
    `exits` goes to, None for somebody who stays.
    """

    who: str
    in_frame: bool
    side: Side
    depth: Depth
    facing: Facing
    wears: str | None = None
    holds: tuple[str, ...] = ()
    before: Literal["left", "right"] | None = None
    after: Literal["left", "right"] | None = None


class Entry(Typed):
    """The log of one shot; `present` keeps the scene's `with` order, then those who entered."""

    shot: str
    scene: str
    present: tuple[Standing, ...]

    def of(self, who: str) -> Standing | None:
        return next((p for p in self.present if p.who == who), None)
