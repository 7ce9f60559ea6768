"""The story's shape: which scenes a viewer can reach, choices that are choices, endings, and how long each way through is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from screenc.film.model import Film
from screenc.film.quantity import plain
from screenc.film.rules.lined import OVERLAPPING, Found, Lined
from screenc.film.rules.mend import taken_out
from screenc.film.timing import reading
from screenc.text import Edit, Fix, Span


def ways(film: Film) -> dict[str, tuple[str, ...]]:
    """Where the story may go after each scene: its picks, or its `next`, or the scene below it; nowhere after the last."""
    out: dict[str, tuple[str, ...]] = {}
    for n, scene in enumerate(film.scenes):
        picks = tuple(dict.fromkeys(pick.scene for choice in scene.choices for pick in choice.picks))
        if picks:
            out[scene.id] = picks
        elif scene.next:
            out[scene.id] = (scene.next,)
        else:
            out[scene.id] = (film.scenes[n + 1].id,) if n + 1 < len(film.scenes) else ()
    return out


def reached(to: dict[str, tuple[str, ...]], *starts: str) -> set[str]:
    seen: set[str] = set()
    todo = [s for s in starts if s in to]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += [s for s in to[here] if s in to]
    return seen


def unreachable_scene(lined: Lined) -> Iterator[Found]:
    to = ways(lined.film)
    seen = reached(to, *list(to)[:1])
    for scene in lined.film.scenes:
        if scene.id not in seen:
            yield lined.found(
                "W0435",
                f"no path through the story reaches {scene.id}",
                scene.id,
                help="lead to it with `next` or a `pick`, or take it out",
            )


def endless_story(lined: Lined) -> Iterator[Found]:
    """A reachable scene from which no path comes to an end: the viewer goes round for ever."""
    to = ways(lined.film)
    back: dict[str, list[str]] = {scene: [] for scene in to}
    for scene, nexts in to.items():
        for after in nexts:
            if after in back:
                back[after].append(scene)
    ends = [scene for scene, nexts in to.items() if not nexts]
    good = reached({scene: tuple(before) for scene, before in back.items()}, *ends)
    open_to_all = reached(to, *list(to)[:1])
    for scene in lined.film.scenes:
        if scene.id in open_to_all and scene.id not in good:
            yield lined.found(
                "E0443",
                f"from {scene.id} on, the story goes round and never ends",
                scene.id,
                "next",
                help="let one way lead to a scene that has no `next`",
            )
            return


def choice_of_one(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for choice in scene.choices:
            if len({pick.scene for pick in choice.picks}) < 2:
                count = "one pick" if choice.picks else "no pick"
                yield lined.found(
                    "E0441",
                    f"a choice with {count} is no choice",
                    choice.id,
                    "pick" if choice.picks else "",
                    help="give it two picks, or lead on with `next`",
                )


def default_not_a_pick(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        for choice in scene.choices:
            if choice.default and choice.picks and choice.default not in {pick.scene for pick in choice.picks}:
                yield lined.found(
                    "E0442",
                    f"the default {choice.default} is not one of the picks",
                    choice.id,
                    "default",
                    also=lined.label("the picks", choice.id, "pick"),
                )
            elif choice.timeout is not None and not choice.default:
                yield lined.found("E0442", "a choice that runs out of time has no default to go to", choice.id, "timeout")


def scene_without_shots(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        if not scene.shots and not scene.choices:
            yield lined.found("W0436", f"the scene {scene.id} has no shots, so nothing of it will be seen", scene.id)


def next_never_taken(lined: Lined) -> Iterator[Found]:
    """`next` beside a choice: the picks lead on, and nothing ever follows the `next`."""
    for scene in lined.film.scenes:
        picks = [pick for choice in scene.choices for pick in choice.picks]
        if scene.next and len({pick.scene for pick in picks}) > 1:
            yield lined.found(
                "W0450",
                f"the choice leads on from {scene.id}, so its `next` is never taken",
                scene.id,
                "next",
                also=lined.label("the choice", scene.choices[0].id),
                help="take the `next` out, or make its scene one of the picks",
                fix=taken_out(lined.spans.of(scene.id, "next"), "safe"),
            )


def picks_alike(lined: Lined) -> Iterator[Found]:
    """Two picks in the same words, which a viewer cannot tell apart."""
    for scene in lined.film.scenes:
        for choice in scene.choices:
            said: dict[str, int] = {}
            for n, pick in enumerate(choice.picks):
                first = said.setdefault(pick.words.casefold().strip(" ."), n)
                if first != n:
                    same = choice.picks[first].scene == pick.scene
                    yield lined.found(
                        "W0451",
                        "two picks in the same words"
                        + (", to the same scene" if same else f", to {choice.picks[first].scene} and {pick.scene}"),
                        choice.id,
                        "pick",
                        n,
                        also=lined.label("the same words", choice.id, "pick", first),
                        help="take one out" if same else "say in words what is different",
                        fix=taken_out(lined.spans.of(choice.id, "pick", n), "safe") if same else None,
                    )


def choice_too_quick(lined: Lined) -> Iterator[Found]:
    """A choice that is over before it can be read."""
    for scene in lined.film.scenes:
        for choice in scene.choices:
            need = reading(lined.film.language, choice.ask or "", *(pick.words for pick in choice.picks))
            if choice.timeout is not None and choice.timeout < need:
                whole = -int(-need // 1)
                yield lined.found(
                    "W0452",
                    f"the choice takes about {whole}s to read, and is over in {plain(choice.timeout, 1)}s",
                    choice.id,
                    "timeout",
                    help=f"give it {whole}s or more",
                    fix=retimed(lined.spans.of(choice.id, "timeout"), "timeout", f"{whole}s"),
                )


def retimed(span: Span | None, fact: str, words: str) -> Fix | None:
    """A fact's one value changed for another."""
    start = len(span.text) - len(span.text[len(fact) :].lstrip()) if span else 0
    return Fix((Edit(Span(span.source, span.start + start, span.end), words),), "likely") if span else None


