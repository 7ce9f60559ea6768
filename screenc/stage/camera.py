"""The camera: finds a place from which the framing holds and nothing is in the way, then hands the pose to the grip to move.

The named size is exact at the composed pose: where a push-in arrives, where a pull-out starts, the middle of a truck or an orbit.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from screenc.contract import Brief
from screenc.stage import lens
from screenc.stage.framing import PITCH, ROLL, SPANS, Body, Pose, Span, aim, compose
from screenc.stage.gaze import EYE
from screenc.stage.grip import FOLLOWS, Rig, move
from screenc.stage.marks import heading_to, partner
from screenc.stage.parts import Blocking, Set, Shooting
from screenc.stage.set_ground import survey
from screenc.stage.sightline import Sightline

_WIDE = ("extreme-long", "long", "full")
_SWINGS = tuple(math.radians(d) for d in (0, 7, -7, 14, -14, 22, -22, 32, -32, 44, -44, 58, -58, 72, -72))
_SHORTER = (1.0, 0.8, 0.62, 0.48, 0.36)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the search for a pose needs to know, gathered once."""

    brief: Brief
    blocking: Blocking
    sight: Sightline
    subjects: tuple[str, ...]
    focal: float
    length: float

    def body(self, who: str, t: float | None = None) -> Body:
        t = self.rest(who) if t is None else t
        height, eyes = self.sight.heights[who], self.sight.eyes(who, t)
        return Body(float(eyes[0]), float(eyes[2]), height, height * EYE - float(eyes[1]))

    def rest(self, who: str) -> float:
        """When somebody is on their mark: at the end, unless they leave."""
        p = next(p for p in self.brief.people if p.id == who)
        return 0.0 if p.exits and not p.enters else self.length * 0.5 if p.exits else self.length

    def passing(self, who: str) -> bool:
        p = next(p for p in self.brief.people if p.id == who)
        return bool(p.enters or p.exits)


def shoot(brief: Brief, blocking: Blocking, set: Set) -> Shooting:
    """The camera's path for a shot. The eye is a function of the time alone, so any frame can be drawn on its own."""
    size = brief.framing.size
    mm = float(brief.lens) if brief.lens else lens.DEFAULT[size]
    scene = _Scene(
        brief, blocking, Sightline(brief, blocking, set), _subjects(brief), lens.focal(mm, brief.width), float(brief.length)
    )
    pose, seen, near = _pose(scene)
    focus = [w for w in (brief.focus, *seen, *scene.subjects) if w in blocking.stand]
    steady = tuple(w for w in seen if not scene.passing(w))
    rig = Rig(brief, blocking, scene.sight, pose, seen, focus[0] if focus else None, steady, near, scene.rest)
    return move(rig)


def span_of(brief: Brief) -> Span:
    """The size's span; an extreme-long shot of a room is the widest that its ceiling allows."""
    ground = survey(brief)
    if ground.interior and brief.framing.size == "extreme-long":
        return Span(-0.6, min(5.2, ground.ceiling / 1.7 + 0.55), 0.95)
    return SPANS[brief.framing.size]


def _subjects(brief: Brief) -> tuple[str, ...]:
    here = [p.id for p in brief.people]
    out = [w for w in brief.framing.subjects if w in here] or [p.id for p in brief.people if p.in_frame]
    size = brief.framing.size
    if size in ("two-shot", "over-shoulder") and len(out) == 1:
        other = partner(brief, out[0])
        if other:
            out = [out[0], other] if size == "two-shot" else [other, out[0]]
    if brief.camera.move == "rack-focus" and size not in ("over-shoulder", "pov", "insert"):
        out += [w for w in brief.camera.subjects if w in here and w not in out]
    return tuple(out)


