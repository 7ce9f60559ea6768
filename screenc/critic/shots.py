"""Where one shot ends and the next begins, in any film: hard cuts by an adaptive test, dissolves by what they blend, fades by
the dark between two pictures.

A hard cut is a change far above the median change of the second around it (after PySceneDetect's adaptive detector) that
stays: a flash returns. A gradual one is a change over half a second whose middle is the mean of its two ends, which no
camera move gives. Frames are read once and kept as a ribbon of 32x18 colours, so that an hour takes 150 MB.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LEAST = 12.0
"""Of 255: the mean change of a cut between two pictures of one place in flat light."""
TIMES = 4.0
"""How many times the median change of the second around it a cut stands out."""
ALONE = (2.8, 1.8)
"""Where much moves, a cut stands out less: so many times the median, if it is so many times the change of any moment but one."""
BLEND = 9.0
"""Of 255: the mean change from end to end of a gradual transition."""
UNLIKE = 0.22
"""How far the middle of a transition may be from the mean of its ends, as a share of their difference."""
EXACT = 0.12
"""A middle so near to the mean of its ends is a dissolve, even where the next cut or move follows at once."""
SAME = 0.97
"""The correlation from which two pictures are one in another light."""
DARK = 20.0
"""Of 255: the mean of the darkest frame of a fade through black."""
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A run of frames: times (N,), mean change to the next (N-1,), change from the one before to the third after (N-1,),
    which a flash leaves small, and 32x18 thumbnails, uint8 (N, 18, 32, 3). `told` are the boundaries where another detector
    than ours was asked (`detectors`)."""

    times: Any
    change: Any
    stays: Any
    thumbs: Any
    told: tuple[Boundary, ...] | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """The end of a shot: `at` is the first frame of the next, or the middle of what joins them, from `start` to `end`."""

    at: float
    start: float
    end: float
    kind: str


def ribbon(frames: Iterable[tuple[float, Any]]) -> Ribbon:
    """Read (time, RGB uint8 (H, W, 3)) pairs, four in memory at a time."""
    import numpy as np

    from screenc.critic import detectors

    other = detectors.chosen()
    times, change, stays, thumbs = [], [], [], []
    last: deque = deque(maxlen=AHEAD + 1)
    for at, frame in frames:
        if other is not None:
            other.see(at, frame)
        small = frame.astype(np.int16)
        if last:
            change.append(float(np.abs(small - last[-1]).mean()))
        if len(last) >= AHEAD:
            stays.append(float(np.abs(small - last[0]).mean()))
        last.append(small)
        times.append(at)
        thumbs.append(_thumb(frame))
    while len(stays) < len(change):
        from_end = len(change) - len(stays)
        stays.append(float(np.abs(last[-1] - last[max(0, len(last) - 2 - from_end)]).mean()))
    shape = (0, 18, 32, 3)
    kept = np.stack(thumbs) if thumbs else np.zeros(shape, np.uint8)
    told = None if other is None else tuple(other.boundaries())
    return Ribbon(np.array(times), np.array(change), np.array(stays), kept, told)


def _thumb(frame):
    import numpy as np

    height, width = frame.shape[0] // 18, frame.shape[1] // 32
    if not height or not width:
        rows = np.linspace(0, frame.shape[0] - 1, 18).astype(int)
        return frame[rows][:, np.linspace(0, frame.shape[1] - 1, 32).astype(int)]
    return frame[: height * 18, : width * 32].reshape(18, height, 32, width, 3).mean(axis=(1, 3)).astype(np.uint8)


def cuts(ribbon: Ribbon) -> list[int]:
    """The indices of the first frames after a hard cut."""
    import numpy as np

    times, change = ribbon.times, ribbon.change
    if ribbon.told is not None:
        return [int(np.searchsorted(times, b.at - 1e-6)) for b in ribbon.told if b.kind == "cut"]
    if len(times) < 4:
        return []
    reach = max(3, round(0.5 / max(1e-3, float(np.median(np.diff(times))))))
    found: list[int] = []
    for i in np.flatnonzero(change >= LEAST):
        around = np.concatenate([change[max(0, i - reach) : i], change[i + 1 : i + 1 + reach]])
        usual, rival = max(1.0, float(np.median(around))), float(np.sort(around)[-2])
        if change[i] < TIMES * usual and not (change[i] >= ALONE[0] * usual and change[i] >= ALONE[1] * rival):
            continue
        if ribbon.stays[i] < 0.5 * change[i]:
            continue
        if not found or times[i + 1] - times[found[-1]] > 0.2:
            found.append(int(i) + 1)
    return found


