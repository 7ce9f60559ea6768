"""What hands, head and back do for an action's words: a table of gestures; `gesture_words` has the words that ask for them.

A gesture is a pose of some of the rig's channels, reached in `lead` seconds from the action's start, kept, and let go; `waves`
swing channels while it lasts. A channel without a side belongs to the free hand, `r.`/`l.` to that hand. Hands are in arm lengths
from their shoulder: x outwards, y up, z forward.
"""

from __future__ import annotations

from dataclasses import dataclass

FORWARD, UP, DOWN, IN, OUT, BACK = (0, 0, 1), (0, 1, 0), (0, -1, 0), (-1, 0, 0), (1, 0, 0), (0, 0, -1)


@dataclass(frozen=True, slots=True)
class Gesture:
    """`hold` seconds after the lead, None for as long as the action; `stays` until another `ends` it."""

    pose: dict[str, float]
    lead: float = 0.38
    hold: float | None = None
    release: float = 0.5
    waves: tuple[tuple[str, float, float], ...] = ()
    stays: str = ""
    ends: str = ""
    mood: str = ""
    uses: tuple[str, ...] = ()
    """Props that the gesture is made with: the hand that holds one makes it."""


def hand(
    x: float,
    y: float,
    z: float,
    fingers=None,
    palm=IN,
    curl: float = 0.15,
    point: float = 0.0,
    thumb: float = 0.2,
    swivel: float = 0.35,
    side: str = "",
) -> dict[str, float]:
    """A hand's channels; with no `fingers` direction the hand follows the forearm."""
    f = fingers or (0, -1, 0)
    names = {
        "hx": x,
        "hy": y,
        "hz": z,
        "follow": 0.0 if fingers else 1.0,
        "fx": f[0],
        "fy": f[1],
        "fz": f[2],
        "nx": palm[0],
        "ny": palm[1],
        "nz": palm[2],
        "curl": curl,
        "point": point,
        "thumb": thumb,
        "swivel": swivel,
    }
    return {f"{side}{name}": float(value) for name, value in names.items()}


def hands(*args, **kw) -> dict[str, float]:
    """The same for both hands, mirrored."""
    return hand(*args, **kw, side="r.") | hand(*args, **kw, side="l.")


FACE_HIGH = (-0.20, 0.30, 0.42)