def _pose(scene: _Scene) -> tuple[Pose, tuple[str, ...], tuple[str, ...]]:
    """The composed pose, whom it must keep in sight, and whom it looks past to see them."""
    size, subjects = scene.brief.framing.size, scene.subjects
    if not subjects:
        return _empty(scene), (), ()
    if size == "over-shoulder" and len(subjects) > 1:
        return _over_shoulder(scene, subjects[0], subjects[1]), subjects[1:2], subjects[:1]
    if size == "pov":
        return (*_pov(scene, subjects), subjects[:1])
    return _search(scene), subjects, ()


def _search(scene: _Scene) -> Pose:
    """Try the ideal bearing first, then swing and shorten the lens until nothing is in the way; the least bad if nothing is
    free."""
    brief, size = scene.brief, scene.brief.framing.size
    bodies = [scene.body(w) for w in scene.subjects]
    span = span_of(scene.brief)
    if size in _WIDE or (len(bodies) > 1 and brief.camera.move not in FOLLOWS):
        bodies += [scene.body(w, 0.0) for w in scene.subjects if not scene.passing(w) and _walks(scene, w)]
    lift = None
    if size == "insert":
        s = scene.blocking.stand[scene.subjects[0]](scene.rest(scene.subjects[0]))
        b = bodies[0]
        bodies = [Body(b.x + 0.4 * math.sin(s.heading), b.z - 0.4 * math.cos(s.heading), b.height, b.drop)]
        lift = 0.30 + PITCH[brief.angle] * 0.6
    ideal, across = _bearing(scene), _across(scene)
    best: tuple[float, Pose] | None = None
    for shorter in _SHORTER:
        for swing in _SWINGS:
            cost = abs(swing) * 6 + (1 - shorter) * 7
            if best and cost >= best[0]:
                continue
            pose = compose(
                bodies, span, ideal + swing, brief.angle, scene.focal * shorter, brief.width, brief.height, across, lift
            )
            cost += _trouble(scene, pose)
            if best is None or cost < best[0]:
                best = cost, pose
            if cost < 0.01:
                break
    pose = best[1]
    return Pose(pose.position, pose.target, pose.focal, ROLL.get(brief.angle, 0.0))


def _walks(scene: _Scene, who: str) -> bool:
    a, b = scene.blocking.stand[who](0.0), scene.blocking.stand[who](scene.length)
    return b.walked - a.walked > 0.3


def _bearing(scene: _Scene) -> float:
    """Singles are taken three-quarters from the side that they face, so that eyelines meet in shot and reverse shot."""
    if len(scene.subjects) > 1 or scene.brief.angle == "overhead":
        return 0.0
    heading = _wrapped(scene.blocking.stand[scene.subjects[0]](scene.rest(scene.subjects[0])).heading)
    if abs(heading) > math.radians(140):
        return 0.0
    share = {"extreme-long": 0.1, "long": 0.15, "full": 0.2, "medium-long": 0.32}.get(scene.brief.framing.size)
    if share:
        return max(-0.5, min(0.5, heading * share))
    # The head leads the body towards whom it looks at. Nobody is shot further than 45 degrees from the nose, however far
    # upstage they turn: beyond it there is no face.
    who, t = scene.subjects[0], scene.rest(scene.subjects[0])
    x, _, z = np.array(scene.blocking.eyes[who](t)) - scene.sight.eyes(who, t)
    nose = heading + max(-0.8, min(0.8, _wrapped(heading_to(x, z) - heading)))
    return math.copysign(min(max(abs(nose) * 0.46, abs(nose) - math.radians(45)), math.radians(80)), nose)


def _wrapped(angle: float) -> float:
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _across(scene: _Scene) -> float:
    """Where a single's head is in the width: on its marked side, with room in front of the nose."""
    if len(scene.subjects) != 1 or scene.brief.angle == "overhead":
        return 0.5
    p = next(p for p in scene.brief.people if p.id == scene.subjects[0])
    side = {"left": -1, "centre": 0, "right": 1}[p.side]
    nose = {"left": 1, "right": -1}.get(p.facing, 0)
    room = {"extreme-long": 0.16, "long": 0.15, "full": 0.13, "extreme-close": 0.05, "insert": 0.0}.get(
        scene.brief.framing.size, 0.1
    )
    share = 1.0 if side and side == nose else 0.85 if side and not nose else 0.45 if side else 0.55
    return 0.5 + (side or nose) * room * share * min(1.0, scene.brief.width / scene.brief.height / 1.4)


