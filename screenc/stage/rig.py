"""The armature: a pose, as a vector of named channels, becomes bones; solids ride on the bones.

A bone is a place and three axes (right, up, forward: the person's own). A limb's bone has its `up` from the far end to the near
one, so a hanging limb lies along -y; a hand's fingers point along -y, its palm faces +z and its thumb is on the person's inside.
Hands are posed by where they are (inverse kinematics), so that two gestures blend into something between them.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from screenc.stage.solid import Kind, Material, Solids

(ROOT, PELVIS, BELLY, CHEST, NECK, HEAD, SKIRT, TAIL) = range(8)
LIMBS = 8
"""From here each side has twelve bones, the right side first."""
(CLAVICLE, UPPER_ARM, FOREARM, HAND, FINGERS, TIPS, THUMB, INDEX, GRIP, THIGH, SHIN, FOOT) = range(12)
BONES = LIMBS + 24


def bone(limb: int, side: int) -> int:
    """A limb's bone; `side` is +1 for the person's right, -1 for the left."""
    return LIMBS + limb + (0 if side > 0 else 12)


_BODY = (
    "px",
    "py",
    "pz",
    "pelvis_yaw",
    "pelvis_pitch",
    "pelvis_roll",
    "bend",
    "twist",
    "lean",
    "head_yaw",
    "head_pitch",
    "head_roll",
    "chin",
    "tail_pitch",
    "tail_roll",
    "flare",
    "breath",
)
_SIDE = (
    "hx",
    "hy",
    "hz",
    "swivel",
    "follow",
    "fx",
    "fy",
    "fz",
    "nx",
    "ny",
    "nz",
    "curl",
    "point",
    "thumb",
    "upright",
    "shrug",
    "ax",
    "ay",
    "az",
    "foot_pitch",
    "foot_yaw",
    "knee",
)
FACE_CHANNELS = ("open", "squint", "gaze_x", "gaze_y", "brow", "tilt", "skew", "mouth", "wide", "smile", "blush")
CHANNELS = (*_BODY, *(f"r.{n}" for n in _SIDE), *(f"l.{n}" for n in _SIDE), *FACE_CHANNELS)
"""px..pz: the pelvis off its standing place, in heights. bend, lean, twist: forward, to the right, to the right, radians. h: the
hand from its shoulder in arm lengths, x outwards. swivel: the elbow outwards. follow: 1 lets the hand follow the forearm, else
f is where its fingers point and n where its palm faces (x outwards). curl, point, thumb: 0 open .. 1 closed, the index straight,
the thumb folded. upright: what is held stands up. a: the ankle off its standing place in the person's frame, metres."""
AT = {name: i for i, name in enumerate(CHANNELS)}
_R, _L = len(_BODY), len(_BODY) + len(_SIDE)
DIMENSIONS = (
    "height",
    "hip_y",
    "hip_x",
    "thigh",
    "shin",
    "ankle",
    "belly",
    "chest",
    "shoulder_x",
    "shoulder_y",
    "neck_y",
    "head_y",
    "upper_arm",
    "forearm",
    "palm",
    "finger",
)


def vector(values: dict[str, float]) -> np.ndarray:
    """A pose from named channels, the rest 0; a name without its side, `hx`, is for both hands or feet."""
    out = np.zeros(len(CHANNELS))
    for name, value in values.items():
        for full in (name,) if name in AT else (f"r.{name}", f"l.{name}"):
            out[AT[full]] = value
    return out


def mask(names) -> np.ndarray:
    """1 for every channel that is named."""
    return vector(dict.fromkeys(names, 1.0))


@njit(cache=True)
def _turned(parent, yaw, pitch, roll, out):
    """out = the parent's axes turned by roll, then pitch, then yaw, in its own frame."""
    cy, sy, cp, sp, cr, sr = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch), math.cos(roll), math.sin(roll)
    f0, f1, f2 = sy * cp, -sp, cy * cp
    u0, u1, u2 = sy * sp, cp, cy * sp
    r0, r1, r2 = cy, 0.0, -sy
    a0, a1, a2 = r0 * cr - u0 * sr, r1 * cr - u1 * sr, r2 * cr - u2 * sr
    b0, b1, b2 = u0 * cr + r0 * sr, u1 * cr + r1 * sr, u2 * cr + r2 * sr
    for k in range(3):
        out[0, k] = a0 * parent[0, k] + a1 * parent[1, k] + a2 * parent[2, k]
        out[1, k] = b0 * parent[0, k] + b1 * parent[1, k] + b2 * parent[2, k]
        out[2, k] = f0 * parent[0, k] + f1 * parent[1, k] + f2 * parent[2, k]


