"""Which way somebody goes across the picture: `left`, `right` or `neither`, whatever the camera does.

What does not go with the picture's own motion is a figure; its steps sideways, weighed by how much of the picture it is,
add up to the way it went.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic import flow
from screenc.critic.measure import Measured, Word, brief, one_shot

FAR = 0.004
"""The sum over the shot of sideways steps (frame widths) times the figure's share of the picture."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    if not flow.installed():
        return Measured(None, flow.MISSING)
    steps = flow.steps(footage, shot)
    if len(steps) < 4:
        return Measured(None, "it is on screen alone for too short to see anybody move")
    went = travelled(steps)
    word = "neither" if abs(went) < FAR else "right" if went > 0 else "left"
    most = max(steps, key=lambda s: s.figures)
    return Measured(word, f"the figures go {word}", (Evidence(at=most.at, words=f"going {word}", value=round(went, 4)),))


def travelled(steps) -> float:
    return sum(s.figure_x * s.figures for s in steps)


def wanted(footage: Footage, assertion: Assertion) -> tuple[str, ...] | None:
    """The way of who enters or leaves; None where nobody does, or two go against each other."""
    asked = brief(footage, assertion.shot) if assertion.shot else None
    ways = set()
    for person in asked.people if asked else ():
        ways |= {"right" if person.enters == "left" else "left"} if person.enters else set()
        ways |= {person.exits} if person.exits else set()
    return tuple(ways) if len(ways) == 1 else None


check = Word("direction", one_shot(take, "direction"), ("left", "neither", "right"), wanted, lambda claimed: (claimed,))
