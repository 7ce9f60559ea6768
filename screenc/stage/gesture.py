"""What hands, head and back do for an action's words: a table of gestures, and the words that ask for them.

A gesture is a pose of some of the rig's channels, reached in `lead` seconds from the action's start, kept, and let go; `waves`
swing channels while it lasts. A channel without a side belongs to the free hand, `r.`/`l.` to that hand. Hands are in arm lengths
from their shoulder: x outwards, y up, z forward.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FORWARD, UP, DOWN, IN, OUT, BACK = (0, 0, 1), (0, 1, 0), (0, -1, 0), (-1, 0, 0), (1, 0, 0), (0, 0, -1)


def entries(table: str) -> list[tuple[str, str]]:
    """`name: pattern` lines of a table of words; an indented line goes on with the pattern."""
    return [tuple(line.split(": ", 1)) for line in table.strip().replace("\n    ", "").splitlines()]


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

_WORDS = r"""
umbrella-up: (open|raise|put|hold|lift|unfurl)\w* (up )?(an? |the |his |her |their )?umbrella|ouvre\w* .{0,12}parapluie
    |öffne\w* .{0,12}schirm|abre .{0,12}paraguas|우산을? (펴|펼|쓰)|傘を(さ|開)|打开.{0,4}伞|撑.{0,3}伞
umbrella-down: (close|lower|fold|shut|drop)\w* (down )?(an? |the |his |her |their )?umbrella
    |umbrellas? (is |are |now )?(down|closed|folded)|ferme\w* .{0,12}parapluie|schließ\w* .{0,12}schirm|cierra .{0,12}paraguas
    |우산을? (접|내)|傘を(閉|たた|畳)|收.{0,3}伞
stand-up: (stand|get|rise|sit|jump|leap|spring)s? (back )?up\b|\brises?\b|(gets|rises|jumps) to (his|her|their) feet
    |se (re)?lève|steht auf|se (pone de pie|levanta)|일어(나|서|난|선)|立ち上が|站起来|起身
sit: \bsits?\b|\bseated\b|\bsitting\b|takes? a seat|s'ass(ied|oit)|\bassise?\b|setzt sich|\bsitzt\b|se sienta|sentad[oa]|앉
    |座(る|っ|り)|坐
kneel: \bkneel\w*|\bknelt\b|on (one|her|his) knees?|s'agenouill|à genoux|\bkniet?\b|se arrodilla|무릎|ひざまず|跪
crouch: \bcrouch\w*|\bsquats?\b|\bducks?\b|s'accroupit|hockt|se agacha|웅크|쪼그|しゃが|蹲
fall: \bfalls?\b|\bcollapses?\b|\bfaints?\b|\bstumbles?\b|tombe|s'effondre|fällt|stürzt|se (cae|desploma)|쓰러|넘어|倒れ
    |転(ぶ|ん)|倒下|摔
jump: \bjumps?\b|\bleaps?\b|\bhops?\b|saute|springt|salta|뛰어오|점프|飛び上|跳(ぶ|ん|び|起)
wave: \bwav(es?|ing)\b|fait signe|salue de la main|winkt|saluda con la mano|손을 흔|手を振|挥手
point: \bpoint(s|ing)?\b|montre du doigt|désigne|zeigt|señala|apunta|가리(키|켜|킨)|指(さ|差|を)|指着|指向
shake-head: shak(es?|ing) (his|her|their|the) head|secoue la tête|schüttelt den kopf|niega con la cabeza|고개를 (젓|저)
    |首を(横に)?振|摇头
nod: \bnod(s|ding|ded)?\b|hoche|acquiesce|nickt|asiente|끄덕|頷|うなず|点头
shrug: \bshrug\w*|hausse les épaules|zuckt|se encoge de hombros|어깨를 으쓱|肩をすくめ|耸肩
cross-arms: (cross|fold)\w* (his|her|their|both) arms|croise les bras|verschränkt|cruza los brazos|팔짱|腕を組|抱臂|双臂交叉
hands-on-hips: hands? on (his|her|their|the) hips?|mains sur les hanches|hände in die hüften|brazos en jarras|허리에 손|腰に手
    |叉腰
