"""`screenc check`: everything that can be known of a film before a frame of it is made."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screenc.text import Diagnostic

if TYPE_CHECKING:
    from screenc.lang.load import Disk

FORMATS = ("terminal", "json", "sarif", "junit", "github")


@click.command(name="check", epilog="For example: screenc check film.shot, or screenc check --fix film.shot.")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE...")
@click.option("--format", "report", type=click.Choice(FORMATS), default="terminal", help="How problems are told.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what was meant, then check again.")
@click.option("--likely", is_flag=True, help="With --fix or --diff: make our best guesses, too; read what they changed.")
@click.option("--diff", "preview", is_flag=True, help="Show what --fix would change, and change nothing.")
def command(files: tuple[str, ...], report: str, fix: bool, likely: bool, preview: bool) -> None:
    """Check films: syntax, names, values, claims, and the rules of the craft.

    FILE is a film, with all that it uses, or a file of cast, places, props and voices alone; - reads standard input. Errors
    end with exit code 1, warnings do not; --diff ends with 1, too, where there is something to mend.
    """
    from screenc.report.machine import render
    from screenc.text.diagnostic import failed

    if likely and not (fix or preview):
        raise click.UsageError("--likely goes with --fix or --diff")
    if preview and report != "terminal":
        raise click.UsageError("--diff is text; --format goes without it")
    found: list[Diagnostic] = []
    changed = False
    for name in files:
        if name == "-":
            found += examine(name, sys.stdin.buffer.read())
        elif fix or preview:
            left, some = mended(name, likely, preview)
            found, changed = [*found, *left], changed or some
        else:
            found += examine(name)
    render(found, report, sys.stderr if preview else sys.stdout, files=files)
    if report == "terminal" and not found and not preview:
        click.echo(f"{files[0] if len(files) == 1 else f'{len(files)} files'}: no problems", err=True)
    if failed(found) or (preview and changed):
        raise SystemExit(1)


def mended(name: str, likely: bool, preview: bool) -> tuple[list[Diagnostic], bool]:
    """Make the fixes, or show them; what is left to tell, and whether there was anything to mend."""
    from screenc.lang.mending import LIKELY, SAFE, mend
    from screenc.lang.save import save

    out = mend(name, lambda disk: examine(name, disk=disk), LIKELY if likely else SAFE)
    failures = []
    for _, change in sorted(out.changes.items()):
        if preview:
            click.echo("".join(change.diff()), nl=False)
        elif missed := save(Path(change.name), change.after):
            failures += missed
        else:
            click.echo(f"{change.name}: {change.fixes} fixed", err=True)
    return ([*examine(name), *failures] if failures else out.left), bool(out.changes)


def examine(name: str, text: bytes | None = None, disk: Disk | None = None) -> list[Diagnostic]:
    """Every diagnostic of one film and the files it uses; `text` instead of the file's bytes, `disk` instead of the disk."""
    from screenc.critic import claims
    from screenc.film import rules
    from screenc.film.resolve import resolve
    from screenc.lang import load
    from screenc.planner.lifecycle import lifecycle

    loaded, problems = load("<standard input>" if text is not None else name, text, disk)
    if loaded is None:
        return problems
    resolved, more = resolve(loaded)
    problems = [*problems, *more]
    if resolved is not None:
        problems += [*rules.check(resolved), *claims.examine(resolved), *lifecycle(resolved, date.today())]
    return problems
