"""The files as the writer has them: open buffers before what is on disk, each parsed once, and which films they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lsprotocol.types import Location, Range
from pygls.uris import from_fs_path, to_fs_path

from screenc.editor.buffer import UTF16, Buffer
from screenc.lang.load import Disk
from screenc.lang.read import decode, read
from screenc.lang.sheet import Block, Sheet
from screenc.lang.tree import File, Stanza
from screenc.text import Diagnostic, Source, Span

MOST_ROOTS = 8
"""A file of cast may serve many films; so many of them are checked while it is written, those that are open first."""
UP = 2
"""How many folders above a file, where it lies outside every workspace folder, are searched for the film that uses it."""


class Document(Buffer):
    """An open file: its address, its path (made up where it was never saved), the version of its text."""

    def __init__(self, uri: str, text: str, version: int | None, encoding: str) -> None:
        super().__init__(text, encoding)
        self.uri, self.version = uri, version
        self.path = path_of(uri)
        self._read: tuple[str, tuple[Source | None, list[Diagnostic]]] | None = None

    def read(self) -> tuple[Source | None, list[Diagnostic]]:
        """What reading the file from disk would give, had it been saved; the same source as long as the text is the same."""
        if self._read is None or self._read[0] is not self.text:
            self._read = self.text, decode(str(self.path), self.text.encode("utf-8", "surrogatepass"))
        return self._read[1]


def path_of(uri: str) -> Path:
    """A file's path; an address of another kind becomes a name in the working folder, and so has no neighbours of its own."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else Path(re.sub(r"[^\w.-]+", "-", uri)).absolute()