@njit(cache=True)
def _place(axes, origin, x, y, z, out):
    for k in range(3):
        out[k] = origin[k] + x * axes[0, k] + y * axes[1, k] + z * axes[2, k]


@njit(cache=True)
def _frame(up, toward, out):
    """Axes with the given up, whose forward leans towards a direction."""
    n = math.sqrt(up[0] ** 2 + up[1] ** 2 + up[2] ** 2) + 1e-9
    for k in range(3):
        out[1, k] = up[k] / n
    d = toward[0] * out[1, 0] + toward[1] * out[1, 1] + toward[2] * out[1, 2]
    f0, f1, f2 = toward[0] - d * out[1, 0], toward[1] - d * out[1, 1], toward[2] - d * out[1, 2]
    n = math.sqrt(f0 * f0 + f1 * f1 + f2 * f2)
    if n < 1e-4:
        f0, f1, f2 = out[1, 1], out[1, 2], out[1, 0]
        d = f0 * out[1, 0] + f1 * out[1, 1] + f2 * out[1, 2]
        f0, f1, f2 = f0 - d * out[1, 0], f1 - d * out[1, 1], f2 - d * out[1, 2]
        n = math.sqrt(f0 * f0 + f1 * f1 + f2 * f2) + 1e-9
    out[2, 0], out[2, 1], out[2, 2] = f0 / n, f1 / n, f2 / n
    out[0, 0] = out[1, 1] * out[2, 2] - out[1, 2] * out[2, 1]
    out[0, 1] = out[1, 2] * out[2, 0] - out[1, 0] * out[2, 2]
    out[0, 2] = out[1, 0] * out[2, 1] - out[1, 1] * out[2, 0]


@njit(cache=True)
def _reach(near, far, pole, first, second, middle):
    """Put the middle joint of a two-bone limb on the pole's side; moves `far` in when it is out of reach."""
    d = np.empty(3)
    n = 1e-9
    for k in range(3):
        d[k] = far[k] - near[k]
        n += d[k] * d[k]
    n = math.sqrt(n)
    length = min(max(n, abs(first - second) + 0.12 * min(first, second)), (first + second) * 0.998)
    dot = 0.0
    for k in range(3):
        d[k] /= n
        far[k] = near[k] + d[k] * length
        dot += d[k] * pole[k]
    along = (first * first - second * second + length * length) / (2.0 * length)
    off = math.sqrt(max(0.0, first * first - along * along))
    m = 1e-9
    for k in range(3):
        pole[k] -= dot * d[k]
        m += pole[k] * pole[k]
    m = math.sqrt(m)
    for k in range(3):
        pole[k] /= m
        middle[k] = near[k] + d[k] * along + pole[k] * off