def boundaries(ribbon: Ribbon) -> list[Boundary]:
    """Every end of a shot, hard and gradual, in order."""
    import numpy as np

    if ribbon.told is not None:
        return list(ribbon.told)
    times = ribbon.times
    hard = cuts(ribbon)
    found = [Boundary(float(times[i]), float(times[i - 1]), float(times[i]), "cut") for i in hard]
    if len(times) < 12:
        return found
    half = max(3, round(0.42 / max(1e-3, float(np.median(np.diff(times))))))
    found += [b for b in _fades(ribbon, half) if all(abs(b.at - times[i]) > 0.2 for i in hard)]
    taken = [(b.start - 0.45, b.end + 0.45) for b in found]
    found += [b for b in _blends(ribbon, half, hard) if all(not a < b.at < z for a, z in taken)]
    return sorted(found, key=lambda b: b.at)


def _fades(ribbon: Ribbon, half: int) -> Iterator[Boundary]:
    """Where one picture goes down to black and another comes up from it, each over a few frames at least."""
    import numpy as np

    thumbs = ribbon.thumbs.astype(np.float32)
    level = thumbs.mean(axis=(1, 2, 3))
    dark = level <= DARK
    n, last = 0, len(level) - 1
    while n <= last:
        if not dark[n]:
            n += 1
            continue
        end = n
        while end < last and dark[end + 1]:
            end += 1
        first = n
        while first > 0 and level[first - 1] > level[first] + 0.5:
            first -= 1
        after = end
        while after < last and level[after + 1] > level[after] + 0.5:
            after += 1
        slow = min(n - first, after - end) >= 3
        if slow and min(level[first], level[after]) > 2 * DARK and np.abs(thumbs[after] - thumbs[first]).mean() >= BLEND:
            middle = float(ribbon.times[n] + ribbon.times[end]) / 2
            yield Boundary(middle, float(ribbon.times[first]), float(ribbon.times[after]), "gradual")
        n = end + 1


def _blends(ribbon: Ribbon, half: int, hard: list[int]) -> Iterator[Boundary]:
    """Moments whose picture is the mean of those before and after, which are far apart and have no hard cut between them; of
    each run the most exact among the widest."""
    import numpy as np

    thumbs = ribbon.thumbs.astype(np.float32)
    n = len(thumbs)
    apart, odd = np.zeros(n), np.ones(n)
    for i in range(half, n - half):
        a, b = thumbs[i - half], thumbs[i + half]
        apart[i] = np.abs(b - a).mean()
        if apart[i] >= BLEND:
            odd[i] = np.abs(thumbs[i] - (a + b) / 2).mean() / apart[i]
    good = (apart >= BLEND) & (odd <= UNLIKE)
    for cut in hard:
        good[max(0, cut - half) : cut + half] = False
    i = 0
    while i < n:
        if not good[i]:
            i += 1
            continue
        j = i
        while j < n and (good[j] or good[j : j + 4].any()):
            j += 1
        widest = np.where(apart[i:j] >= 0.9 * apart[i:j].max(), odd[i:j], np.inf)
        best = i + int(np.argmin(widest))
        lasts = odd[best] <= EXACT or _settles(apart, best, half)
        if lasts and not _dimmed(thumbs[best - half], thumbs[best + half]):
            yield Boundary(
                float(ribbon.times[best]), float(ribbon.times[best - half]), float(ribbon.times[best + half]), "gradual"
            )
        i = j + 1


def _dimmed(a, b) -> bool:
    """Whether two pictures are one in more and in less light, or one of them is black."""
    import numpy as np

    lit, dim = (a, b) if a.mean() > b.mean() else (b, a)
    return bool(dim.mean() <= DARK or np.corrcoef(lit.ravel(), dim.ravel())[0, 1] >= SAME)


def _settles(apart, best: int, half: int) -> bool:
    """Whether the change is over soon on both sides: a long pan changes as much before and after."""
    sides = [apart[k] for k in (best - 2 * half, best + 2 * half) if half <= k < len(apart) - half]
    return all(side < 0.5 * apart[best] for side in sides)


def accuracy(scripted: list[float], found: list[float], length: float, rate: float) -> tuple[float, int, int]:
    """Shot-cut accuracy as HoloCine defines it (Meng et al. 2025): exp(-(error of matched cuts + penalties) / frames).

    The paper leaves matching and penalty open; ours: the one-to-one matching in order that costs least, where each cut that is
    missed and each that is extra costs the mean length of a scripted shot. Returns (accuracy, missed, extra).
    """
    import math

    total = max(1.0, length * rate)
    penalty = total / (len(scripted) + 1)
    rows, columns = len(scripted), len(found)
    best = [[(0.0, 0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == j == 0:
                continue
            ways = []
            if i:
                cost, missed, extra = best[i - 1][j]
                ways.append((cost + penalty, missed + 1, extra))
            if j:
                cost, missed, extra = best[i][j - 1]
                ways.append((cost + penalty, missed, extra + 1))
            if i and j:
                cost, missed, extra = best[i - 1][j - 1]
                ways.append((cost + abs(scripted[i - 1] - found[j - 1]) * rate, missed, extra))
            best[i][j] = min(ways)
    cost, missed, extra = best[rows][columns]
    return math.exp(-cost / total), missed, extra
