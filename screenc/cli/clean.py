"""`screenc clean`: remove what screenc made here, and nothing else; say what it was."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option("--dry-run", is_flag=True, help="Say what would go and remove nothing.")
@click.option("--films", is_flag=True, help="Remove the finished films and reports of `build` as well.")
def command(folder: Path, dry_run: bool, films: bool) -> None:
    """Remove the store and the journal of FOLDER (a film's folder, or the film itself).

    Scripts are never touched, nor is any file that was changed since screenc wrote it.
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
                outputs = project.journal.products() if films else []
        finally:
            project.close()
    except Trouble as cause:
        session.say([cause.diagnostic])
        sys.exit(session.exit_of([cause.diagnostic]))
    kept = [path for path, ours in outputs if not ours]
    gone = [path for path, ours in outputs if ours]
    size = sum(p.stat().st_size for p in [*gone, *(p for p in home.rglob("*") if p.is_file() and p.stat().st_nlink >= 1)])
    if not dry_run:
        for path in gone:
            path.unlink()
        for empty in sorted({path.parent for path in gone}):
            for place in (empty, empty.parent):
                if place != folder and place.is_dir() and not any(place.iterdir()):
                    place.rmdir()
        shutil.rmtree(home)
    verb = "would remove" if dry_run else "removed"
    for path in [home, *gone]:
        click.echo(f"{verb} {shown(path)}")
    for path in kept:
        click.echo(f"kept {shown(path)}: it was changed since it was made")
    click.echo(f"{size / 1e6:.1f} MB")


def shown(path: Path) -> str:
    """A path as one would type it here."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
