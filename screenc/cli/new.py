"""`screenc new`: a folder with a small film in it that checks clean and builds, to be written over."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import click

CAST = """screenc 1

cast ANA
  look     woman of 30, average build, brown bob, quick eyes
  wears    mustard raincoat, black trousers
  height   166cm
  tint     #d4a017

cast BEN
  look     man of 35, tall, slight build, short black hair
  wears    navy coat, grey trousers
  height   181cm
  tint     #2f4b7c

place tram-stop
  look     a tram stop with a glass shelter, wet rails, shop lights across the street
  sound    distant traffic
end
"""

FILM = """screenc 1

use cast.shot

film {id}
  title    {title}
  style    cinematic realism, soft dusk light
  language en

scene s10 ext tram-stop dusk
  goal     Two strangers wait for the last tram.
  weather  rain
  with     ANA BEN
  axis     ANA BEN
  sound    steady rain

# the place, and who is in it
shot s10.1 auto
  framing  long ANA BEN
  camera   push-in slow
  mark     ANA left near facing right
  mark     BEN right mid facing left
  action   ANA and BEN wait at the stop, an arm's length apart.

shot s10.2 auto
  framing  two-shot ANA BEN
  ANA: Is this the last one?
  BEN: There's another in nine minutes.

shot s10.3 auto
  framing  medium-close ANA
  ANA: You said that nine minutes ago.

shot s10.4 auto
  framing  medium-close BEN
  camera   push-in slow BEN
  BEN (smiling): I was hoping you wouldn't count.
  cut      fade 1s
end
"""


@click.command(name="new")
@click.argument("name", type=click.Path())
@click.option("--title", help="The film's title; made from the name when left out.")
def command(name, title):
    """Start a film in a new folder NAME: film.shot and cast.shot, which check clean and build."""
    from screenc.report.machine import render

    folder = Path(name)
    found = _start(folder, _id(folder.name), " ".join((title or "").split())[:200] or _title(folder.name))
    if found:
        render(found, "terminal", sys.stderr)
        raise SystemExit(1)
    click.echo(folder / "film.shot")
    click.echo(f"next: screenc build {folder / 'film.shot'}", err=True)


def _start(folder: Path, id: str, title: str):
    """Make the folder beside its place and move it there, so that it is there whole or not at all."""
    from screenc.text import Diagnostic

    if os.path.lexists(folder):
        return [Diagnostic("E0803", f"{folder} is there already", help="name another folder")]
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        (part / "cast.shot").write_text(CAST, encoding="utf-8", newline="\n")
        (part / "film.shot").write_text(FILM.format(id=id, title=title), encoding="utf-8", newline="\n")
        os.rename(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        return [Diagnostic("E0806", f"{folder} cannot be written: {error.strerror or error}", help="name another place")]
    return []


def _id(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return slug if slug[:1].isalpha() else f"film-{slug}".strip("-")


def _title(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"
