"""Who is there: nobody speaks, is framed or is blocked in a scene that they have not come to or have left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screenc.film.model import Action, Scene, Shot, Speech
from screenc.film.rules.lined import Found, Lined, listed, off_screen
from screenc.film.rules.mend import added, swapped, taken_out


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
                        fix=added(lined.spans.of(scene.id, "with"), f" {beat.who}"),
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
                    yield lined.found(
                        "E0415",
                        f"{passing.who} cannot leave: {passing.who} {reason}",
                        shot.id,
                        "exits",
                        n,
                        fix=taken_out(lined.spans.of(shot.id, "exits", n)),
                    )


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
                        fix=taken_out(lined.spans.of(shot.id, "enters", n)),
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


ELSEWHERE = re.compile(
    r"\b(voice|phone|call(s|ed|ing)?|outside|off[- ]screen|unseen|far off|away|gone|absent|next door|upstairs|downstairs|"
    r"photo\w*|picture|portrait|letter|message|screen|radio|memor\w+|remember\w*|dream\w*|not|no longer|never|would|will|once|"
    r"hears?|waits? for|looks? for|thinks?)\b",
    re.I,
)
"""Words with which an action may speak of somebody who is not before the camera."""


def action_by_absent(lined: Lined) -> Iterator[Found]:
    """An action whose first word is the name, in capitals, of somebody who is not there: `BEN takes the cup.`"""
    ids = {cast.id for cast in lined.film.cast}
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            for n, beat in enumerate(shot.beats):
                found = re.match(r"([A-Z][A-Z0-9_]*) +[a-z]+s\b", beat.text) if isinstance(beat, Action) else None
                if not found or found[1] not in ids or found[1] in during or ELSEWHERE.search(beat.text):
                    continue
                who = found[1]
                why, other = why_absent(scene, shot, who)
                reason = {
                    "gone": f"left in {other}",
                    "yet": f"enters only in {other}",
                    "never": f"is not in the scene {scene.id}",
                }
                yield lined.found(
                    "W0477",
                    f"{who} acts, and {reason[why]}",
                    shot.id,
                    "beat",
                    n,
                    also=lined.label("who is in the scene", scene.id, "with"),
                    help=f"bring {who} in with `enters {who}`, or add {who} to the scene's `with`",
                    fix=added(lined.spans.of(scene.id, "with"), f" {who}") if why == "never" else None,
                )


def name_misspelt(lined: Lined) -> Iterator[Found]:
    """A word in capitals, a letter away from the name of one of the cast: `ANRRI turns.`"""
    ids = [cast.id for cast in lined.film.cast if len(cast.id) >= 4]
    known = {cast.id for cast in lined.film.cast} | {word for c in lined.film.cast for word in re.findall(r"\w+", c.name or "")}
    for _, shot in lined.film.shots():
        for n, beat in enumerate(shot.beats):
            if not isinstance(beat, Action):
                continue
            for word in re.findall(r"(?<![\w'-])[A-Z][A-Z0-9_]{3,}(?![\w-])", beat.text):
                meant = [id for id in ids if one_slip(word, id)] if word not in known else []
                if len(meant) == 1:
                    span = lined.spans.of(shot.id, "beat", n)
                    yield lined.found(
                        "W0476",
                        f"there is no cast `{word}`",
                        shot.id,
                        "beat",
                        n,
                        help=f"did you mean `{meant[0]}`?",
                        fix=swapped(span, {word: meant[0]}),
                    )
                    break


def one_slip(word: str, name: str) -> bool:
    """Whether a letter lost, doubled, changed or swapped with its neighbour makes the one of the other."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    if len(word) == len(name):
        off = [n for n, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
        swap = len(off) == 2 and off[1] == off[0] + 1 and word[off[0]] == name[off[1]] and word[off[1]] == name[off[0]]
        return len(off) == 1 or swap
    short, long = sorted((word, name), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def passage(lined: Lined, shot: str, fact: str, who: str, text: str):
    given = getattr(lined.shots[shot][1], fact)
    return lined.label(text, shot, fact, next(n for n, p in enumerate(given) if p.who == who))


def verb(people: list[str]) -> str:
    return "is" if len(people) == 1 else "are"


RULES = (
    speaker_absent,
    exit_of_absent,
    entrance_of_present,
    framing_of_absent,
    blocking_of_absent,
    action_by_absent,
    name_misspelt,
)
