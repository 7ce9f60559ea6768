"""`screenc plan FILM`: what a build would make, what is cached and why not, how long and how dear. Nothing is rendered."""

from __future__ import annotations

import json
import shutil
import sys
from fractions import Fraction
from pathlib import Path

import click

from screenc.cli.build import DOLLARS, SECONDS


@click.command(epilog="Signs: = cached, ~ changed, + new, ! forced.")
@click.argument("film", type=click.Path(path_type=Path))
@click.option(
    "--format", "format", type=click.Choice(["terminal", "json"]), default="terminal", help="How to write the plan to stdout."
)
@click.option("-o", "out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan as JSON to this file.")
@click.option("--estimate", is_flag=True, help="Reckon the length of lines from their words instead of speaking them once.")
@click.option("--compare", "comparing", is_flag=True, help="Lengths, losses and cost of all backends side by side.")
@click.option("--max-cost", type=DOLLARS, help="What `backend auto` may spend.")
@click.option("--deadline", type=SECONDS, help="How long `backend auto` may let the shots take, as `20m` or `90s`.")
@click.option("--quality", type=click.Choice(["draft", "good", "fine"]), help="How good `backend auto` is to make the film look.")
def command(
    film: Path,
    format: str,
    out: Path | None,
    estimate: bool,
    comparing: bool,
    max_cost: Fraction | None,
    deadline: Fraction | None,
    quality: str | None,
) -> None:
    """Say what a build of FILM would make, and why, before it makes anything."""
    from screenc.cli import session
    from screenc.director.project import written
    from screenc.report import comparison, reckoning

    reading = session.read(film)
    project = session.project_of(reading, needed=not estimate)
    if comparing and reading.well:
        columns = session.compared(reading, project, estimate=estimate, said=_speaking)
        if format == "json":
            click.echo(json.dumps([comparison.plainly(c) for c in columns], indent=2, ensure_ascii=False))
        else:
            click.echo("\n".join(comparison.side_by_side(columns, shutil.get_terminal_size((100, 24)).columns)))
        session.say(reading.diagnostics)
        sys.exit(session.exit_of(reading.diagnostics))
    from screenc.planner.auto import Wish

    planning = session.planned(reading, project, estimate=estimate, said=_speaking, wish=Wish(max_cost, deadline, quality))
    found = planning.diagnostics
    if planning.plan is not None:
        text = planning.plan.model_dump_json(indent=2) + "\n"
        if out is not None:
            try:
                out.write_text(text, encoding="utf-8")
            except OSError as cause:
                found = [*found, written(cause, out)]
        if format == "json":
            click.echo(text, nl=False)
        elif out is None:
            for line in reckoning.lines(planning.plan, spoken=not estimate):
                click.echo(line)
    session.say(found)
    sys.exit(session.exit_of(found))


def _speaking(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rspeaking line {min(done + 1, of)} of {of} to measure it" if done < of else "\r\033[K", err=True, nl=False)
