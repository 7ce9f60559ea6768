"""The word that was meant: the nearest known name to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable


def distance(a: str, b: str) -> int:
    """The fewest letters to add, drop, change, or swap with their neighbour (optimal string alignment, after Damerau 1964)."""
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row if i == 1 else last, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def near(word: str, names: Iterable[str]) -> str | None:
    """The one name that it begins, else the closest within a third of its length (at least one slip), case aside;
    None when nothing is near or two are equally so."""
    wanted = word.lower()
    names = set(names)
    begun = [name for name in names if len(wanted) > 2 and name.lower().startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    ranked = sorted((distance(wanted, name.lower()), name) for name in names if abs(len(name) - len(word)) <= 1 + len(word) // 3)
    if not ranked or ranked[0][0] > max(1, len(wanted) // 3):
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and ranked[0][0] > 0:
        return None
    return ranked[0][1]