hands-up: (raise|throw|put|lift)s? (up )?(his|her|their|both) (hands|arms)|lève les (mains|bras)|hebt die (hände|arme)
    |levanta (las manos|los brazos)|두 손을 들|両手を(上|挙)|举起双手
raise-hand: (raise|lift|put)s? (up )?(his|her|their|a|one) hand|lève la main|hebt die hand|levanta la mano|손을 (든|들)
    |手を(上|挙)げ|举手
cover-mouth: covers? (his|her|their) mouth|hand (over|to) (his|her|their) mouth|se couvre la bouche|hält sich den mund
    |se tapa la boca|입을 (막|가)|口を(押|覆)|捂.{0,2}嘴
cover-face: (cover|hide|bur)\w* (his|her|their) (face|eyes)|se cache le visage|verbirgt das gesicht|se (cubre|tapa) la cara
    |얼굴을 (가|감|묻)|顔を(覆|隠)|捂.{0,2}脸
hand-on-chest: (hand|hands) (on|to|over|at) (his|her|their) (chest|heart)|touch\w* (his|her|their) (chest|heart)|가슴에|胸に手
    |胸口
rub-eyes: rubs? (his|her|their) (eyes?|face)|wip(es?|ing) (away )?(his |her |their |a |the )?(tears?|eyes?)|essuie .{0,8}larme
    |눈물을 닦|눈을 비|涙を拭|擦.{0,3}泪
facepalm: facepalms?|slaps? (his|her|their) forehead|이마를|額に手|扶额
scratch-head: scratch\w*|se gratte|kratzt|se rasca|긁|掻(く|い)|挠头
think: \bthink(s|ing)?\b|\bponder\w*|\bconsider\w*|strokes? (his|her|their) (chin|beard)|réfléchit|überlegt|denkt|piensa|생각
    |考え|思考|想了想
check-watch: (check|look|glance)s? (at )?(his|her|their|the) (watch|wrist)|regarde sa montre|auf die uhr|mira (el|su) reloj
    |시계를|時計を|看.{0,2}表
phone: (on|answers?|picks? up|talks? (in)?to|calls?|into|holds?) (on )?(the |his |her |a |their )?(tele)?phone|au téléphone
    |telefoniert|al teléfono|전화를 (받|걸)|통화|電話(に|を)|打电话|接电话
look-at-hand: (looks?|glances?|stares?|checks?|scrolls?|texts?) (down )?(at |on )?(the |his |her |their |a )?(phone|
    letter|photo|photograph|note|card|screen|message|map|ticket)
    |휴대폰을|스마트폰|スマホ|看手机
drink: \b(drinks?|sips?|gulps?|swallows?|takes? a sip)\b|\bdrinking\b|\bboit\b|\btrinkt\b|\bbebe\b|마(신|시|셔|셨)|飲(む|ん|み)|喝
eat: \b(eats?|bites?|chews?|eating|tastes?)\b|\bmange\b|\bisst\b|\bcome (un|una|el|la|pan)|먹|食べ|吃
type: \btyp(es?|ing)\b|keyboard|laptop|\btape\b.{0,12}clavier|tippt|teclea|타자|키보드|노트북|タイプ|キーボード|打字|敲键盘
write: \b(writes?|writing|scribbles?|signs?|draws?|sketch\w*|notes? down)\b|écrit|dessine|schreibt|zeichnet|escribe|dibuja
    |(글을|편지를)? ?쓴다|적(는|어)|書(く|い|き)|写
