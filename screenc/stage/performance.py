"""An actor's performance through a shot: the beats as layers of pose in time, a pure function of the brief and its seeds."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screenc.contract import Brief, Person, TimedAction, TimedSpeech
from screenc.stage import gesture
from screenc.stage.cues import clauses, spoken
from screenc.stage.emotion import FEELINGS, Feeling, feeling
from screenc.stage.gesture import GESTURES, Gesture, hand
from screenc.stage.gesture_words import named
from screenc.stage.layer import Layer, ease, until
from screenc.stage.parts import Voice
from screenc.stage.rig import AT, mask, vector
from screenc.stage.stress import even, stresses

REST = vector(
    gesture.hands(0.15, -0.96, 0.08, None, (-1, 0, -0.25), 0.24, swivel=0.32)
    | {"open": 1.0, "wide": 0.5, "blush": 0.35, "hy": -0.955, "foot_yaw": 0.08}
)
MOUTH, WIDE, OPEN, SMILE, GAZE_X = AT["mouth"], AT["wide"], AT["open"], AT["smile"], AT["gaze_x"]


@dataclass(frozen=True, slots=True)
class _Deed:
    """One sentence of an action that a person does: seconds, how wholly it is theirs, the action's number, and the person's
    number among those who do it."""

    text: str
    start: float
    end: float
    weight: float
    n: int
    nth: int


class Performance:
    """`pose(t)` gives the rig's channels of one person, all but feet and gaze; `shown(t)` the groups of props to draw.

    `voices` are the person's own lines, in order; `grips` the hands that hold something, as
    channels, `held` the sort of thing in `r.` and `l.` (see `prop`)."""

    def __init__(
        self,
        person: Person,
        brief: Brief,
        voices: Sequence[Voice] = (),
        grips: Sequence[dict[str, float]] = (),
        umbrella: dict[str, float] | None = None,
        held: dict[str, str] | None = None,
    ):
        self.person, self.brief, self.voices = person, brief, tuple(voices)
        self.rate = float(brief.rate)
        self.length = float(brief.length)
        word = f"{person.id}/{brief.shot}/{brief.seed}/{brief.motion_seed}"
        self.dice = random.Random(int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big"))
        self.phase = self.dice.random() * 9.0
        self.weightward = self.dice.choice((-1.0, 1.0))
        self.blinks = self._blinks()
        self.held = held or {}
        self.sits: float | None = None
        """When the person first sits down, if they do: a chair must stand there."""
        self.busy = {name[:2] for grip in grips for name in grip if name[1] == "."}
        self._deeds = self._doing()
        self._feelings: list[tuple[float, float, Feeling, float]] = []
        self._layers: list[Layer] = []
        self._over: list[Layer] = []
        self._umbrella: list[tuple[float, bool]] = [(-1.0, umbrella is not None and self._starts_open())]
        self._read_feelings()
        for grip in grips:
            self._layers.append(Layer(-9.0, 1.0, 1e9, 1.0, vector(grip), mask(grip)))
        self._read_actions()
        if umbrella is not None:
            self._raise(umbrella)
        self._talk()
        self._listen()

    # --- reading the brief ---------------------------------------------------------------------------------------

    def _starts_open(self) -> bool:
        downs = [b for b in self._deeds if "umbrella-down" in named(b.text)]
        opens = [b for b in self._deeds if "umbrella-up" in named(b.text)]
        wet = self.brief.weather in ("rain", "storm", "snow")
        if any("down" in b.text or "closed" in b.text for b in downs if b.start < 0.7):
            return False
        return wet and self.brief.setting == "ext" and not (opens and (not downs or opens[0].start < downs[0].start))

    def _doing(self) -> list[_Deed]:
        """What this person does, sentence by sentence, as the camera reads it: wholly theirs where somebody is named."""
        out: list[_Deed] = []
        for n, beat in enumerate(b for b in self.brief.beats if isinstance(b, TimedAction)):
            told = clauses(beat, self.brief)
            start, end = float(beat.start), max(float(beat.end), float(beat.start) + 0.6)
            share = (end - start) / len(told)
            for k, clause in enumerate(told):
                if self.person.id in clause.doers:
                    nth = clause.doers.index(self.person.id) if beat.who else 0
                    weight = 1.0 if beat.who else 0.75
                    out.append(_Deed(clause.text, start + share * k, start + share * (k + 1), weight, n, nth))
        return out

    def _read_feelings(self) -> None:
        if mood := feeling(self.brief.mood):
            self._feelings.append((-9.0, 1e9, mood, 0.4))
        for beat in spoken(self.brief, self.person.id):
            if felt := feeling(beat.how):
                self._feelings.append((float(beat.start) - 0.45, float(beat.end) + 0.9, felt, 1.0))
        for deed in self._deeds:
            moods = (FEELINGS[GESTURES[g].mood] for g in named(deed.text) if GESTURES[g].mood)
            if felt := feeling(deed.text) or next(moods, None):
                self._feelings.append((deed.start, deed.end + 1.2, felt, 0.95 * deed.weight))
        for start, end, felt, weight in self._feelings:
            pose = felt.vector()
            self._over.append(Layer(start, 0.45, end, 0.7, pose, pose, added=True, weight=weight))

    def drive(self, t: float) -> tuple[float, float]:
        """How large and how quick gestures are at a time."""
        size = tempo = 1.0
        for start, end, felt, weight in self._feelings:
            if start <= t <= end:
                size, tempo = size + (felt.drive - size) * weight, tempo + (felt.tempo - tempo) * weight
        return size, tempo

    def _free_hand(self, n: int) -> str:
        """The hand that holds nothing; the right one when both are free, or neither."""
        if "r." in self.busy and "l." not in self.busy:
            return "l."
        return "r." if n % 3 != 2 or "l." in self.busy else "l."

    def _read_actions(self) -> None:
        standing: dict[str, int] = {}
        for deed in self._deeds:
            names = named(deed.text)
            start = deed.start + (0.15 * deed.nth if names == ("business",) else 0.0)
            share = (deed.end - start) / len(names)
            for k, name in enumerate(names):
                first, last = start + k * share, start + (k + 1) * share
                self._act(GESTURES[name], first, last, deed.weight, deed.n, standing, seated=k == 0 and _already(deed.text))

    def _act(self, g: Gesture, start: float, end: float, mine: float, n: int, standing: dict[str, int], seated: bool) -> None:
        if g.stays == "umbrella" or g.ends == "umbrella":
            self._umbrella.append((start, g.stays == "umbrella"))
            return
        if g.ends == "posture" and "posture" not in standing:
            # whoever stands up was sitting
            sit = GESTURES["sit"].pose
            self._layers.append(Layer(-9.0, 1.0, start, 0.9, vector(sit), mask(sit)))
            self.sits = 0.0 if self.sits is None else self.sits
        for what in filter(None, (g.ends, g.stays)):
            if what in standing:
                old = standing.pop(what)
                self._layers[old] = until(self._layers[old], start)
        hand_ = next((side for side, sort in self.held.items() if sort in g.uses), None) or self._free_hand(n)
        pose = {
            (name if name in AT or name[:2] in ("r.", "l.") or name in ("shrug", "foot_pitch", "knee") else hand_ + name): v
            for name, v in g.pose.items()
        }
        # a hand that holds something keeps its grip, and does only what is done with that thing
        kept = {side for side in self.busy if not (side == hand_ and (g.uses or len(self.busy) > 1))}
        grips = ("curl", "point", "thumb", "upright", "follow", "fx", "fy", "fz", "nx", "ny", "nz")
        pose = {
            k: v
            for k, v in pose.items()
            if k[:2] not in kept
            and not (
                k[:2] in self.busy and k[2:] in grips and "upright" not in g.pose and g.pose.get("point") != 1.0 and not g.uses
            )
        }
        waves = tuple((AT[c if c in AT else hand_ + c], a, hz) for c, a, hz in g.waves if c[:2] not in kept)
        _, tempo = self.drive(start)
        lead, release = g.lead / tempo, g.release / tempo
        if g.lead >= 0.3 and any(name.endswith("hy") for name in g.pose):
            lead, release = max(0.46, lead), max(0.5, release)
        if seated and g.stays == "posture":
            start, lead = -9.0, 1.0
        stop = (
            1e9
            if g.stays
            else end - release * 0.5
            if g.hold is None
            else min(start + lead + g.hold, max(end, start + lead + 0.1))
        )
        layer = Layer(
            start, lead, max(stop, start + lead), release, vector(pose), mask(pose), waves, weight=1.0 if g.stays else mine
        )
        if g is GESTURES["sit"] and self.sits is None:
            self.sits = max(0.0, start)
        if g.stays:
            standing[g.stays] = len(self._layers)
        self._layers.append(layer)

    def _raise(self, umbrella: dict[str, float]) -> None:
        """The umbrella's arm, overhead while it is open."""
        self._umbrella.sort()
        for (start, up), end in zip(self._umbrella, [t for t, _ in self._umbrella[1:]] + [1e9], strict=True):
            if up:
                self._layers.append(Layer(start if start > 0 else -9.0, 0.6, end, 0.6, vector(umbrella), mask(umbrella)))

    def _talk(self) -> None:
        """Strokes of the hands and nods of the head on the stresses of the person's own lines."""
        strokes = (
            hand(-0.06, -0.40, 0.56, (0.1, 0.1, 1), (-0.5, 0.8, 0.1), 0.15),
            hand(0.14, -0.44, 0.50, (0.5, 0.2, 0.8), UP_IN, 0.10),
            hand(-0.16, -0.36, 0.50, (-0.5, 0.4, 0.8), (-0.5, 0.3, -0.7), 0.25),
            hand(0.02, -0.30, 0.54, (0.1, 0.7, 0.7), (-0.8, 0, 0.5), 0.12),
            hand(-0.02, -0.46, 0.58, (0, -0.1, 1), (-0.3, -0.9, 0), 0.15),
        )
        for n, line in enumerate(spoken(self.brief, self.person.id)):
            voice = self.voices[n] if n < len(self.voices) else None
            size, tempo = self.drive(float(line.start) + 0.1)
            peaks = stresses(voice, self.rate) if voice is not None else even(float(line.start), float(line.end))
            last = -9.0
            for k, (at, strength) in enumerate(peaks):
                self._over.append(
                    Layer(
                        at - 0.16,
                        0.16,
                        at,
                        0.32,
                        vector({"head_pitch": 0.075 * size, "brow": 0.22, "bend": 0.012 * size}),
                        REST,
                        added=True,
                        weight=strength,
                    )
                )
                if at - last < 0.80 / tempo or self.dice.random() > 0.45 + 0.4 * size:
                    continue
                last = at
                which = self.dice.choice(strokes)
                side = self._free_hand(self.dice.randrange(3))
                names = {side + name: v for name, v in which.items()}
                if side[:2] in self.busy:
                    continue
                if not self.busy and self.dice.random() < 0.35:
                    names |= {("l." if side == "r." else "r.") + name: v for name, v in which.items()}
                more = 0.55 * min(1.15, size) * (0.7 + 0.3 * strength)
                lead = 0.34 / tempo
                self._layers.append(
                    Layer(
                        max(at - lead, float(line.start) - 0.25 + 0.1 * k),
                        lead,
                        at + 0.42 / tempo,
                        0.75 / tempo,
                        vector(names),
                        mask(names),
                        weight=min(0.92, more),
                    )
                )

    def _listen(self) -> None:
        """Small nods and a turn of the head while somebody else speaks."""
        own = spoken(self.brief, self.person.id)
        for beat in self.brief.beats:
            if isinstance(beat, TimedSpeech) and beat not in own:
                start, end = float(beat.start), float(beat.end)
                tilt = self.dice.choice((-1, 1)) * (0.03 + 0.05 * self.dice.random())
                self._over.append(
                    Layer(start + 0.2, 0.9, end, 0.8, vector({"head_roll": tilt, "head_pitch": 0.02}), REST, added=True)
                )
                at = start + 0.9 + 1.4 * self.dice.random()
                while at < end + 0.2:
                    self._over.append(Layer(at, 0.22, at + 0.22, 0.4, vector({"head_pitch": 0.085}), REST, added=True))
                    at += 1.8 + 2.2 * self.dice.random()

    def _blinks(self) -> list[float]:
        t, out = -self.dice.random() * 3.0, []
        while t < self.length + 1.0:
            out.append(t)
            t += 0.28 if self.dice.random() < 0.12 else 2.0 + 3.4 * self.dice.random()
        return out

    # --- playing it ----------------------------------------------------------------------------------------------

    def pose(self, t: float) -> np.ndarray:
        """The channels at a time, in seconds from the start of the shot."""
        c = REST.copy()
        self._idle(c, t)
        for layer in self._layers:
            layer.apply(c, t)
        for layer in self._over:
            layer.apply(c, t)
        c[OPEN] = min(1.4, max(0.0, c[OPEN])) * self._lids(t)
        c[SMILE] = min(1.0, max(-1.0, c[SMILE]))
        self._lips(c, t)
        return c

    def _idle(self, c: np.ndarray, t: float) -> None:
        """Breath, the weight that goes from one leg to the other, and hands that are never quite still."""
        u = t + self.phase
        breath = math.sin(math.tau * 0.24 * u)
        c[AT["breath"]] = breath
        c[AT["bend"]] -= 0.010 * breath
        c[AT["r.shrug"]] += 0.10 * breath
        c[AT["l.shrug"]] += 0.10 * breath
        shift = math.tanh(2.2 * math.sin(math.tau * 0.075 * u)) * self.weightward
        c[AT["px"]] += 0.010 * shift
        c[AT["pelvis_roll"]] -= 0.028 * shift
        c[AT["lean"]] += 0.030 * shift
        c[AT["head_roll"]] += 0.020 * math.sin(math.tau * 0.11 * u + 1.0)
        c[AT["head_yaw"]] += 0.025 * math.sin(math.tau * 0.09 * u)
        c[AT["head_pitch"]] += 0.012 * math.sin(math.tau * 0.13 * u + 2.0)
        c[AT["r.hz"]] += 0.020 * math.sin(math.tau * 0.10 * u + 0.6)
        c[AT["l.hz"]] += 0.020 * math.sin(math.tau * 0.12 * u + 2.2)
        c[AT["gaze_x"]] += 0.05 * math.sin(math.tau * 0.31 * u) * math.sin(math.tau * 0.07 * u)

    def _lids(self, t: float) -> float:
        for at in self.blinks:
            if at <= t < at + 0.20:
                k = (t - at) / 0.20
                return 1.0 - ease(k / 0.4) if k < 0.4 else ease((k - 0.4) / 0.6)
        return 1.0

    def _lips(self, c: np.ndarray, t: float) -> None:
        """The mouth is the voice's while it speaks, frame by frame; a feeling only widens or narrows it."""
        for voice in self.voices:
            frame = int((t - voice.start) * self.rate + 1e-6) if t >= voice.start - 1e-9 else -1
            if 0 <= frame < len(voice.opening):
                opening = min(1.0, max(0.0, float(voice.opening[frame])))
                width = min(1.0, max(0.0, float(voice.width[frame]))) if frame < len(voice.width) else 0.5
                c[MOUTH] = opening
                c[WIDE] = min(1.0, max(0.0, 0.20 + 0.55 * width + 0.4 * (c[WIDE] - 0.5)))
                return
        c[MOUTH] = min(1.0, max(0.0, c[MOUTH]))
        c[WIDE] = min(1.0, max(0.0, c[WIDE]))

    def shown(self, t: float) -> frozenset[str]:
        """Whether an umbrella is open; it snaps open half way through the movement."""
        up = [state for at, state in self._umbrella if at + (0.35 if at > 0 else 0.0) <= t]
        return frozenset(("open",)) if up and up[-1] else frozenset(("closed",))


UP_IN = (-0.3, 0.9, 0.1)


def _already(text: str) -> bool:
    """`seated`, `sitting`, `kneeling`: a posture that the shot starts in."""
    words = text.lower()
    return any(
        w in words
        for w in ("seated", "sitting", "kneeling", "is sat", "assis", "sitzt", "sentad", "앉아", "座って", "坐着", "crouching")
    )
