"""How well `critique` named what was done to a copy: each damage named, told to be past telling, or missed; what it invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from screenc.critic.calibrate.copies import KINDS, Copy
from screenc.critic.critique import Critique, Row

NEAR = 0.5
"""Seconds by which the start of a shot may be off to be found."""
SAYS = {"mute": "spoken:", "frozen": "frozen:", "black": "black:", "another's line": "another shot's words"}
"""How a row's words begin that name a damage to what a shot shows or sounds like."""


@dataclass
class Mark:
    """Of one copy: how many damages were done and named, how many `critique` said it cannot tell, and what is wrong."""

    kind: str
    done: int = 0
    named: int = 0
    untold: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    found: int = 0
    shots: int = 0


def mark(copy: Copy, told: Critique, order: Sequence[str]) -> Mark:
    """Hold a critique against the truth; `order` is the script's."""
    out = Mark(copy.kind)
    rows = {row.shot: row for row in told.rows if row.shot}
    extra = [row for row in told.rows if row.shot is None]
    places = copy.places()
    for start, _, shot in places:
        if shot is not None:
            out.shots += 1
            out.found += _at(rows[shot], start)
    _moves(out, copy, rows, order)
    for start, end, shot in places:
        if shot is None:
            hits = [row for row in extra if row.start is not None and abs(row.start - start) < NEAR]
            _count(out, f"repeat at {start:.1f}", bool(hits), any(_alike(r) for r in rows.values() if _within(r, start, end)))
            extra = [row for row in extra if row not in hits]
    out.invented += [f"extra at {row.start:.1f}" for row in extra]
    for shot, damage in copy.damage.items():
        _count(out, f"{shot} {damage}", _named(rows[shot], damage), _alike(rows[shot]))
    allowed = {(shot, state) for shot, damage in copy.damage.items() for state in _states(damage)}
    moved = _moved(copy, order)
    for shot, row in rows.items():
        for state in row.states:
            if state == "as scripted" or (shot, state) in allowed or (state == "out of order" and shot in moved):
                continue
            either = [other for other, damage in copy.damage.items() if damage == "missing" and other in str(row.words)]
            if not (state == "missing" and either):
                out.invented.append(f"{shot} {state}: {'; '.join(row.words)}")
    return out


def _moves(out: Mark, copy: Copy, rows: dict[str, Row], order: Sequence[str]) -> None:
    """A swap is named when both are found where they are and one at least is told to be out of order."""
    groups = [_moved(copy, order)] if copy.kind != "reversed" else [{shot} for shot in order]
    starts = {shot: start for start, _, shot in copy.places() if shot}
    lost = 0
    for group in filter(None, groups):
        here = all(_at(rows[shot], starts[shot]) for shot in group)
        told = any("out of order" in rows[shot].states for shot in group)
        if copy.kind == "reversed" and here and not told and not lost:
            lost = 1
            continue
        _count(out, f"{'/'.join(sorted(group))} moved", here and told, all(_alike(rows[shot]) for shot in group))


def _moved(copy: Copy, order: Sequence[str]) -> set[str]:
    """The shots that do not stand where the script has them, those that are missing left out."""
    there = [shot for shot in copy.shows if shot]
    return {a for a, b in zip(there, [shot for shot in order if shot in there], strict=True) if a != b}


def _count(out: Mark, what: str, named: bool, untold: bool) -> None:
    out.done += 1
    out.named += named
    if not named and untold:
        out.untold += 1
    elif not named:
        out.missed.append(what)


def _named(row: Row, damage: str) -> bool:
    if damage in ("missing", "too short"):
        return damage in row.states or (damage == "missing" and "either" in str(row.words))
    return "damaged" in row.states and any(words.startswith(SAYS[damage]) for words in row.words)


def _states(damage: str) -> tuple[str, ...]:
    return (damage,) if damage in ("missing", "too short") else ("damaged",)


def _alike(row: Row) -> bool:
    return "cannot" in str(row.words) or "either" in str(row.words)


def _within(row: Row, start: float, end: float) -> bool:
    return row.start is not None and row.start < end and (row.end or 0) > start


def _at(row: Row, start: float) -> bool:
    return row.start is not None and abs(row.start - start) < NEAR


def table(marks: Sequence[Mark]) -> dict[str, dict[str, float]]:
    """A row a kind, in the order of KINDS: copies, done, named, untold, missed, invented, precision, recall, placed."""
    out = {}
    for kind in KINDS:
        mine = [m for m in marks if m.kind == kind]
        if mine:
            out[kind] = summed(mine)
    return out


def summed(mine: Sequence[Mark]) -> dict[str, float]:
    done, named = sum(m.done for m in mine), sum(m.named for m in mine)
    invented = sum(len(m.invented) for m in mine)
    return {
        "copies": len(mine),
        "done": done,
        "named": named,
        "untold": sum(m.untold for m in mine),
        "missed": sum(len(m.missed) for m in mine),
        "invented": invented,
        "precision": round(named / (named + invented), 3) if named + invented else 1.0,
        "recall": round(named / done, 3) if done else 1.0,
        "placed": round(sum(m.found for m in mine) / max(1, sum(m.shots for m in mine)), 3),
    }
