"""Blocking: where everybody stands, walks and looks, from the marks of a shot and the words of its actions.

Everybody has one home for a scene, which their side and depth give, so that cuts find people where they were left. Paths are
worked
out once, at 48 samples a second, and read by interpolation.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from screenc.contract import Brief, Person, TimedAction, TimedSpeech
from screenc.stage.cues import SIT_BACK, SIT_DROP, Cue, read, sitters
from screenc.stage.parts import Blocking, Stand
from screenc.stage.set_ground import Ground, survey

RATE = 48
"""Samples of a path per second."""
WALK, RUN = 1.19, 2.7
"""Cruising speeds in m/s: an unhurried stage walk (gait studies give 1.2 to 1.4 in the street), and a jog."""
ROOM = 0.62
"""Metres between two people's marks, at the least."""
EYE = 0.935
"""Height of the eyes as a share of the body's (Drillis and Contini 1966)."""
_SIDE = {"left": -1.0, "centre": 0.0, "right": 1.0}
_DEPTH = {"near": (-0.9, 0.62), "mid": (0.0, 0.7), "far": (1.6, 0.82)}
_SPREAD = ((0.0, 0.0), (0.74, 0.38), (0.34, 0.98), (1.2, 1.0), (0.1, 1.75), (1.6, 0.2), (0.8, 1.7))
_HALF_FRAME = {"extreme-long": 7.0, "long": 3.4, "full": 2.3, "two-shot": 2.1, "medium-long": 1.7}


@dataclass(slots=True)
class _Path:
    """A walk to be: corners (x, z), when it starts, and how fast it goes."""

    corners: list[tuple[float, float]]
    start: float
    speed: float = WALK
    backwards: bool = False


@dataclass(slots=True)
class _Track:
    """One person's whole shot, as it is put together."""

    person: Person
    home: tuple[float, float]
    heading: float
    walk: _Path | None = None
    turns: list[tuple[float, float]] = field(default_factory=list)
    fixed: bool = False


def heading_to(dx: float, dz: float) -> float:
    """The heading that looks along (dx, dz): 0 is towards the camera (-z), positive towards +x."""
    return math.atan2(dx, -dz)