class Desk(Disk):
    """All files that the server knows. Paths are as named in spans; `real` paths tell that two names are one file."""

    def __init__(self) -> None:
        self.encoding: str = UTF16
        self.documents: dict[str, Document] = {}
        self.open: dict[Path, Document] = {}
        self.sheets: dict[str, Sheet] = {}
        self.folders: list[Path] = []
        self._buffers: dict[str, Buffer] = {}
        self._stored: dict[Path, tuple[tuple[int, int], str]] = {}
        self._listed: dict[Path, tuple[int, list[Path]]] = {}
        self._named: dict[str, Document | None] = {}
        self._uses: dict[Path, tuple[str, list[Path]]] = {}

    # --- buffers ----------------------------------------------------------------------------------------------------

    def put(self, uri: str, text: str, version: int | None) -> Document:
        document = Document(uri, text, version, self.encoding)
        self.documents[uri] = document
        self._named.clear()
        self.open[real(document.path)] = document
        return document

    def remove(self, uri: str) -> Document | None:
        document = self.documents.pop(uri, None)
        self._named.clear()
        if document and self.open.get(real(document.path)) is document:
            del self.open[real(document.path)]
        return document

    # --- what `load` asks for ---------------------------------------------------------------------------------------

    def read(self, path: Path) -> tuple[Source | None, list[Diagnostic]]:
        document = self.open.get(real(path))
        if document is None:
            return read(path)
        source, found = document.read()
        if source is not None and source.name != str(path):
            source = Source(str(path), source.text)
        return source, found

    def parse(self, source: Source) -> tuple[File | None, list[Diagnostic]]:
        return self.sheet(source.name).read(source.text)

    # --- trees, sound or not ----------------------------------------------------------------------------------------

    def sheet(self, name: str) -> Sheet:
        if name not in self.sheets:
            self.sheets[name] = Sheet(name)
        return self.sheets[name]

    def parsed(self, path: Path) -> Sheet:
        """The sheet of a file as it is now; without a block where it cannot be read."""
        sheet = self.sheet(str(path))
        source, _ = self.read(path)
        sheet.read(source.text if source else "")
        return sheet

    def files(self, root: Path, sound: bool = False) -> list[Path]:
        """A film's files, its root first, as far as their `use` lines can be followed; a line with errors hides no other.

        `sound` follows only what `load` does: the `use` lines of files without a slip.
        """
        found: dict[Path, Path] = {}
        left, home = [root], real(root.parent)
        while left:
            path = left.pop(0)
            if real(path) in found or not (path is root or real(path).is_relative_to(home)):
                continue
            sheet = self.parsed(path)
            if not sheet.blocks and path is not root:
                continue
            found[real(path)] = path
            if sheet.file or not sound:
                left += [path.parent / stanza.args[0].text for stanza in sheet.stanzas() if stanza.kind == "use"]
        return list(found.values())

    # --- films ------------------------------------------------------------------------------------------------------

    def roots(self, path: Path) -> list[Path]:
        """The films that a file is part of, those whose root is open first; the file itself where nobody uses it."""
        candidates = {real(p): p for p in (*self.neighbours(path), *(d.path for d in self.documents.values()), path)}
        reach = {root: self.reach(root) for root in candidates}
        wanted = real(path)
        used = {to for root, all in reach.items() for to in all if to != root}
        roots = [root for root in candidates if wanted in reach[root] and root not in used]
        roots.sort(key=lambda root: (root not in self.open, root != wanted, str(root)))
        return [candidates[root] for root in roots[:MOST_ROOTS]] or [path]

    def neighbours(self, path: Path) -> Iterator[Path]:
        """The `.shot` files beside and above a file: what may use it lies there, since `use` never leaves a film's folder."""
        home = next((folder for folder in self.folders if path.is_relative_to(folder)), None)
        for n, folder in enumerate(path.parents):
            if (home is None and n > UP) or (home is not None and not folder.is_relative_to(home)):
                return
            yield from self.beside(folder)

    def beside(self, folder: Path) -> list[Path]:
        """The `.shot` files of a folder, listed again when the folder says that a file came or went."""
        try:
            stamp = folder.stat().st_mtime_ns
            if self._listed.get(folder, (0,))[0] != stamp:
                self._listed[folder] = stamp, sorted(folder.glob("*.shot"))
            return self._listed[folder][1]
        except OSError:
            return []

    def reach(self, root: Path) -> set[Path]:
        """The real paths of a file and of all that it uses."""
        found: set[Path] = set()
        left = [root]
        while left:
            path = left.pop()
            if path not in found:
                found.add(path)
                left += self.uses(path)
        return found

    def uses(self, path: Path) -> list[Path]:
        """The real paths that a file's `use` lines name, sound or not; looked for again only when its text is another."""
        text = self.text(path)
        if self._uses.get(path, (None,))[0] is not text:
            lines = (rest.partition("\n")[0].strip() for rest in f"\n{text}".split("\nuse ")[1:])
            self._uses[path] = text, [real(path.parent / line) for line in lines if line]
        return self._uses[path][1]

    def text(self, path: Path) -> str:
        """A file's text, open or not; of a file that is not open, kept as long as its size and time stay; empty for none."""
        document = self.open.get(path)
        if document:
            return document.text
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if self._stored.get(path, (None,))[0] != stamp:
                source, _ = read(path)
                self._stored[path] = stamp, source.text if source else ""
            return self._stored[path][1]
        except (OSError, ValueError):
            return ""

    def named(self, name: str) -> Document | None:
        """The open document that spans name so; links are followed once, until something is opened or closed."""
        if name not in self._named:
            self._named[name] = self.open.get(real(Path(name)))
        return self._named[name]

    # --- addresses --------------------------------------------------------------------------------------------------

    def uri(self, name: str | Path) -> str:
        document = self.named(str(name))
        return document.uri if document else from_fs_path(str(Path(name).absolute())) or str(name)

    def buffer(self, name: str) -> Buffer:
        """What positions in a file are counted by."""
        document = self.named(name)
        if document:
            return document
        sheet = self.sheet(name)
        text = sheet.text if sheet.text is not None else self.text(real(Path(name)))
        buffer = self._buffers.get(name)
        if buffer is None or buffer.text is not text:
            buffer = self._buffers[name] = Buffer(text, self.encoding)
        return buffer

    def range(self, span: Span) -> Range:
        buffer = self.buffer(span.source.name)
        before = span.source.before + buffer.lead
        return buffer.range(before + span.start, before + span.end)

    def location(self, span: Span) -> Location:
        return Location(self.uri(span.source.name), self.range(span))

    def block(self, document: Document, offset: int) -> tuple[Block | None, int]:
        """The block of an open file that an offset of its text stands in, and the offset in that block."""
        blocks = self.parsed(document.path).blocks
        offset -= document.lead
        low, high = 0, len(blocks)
        while low < high:
            middle = (low + high) // 2
            if blocks[middle].part.before <= offset:
                low = middle + 1
            else:
                high = middle
        return (blocks[low - 1], offset - blocks[low - 1].part.before) if low else (None, offset)


def real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def stanza_at(block: Block | None, offset: int) -> Stanza | None:
    """The stanza of a block whose lines an offset stands among."""
    found = None
    for stanza in block.stanzas if block else ():
        if stanza.span.start <= offset:
            found = stanza
    return found
