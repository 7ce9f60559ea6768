"""Which stretch of a video is which shot of the script: the explanation of the whole video that costs least.

A segment lies between two boundaries that are seen in the picture. What a pair of shot and segment costs is `fit`'s to say. One
shot may hold several segments (a cut that nobody wrote), one segment several shots (a cut that cannot be seen; where a shot is
gone from between two that are framed alike, the picture goes on). A shot out of order, a missing one, an extra segment and a
second showing of the same frames each have their price, so that of two explanations that fit alike the plainer wins; and where
another fits all but as well, the match says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Protocol

from screenc.critic.fit import Asked, Fit, Seen, fit, joined, together

GAP = 1.1
"""What a shot without a segment costs, or the other way round: two of them are more than a fair fit, less than a poor one."""
SPLIT = 0.8
"""What each further segment in a shot costs, and each further shot in a segment."""
MOVE = 0.6
"""What each shot costs that stands elsewhere than the script has it."""
AGAIN = 2.4
"""What it costs to take the same frames for two shots: more than to take them for one that comes back."""
FIT = 1.0
"""The most that a pair out of order may cost: no order vouches for it, so it must fit well."""
TIE = 0.1
"""By how little two pairs may differ in cost to be the same."""
BEAM, CHOICES, TRIED = 120, 8, 16
"""How many explanations are followed at once, how many shots out of order are tried for a segment, and for how many of those that
could fit best the words are listened to."""
OWN, OTHERS = 0.3, 0.8
"""How likely a shot's own words are at most, and another's at least, to say that the other's are heard."""


class Listener(Protocol):
    """said.Said, to whoever only asks."""

    def likely(self, shots: tuple[int, ...], start: float, end: float) -> float | None: ...


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
    alike: tuple[int, ...] = ()
    """The shots with which this one may have changed places, as far as can be seen and heard."""
    margin: float = 0.0
    """What the next best account of it costs more."""
    fit: Fit | None = None
    echo: int | None = None
    """The shot whose words are heard instead of its own."""
    twin: int | None = None
    """Of an extra segment: the other one that is the same frames."""


