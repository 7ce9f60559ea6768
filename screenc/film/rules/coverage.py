"""Coverage and cutting: whoever matters is seen, and two pictures side by side say one thing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from screenc.film.model import Shot, Speech
from screenc.film.rules.lined import OVERLAPPING, TIGHT, Found, Lined, listed, off_screen
from screenc.film.rules.mend import added, taken_out
from screenc.film.rules.presence import attendance

LONG_ENOUGH = 4
"""Shots from which a scene has had the time to use everybody whom it brings."""
MONOTONE = 8
THIRD = Fraction(1, 3)
AGAINST = {"left": "right", "right": "left", "up": "down", "down": "up"}
ACROSS = ("pan", "tilt", "truck", "dolly", "crane", "orbit")
"""Moves over the frame; in and out are left alone, since to come close and to leave again is a figure of its own."""
CLOSE = ("medium-close", "close", "extreme-close")


def pov_of_nobody(lined: Lined) -> Iterator[Found]:
    """A point of view without the one who looks in the two shots before or after it, in a scene that has room for both."""
    for scene in lined.film.scenes:
        if len(scene.shots) < 3:
            continue
        for n, shot in enumerate(scene.shots):
            if not shot.framing or shot.framing.size != "pov" or len(shot.framing.subjects) != 1:
                continue
            who = shot.framing.subjects[0]
            around = (*scene.shots[max(n - 2, 0) : n], *scene.shots[n + 1 : n + 3])
            if not any(who in lined.may_show(other) for other in around):
                yield lined.found(
                    "W0454",
                    f"nobody sees {who} look: neither the shots before nor after show whose eyes these are",
                    shot.id,
                    "framing",
                    help=f"put a shot of {who} looking before it, or after",
                )


def match_without_pair(lined: Lined) -> Iterator[Found]:
    """`cut match` where the two pictures share no subject, size, side nor move; or where no picture follows."""
    shots = [shot for _, shot in lined.film.shots()]
    for n, shot in enumerate(shots):
        if shot.cut.kind != "match":
            continue
        after = shots[n + 1] if n + 1 < len(shots) else None
        if after is None:
            message, label = "a match cut with nothing after it", ()
        elif not alike(shot, after):
            message = f"nothing of {shot.id} is in {after.id} for the eye to match: subject, size, side or move"
            label = lined.label("the next picture", after.id, "framing")
        else:
            continue
        yield lined.found(
            "W0457",
            message,
            shot.id,
            "cut",
            also=label,
            help="give both the same size or side, or make it a plain cut",
            fix=taken_out(lined.spans.of(shot.id, "cut")),
        )


def alike(one: Shot, two: Shot) -> bool:
    if one.framing is None or two.framing is None:
        return True
    sides = {m.side for m in one.marks if m.side} & {m.side for m in two.marks if m.side}
    moves = one.camera.move == two.camera.move != "static"
    return bool(
        one.framing.size == two.framing.size
        or {*one.framing.subjects} & {*two.framing.subjects}
        or sides
        or moves
        or one.text == two.text != ()
    )


def joined_twice(lined: Lined) -> Iterator[Found]:
    """A shot that goes on from the last frame of the one before, and is dissolved into from it: one picture melts into itself."""
    for _, before, after in lined.cuts():
        if after.from_ == before.id and before.cut.kind in (*OVERLAPPING, "fade"):
            yield lined.found(
                "W0458",
                f"{after.id} goes on from the last frame of {before.id}, which ends in a {before.cut.kind}",
                before.id,
                "cut",
                also=lined.label("goes on from it here", after.id, "from"),
                help="let one of the two go: a plain cut goes on unseen, a transition says that something has passed",
                fix=taken_out(lined.spans.of(before.id, "cut")),
            )


def close_up_of_whom(lined: Lined) -> Iterator[Found]:
    """A tight framing that names nobody, where there are several whom it could be of."""
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            if not shot.framing or shot.framing.size not in CLOSE or shot.framing.subjects or len(during) < 2:
                continue
            if shot.focus or shot.camera.subjects or shot.marks:
                continue
            speakers = list(dict.fromkeys(b.who for b in shot.beats if isinstance(b, Speech) and not off_screen(b)))
            one = speakers[0] if len(speakers) == 1 and speakers[0] in during else None
            yield lined.found(
                "W0459",
                f"a {shot.framing.size} of whom? {listed(sorted(during))} are there",
                shot.id,
                "framing",
                help=f"say `framing {shot.framing.size} {one or sorted(during)[0]}`",
                fix=added(lined.spans.of(shot.id, "framing"), f" {one}") if one else None,
            )


def speaker_never_seen(lined: Lined) -> Iterator[Found]:
    """Somebody of the scene who speaks in it, twice or more, and is in no picture of it."""
    for scene in lined.film.scenes:
        if len(scene.shots) < 2:
            continue
        shown = set().union(*(lined.may_show(shot) for shot in scene.shots))
        spoken: dict[str, list[tuple[str, int]]] = {}
        for shot, _, during in attendance(scene):
            for n, beat in enumerate(shot.beats):
                if isinstance(beat, Speech) and not off_screen(beat) and beat.who in during:
                    spoken.setdefault(beat.who, []).append((shot.id, n))
        for who, where in spoken.items():
            if who not in shown and len(where) > 1:
                yield lined.found(
                    "W0460",
                    f"{who} has {len(where)} lines in {scene.id}, and no shot of it shows {who}",
                    where[0][0],
                    "beat",
                    where[0][1],
                    help=f"frame {who} once, or say `(off screen)` where only the voice is meant",
                )


def idle_cast(lined: Lined) -> Iterator[Found]:
    """Somebody in `with` whom no picture shows, no line or action names and who neither comes nor goes."""
    for scene in lined.film.scenes:
        if len(scene.shots) < LONG_ENOUGH:
            continue
        busy = {*scene.axis} if scene.axis else set()
        for shot in scene.shots:
            busy |= lined.may_show(shot) | {p.who for p in (*shot.enters, *shot.exits, *shot.marks, *shot.holds, *shot.wears)}
            busy |= {b.who for b in shot.beats if isinstance(b, Speech)} | {*shot.camera.subjects, shot.focus}
            if shot.framing:
                busy |= {*shot.framing.subjects}
        for who in scene.with_:
            if who not in busy and not any(lined.mentions(b.text, who) for s in scene.shots for b in s.beats):
                yield lined.found(
                    "W0461",
                    f"{who} is in {scene.id}, and is never seen, heard or spoken of there",
                    scene.id,
                    "with",
                    help=f"give {who} something to do, or take {who} out of `with`",
                )


def moves_collide(lined: Lined) -> Iterator[Found]:
    """Two travelling shots side by side that go opposite ways on a plain cut: the second undoes the first."""
    for _, before, after in lined.cuts():
        one, two = way(before), way(after)
        same = before.framing and after.framing and {*before.framing.subjects} & {*after.framing.subjects}
        if before.cut.kind == "cut" and same and one and two == AGAINST[one] and after.from_ != before.id:
            yield lined.found(
                "W0462",
                f"the camera goes {one} and, after the cut, {two} again on the same subject",
                after.id,
                "camera",
                also=lined.label("the move before", before.id, "camera"),
                help="put a still shot between, let both go one way, or end the first at rest",
            )


def way(shot: Shot) -> str | None:
    return shot.camera.way if shot.camera.move in ACROSS and shot.camera.way in AGAINST else None


def strobing(lined: Lined) -> Iterator[Found]:
    """Four shots or more in a row, each shorter than a third of a second: more than three changes a second."""
    shots = [shot for _, shot in lined.film.shots()]
    short = groupby(shots, lambda shot: shot.length is not None and shot.length < THIRD and shot.cut.kind in ("cut", "match"))
    for quick, run in short:
        first, *rest = run
        if quick and len(rest) >= 3:
            yield lined.found(
                "W0463",
                f"{len(rest) + 1} shots in a row change more than three times a second",
                first.id,
                "length",
                also=lined.label("the last of them", rest[-1].id, "length"),
                help="hold each for a third of a second or more: flashes faster than that can harm people",
            )


def framed_alike(lined: Lined) -> Iterator[Found]:
    """Eight singles or more in a row, still and all in one size: nothing in the cutting says where the scene turns."""
    for scene in lined.film.scenes:
        run: list[Shot] = []
        for shot in (*scene.shots, None):
            framing = shot.framing if shot else None
            goes_on = framing and framing.size in TIGHT and len(framing.subjects) == 1 and shot.camera.move == "static"
            if goes_on and (not run or (run[-1].framing.size == framing.size and run[-1].framing.subjects != framing.subjects)):
                run.append(shot)
                continue
            if len(run) >= MONOTONE:
                yield lined.found(
                    "W0478",
                    f"{len(run)} singles in a row, all {run[0].framing.size} and still",
                    run[0].id,
                    "framing",
                    also=lined.label("the last of them", run[-1].id, "framing"),
                    help="go closer at the turn, or come back to both",
                )
            run = [shot] if goes_on else []


RULES = (
    pov_of_nobody,
    joined_twice,
    close_up_of_whom,
    speaker_never_seen,
    idle_cast,
    moves_collide,
    framed_alike,
)
FILM_RULES = (match_without_pair, strobing)
