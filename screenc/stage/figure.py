"""One actor of a shot: body, clothes, props and performance, as solids and a painted face at any time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from screenc.contract import Brief, Person
from screenc.film.appearance import Appearance
from screenc.stage import body, face, gait, hair, prop, wardrobe
from screenc.stage.parts import Stand, Voice
from screenc.stage.performance import Performance
from screenc.stage.rig import AT, BONES, ROOT, Maquette, bones
from screenc.stage.solid import Solids, linear, turn_y
from screenc.stage.view import Eye

_EYES, _HEAD, _TORSO = 0.55, 1.05, 0.70
"""How far each turns, in radians, before the next has to help."""


class Figure:
    """A pure function of (person, brief, time), from any thread: the same bytes whenever it is asked.

    `index` is the figure's owner number and its row in the table of faces; `voices` are the person's own lines in the brief's
    order. `path` is the person's blocking: with it every footfall is planned and no foot ever slides; without it the gait follows
    `Stand.walked`."""

    def __init__(
        self, person: Person, index: int, brief: Brief, voices: Sequence[Voice] = (), path: Callable[[float], Stand] | None = None
    ):
        look = person.appearance
        self.person, self.index = person, index
        self.appearance = look
        self.proportions = body.proportions(look)
        self.dimensions = body.dimensions(self.proportions)
        self.maquette = Maquette()
        body.bare(self.maquette, look, self.proportions, self.dimensions, index)
        wardrobe.dress(self.maquette, look, self.proportions, self.dimensions)
        hair.grow(self.maquette, look, self.proportions.head, wardrobe.covered(look))
        grips, umbrella, held = self._hold(person)
        self.performance = Performance(person, brief, voices, grips, umbrella, held)
        self.footfalls = gait.Footfalls(path, float(brief.length), self.proportions.height, self.dimensions[2]) if path else None
        self._row = _painted(look)
        self._chair = self._seat(path)

    def _hold(self, person: Person) -> tuple[list[dict[str, float]], dict[str, float] | None, dict[str, str]]:
        """Give each prop a hand, the right one first, and what takes two hands both."""
        grips: list[dict[str, float]] = []
        umbrella = None
        hands: dict[str, str] = {}
        free = [1, -1]
        for held in person.holds:
            if not free:
                break
            sort = prop.kind(held)
            side = free.pop(0)
            if sort in prop.TWO_HANDED or sort == "guitar":
                free.clear()
            prop.put(self.maquette, held, side, self.proportions.height)
            name = "r." if side > 0 else "l."
            hands[name] = sort
            grips.append(prop.grip(sort, name))
            if sort == "umbrella":
                umbrella = prop.raised(name)
        return grips, umbrella, hands

    def _seat(self, path: Callable[[float], Stand] | None) -> Solids | None:
        """The chair that somebody sits down on, where they do; without a path nobody knows where, and there is none."""
        if self.performance.sits is None or path is None:
            return None
        there = path(min(self.performance.sits + 0.4, float(self.performance.length)))
        R, P = np.zeros((BONES, 3, 3)), np.zeros((BONES, 3))
        R[ROOT], P[ROOT] = turn_y(there.heading), (there.x, 0.0, there.z)
        return prop.seat(self.proportions.height).solids(R, P, self.index)

    def at(
        self, t: float, stand: Stand, gaze: tuple[float, float, float] | None = None, eye: Eye | None = None
    ) -> tuple[Solids, np.ndarray | None]:
        """The solids and the face's row at `t` seconds, standing there and looking at that point (None: straight ahead).

        With an `eye`, what is small in its picture is left away and the face's edges are as sharp as its pixels."""
        c = self.performance.pose(t)
        self._walk(c, t, stand)
        root = turn_y(stand.heading).astype(float)
        ground = np.array((stand.x, 0.0, stand.z))
        if gaze is not None:
            self._look(c, root, ground, gaze)
        detail, soft = self._nearness(eye, stand)
        R, P = np.zeros((BONES, 3, 3)), np.zeros((BONES, 3))
        bones(c, self.dimensions, root, ground, R, P)
        solids = self.maquette.solids(R, P, self.index, detail, self.performance.shown(t))
        if self._chair is not None:
            solids = Solids.joined([solids, self._chair])
        return solids, self._face(c, soft)

    def _walk(self, c: np.ndarray, t: float, stand: Stand) -> None:
        """Lay the feet, and let hips, arms and head answer them."""
        feet = {}
        for side, name in ((1, "r."), (-1, "l.")):
            if self.footfalls is not None:
                foot = self.footfalls.foot(side, t, stand)
            else:
                foot = gait.by_distance(side, stand, self.proportions.height)
            feet[side] = foot
            c[AT[name + "ax"]] += foot.out
            c[AT[name + "ay"]] += foot.up
            c[AT[name + "az"]] += foot.ahead
            c[AT[name + "foot_pitch"]] += foot.pitch
            c[AT[name + "foot_yaw"]] += foot.yaw
        h = self.proportions.height
        apart = (feet[1].ahead - feet[-1].ahead) / h
        pace = min(1.0, abs(stand.speed) / 1.0)
        going = min(1.0, abs(apart) * 4.0 + pace)
        c[AT["pelvis_yaw"]] -= 0.45 * apart
        c[AT["twist"]] += 0.75 * apart
        c[AT["px"]] += 0.012 * (feet[1].loaded - feet[-1].loaded) * going
        c[AT["pelvis_roll"]] += 0.035 * (feet[1].loaded - feet[-1].loaded) * going
        c[AT["bend"]] += 0.035 * pace + max(0.0, abs(stand.speed) - 1.8) * 0.07
        c[AT["py"]] -= 0.006 * pace
        free = self.performance.busy
        for name, sign in (("r.", -1.0), ("l.", 1.0)):
            if name in free:
                continue
            low = min(1.0, max(0.0, (-0.55 - c[AT[name + "hy"]]) / 0.3))
            swing = sign * apart * 1.25 * low
            c[AT[name + "hz"]] += swing + 0.04 * pace * low
            c[AT[name + "hy"]] += 0.35 * swing * swing

    def _look(self, c: np.ndarray, root: np.ndarray, ground: np.ndarray, gaze) -> None:
        """Turn eyes first, then head, then chest towards a point; what is behind is looked at as far as a neck goes."""
        d = self.dimensions
        eyes = ground + np.array(
            (0.0, d[1] + d[6] + d[7] + d[10] + d[11] + 0.8 * self.proportions.head + c[AT["py"]] * d[0], 0.0)
        )
        eyes = eyes + root[2] * (c[AT["pz"]] * d[0] + 0.5 * d[0] * math.sin(min(1.2, c[AT["bend"]])) * 0.6)
        local = root @ (np.asarray(gaze, float) - eyes)
        flat = math.hypot(local[0], local[2])
        if flat < 1e-3 and abs(local[1]) < 1e-3:
            return
        yaw = math.atan2(local[0], local[2])
        pitch = math.atan2(local[1], max(flat, 0.05))
        if abs(yaw) > 2.5:
            # nobody looks through the back of their head: near the back the look fades to the front, the same from both sides
            yaw *= max(0.0, (math.pi - abs(yaw)) / (math.pi - 2.5))
        already = c[AT["twist"]] + c[AT["pelvis_yaw"]]
        torso = _soft(yaw - math.copysign(min(abs(yaw), 0.75), yaw), _TORSO)
        rest = yaw - torso - already
        head = _soft(rest * 0.78, _HEAD)
        eye = max(-_EYES, min(_EYES, rest - head))
        bent = c[AT["bend"]] + c[AT["pelvis_pitch"]]
        nod = _soft(-pitch * 0.7, 0.6)
        up = max(-0.45, min(0.45, pitch + nod))
        c[AT["twist"]] += torso
        c[AT["head_yaw"]] += head
        c[AT["head_pitch"]] += nod - 0.8 * bent
        c[AT["gaze_x"]] += eye / _EYES
        c[AT["gaze_y"]] += up / 0.45
        c[AT["open"]] *= 1.0 + 0.25 * max(-1.0, min(0.6, up / 0.45))

    def _nearness(self, eye: Eye | None, stand: Stand) -> tuple[int, float]:
        if eye is None:
            return 2, 0.009
        away = np.array((stand.x, 0.8 * self.proportions.height, stand.z)) - eye.position
        far = max(0.3, float(np.linalg.norm(away)))
        pixels = eye.focal * self.proportions.height / far
        soft = min(0.03, max(0.003, 0.7 * far / eye.focal / self.proportions.head))
        return (0 if pixels < 190 else 1 if pixels < 620 else 2), soft

    def _face(self, c: np.ndarray, soft: float) -> np.ndarray:
        row = self._row.copy()
        row[face.SOFT] = soft
        for column, channel in _FACE:
            row[column] = c[channel]
        row[face.GAZE_X] = min(1.0, max(-1.0, row[face.GAZE_X]))
        row[face.GAZE_Y] = min(1.0, max(-1.0, row[face.GAZE_Y]))
        for column in (face.BROW_RAISE, face.BROW_TILT, face.BROW_SKEW):
            row[column] = min(1.2, max(-1.0, row[column]))
        row[face.SQUINT] = min(1.0, max(0.0, row[face.SQUINT]))
        row[face.BLUSH] = min(1.0, row[face.BLUSH])
        return row


