"""How long a line takes: as an earlier build measured it, where one did, else as reckoned from its words. None is spoken here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from screenc.director.stamp import HOME
from screenc.film.model import Film, Speech
from screenc.film.timing import estimate


class Clock:
    """The lengths of one film's lines; `folder` is where its builds keep their journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.film: Film | None = None
        self.stamp: tuple[int, int] = (0, 0)
        """When the journal was written last; 0 for one that is not there."""
        self._casting: tuple[object, object] | None = None
        self._known: dict[str, Fraction | None] = {}

    def put(self, film: Film) -> None:
        self.film = film

    def begin(self) -> None:
        """Ask the journal again if it was written to: a build may have spoken more since."""
        stamp = tuple(_written(self.folder / HOME / name) for name in ("journal.sqlite", "journal.sqlite-wal"))
        if stamp != self.stamp:
            self.stamp, self._known = stamp, {}

    def seconds(self, speech: Speech) -> tuple[Fraction, bool]:
        """Seconds of a line, and whether they were measured."""
        measured = self.measured(speech)
        if measured is not None:
            return measured, True
        cast = self.film.cast_of(speech.who)
        voice = self.film.voice_of(cast.speaks) if cast and cast.speaks else None
        return estimate(speech.text, self.film.language, voice.speed if voice else Fraction(1)), False

    def measured(self, speech: Speech) -> Fraction | None:
        """What the project's journal says of a line in the voice that a build gives it; None where no build has spoken it."""
        if not self.stamp[0]:
            return None
        from screenc.contract import Failed
        from screenc.director import voices
        from screenc.director.project import Project, Trouble
        from screenc.planner.keys import speech_key

        film = self.film
        about = (film.cast, film.voices, film.language)
        try:
            if self._casting is None or self._casting[0] != about:
                self._casting = about, voices.measured(film, None)
                self._known = {}
            line = self._casting[1].line(film, speech)
            key = speech_key(line, self._casting[1].version(line))
            if key not in self._known:
                project = Project(self.folder)
                try:
                    self._known[key] = project.journal.length(key)
                finally:
                    project.close()
            return self._known[key]
        except (Failed, Trouble, KeyError, ValueError, OSError):
            return None  # a voice or a journal that is not as builds need it: they say so, and we reckon


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
