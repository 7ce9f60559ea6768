"""Which way the camera moved, as one word: `pan-left`, `push-in`, `static`. Turning is told from travelling by parallax.

The whole shot's motion decides: how far the picture went (net), how far it wandered on the way (path), how much it grew. A
camera that turns shifts near and far alike; one that travels leaves a parallax.
"""

from __future__ import annotations

from screenc.contract import Assertion, Brief, Evidence, Footage
from screenc.critic import flow
from screenc.critic.measure import Measured, Word, brief, one_shot, thinned

STILL = 0.006
"""Of the frame's width, net, under which a shot is static; a scripted slow move goes six times as far."""
SHAKEN = 0.012
"""The path, in frame widths, from which a camera that gets nowhere is held in the hand."""
EDGE = 0.28
"""Frame widths from the middle to where growth is felt: what it moves there is held against sideways motion."""
PARALLAX = 0.16
"""The share of the motion that one similarity leaves over, from which the camera travelled."""

WORDS = (
    "static",
    "handheld",
    "push-in",
    "pull-out",
    "pan-left",
    "pan-right",
    "tilt-up",
    "tilt-down",
    "truck-left",
    "truck-right",
    "crane",
)
FAMILY = {
    "pan": ("pan-left", "pan-right"),
    "tilt": ("tilt-up", "tilt-down"),
    "truck": ("truck-left", "truck-right"),
    "crane-up": ("crane",),
    "crane-down": ("crane",),
    "dolly": ("push-in", "pull-out", "truck-left", "truck-right"),
    "orbit": ("truck-left", "truck-right"),
    "orbit-left": ("truck-left", "truck-right", "pan-left", "pan-right"),
    "orbit-right": ("truck-left", "truck-right", "pan-left", "pan-right"),
    "rack-focus": ("static",),
    "zoom-in": ("push-in",),
    "zoom-out": ("pull-out",),
    "zoom": ("push-in", "pull-out"),
}
"""What the words that are not measured for themselves stand for: an orbit's picture slides, whichever way it turns, and a
crane's goes up or down as the camera is tilted on the way."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    if not flow.installed():
        return Measured(None, flow.MISSING)
    steps = flow.steps(footage, shot)
    if len(steps) < 4:
        return Measured(None, "it is on screen alone for too short to see a move")
    word = name(steps)
    if word is None:
        return Measured(None, "too little of the picture can be followed")
    x, y, growth = net(steps)
    went = (
        f"the picture went {abs(x) * 100:.1f}% {'right' if x > 0 else 'left'}, {abs(y) * 100:.1f}% {'down' if y > 0 else 'up'}"
        f" and grew by {100 * growth:.1f}%"
    )
    far, curve = 0.0, []
    for step in steps:
        far += step.x + step.growth
        curve.append((step.at, far))
    return Measured(
        word, f"the camera does `{word}`: {went}", (Evidence(at=steps[len(steps) // 2].at, words=word),), thinned(curve)
    )


def net(steps) -> tuple[float, float, float]:
    """Where the picture went in all: x and y in frame widths, growth as a log."""
    return sum(s.x for s in steps), sum(s.y for s in steps), sum(s.growth for s in steps)


def name(steps) -> str | None:
    """The word for a shot's motion; None where most of it could not be followed."""
    followed = [s for s in steps if s.agreed > 0]
    if len(followed) < len(steps) / 2:
        return None
    x, y, growth = net(followed)
    path = sum(abs(s.x) + abs(s.y) for s in followed)
    sideways, grown = (x * x + y * y) ** 0.5, abs(growth) * EDGE
    if path > SHAKEN and sideways < path / 2 and grown < path / 2:
        return "handheld"
    if max(sideways, grown) < STILL:
        return "static"
    if grown > sideways:
        return "push-in" if growth > 0 else "pull-out"
    travelled = parallax(followed) > PARALLAX
    if abs(x) >= abs(y):
        return f"{'truck' if travelled else 'pan'}-{'left' if x > 0 else 'right'}"
    return "crane" if travelled else f"tilt-{'up' if y > 0 else 'down'}"


def parallax(steps) -> float:
    """The median over the steps that move at all."""
    moving = sorted(s.parallax for s in steps if abs(s.x) + abs(s.y) > 1e-3) or [0.0]
    return moving[len(moving) // 2]


def alike(claimed: str) -> tuple[str, ...]:
    return FAMILY.get(claimed, (claimed,))


def wanted(footage: Footage, assertion: Assertion) -> tuple[str, ...] | None:
    """What fulfils the script's camera; moves that are not told apart fulfil each other."""
    asked = brief(footage, assertion.shot) if assertion.shot else None
    return moves(asked) if asked else None


def moves(asked: Brief) -> tuple[str, ...] | None:
    """The words that a scripted camera may be seen to do; None where it asks for what no flow shows."""
    camera = asked.camera
    if camera.move in ("steadicam", "dolly-zoom"):
        return None
    if camera.move == "dolly":
        return ("pull-out",) if camera.way == "out" else ("push-in",) if camera.way in (None, "in") else (f"truck-{camera.way}",)
    word = camera.move if camera.way is None or camera.move in ("push-in", "pull-out") else f"{camera.move}-{camera.way}"
    return alike(word)


check = Word("camera", one_shot(take, "the camera"), (*WORDS, *FAMILY), wanted, alike)
