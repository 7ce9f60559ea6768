"""`screenc watch FILM`: builds again whenever a file of the film is saved, and keeps an open report page up to date."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import click

PAUSE = 0.2
"""Seconds between two looks at the files: a save is seen before a hand is off the keyboard, and a look costs microseconds."""


@click.command(epilog="Ctrl-C ends it; what a stopped build has finished is kept.")
@click.argument("film", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where the film goes, as for build.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), help="How many shots to make at once.")
@click.option("--no-check", is_flag=True, help="Do not judge the finished film.")
@click.option("--open", "browse", is_flag=True, help="Open the report in a browser once there is one.")
@click.option("--paid", is_flag=True, help="Build even what costs money, each time that a file is saved.")
def command(film: Path, out: Path | None, jobs: int | None, no_check: bool, browse: bool, paid: bool) -> None:
    """Build FILM, and again after every save of it or of a file that it uses.

    A film with errors is not built: they are told, and the last film stays. A save during a build stops that build and starts
    another, which goes on from what is finished.
    """
    words = [*(["--out", str(out)] if out else []), *(["--jobs", str(jobs)] if jobs else []), *(["--no-check"] * no_check)]
    watch = _Watch(film, out, words, browse, paid)
    try:
        watch.run()
    except KeyboardInterrupt:
        watch.stop()
        click.echo("watch ended", err=True)
    finally:
        watch.forget()


class _Watch:
    def __init__(self, film: Path, out: Path | None, words: list[str], browse: bool, paid: bool):
        self.film, self.out, self.words, self.browse, self.paid = film, out, words, browse, paid
        self.files: tuple[Path, ...] = (film,)
        self.build: subprocess.Popen | None = None
        self.page: Path | None = None
        self.count = 0

    def run(self) -> None:
        seen = None
        while True:
            now = self._look()
            if now != seen:
                self.stop()
                files = self.files
                self._begin()
                seen = now if self.files == files else self._look()
            elif self.build is not None and self.build.poll() is not None:
                self._ended(self.build.returncode)
            time.sleep(PAUSE)

    def _look(self) -> tuple:
        """What tells one save from another; a file that an editor is just replacing is not there for a moment."""
        found = []
        for path in self.files:
            try:
                state = path.stat()
                found.append((path, state.st_mtime_ns, state.st_size, state.st_ino))
            except OSError:
                found.append((path, None))
        return tuple(found)

    def _begin(self) -> None:
        from screenc.cli import session, wrap
        from screenc.director import stamp

        reading = session.read(self.film)
        if reading.resolved is not None:
            self.files = (*reading.files, *wrap.references(reading))
            folder = self.out or self.film.parent / "build" / reading.resolved.film.id
            self.page = folder / "report.html"
        if not reading.well:
            session.say(reading.diagnostics)
            self._tell("ill", session.counted(reading.diagnostics))
            return
        price = self._price(reading)
        if price and not self.paid:
            click.echo(f"this would cost about ${float(price):.2f}: `screenc build` it, or watch with --paid", err=True)
            self._tell("ill", "not built, since it costs money")
            return
        self._tell("building", "")
        build = [sys.executable, "-m", "screenc", "build", str(self.film), *self.words]
        self.build = subprocess.Popen(build, env={**os.environ, stamp.WATCHED: "1"})

    def _price(self, reading) -> Fraction:
        from screenc.cli import session
        from screenc.director.project import Project, Trouble

        try:
            project = Project(self.film.parent)
        except Trouble:  # the build will say it
            return Fraction(0)
        try:
            plan = session.planned(reading, project, estimate=True).plan
        finally:
            project.close()
        return plan.estimate.dollars if plan else Fraction(0)

    def _ended(self, code: int) -> None:
        self.build = None
        self.count += 1
        self._tell("well" if code == 0 else "ill", "" if code == 0 else f"the build ended with code {code}")
        if self.browse and self.page and self.page.exists():
            self.browse = False
            click.launch(self.page.resolve().as_uri())
        click.echo(f"watching {len(self.files)} {'file' if len(self.files) == 1 else 'files'}", err=True)

    def stop(self) -> None:
        """Ask a running build to stop, and wait: it finishes writing what it was writing down."""
        if self.build is None:
            return
        if self.build.poll() is None:
            self.build.send_signal(signal.SIGINT)
        while self.build.poll() is None:
            try:
                self.build.wait()
            except KeyboardInterrupt:
                continue
        self.build = None

    # --- the open page ---

    @property
    def _note(self) -> Path | None:
        return self.page.with_name("fresh.js") if self.page and self.page.parent.is_dir() else None

    def _tell(self, state: str, words: str) -> None:
        """Leave word for a page that is open: one opened from disk may load a script beside it, and nothing else."""
        if (note := self._note) is None:
            return
        part = note.with_name(".fresh.js.part")
        try:
            part.write_text(f"screencFresh({json.dumps([self.count, state, words])});\n", encoding="utf-8")
            os.replace(part, note)
        except OSError:
            part.unlink(missing_ok=True)

    def forget(self) -> None:
        if (note := self._note) is not None:
            note.unlink(missing_ok=True)
