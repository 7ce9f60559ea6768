"""Which stretch of a video is which shot of the script: the explanation of the whole video that costs least.

A segment lies between two boundaries that are seen in the picture. A pair of shot and segment costs by where voices are heard,
by how large the faces are, how many and whose, and by length, which tells little where many shots are equally long. One shot
may hold several segments (a cut that nobody wrote), one segment two shots (a cut that cannot be seen). A shot out of order, a
missing one and an extra segment each have their price, so that of two explanations that fit alike the plainer wins.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from statistics import median
from typing import Any

GAP = 1.1
"""What a shot without a segment costs, or the other way round: two of them are more than a fair fit, less than a poor one."""
SPLIT = 0.8
"""What each further segment in a shot costs, and each further shot in a segment."""
MOVE = 0.6
"""What each shot costs that stands elsewhere than the script has it."""
FIT = 1.0
"""The most that a pair out of order may cost: no order vouches for it, so it must fit well."""
TIE = 0.1
"""By how little two pairs may differ in cost to be the same."""
BEAM, CHOICES = 120, 8
"""How many explanations are followed at once, and how many shots out of order are tried for a segment."""
FACE_STEP, FACE_MOST = 0.6, 1.5
"""What a face costs for each half again that it is too large or too small, and the most."""
EXACT, NEAR, BONUS = 0.12, 1.08, 0.15
"""Seconds by which a length may differ to be the same, the factor within which it costs nothing, as spoken lines come out longer
or shorter, and what the same length is worth: little, for many shots share one."""
MUSIC = 0.8
"""The most that a voice where none is scripted costs, as a share: music may sound like one."""
LINE = 1.5
"""Seconds of voice that are a line for certain: so much in a silent shot costs all of it, however long the shot."""
VOICE, WHO = 1.2, 0.9
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
    spread: float = 1.5
    """By what factor the face may be smaller or larger than `face` and still be of this framing."""


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
    rivals: tuple[int, ...] = ()
    """Of a missing shot: the shots that were found and may be the missing one instead, as far as can be seen and heard."""


def align(asked: Sequence[Asked], seen: Sequence[Seen]) -> list[Match]:
    """Every shot and every segment in exactly one match, in the order of the video; a missing shot stands where it should be."""
    seen = _levelled(seen)
    prices = _Prices(asked, seen)
    pairs = _search(prices, len(asked), len(seen))
    kept = _in_place(pairs)
    pairs = [p for n, p in enumerate(pairs) if n in kept or len(p[0]) + len(p[1]) > 2 or prices(*p) <= FIT]
    kept = _in_place(pairs)
    matches = [Match(shots, segments, prices(shots, segments), n in kept) for n, (shots, segments) in enumerate(pairs)]
    used = {k for m in matches for k in m.segments}
    there = {n for m in matches for n in m.shots}
    out = matches + [Match((), (k,), GAP) for k in range(len(seen)) if k not in used]
    out.sort(key=lambda m: m.segments)
    for shot in (n for n in range(len(asked)) if n not in there):
        before = [at for at, m in enumerate(out) if m.shots and m.order and m.shots[0] < shot]
        gone = Match((shot,), (), GAP, rivals=_rivals(shot, matches, prices))
        out.insert(before[-1] + 1 if before else 0, gone)
    return out


def _levelled(seen: Sequence[Seen]) -> list[Seen]:
    """The segments with colours that count from each person's middle over the film: where a costume is another than the script's,
    all faces are equally far from it, and what is left tells who is nearer here than elsewhere."""
    far: dict[str, list[float]] = {}
    for id, distance in (pair for s in seen for pair in s.who):
        far.setdefault(id, []).append(distance)
    middle = {id: median(distances) for id, distances in far.items()}
    return [replace(s, who=tuple((id, d - middle[id]) for id, d in s.who)) for s in seen]


class _Prices:
    """What each pair of shots and segments costs, reckoned once; and for each segment the shots that fit it best."""

    def __init__(self, asked: Sequence[Asked], seen: Sequence[Seen]):
        self.asked, self.seen = asked, seen
        self.known: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
        self.least = self._least()
        self.nearest = [
            sorted(range(len(asked)), key=lambda n, k=k: self((n,), (k,)))[:CHOICES] if asked else [] for k in range(len(seen))
        ]

    def __call__(self, shots: tuple[int, ...], segments: tuple[int, ...]) -> float:
        key = shots, segments
        if key not in self.known:
            self.known[key] = _price([self.asked[n] for n in shots], [self.seen[k] for k in segments])
        return self.known[key]

    def _least(self):
        """(segments + 1, shots): the least that a shot can cost once so many segments are gone by."""
        import numpy as np

        rows, columns = len(self.asked), len(self.seen)
        out = np.full((columns + 1, rows), GAP)
        for k in range(columns - 1, -1, -1):
            out[k] = np.minimum(out[k + 1], [self((n,), (k,)) for n in range(rows)])
        return out

    def ahead(self, used: int, k: int) -> float:
        """What the shots that are not yet used will cost at least."""
        import numpy as np

        rows = len(self.asked)
        bits = np.unpackbits(np.frombuffer(used.to_bytes(rows // 8 + 1, "little"), np.uint8), bitorder="little")[:rows]
        return float(self.least[k][bits == 0].sum())


Pair = tuple[tuple[int, ...], tuple[int, ...]]


def _search(prices: _Prices, rows: int, columns: int) -> list[Pair]:
    """The cheapest explanation of the video that a beam search finds, from its head to its end: any shot may come next, those
    that stand elsewhere in the script at MOVE each, a shot left over or a segment that is none at GAP."""
    # A state: price so far, shots used (bits), ends of the longest runs in order (patience sorting), the pairs.
    heads: list[dict[tuple[int, tuple[int, ...]], tuple[float, Any]]] = [{} for _ in range(columns + 1)]
    heads[0][0, ()] = 0.0, None
    steps = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1)]
    for k in range(columns):

        def hope(item, k=k):
            return item[1][0] + prices.ahead(item[0][0], k)

        for (used, runs), (price, pairs) in sorted(heads[k].items(), key=hope)[:BEAM]:
            _keep(heads[k + 1], used, runs, price + GAP, pairs)
            last = pairs[0][0][-1] if pairs else -1
            following = [n for n in range(last + 1, min(rows, last + 4))]
            for n in dict.fromkeys([*following, *prices.nearest[k]]):
                for di, dj in steps:
                    shots, segments = tuple(range(n, n + di)), tuple(range(k, k + dj))
                    bits = ((1 << di) - 1) << n
                    if n + di > rows or k + dj > columns or used & bits or (di + dj > 2 and n not in following):
                        continue
                    at = bisect_left(runs, n)
                    moved = 0.0 if at == len(runs) else MOVE
                    longer = (*runs[:at], n, *runs[at + 1 :])
                    _keep(heads[k + dj], used | bits, longer, price + prices(shots, segments) + moved, ((shots, segments), pairs))
    (_, _), (_, pairs) = min(heads[columns].items(), key=lambda item: item[1][0] + GAP * (rows - item[0][0].bit_count()))
    out = []
    while pairs:
        pair, pairs = pairs
        out.append(pair)
    return out[::-1]


def _keep(states: dict, used: int, runs: tuple[int, ...], price: float, pairs: Any) -> None:
    if (used, runs) not in states or price < states[used, runs][0]:
        states[used, runs] = price, pairs


def _in_place(pairs: Sequence[Pair]) -> set[int]:
    """Which pairs stand in order: the most that can, and of those the ones that are least far from their rank."""
    ranks = {n: at for at, n in enumerate(sorted(shots[0] for shots, _ in pairs))}
    best: list[tuple[float, tuple[int, ...]]] = []
    for at, (shots, _) in enumerate(pairs):
        worth = 1.0 - 1e-4 * abs(ranks[shots[0]] - at)
        before = max((b for b, (s, _) in zip(best, pairs, strict=False) if s[0] < shots[0]), default=(0.0, ()))
        best.append((before[0] + worth, (*before[1], at)))
    return set(max(best, default=(0.0, ()), key=lambda b: b[0])[1])


def _rivals(shot: int, matches: Sequence[Match], prices: _Prices) -> tuple[int, ...]:
    """The shots that could be the missing one as well: `shot` fits their segment, between the same neighbours, all but alike."""
    out = []
    for match in matches:
        if len(match.shots) != 1 or not match.order:
            continue
        between = [m.shots[0] for m in matches if m.order and m is not match]
        low, high = sorted((shot, match.shots[0]))
        if any(low < n < high for n in between):
            continue
        if prices((shot,), match.segments) - prices(match.shots, match.segments) < TIE:
            out.append(match.shots[0])
    return tuple(out)


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
        max(a.spread for a in asked),
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
        ratio = abs(log(max(seen.length, 0.04) / max(asked.length, 0.04)))
        length = min(2.5, max(0.0, ratio - log(NEAR)) / log(1.35))
    voice = VOICE * seen.tell * speech_apart(asked.voice, seen.voice)
    people = 0.3 * min(2, max(0, seen.faces - max(1, asked.people)))
    face = 0.0
    if asked.face is not None and seen.face is not None:
        face = min(FACE_MOST, FACE_STEP * max(0.0, abs(log(seen.face / asked.face)) - log(asked.spread)) / log(1.5))
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
        return min(MUSIC, max(float(b.mean()), 0.02 * float(b.sum()) / LINE))
    if b.mean() < 0.04:
        return min(1.0, 0.4 + float(a.mean()))
    return float(np.abs(a - b).mean() / max((a + b - a * b).mean(), 1e-6))
