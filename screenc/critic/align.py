"""Which stretch of a video is which shot of the script: dynamic programming over shots and segments, then the pairs out of order.

A segment lies between two boundaries that are seen in the picture. Shots and segments are matched in order at least cost:
by length, by where voices are heard, by how many faces there are and how large. One shot may hold several segments (a cut that
nobody wrote), one segment two shots (a cut that cannot be seen). What is left over on both sides and fits is out of order;
what fits nothing is missing, or extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any

GAP = 1.1
"""What a shot without a segment costs, or the other way round: two of them are more than a fair fit, less than a poor one."""
SPLIT = 0.8
"""What each further segment in a shot costs, and each further shot in a segment."""
FIT = 0.75
"""The most that a pair out of order may cost: no order vouches for it, so it must fit well."""
FACE_STEP = 0.35
EXACT, BONUS = 0.12, 0.3
"""Seconds by which a length may differ to be the same, and what the same length is worth."""
MUSIC = 0.4
"""The most that a voice where none is scripted costs, as a share: music may sound like one."""
VOICE, WHO = 1.2, 0.6
"""What voices in all the wrong places cost, and somebody else's face."""


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

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: shots and segments by their numbers; `order` False where they stand elsewhere in the script.

    No segment: the shots are missing. No shot: the segments are extra.
    """

    shots: tuple[int, ...]
    segments: tuple[int, ...]
    cost: float = 0.0
    order: bool = True


def align(asked: Sequence[Asked], seen: Sequence[Seen]) -> list[Match]:
    """Every shot and every segment in exactly one match, in the order of the video; a missing shot stands where it should be."""
    pairs = _in_order(asked, seen)
    lost = [m for m in pairs if not m.segments]
    extra = [m for m in pairs if not m.shots]
    found = sorted((cost(asked[a.shots[0]], seen[b.segments[0]]), a.shots[0], b.segments[0], a, b) for a in lost for b in extra)
    moved: dict[int, Match] = {}
    gone: set[int] = set()
    for price, shot, segment, _, _ in found:
        if price <= FIT and shot not in gone and segment not in moved:
            moved[segment] = Match((shot,), (segment,), price, order=False)
            gone.add(shot)
    out = []
    for match in pairs:
        if not match.segments and match.shots[0] in gone:
            continue
        out.append(moved.get(match.segments[0], match) if match.segments and not match.shots else match)
    return out


def _in_order(asked: Sequence[Asked], seen: Sequence[Seen]) -> list[Match]:
    rows, columns = len(asked), len(seen)
    best = [[inf] * (columns + 1) for _ in range(rows + 1)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    steps = [(1, 0), (0, 1), (1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            for di, dj in steps:
                if di > i or dj > j or best[i - di][j - dj] == inf:
                    continue
                price = best[i - di][j - dj] + _price(asked[i - di : i], seen[j - dj : j])
                if price < best[i][j]:
                    best[i][j], back[i][j] = price, (di, dj)
    out: list[Match] = []
    i, j = rows, columns
    while i or j:
        di, dj = back[i][j]
        out.append(Match(tuple(range(i - di, i)), tuple(range(j - dj, j)), float(best[i][j] - best[i - di][j - dj])))
        i, j = i - di, j - dj
    return out[::-1]


def _price(asked: Sequence[Asked], seen: Sequence[Seen]) -> float:
    if not asked or not seen:
        return GAP * (len(asked) + len(seen))
    return cost(joined(asked), together(seen)) + SPLIT * (len(asked) + len(seen) - 2)


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
    )


def cost(asked: Asked, seen: Seen) -> float:
    """How badly a segment fits a shot: about 0 for a good fit, 1 for a poor one, 4 at most."""
    length = -BONUS
    if abs(seen.length - asked.length) > EXACT:
        length = min(2.5, abs(log(max(seen.length, 0.04) / max(asked.length, 0.04))) / log(1.35))
    voice = VOICE * seen.tell * speech_apart(asked.voice, seen.voice)
    people = 0.3 * min(2, max(0, seen.faces - max(1, asked.people)))
    face = 0.0
    if asked.face is not None and seen.face is not None:
        face = min(0.6, FACE_STEP * max(0.0, abs(log(seen.face / asked.face)) / log(1.5) - 1.0))
    return length + voice + people + face + another(asked, seen)


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
        return min(MUSIC, float(b.mean()))
    if b.mean() < 0.04:
        return min(1.0, 0.4 + float(a.mean()))
    return float(np.abs(a - b).mean() / max((a + b - a * b).mean(), 1e-6))
