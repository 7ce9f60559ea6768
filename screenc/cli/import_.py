"""`screenc import`: what is a script already becomes a film with the shots that it has, and no others."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from screenc.interchange import FROM, named


@click.command(name="import", epilog="For example: screenc import film.fountain -o film.shot")
@click.argument("script", type=click.Path(path_type=Path))
@click.option("--from", "format", type=click.Choice(FROM), help="Which format; told by the file's name when left out.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of to standard output.")
@click.option("--force", is_flag=True, help="Replace the output file if there is one.")
def command(script: Path, format: str | None, output: Path | None, force: bool) -> None:
    """Make a film of SCRIPT: Fountain, Final Draft, or a bracketed shooting script.

    Shots are kept as they are, a scene without any is one master shot, and nothing is staged anew: `screenc script` does that.
    """
    from screenc.cli import session
    from screenc.cli.script import save
    from screenc.film.write import write
    from screenc.interchange import bracket, fdx, fountain
    from screenc.lang.read import read
    from screenc.text.diagnostic import failed

    format = format or named(str(script))
    if format not in FROM:
        raise click.UsageError(f"say what {script} is: --from {', --from '.join(FROM)}")
    source, found = read(script)
    resolved = None
    if source is not None:
        resolved, found = {"fountain": fountain, "fdx": fdx, "bracket": bracket}[format].read(source)
    text = write(resolved.film) if resolved is not None and not failed(found) else None
    if text is not None and output is not None:
        found = [*found, *save(output, text, force)]
    session.say(found)
    if text is None or failed(found):
        sys.exit(session.ILL)
    if output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"wrote {output}; next: screenc check {output}", err=True)