def _trouble(scene: _Scene, pose: Pose) -> float:
    """How bad a pose is: out of bounds, in a solid, in somebody's way, heads hidden or off their sides, across the line."""
    sight, brief = scene.sight, scene.brief
    cost = 20 * min(sight.outside(pose.position), 3.0)
    cost += 40 * max(0.0, 0.25 - sight.bump(pose.position))
    if brief.setting == "int" and pose.position[1] > 2.3 and brief.angle not in ("overhead", "high"):
        cost += 4.0
    moving = any(stand(scene.length).walked > 0.05 for stand in scene.blocking.stand.values())
    for t in (0.0, scene.length / 2, scene.length) if moving else (scene.length,):
        cost += 12 * max(0.0, 0.5 - sight.crowding(pose.position, t))
        cost += 15 * sight.across(pose.position, t)
        for who in scene.subjects:
            if not scene.passing(who) or abs(t - scene.rest(who)) < 0.01:
                cost += 9 * sight.hidden(pose.position, who, t)
    order = {"left": -1, "centre": 0, "right": 1}
    marks = {p.id: order[p.side] for p in brief.people}
    eye = pose.eye()
    at = {
        w: float(eye.project([b.at(EYE)], brief.width, brief.height)[0][0, 0]) for w in scene.subjects for b in (scene.body(w),)
    }
    for a in at:
        cost += sum(8.0 for b in at if marks[a] < marks[b] and at[a] > at[b] - 0.02 * brief.width)
    if brief.camera.move == "rack-focus" and len(brief.camera.subjects) > 1:
        # Focus can only be seen to travel between people who are not equally far.
        ahead = eye.axes[2]
        deep = [float((np.array(scene.body(w).at(EYE)) - pose.position) @ ahead) for w in scene.subjects]
        cost += 6 * max(0.0, 0.95 - (max(deep) - min(deep)))
    if len(at) > 1:
        # Heads that overlap read as one person.
        xs = sorted(at.values())
        apart = min(b - a for a, b in itertools.pairwise(xs)) / brief.width
        cost += 5 * max(0.0, 0.05 - apart) / 0.05
    return cost


def _over_shoulder(scene: _Scene, near: str, far: str) -> Pose:
    """Behind one person's shoulder on the camera's side of the line: the near one keeps their side of the frame, soft and
    cropped."""
    brief, a, b = scene.brief, scene.body(near), scene.body(far)
    span, gap = SPANS["over-shoulder"], max(0.5, math.dist((a.x, a.z), (b.x, b.z)))
    ux, uz = (b.x - a.x) / gap, (b.z - a.z) / gap
    # The normal of the line that points to the master camera keeps us on its side.
    master = 1.0 if ux > 0.02 or (abs(ux) <= 0.02 and a.x <= 0) else -1.0
    frame = b.height * (span.high - span.low)
    focal, distance = scene.focal, scene.focal * frame / brief.height
    # Nearer than this the shoulder fills the frame; further than this it is no longer ours.
    distance = min(max(distance, gap + 1.35), gap + 2.4)
    focal = distance * brief.height / frame
    narrow = min(1.0, brief.width / brief.height / 1.4)
    want = 0.46 * brief.width * (0.6 + 0.4 * narrow)
    best: tuple[float, Pose] | None = None
    # Between the two pairs of eyes, so that neither a short shoulder drops out of the frame nor a tall one walls it up.
    height = 0.05 + 0.5 * (a.at(EYE)[1] + b.at(EYE)[1]) + {"low": -0.5, "high": 0.55, "overhead": 1.1}.get(brief.angle, 0.0)
    for scale, side in itertools.product((1.0, 0.88, 0.76, 0.64, 0.5), (master, -master)):
        d = max(distance * scale, gap + 0.6)
        f = focal * d / distance
        # The other side is for those whom a walk takes across the line.
        unlike = 0.0 if side == master else 4.0
        for degrees in range(3, 44, 2):
            turn = math.radians(degrees) * side
            c, s = math.cos(turn), math.sin(turn)
            # Rotating the way back from B towards the camera's side of the line.
            bx, bz = -(ux * c - uz * s), -(ux * s + uz * c)
            position = np.array([b.x + bx * d, height, b.z + bz * d])
            target = np.array(b.at((span.low + span.high) / 2))
            eye = aim(position, target, f)
            u, _ = eye.project([a.at(EYE), b.at(EYE)], brief.width, brief.height)
            offset = abs(u[1, 0] - u[0, 0])
            cost = abs(offset - want) / brief.width * 10 + (1 - scale) * 4 + unlike
            if best and cost >= best[0]:
                continue
            cost += _shoulder_trouble(scene, position, near, far)
            if best is None or cost < best[0]:
                shift = (0.62 if u[0, 0] < u[1, 0] else 0.38) * brief.width - u[1, 0]
                right = eye.axes[0] * (-shift * d / f)
                best = cost, Pose(position, target + right, f, ROLL.get(brief.angle, 0.0))
        if best[0] < 3.0:
            break
    return best[1]


