"""The words that people use for shots, as the language's: sizes, moves, sides; and from the language's to theirs."""

from __future__ import annotations

import re

from screenc.film.model import Angle, Camera, Move, Pace, Size, Way

SIZES: tuple[tuple[str, Size], ...] = (
    (r"extreme[- ]close|\becu\b|\bxcu\b|大特写", "extreme-close"),
    (r"medium[- ]close|\bmcu\b|中近景", "medium-close"),
    (r"extreme[- ](?:long|wide)|\bels\b|\bews\b|establishing|远景", "extreme-long"),
    (r"medium[- ](?:long|wide)|\bmls\b|\bmws\b|american shot|cowboy", "medium-long"),
    (r"over[- ](?:the[- ])?shoulder|\bots\b|过肩", "over-shoulder"),
    (r"two[- ]?shot|双人", "two-shot"),
    (r"\binsert\b|detail shot", "insert"),
    (r"\bpov\b|point[- ]of[- ]view|主观", "pov"),
    (r"close[- ]?(?:up|on|shot)?\b|\bcu\b|tight on|特写", "close"),
    (r"\bmedium\b|\bmid[- ]shot\b|\bms\b|中景", "medium"),
    (r"\bfull\b|全景", "full"),
    (r"\blong\b|\bwide\b|\bws\b|\bls\b|master shot|长镜", "long"),
)
MOVES: tuple[tuple[str, Move, Way | None], ...] = (
    (r"rack|pull focus|焦", "rack-focus", None),
    (r"dolly[- ]zoom|vertigo", "dolly-zoom", None),
    (r"push(?:es|ing)?[- ]?in|dolly[- ]in|move[- ]in|推", "push-in", None),
    (r"pull(?:s|ing)?[- ]?(?:out|back)|dolly[- ]out|拉", "pull-out", None),
    (r"zoom[- ]?in", "zoom", "in"),
    (r"zoom[- ]?out", "zoom", "out"),
    (r"steadicam|gimbal|follow", "steadicam", None),
    (r"hand[- ]?held|手持", "handheld", None),
    (r"\barc\b|orbit|circl|环绕", "orbit", None),
    (r"pan(?:ning|s)?[- ]left", "pan", "left"),
    (r"pan(?:ning|s)?[- ]right|\bpan|摇", "pan", "right"),
    (r"tilt(?:ing|s)?[- ]down", "tilt", "down"),
    (r"tilt", "tilt", "up"),
    (r"(?:crane|boom|jib)[- ]down", "crane", "down"),
    (r"crane|boom|jib|升", "crane", "up"),
    (r"track|truck|跟|移", "truck", "right"),
    (r"static|fixed|locked|still|固定", "static", None),
)
ANGLES: tuple[tuple[str, Angle], ...] = (
    (r"low[- ]angle", "low"),
    (r"high[- ]angle", "high"),
    (r"overhead|bird|top[- ]down", "overhead"),
    (r"dutch|canted", "dutch"),
)
SHOWN = {
    "extreme-long": "Extreme Long Shot",
    "long": "Long Shot",
    "full": "Full Shot",
    "medium-long": "Medium Long Shot",
    "medium": "Medium Shot",
    "medium-close": "Medium Close-up",
    "close": "Close-up Shot",
    "extreme-close": "Extreme Close-up",
    "insert": "Insert Shot",
    "two-shot": "Two Shot",
    "over-shoulder": "Over-the-Shoulder Shot",
    "pov": "POV Shot",
}
MOVED = {
    "static": "Static Shot",
    "push-in": "Push-in Shot",
    "pull-out": "Pull-out Shot",
    "pan": "Pan",
    "tilt": "Tilt",
    "truck": "Tracking Shot",
    "dolly": "Dolly",
    "crane": "Crane",
    "orbit": "Arc Shot",
    "zoom": "Zoom",
    "dolly-zoom": "Dolly Zoom",
    "rack-focus": "Rack Focus",
    "handheld": "Handheld Camera Effect",
    "steadicam": "Steadicam Walk",
}


def size(words: str) -> Size | None:
    """The shot size that words name; the most exact name wins."""
    return next((size for pattern, size in SIZES if re.search(pattern, words, re.IGNORECASE)), None)


def angle(words: str) -> Angle:
    return next((angle for pattern, angle in ANGLES if re.search(pattern, words, re.IGNORECASE)), "eye")


def camera(words: str) -> Camera | None:
    """The camera move that words name; None for words that name none."""
    for pattern, move, way in MOVES:
        if re.search(pattern, words, re.IGNORECASE):
            pace: Pace = "slow" if re.search(r"slow|gent", words, re.IGNORECASE) else "normal"
            if re.search(r"fast|quick|whip|rapid", words, re.IGNORECASE):
                pace = "fast"
            if move == "truck" and re.search(r"left", words, re.IGNORECASE):
                way = "left"
            return Camera(move=move, way=way, pace=pace)
    return None
