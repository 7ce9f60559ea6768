"""Costume and props: what changes between two shots of a scene must change in front of us, or have had the time to."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.film.model import Shot
from screenc.film.rules.lined import Found, Lined


def changes(lined: Lined, fact: str) -> Iterator[tuple[Shot, Shot, int]]:
    """(the last shot, this shot, which line) of every `fact` for somebody who was in frame the shot before, is in frame now,
    and neither came in nor did anything between."""
    for _, before, after in lined.cuts():
        seen, sees = lined.seen(before), lined.seen(after)
        for n, it in enumerate(getattr(after, fact)):
            came = any(p.who == it.who for p in (*after.enters, *before.exits))
            plain = before.cut.kind in ("cut", "match") and not came
            acted = any(beat.kind == "action" for beat in after.beats) or lined.moves(before, it.who)
            if plain and not acted and it.who in seen and it.who in sees:
                yield before, after, n


def wardrobe_jump(lined: Lined) -> Iterator[Found]:
    for before, after, n in changes(lined, "wears"):
        it = after.wears[n]
        standing = lined.log[before.id].of(it.who)
        if standing and standing.wears and standing.wears.casefold() != it.what.casefold():
            yield lined.found(
                "W0430",
                f"{it.who} wears something else than a moment ago, and nothing happened between",
                after.id,
                "wears",
                n,
                notes=(f"in {before.id}: {standing.wears}",),
                help="show the change in an `action`, or cut away first",
            )


def prop_jump(lined: Lined) -> Iterator[Found]:
    for before, after, n in changes(lined, "holds"):
        it = after.holds[n]
        standing = lined.log[before.id].of(it.who)
        if standing is None:
            continue
        if it.prop == "nothing" and standing.holds:
            yield lined.found(
                "W0431",
                f"{it.who} held {standing.holds[0]} a moment ago, and nobody saw it put down",
                after.id,
                "holds",
                n,
                help="say in an `action` where it goes",
            )
        elif it.prop != "nothing" and it.prop not in standing.holds:
            yield lined.found(
                "W0431",
                f"{it.who} holds {it.prop} and did not a moment ago, and nobody saw it taken up",
                after.id,
                "holds",
                n,
                help="say in an `action` where it comes from",
            )


def prop_in_two_hands(lined: Lined) -> Iterator[Found]:
    """One prop held by two in one shot without an action in which it could pass between them."""
    for _, shot in lined.film.shots():
        if any(beat.kind == "action" for beat in shot.beats):
            continue
        held: dict[str, str] = {}
        for n, it in enumerate(shot.holds):
            if it.prop != "nothing" and held.setdefault(it.prop, it.who) != it.who:
                yield lined.found(
                    "W0432",
                    f"{held[it.prop]} and {it.who} both hold {it.prop}",
                    shot.id,
                    "holds",
                    n,
                    help="let it pass from one to the other in an `action`, or make a second prop",
                )


def faceless_cast(lined: Lined) -> Iterator[Found]:
    """Somebody who is seen, with neither words nor a picture of what they look like: every backend makes up another."""
    for cast in lined.film.cast:
        if cast.id in lined.ever_seen and not cast.look and not cast.ref:
            yield lined.found(
                "W0433",
                f"nothing says what {cast.id} looks like, so a backend must guess",
                f"cast {cast.id}",
                help="give a `look`: age, build, hair, one thing that nobody else has",
            )


RULES = (wardrobe_jump, prop_jump, prop_in_two_hands)
FILM_RULES = (faceless_cast,)