def homes(brief: Brief) -> dict[str, tuple[float, float]]:
    """Everybody's (x, z) for the scene. A person moves only others who come later in `people`, so a newcomer displaces nobody."""
    ground = survey(brief)
    out: dict[str, tuple[float, float]] = {}
    taken: dict[tuple[str, str], int] = {}
    for p in brief.people:
        slot = (p.side, p.depth)
        n = taken[slot] = taken.get(slot, -1) + 1
        z, spread = _DEPTH[p.depth]
        sign = _SIDE[p.side]
        dx, dz = _SPREAD[n % len(_SPREAD)]
        dz += 1.9 * (n // len(_SPREAD))
        if sign:
            x = sign * (spread + dx)
        else:
            x, dz = (0.0, dz) if n == 0 else ((-1) ** n * (0.3 + 0.5 * dx), dz + 0.35)
            dz += 0.55 if p.depth == "mid" else 0.0
        out[p.id] = _apart(ground.indoors(x, z + dz), list(out.values()), ground)
    return out


def partner(brief: Brief, who: str) -> str | None:
    """Whom somebody plays to: the other of the axis, else the one whom they face, else the nearest."""
    if brief.axis and who in brief.axis:
        other = brief.axis[1] if brief.axis[0] == who else brief.axis[0]
        if any(p.id == other for p in brief.people):
            return other
    at = homes(brief)
    me = next(p for p in brief.people if p.id == who)
    x, z = at[who]

    def badness(other: str) -> float:
        dx, dz = at[other][0] - x, at[other][1] - z
        behind = (me.facing == "left" and dx > -0.05) or (me.facing == "right" and dx < 0.05)
        return math.hypot(dx, dz) + (10.0 if behind else 0.0)

    return min((o for o in at if o != who), key=badness, default=None)


def block(brief: Brief) -> Blocking:
    """Paths and eyelines of everybody in the brief, on screen or off, for all of the shot."""
    ground, length = survey(brief), float(brief.length)
    home = homes(brief)
    tracks = {p.id: _Track(p, home[p.id], _facing(brief, p, home)) for p in brief.people}
    for cue in read(brief):
        if cue.who in tracks:
            _feet(cue, tracks, length, ground)
    for p in brief.people:
        if p.enters or p.exits:
            _passage(brief, ground, tracks[p.id], length)
    _steer_clear(tracks, ground, length)
    stand = {who: _Walked(track, length) for who, track in tracks.items()}
    eyes = {who: _Gaze(brief, who, stand, length) for who in stand}
    return Blocking(stand, eyes)


def _apart(spot: tuple[float, float], others: list[tuple[float, float]], ground: Ground) -> tuple[float, float]:
    for ring in range(12):
        for turn in range(8 if ring else 1):
            a = math.pi / 2 + (turn // 2 + turn % 2) * (1 if turn % 2 else -1) * math.pi / 4
            x, z = spot[0] + 0.3 * ring * math.cos(a), spot[1] + 0.3 * ring * math.sin(a)
            inside = math.dist((x, z), ground.indoors(x, z)) < 0.01
            if inside and all(math.hypot(x - ox, z - oz) >= ROOM for ox, oz in others):
                return x, z
    return spot


def _facing(brief: Brief, p: Person, home: dict[str, tuple[float, float]]) -> float:
    if p.facing == "camera":
        return 0.0
    if p.facing == "away":
        return math.pi
    sign = -1.0 if p.facing == "left" else 1.0
    other = partner(brief, p.id)
    if other:
        dx, dz = home[other][0] - home[p.id][0], home[other][1] - home[p.id][1]
        if sign * dx > 0.15:
            straight = abs(heading_to(dx, dz))
            # Actors cheat their bodies open to the camera, the more the further upstage they play.
            open_ = math.radians(9) + max(0.0, straight - math.radians(90)) * 0.5
            return sign * min(max(straight - open_, math.radians(35)), math.radians(120))
    return sign * math.radians(74)


# --- feet -----------------------------------------------------------------------------------------------------------


def _feet(cue: Cue, tracks: dict[str, _Track], length: float, ground: Ground) -> None:
    me = tracks[cue.who]
    other = tracks.get(cue.target or "")
    x, z = me.home
    if cue.kind in ("turn", "turn-away"):
        back = me.heading + math.pi if cue.kind == "turn-away" else None
        if back is None:
            back = heading_to(other.home[0] - x, other.home[1] - z) if other else (0.0 if abs(me.heading) > 2 else me.heading)
            if other and me.walk and other.walk:
                (mx, mz), (ox, oz) = me.walk.corners[-1], other.walk.corners[-1]
                back = heading_to(ox - mx, oz - mz)
        me.turns.append((cue.start, back))
        return
    if cue.kind not in ("approach", "back", "away", "cross", "pass") or me.walk or me.person.enters or me.person.exits:
        return
    speed = RUN if cue.fast else WALK
    reach = max(0.4, (length - cue.start - 0.45) * speed)
    ahead = (math.sin(me.heading), -math.cos(me.heading))
    if other:
        gap = math.hypot(other.home[0] - x, other.home[1] - z) or 1.0
        ahead = ((other.home[0] - x) / gap, (other.home[1] - z) / gap)
    if cue.kind == "approach":
        far = min(2.6 if cue.mutual else 2.1, reach)
        corners = [(x - ahead[0] * far, z - ahead[1] * far), (x, z)]
    elif cue.kind == "back":
        corners = [(x, z), (x - ahead[0] * min(0.6, reach), z - ahead[1] * min(0.6, reach))]
    elif cue.kind == "away":
        far = min(2.4, reach)
        corners = [(x, z), (x - ahead[0] * far * 0.8, z + far * 0.6)]
    elif cue.kind == "pass" and other:
        lane = -0.42 if x < other.home[0] else 0.42
        past = (other.home[0] - x) / 2 + math.copysign(0.45, other.home[0] - x)
        mid = (z + other.home[1]) / 2
        far = min(0.3, reach * 0.2)
        corners = [(x - math.copysign(far, past), z + lane), (x + past, mid + lane)]
    else:
        side = -1.0 if x > 0.05 else 1.0
        far = min(2.0 + abs(x), reach)
        corners = [(x, z), (x + side * far * 0.25, z + 0.8), (x + side * far, z + 0.5)]
    me.walk = _Path([ground.indoors(*c) for c in corners], cue.start, speed, backwards=cue.kind == "back")


def _passage(brief: Brief, ground: Ground, track: _Track, length: float) -> None:
    p, (x, z) = track.person, track.home
    track.walk = None
    size = brief.framing.size
    half = _HALF_FRAME.get(size, 1.5) * min(1.0, max(0.4, brief.width / brief.height / 1.6))
    named = [b for b in brief.beats if (p.id in b.who if isinstance(b, TimedAction) else b.who == p.id)]
    acts = [b for b in named if isinstance(b, TimedAction)]
    spoken = [b for b in named if isinstance(b, TimedSpeech)]
    # Entering and leaving in one shot: the entrance takes the first half, the exit is walked by the same feet afterwards.
    if p.enters:
        sign = _SIDE[p.enters]
        corners = _to_edge(ground, sign, x, z, half)[::-1]
        need = _span(corners, WALK)
        start = float(acts[0].start) if acts else max(0.1, float(spoken[0].start) - need + 0.3) if spoken else 0.15
        limit = length * (0.5 if p.exits else 1.0) - 0.3
        track.walk = _in_time(corners, min(start, max(0.1, limit - need)), limit)
        if p.exits:
            away = _to_edge(ground, _SIDE[p.exits], x, z, half)
            pause = max(limit + 0.2, length - _span(away, WALK))
            speed = max(WALK, _length(away) / max(0.4, length - pause - 0.3))
            track.turns.append((pause, math.nan))
            track.walk.corners += away[1:]
            track.walk.speed = max(track.walk.speed, min(speed, RUN))
        return
    sign = _SIDE[p.exits]
    corners = _to_edge(ground, sign, x, z, half)
    need = _span(corners, WALK)
    start = float(acts[-1].start) if acts else float(spoken[-1].end) if spoken else length - need
    start = max(0.1, min(start, max(length - need, float(spoken[-1].end) - 0.4 if spoken and not acts else 0.0)))
    track.walk = _in_time(corners, start, length + 0.25)


def _to_edge(ground: Ground, sign: float, x: float, z: float, half: float) -> list[tuple[float, float]]:
    """From a mark to out of sight on one side: through the doorway of a room, else straight past the edge of the frame."""
    if ground.interior:
        wall = ground.right if sign > 0 else ground.left
        return [(x, z), (wall - sign * 0.75, ground.door), (wall + sign * 0.75, ground.door)]
    return [(x, z), (x + sign * max(half + 1.1 - sign * x, 1.6), z + 0.15)]


def _in_time(corners: list[tuple[float, float]], start: float, limit: float) -> _Path:
    room = max(0.5, limit - start - 0.3)
    return _Path(corners, start, min(max(WALK, _length(corners) / room), RUN))


def _length(corners: list[tuple[float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(corners))


def _span(corners: list[tuple[float, float]], speed: float) -> float:
    return _length(corners) / speed + 0.5


def _steer_clear(tracks: dict[str, _Track], ground: Ground, length: float) -> None:
    """Bend each walk around the people in its way: behind them first, so that nobody crosses the lens without a reason."""
    done: list[_Track] = [t for t in tracks.values() if not t.walk]
    for track in (t for t in tracks.values() if t.walk):
        straight = list(track.walk.corners)
        best: tuple[float, list[tuple[float, float]]] | None = None
        for bulge in (0.0, 0.7, -0.7, 1.2, -1.2, 1.8, -1.8, 2.5):
            track.walk.corners = _bent(straight, bulge, ground)
            near = _nearest(track, done, length)
            if best is None or near > best[0]:
                best = near, track.walk.corners
            if near >= ROOM - 0.06:
                break
        track.walk.corners = best[1]
        done.append(track)


def _bent(corners: list[tuple[float, float]], bulge: float, ground: Ground) -> list[tuple[float, float]]:
    if not bulge:
        return corners
    out = [corners[0]]
    for a, b in itertools.pairwise(corners):
        if math.dist(a, b) > 1.0:
            for share in (0.25, 0.5, 0.75):
                lift = bulge * (1.0 if share == 0.5 else 0.85)
                x, z = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
                flat = abs(b[0] - a[0]) >= abs(b[1] - a[1])
                out.append((x, min(z + lift, ground.back - 0.6)) if flat else (x + lift, z))
        out.append(b)
    return out


def _nearest(track: _Track, others: list[_Track], length: float) -> float:
    mine, near = _Walked(track, length), 9.0
    for other in others:
        theirs = _Walked(other, length)
        near = min(near, float(np.hypot(mine.x - theirs.x, mine.z - theirs.z).min()))
    return near


class _Walked:
    """A path as samples; called with a time, it gives the stand."""

    __slots__ = ("heading", "speed", "t0", "walked", "x", "z")

    def __init__(self, track: _Track, length: float):
        self.t0 = -0.5
        n = int((length + 1.5) * RATE) + 2
        t = self.t0 + np.arange(n) / RATE
        path = track.walk
        if path is None:
            self.x, self.z = np.full(n, track.home[0]), np.full(n, track.home[1])
            self.walked = np.zeros(n)
            heading = np.full(n, track.heading)
        else:
            line = _rounded(np.array(path.corners, float))
            along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
            pause = next((s for s, h in track.turns if math.isnan(h)), None)
            if pause is None:
                self.walked = _eased(t, path.start, along[-1], path.speed)
            else:
                stop = along[np.argmin(np.hypot(line[:, 0] - track.home[0], line[:, 1] - track.home[1]))]
                self.walked = _eased(t, path.start, stop, path.speed) + _eased(t, pause, along[-1] - stop, path.speed)
            self.x, self.z = np.interp(self.walked, along, line[:, 0]), np.interp(self.walked, along, line[:, 1])
            ahead = np.interp(np.minimum(self.walked + 0.12, along[-1]), along, line[:, 0]) - np.interp(
                np.maximum(self.walked - 0.12, 0), along, line[:, 0]
            )
            aside = np.interp(np.minimum(self.walked + 0.12, along[-1]), along, line[:, 1]) - np.interp(
                np.maximum(self.walked - 0.12, 0), along, line[:, 1]
            )
            course = np.unwrap(np.arctan2(ahead, -aside))
            moving = np.gradient(self.walked, 1 / RATE) > 0.12
            heading = np.where(moving, course, np.nan)
            heading = np.where((t > path.start) | moving, heading, course[0] if not path.backwards else track.heading)
            if path.backwards:
                heading = np.full(n, track.heading)
            heading[np.isnan(heading)] = track.heading
            if path.start > 0.3 and math.dist(path.corners[0], track.home) < 0.01:
                heading[: max(1, int((path.start - self.t0) * RATE))] = track.heading
        for start, to in track.turns:
            if not math.isnan(to):
                after = (t >= start) & ((path is None) | (np.gradient(self.walked, 1 / RATE) < 0.12))
                heading = np.where(after, to, heading)
        self.heading = _turned(heading, track.heading)
        self.speed = np.gradient(self.walked, 1 / RATE) * (-1.0 if path and path.backwards else 1.0)

    def __call__(self, t: float) -> Stand:
        i = min(max((t - self.t0) * RATE, 0.0), len(self.x) - 1.001)
        k, f = int(i), i - int(i)
        x, z, h, v, w = (float(c[k] + (c[k + 1] - c[k]) * f) for c in (self.x, self.z, self.heading, self.speed, self.walked))
        return Stand(x, z, h, v if abs(v) > 1e-4 else 0.0, w)


def _turned(heading: np.ndarray, first: float) -> np.ndarray:
    """Headings taken the short way round, then smoothed over most of a second, as a body turns."""
    # A half turn has two short ways: a nudge away from the wrap makes everybody take the one by the camera.
    h = np.unwrap(heading)
    n = int(0.8 * RATE) | 1
    kernel = np.hanning(n + 2)[1:-1]
    padded = np.concatenate([np.full(n // 2, h[0]), h, np.full(n // 2, h[-1])])
    return np.convolve(padded, kernel / kernel.sum(), "valid")


def _rounded(corners: np.ndarray) -> np.ndarray:
    """Cut the corners twice (Chaikin 1974) and resample, so that nobody turns on a pin."""
    for _ in range(3 if len(corners) > 2 else 0):
        a, b = corners[:-1], corners[1:]
        cut = np.stack([a * 0.75 + b * 0.25, a * 0.25 + b * 0.75], 1).reshape(-1, 2)
        corners = np.concatenate([corners[:1], cut, corners[-1:]])
    return corners


def _eased(t: np.ndarray, start: float, distance: float, speed: float) -> np.ndarray:
    """Metres gone by each time: up to speed in 0.4 s, cruise, and down again; a short way never reaches its speed."""
    if distance < 1e-6:
        return np.zeros_like(t)
    ramp = 0.4
    cruise = min(speed, distance / ramp)
    total = distance / cruise + ramp
    u = np.clip(t - start, 0.0, total)
    rising = 0.5 * cruise / ramp * np.minimum(u, ramp) ** 2
    level = cruise * np.clip(u - ramp, 0.0, max(total - 2 * ramp, 0.0))
    v = np.clip(u - (total - ramp), 0.0, ramp)
    return rising + level + cruise * v - 0.5 * cruise / ramp * v**2


# --- eyes -----------------------------------------------------------------------------------------------------------

Target = Callable[[float], tuple[float, float, float]]


class _Gaze:
    """The point that somebody looks at: their cues, else who speaks, else whom they play to, blended over a saccade and a
    turn."""

    __slots__ = ("marks",)

    def __init__(self, brief: Brief, who: str, stand: dict[str, _Walked], length: float):
        people = {p.id: p for p in brief.people}
        me = people[who]

        seats = sitters(brief)

        def face(other: str) -> Target:
            return partial(_face_of, stand[other], people[other].appearance.height / 100, seats.get(other))

        def ahead(down: float = 0.0, aside: float = 0.0) -> Target:
            return partial(_ahead_of, stand[who], me.appearance.height / 100, down, aside)

        other = partner(brief, who)
        rest = face(other) if other and me.facing in ("left", "right") else ahead()
        marks: list[tuple[float, Target]] = [(-1.0, rest)]
        last: str | None = None
        for beat in (b for b in brief.beats if isinstance(b, TimedSpeech)):
            start, end = float(beat.start), float(beat.end)
            if beat.who == who:
                listener = other if brief.axis and who in brief.axis else last if last and last != who else other
                marks.append((max(0.0, start - 0.15), face(listener) if listener in stand and me.facing != "camera" else rest))
            elif beat.who in stand:
                marks.append((start + 0.12 + 0.02 * (len(who) % 4), face(beat.who)))
            last = beat.who
            if beat.who == who and end - start > 3.5:
                # Nobody holds an eye for a whole speech: away for a moment while thinking, and back.
                middle = start + (end - start) * 0.45
                marks += [(middle, ahead(0.25, 0.5 if len(who) % 2 else -0.5)), (middle + 0.7, marks[-1][1])]
        for cue in read(brief):
            if cue.who != who:
                continue
            if cue.kind == "look-down":
                marks += [(cue.start, ahead(0.9)), (max(cue.end, cue.start + 0.8), rest)]
            elif cue.kind == "look-up":
                marks += [(cue.start, ahead(-0.8)), (max(cue.end, cue.start + 0.8), rest)]
            elif cue.kind == "look-away":
                marks += [(cue.start, ahead(0.15, 1.2)), (max(cue.end, cue.start + 1.2), rest)]
            elif cue.target in stand:
                marks.append((cue.start, face(cue.target)))
        self.marks = sorted(marks, key=lambda m: m[0])

    def __call__(self, t: float) -> tuple[float, float, float]:
        point = self.marks[0][1](t)
        for start, target in self.marks[1:]:
            if start >= t:
                break
            u = min(1.0, (t - start) / 0.22)
            u = u * u * (3 - 2 * u)
            goal = target(t)
            point = goal if u >= 1.0 else tuple(a + (b - a) * u for a, b in zip(point, goal, strict=True))
        return point


def eyes_of(stand: Stand, height: float, since: float | None, t: float) -> tuple[float, float, float]:
    """Where somebody's eyes are; `since` is when they sat down, None for somebody who stands."""
    low = 0.0 if since is None else min(1.0, max(0.0, (t - since) / 1.1))
    low = low * low * (3 - 2 * low)
    back = SIT_BACK * height * low
    return (stand.x - back * math.sin(stand.heading), height * (EYE - SIT_DROP * low), stand.z + back * math.cos(stand.heading))


def _face_of(stand: _Walked, height: float, since: float | None, t: float) -> tuple[float, float, float]:
    return eyes_of(stand(t), height, since, t)


def _ahead_of(stand: _Walked, height: float, down: float, aside: float, t: float) -> tuple[float, float, float]:
    s = stand(t)
    h = s.heading + aside
    return s.x + 3 * math.sin(h), height * EYE - 3 * math.tan(down * 0.5), s.z - 3 * math.cos(h)
