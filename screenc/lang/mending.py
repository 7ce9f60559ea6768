"""Fixes made: whole or not at all, none over another, round by round in memory, and only then put into the files at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from screenc.lang.load import Disk
from screenc.lang.read import decode, read
from screenc.text import Diagnostic, Edit, Fix, Source

MOST_ROUNDS = 20
"""A mended line may show what it hid; each round mends all that can be seen, and twenty are more than any file has needed."""
SAFE, LIKELY = ("safe",), ("safe", "likely")


class Mended(Disk):
    """Files as they will be: those that were mended from memory, the others from disk."""

    def __init__(self) -> None:
        self.texts: dict[Path, str] = {}

    def read(self, path: Path) -> tuple[Source | None, list[Diagnostic]]:
        text = self.texts.get(_real(path))
        return read(path) if text is None else decode(str(path), text.encode("utf-8"))


@dataclass(slots=True)
class Change:
    """One file before and after, and how many fixes were made in it."""

    name: str
    before: str
    after: str
    fixes: int = 0

    def diff(self) -> Iterator[str]:
        """Unified, as `diff -u` and `git apply` know it."""
        lines = (text.splitlines(keepends=True) for text in (self.before, self.after))
        for line in difflib.unified_diff(*lines, self.name, self.name):
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


@dataclass(slots=True)
class Mending:
    """What was changed, and what is told of the film once it is."""

    left: list[Diagnostic]
    changes: dict[Path, Change] = field(default_factory=dict)


def mend(name: str, examine: Callable[[Disk], list[Diagnostic]], trust: tuple[str, ...] = SAFE) -> Mending:
    """Make all fixes of these trusts, in memory; `examine` checks the film as a disk has it. Files outside the film's folder are
    left alone, and so is one whose text a fix does not know."""
    disk = Mended()
    out = Mending(examine(disk))
    home = _real(Path(name)).parent
    seen: set[tuple[tuple[Path, str], ...]] = set()
    for _ in range(MOST_ROUNDS):
        edits: dict[Path, tuple[Source, list[Edit], int]] = {}
        for fix in chosen(d.fix for d in out.left if d.fix and d.fix.trust in trust and d.fix.edits):
            for source in {id(edit.span.source): edit.span.source for edit in fix.edits}.values():
                real = _real(Path(source.name))
                mine = [edit for edit in fix.edits if edit.span.source is source]
                if real.is_relative_to(home) or real == _real(Path(name)):
                    _, made, count = edits.setdefault(real, (source, [], 0))
                    edits[real] = source, [*made, *(e for e in mine if e not in made)], count + 1
        for real, (source, made, count) in edits.items():
            change = out.changes.setdefault(real, Change(source.name, source.text, source.text))
            change.after, change.fixes = applied(source.text, made), change.fixes + count
            disk.texts[real] = change.after
        state = tuple(sorted(disk.texts.items()))
        if not edits or state in seen:
            break  # nothing left to mend, or two fixes that undo each other
        seen.add(state)
        out.left = examine(disk)
    out.changes = {real: change for real, change in out.changes.items() if change.after != change.before}
    return out


def chosen(fixes: Iterable[Fix]) -> list[Fix]:
    """Those that can be made together, in order: each with all its edits, none touching another's; two that are alike are one."""
    taken: list[Edit] = []
    out = []
    for fix in fixes:
        new = [edit for edit in fix.edits if edit not in taken]
        if all(apart(edit, other) for edit in new for other in taken):
            taken += new
            out.append(fix)
    return out


def apart(one: Edit, two: Edit) -> bool:
    if one.span.source is not two.span.source:
        return True
    a, b = one.span, two.span
    return a.end < b.start or b.end < a.start or (a.end == b.start and a.start < a.end) or (b.end == a.start and b.start < b.end)


def applied(text: str, edits: list[Edit]) -> str:
    """A text with edits made that lie apart from each other."""
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()
