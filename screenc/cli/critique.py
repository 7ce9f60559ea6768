"""`screenc critique FILM VIDEO`: any video, from any tool, judged against a script."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from screenc.cli import lent

FORMATS = ("terminal", "json", "junit", "sarif", "github", "markdown")


@click.command(
    epilog="Exit: 0 as scripted; 1 errors in the script; 3 the video is not what the script says; 4 it cannot be read."
)
@click.argument("film", type=click.Path(path_type=Path))
@click.argument("video", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the report page goes. [default: build/FILM-ID/critique beside the script]",
)
@click.option("--format", "format", type=click.Choice(FORMATS), default="terminal", help="How the findings are told on stdout.")
@click.option("--estimate", is_flag=True, help="Reckon the length of lines from their words instead of speaking them once.")
@lent.options
def command(film: Path, video: Path, out: Path | None, format: str, estimate: bool, asked: dict) -> None:
    """Judge VIDEO against the script FILM: which shots are there, in what order, how long, and whether every claim holds.

    The video may come from any tool, in any codec, size and rate that FFmpeg reads, with sound or without.
    """
    from screenc.cli import session
    from screenc.contract import Failed
    from screenc.critic.claims import addresses
    from screenc.critic.critique import critique
    from screenc.director.project import Project, Trouble, written
    from screenc.media.fault import MediaError
    from screenc.report import alignment, machine
    from screenc.report import critique as told
    from screenc.text import Diagnostic

    reading = session.read(film)
    project = None
    if reading.well and not estimate:
        try:
            project = Project(film.parent)
        except Trouble:
            project = None
    planning = session.planned(reading, project, estimate=project is None)
    if planning.plan is None:
        session.say(planning.diagnostics, format if format in machine.FORMATS else "terminal")
        sys.exit(session.exit_of(planning.diagnostics))
    resolved = reading.resolved
    fixed = frozenset(shot.id for _, shot in resolved.film.shots() if shot.length is not None)
    try:
        senses = lent.senses(asked, project.journal if project else None)
        found = critique(planning.plan, video, addresses(resolved), fixed, senses)
    except Failed as cause:
        session.say([cause.diagnostic], format if format in machine.FORMATS else "terminal")
        sys.exit(session.exit_of([cause.diagnostic]))
    except MediaError as cause:
        unread = Diagnostic("E0609", f"the video cannot be read: {cause}", help=cause.help or None)
        session.say([unread], format if format in machine.FORMATS else "terminal")
        sys.exit(session.FAILED)
    found = replace(found, diagnostics=(*found.diagnostics, *lent.found(senses)))
    code = session.exit_of(found.diagnostics)
    page = (out or film.parent / "build" / planning.plan.film / "critique") / f"{video.stem}.html"
    text = told.page(found, planning.plan, resolved, fixed, video, page.parent, code, senses)
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8", newline="\n")
        if project:
            project.journal.produced(planning.plan.film, page, "")
    except OSError as cause:
        found = replace(found, diagnostics=(*found.diagnostics, written(cause, page)))
        code = session.exit_of(found.diagnostics)
    if format == "json":
        click.echo(told.as_json(found, str(film), str(video), code, senses), nl=False)
    elif format == "junit":
        click.echo(told.junit(found, planning.plan.film, senses), nl=False)
    elif format == "markdown":
        click.echo(told.markdown(found, film.name, video.name, senses), nl=False)
    elif format == "sarif":
        click.echo(told.sarif(found, senses), nl=False)
    elif format == "github":
        click.echo(told.github(found, senses), nl=False)
    else:
        for line in told.lines(found):
            click.echo(line)
        session.say(found.diagnostics)
        for line in lent.told(senses):
            click.echo(line)
        if senses.get("vsa") is None:
            click.echo(alignment.UNMEASURED)
        click.echo(told.summary(found), err=True)
    if page.exists():
        click.echo(f"report  {page}", err=format != "terminal")
    sys.exit(code)
