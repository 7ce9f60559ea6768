"""What the verbs share: reading a film, planning it with this machine's voices, saying what was found, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screenc.text import Diagnostic
from screenc.text.diagnostic import failed

if TYPE_CHECKING:
    from screenc.contract import Plan
    from screenc.director.project import Project
    from screenc.film.resolve import Resolved
    from screenc.lang.load import Disk
    from screenc.planner.auto import Wish
    from screenc.planner.compare import Column
    from screenc.planner.reason import Past

WELL, ILL, USAGE, UNHELD, FAILED, BUDGET, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


@dataclass
class Reading:
    """A film file as far as it could be understood."""

    path: Path
    resolved: Resolved | None
    diagnostics: list[Diagnostic]
    files: tuple[Path, ...] = ()

    @property
    def well(self) -> bool:
        return self.resolved is not None and not failed(self.diagnostics)


@dataclass
class Planning:
    """A reading, and the plan for it where there can be one."""

    reading: Reading
    plan: Plan | None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return self.plan is not None and not failed(self.diagnostics)


def read(path: Path, disk: Disk | None = None) -> Reading:
    """Load, resolve and judge a film; the rules run only on a film that means something. `disk` reads the files otherwise."""
    from screenc.film.resolve import resolve
    from screenc.lang import load

    loaded, found = load(path, disk=disk)
    if loaded is None:
        return Reading(path, None, found, (path,))
    resolved, more = resolve(loaded)
    found = [*found, *more]
    if resolved is not None and not failed(found):
        from screenc.critic.claims import examine
        from screenc.film.rules import check

        found += [*check(resolved), *examine(resolved)]
    return Reading(path, resolved, found, tuple(loaded.paths))


def project_of(reading: Reading, needed: bool) -> Project | None:
    """The project that a film lies in, None for one that does not read well; a folder that cannot be used is said if `needed`."""
    from screenc.director.project import Project, Trouble

    try:
        return Project(reading.path.parent) if reading.well else None
    except Trouble as cause:
        if needed:
            reading.diagnostics.append(cause.diagnostic)
        return None


def planned(
    reading: Reading,
    project: Project | None,
    *,
    estimate: bool = False,
    force: Callable[[str], bool] = lambda shot: False,
    past: Past | None = None,
    said: Callable[[int, int], None] = lambda done, of: None,
    wish: Wish | None = None,
) -> Planning:
    """The plan of a film that reads well. Without a project nothing is known of
    earlier builds but what `past` says, and lines are reckoned, not spoken.
    """
    from screenc.contract import Failed
    from screenc.director import voices
    from screenc.planner.auto import ANYTHING
    from screenc.planner.plan import plan
    from screenc.planner.reason import NOTHING

    if not reading.well:
        return Planning(reading, None, list(reading.diagnostics))
    film = reading.resolved.film
    try:
        casting = voices.estimated(film) if estimate or project is None else voices.measured(film, project, said)
        made, found = plan(
            reading.resolved,
            casting,
            past=past or (project.past(film.id) if project else NOTHING),
            today=date.today(),
            force=force,
            folder=reading.path.parent,
            wish=wish or ANYTHING,
        )
    except Failed as cause:
        return Planning(reading, None, [*reading.diagnostics, cause.diagnostic])
    return Planning(reading, made, [*reading.diagnostics, *found])


def compared(
    reading: Reading,
    project: Project | None,
    *,
    estimate: bool = False,
    said: Callable[[int, int], None] = lambda done, of: None,
) -> list[Column]:
    """A film that reads well, asked of every backend that there is."""
    from screenc.director import voices
    from screenc.planner.plan import side_by_side

    film = reading.resolved.film
    casting = voices.estimated(film) if estimate or project is None else voices.measured(film, project, said)
    return side_by_side(reading.resolved, casting, today=date.today(), folder=reading.path.parent)


def say(diagnostics: Sequence[Diagnostic], format: str = "terminal") -> None:
    """People's reports go to stderr, so that a plan on stdout stays a plan; machines' go to stdout, where they are the result."""
    from screenc.report import machine, terminal

    if format == "terminal":
        terminal.write(diagnostics, sys.stderr)
    else:
        machine.render(diagnostics, format, sys.stdout)


def plainly(diagnostics: Sequence[Diagnostic]) -> str:
    """What `say` would write, without colour."""
    import io

    from screenc.report import terminal

    out = io.StringIO()
    terminal.write(diagnostics, out, colour=False, width=120)
    return out.getvalue()


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors and 1 warning`."""
    from screenc.report import terminal

    return terminal.counted(terminal.ordered(diagnostics))


def exit_of(diagnostics: Sequence[Diagnostic]) -> int:
    """The code to leave with: the film's own errors before money, money before failed work, failed work before claims."""
    codes = {d.code for d in diagnostics if d.severity == "error"}
    claims = {"E0701", "E0706", "E0711", "E0712", "E0713", "E0714"}
    money = {"E0513", "E0610"}
    outside = {"E0750", "E0751", "E0752", "E0753", "E0758"} | {c for c in codes if c.startswith("E06")}
    if codes - claims - money - outside:
        return ILL
    if codes & money:
        return BUDGET
    if codes - claims:
        return FAILED
    return UNHELD if codes else WELL
