"""Costume and props: what changes between two shots of a scene must change in front of us, or have had the time to."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.film.model import Shot
from screenc.film.rules.lined import Found, Lined, listed


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


def third_hand(lined: Lined) -> Iterator[Found]:
    """More things in somebody's hands than hands."""
    for _, shot in lined.film.shots():
        held: dict[str, list[int]] = {}
        for n, it in enumerate(shot.holds):
            if it.prop != "nothing":
                held.setdefault(it.who, []).append(n)
        for who, which in held.items():
            if len({shot.holds[n].prop for n in which}) > 2:
                things = listed(dict.fromkeys(shot.holds[n].prop for n in which))
                yield lined.found(
                    "W0468",
                    f"{who} holds {things}, with two hands",
                    shot.id,
                    "holds",
                    which[2],
                    help="put one down in an `action`, or let it be worn, or carried in another",
                )


def shapeless(lined: Lined) -> Iterator[Found]:
    """W0469 a prop in somebody's hands or in an insert, W0470 a place, of which nothing is said but its name."""
    film = lined.film
    held = {it.prop for _, shot in film.shots() for it in shot.holds}
    held |= {name for _, shot in film.shots() if shot.framing for name in shot.framing.subjects}
    for prop in film.props:
        if prop.id in held and not prop.look and not prop.ref:
            yield lined.found(
                "W0469",
                f"nothing says what {prop.id} looks like, so every shot may have another",
                f"prop {prop.id}",
                help="give it a `look`: its colour, what it is made of, how old it is",
            )
    played = {scene.place for scene in film.scenes if scene.shots and not scene.ref}
    for place in film.places:
        if place.id in played and not place.look and not place.ref:
            yield lined.found(
                "W0470",
                f"nothing says what {place.id} looks like, so every shot may be somewhere else",
                f"place {place.id}",
                help="give it a `look`: what stands there, what it is made of, where its light comes from",
            )


RULES = (wardrobe_jump, prop_jump, prop_in_two_hands, third_hand)
FILM_RULES = (faceless_cast, shapeless)
