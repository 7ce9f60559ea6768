"""The size of the shot, by the largest face in it: `close`, `medium`, `full`. Of a shot without a face it says nothing.

The face's height over the frame's, at the moment in the middle of the five that show one, is held against the bounds that
calibration found between the sizes.
"""

from __future__ import annotations

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic import calibration
from screenc.critic.looks import seen
from screenc.critic.measure import Measured, Word, brief, one_shot

LADDER = ("long", "full", "medium-long", "medium", "medium-close", "close", "extreme-close")
ASKS = {
    "two-shot": ("full", "medium-long", "medium", "medium-close"),
    "over-shoulder": ("medium", "medium-close", "close"),
    "extreme-long": ("long",),
}
"""What fulfils a framing that is not a size alone."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    by_moment: dict[float, float] = {}
    for at, _, _, _, height, _ in seen(footage, shot):
        by_moment[at] = max(by_moment.get(at, 0.0), height)
    if not by_moment:
        return Measured(None, "no face is seen, and size is read off faces")
    at, height = sorted(by_moment.items(), key=lambda item: item[1])[len(by_moment) // 2]
    word = of(height)
    return Measured(
        word,
        f"the largest face is {100 * height:.0f}% of the frame's height: {word}",
        (Evidence(at=at, words=word, value=height),),
    )


def of(height: float) -> str:
    """The size that shows a face this high, as a share of the frame's height."""
    bounds = calibration.row("size").get("bounds", [])
    return LADDER[sum(height >= bound for bound in bounds)]


def near(size: str) -> tuple[str, ...]:
    """A size and its neighbours on the ladder: crews draw the lines between sizes in different places."""
    at = LADDER.index(size)
    return LADDER[max(0, at - 1) : at + 2]


def alike(claimed: str) -> tuple[str, ...]:
    return ASKS.get(claimed, (claimed,))


def wanted(footage: Footage, assertion: Assertion) -> tuple[str, ...] | None:
    asked = brief(footage, assertion.shot) if assertion.shot else None
    if asked is None or asked.framing.size in ("insert", "pov"):
        return None
    return ASKS.get(asked.framing.size) or near(asked.framing.size)


check = Word("size", one_shot(take, "the size"), LADDER, wanted, alike, ordered=True)
