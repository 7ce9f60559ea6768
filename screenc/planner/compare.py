"""One film asked of every backend that there is: lengths, losses and cost side by side, drafted as they would be bought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from screenc.planner import backends, fitness
from screenc.planner.backends import Broken, Target
from screenc.planner.draft import Drafting
from screenc.planner.staged import Staged, runs
from screenc.text import Diagnostic


@dataclass(frozen=True)
class Column:
    """What a film comes to with one model of one backend; `dollars` None where a price is not known, which loses nothing."""

    backend: str
    model: str | None
    calls: int
    seconds: Fraction
    wasted: Fraction
    divided: int
    shared: int
    dollars: Fraction | None
    losses: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.backend} {self.model}" if self.model else self.backend


def compare(drafting: Drafting, staged: Sequence[Staged], find: Callable[[str], Target]) -> list[Column]:
    """A column a model, the ones that can make the whole film first, the cheapest first among them."""
    out = []
    for name in backends.found():
        try:
            target = find(name)
        except (KeyError, Broken):
            continue
        for model in list(target.capabilities.models) or [None]:
            out.append(_column(drafting, staged, target, model))
    return sorted(out, key=lambda c: (bool(c.refused), c.dollars is None, c.dollars or Fraction(0), c.name))


def _column(drafting: Drafting, staged: Sequence[Staged], target: Target, model: str | None) -> Column:
    choices, refused = {}, []
    for one in staged:
        choice, ill = drafting.choose(target, one.shot, model)
        refused += _errors(ill)
        if choice is not None:
            choices[one.shot.id] = choice
            if not choice.bought:
                film = drafting.film
                refused += _errors(
                    fitness.frame(choice.can, film.frame.width, film.frame.height, film.rate, drafting.spans, film.id)
                )
    calls, losses, dollars, unknown = [], [], Fraction(0), False
    for run, choice in runs([s for s in staged if s.shot.id in choices], choices):
        drafts = drafting.draft(run, choice)
        calls += [d.call for d in drafts.drafts]
        losses += [f"{loss.shot} {loss.fact}: {loss.message}" for code, loss, _ in drafts.losses if code != fitness.UNPRICED]
        refused += _errors(d for _, d in drafts.found)
        dollars += drafts.dollars
        unknown = unknown or any(d.dollars is None for d in drafts.drafts)
    return Column(
        backend=target.name,
        model=model,
        calls=len(calls),
        seconds=sum((c.unit.length for c in calls), Fraction(0)),
        wasted=sum((c.wasted for c in calls), Fraction(0)),
        divided=len({c.unit.shots[0] for c in calls if c.unit.start > 0}),
        shared=sum(len(c.unit.shots) > 1 for c in calls),
        dollars=None if unknown else dollars,
        losses=tuple(losses),
        refused=tuple(dict.fromkeys(refused)),
    )


def _errors(found) -> list[str]:
    return [d.message for d in found if isinstance(d, Diagnostic) and d.severity == "error"]
