"""`screenc check`: everything that can be known of a film before a frame of it is made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from screenc.text import Diagnostic

FORMATS = ("terminal", "json", "sarif", "junit", "github")
MOST_ROUNDS = 20
"""A mended line may show what it hid; each round mends all that can be seen, and twenty are more than any file has needed."""


@click.command(name="check", epilog="For example: screenc check film.shot, or screenc check --fix film.shot.")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE...")
@click.option("--format", "report", type=click.Choice(FORMATS), default="terminal", help="How problems are told.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what was meant, then check again.")
def command(files: tuple[str, ...], report: str, fix: bool) -> None:
    """Check films: syntax, names, values, claims, and the rules of the craft.

    FILE is a film, with all that it uses, or a file of cast, places, props and voices alone; - reads standard input. Errors
    end with exit code 1, warnings do not.
    """
    from screenc.report.machine import render
    from screenc.text.diagnostic import failed

    found: list[Diagnostic] = []
    for name in files:
        text = sys.stdin.buffer.read() if name == "-" else None
        problems = examine(name, text)
        if fix and text is None:
            problems = mended(name, problems)
        found += problems
    render(found, report, sys.stdout, files=files)
    if report == "terminal" and not found:
        click.echo(f"{files[0] if len(files) == 1 else f'{len(files)} files'}: no problems", err=True)
    if failed(found):
        raise SystemExit(1)


def examine(name: str, text: bytes | None = None) -> list[Diagnostic]:
    """Every diagnostic of one film and the files it uses; `text` instead of the file's bytes."""
    from screenc.critic import claims
    from screenc.film import rules
    from screenc.film.resolve import resolve
    from screenc.lang import load

    loaded, problems = load("<standard input>" if text is not None else name, text)
    if loaded is None:
        return problems
    resolved, more = resolve(loaded)
    problems = [*problems, *more]
    if resolved is not None:
        problems += [*rules.check(resolved), *claims.examine(resolved)]
    return problems


def mended(name: str, problems: list[Diagnostic]) -> list[Diagnostic]:
    """Make every safe fix in the files that the problems stand in, and tell what is left."""
    from screenc.lang.save import mend, save

    for _ in range(MOST_ROUNDS):
        sources = {edit.span.source.name: edit.span.source for problem in problems for edit in _safe(problem)}
        if not sources:
            break
        for path, source in sources.items():
            edits = [edit for problem in problems for edit in _safe(problem) if edit.span.source.name == path]
            failures = save(Path(path), mend(source, edits))
            if failures:
                return [*problems, *failures]
            click.echo(f"{path}: {len(edits)} fixed", err=True)
        problems = examine(name)
    return problems


def _safe(problem: Diagnostic):
    return problem.fix.edits if problem.fix and problem.fix.trust == "safe" else ()