def lengths(lined: Lined) -> tuple[Fraction, Fraction | None, Fraction]:
    """The shortest and the longest way through, in seconds (None: the story can loop), and how much of the longest is fades,
    which some editors count into both shots."""
    film, to = lined.film, ways(lined.film)
    own = {scene.id: alone.running[0] for scene, alone in zip(film.scenes, lined.scenes, strict=True)}
    fades = lined.running[1]
    last = film.scenes[-1].shots[-1:]
    if last and last[0].cut.kind in OVERLAPPING:
        own[film.scenes[-1].id] += last[0].cut.length or 0  # there is nothing after it to overlap with
    best: dict[str, tuple[Fraction, Fraction | None]] = {}
    todo, path = [film.scenes[0].id], set()
    while todo:  # depth first without recursion: a film may have a thousand scenes
        here = todo[-1]
        nexts = [s for s in to[here] if s in to]
        waiting = [s for s in nexts if s not in best and s not in path]
        if here not in path and waiting:
            path.add(here)
            todo += waiting
            continue
        todo.pop()
        if here in best:
            continue
        path.discard(here)
        ahead = [best[s] for s in nexts if s in best]
        loops = len(ahead) < len(nexts)
        least = min((a for a, _ in ahead), default=Fraction(0))
        most = None if loops or any(b is None for _, b in ahead) else max((b for _, b in ahead), default=Fraction(0))
        best[here] = own[here] + least, None if most is None else own[here] + most
    return (*best[film.scenes[0].id], fades)


RULES = (choice_of_one, default_not_a_pick, scene_without_shots, next_never_taken, picks_alike, choice_too_quick)
FILM_RULES = (unreachable_scene, endless_story)