read: \b(reads?|reading)\b|\blit\b|\bliest\b|\blee\b|읽|読(む|ん|み)|阅读|读
guitar: \b(guitar|strums?|lute|ukulele|violin)\b|guitare|gitarre|guitarra|기타를|ギター|吉他
piano: \bpiano\b|klavier|피아노|ピアノ|钢琴
dance: \bdanc(es?|ing)\b|\bdanse\b|\btanzt\b|\bbaila\b|춤|踊|跳舞
hug: \b(hugs?|embrac(es?|ing)|holds? (him|her|them) (close|tight)|hugging)\b|étreint|serre .{0,16}dans ses bras|umarmt|abraza
    |껴안|포옹|안아|抱き(しめ|合)|抱住|拥抱
kiss: \bkiss(es|ing)?\b|embrasse|küsst|besa\b|키스|입맞|キス|亲吻|吻
bow: \bbows?\b|\bcurts\w+|s'incline|verbeugt|hace una reverencia|인사(를|한)|절을|お辞儀|頭を下げ|鞠躬
salute: \bsalutes?\b|salutiert|경례|敬礼
clap: \b(claps?|applauds?|clapping)\b|applaudit|klatscht|aplaude|박수|拍手|鼓掌
thumbs-up: thumbs?[- ]up|엄지|親指|竖起大拇指
pray: \bpray(s|ing)?\b|\bprie\b|betet|\breza\b|기도|祈|祷
beg: \b(begs?|pleads?|implores?)\b|supplie|fleht|suplica|애원|懇願|恳求
whisper: \bwhispers? (to|in|into)\b|chuchote|flüstert|susurra|속삭|囁|ささや|耳语
slam: \b(slams?|bangs?|pounds?|thumps?)\b|frappe (la|sur)|schlägt|golpea|내리치|叩(く|き)|拍桌
fist: \bfists?\b|clench\w*|poing|faust|puño|주먹|拳|握拳
knock: \bknocks?\b|frappe à|klopft|llama a la puerta|노크|두드|ノック|敲门
open-door: (open|close|shut|unlock)s? (the |a |his |her )?(door|window|drawer|fridge|cupboard|gate)|(ouvre|ferme) la|öffnet die
    |(abre|cierra) la|문을 (열|닫)|(ドア|扉|窓)を(開|閉)|(开|关)(门|窗)
push: \b(push(es)?|shoves?)\b|pousse|schiebt|stößt|empuja|밀(어|친|쳐)|押(す|し)|推
pull: \b(pulls?|drags?|tugs?)\b|\btire\b|zieht|\btira de\b|당(기|긴|겨)|引(く|っ)|拉
throw: \b(throws?|tosses|hurls?|flings?)\b|\bjette\b|\bwirft\b|\blanza\b|던(지|진|져)|投げ|扔
pick-up: \b(picks? (it |them |\w+ \w+ )?up|pick(s|ing)? up|stoops?|bends? down|gathers?)\b|ramasse|hebt .{0,20} auf|recoge|줍
    |주(워|운)|拾|捡
offer: \b(giv(es|ing)|hands? (him|her|them|it|over|the|a|an)|offers?|passes (him|her|it|the|a)|shows?|presents?|holds? out)\b
    |donne|tend |offre|reicht|gibt|\bda\b|entrega|ofrece|건네|내민|내밀|준다|주며|渡(す|し)|差し出|递|给
take: \b(takes?|grabs?|snatch(es)?|accepts?|receives?|seizes?)\b|prend|saisit|nimmt|greift|coge|toma|agarra|(받|잡)(는|아|고)
    |取(る|り)|掴|接过|拿|抓
reach: \b(reach(es|ing)?|extends?|touch(es)?|strokes?|pats?)\b|tend la main|touche|streckt|berührt|alcanza|toca|손을 (뻗|내|얹)
    |만(지|진)|手を(伸|差)|触|伸手|摸
