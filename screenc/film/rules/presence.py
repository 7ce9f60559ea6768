"""Who is there: nobody speaks, is framed or is blocked in a scene that they have not come to or have left."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.film.model import Scene, Shot, Speech
from screenc.film.rules.lined import Found, Lined, listed, off_screen


def attendance(scene: Scene) -> Iterator[tuple[Shot, set[str], set[str]]]:
    """Each shot with those who are there as it starts, and those who are there at any time in it, by the facts alone.

    The continuity log draws whomever the script asks for; a rule must know whom it should not have asked for. Somebody in
    `with` whose first passage is an entrance comes with that entrance."""
    first: dict[str, str] = {}
    for shot in scene.shots:
        for who in (p.who for p in shot.enters):
            first.setdefault(who, "enters")
        for who in (p.who for p in shot.exits):
            first.setdefault(who, "exits")
    here = {who for who in scene.with_ if first.get(who) != "enters"}
    for shot in scene.shots:
        during = here | {p.who for p in shot.enters}
        yield shot, set(here), during
        here = during - {p.who for p in shot.exits}


def why_absent(scene: Scene, shot: Shot, who: str) -> tuple[str, str]:
    """(`never`, `yet` or `gone`, and the shot in which they come or went)."""
    at = scene.shots.index(shot)
    left = next((s.id for s in reversed(scene.shots[:at]) if any(p.who == who for p in s.exits)), None)
    if left:
        return "gone", left
    comes = next((s.id for s in scene.shots[at + 1 :] if any(p.who == who for p in s.enters)), None)
    return ("yet", comes) if comes else ("never", "")


def speaker_absent(lined: Lined) -> Iterator[Found]:
    """E0411 not of this scene, E0413 not yet entered, E0414 gone; a voice from elsewhere says so in its `(how)`."""
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            for n, beat in enumerate(shot.beats):
                if not isinstance(beat, Speech) or beat.who in during or off_screen(beat):
                    continue
                why, other = why_absent(scene, shot, beat.who)
                where = ("beat", n)
                if why == "gone":
                    yield lined.found(
                        "E0414",
                        f"{beat.who} speaks, and left in {other}",
                        shot.id,
                        *where,
                        also=passage(lined, other, "exits", beat.who, "leaves here"),
                        help=f"bring {beat.who} back with `enters`, or say `(off screen)` if only heard",
                    )
                elif why == "yet":
                    yield lined.found(
                        "E0413",
                        f"{beat.who} speaks, and enters only in {other}",
                        shot.id,
                        *where,
                        also=passage(lined, other, "enters", beat.who, "comes in here"),
                        help="move the entrance up, or say `(off screen)` if only heard",
                    )
                else:
                    yield lined.found(
                        "E0411",
                        f"{beat.who} speaks, and is not in the scene {scene.id}",
                        shot.id,
                        *where,
                        also=lined.label("who is in the scene", scene.id, "with"),
                        help=f"add {beat.who} to the scene's `with`, or let them come in with `enters {beat.who}`",
                    )


def exit_of_absent(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            for n, passing in enumerate(shot.exits):
                if passing.who not in during:
                    why, other = why_absent(scene, shot, passing.who)
                    reason = {"gone": f"left in {other} already", "yet": f"enters only in {other}", "never": "was never there"}[
                        why
                    ]
                    yield lined.found("E0415", f"{passing.who} cannot leave: {passing.who} {reason}", shot.id, "exits", n)


def entrance_of_present(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for shot, here, _ in attendance(scene):
            for n, passing in enumerate(shot.enters):
                if passing.who in here:
                    yield lined.found(
                        "E0416",
                        f"{passing.who} comes in, and is there already",
                        shot.id,
                        "enters",
                        n,
                        help=f"let {passing.who} leave first with `exits {passing.who}`, or take this line out",
                    )


def framing_of_absent(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            asked = shot.framing.subjects if shot.framing else ()
            absent = [who for who in asked if who not in during and lined.film.cast_of(who)]
            if absent:
                yield lined.found(
                    "E0417",
                    f"the framing asks for {listed(absent)}, who {verb(absent)} not there",
                    shot.id,
                    "framing",
                    also=lined.label("who is in the scene", scene.id, "with"),
                )


def blocking_of_absent(lined: Lined) -> Iterator[Found]:
    """A mark, a prop, a costume or a camera move for somebody who is not there; a rack focus has its own rule."""
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            for fact, given in (("mark", shot.marks), ("holds", shot.holds), ("wears", shot.wears)):
                for n, it in enumerate(given):
                    if it.who not in during:
                        yield lined.found("E0421", f"`{fact}` is given for {it.who}, who is not there", shot.id, fact, n)
            absent = [who for who in shot.camera.subjects if who not in during]
            if absent and shot.camera.move != "rack-focus":
                yield lined.found(
                    "E0421", f"the camera is to follow {listed(absent)}, who {verb(absent)} not there", shot.id, "camera"
                )


def passage(lined: Lined, shot: str, fact: str, who: str, text: str):
    given = getattr(lined.shots[shot][1], fact)
    return lined.label(text, shot, fact, next(n for n, p in enumerate(given) if p.who == who))


def verb(people: list[str]) -> str:
    return "is" if len(people) == 1 else "are"


RULES = (speaker_absent, exit_of_absent, entrance_of_present, framing_of_absent, blocking_of_absent)
