"""A film is the files that its root file uses: each loaded once, all inside its folder, each missed where it was asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screenc.lang.near import near
from screenc.lang.parse import parse
from screenc.lang.read import decode, read
from screenc.lang.tree import File, Stanza, Word
from screenc.text import Diagnostic, Source


@dataclass(frozen=True, slots=True)
class Loaded:
    """A root file and all that it uses; `paths` are the files in the order that they were first used, the root first."""

    root: File
    used: dict[int, File]
    """The file that a `use` stanza brought in, by the identity of the stanza; a second `use` of a file brings nothing."""
    paths: tuple[Path, ...]

    def stanzas(self) -> Iterator[tuple[File, Stanza]]:
        """Every stanza but `use`, with the file that it stands in, used files in place of their `use` line."""
        return self._of(self.root)

    def _of(self, file: File) -> Iterator[tuple[File, Stanza]]:
        for stanza in file.stanzas:
            if stanza.kind != "use":
                yield file, stanza
            elif id(stanza) in self.used:
                yield from self._of(self.used[id(stanza)])


class Disk:
    """Where files come from and what reads them; an editor has its own, with buffers not yet saved and stanzas already read."""

    def read(self, path: Path) -> tuple[Source | None, list[Diagnostic]]:
        return read(path)

    def parse(self, source: Source) -> tuple[File | None, list[Diagnostic]]:
        return parse(source)


def load(path: str | Path, text: bytes | None = None, disk: Disk | None = None) -> tuple[Loaded | None, list[Diagnostic]]:
    """Read, parse and follow `use` from a root file; `text` stands in for the root's bytes (standard input's)."""
    path, disk = Path(path), disk or Disk()
    source, diagnostics = disk.read(path) if text is None else decode(str(path), text)
    if source is None:
        return None, diagnostics
    return _Loader(path.parent, disk).run(path, source)


class _Loader:
    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder, self.disk = folder, disk
        self.project = folder.resolve()
        self.open: list[Path] = []
        self.done: set[Path] = set()
        self.used: dict[int, File] = {}
        self.paths: list[Path] = []
        self.diagnostics: list[Diagnostic] = []

    def run(self, path: Path, source: Source) -> tuple[Loaded | None, list[Diagnostic]]:
        root = self.file(path, path.resolve(), source)
        if root is None or self.diagnostics:
            return None, self.diagnostics
        return Loaded(root, self.used, tuple(self.paths)), []

    def file(self, path: Path, real: Path, source: Source) -> File | None:
        self.done.add(real)
        self.paths.append(path)
        file, diagnostics = self.disk.parse(source)
        self.diagnostics += diagnostics
        if file is None:
            return None
        self.open.append(real)
        for stanza in file.stanzas:
            if stanza.kind == "use":
                self.use(path, stanza)
        self.open.pop()
        return file

    def use(self, path: Path, stanza: Stanza) -> None:
        word = stanza.args[0]
        target = path.parent / word.text
        if os.path.isabs(word.text) or "\\" in word.text:
            return self.refuse("E0132", word, "a `use` is relative to its file, with forward slashes")
        try:
            real = target.resolve()
        except (OSError, RuntimeError, ValueError):
            return self.refuse("E0131", word, f"`{word.text}` leads nowhere")
        if not real.is_relative_to(self.project):
            how = "through a link" if os.path.normpath(target).startswith(os.path.normpath(self.folder) + os.sep) else "with `..`"
            return self.refuse(
                "E0132",
                word,
                f"`{word.text}` leaves the project {how}",
                f"keep it under {self.folder if str(self.folder) != '.' else 'the film'}",
            )
        if real in self.open:
            chain = " -> ".join(p.name for p in [*self.open[self.open.index(real) :], real])
            return self.refuse(
                "E0133",
                word,
                f"`{word.text}` uses this file in turn" if len(self.open) > 1 else f"`{word.text}` is this very file",
                "take one `use` of the circle away",
                (chain,),
            )
        if real in self.done:
            return None
        source, diagnostics = self.disk.read(target)
        if source is None:
            if diagnostics[0].code == "E0111":
                meant = near(target.name, [p.name for p in target.parent.glob("*.shot")]) if target.parent.is_dir() else None
                return self.refuse(
                    "E0131", word, f"there is no file `{word.text}`", f"did you mean `{meant}`?" if meant else None
                )
            found = diagnostics[0]
            if found.span is None:
                found = Diagnostic.at(found.code, word.span, found.message, help=found.help)
            self.diagnostics.append(found)
            return None
        file = self.file(target, real, source)
        if file is not None:
            self.used[id(stanza)] = file
        return None

    def refuse(self, code: str, word: Word, message: str, help: str | None = None, notes: tuple[str, ...] = ()) -> None:
        self.diagnostics.append(Diagnostic.at(code, word.span, message, help=help, notes=notes))