def _shoulder_trouble(scene: _Scene, position, near: str, far: str) -> float:
    t = scene.rest(far)
    sight = scene.sight
    walked = any(scene.blocking.stand[who](scene.length).walked > 0.05 for who in (near, far))
    times = (0.0, scene.length / 2, scene.length) if walked else (t,)
    return (
        20 * min(sight.outside(position), 3.0)
        + 40 * max(0.0, 0.22 - sight.bump(position))
        + 9 * sight.hidden(position, far, t, (near,))
        + 15 * sum(sight.across(position, s) for s in times) / len(times) ** 0.5
        + 12 * max(0.0, 0.4 - sight.crowding(position, t))
    )


def _pov(scene: _Scene, subjects: tuple[str, ...]) -> tuple[Pose, tuple[str, ...]]:
    """From somebody's eyes, a hand's breadth before the face, at whom they look at."""
    who = subjects[0]
    other = subjects[1] if len(subjects) > 1 else partner(scene.brief, who)
    t = scene.rest(who)
    s, height = scene.blocking.stand[who](t), scene.sight.heights[who]
    if other:
        b = scene.body(other)
        target = np.array(b.at(0.84))
    else:
        target = np.array([s.x + 4 * math.sin(s.heading), height * 0.85, s.z - 4 * math.cos(s.heading)])
    ahead = target - np.array([s.x, target[1], s.z])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-6)
    position = scene.sight.eyes(who, t) + ahead * 0.22
    return Pose(position, target, scene.focal, ROLL.get(scene.brief.angle, 0.0)), (other,) if other else ()


def _empty(scene: _Scene) -> Pose:
    """A shot of the place itself, composed as if somebody stood in the middle distance."""
    brief, size = scene.brief, scene.brief.framing.size
    stand_in = Body(0.0, 1.6, 1.7)
    best: tuple[float, Pose] | None = None
    for shorter in _SHORTER:
        for swing in _SWINGS[:7]:
            pose = compose(
                [stand_in],
                SPANS["medium"] if size in ("two-shot", "over-shoulder", "pov") else span_of(brief),
                swing + 0.06,
                brief.angle,
                scene.focal * shorter,
                brief.width,
                brief.height,
            )
            cost = (
                abs(swing)
                + (1 - shorter)
                + 20 * scene.sight.outside(pose.position)
                + 40 * max(0.0, 0.25 - scene.sight.bump(pose.position))
            )
            if best is None or cost < best[0]:
                best = cost, pose
    return Pose(best[1].position, best[1].target, best[1].focal, ROLL.get(brief.angle, 0.0))
