"""Where the camera stands to the people: the line, the thirty degrees, eyelines, screen direction.

Nobody writes a bearing into a script, so it is worked out from what the script does say as the camera sees it: who is left of
whom, which way a face is turned, how large it is. Whatever leaves room for doubt (an action that may have moved somebody, a
camera that travels across) ends the argument in the script's favour.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from screenc.film.model import Shot
from screenc.film.rules.lined import TIGHT, Found, Lined, marked
from screenc.film.rules.mend import added, swapped
from screenc.film.rules.plan import AWAY, came_round

LADDER = {
    "extreme-long": 0,
    "long": 1,
    "full": 2,
    "medium-long": 3,
    "medium": 4,
    "medium-close": 5,
    "close": 6,
    "extreme-close": 7,
}
"""Shot sizes as steps; two shots of somebody from one side must lie at least two steps apart, or 30 degrees."""

ACROSS = {"left": -1, "centre": 0, "right": 1}
TRAVELS = ("orbit", "truck", "dolly", "crane", "steadicam")
"""Moves that can carry the camera over the line in front of the audience, which is the honest way to cross it."""

ROUND = 30
"""Degrees by which a camera must come round for a second picture of the same thing not to look like a jump of the first."""
HOLDS_STILL = ("static", "handheld")
OTHER_LENS = Fraction(3, 2)
"""Equal sizes on lenses that far apart are taken from other distances, and look it."""


def order_on_screen(shot: Shot, first: str, second: str) -> int:
    """+1 where `first` is marked left of `second` in this very shot, -1 where right, 0 where the shot does not say."""
    one, two = marked(shot, first), marked(shot, second)
    if not (one and two and one.side and two.side):
        return 0
    across = ACROSS[two.side] - ACROSS[one.side]
    return (across > 0) - (across < 0)


def heading_on_screen(lined: Lined, shot: Shot, first: str, second: str) -> int:
    """The same read off one face, where only these two are there and so face each other: left looks right."""
    entry = lined.log.get(shot.id)
    if not entry or {p.who for p in entry.present} != {first, second} or not shot.framing or len(shot.framing.subjects) != 1:
        return 0
    who = shot.framing.subjects[0]
    mark = marked(shot, who)
    if who not in (first, second) or shot.framing.size not in TIGHT or mark is None or mark.facing not in ("left", "right"):
        return 0
    towards = 1 if mark.facing == "right" else -1
    return towards if who == first else -towards


def line_crossed(lined: Lined) -> Iterator[Found]:
    """The scene's `axis` keeps its first person on one side of its second, until someone or the camera visibly moves."""
    for scene in lined.film.scenes:
        if scene.axis is None:
            continue
        first, second = scene.axis
        kept, since, before = 0, None, None
        for shot in scene.shots:
            both = order_on_screen(shot, first, second)
            now = both or heading_on_screen(lined, shot, first, second)
            if (
                shot.camera.move in TRAVELS
                or neutral(shot)
                or lined.moves(shot, first, second)
                or any(p.who in scene.axis for p in (*shot.enters, *shot.exits))
            ):
                kept, since = now, shot  # whatever was the line, the audience has seen it change, or has lost it
            elif now and kept and now == -kept and not (before and eyelines(lined, before, shot)):
                fact, n = next(("mark", n) for n, m in enumerate(shot.marks) if m.who in scene.axis)
                side = "left" if both > 0 or (not both and now > 0) else "right"
                yield lined.found(
                    "W0426",
                    f"the camera is over the line: {first} is now {side} of {second}",
                    shot.id,
                    fact,
                    n,
                    also=lined.label("on the other side here", since.id, "mark") if since else (),
                    help="turn the sides round, cut through a shot on the line, or let the camera travel across",
                )
                kept, since = now, shot
            elif now:
                kept, since = (now, shot) if not kept else (kept, since)
            before = shot


def neutral(shot: Shot) -> bool:
    """A shot that stands on the line or shows none of it, after which either side is a fresh start."""
    return shot.angle == "overhead" or bool(shot.framing and shot.framing.size in ("insert", "pov", "extreme-long"))


def jump_cut(lined: Lined) -> Iterator[Found]:
    """W0412: the same people, within one size, less than 30 degrees round, on a plain cut from a camera that stood still."""
    for _, before, after in lined.cuts():
        if (
            before.framing is None
            or after.framing is None
            or before.cut.kind != "cut"
            or after.from_ == before.id
            or before.camera.move not in HOLDS_STILL
            or after.enters
            or before.exits
        ):
            continue
        one, two = before.framing, after.framing
        if not one.subjects or one.size in ("insert", "pov") or two.size in ("insert", "pov"):
            continue
        if one.size == two.size == "over-shoulder":
            alike = one.subjects == two.subjects
        elif one.size == two.size == "two-shot":
            alike = set(one.subjects) == set(two.subjects)
        else:
            alike = (
                set(one.subjects) == set(two.subjects)
                and one.size in LADDER
                and two.size in LADDER
                and abs(LADDER[one.size] - LADDER[two.size]) <= 1
            )
        if alike and one_bearing(lined, before, after):
            again = "the same size" if one.size == two.size else "the next size"
            yield lined.found(
                "W0412",
                f"a jump cut: {' and '.join(two.subjects)} again, from the same side, in {again}",
                after.id,
                "framing",
                also=lined.label("the shot before", before.id, "framing"),
                help="go two sizes closer or wider, come round by 30 degrees, put a shot between, or dissolve",
            )


