"""`screenc fmt`: every film in the one layout, so that a difference between two versions is a difference between two films."""

from __future__ import annotations

import difflib
import sys

import click

from screenc.text import Diagnostic


@click.command(name="fmt", epilog="For example: screenc fmt film.shot, screenc fmt --check *.shot, screenc fmt - < film.shot.")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file is not formatted.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
def command(files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Format films in place, or standard input (-) to standard output.

    Formatting never changes a film, and a file that cannot be read as one is not touched. Files are replaced whole.
    """
    from screenc.lang.save import save
    from screenc.report.machine import render

    found: list[Diagnostic] = []
    changed: list[str] = []
    for name in files:
        before, after, problems = formatted(name)
        found += problems
        if after is None:
            continue
        if before != after:
            changed.append(name)
        if diff:
            click.echo("".join(_diff(name, before or "", after)), nl=False)
        elif name == "-" and not check:
            click.echo(after, nl=False)
        elif before != after and not check:
            failures = save(name, after)
            found += failures
            if not failures:
                click.echo(f"{name}: formatted", err=True)
    render(found, "terminal", sys.stderr)
    if check:
        for name in changed:
            click.echo(f"{name}: would be formatted", err=True)
    if found or (check and changed):
        raise SystemExit(1)


def formatted(name: str) -> tuple[str | None, str | None, list[Diagnostic]]:
    """A file as it is and as it should be, a byte order mark counted as a difference; None for what could not be read."""
    from screenc.lang.format import format_file
    from screenc.lang.parse import parse
    from screenc.lang.read import BOM, decode, read_bytes

    data, problems = (sys.stdin.buffer.read(), []) if name == "-" else read_bytes(name)
    if data is None:
        return None, None, problems
    source, problems = decode("<standard input>" if name == "-" else name, data)
    if source is None:
        return None, None, problems
    file, problems = parse(source)
    if file is None:
        return source.text, None, problems
    return ("\ufeff" if data.startswith(BOM) else "") + source.text, format_file(file), []


def _diff(name: str, before: str, after: str) -> list[str]:
    lines = (text.splitlines(keepends=True) for text in (before, after))
    return list(difflib.unified_diff(*lines, name, f"{name} (formatted)"))
