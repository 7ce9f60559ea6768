"""Blocking: where everybody stands, walks and looks, from the marks of a shot and the words of its actions."""

from __future__ import annotations

import itertools
import math

import numpy as np

from screenc.contract import Brief, TimedAction, TimedSpeech
from screenc.stage.cues import Cue, read
from screenc.stage.gaze import Gaze
from screenc.stage.marks import ROOM, SIDE, course, facing, heading_to, homes, places
from screenc.stage.parts import Blocking
from screenc.stage.path import RUN, WALK, Path, Track, Walked, in_time, metres, seconds
from screenc.stage.set_ground import Ground, survey

_HALF_FRAME = {"extreme-long": 7.0, "long": 3.4, "full": 2.3, "two-shot": 2.1, "medium-long": 1.7}


def block(brief: Brief) -> Blocking:
    """Paths and eyelines of everybody in the brief, on screen or off, for all of the shot."""
    ground, length = survey(brief), float(brief.length)
    home, mark = places(brief), homes(brief)
    turned = {p.id: facing(brief, p, home, bool(p.walked)) for p in brief.people}
    tracks = {p.id: Track(p, home[p.id], turned[p.id], turned[p.id], mark[p.id]) for p in brief.people}
    for cue in read(brief):
        if cue.who in tracks:
            _feet(cue, tracks, length, ground)
    ends = {who: track.walk.corners[-1] if track.walk else track.home for who, track in tracks.items()}
    for p in brief.people:
        if tracks[p.id].walk:
            tracks[p.id].settled = facing(brief, p, ends, True)
    for p in brief.people:
        if p.enters or p.exits:
            _passage(brief, ground, tracks[p.id], length)
    _steer_clear(tracks, ground, length)
    stand = {who: Walked(track, length) for who, track in tracks.items()}
    eyes = {who: Gaze(brief, who, stand, length) for who in stand}
    return Blocking(stand, eyes)


# --- feet -----------------------------------------------------------------------------------------------------------


def _feet(cue: Cue, tracks: dict[str, Track], length: float, ground: Ground) -> None:
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
    left = length - cue.start - 0.45
    if cue.kind == "approach":
        if me.home == me.mark:
            ahead = (math.sin(me.heading), -math.cos(me.heading))
            if other:
                gap = math.hypot(other.home[0] - x, other.home[1] - z) or 1.0
                ahead = ((other.home[0] - x) / gap, (other.home[1] - z) / gap)
            far = min(2.6 if cue.mutual else 2.1, max(0.4, left * speed))
            corners = [ground.indoors(x - ahead[0] * far, z - ahead[1] * far), (x, z)]
        else:
            corners = [me.home, me.mark]
    else:
        corners = course(cue.kind, me.home, me.heading, other.home if other else None, ground)
    # Whoever has not arrived when the shot ends is found where they were going by the next.
    speed = min(max(speed, metres(corners) / max(left, 0.4)), RUN)
    me.walk = Path(corners, cue.start, speed, backwards=cue.kind == "back")


def _passage(brief: Brief, ground: Ground, track: Track, length: float) -> None:
    p, (x, z) = track.person, track.home
    track.walk = None
    size = brief.framing.size
    half = _HALF_FRAME.get(size, 1.5) * min(1.0, max(0.4, brief.width / brief.height / 1.6))
    named = [b for b in brief.beats if (p.id in b.who if isinstance(b, TimedAction) else b.who == p.id)]
    acts = [b for b in named if isinstance(b, TimedAction)]
    spoken = [b for b in named if isinstance(b, TimedSpeech)]
    # Entering and leaving in one shot: the entrance takes the first half, the exit is walked by the same feet afterwards.
    if p.enters:
        sign = SIDE[p.enters]
        corners = _to_edge(ground, sign, x, z, half)[::-1]
        need = seconds(corners, WALK)
        start = float(acts[0].start) if acts else max(0.1, float(spoken[0].start) - need + 0.3) if spoken else 0.15
        limit = length * (0.5 if p.exits else 1.0) - 0.3
        track.walk = in_time(corners, min(start, max(0.1, limit - need)), limit)
        if p.exits:
            away = _to_edge(ground, SIDE[p.exits], x, z, half)
            pause = max(limit + 0.2, length - seconds(away, WALK))
            speed = max(WALK, metres(away) / max(0.4, length - pause - 0.3))
            track.turns.append((pause, math.nan))
            track.walk.corners += away[1:]
            track.walk.speed = max(track.walk.speed, min(speed, RUN))
        return
    sign = SIDE[p.exits]
    corners = _to_edge(ground, sign, x, z, half)
    need = seconds(corners, WALK)
    start = float(acts[-1].start) if acts else float(spoken[-1].end) if spoken else length - need
    start = max(0.1, min(start, max(length - need, float(spoken[-1].end) - 0.4 if spoken and not acts else 0.0)))
    track.walk = in_time(corners, start, length + 0.25)


def _to_edge(ground: Ground, sign: float, x: float, z: float, half: float) -> list[tuple[float, float]]:
    """From a mark to out of sight on one side: through the doorway of a room, else straight past the edge of the frame."""
    if ground.interior:
        wall = ground.right if sign > 0 else ground.left
        return [(x, z), (wall - sign * 0.75, ground.door), (wall + sign * 0.75, ground.door)]
    return [(x, z), (x + sign * max(half + 1.1 - sign * x, 1.6), z + 0.15)]


def _steer_clear(tracks: dict[str, Track], ground: Ground, length: float) -> None:
    """Bend each walk around the people in its way: behind them first, so that nobody crosses the lens without a reason."""
    done: list[Track] = [t for t in tracks.values() if not t.walk]
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


def _nearest(track: Track, others: list[Track], length: float) -> float:
    mine, near = Walked(track, length), 9.0
    for other in others:
        theirs = Walked(other, length)
        near = min(near, float(np.hypot(mine.x - theirs.x, mine.z - theirs.z).min()))
    return near
