"""`screenc build FILM`: make what the script says, check it, and say where it is. A build with nothing to do says so at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(
    epilog="Exit: 0 well; 1 errors in the film; 3 an expect did not hold; 4 a backend failed; 5 over budget; 130 interrupted."
)
@click.argument("film", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the film goes. [default: build/FILM-ID beside the script]",
)
@click.option("-j", "--jobs", type=click.IntRange(1, 64), help="How many shots to make at once. [default: half of the cores]")
@click.option("--only", multiple=True, metavar="SHOT", help="Make only this shot and what it needs; may be given several times.")
@click.option("--force", is_flag=True, help="Make everything again (with --only: those shots), though nothing changed.")
@click.option("--no-check", is_flag=True, help="Do not judge the finished film.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong and where the film is.")
def command(
    film: Path,
    out: Path | None,
    jobs: int | None,
    only: tuple[str, ...],
    force: bool,
    no_check: bool,
    quiet: bool,
) -> None:
    """Build FILM: render what changed, cut it together, mix the sound, check the result, write the report."""
    from screenc.director import stamp

    sealed = {"out": str(out) if out else None, "check": not no_check}
    if not force and not only and (last := stamp.fresh(film, sealed)):
        if last.reported:
            click.echo(last.reported, err=True, nl=False)
        if not quiet:
            click.echo("nothing to do: the film is as the script has it", err=True)
        click.echo(last.summary)
        sys.exit(last.exit)
    from screenc.cli import studio

    sys.exit(studio.build(film, studio.Wish(out, jobs, only, force, not no_check, quiet, sealed)))