GESTURES: dict[str, Gesture] = {
    "wave": Gesture(
        hand(0.36, 0.30, 0.30, UP, FORWARD, 0.05) | {"smile": 0.35}, waves=(("fx", 0.55, 2.1), ("hx", 0.06, 2.1)), hold=1.5
    ),
    "point": Gesture(hand(-0.02, 0.02, 0.96, None, DOWN, 0.92, 1.0, 0.7), hold=1.3, uses=("gun", "sword", "torch", "cane")),
    "nod": Gesture({"head_pitch": 0.06}, 0.2, 1.0, 0.3, (("head_pitch", 0.17, 1.7),)),
    "shake-head": Gesture({"head_pitch": 0.04}, 0.2, 1.2, 0.3, (("head_yaw", 0.30, 1.5),)),
    "shrug": Gesture(
        hands(0.34, -0.50, 0.42, (0.7, 0.1, 0.7), UP, 0.1)
        | {"r.shrug": 1.0, "l.shrug": 1.0, "head_roll": 0.13, "brow": 0.5, "smile": -0.25},
        0.32,
        0.6,
    ),
    "cross-arms": Gesture(
        hand(-0.30, -0.36, 0.36, (-0.9, 0.3, -0.3), BACK, 0.4, swivel=0.75, side="r.")
        | hand(-0.26, -0.44, 0.30, (-0.9, -0.1, -0.4), BACK, 0.5, swivel=0.75, side="l.")
        | {"bend": -0.04},
        0.55,
        stays="arms",
    ),
    "hands-on-hips": Gesture(
        hands(0.16, -0.62, 0.06, (-0.6, -0.5, 0.4), BACK, 0.35, swivel=1.5) | {"bend": -0.05}, 0.5, stays="arms"
    ),
    "raise-hand": Gesture(hand(0.14, 0.86, 0.18, UP, FORWARD, 0.08), hold=1.5),
    "hands-up": Gesture(hands(0.40, 0.55, 0.25, UP, FORWARD, 0.08), hold=1.6),
    "reach": Gesture(hand(-0.06, -0.14, 0.90, FORWARD, IN, 0.25) | {"bend": 0.16}, 0.5, 0.7, 0.55),
    "offer": Gesture(
        hand(-0.10, -0.24, 0.78, FORWARD, UP, 0.2) | {"bend": 0.10},
        0.5,
        1.1,
        0.55,
        uses=("thing", "flowers", "key", "ring", "letter", "box", "cup", "bottle", "book", "phone", "ball", "glass"),
    ),
    "take": Gesture(hand(-0.10, -0.20, 0.84, FORWARD, IN, 0.55) | {"bend": 0.12}, 0.45, 0.45, 0.55),
    "pick-up": Gesture(
        hand(0.0, -0.86, 0.62, (0, -0.8, 0.5), IN, 0.5) | {"bend": 0.95, "py": -0.10, "pz": -0.05, "head_pitch": -0.2},
        0.55,
        0.3,
        0.7,
    ),
    "drink": Gesture(
        hand(-0.16, 0.16, 0.46, (-0.8, 0.3, 0.1), BACK, 0.6, swivel=0.9) | {"head_pitch": -0.16, "upright": 0.75, "open": 0.7},
        0.6,
        0.9,
        0.6,
        uses=("cup", "glass", "bottle"),
    ),
    "eat": Gesture(
        hand(-0.18, 0.14, 0.44, (-0.7, 0.6, 0.0), BACK, 0.6, swivel=0.6) | {"mouth": 0.15},
        0.5,
        0.7,
        0.5,
        (("mouth", 0.12, 1.8),),
        uses=("plate", "ball"),
    ),
    "write": Gesture(
        hand(-0.20, -0.46, 0.58, (-0.3, -0.5, 0.8), (-0.5, -0.8, 0), 0.7, side="r.")
        | hand(-0.14, -0.50, 0.55, (-0.5, -0.1, 0.8), DOWN, 0.1, side="l.")
        | {"head_pitch": 0.32, "bend": 0.14},
        0.5,
        waves=(("r.hx", 0.035, 1.9), ("r.hz", 0.02, 2.7)),
        uses=("pen",),
    ),
    "type": Gesture(
        hands(-0.16, -0.46, 0.60, (-0.2, -0.2, 1), DOWN, 0.35) | {"head_pitch": 0.20, "bend": 0.08},
        0.5,
        waves=(("r.hy", 0.022, 4.3), ("l.hy", 0.022, 3.7), ("r.curl", 0.12, 5.1), ("l.curl", 0.12, 4.7)),
    ),
    "read": Gesture(
        hands(-0.20, -0.28, 0.56, (-0.1, 0.4, 0.9), (-0.5, 0.8, -0.2), 0.4) | {"head_pitch": 0.28, "gaze_y": -0.35},
        0.55,
        waves=(("gaze_x", 0.35, 0.45),),
        uses=("book", "letter", "newspaper", "phone"),
    ),
    "phone": Gesture(
        hand(-0.10, 0.20, 0.14, (-0.1, 1, -0.05), IN, 0.55, swivel=0.2) | {"head_roll": 0.10, "upright": 0.0},
        0.6,
        uses=("phone",),
    ),
    "look-at-hand": Gesture(
        hand(-0.16, -0.22, 0.52, (-0.3, 0.5, 0.8), (-0.3, 0.7, -0.6), 0.45) | {"head_pitch": 0.30, "gaze_y": -0.3},
        0.5,
        1.6,
        uses=("phone", "letter", "book"),
    ),
    "hug": Gesture(
        hands(-0.22, -0.02, 0.74, (-0.8, 0.1, 0.5), BACK, 0.15) | {"bend": 0.12, "head_roll": 0.12, "smile": 0.3}, 0.7, 1.6, 0.7
    ),
    "bow": Gesture({"bend": 0.75, "head_pitch": 0.22, "pz": -0.03}, 0.7, 0.5, 0.8),
    "cover-face": Gesture(
        hands(-0.24, 0.26, 0.42, (-0.15, 1, 0), BACK, 0.1, swivel=0.5) | {"head_pitch": 0.32, "bend": 0.15, "open": 0.0}, 0.5
    ),
    "cover-mouth": Gesture(hand(-0.22, 0.14, 0.44, (-0.6, 0.8, 0), BACK, 0.15) | {"brow": 0.7, "open": 1.25}, 0.35, 1.2),
    "hand-on-chest": Gesture(hand(-0.34, -0.20, 0.36, (-0.9, 0.25, 0.1), BACK, 0.1), 0.45, 1.3),
    "think": Gesture(
        hand(-0.22, 0.06, 0.42, (-0.35, 0.9, 0.1), BACK, 0.6, 0.8, swivel=0.2)
        | {"head_roll": -0.08, "gaze_y": 0.45, "gaze_x": 0.3, "skew": 0.5},
        0.55,
        1.6,
    ),
    "scratch-head": Gesture(
        hand(0.0, 0.52, 0.10, (-0.5, 0.8, -0.2), IN, 0.5, swivel=1.1) | {"head_roll": -0.10, "skew": 0.4},
        0.5,
        1.0,
        waves=(("hx", 0.025, 4.0),),
    ),
    "rub-eyes": Gesture(
        hand(-0.24, 0.30, 0.42, (-0.5, 0.8, 0), BACK, 0.5) | {"open": 0.0, "head_pitch": 0.15},
        0.5,
        1.2,
        waves=(("hx", 0.03, 2.2),),
    ),
    "facepalm": Gesture(hand(-0.24, 0.34, 0.40, (-0.6, 0.7, 0), BACK, 0.1) | {"head_pitch": 0.30, "open": 0.0}, 0.45, 1.1),
    "check-watch": Gesture(
        hand(-0.26, -0.20, 0.50, IN, UP, 0.5, swivel=0.9, side="l.") | {"head_pitch": 0.28, "head_yaw": -0.2}, 0.45, 1.0
    ),
    "clap": Gesture(
        hands(-0.26, -0.22, 0.56, (-0.1, 0.6, 0.8), IN, 0.05) | {"smile": 0.6},
        0.35,
        1.8,
        waves=(("r.hx", 0.11, 3.0), ("l.hx", 0.11, 3.0)),
    ),
    "salute": Gesture(hand(0.10, 0.36, 0.26, (-0.75, 0.6, 0.1), (0, -0.3, 1), 0.0, swivel=1.3), 0.3, 1.0),
    "thumbs-up": Gesture(hand(-0.02, -0.14, 0.66, FORWARD, IN, 1.0, 0.0, 0.0) | {"smile": 0.5}, 0.35, 1.1),
    "fist": Gesture(hand(0.02, -0.10, 0.52, UP, IN, 1.0, 0.0, 1.0), 0.25, 1.0, waves=(("hy", 0.035, 5.0),), mood="angry"),
    "slam": Gesture(hand(-0.05, -0.52, 0.62, FORWARD, DOWN, 0.9, 0.0, 1.0) | {"bend": 0.22}, 0.16, 0.5, 0.6, mood="angry"),
    "push": Gesture(hands(-0.10, -0.08, 0.92, UP, FORWARD, 0.05) | {"bend": 0.20}, 0.3, 0.6),
    "pull": Gesture(hands(-0.05, -0.30, 0.42, FORWARD, IN, 0.95) | {"bend": -0.14, "pz": -0.04}, 0.4, 0.6),
    "throw": Gesture(hand(0.10, 0.30, 0.80, FORWARD, DOWN, 0.1) | {"bend": 0.18, "twist": -0.3}, 0.28, 0.3, 0.6),
    "knock": Gesture(
        hand(-0.02, 0.06, 0.74, (0, 0.6, 0.6), FORWARD, 1.0, 0.0, 1.0), 0.35, 1.0, waves=(("hz", 0.06, 3.2),), uses=("cane",)
    ),
    "open-door": Gesture(hand(0.02, -0.34, 0.78, FORWARD, DOWN, 0.8) | {"twist": 0.15}, 0.5, 0.6, 0.6),
    "wipe": Gesture(
        hand(-0.10, -0.46, 0.66, FORWARD, DOWN, 0.2) | {"bend": 0.22, "head_pitch": 0.25}, 0.45, waves=(("hx", 0.20, 1.0),)
    ),
    "stir": Gesture(
        hand(-0.14, -0.38, 0.60, (0, -0.6, 0.6), IN, 0.8) | {"head_pitch": 0.25},
        0.45,
        waves=(("hx", 0.07, 1.2), ("hz", 0.06, 1.2)),
    ),
    "work": Gesture(
        hands(-0.14, -0.44, 0.56, (-0.1, -0.3, 1), IN, 0.45) | {"head_pitch": 0.25, "bend": 0.12},
        0.5,
        waves=(("r.hx", 0.05, 0.9), ("l.hz", 0.05, 0.7), ("r.hy", 0.03, 1.3)),
    ),
    "guitar": Gesture(
        hand(-0.42, -0.52, 0.30, (-0.8, -0.5, 0.1), BACK, 0.35, swivel=0.7, side="r.")
        | hand(0.26, -0.28, 0.52, (-0.4, 0.8, 0.2), (-0.3, 0, -1), 0.6, swivel=0.5, side="l.")
        | {"head_pitch": 0.18},
        0.5,
        waves=(("r.hy", 0.05, 2.2),),
        uses=("guitar",),
    ),
    "piano": Gesture(
        hands(-0.06, -0.46, 0.66, (0, -0.2, 1), DOWN, 0.4) | {"head_pitch": 0.18},
        0.5,
        waves=(("r.hx", 0.14, 0.6), ("l.hx", 0.12, 0.5), ("r.hy", 0.03, 3.4), ("l.hy", 0.03, 2.6)),
    ),
    "dance": Gesture(
        hands(0.30, -0.10, 0.40, UP, IN, 0.2) | {"smile": 0.6},
        0.5,
        waves=(("pelvis_roll", 0.12, 1.0), ("px", 0.025, 1.0), ("py", 0.012, 2.0), ("r.hy", 0.14, 1.0), ("l.hy", -0.14, 1.0)),
    ),
    "pray": Gesture(hands(-0.30, -0.20, 0.46, UP, IN, 0.0) | {"head_pitch": 0.30, "open": 0.0}, 0.6),
    "beg": Gesture(hands(-0.28, -0.26, 0.62, (0, 0.6, 0.8), IN, 0.4) | {"bend": 0.14}, 0.5, mood="sad"),
    "whisper": Gesture(hand(-0.20, 0.12, 0.46, UP, (-0.8, 0, -0.4), 0.1) | {"bend": 0.16}, 0.5, mood="whispering"),
    "kiss": Gesture({"bend": 0.20, "head_pitch": 0.04, "head_roll": 0.12, "wide": 0.1, "open": 0.15}, 0.7, 0.8, 0.7),
    "lean": Gesture({"bend": 0.26, "pz": -0.02}, 0.6, 1.4, 0.7),
    "lean-back": Gesture({"bend": -0.18, "pz": 0.03, "head_pitch": 0.08}, 0.6, 1.4, 0.7),
    "recoil": Gesture(
        {"bend": -0.16, "head_pitch": -0.06, "pz": -0.03} | hands(0.12, -0.34, 0.40, UP, FORWARD, 0.1),
        0.25,
        0.7,
        0.7,
        mood="afraid",
    ),
    "sigh": Gesture({"breath": 1.6, "r.shrug": 0.5, "l.shrug": 0.5, "head_pitch": -0.05}, 0.6, 0.1, 0.9, mood="tired"),
    "look-down": Gesture({"head_pitch": 0.38, "gaze_y": -0.4}, 0.5, 1.5, 0.6),
    "look-up": Gesture({"head_pitch": -0.36, "gaze_y": 0.4}, 0.5, 1.5, 0.6),
    "look-around": Gesture({}, 0.4, waves=(("head_yaw", 0.55, 0.33), ("gaze_x", 0.5, 0.33))),
    "laugh": Gesture(
        {"mouth": 0.38, "wide": 0.8, "head_pitch": -0.14, "squint": 0.8, "open": 0.55},
        0.3,
        waves=(("bend", 0.05, 3.4), ("r.shrug", 0.25, 3.4), ("l.shrug", 0.25, 3.4), ("mouth", 0.14, 3.4)),
        mood="laughing",
    ),
    "cry": Gesture(
        hand(-0.24, 0.24, 0.42, (-0.4, 0.9, 0), BACK, 0.25) | {"head_pitch": 0.34, "bend": 0.14, "open": 0.25},
        0.6,
        waves=(("r.shrug", 0.22, 2.3), ("l.shrug", 0.22, 2.3)),
        mood="sad",
    ),
    "smile": Gesture({}, 0.4, mood="happy"),
    "sit": Gesture(
        {"py": -0.205, "pz": -0.215, "bend": 0.05, "pelvis_pitch": -0.05}
        | hands(-0.02, -0.66, 0.46, (-0.2, -0.3, 0.95), DOWN, 0.12, swivel=0.45),
        0.9,
        stays="posture",
        release=0.9,
    ),
    "kneel": Gesture(
        {"py": -0.235, "pz": 0.02, "r.az": -0.40, "r.ay": 0.03, "r.foot_pitch": 1.1, "l.az": 0.20, "bend": 0.08},
        0.8,
        stays="posture",
        release=0.8,
    ),
    "fall": Gesture(
        {"py": -0.40, "pz": -0.12, "bend": 0.65, "r.az": 0.34, "l.az": 0.24, "head_pitch": 0.30, "l.knee": 0.4}
        | hand(0.30, -0.85, -0.1, DOWN, BACK, 0.1, side="r.")
        | hand(0.1, -0.7, 0.4, side="l."),
        0.55,
        stays="posture",
        release=1.0,
    ),
    "crouch": Gesture(
        {"py": -0.20, "pz": -0.05, "bend": 0.45, "head_pitch": -0.25} | hands(-0.08, -0.58, 0.50, None, IN, 0.4),
        0.5,
        stays="posture",
        release=0.7,
    ),
    "stand-up": Gesture({"bend": 0.10}, 0.3, 0.2, 0.5, ends="posture"),
    "jump": Gesture(
        {"py": 0.14, "r.ay": 0.22, "l.ay": 0.22} | hands(0.35, 0.55, 0.2, None, IN, 0.3), 0.24, 0.02, 0.26, mood="happy"
    ),
    "umbrella-up": Gesture({}, 0.6, stays="umbrella"),
    "umbrella-down": Gesture({}, 0.6, ends="umbrella"),
    "turn": Gesture({}, 0.3),
    "walk": Gesture({}, 0.3),
    "business": Gesture(
        hand(-0.24, -0.30, 0.34, (-0.7, 0.3, 0.2), BACK, 0.35) | {"head_roll": 0.05, "head_pitch": 0.06}, 0.55, 0.7, 0.7
    ),
}
