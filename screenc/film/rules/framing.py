"""What the frame can hold: as many people as its size is for, a focus that is in it, a shot in which something can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.film.model import Action, Speech
from screenc.film.rules.lined import WIDE, Found, Lined, listed, marked, off_screen
from screenc.film.rules.presence import attendance

WIDE_ANGLE = 18
DEPTH_WORDS = {"near": "near", "mid": "in the middle", "far": "far"}


def over_shoulder_not_two(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        if shot.framing and shot.framing.size == "over-shoulder" and len(set(shot.framing.subjects)) != 2:
            given = f"names {listed(shot.framing.subjects)}" if shot.framing.subjects else "names nobody"
            yield lined.found(
                "E0422",
                f"an over-shoulder needs two people and this one {given}",
                shot.id,
                "framing",
                help="name the shoulder, then the face: `framing over-shoulder ANRI BEN` looks at BEN",
            )


def two_shot_not_two(lined: Lined) -> Iterator[Found]:
    """Without names it is the two who are there, so long as they are two."""
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            if shot.framing and shot.framing.size == "two-shot":
                people = set(shot.framing.subjects) or during
                if len(people) != 2:
                    given = "names" if shot.framing.subjects else "finds"
                    yield lined.found(
                        "E0423",
                        f"a two-shot is of two people and this one {given} {listed(sorted(people))}",
                        shot.id,
                        "framing",
                        help="for one use `medium`, for three or more `full` or `long`",
                    )


def crowded_close_up(lined: Lined) -> Iterator[Found]:
    most = {"medium-close": 2, "close": 1, "extreme-close": 1}
    for _, shot in lined.film.shots():
        framing = shot.framing
        if framing and len(set(framing.subjects)) > most.get(framing.size, 99):
            yield lined.found(
                "W0424",
                f"a {framing.size} cannot hold {listed(framing.subjects)}",
                shot.id,
                "framing",
                help="use `two-shot`, `medium` or wider, or give each a shot",
            )


def pov_of_oneself(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        if not shot.framing or shot.framing.size != "pov" or len(shot.framing.subjects) != 1:
            continue
        who = shot.framing.subjects[0]
        facts = [("focus", 0)] * (shot.focus == who) + [("mark", n) for n, m in enumerate(shot.marks) if m.who == who]
        facts += [("camera", 0)] * (who in shot.camera.subjects)
        for fact, n in facts[:1]:
            yield lined.found(
                "W0425",
                f"the shot is seen through {who}'s eyes, and `{fact}` puts {who} into it",
                shot.id,
                fact,
                n,
                also=lined.label("whose eyes these are", shot.id, "framing"),
            )


def focus_out_of_frame(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            if shot.focus is None or pov_subject(shot) == shot.focus:
                continue
            if shot.focus not in during:
                yield lined.found("E0418", f"the focus is on {shot.focus}, who is not there", shot.id, "focus")
            elif shot.focus not in lined.may_show(shot):
                yield lined.found(
                    "E0418",
                    f"the focus is on {shot.focus}, and the frame holds {listed(shot.framing.subjects)}",
                    shot.id,
                    "focus",
                    also=lined.label("the frame", shot.id, "framing"),
                )


def rack_focus_out_of_frame(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for shot, _, during in attendance(scene):
            if shot.camera.move == "rack-focus":
                absent = [who for who in shot.camera.subjects if who not in during]
                if absent:
                    yield lined.found(
                        "E0419",
                        f"the focus racks to {listed(absent)}, whom the frame cannot hold: not there",
                        shot.id,
                        "camera",
                        also=lined.label("who is in the scene", scene.id, "with"),
                    )


def rack_focus_at_one_depth(lined: Lined) -> Iterator[Found]:
    """Only where the script itself says both depths: then both are sharp at once and nothing racks."""
    for scene in lined.film.scenes:
        depth: dict[str, str] = {}
        for shot in scene.shots:
            depth |= {m.who: m.depth for m in shot.marks if m.depth}
            people = shot.camera.subjects
            if shot.camera.move == "rack-focus" and len(people) == 2 and people[0] != people[1]:
                first, second = (depth.get(who) for who in people)
                if first and first == second and shot.camera.move == "rack-focus":
                    yield lined.found(
                        "W0420",
                        f"{listed(people)} both stand {DEPTH_WORDS[first]}, so no focus racks between them",
                        shot.id,
                        "camera",
                        help=f"put one of them deeper: `mark {people[1]} far`",
                    )


def never_established(lined: Lined) -> Iterator[Found]:
    """Four shots or more and never a wide one, in a place that the film has not shown before."""
    shown: set[str] = set()
    for scene in lined.film.scenes:
        wide = any(shot.framing is None or shot.framing.size in WIDE or shot.camera.move == "pull-out" for shot in scene.shots)
        if wide:
            shown.add(scene.place)
        elif len(scene.shots) >= 4 and scene.place not in shown:
            yield lined.found(
                "W0429",
                f"{len(scene.shots)} shots and none shows where we are",
                scene.id,
                help="open on a `long` or a `full`, or pull out at the turn",
            )


def empty_shot(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        asked = (
            shot.beats,
            shot.framing,
            shot.from_,
            shot.text,
            shot.marks,
            shot.enters,
            shot.exits,
            shot.holds,
            shot.sound,
            shot.music,
        )
        if shot.camera.move == "static" and not any(asked):
            yield lined.found(
                "W0437",
                "the shot says neither what is in it nor what happens",
                shot.id,
                help="give it a `framing`, an `action` or a line",
            )


def wide_lens_close_up(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        if shot.lens is not None and shot.lens <= WIDE_ANGLE and shot.framing and shot.framing.size in ("close", "extreme-close"):
            yield lined.found(
                "W0445",
                f"a {shot.framing.size} on a {shot.lens}mm lens swells the nose and shrinks the ears",
                shot.id,
                "lens",
                also=lined.label("the frame", shot.id, "framing"),
                help="50mm to 100mm is kind to faces; waive this where the face should look wrong",
            )


def face_unseen(lined: Lined) -> Iterator[Found]:
    """A close shot of somebody who speaks, taken from behind or from straight above: the words come from a mouth nobody sees."""
    for _, shot in lined.film.shots():
        framing = shot.framing
        if not framing or framing.size not in ("medium-close", "close", "extreme-close") or len(framing.subjects) != 1:
            continue
        who = framing.subjects[0]
        mark = marked(shot, who)
        away = mark is not None and mark.facing == "away"
        spoken = [n for n, b in enumerate(shot.beats) if isinstance(b, Speech) and b.who == who and not off_screen(b)]
        if (away or shot.angle == "overhead") and spoken and not any(isinstance(b, Action) for b in shot.beats):
            fact, n = ("mark", shot.marks.index(mark)) if away else ("angle", 0)
            yield lined.found(
                "W0474",
                f"{who} speaks, and the {framing.size} is of {'the back of the head' if away else 'the top of the head'}",
                shot.id,
                fact,
                n,
                also=lined.label("the line", shot.id, "beat", spoken[0]),
                help="turn the face to us, go wider, or say `(off screen)`",
            )


def pov_subject(shot) -> str | None:
    framing = shot.framing
    return framing.subjects[0] if framing and framing.size == "pov" and len(framing.subjects) == 1 else None


RULES = (
    over_shoulder_not_two,
    two_shot_not_two,
    crowded_close_up,
    pov_of_oneself,
    focus_out_of_frame,
    rack_focus_out_of_frame,
    rack_focus_at_one_depth,
    empty_shot,
    wide_lens_close_up,
    face_unseen,
)
FILM_RULES = (never_established,)
