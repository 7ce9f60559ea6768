"""`screenc diff`: what changed on the screen between two versions of a film, and what a build will make again for it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from screenc.text import Diagnostic


@click.command(
    epilog="For example: screenc diff film.shot (since the last commit), screenc diff main -- film.shot, "
    "screenc diff main...HEAD -- film.shot, screenc diff old.shot new.shot."
)
@click.argument("what", nargs=-1, required=True, metavar="[REVISION|OLD] FILM")
@click.option(
    "--format", "format", type=click.Choice(["terminal", "json", "markdown"]), default="terminal", help="How to write the diff."
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the films differ.")
def command(what: tuple[str, ...], format: str, exit_code: bool) -> None:
    """Say what differs between two versions of FILM: shots, lines, length, what is rendered again and its price.

    One name compares the file with the last commit; REVISION is any that git takes, `A..B` two of them, `A...B` from where
    they parted. What is rendered again is reckoned against a build of the earlier film, with lines estimated, not spoken.
    """
    from screenc.cli import session
    from screenc.film.diff import compare
    from screenc.planner.reason import Built
    from screenc.report import filmdiff, terminal

    if len(what) > 2:
        raise click.UsageError("name a film, and before it a revision or an older file")
    sides, found = _sides(*what)
    if found:
        session.say(found)
        sys.exit(session.exit_of(found))
    (label, path, disk), (label_now, path_now, disk_now) = sides
    was, now = session.read(path, disk), session.read(path_now, disk_now)
    new = was.resolved is None and [d.code for d in was.diagnostics] == ["E0111"] and disk is not None
    ill = [d for side in ((now,) if new else (was, now)) if not side.well for d in side.diagnostics]
    if ill:
        session.say(ill)
        sys.exit(session.exit_of(ill))
    before = None if new else session.planned(was, None)
    after = session.planned(now, None, past=Built(before.plan.tasks) if before and before.plan else None)
    ill = [d for side in (before, after) if side and side.plan is None for d in side.diagnostics]
    if ill:
        session.say(ill)
        sys.exit(session.exit_of(ill))
    changes = compare(None if new else was.resolved.film, now.resolved.film)
    diff = filmdiff.told(label, label_now, changes, before.plan if before else None, after.plan)
    if format == "json":
        click.echo(diff.model_dump_json(indent=2))
    elif format == "markdown":
        click.echo(filmdiff.markdown(diff), nl=False)
    else:
        mark = filmdiff.Colour() if terminal.wants_colour(sys.stdout) else filmdiff.Mark()
        for line in filmdiff.lines(diff, mark):
            click.echo(line)
    sys.exit(1 if exit_code and not diff.nothing else 0)


def _sides(first: str, second: str | None = None):
    """The two versions that were asked for, each (what to call it, path, where its files come from or None for the disk)."""
    from screenc.lang.revision import merge_base, revision

    if second is None:
        first, second = "HEAD", first
    elif Path(first).is_file():
        return [(first, Path(first), None), (second, Path(second), None)], []
    path = Path(second)
    older, dots, newer = first.partition("...") if "..." in first else first.partition("..")
    newer = newer or ("HEAD" if dots else "")
    names = [older or "HEAD", newer] if newer else [older]
    found: list[Diagnostic] = []
    sides = []
    for name in names:
        disk, ill = revision(name, path.parent)
        found += ill
        sides.append((name, path, disk))
    if found:
        return [], found[:1]
    if not newer:
        sides.append(("the working tree", path, None))
    elif dots == "...":
        base = merge_base(sides[0][2].commit, sides[1][2].commit, path.parent)
        if base is None:
            return [], [Diagnostic("E0941", f"`{names[0]}` and `{names[1]}` have no commit in common")]
        sides[0] = (base[:12], path, revision(base, path.parent)[0])
    return sides, []
