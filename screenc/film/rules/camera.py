"""The camera's own grammar: moves that can go where they are sent, and shots that may continue each other."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.film.anchors import circle
from screenc.film.model import Shot
from screenc.film.rules.lined import Found, Lined, listed
from screenc.film.rules.mend import swapped, taken_out
from screenc.text import Fix

GOES = {
    "static": (),
    "rack-focus": (),
    "push-in": ("in",),
    "pull-out": ("out",),
    "pan": ("left", "right"),
    "tilt": ("up", "down"),
    "truck": ("left", "right"),
    "dolly": ("in", "out", "left", "right"),
    "crane": ("up", "down"),
    "orbit": ("left", "right"),
    "zoom": ("in", "out"),
    "dolly-zoom": ("in", "out"),
    "handheld": ("left", "right", "up", "down", "in", "out"),
    "steadicam": ("left", "right", "up", "down", "in", "out"),
}
INSTEAD = {
    "up": "tilt up` or `crane up",
    "down": "tilt down` or `crane down",
    "left": "pan left` or `truck left",
    "right": "pan right` or `truck right",
    "in": "push-in` or `zoom in",
    "out": "pull-out` or `zoom out",
}


def move_wrong_way(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        move, way = shot.camera.move, shot.camera.way
        if way is not None and way not in GOES[move]:
            can = f"; it goes {listed(GOES[move])}" if GOES[move] else ""
            yield lined.found(
                "E0444",
                f"`{move}` cannot go {way}{can}",
                shot.id,
                "camera",
                help=f"perhaps `{INSTEAD[way]}`",
                fix=turned_to(lined, shot),
            )


def turned_to(lined: Lined, shot: Shot) -> Fix | None:
    """The move that goes where this one cannot: a pan for a push sideways; `push-in` and `pull-out` say their way themselves."""
    span, move, way = lined.spans.of(shot.id, "camera"), shot.camera.move, shot.camera.way
    other = {"up": "tilt", "down": "tilt", "left": "pan", "right": "pan", "in": "push-in", "out": "pull-out"}[way]
    if move in ("rack-focus", "dolly-zoom") or other in ("push-in", "pull-out"):
        return None
    return swapped(span, {move: other})


def from_not_earlier(lined: Lined) -> Iterator[Found]:
    """E0439 where the shot to continue comes later, E0440 where it is in another place."""
    for scene, shot in lined.film.shots():
        if shot.from_ is None:
            continue
        if lined.order.get(shot.from_, len(lined.order)) >= lined.order[shot.id]:
            yield lined.found(
                "E0439",
                f"{shot.id} cannot go on from {shot.from_}, which is not made before it",
                shot.id,
                "from",
                help="continue an earlier shot; order in the file is order in the film",
                fix=taken_out(lined.spans.of(shot.id, "from")),
            )
        else:
            origin = lined.shots[shot.from_][0]
            if origin.place != scene.place:
                yield lined.found(
                    "E0440",
                    f"{shot.from_} is at {origin.place} and {shot.id} at {scene.place}",
                    shot.id,
                    "from",
                    also=lined.label("the other place", origin.id, "place"),
                    help="take this `from` out: a new place is a new picture; `cut match` or `dissolve` can join the two",
                    fix=taken_out(lined.spans.of(shot.id, "from")),
                )


def anchor_elsewhere(lined: Lined) -> Iterator[Found]:
    """E0479 where a scene's anchor shows another place, E0480 where scenes wait for each other's anchors."""
    for scene in lined.film.scenes:
        if scene.anchor is None or scene.anchor not in lined.shots:
            continue
        origin = lined.shots[scene.anchor][0]
        if origin.place != scene.place:
            yield lined.found(
                "E0479",
                f"{scene.anchor} is at {origin.place} and {scene.id} at {scene.place}",
                scene.id,
                "anchor",
                also=lined.label("the other place", origin.id, "place"),
                help="name a shot of this place, or give the scene a picture with `ref`",
                fix=taken_out(lined.spans.of(scene.id, "anchor")),
            )
    waiting = circle(lined.film)
    if waiting:
        scene = lined.shots[waiting[0]][0]
        yield lined.found(
            "E0480",
            f"{scene.anchor}, the anchor of {scene.id}, waits for itself",
            scene.id,
            "anchor",
            notes=(" -> ".join([*waiting, waiting[0]]),),
            help="let one of these scenes begin anew: take its `anchor` out",
            fix=taken_out(lined.spans.of(scene.id, "anchor")),
        )


RULES = (move_wrong_way,)
FILM_RULES = (from_not_earlier, anchor_elsewhere)
