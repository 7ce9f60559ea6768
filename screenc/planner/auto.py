"""`backend auto`: who makes each shot, picked by what it can do, what it costs and how well it is asked to look.

Exact: of all ways to give every shot to somebody who can, the one that falls short of the asked grade least, then loses the least
of the script, then costs the least, then takes the least time; among those, only ways within `--max-cost` and the deadline.
Offers are for one shot, or for several in a row that would share a call, and drafted as they would be bought. Ways that are no
better in anything are dropped as they are built (a Pareto front), so nothing that could win is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from screenc.contract import GRADES, Service
from screenc.film.model import Shot
from screenc.film.quantity import plain
from screenc.planner import backends, fitness
from screenc.planner.backends import Broken, Target
from screenc.planner.draft import Drafting
from screenc.planner.reason import Past
from screenc.planner.staged import Choice, Drafts, Staged
from screenc.text import Diagnostic
from screenc.text.diagnostic import failed

NAME = "auto"


@dataclass(frozen=True)
class Wish:
    """What a build keeps to: dollars for new orders, seconds until all clips are there; and how well it should look."""

    dollars: Fraction | None = None
    deadline: Fraction | None = None
    quality: str | None = None


ANYTHING = Wish()


@dataclass(frozen=True)
class Offer:
    """One way to make a shot, or `shots` in a row by one call."""

    choice: Choice
    short: int
    lost: int
    dollars: Fraction
    work: Fraction
    at_once: int
    shots: int = 1

    @property
    def worth(self) -> tuple:
        return self.short, self.lost, self.dollars, self.work


@dataclass(frozen=True)
class _Way:
    worth: tuple
    dollars: Fraction
    loads: tuple[tuple[str, Fraction], ...]
    picked: tuple[Offer, ...]


def pick(
    drafting: Drafting, staged: Sequence[Staged], wish: Wish, find: Callable[[str], Target], past: Past
) -> tuple[dict[str, Choice], list[tuple[str, Diagnostic]]]:
    """A choice for each shot. E0524 where nobody can make one, or not within what was asked; W0525 where it looks worse."""
    out: dict[str, Choice] = {}
    told: list[tuple[str, Diagnostic]] = []
    offers: list[list[Offer]] = []
    targets = candidates(find)
    for one in staged:
        own, refused = _offers(drafting, one, targets, wish, past)
        if not own:
            notes = tuple(refused[:6])
            told.append((one.shot.id, _none(drafting, one, "no backend here can make this shot", notes)))
            continue
        offers.append(own)
    if told:
        return out, told
    for n, own in enumerate(offers):
        own += _together(drafting, staged[n:], [o.choice for o in own], wish, past)
        offers[n] = [o for o in own if not any(_beats(p, o) for p in own)]
    way = best(offers, wish)
    if way is None:
        least = sum((min(o.dollars for o in own) for own in offers), Fraction(0))
        bound = f"${float(wish.dollars):.2f}" if wish.dollars is not None else ""
        words = " and ".join(w for w in (bound, f"{plain(wish.deadline)}s" if wish.deadline is not None else "") if w)
        note = f"the cheapest way costs ${float(least):.2f}"
        return out, [(staged[0].shot.id, _none(drafting, staged[0], f"no choice of backends keeps to {words}", (note,)))]
    for one, offer in zip(staged, (made for made in way for _ in range(made.shots)), strict=True):
        out[one.shot.id] = offer.choice
        if _shortfall(one, offer.choice, wish):
            asked = _asked(one, wish)
            span = drafting.spans.of(one.shot.id, "backend") or drafting.spans.of(one.shot.id)
            words = f"{one.shot.id} is asked to look `{asked}`, and the best that can be had is `{offer.choice.can.quality}`"
            help = "set the key of a service that can (`screenc list backends`), or ask for less: `tune auto quality draft`"
            told.append((one.shot.id, Diagnostic.at("W0525", span, words, help=help)))
    return out, told


def candidates(find: Callable[[str], Target]) -> list[Target]:
    """The backends that can be used here: ours, and services whose key is in the environment."""
    out = []
    for name in backends.found():
        try:
            target = find(name)
        except (KeyError, Broken):
            continue
        if not isinstance(target.backend, Service) or os.environ.get(target.backend.key):
            out.append(target)
    return out


def _asked(one: Staged, wish: Wish) -> str:
    own = next((t.value for t in one.shot.tune if t.backend == NAME and t.key == "quality"), None)
    return own if own in GRADES else wish.quality or "good"


def _shortfall(one: Staged, choice: Choice, wish: Wish) -> int:
    """By how many grades a choice falls short of what is asked of a shot."""
    return max(0, GRADES.index(_asked(one, wish)) - GRADES.index(choice.can.quality))


def _offers(drafting: Drafting, one: Staged, targets: Sequence[Target], wish: Wish, past: Past) -> tuple[list[Offer], list[str]]:
    refused, out = [], []
    for target in targets:
        for model in list(target.capabilities.models) or [None]:
            choice, ill = drafting.choose(target, one.shot, model)
            if choice is None:
                refused.append(ill[0].message)
                continue
            if not choice.bought:
                film = drafting.film
                ill = list(fitness.frame(choice.can, film.frame.width, film.frame.height, film.rate, drafting.spans, film.id))
            drafts = Drafts() if failed(ill) else drafting.draft([one], choice)
            if failed(ill) or not drafts.well or any(d.dollars is None for d in drafts.drafts):
                words = next(
                    (d.message for d in [*ill, *(d for _, d in drafts.found)] if d.severity == "error"), "no known price"
                )
                refused.append(words)
                continue
            out.append(_offer([one], choice, drafts, wish, past))
    return out, refused


def _together(drafting: Drafting, ahead: Sequence[Staged], choices: Sequence[Choice], wish: Wish, past: Past) -> list[Offer]:
    """Offers for the first of some shots with those after it, by each choice where one call for all of them saves something."""
    out = []
    for choice in choices:
        run = [ahead[0]]
        following = zip(ahead[1 : choice.can.multi_shot], _after(ahead[0]), strict=False)
        for one in (one for one, shot in following if one.shot is shot):
            same, ill = drafting.choose(choice.target, one.shot, choice.can.model)
            if failed(ill) or same is None or not same.same(choice):
                break
            run.append(one)
            calls = drafting.calls(run, choice)
            if calls is None or len(calls) > 1:
                continue
            drafts = drafting.draft(run, choice)
            if drafts.well and all(d.dollars is not None for d in drafts.drafts):
                out.append(_offer(run, choice, drafts, wish, past))
    return out


def _after(one: Staged) -> Sequence[Shot]:
    """The shots that follow one in its scene."""
    shots = one.scene.shots
    return shots[shots.index(one.shot) + 1 :]


def _offer(run: Sequence[Staged], choice: Choice, drafts: Drafts, wish: Wish, past: Past) -> Offer:
    pace = past.pace(choice.target.name)
    per_second = Fraction(pace).limit_denominator(1000) if pace is not None else choice.can.pace or Fraction(0)
    short = sum(_shortfall(one, choice, wish) for one in run)
    at_once = choice.can.concurrency or 16
    return Offer(choice, short, len(drafts.losses), drafts.dollars, per_second * drafts.seconds, at_once, len(run))


def _beats(p: Offer, o: Offer) -> bool:
    """Whether an offer for as many shots is no worse in anything, on the same queue, and better in something."""
    if p is o or p.shots != o.shots or p.choice.target.name != o.choice.target.name:
        return False
    pairs = [(p.short, o.short), (p.lost, o.lost), (p.dollars, o.dollars), (p.work, o.work)]
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def best(offers: Sequence[Sequence[Offer]], wish: Wish) -> list[Offer] | None:
    """Offers that make every shot once, each of `offers[n]` beginning with the n-th: the least worth within the wish; or None.

    The time of a way is that of its busiest queue: its work shared by as many jobs as run at once, or its longest job.
    """
    fronts: list[list[_Way]] = [[] for _ in range(len(offers) + 1)]
    fronts[0] = [_Way((0, 0, Fraction(0), Fraction(0)), Fraction(0), (), ())]
    for n, own in enumerate(offers):
        for way in _front(fronts[n], wish):
            for offer in own:
                if (more := _with(way, offer, wish)) is not None:
                    fronts[n + offer.shots].append(more)
    ways = _front(fronts[-1], wish)
    return list(min(ways, key=lambda w: w.worth).picked) if ways else None


def _with(way: _Way, offer: Offer, wish: Wish) -> _Way | None:
    """A way and one offer more; None where that breaks the wish."""
    dollars = way.dollars + offer.dollars
    if wish.dollars is not None and dollars > wish.dollars:
        return None
    loads = dict(way.loads)
    if wish.deadline is not None:
        name = offer.choice.target.name
        loads[name] = loads.get(name, Fraction(0)) + offer.work / offer.at_once
        if loads[name] > wish.deadline or offer.work > wish.deadline:
            return None
    worth = tuple(a + b for a, b in zip(way.worth, offer.worth, strict=True))
    return _Way(worth, dollars, tuple(sorted(loads.items())), (*way.picked, offer))


def _front(ways: list[_Way], wish: Wish) -> list[_Way]:
    """Those that no other is as good as in everything; of equals, the first. Without a wish, the best alone."""
    if wish.dollars is None and wish.deadline is None:
        return [min(ways, key=lambda w: w.worth)] if ways else []
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda w: (w.worth, w.dollars, w.loads)):
        loads = dict(way.loads)
        if not any(
            k.dollars <= way.dollars and all(load <= loads.get(name, Fraction(0)) for name, load in k.loads) for k in kept
        ):
            kept.append(way)
    return kept


def _none(drafting: Drafting, one: Staged, words: str, notes: tuple[str, ...]) -> Diagnostic:
    span = drafting.spans.of(one.shot.id, "backend") or drafting.spans.of(one.shot.id)
    help = "set the key of another service, ask for less, or name a backend"
    return Diagnostic.at("E0524", span, words, notes=notes, help=help)
