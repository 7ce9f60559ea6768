"""The grip moves a composed pose through a shot: every move of the language in true 3-D, at its pace, as far as the frame
holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from screenc.contract import Brief, TimedSpeech
from screenc.stage import lens
from screenc.stage.framing import Pose, aim
from screenc.stage.parts import Blocking, Shooting
from screenc.stage.sightline import Sightline
from screenc.stage.view import Eye

PACE = {"slow": 0, "normal": 1, "fast": 2}
_SHARE = (0.14, 0.28, 0.5)
"""How much nearer a push-in comes in four seconds, as a share of its distance."""
_PAN = (5.0, 11.0, 28.0)
_ORBIT = (6.0, 12.0, 24.0)
"""Degrees per second."""
_TRUCK = (0.16, 0.38, 0.95)
_CRANE = (0.22, 0.48, 1.1)
"""Metres per second."""
_LESS = (1.0, 0.8, 0.62, 0.45, 0.3, 0.18, 0.1, 0.05, 0.0)
FOLLOWS = ("steadicam", "handheld", "dolly", "truck", "orbit", "push-in", "pull-out", "crane", "dolly-zoom")


@dataclass(frozen=True, slots=True)
class Rig:
    """A pose to be moved. `seen` must stay in frame; of these, `steady` neither enter nor leave; it
    looks past `near`, or out of their eyes; `rest(who)` is when they were
    composed."""

    brief: Brief
    blocking: Blocking
    sight: Sightline
    pose: Pose
    seen: tuple[str, ...]
    focus: str | None
    steady: tuple[str, ...]
    near: tuple[str, ...]
    rest: Callable[[str], float]

    @property
    def length(self) -> float:
        return float(self.brief.length)

    def head(self, who: str, t: float) -> np.ndarray:
        return self.sight.eyes(who, t)


class Move(Protocol):
    """A pose at `u` (eased, 0..1) of a move that goes `amount` (0..1) of its full way."""

    def __call__(self, rig: Rig, u: float, amount: float, t: float) -> Pose: ...


def move(rig: Rig) -> Shooting:
    """The whole shot: the largest amount of the move that keeps the frame and hits nothing, then focus and follow on top."""
    name = rig.brief.camera.move
    if rig.brief.framing.size == "pov" and name == "static":
        still = not rig.near or rig.blocking.stand[rig.near[0]](rig.length).walked < 0.02
        return Shooting(_eye(rig, _static if still else _ride, 1.0, _Follow(rig, False)), locked=still)
    if name in ("static", "rack-focus"):
        return Shooting(_eye(rig, _static, 1.0, _Follow(rig, False)), locked=True)
    motion = _MOVES[name]
    least = _faults(rig, _eye(rig, _static, 0.0, _Follow(rig, False)))
    for following in (True, False) if name in FOLLOWS else (False,):
        follow = _Follow(rig, following)
        if following and not follow.any:
            continue
        for amount in _LESS if not following else (1.0, 0.5, 0.0):
            eye = _eye(rig, motion, amount, follow)
            if _faults(rig, eye) <= least:
                return Shooting(eye, locked=False)
    return Shooting(_eye(rig, motion, 0.05, _Follow(rig, False)), locked=False)


def ease(u: float) -> float:
    """Start and stop without a jerk (Perlin's quintic); the camera holds for a moment at both ends."""
    u = min(1.0, max(0.0, (u - 0.05) / 0.9))
    return u * u * u * (u * (6 * u - 15) + 10)


def _eye(rig: Rig, motion: Move, amount: float, follow: _Follow) -> Callable[[float], Eye]:
    brief, length = rig.brief, max(rig.length, 1e-3)
    racking = brief.camera.move == "rack-focus"
    pulls = [w for w in brief.camera.subjects if w in rig.blocking.stand] if racking else []
    turn = _turning_point(brief, pulls)

    def eye(t: float) -> Eye:
        pose = motion(rig, ease(t / length), amount, t)
        gone = follow(t)
        position, target = pose.position + gone, pose.target + gone
        at = aim(position, target, pose.focal, pose.roll)

        def depth(who: str | None) -> float:
            return max(0.3, float((rig.head(who, t) - position) @ at.axes[2])) if who else max(4.0, pose.distance)

        focus = depth(rig.focus)
        if len(pulls) > 1:
            u = ease(min(1.0, max(0.0, (t - turn) / min(1.1, length * 0.35))))
            near, far = depth(pulls[0]), depth(pulls[1])
            # Focus rings are marked in reciprocal metres: an even turn is an even step of 1/s.
            focus = 1.0 / ((1 - u) / near + u / far)
        blur = lens.blur(brief.framing.size, pose.focal, focus, brief.width, racking)
        return Eye(at.position, at.axes, at.focal, focus, blur)

    return eye


def _turning_point(brief: Brief, pulls: list[str]) -> float:
    """When the focus is pulled: as the second one starts to speak, else a little before the middle."""
    length = float(brief.length)
    if len(pulls) > 1:
        for beat in brief.beats:
            if isinstance(beat, TimedSpeech) and beat.who == pulls[1] and 0.3 < float(beat.start) < length * 0.8:
                return max(0.2, float(beat.start) - 0.3)
    return length * 0.36


def _faults(rig: Rig, eye: Callable[[float], Eye]) -> int:
    """How often, over the shot, a head that should be seen leaves the frame, or the camera hits something or crosses the line."""
    brief, out = rig.brief, 0
    pan = brief.camera.move == "pan" and len(_stations(rig)) > 1
    for t in np.linspace(0.0, rig.length, 9):
        at = eye(float(t))
        out += rig.sight.outside(at.position) > 0.02
        out += rig.sight.bump(at.position) < 0.12
        out += rig.sight.crowding(at.position, float(t)) < (0.3 if brief.framing.size != "pov" else -1.0)
        out += brief.framing.size != "pov" and rig.sight.across(at.position, float(t))
        for who in () if pan else rig.steady:
            (u, v), depth = (c[0] for c in at.project(rig.head(who, float(t))[None], brief.width, brief.height))
            inside = 0.04 * brief.width < u < 0.96 * brief.width and 0.03 * brief.height < v < 0.97 * brief.height
            out += brief.framing.size != "insert" and (not inside or depth < 0.2)
            out += rig.sight.hidden(at.position, who, float(t), rig.near)
    return out


class _Follow:
    """How far the camera has gone with the people it follows: their mean walk from where they were composed, smoothed like a
    steady operator's step. People who enter or leave are let go, so that they cross the edge of the frame."""

    def __init__(self, rig: Rig, on: bool):
        self.any = False
        self.length = rig.length
        if not on or not rig.steady:
            return
        t = np.linspace(0.0, rig.length, max(2, int(rig.length * 24) + 1))
        gone = np.zeros((len(t), 3))
        for who in rig.steady:
            home = rig.head(who, rig.rest(who))
            gone += np.array([rig.head(who, float(s)) - home for s in t]) / len(rig.steady)
        self.any = float(np.abs(gone).max()) > 0.05
        n = 19
        kernel = np.hanning(n + 2)[1:-1]
        padded = np.concatenate([np.repeat(gone[:1], n // 2, 0), gone, np.repeat(gone[-1:], n // 2, 0)])
        self.gone = np.stack([np.convolve(padded[:, k], kernel / kernel.sum(), "valid") for k in range(3)], 1)
        self.t = t

    def __call__(self, t: float) -> np.ndarray:
        if not self.any:
            return np.zeros(3)
        return np.array([np.interp(t, self.t, self.gone[:, k]) for k in range(3)])


# --- the moves ------------------------------------------------------------------------------------------------------


def _back(p: Pose, more: float) -> np.ndarray:
    """Where the camera is at `more` times its composed distance: on the same line of sight, but never in the floor."""
    position = p.target + (p.position - p.target) * more
    position[1] = max(position[1], min(0.12, p.position[1]))
    return position


def _static(rig: Rig, u: float, amount: float, t: float) -> Pose:
    return rig.pose


def _ride(rig: Rig, u: float, amount: float, t: float) -> Pose:
    """A point of view walks with its owner."""
    who = rig.near[0]
    gone = rig.head(who, t) - rig.head(who, rig.rest(who))
    p = rig.pose
    target = rig.head(rig.seen[0], t) if rig.seen else p.target + gone
    return Pose(p.position + gone, target - np.array([0.0, 0.12, 0.0]), p.focal, p.roll)


def _pace(rig: Rig, of: tuple[float, float, float]) -> float:
    return of[PACE[rig.brief.camera.pace]]


def _share(rig: Rig) -> float:
    return min(0.9, _pace(rig, _SHARE) * math.sqrt(max(rig.length, 0.5) / 4))


def _push(rig: Rig, u: float, amount: float, t: float) -> Pose:
    """In arrives at the size, out starts from it; the name of the move says which where no way is given."""
    p, camera = rig.pose, rig.brief.camera
    if camera.way in ("left", "right"):
        return _truck(rig, u, amount, t)
    out = camera.way == "out" or (camera.move == "pull-out" and camera.way != "in")
    more = 1 + _share(rig) * amount * (u if out else 1 - u)
    return Pose(_back(p, more), p.target, p.focal, p.roll)


def _truck(rig: Rig, u: float, amount: float, t: float) -> Pose:
    p = rig.pose
    sign = -1.0 if rig.brief.camera.way == "left" else 1.0
    way = min(_pace(rig, _TRUCK) * rig.length, 3.2) * amount * sign * (u - 0.5)
    aside = p.eye().axes[0] * way
    return Pose(p.position + aside, p.target + aside, p.focal, p.roll)


def _crane(rig: Rig, u: float, amount: float, t: float) -> Pose:
    p = rig.pose
    rise = min(_pace(rig, _CRANE) * rig.length, 4.5) * amount
    rise *= (1 - u) if rig.brief.camera.way == "down" else u
    top = 2.45 if rig.sight.interior else 9.0
    y = min(p.position[1] + rise, max(top, p.position[1]))
    return Pose(np.array([p.position[0], y, p.position[2]]), p.target, p.focal, p.roll)


def _orbit(rig: Rig, u: float, amount: float, t: float) -> Pose:
    p = rig.pose
    angle = math.radians(min(_pace(rig, _ORBIT) * rig.length, 75.0)) * amount * (u - 0.5)
    angle *= -1.0 if rig.brief.camera.way == "left" else 1.0
    pivot = np.mean([rig.head(w, rig.rest(w)) for w in rig.seen], 0) if rig.seen else p.target
    c, s = math.cos(angle), math.sin(angle)

    def turned(q: np.ndarray) -> np.ndarray:
        x, z = q[0] - pivot[0], q[2] - pivot[2]
        return np.array([pivot[0] + x * c - z * s, q[1], pivot[2] + x * s + z * c])

    return Pose(turned(p.position), turned(p.target), p.focal, p.roll)


def _stations(rig: Rig) -> list[str]:
    """Whom a pan or a tilt goes between, when it names somebody whom the framing does not."""
    named = [w for w in rig.brief.camera.subjects if w in rig.blocking.stand]
    if len(named) == 1 and rig.seen and named[0] not in rig.seen:
        named = [rig.seen[0], *named]
    return named


def _pan(rig: Rig, u: float, amount: float, t: float) -> Pose:
    """Rotation alone: from one named person to the next, with somebody who walks, else across and onto the composition."""
    p = rig.pose
    forward = p.target - p.position
    vertical = rig.brief.camera.move == "tilt"
    named = _stations(rig)
    if len(named) > 1 and not vertical:
        a, b = (rig.head(w, t) - p.position for w in named[:2])
        yaw0, yaw1 = (math.atan2(q[0], q[2]) for q in (a, b))
        yaw = (yaw0 + ((yaw1 - yaw0 + math.pi) % (2 * math.pi) - math.pi) * u) - math.atan2(forward[0], forward[2])
        return _rotated(p, yaw, 0.0)
    if rig.steady and not vertical:
        walked = np.mean([rig.head(w, t) for w in rig.steady], 0) - np.mean([rig.head(w, rig.rest(w)) for w in rig.steady], 0)
        if max(rig.blocking.stand[w](rig.length).walked for w in rig.steady) > 0.3:
            was = np.mean([rig.head(w, rig.rest(w)) for w in rig.steady], 0) - p.position
            now = was + walked
            return _rotated(p, math.atan2(now[0], now[2]) - math.atan2(was[0], was[2]), 0.0)
    angle = math.radians(min(_pace(rig, _PAN) * rig.length, 70.0)) * amount
    if vertical:
        angle *= 0.5
        return _rotated(p, 0.0, (1 - u) * angle * (1.0 if rig.brief.camera.way == "down" else -1.0))
    angle *= (u - 0.5) if not rig.seen else (u - 1)
    return _rotated(p, angle * (-1.0 if rig.brief.camera.way == "left" else 1.0), 0.0)


def _rotated(p: Pose, yaw: float, pitch: float) -> Pose:
    f = p.target - p.position
    reach = float(np.linalg.norm(f))
    heading = math.atan2(f[0], f[2]) + yaw
    rise = max(-1.5, min(1.5, math.asin(max(-1.0, min(1.0, f[1] / reach))) + pitch))
    ahead = np.array([math.sin(heading) * math.cos(rise), math.sin(rise), math.cos(heading) * math.cos(rise)])
    return Pose(p.position, p.position + ahead * reach, p.focal, p.roll)


def _zoom(rig: Rig, u: float, amount: float, t: float) -> Pose:
    p = rig.pose
    left = u if rig.brief.camera.way == "out" else 1 - u
    return Pose(p.position, p.target, p.focal / (1 + _share(rig) * 1.3 * amount * left), p.roll)


def _dolly_zoom(rig: Rig, u: float, amount: float, t: float) -> Pose:
    """The subject keeps its size while the room behind it swells: the focal length follows the subject's depth."""
    p = rig.pose
    left = u if rig.brief.camera.way == "out" else 1 - u
    position = _back(p, 1 + 2.2 * _share(rig) * amount * left)
    ahead = aim(position, p.target, p.focal).axes[2]
    mark = rig.head(rig.seen[0], rig.rest(rig.seen[0])) if rig.seen else p.target
    deeper = float((mark - position) @ ahead) / float((mark - p.position) @ p.eye().axes[2])
    return Pose(position, p.target, p.focal * deeper, p.roll)


def _handheld(rig: Rig, u: float, amount: float, t: float) -> Pose:
    """Breath and footing: slow noise in place and aim, smaller on a long lens, as an operator braces for one."""
    p = rig.pose
    energy = (0.6, 1.0, 1.7)[PACE[rig.brief.camera.pace]] * max(amount, 0.3)
    sway = _noise(rig.brief.motion_seed, t)
    right, up, _ = p.eye().axes
    position = p.position + (right * sway[0] * 0.016 + up * sway[1] * 0.011) * energy
    loose = min(1.0, rig.brief.width / p.focal) ** 0.7 * p.distance * 0.011 * energy
    return Pose(position, p.target + (right * sway[2] + up * sway[3] * 0.8) * loose, p.focal, p.roll + sway[4] * 0.0045 * energy)


def _steadicam(rig: Rig, u: float, amount: float, t: float) -> Pose:
    p = rig.pose
    sway = _noise(rig.brief.motion_seed, t * 0.4)
    right, up, _ = p.eye().axes
    drift = 1 + 0.07 * amount * (1 - u)
    float_ = (right * sway[0] * 0.03 + up * sway[1] * 0.014) * amount
    return Pose(_back(p, drift) + float_, p.target, p.focal, p.roll)


def _noise(seed: int, t: float) -> np.ndarray:
    """Five smooth signals of unit size: sums of four sines under 2 Hz whose phases the seed deals, so any moment can be asked
    for."""
    deal = np.random.default_rng(seed & 0xFFFFFFFF)
    phase = deal.uniform(0, 2 * np.pi, (5, 4))
    rate = np.array([0.31, 0.57, 1.05, 1.73]) * deal.uniform(0.88, 1.14, (5, 4))
    return (np.sin(2 * np.pi * rate * t + phase) * np.array([0.62, 0.42, 0.26, 0.12])).sum(1)


_MOVES: dict[str, Move] = {
    "static": _static,
    "push-in": _push,
    "pull-out": _push,
    "dolly": _push,
    "pan": _pan,
    "tilt": _pan,
    "truck": _truck,
    "crane": _crane,
    "orbit": _orbit,
    "zoom": _zoom,
    "dolly-zoom": _dolly_zoom,
    "rack-focus": _static,
    "handheld": _handheld,
    "steadicam": _steadicam,
}