def align(asked: Sequence[Asked], seen: Sequence[Seen], said: Listener | None = None) -> list[Match]:
    """Every shot and every segment in exactly one match, in the order of the video; a missing shot stands where it should be."""
    seen = _levelled(seen)
    prices = _Prices(asked, seen, said)
    pairs = _search(prices, len(asked), len(seen))
    kept = _in_place(pairs)
    pairs = [p for n, p in enumerate(pairs) if n in kept or len(p[0]) + len(p[1]) > 2 or prices(*p) <= FIT]
    kept = _in_place(pairs)
    matches = [
        Match(
            shots,
            segments,
            prices(shots, segments),
            n in kept,
            fit=prices.fit(shots, segments),
            echo=prices.echo(shots, segments),
        )
        for n, (shots, segments) in enumerate(pairs)
    ]
    used = {k for m in matches for k in m.segments}
    there = {n for m in matches for n in m.shots}
    extra = [Match((), (k,), GAP, twin=min(seen[k].twins & used, default=None)) for k in range(len(seen)) if k not in used]
    out = sorted(matches + extra, key=lambda m: m.segments)
    for shot in (n for n in range(len(asked)) if n not in there):
        before = [at for at, m in enumerate(out) if m.shots and m.order and m.shots[0] < shot]
        gone = Match((shot,), (), GAP, rivals=_rivals(shot, matches, prices))
        out.insert(before[-1] + 1 if before else 0, gone)
    return [replace(m, alike=_alike(m, out, prices), margin=_margin(m, out, prices)) for m in out]


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

    def __init__(self, asked: Sequence[Asked], seen: Sequence[Seen], said: Listener | None):
        self.asked, self.seen, self.said = asked, seen, said
        self.known: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
        self.nearest: list[list[int]] = []
        self.best = [0.0] * len(seen)
        for k, here in enumerate(seen):
            hopeful = sorted(range(len(asked)), key=lambda n, k=k: self.fit((n,), (k,), deaf=True).cost)[:TRIED]
            if said:
                self.best[k] = max([said.likely((n,), here.start, here.end) or 0.0 for n in hopeful], default=0.0)
            self.nearest.append(sorted(hopeful, key=lambda n, k=k: self((n,), (k,)))[:CHOICES])
        self.lone = [min([self((n,), (k,)) for n in near], default=GAP) for k, near in enumerate(self.nearest)]
        self.least = self._least()

    def __call__(self, shots: tuple[int, ...], segments: tuple[int, ...]) -> float:
        if not shots or not segments:
            return GAP * (len(shots) + len(segments))
        key = shots, segments
        if key not in self.known:
            split = SPLIT * (len(shots) + len(segments) - 2)
            found = self.fit(shots, segments, deaf=True)
            if found.cost + split < self._rest(shots, segments):
                found = self.fit(shots, segments)
            self.known[key] = found.cost + split
        return self.known[key]

    def _rest(self, shots: tuple[int, ...], segments: tuple[int, ...]) -> float:
        """What another account of them costs at most, so that a pair which cannot cost less need not be listened to: none is
        the other; or, of several, one is and the rest are gone, or each segment is the shot that fits it best."""
        if len(shots) == len(segments):
            return 2 * GAP
        if len(shots) > 1:
            return self.lone[segments[0]] + GAP * (len(shots) - 1)
        return min(sum(max(-0.1, self.lone[k]) for k in segments) + MOVE, GAP * (len(segments) + 1))

    def fit(self, shots: tuple[int, ...], segments: tuple[int, ...], deaf: bool = False) -> Fit:
        """How they fit; `deaf` to the words, as if they were the right ones."""
        there = together([self.seen[k] for k in segments])
        words = 1.0 if deaf else self.said.likely(shots, there.start, there.end) if self.said else None
        return fit(joined([self.asked[n] for n in shots]), there, words, max(self.best[k] for k in segments))

    def echo(self, shots: tuple[int, ...], segments: tuple[int, ...]) -> int | None:
        """The one shot whose words are heard where other shots' should be."""
        start, end = self.seen[segments[0]].start, self.seen[segments[-1]].end
        own = self.said.likely(shots, start, end) if self.said else None
        if self.said is None or own is None or own > OWN:
            return None
        others = [n for n in range(len(self.asked)) if n not in shots and (self.said.likely((n,), start, end) or 0.0) >= OTHERS]
        return others[0] if len(others) == 1 else None

    def _least(self):
        """(segments + 1, shots): the least that a shot can cost once so many segments are gone by."""
        import numpy as np

        rows, columns = len(self.asked), len(self.seen)
        out = np.full((columns + 1, rows), GAP)
        for k in range(columns - 1, -1, -1):
            known = [self.known.get(((n,), (k,)), self.fit((n,), (k,), deaf=True).cost) for n in range(rows)]
            out[k] = np.minimum(out[k + 1], known)
        return out

    def ahead(self, used: int, k: int) -> float:
        """What the shots that are not yet used will cost at least."""
        import numpy as np

        rows = len(self.asked)
        bits = np.unpackbits(np.frombuffer(used.to_bytes(rows // 8 + 1, "little"), np.uint8), bitorder="little")[:rows]
        return float(self.least[k][bits == 0].sum())

    def again(self, shots: tuple[int, ...], segments: tuple[int, ...], pairs: Any) -> float:
        """What it costs that these frames were already taken for another shot, unless both are made from one clip."""
        same = frozenset().union(*(self.seen[k].twins for k in segments))
        while same and pairs:
            (others, there), pairs = pairs
            if same & set(there) and {self.asked[n].clip for n in shots} != {self.asked[n].clip for n in others}:
                return AGAIN
        return 0.0


Pair = tuple[tuple[int, ...], tuple[int, ...]]


def _search(prices: _Prices, rows: int, columns: int) -> list[Pair]:
    """The cheapest explanation of the video that a beam search finds, from its head to its end: any shot may come next, those
    that stand elsewhere in the script at MOVE each, a shot left over or a segment that is none at GAP."""
    # A state: price so far, shots used (bits), ends of the longest runs in order (patience sorting), the pairs.
    heads: list[dict[tuple[int, tuple[int, ...]], tuple[float, Any]]] = [{} for _ in range(columns + 1)]
    heads[0][0, ()] = 0.0, None
    steps = [((0,), 1), ((0,), 2), ((0,), 3), ((0,), 4), ((0, 1), 1), ((0, 1, 2), 1), ((0, 2), 1)]
    for k in range(columns):

        def hope(item, k=k):
            return item[1][0] + prices.ahead(item[0][0], k)

        for (used, runs), (price, pairs) in sorted(heads[k].items(), key=hope)[:BEAM]:
            _keep(heads[k + 1], used, runs, price + GAP, pairs)
            last = pairs[0][0][-1] if pairs else -1
            following = [n for n in range(last + 1, min(rows, last + 4))]
            for n in dict.fromkeys([*following, *prices.nearest[k]]):
                for offsets, dj in steps:
                    shots, segments = tuple(n + d for d in offsets), tuple(range(k, k + dj))
                    bits = sum(1 << shot for shot in shots)
                    alone = len(shots) == dj == 1
                    if shots[-1] >= rows or k + dj > columns or used & bits or not (alone or n in following):
                        continue
                    at = bisect_left(runs, n)
                    moved = 0.0 if at == len(runs) else MOVE
                    longer = (*runs[:at], n, *runs[at + 1 :])
                    worth = price + prices(shots, segments) + moved + prices.again(shots, segments, pairs)
                    _keep(heads[k + dj], used | bits, longer, worth, ((shots, segments), pairs))
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


def _alike(match: Match, matches: Sequence[Match], prices: _Prices) -> tuple[int, ...]:
    """The shots that could as well be where this one is, and this one where they are."""
    if not (_single(match) and match.order):
        return ()
    others = [m for m in matches if _single(m) and m.order and m is not match]
    return tuple(m.shots[0] for m in others if _exchanged(match, m, prices) < TIE)


def _exchanged(one: Match, other: Match, prices: _Prices) -> float:
    """What it would cost that two matches have their segments the other way round."""
    return (
        prices(one.shots, other.segments)
        + prices(other.shots, one.segments)
        - prices(one.shots, one.segments)
        - prices(other.shots, other.segments)
    )


def _margin(match: Match, matches: Sequence[Match], prices: _Prices) -> float:
    """What the next best account of a match costs more: one more exchange, one shot fewer that is missing, one segment more."""
    singles = [m for m in matches if _single(m) and m is not match]
    extra = [m.segments for m in matches if not m.shots]
    missing = [m.shots for m in matches if not m.segments]
    here = prices(match.shots, match.segments)
    if not match.segments:
        ways = [prices(match.shots, m.segments) - prices(m.shots, m.segments) for m in singles]
        ways += [prices(match.shots, k) - 2 * GAP for k in extra]
    elif not match.shots:
        ways = [prices(n, match.segments) - 2 * GAP for n in missing]
        ways += [prices(m.shots, match.segments) - prices(m.shots, m.segments) for m in singles]
    else:
        ways = [prices(n, match.segments) - here for n in missing] + [prices(match.shots, k) - here for k in extra]
        ways += [_exchanged(match, m, prices) for m in singles] if _single(match) else []
        ways = [2 * GAP - here, *(way - (0.0 if match.order else MOVE) for way in ways)]
    return min(ways, default=2 * GAP)


def _single(match: Match) -> bool:
    return len(match.shots) == 1 == len(match.segments)