def one_bearing(lined: Lined, before: Shot, after: Shot) -> bool:
    """Whether nothing says that the camera came round: angle, lens, sides and faces are all as they were."""
    if before.angle != after.angle:
        return False
    if before.lens and after.lens and max(before.lens, after.lens) >= OTHER_LENS * min(before.lens, after.lens):
        return False
    here, there = lined.log.get(before.id), lined.log.get(after.id)
    if here is None or there is None:
        return False
    for who in after.framing.subjects:
        one, two = here.of(who), there.of(who)
        if one is None or two is None or (one.side, one.facing) != (two.side, two.facing):
            return False
    return came_round(here, there, after.framing.subjects) < ROUND


def eyelines(lined: Lined, before: Shot, after: Shot) -> tuple[str, str, str] | None:
    """The two of a shot and its reverse and the way that both look, where they look the same way."""
    people = []
    for shot in (before, after):
        if not shot.framing or shot.framing.size not in TIGHT or len(shot.framing.subjects) != 1:
            return None
        people.append(shot.framing.subjects[0])
    entry, then = lined.log.get(after.id), lined.log.get(before.id)
    if people[0] == people[1] or not entry or not then or {p.who for p in entry.present} != set(people):
        return None
    one, two = then.of(people[0]), entry.of(people[1])
    said = (m.facing for shot, who in ((before, people[0]), (after, people[1])) if (m := marked(shot, who)))
    if one and two and one.facing == two.facing and one.facing in ("left", "right") and any(said):
        return people[0], people[1], one.facing
    return None


def eyelines_miss(lined: Lined) -> Iterator[Found]:
    """Between two alone: one looks left and the other right, or they do not look at each other."""
    for _, before, after in lined.cuts():
        missed = eyelines(lined, before, after)
        if missed and not lined.moves(after, missed[0], missed[1]) and before.cut.kind == "cut":
            one, two, way = missed
            shot, who = (after, two) if (m := marked(after, two)) and m.facing else (before, one)
            n = next(n for n, m in enumerate(shot.marks) if m.who == who)
            other = before if shot is after else after
            yield lined.found(
                "W0427",
                f"{one} and {two} both look {way}, so their eyes never meet",
                shot.id,
                "mark",
                n,
                also=lined.label("and the same way here", other.id, "mark" if other.marks else "framing"),
                help=f"let one face {'left' if way == 'right' else 'right'}, or say in an `action` whom they look at",
                fix=swapped(
                    lined.spans.of(shot.id, "mark", n), {f"facing {way}": f"facing {'left' if way == 'right' else 'right'}"}
                ),
            )


def shoulder_behind(lined: Lined) -> Iterator[Found]:
    """An over-shoulder whose own marks put the shoulder deeper than the face: the camera would look at a back from the front."""
    for _, shot in lined.film.shots():
        if not shot.framing or shot.framing.size != "over-shoulder" or len(shot.framing.subjects) != 2:
            continue
        shoulder, face = shot.framing.subjects
        one, two = marked(shot, shoulder), marked(shot, face)
        if one and two and one.depth and two.depth and AWAY[one.depth] > AWAY[two.depth]:
            yield lined.found(
                "W0455",
                f"the camera looks over {shoulder}'s shoulder, and {shoulder} stands behind {face}",
                shot.id,
                "framing",
                also=lined.label("further from the camera", shot.id, "mark", shot.marks.index(one)),
                help=f"name the nearer one first: `framing over-shoulder {face} {shoulder}`",
                fix=swapped(lined.spans.of(shot.id, "framing"), {shoulder: face, face: shoulder}),
            )


def axis_of_absent(lined: Lined) -> Iterator[Found]:
    """A line between two people of whom one is never in the scene."""
    for scene in lined.film.scenes:
        come = {*scene.with_} | {p.who for shot in scene.shots for p in shot.enters}
        absent = [who for who in scene.axis or () if who not in come]
        if absent:
            first = (lined.span(scene.id, "with") is not None) and lined.spans.of(scene.id, "with")
            yield lined.found(
                "W0464",
                f"the axis runs to {absent[0]}, who is not in the scene {scene.id}",
                scene.id,
                "axis",
                also=lined.label("who is in the scene", scene.id, "with"),
                help=f"add {absent[0]} to `with`, or take the axis out",
                fix=added(first or None, "".join(f" {who}" for who in absent)),
            )


def screen_direction(lined: Lined) -> Iterator[Found]:
    """Out by the right of one place and in by the right of the next: to the eye, they turned round on the way.

    Only from one place straight to another at the same hour: whoever comes back to a place comes from where they went."""
    for (here, before), (there, after) in pairwise(lined.film.shots()):
        if here.place == there.place or here.hour != there.hour or before.cut.kind not in ("cut", "match"):
            continue
        left_by = {p.who: p.side for p in before.exits if p.side}
        for n, p in enumerate(after.enters):
            if p.side and left_by.get(p.who) == p.side:
                yield lined.found(
                    "W0428",
                    f"{p.who} leaves by the {p.side} and comes in from the {p.side}, as if turned round between",
                    after.id,
                    "enters",
                    n,
                    also=lined.label("leaves here", before.id, "exits"),
                    help=f"come in from the {'left' if p.side == 'right' else 'right'}, or put a shot between",
                    fix=swapped(lined.spans.of(after.id, "enters", n), {p.side: "left" if p.side == "right" else "right"}),
                )


RULES = (line_crossed, jump_cut, eyelines_miss, shoulder_behind, axis_of_absent)
FILM_RULES = (screen_direction,)
