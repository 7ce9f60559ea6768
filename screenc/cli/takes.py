"""Other takes that the command line asks for, written down, so that every later build means them too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from screenc.cli import session
from screenc.director import stamp
from screenc.director.project import Project
from screenc.film.model import Film


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
