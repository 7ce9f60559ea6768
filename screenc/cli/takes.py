"""Other takes that the command line asks for, written down, so that every later build means them too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from screenc.cli import session
from screenc.contract import Plan
from screenc.director import stamp
from screenc.director.project import Project
from screenc.film.model import Film
from screenc.text import Diagnostic


def ask(
    path: Path,
    reading: session.Reading,
    project: Project,
    retake: Sequence[str],
    recast: Sequence[str],
    chosen: Sequence[tuple[str, int]],
) -> None:
    """Note other takes of shots, of every shot of some cast, and which take is used. Raises UsageError for what is not there."""
    film, journal = reading.resolved.film, project.journal
    have(path, film, (*retake, *(shot for shot, _ in chosen)))
    cast = {one.id for one in film.cast}
    for who in recast:
        if who not in cast:
            raise click.UsageError(f"{path} has no cast `{who}`")
    if retake or recast or chosen:
        stamp.void(path)
    for shot in retake:
        journal.retake(film.id, shot)
    if recast:
        for shot in seen(reading, recast):
            journal.retake(film.id, shot, recast=True)
    for shot, number in chosen:
        if not journal.choose(film.id, shot, number):
            there = ", ".join(str(t.number) for t in journal.takes(film.id, shot))
            raise click.UsageError(f"{shot} has no take {number}: it has {there}")


def lost(plan: Plan, chosen: Sequence[tuple[str, int]]) -> list[Diagnostic]:
    """E0628 for each chosen take of which no clip is kept, so that it would be bought: the words were to use what is there."""
    out = []
    for shot, number in chosen:
        made = [t for t in plan.tasks if t.request is not None and shot in t.unit.shots and t.why.kind != "cached"]
        if made:
            cost = f"${float(sum(t.dollars for t in made)):.2f}"
            words = f"take {number} of {shot} is not kept as the film would use it now, and would cost {cost} again"
            note = "the script has changed since it was made, or a shot that it hangs on is another take"
            help = f"choose the takes of those shots, too, or order another take with `--retake {shot}`"
            out.append(Diagnostic("E0628", words, notes=(note,), help=help))
    return out


def have(path: Path, film: Film, shots: Sequence[str]) -> None:
    """Raises UsageError for the first of `shots` that the film has not."""
    known = {shot.id for _, shot in film.shots()}
    for shot in shots:
        if shot not in known:
            raise click.UsageError(f"{path} has no shot `{shot}`")


def seen(reading: session.Reading, who: Sequence[str]) -> list[str]:
    """The shots in whose frame some of the cast stand."""
    from screenc.film.continuity import follow

    log = follow(reading.resolved.film)
    return [shot for shot, entry in log.items() if any(p.who in who and p.in_frame for p in entry.present)]
