"""The clips of known truth: small previz takes whose camera, light, size and cast are what they were asked to be.

Every take is drawn by the embedded backend through its own door, encoded as any clip is, and kept by the digest of all that
makes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from screenc.contract import Brief, Person, Task, TimedAction, TimedSpeech, Unit, digest
from screenc.critic.calibrate.cast import CAST, LINES, PLACES
from screenc.film.model import Camera, Framing, Light

WIDTH, HEIGHT, RATE = 640, 360, Fraction(24)
LENGTH = Fraction(5, 2)

HOURS = ("morning", "day", "dusk", "night")
SIZES = ("extreme-long", "long", "full", "medium-long", "medium", "medium-close", "close", "extreme-close")
MOVES = (
    ("static", None),
    ("handheld", None),
    ("push-in", None),
    ("pull-out", None),
    ("pan", "left"),
    ("pan", "right"),
    ("tilt", "up"),
    ("tilt", "down"),
    ("truck", "left"),
    ("truck", "right"),
    ("crane", "up"),
    ("crane", "down"),
    ("orbit", "left"),
    ("orbit", "right"),
)


@dataclass(frozen=True, slots=True)
class Take:
    """One clip of known truth; `half` 0 chooses thresholds, 1 reports."""

    kind: str
    half: int
    brief: Brief

    @property
    def key(self) -> str:
        return digest(self.brief)[:16]


def takes() -> list[Take]:
    """Every take of the set, in a fixed order."""
    out = []
    for kind, briefs in (
        ("size", sizes()),
        ("move", moves()),
        ("light", lights()),
        ("group", groups()),
        ("talk", talks()),
        ("walk", walks()),
    ):
        out += [Take(kind, half(kind, n, brief.shot), brief) for n, brief in enumerate(briefs)]
    return out


def half(kind: str, n: int, shot: str) -> int:
    """Which half a take belongs to: in both there is every size, hour, count, move, way and face."""
    if kind == "move":
        return n // 2 % 2
    if kind == "walk":
        return n // 8
    if kind == "talk":
        return n % 2
    place, _, column = shot.lstrip("abcdefghijklmnopqrstuvwxyz").partition(".")
    return (int(place) + int(column)) % 2


def sizes() -> Iterator[Brief]:
    """Each size in six places, each place with somebody else; an odd number of casts, so that halves mix."""
    names = list(CAST)
    for p, place in enumerate(PLACES[:6]):
        for s, size in enumerate(SIZES):
            who = names[(p + s * 5) % 6]
            yield _brief(f"size{p}.{s}", place, HOURS[(p + s) % 4], size, (who,), talk=(who,))


def moves() -> Iterator[Brief]:
    """Each move four times: two paces, four places, one or two people who gesture."""
    names = list(CAST)
    for m, (move, way) in enumerate(MOVES):
        for n in range(4):
            who = tuple(names[(m + n + k) % 6] for k in range(1 + n % 2))
            size = ("full", "two-shot", "medium", "two-shot")[n] if len(who) == 2 else ("full", "", "medium", "")[n]
            yield _brief(
                f"move{m}.{n}",
                PLACES[(m * 3 + n * 2 + n // 2) % 8],
                HOURS[(m + n) % 3],
                size,
                who,
                talk=who[:1],
                camera=Camera(move=move, way=way, pace="normal" if n < 2 else "slow", subjects=who[:1]),
            )


def lights() -> Iterator[Brief]:
    """Each place under each hour, one plain medium shot; warm, neutral and cool keys take turns."""
    names = list(CAST)
    for p, place in enumerate(PLACES):
        for h, hour in enumerate(HOURS):
            yield _brief(f"light{p}.{h}", place, hour, "medium", (names[p % 6],), length=Fraction(1))
    for p, place in enumerate(PLACES):
        for w, warmth in enumerate(("warm", "neutral", "cool")):
            yield _brief(
                f"warmth{p}.{w}",
                place,
                "day",
                "medium",
                (names[p % 6],),
                length=Fraction(1),
                light=Light(key="left", quality="soft", warmth=warmth),
            )


def groups() -> Iterator[Brief]:
    """Nobody, one, two and three people."""
    names = list(CAST)
    for p, place in enumerate(PLACES[:6]):
        for count in range(4):
            who = tuple(names[(p + k) % 6] for k in range(count))
            size = ("long", "medium", "two-shot", "medium-long")[count]
            yield _brief(f"group{p}.{count}", place, HOURS[p % 4], size, who, length=Fraction(3, 2))


def talks() -> Iterator[Brief]:
    """Somebody in a close shot says one line in the middle of it."""
    names = list(CAST)
    for n in range(12):
        who = names[n % 6]
        yield _brief(
            f"talk{n}.1",
            PLACES[n % 8],
            HOURS[n % 3],
            ("close", "medium-close")[n // 6],
            (who,),
            length=Fraction(5),
            line=LINES[(n * 5 + n // 6) % 6],
        )


def walks() -> Iterator[Brief]:
    """Somebody enters or leaves by a side of the frame."""
    names = list(CAST)
    for n in range(16):
        side, way = ("left", "right")[n % 2], ("enters", "exits")[n // 2 % 2]
        yield _brief(
            f"walk{n}.1", PLACES[n // 2], "day", ("full", "long")[n // 4 % 2], (names[n % 6],), length=Fraction(4), **{way: side}
        )


def _brief(
    shot: str,
    place: tuple[str, str, str],
    hour: str,
    size: str,
    who: tuple[str, ...],
    *,
    talk: tuple[str, ...] = (),
    camera: Camera | None = None,
    light: Light | None = None,
    length: Fraction = LENGTH,
    line: str = "",
    enters: str | None = None,
    exits: str | None = None,
) -> Brief:
    sides = {1: ("centre",), 2: ("left", "right"), 3: ("left", "centre", "right")}.get(len(who), ())
    people = tuple(
        Person(
            id=id,
            name=CAST[id][0],
            appearance=CAST[id][1],
            in_frame=True,
            side=sides[n],
            depth="mid",
            facing="camera" if len(who) == 1 else "right" if n == 0 else "left",
            enters=enters,
            exits=exits,
        )
        for n, id in enumerate(who)
    )
    beats = [
        TimedAction(text=f"{id} turns and gestures.", start=Fraction(1, 4), end=length - Fraction(1, 4), who=(id,)) for id in talk
    ]
    if enters or exits:
        beats = [TimedAction(text=f"{who[0]} walks {'in' if enters else 'out'}.", start=Fraction(1, 4), end=length, who=who)]
    if line:
        beats = [TimedSpeech(who=who[0], text=line, start=Fraction(1), end=length - Fraction(1), audio=f"{who[0]} {line}")]
    scene = shot.partition(".")[0]
    return Brief(
        shot=shot,
        scene=scene,
        length=length,
        width=WIDTH,
        height=HEIGHT,
        rate=RATE,
        setting=place[1],
        place=place[0],
        place_look=place[2],
        hour=hour,
        framing=Framing(size=size, subjects=who),
        camera=camera or Camera(),
        light=light or Light(),
        people=people,
        beats=tuple(beats),
    )


def drawn(take: Take, folder: Path, maker: Callable[[], object] | None = None) -> Path:
    """The take's clip in a folder, drawn if it is not there. Raises Failed."""
    from screenc.planner.backends import target

    backend = maker() if maker else target("previz").backend
    path = folder / f"{take.key}-{backend.version}.mp4"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half, inputs = path.with_suffix(f".{os.getpid()}.part.mp4"), {}
        for beat in take.brief.beats:
            if isinstance(beat, TimedSpeech):
                inputs[beat.audio] = said(beat.who, beat.text, folder)
        unit = Unit(shots=(take.brief.shot,), length=take.brief.length)
        backend.make(
            Task(
                key=take.key,
                kind="clip",
                name=take.brief.shot,
                unit=unit,
                backend="previz",
                version=backend.version,
                brief=take.brief,
            ),
            inputs,
            half,
            lambda share: None,
        )
        half.replace(path)
    return path


def said(who: str, text: str, folder: Path) -> Path:
    """A line in the voice of one of the cast, as a sound file in the folder."""
    from screenc.media import audio
    from screenc.media.speech import speak, speakers

    path = folder / f"{digest([who, text, 1])[:16]}.wav"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        voices = speakers("hibari")
        samples, rate = speak(text, "en", "hibari", voices[list(CAST).index(who) % len(voices)])
        audio.write(path, samples, rate)
    return path