wipe: \b(wip(es?|ing)|clean(s|ing)?|polish(es)?|scrubs?|sweeps?)\b|essuie|nettoie|wischt|putzt|limpia|닦|청소|拭|掃|擦|扫
stir: \b(stirs?|cooks?|cooking|pours?|mix(es)?|chops?)\b|remue|cuisine|verse|rührt|kocht|gießt|remueve|cocina|sirve|젓는다|요리
    |따(르|라)|料理|注ぐ|煮|倒(茶|水|酒)
work: \b(works?|working|repairs?|fix(es)?|packs?|sorts?|fold(s|ing)|builds?|sews?|knits?|searches)\b|travaille|arbeitet|trabaja
    |일(하|한)|고(치|친)|働|直(す|し)|修
laugh: \b(laughs?|laughing|giggles?|chuckles?)\b|\brit\b|\brient\b|lacht|\bríe\b|웃음을 터|크게 웃|깔깔|笑い(出|だ|声)|大笑|哈哈
cry: \b(cr(y|ies|ying)|weeps?|sobs?|tears? (in|run|roll|fall|stream))\b|pleure|sanglote|weint|llora|solloza|울(며|고|다|음)|운다
    |눈물|泣|哭|流泪
sigh: \bsigh(s|ing)?\b|soupire|seufzt|suspira|한숨|ため息|叹气
recoil: \b(recoils?|flinch(es)?|steps? back|backs? away|startles?)\b|recule|weicht zurück|retrocede|물러|뒷걸음|움찔|後ずさ|ひる
    |后退
lean-back: leans? back|s'adosse|lehnt sich zurück|se reclina|기대|もたれ|靠在
lean: \bleans?\b|se penche|beugt sich|lehnt|se inclina|몸을 숙|身を乗り|俯身|探身
look-around: looks? around|scans?\b|regarde autour|sieht sich um|mira alrededor|두리번|둘러|見回|见四周|环顾
look-down: (looks?|glances?|stares?) down|lowers? (his|her|their) (head|eyes|gaze)|baisse (la tête|les yeux)|senkt den
    |baja la (cabeza|mirada)|고개를 (숙|떨)|うつむ|俯|低头
look-up: (looks?|glances?|stares?) up|lève (la tête|les yeux)|blickt auf|levanta la (cabeza|mirada)|올려다|고개를 들|見上|顔を上
    |抬头
smile: \bsmil(es?|ing)\b|\bgrins?\b|\bbeams?\b|sourit|lächelt|sonríe|미소|웃(는|으|어|고)|微笑|笑
turn: \bturns?\b|se (re)?tourne|dreht|se (gira|vuelve)|돌아(보|본|서|선)|振り(返|向)|转(身|过)
walk: \b(walk|run|come|go|cross|enter|exit|leave|approach|step|pass|stop|stroll|rush|hurr|
    move|pace|arrive|wait|stand|look|watch|star|glanc|gaz|
    listen|stud|fac|eye|paus|hesitat)\w*
    |marche|court|entre|sort|s'approche|s'arrête|attend|regarde|écoute|geht|läuft|kommt|bleibt|wartet|blickt|schaut|sieht|hört
    |camina|corre|entra|sale|espera|mira|escucha|걷|걸어|뛰|달|들어|나가|나간|다가|멈|서 ?있|기다|바라|쳐다|듣|歩|走
    |入|出|近づ
    |止ま|立って|待|見|聞|走|进|停|站|等|看|听
"""
_TABLE = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in entries(_WORDS))


def named(text: str) -> tuple[str, ...]:
    """The gestures that an action's words ask for, in the order of the words; `business` when they ask for none that is known."""
    found: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    for name, words in _TABLE:
        if (m := words.search(text)) and not any(a < m.end() and m.start() < b for a, b in taken):
            found.append((m.start(), name))
            taken.append(m.span())
    if "look-down" in {n for _, n in found} or "look-up" in {n for _, n in found}:
        found = [f for f in found if f[1] != "walk"]
    doing = [f for f in found if f[1] not in ("walk", "turn")]
    return tuple(name for _, name in sorted(doing or found))[:3] or ("business",)
