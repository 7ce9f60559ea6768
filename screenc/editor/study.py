"""One film under study: what a check of it finds, as the buffers stand now, and the last film that it meant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from screenc.critic import claims
from screenc.editor.desk import Desk, real
from screenc.film import rules
from screenc.film.continuity import Entry, follow
from screenc.film.model import Film, Scene, Shot, Speech
from screenc.film.resolve import Resolved, resolve
from screenc.film.timing import Layout, estimate, lay_out
from screenc.lang.load import load
from screenc.text import Diagnostic


class Study:
    """A film by its root file. `diagnostics` are what `screenc check` would say of these texts, in its order."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.root, self.desk = root, desk
        self.diagnostics: list[Diagnostic] = []
        self.paths: tuple[Path, ...] = (root,)
        self.resolved: Resolved | None = None
        """The film as of the last text that had no error; `current` tells whether that is the text of now."""
        self.current = False
        self._log: dict[str, Entry] | None = None
        self._layouts: dict[str, Layout] = {}
        self._seen: tuple[int, ...] | None = None

    def steps(self) -> Iterator[None]:
        """Check, in steps between which a newer edit may break it off; nothing changes before the last."""
        loaded, found = load(self.root, disk=self.desk)
        paths = tuple(loaded.paths) if loaded else self.paths
        resolved = None
        if loaded is not None:
            yield
            resolved, more = resolve(loaded)
            found = [*found, *more]
            if resolved is not None:
                yield
                found += [*rules.check(resolved), *claims.examine(resolved)]
        self.diagnostics, self.paths, self.current = found, paths, resolved is not None
        if resolved is not None:
            self.resolved, self._log, self._layouts = resolved, None, {}
        self._seen = self.texts()

    def check(self) -> None:
        for _ in self.steps():
            pass

    def texts(self) -> tuple[int, ...]:
        """Which texts the film is made of now; equal as long as none of them changed."""
        sheets = (self.desk.parsed(path) for path in dict.fromkeys((*self.paths, self.root)))
        return tuple(hash(sheet.text) for sheet in sheets)

    def ensure(self) -> None:
        """Check if any text changed since the last check."""
        if self._seen is None or self._seen != self.texts():
            self.check()

    def has(self, path: Path) -> bool:
        """Whether the last check read a file; below a `use` line in a file with errors it reads none."""
        return real(path) in {real(p) for p in self.paths}

    # --- what the film is -------------------------------------------------------------------------------------------

    @property
    def film(self) -> Film | None:
        return self.resolved.film if self.resolved else None

    def shot(self, id: str) -> tuple[Scene, Shot] | None:
        return next(((scene, shot) for scene, shot in self.film.shots() if shot.id == id), None) if self.film else None

    def entry(self, shot: str) -> Entry | None:
        """The script supervisor's log of one shot: who stands where."""
        if self._log is None:
            self._log = follow(self.film) if self.film else {}
        return self._log.get(shot)

    def spoken(self, speech: Speech) -> Fraction:
        """Seconds of a line, reckoned from its words at its speaker's speed."""
        cast = self.film.cast_of(speech.who)
        voice = self.film.voice_of(cast.speaks) if cast and cast.speaks else None
        return estimate(speech.text, self.film.language, voice.speed if voice else Fraction(1))

    def layout(self, shot: Shot) -> Layout:
        """A shot's beats in time, its length as written or reckoned."""
        if shot.id not in self._layouts:
            self._layouts[shot.id] = lay_out(self.film, shot, self.spoken)
        return self._layouts[shot.id]