@njit(cache=True)
def bones(c, d, root, ground, R, P):
    """Fill R (BONES, 3, 3) and P (BONES, 3) from channels `c` and dimensions `d`; `root` is the person's axes at `ground`."""
    h = d[0]
    R[ROOT], P[ROOT] = root, ground
    _turned(root, c[3], c[4], c[5], R[PELVIS])
    drop = 0.0
    for _ in range(3):
        # the pelvis comes down as far as the farther foot needs it
        _place(root, ground, c[0] * h, d[1] + c[1] * h - drop, c[2] * h, P[PELVIS])
        need = 0.0
        for s in range(2):
            side = 1.0 if s == 0 else -1.0
            k = 17 + 22 * s
            hip, ankle = np.empty(3), np.empty(3)
            _place(R[PELVIS], P[PELVIS], side * d[2], 0.0, 0.0, hip)
            _place(root, ground, side * d[2] + c[k + 16] * side, d[5] + c[k + 17], c[k + 18], ankle)
            flat = 0.0
            for j in range(3):
                flat += (hip[j] - ankle[j]) ** 2
            rise = hip[1] - ankle[1]
            most = (d[3] + d[4]) * 0.994
            if flat > most * most:
                need = max(need, rise - math.sqrt(max(0.05, most * most - (flat - rise * rise))))
        if need < 1e-4:
            break
        drop = min(drop + need, 0.085 * h)
    _turned(R[PELVIS], c[7] * 0.45, c[6] * 0.5, c[8] * 0.5, R[BELLY])
    _place(R[PELVIS], P[PELVIS], 0.0, d[6], 0.0, P[BELLY])
    _turned(R[BELLY], c[7] * 0.55, c[6] * 0.5, c[8] * 0.5, R[CHEST])
    _place(R[BELLY], P[BELLY], 0.0, d[7], 0.0, P[CHEST])
    _turned(R[CHEST], c[9] * 0.4, c[10] * 0.4 + 0.16 - c[12], c[11] * 0.4, R[NECK])
    _place(R[CHEST], P[CHEST], 0.0, d[10], -0.008 * h, P[NECK])
    _turned(R[CHEST], c[9], c[10] + c[12] * 0.5, c[11], R[HEAD])
    _place(R[NECK], P[NECK], 0.0, d[11], 0.0, P[HEAD])
    _turned(R[CHEST], 0.0, c[13], c[14], R[TAIL])
    P[TAIL] = P[NECK]
    toward, pole, wrist, elbow = np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    for s in range(2):
        side = 1.0 if s == 0 else -1.0
        b, k = LIMBS + 12 * s, 17 + 22 * s
        # the arm
        R[b + CLAVICLE] = R[CHEST]
        _place(R[CHEST], P[CHEST], side * d[8], d[9] + c[k + 15] * 0.035 * h, -0.006 * h, P[b + CLAVICLE])
        arm = d[12] + d[13]
        _place(R[CHEST], P[b + CLAVICLE], side * c[k] * arm, c[k + 1] * arm, c[k + 2] * arm, wrist)
        ss, cs = math.sin(c[k + 3]), math.cos(c[k + 3])
        for j in range(3):
            pole[j] = side * ss * R[CHEST, 0, j] - cs * R[CHEST, 1, j] - 0.55 * R[CHEST, 2, j]
        _reach(P[b + CLAVICLE], wrist, pole, d[12], d[13], elbow)
        P[b + UPPER_ARM], P[b + FOREARM], P[b + HAND] = P[b + CLAVICLE], elbow, wrist
        for j in range(3):
            toward[j] = -pole[j]
        _frame(P[b + CLAVICLE] - elbow, toward, R[b + UPPER_ARM])
        _frame(elbow - wrist, toward, R[b + FOREARM])
        w = c[k + 4]
        up = np.empty(3)
        for j in range(3):
            f = side * c[k + 5] * R[CHEST, 0, j] + c[k + 6] * R[CHEST, 1, j] + c[k + 7] * R[CHEST, 2, j]
            up[j] = R[b + FOREARM, 1, j] * w - f * (1.0 - w)
            toward[j] = side * c[k + 8] * R[CHEST, 0, j] + c[k + 9] * R[CHEST, 1, j] + c[k + 10] * R[CHEST, 2, j]
        if abs(up[0]) + abs(up[1]) + abs(up[2]) < 1e-4:
            up[:] = R[b + FOREARM, 1]
        _frame(up, toward, R[b + HAND])
        curl, point = c[k + 11], c[k + 12]
        _turned(R[b + HAND], 0.0, -(0.12 + 1.35 * curl), 0.0, R[b + FINGERS])
        _place(R[b + HAND], P[b + HAND], 0.0, -d[14], 0.0, P[b + FINGERS])
        _turned(R[b + FINGERS], 0.0, -(0.12 + 1.5 * curl), 0.0, R[b + TIPS])
        _place(R[b + FINGERS], P[b + FINGERS], 0.0, -d[15] * 0.52, 0.0, P[b + TIPS])
        bent = curl * (1.0 - point)
        _turned(R[b + HAND], 0.0, -(0.06 + 1.35 * bent), 0.0, R[b + INDEX])
        _place(R[b + HAND], P[b + HAND], side * 0.3 * d[14], -d[14], 0.0, P[b + INDEX])
        _turned(
            R[b + HAND],
            side * (0.2 + 0.5 * c[k + 13]),
            -(0.25 + 0.75 * c[k + 13]),
            side * (-0.75 + 0.55 * c[k + 13]),
            R[b + THUMB],
        )
        _place(R[b + HAND], P[b + HAND], side * 0.36 * d[14], -0.25 * d[14], 0.12 * d[14], P[b + THUMB])
        u = c[k + 14]
        for j in range(3):
            thumbward = side * R[b + HAND, 0, j]
            up[j] = thumbward * (1.0 - u) + (1.0 if j == 1 else 0.0) * u
            toward[j] = -R[b + HAND, 1, j] * (1.0 - u) + root[2, j] * u
        _frame(up, toward, R[b + GRIP])
        _place(R[b + HAND], P[b + HAND], 0.0, -d[14] * 0.92, 0.30 * d[14], P[b + GRIP])
        # the leg
        _place(R[PELVIS], P[PELVIS], side * d[2], 0.0, 0.0, P[b + THIGH])
        _place(root, ground, side * d[2] + c[k + 16] * side, d[5] + c[k + 17], c[k + 18], P[b + FOOT])
        _turned(root, side * (0.16 + c[k + 20]), c[k + 19], 0.0, R[b + FOOT])
        for j in range(3):
            pole[j] = (
                0.5 * R[PELVIS, 2, j] + 0.5 * R[b + FOOT, 2, j] + side * (0.10 + c[k + 21]) * R[PELVIS, 0, j] + 0.25 * root[2, j]
            )
        _reach(P[b + THIGH], P[b + FOOT], pole, d[3], d[4], P[b + SHIN])
        toward[:] = pole
        _frame(P[b + THIGH] - P[b + SHIN], toward, R[b + THIGH])
        _frame(P[b + SHIN] - P[b + FOOT], toward, R[b + SHIN])
    # a skirt hangs between the thighs
    b = LIMBS + THIGH
    for j in range(3):
        up[j] = 0.45 * R[PELVIS, 1, j] + 0.275 * (R[b, 1, j] + R[b + 12, 1, j])
    _frame(up, R[PELVIS, 2], R[SKIRT])
    P[SKIRT] = P[PELVIS]