_FACE = tuple(
    (column, AT[name])
    for column, name in (
        (face.OPEN, "open"),
        (face.SQUINT, "squint"),
        (face.GAZE_X, "gaze_x"),
        (face.GAZE_Y, "gaze_y"),
        (face.BROW_RAISE, "brow"),
        (face.BROW_TILT, "tilt"),
        (face.BROW_SKEW, "skew"),
        (face.MOUTH_OPEN, "mouth"),
        (face.MOUTH_WIDTH, "wide"),
        (face.SMILE, "smile"),
        (face.BLUSH, "blush"),
    )
)


def _painted(a: Appearance) -> np.ndarray:
    """The columns of the face that a shot does not change."""
    row = face.blank_face()
    skin = np.array(linear(a.skin))
    feminine = a.shape == "feminine"
    row[face.SKIN : face.SKIN + 3] = skin
    row[face.IRIS : face.IRIS + 3] = linear(a.eyes)
    row[face.HAIR : face.HAIR + 3] = linear(a.hair_colour)
    row[face.LIP : face.LIP + 3] = skin * ((0.98, 0.50, 0.52) if feminine else (0.88, 0.62, 0.60)) + (
        (0.03, 0, 0.004) if feminine else (0, 0, 0)
    )
    row[face.ASPECT] = body.aspect(a)
    row[face.AGE] = 0.85 if a.age == "old" else 0.12 if a.age == "adult" else 0.0
    row[face.LASH] = (0.95 if a.age in ("young", "adult") else 0.5) if feminine else 0.30 if a.shape == "neutral" else 0.08
    row[face.EYES] = {"child": 1.24, "young": 1.06, "adult": 1.0, "old": 0.93}[a.age]
    row[face.HAIRLINE] = hair.HAIRLINES[a.hair]
    row[face.STUBBLE] = 1.0 if a.beard == "stubble" else 0.0
    row[face.MOUSTACHE] = 1.0 if a.beard in ("moustache", "full") else 0.8 if a.beard == "short" else 0.0
    row[face.BEARD] = {"short": 0.85, "full": 0.95}.get(a.beard, 0.0)
    return row


def _soft(angle: float, limit: float) -> float:
    """An angle that approaches its limit instead of hitting it."""
    return limit * math.tanh(angle / limit)
