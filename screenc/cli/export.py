"""`screenc export`: a film in the formats that others read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from screenc.interchange import TO, named


@click.command(epilog="For example: screenc export film.shot -o film.fountain")
@click.argument("film", type=click.Path(path_type=Path))
@click.option("--to", "format", type=click.Choice(list(TO)), help="Which format; told by the end of -o when left out.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of to standard output.")
@click.option("--force", is_flag=True, help="Replace the output file if there is one.")
@click.option("--estimate", is_flag=True, help="Reckon the length of lines from their words instead of speaking them once.")
def command(film: Path, format: str | None, output: Path | None, force: bool, estimate: bool) -> None:
    """Write FILM as a screenplay, a cut, a shot list or subtitles.

    Fountain and Final Draft carry the whole film and come back with `screenc import`; what another format cannot say is told.
    """
    from screenc.cli import session
    from screenc.cli.script import save
    from screenc.text import Diagnostic
    from screenc.text.diagnostic import failed

    format = format or (named(str(output)) if output else None)
    if format is None:
        raise click.UsageError("say which format: --to fountain, or -o film.fountain")
    reading = session.read(film)
    found = list(reading.diagnostics)
    text, unsaid = (None, [])
    if reading.well:
        text, unsaid, more = _written(reading, format, film, estimate)
        found = [d for d in more if d not in found] + found if text is None else found
    found += [Diagnostic("W0819", f"{format} cannot say all of it: {what}") for what in unsaid]
    if text is not None and output is not None:
        found += save(output, text, force)
    session.say(found)
    if text is None or failed(found):
        sys.exit(session.exit_of(found) or session.ILL)
    if output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"wrote {output}", err=True)


def _written(reading, format: str, path: Path, estimate: bool):
    """The text, what it could not say, and what stood in the way."""
    from screenc.cli import session
    from screenc.director import subtitles
    from screenc.director.project import Project, Trouble
    from screenc.interchange import bracket, fdx, fountain, table, timeline

    film = reading.resolved.film
    if format in ("fountain", "fdx"):
        text, unsaid = (fountain if format == "fountain" else fdx).write(film)
        return text, unsaid, []
    project, trouble = None, []
    try:
        project = None if estimate else Project(path.parent)
    except Trouble as cause:
        trouble = [cause.diagnostic]
    planning = session.planned(reading, project, estimate=estimate or project is None)
    plan = planning.plan
    if plan is None:
        return None, [], [*trouble, *planning.diagnostics]
    if format == "csv":
        return table.write(film, plan), [], []
    if format in ("otio", "edl"):
        return (timeline.otio if format == "otio" else timeline.edl)(film, plan), timeline.unsaid(plan), []
    if format == "bracket":
        return *bracket.write(film, plan), []
    cues = subtitles.cues(plan)
    return (subtitles.srt if format == "srt" else subtitles.vtt)(cues), [], []
