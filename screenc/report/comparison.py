"""A film with every backend side by side, as people and as machines read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from screenc.film.quantity import plain

if TYPE_CHECKING:
    from screenc.planner.compare import Column


def side_by_side(columns: Sequence[Column], width: int) -> list[str]:
    """A line for each model that can make the film, in `width` characters; then what is lost with whom, and who cannot and why.

    `asked` and `cut` are the seconds asked for and cut off again; `split` counts shots made by several calls, `shared` those that
    share one; both only where there are any.
    """
    able = [c for c in columns if not c.refused]
    out = list(_table(able, width))
    lost: dict[str, list[str]] = {}
    for c in able:
        if c.losses:
            lost.setdefault(_lost(c.losses), []).append(c.name)
    if lost:
        out += ["", "what is lost", *_grouped(lost, width)]
    cannot: dict[str, list[str]] = {}
    for c in columns:
        if c.refused:
            cannot.setdefault(c.backend, []).append(c.model or "")
    if cannot:
        why: dict[str, list[str]] = {}
        for backend, models in cannot.items():
            named = f"{backend} {models[0]}".strip() if len(models) == 1 else f"{backend} ({len(models)} models)"
            why.setdefault(_reason([c for c in columns if c.backend == backend and c.refused]), []).append(named)
        out += ["", "who cannot", *_grouped(why, width)]
    return out


def _table(columns: Sequence[Column], width: int) -> Iterator[str]:
    rows = [
        {
            "backend": c.name,
            "calls": str(c.calls),
            "asked": f"{plain(c.seconds, 1)}s",
            "cut": f"{plain(c.wasted, 1)}s",
            "split": str(c.divided),
            "shared": str(c.shared),
            "lost": str(len(c.losses)),
            "cost": "unknown" if c.dollars is None else f"${float(c.dollars):.2f}",
        }
        for c in columns
    ]
    heads = [h for h in rows[0] if h not in ("split", "shared") or any(r[h] != "0" for r in rows)] if rows else []
    wide = {h: max(len(h), *(len(r[h]) for r in rows)) for h in heads}
    gap = "  " if sum(wide.values()) + 2 * (len(wide) - 1) <= width else " "
    for row in [{h: h for h in heads}, *rows] if rows else []:
        yield gap.join(row[h].ljust(wide[h]) if h == "backend" else row[h].rjust(wide[h]) for h in heads)


def _lost(losses: Sequence[str]) -> str:
    """Losses of many shots by the fact that is lost: `framing of s10.1 s10.2; last of s10.3`."""
    shots: dict[str, list[str]] = {}
    for loss in losses:
        shot, fact = loss.partition(":")[0].split(" ", 1)
        if shot not in shots.setdefault(fact, []):
            shots[fact].append(shot)
    return "; ".join(
        f"{fact} of {' '.join(of[:6])}{f' and {len(of) - 6} more' if len(of) > 6 else ''}" for fact, of in shots.items()
    )


def _reason(columns: Sequence[Column]) -> str:
    """What stands in the way of most of a backend's models."""
    return Counter(words for c in columns for words in dict.fromkeys(c.refused)).most_common(1)[0][0]


def _grouped(names: Mapping[str, Sequence[str]], width: int) -> Iterator[str]:
    for words, of in names.items():
        yield from wrap(words, width, initial_indent="  ", subsequent_indent="  ")
        yield from wrap(", ".join(of), width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def plainly(c: Column) -> dict:
    """A column as data."""
    return {
        "backend": c.backend,
        "model": c.model,
        "calls": c.calls,
        "seconds": str(c.seconds),
        "wasted": str(c.wasted),
        "divided": c.divided,
        "shared": c.shared,
        "dollars": None if c.dollars is None else str(c.dollars),
        "losses": list(c.losses),
        "refused": list(c.refused),
    }
