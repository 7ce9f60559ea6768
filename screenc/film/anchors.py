"""Which shot shows each shot its place: the graph of `anchor`, beside that of `from`."""

from __future__ import annotations

from screenc.film.model import Film


def anchored(film: Film) -> dict[str, str]:
    """{shot: the shot whose last picture shows it the place}, for the shots of scenes that name an `anchor`.

    A shot that goes on `from` another has its picture from there; the anchor itself, and what it goes on from, come before it.
    """
    shots = {shot.id: shot for _, shot in film.shots()}
    out: dict[str, str] = {}
    for scene in film.scenes:
        before: list[str] = []
        at = scene.anchor
        while at in shots and at not in before:
            before.append(at)
            at = shots[at].from_
        if before:
            out |= {shot.id: scene.anchor for shot in scene.shots if shot.from_ is None and shot.id not in before}
    return out


def circle(film: Film) -> list[str]:
    """Shots that wait for each other, in the order of waiting, the first for its scene's anchor; empty where none do."""
    looks = anchored(film)
    waits = {shot.id: shot.from_ for _, shot in film.shots() if shot.from_} | looks
    done: set[str] = set()
    for start in looks:
        chain: list[str] = []
        at: str | None = start
        while at in waits and at not in done and at not in chain:
            chain.append(at)
            at = waits[at]
        loop = chain[chain.index(at) :] if at in chain else []
        first = next((n for n, shot in enumerate(loop) if shot in looks), None)
        if first is not None:
            return loop[first:] + loop[:first]
        done.update(chain)
    return []
