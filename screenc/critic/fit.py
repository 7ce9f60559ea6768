"""How badly a stretch of a video fits a shot of the script, by what is seen and by what is heard.

A pair costs by its length, by where voices are heard and whether the shot's own words are, and by the picture: how large the
faces are, how many and whose, how the camera moves, how bright it is. Sound and picture each cost so much and no more, since a
muted shot is still that shot, and so is one with another's voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

EXACT, NEAR, BONUS = 0.12, 1.08, 0.15
"""Seconds by which a length may differ to be the same, the factor within which it costs nothing, as spoken lines come out longer
or shorter, and what the same length is worth: little, for many shots share one."""
FACE_STEP, FACE_MOST = 0.6, 1.5
"""What a face costs for each half again that it is too large or too small, and the most."""
FACELESS, NEAR_FACE = 0.3, 0.25
"""What it costs that nobody's face is seen where one of this height at least should be; heads turn away, so it is little."""
MUSIC = 0.8
"""The most that a voice where none is scripted costs, as a share: music may sound like one."""
LINE = 1.5
"""Seconds of voice that are a line for certain: so much in a silent shot costs all of it, however long the shot."""
VOICE, WHO = 1.2, 0.9
"""What voices in all the wrong places cost, and somebody else's face."""
WORDS, REST = 1.7, 0.3
"""What a voice costs that says other words than the shot's, and what is left of VOICE once the words themselves are known."""
CAMERA = 0.6
"""What a camera costs that does something else."""
HEARD, SHOWN = 1.7, 1.7
"""The most that sound can cost, and picture: either may have been spoilt by itself."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a pair costs, and of what: each share is 0 where it fits.

    `words` is how likely its own words are what is heard, `lost` by how much another shot's are likelier: words that nobody knows
    tell nothing.
    """

    length: float
    voice: float
    words: float | None
    lost: float
    picture: float
    camera: float

    @property
    def cost(self) -> float:
        """About 0 for a good fit, 1 for a poor one."""
        known = self.words is not None and max(self.words, self.lost) >= 0.5
        heard = (REST if known else 1.0) * self.voice + WORDS * self.lost
        return self.length + min(HEARD, heard) + min(SHOWN, self.picture + self.camera)


@dataclass(frozen=True, slots=True)
class Asked:
    """A shot as the script has it: seconds, where its lines are (20 ms each, True where somebody speaks), how many people can be
    in frame, and the height of a face that its size shows (None where size says nothing)."""

    shot: str
    length: float
    voice: Any
    people: int
    face: float | None
    who: tuple[str, ...] = ()
    """Whose face the framing shows; empty where it may be anybody's."""
    spread: float = 1.5
    """By what factor the face may be smaller or larger than `face` and still be of this framing."""
    lines: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    """What the camera may be seen to do; empty where anything."""
    clip: str = ""
    """What it is made from: two shots may be of one clip."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A segment of the video: from, to (seconds), where a voice is heard, the most faces at once, the height of the largest;
    `tell` is how much its voices are worth: 0 for a film without sound."""

    start: float
    end: float
    voice: Any
    faces: int
    face: float | None
    tell: float = 1.0
    who: tuple[tuple[str, float], ...] = ()
    """How far the largest face and its clothes are in colour from each of the cast, where one is seen."""
    move: str | None = None
    """What the camera does, where nobody speaks and it can be seen."""
    twins: frozenset[int] = frozenset()
    """The segments that show the same frames."""

    @property
    def length(self) -> float:
        return self.end - self.start


def joined(asked: Sequence[Asked]) -> Asked:
    """Several shots as one."""
    import numpy as np

    if len(asked) == 1:
        return asked[0]
    faces = [a.face for a in asked if a.face is not None]
    who = tuple({id for a in asked for id in a.who}) if all(a.who for a in asked) else ()
    return Asked(
        asked[0].shot,
        sum(a.length for a in asked),
        np.concatenate([a.voice for a in asked]),
        max(a.people for a in asked),
        max(faces) if len(faces) == len(asked) else None,
        who,
        max(a.spread for a in asked),
        tuple(line for a in asked for line in a.lines),
        clip=" ".join(a.clip for a in asked),
    )


def together(seen: Sequence[Seen]) -> Seen:
    """Several segments that follow each other as one."""
    import numpy as np

    if len(seen) == 1:
        return seen[0]
    faces = [s.face for s in seen if s.face is not None]
    return Seen(
        seen[0].start,
        seen[-1].end,
        np.concatenate([s.voice for s in seen]),
        max(s.faces for s in seen),
        max(faces) if faces else None,
        seen[0].tell,
        max(seen, key=lambda s: s.face or 0.0).who,
        seen[0].move if all(s.move == seen[0].move for s in seen) else None,
    )


def fit(asked: Asked, seen: Seen, words: float | None = None, best: float = 0.0) -> Fit:
    """How a segment fits a shot; `words` from said.Said, where it can tell, and the `best` of any shot's."""
    length = -BONUS
    if abs(seen.length - asked.length) > EXACT:
        ratio = abs(log(max(seen.length, 0.04) / max(asked.length, 0.04)))
        length = min(2.5, max(0.0, ratio - log(NEAR)) / log(1.35))
    people = 0.3 * min(2, max(0, seen.faces - max(1, asked.people)))
    face = 0.0
    if asked.face is not None and seen.face is not None:
        face = min(FACE_MOST, FACE_STEP * max(0.0, abs(log(seen.face / asked.face)) - log(asked.spread)) / log(1.5))
    elif asked.who and asked.face is not None and asked.face >= NEAR_FACE and not seen.faces:
        face = FACELESS
    camera = CAMERA if seen.move and asked.moves and seen.move not in asked.moves else 0.0
    heard = VOICE * seen.tell * speech_apart(asked.voice, seen.voice)
    lost = 0.0 if words is None else max(0.0, best - words)
    return Fit(length, heard, words, lost, people + face + another(asked, seen), camera)


def another(asked: Asked, seen: Seen) -> float:
    """What it costs that the face in the picture is nearer to somebody else's colours than to those of whom the framing shows."""
    far = dict(seen.who)
    mine = [far[id] for id in asked.who if id in far]
    if not mine or len(far) < 2:
        return 0.0
    return WHO * min(1.0, max(0.0, min(mine) - min(far.values())) / 0.5)


def speech_apart(asked, seen) -> float:
    """0 where voices are heard exactly where lines are scripted, 1 where one is heard and none scripted, or the other way;
    heads aligned or tails, whichever fits better."""
    n = min(len(asked), len(seen))
    if n < 10:
        return 0.5
    return min(_unlike(asked[:n], seen[:n]), _unlike(asked[-n:], seen[-n:]))


def _unlike(a, b) -> float:
    import numpy as np

    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.mean() < 0.04 and b.mean() < 0.08:
        return 0.0
    if a.mean() < 0.04:
        return min(MUSIC, max(float(b.mean()), 0.02 * float(b.sum()) / LINE))
    if b.mean() < 0.04:
        return min(1.0, 0.4 + float(a.mean()))
    return float(np.abs(a - b).mean() / max((a + b - a * b).mean(), 1e-6))