class Maquette:
    """Solids on bones, gathered once; `solids` gives them for a pose.

    `detail` tells from how near a part is worth drawing: 0 always, 1 in a medium shot, 2 in a close-up. `when` names a group that
    is drawn only while it is asked for (an umbrella that is open or closed)."""

    def __init__(self) -> None:
        self._rows: list[tuple] = []
        self._columns: tuple | None = None
        self._cache: dict = {}

    def capsule(
        self, bone_a: int, a, bone_b: int, b, ra: float, rb: float, colour, material=Material.CLOTH, look=0.0, detail=0, when=""
    ):
        self._rows.append(
            (Kind.CAPSULE, bone_a, a, bone_b, b, (ra, rb, 0.0), np.eye(3), 0.0, colour, material, look, detail, when)
        )

    def ellipsoid(self, on: int, centre, axes, colour, material=Material.CLOTH, turn=None, look=0.0, detail=0, when=""):
        turn = np.eye(3) if turn is None else turn
        self._rows.append((Kind.ELLIPSOID, on, centre, on, centre, axes, turn, 0.0, colour, material, look, detail, when))

    def box(self, on: int, centre, half, colour, round=0.0, material=Material.CLOTH, turn=None, look=0.0, detail=0, when=""):
        turn = np.eye(3) if turn is None else turn
        self._rows.append((Kind.BOX, on, centre, on, centre, half, turn, round, colour, material, look, detail, when))

    def __len__(self) -> int:
        return len(self._rows)

    def solids(self, R: np.ndarray, P: np.ndarray, owner: int, detail: int = 2, shown: frozenset[str] = frozenset()) -> Solids:
        """The columns in the world, of the parts that this detail and these groups ask for."""
        kind, ba, a, bb, b, size, turn, rounding, colour, material, look = self._chosen(detail, shown)
        world_a = P[ba] + np.einsum("ni,nij->nj", a, R[ba])
        world_b = P[bb] + np.einsum("ni,nij->nj", b, R[bb])
        world_turn = np.matmul(turn, R[ba])
        n = len(kind)
        return Solids(
            kind,
            world_a.astype(np.float32),
            world_b.astype(np.float32),
            size,
            world_turn.astype(np.float32),
            rounding,
            colour,
            material,
            np.full(n, owner, np.int32),
            look,
        )

    def _chosen(self, detail: int, shown: frozenset[str]) -> tuple:
        key = detail, shown
        if key not in self._cache:
            rows = [r for r in self._rows if r[11] <= detail and (not r[12] or r[12] in shown)]

            def column(i: int, kind=np.float32) -> np.ndarray:
                return np.array([r[i] for r in rows], kind)

            self._cache[key] = (
                column(0, np.int32),
                column(1, np.int64),
                column(2, float),
                column(3, np.int64),
                column(4, float),
                column(5),
                column(6, float),
                column(7),
                column(8),
                column(9, np.int32),
                column(10),
            )
        return self._cache[key]


def turned(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> np.ndarray:
    """Rows are a part's axes on its bone: roll to the right, pitch forward, yaw to the right, in radians."""
    out = np.empty((3, 3))
    _turned(np.eye(3), yaw, pitch, roll, out)
    return out
