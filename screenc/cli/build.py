"""`screenc build FILM`: make what the script says, check it, and say where it is. A build with nothing to do says so at once."""

from __future__ import annotations

import os
import re
import sys
from fractions import Fraction
from pathlib import Path

import click

from screenc.cli import lent


class Dollars(click.ParamType):
    name = "dollars"

    def convert(self, value, param, ctx):
        found = re.fullmatch(r"\$?(\d+(?:\.\d+)?)", str(value))
        return Fraction(found[1]) if found else self.fail(f"{value!r} is no amount of dollars: say 4 or $4.50", param, ctx)


class Seconds(click.ParamType):
    name = "time"

    def convert(self, value, param, ctx):
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|h)?", str(value))
        if not found:
            self.fail(f"{value!r} is no length of time: say 90s, 20m or 1h", param, ctx)
        return Fraction(found[1]) * {"h": 3600, "m": 60}.get(found[2] or "s", 1)


class Take(click.ParamType):
    name = "take"

    def convert(self, value, param, ctx):
        shot, _, number = str(value).rpartition(":")
        if not shot or not number.isdigit():
            self.fail(f"{value!r} is no take: say SHOT:N, as s10.2:1", param, ctx)
        return shot, int(number)


DOLLARS, SECONDS, TAKE = Dollars(), Seconds(), Take()


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
@click.option("--max-cost", type=DOLLARS, help="Order nothing that would bring this build's bought clips over so many dollars.")
@click.option("--max-new-shots", type=click.IntRange(0), help="Order no more new shots than this.")
@click.option("--deadline", type=SECONDS, help="How long `backend auto` may let the shots take, as `20m` or `90s`.")
@click.option("--quality", type=click.Choice(["draft", "good", "fine"]), help="How good `backend auto` is to make the film look.")
@click.option("--retake", multiple=True, metavar="SHOT", help="Make another take of this shot: the same look, another motion.")
@click.option("--recast", multiple=True, metavar="CAST", help="Make every shot again in which this one of the cast is seen.")
@click.option("--take", "takes", multiple=True, type=TAKE, metavar="SHOT:N", help="Use take N of this shot, which is kept.")
@click.option(
    "--repair", type=click.IntRange(0), default=0, metavar="N", help="Give a shot whose claim fails up to N other takes."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong and where the film is.")
@lent.options
def command(
    film: Path,
    out: Path | None,
    jobs: int | None,
    only: tuple[str, ...],
    force: bool,
    no_check: bool,
    max_cost: Fraction | None,
    max_new_shots: int | None,
    deadline: Fraction | None,
    quality: str | None,
    retake: tuple[str, ...],
    recast: tuple[str, ...],
    takes: tuple[tuple[str, int], ...],
    repair: int,
    quiet: bool,
    asked: dict,
) -> None:
    """Build FILM: render what changed, cut it together, mix the sound, check the result, write the report."""
    from screenc.director import stamp

    sealed = {"out": str(out) if out else None, "check": not no_check, **({"quality": quality} if quality else {})}
    sealed |= {"lent": asked} if asked else {}
    sealed |= {"repair": repair} if repair else {}
    sealed |= {"watched": True} if os.environ.get(stamp.WATCHED) else {}
    anew = force or only or retake or recast or takes or deadline
    if not anew and (last := stamp.fresh(film, sealed)):
        if last.reported:
            click.echo(last.reported, err=True, nl=False)
        if not quiet:
            click.echo("nothing to do: the film is as the script has it", err=True)
        click.echo(last.summary)
        sys.exit(last.exit)
    from screenc.cli import studio

    wish = studio.Wish(
        out=out,
        jobs=jobs,
        only=only,
        force=force,
        check=not no_check,
        quiet=quiet,
        dollars=max_cost,
        shots=max_new_shots,
        deadline=deadline,
        quality=quality,
        retake=retake,
        recast=recast,
        takes=takes,
        lent=asked,
        repair=repair,
        sealed=sealed,
    )
    sys.exit(studio.build(film, wish))
