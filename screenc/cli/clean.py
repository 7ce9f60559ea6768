"""`screenc clean`: remove what screenc made here, and nothing else; what was paid for stays unless it is named and agreed to."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from screenc.director.ledger import Order
    from screenc.director.project import Project

ANSWERS = "answers"
"""What models wrote for `script`, which may have been paid for as well."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option("--dry-run", is_flag=True, help="Say what would go and remove nothing.")
@click.option("--films", is_flag=True, help="Remove the finished films and reports of `build` as well.")
@click.option("--bought", is_flag=True, help="Remove what was paid for as well, and the ledger: asks, and names the price.")
@click.option("--yes", is_flag=True, help="With --bought: do not ask.")
def command(folder: Path, dry_run: bool, films: bool, bought: bool, yes: bool) -> None:
    """Remove what FOLDER (a film's folder, or the film itself) holds of earlier builds.

    The ledger, clips that were bought and answers of models stay, unless `--bought` asks for them too. Scripts are never
    touched, nor is any file that was changed since screenc wrote it.
    """
    from screenc.cli import session
    from screenc.director.project import HOME, Project, Trouble

    folder = folder.parent if folder.is_file() else folder
    home = folder / HOME
    if not home.is_dir():
        click.echo(f"nothing of screenc's in {folder}")
        return
    try:
        project = Project(folder)
        try:
            with project.building():
                sweep = _Sweep(project, films, bought)
                if bought and sweep.paid and not dry_run and not yes:
                    click.confirm(f"{sweep.price()} Remove all that as well?", abort=True, err=True)
                if not dry_run:
                    sweep.go()
        finally:
            project.close()
    except Trouble as cause:
        session.say([cause.diagnostic])
        sys.exit(session.exit_of([cause.diagnostic]))
    if not dry_run and not sweep.keeps:
        shutil.rmtree(home)
    for line in sweep.told("would remove" if dry_run else "removed"):
        click.echo(line)


class _Sweep:
    """What is to go and what is to stay, reckoned while no build runs."""

    def __init__(self, project: Project, films: bool, bought: bool):
        self.project, self.bought = project, bought
        self.orders = project.ledger.orders()
        self.answers = project.home / ANSWERS
        self.paid = bool(self.orders) or self.answers.is_dir()
        self.keeps = self.paid and not bought
        outputs = project.journal.products() if films else []
        self.films = [path for path, ours in outputs if ours]
        self.edited = [path for path, ours in outputs if not ours]
        self.clips = project.bought()
        stay = {project.store.path(digest, media) for digest, media in self.clips.items()} if self.keeps else set()
        self.gone = [path for path in self._files() if path not in stay]
        self.size = sum(path.stat().st_size for path in [*self.films, *self.gone])
        self.kept = sum(path.stat().st_size for path in stay if path.is_file())

    def _files(self) -> Iterator[Path]:
        """Every file that no kept thing needs to be found by; without kept things, every file."""
        home = self.project.home
        for path in home.rglob("*"):
            place = path.relative_to(home).parts
            book = len(place) == 1 and (place[0].startswith(("ledger.", "journal.")) or place[0] in ("lock", ".gitignore"))
            if path.is_file() and not (self.keeps and (book or place[0] == ANSWERS)):
                yield path

    def go(self) -> None:
        for path in self.films:
            path.unlink()
        for empty in sorted({path.parent for path in self.films}):
            for place in (empty, empty.parent):
                if place != self.project.folder and place.is_dir() and not any(place.iterdir()):
                    place.rmdir()
        if self.keeps:
            self.project.journal.forget(self.clips)
            for path in self.gone:
                path.unlink(missing_ok=True)

    def price(self) -> str:
        """What would be lost with what was paid for, in dollars and in orders that may still be delivered."""
        orders = [o for o in self.orders if o.stage not in ("failed", "cancelled") or o.counts]
        waiting = [o for o in orders if o.stage in ("sending", "ordered", "ambiguous")]
        parts = []
        if orders:
            parts.append(f"{_many(orders, 'order')} of {_dollars(orders)} {'is' if len(orders) == 1 else 'are'} in the ledger.")
        if waiting:
            what = "it makes" if len(waiting) == 1 else "they make"
            parts.append(f"{_many(waiting, 'order')} not yet delivered: what {what} would be lost, and could be billed again.")
        if self.answers.is_dir():
            parts.append("Answers of models are kept, for which a provider may have charged.")
        return " ".join(parts) or "The ledger has only orders that cost nothing."

    def told(self, verb: str) -> Iterator[str]:
        home = shown(self.project.home)
        yield f"{verb} {home}" + (", but for what was paid for" if self.keeps else "")
        for path in self.films:
            yield f"{verb} {shown(path)}"
        for path in self.edited:
            yield f"kept {shown(path)}: it was changed since it was made"
        yield f"{self.size / 1e6:.1f} MB"
        if self.keeps and self.orders:
            spent = f"the ledger of {_many(self.orders, 'order')} ({_dollars(self.orders)})"
            clips = f", {_many(self.clips, 'bought file')} of {self.kept / 1e6:.1f} MB" if self.clips else ""
            yield f"kept {spent}{clips}; `screenc clean --bought` removes them too"
        if self.keeps and self.answers.is_dir():
            yield f"kept {shown(self.answers)}: answers of models; `screenc clean --bought` removes them too"


def _many(things, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _dollars(orders: list[Order]) -> str:
    return f"${float(sum(o.counts for o in orders)):.2f}"


def shown(path: Path) -> str:
    """A path as one would type it here."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
