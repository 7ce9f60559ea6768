"""A real client (pygls' own) that talks to `screenc lsp` over standard input and output, made simple to use in a test."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PATIENCE = 20
"""Seconds before a silent server is given up."""


class Writer:
    """Somebody with an editor: opens files, types, asks; holds what the server published of each file."""

    def __init__(self, folder: Path, encodings: list[str] | None = None, **capabilities) -> None:
        self.folder = folder
        self.problems: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.logged: list[str] = []
        self.shown: list[lsp.ShowDocumentParams] = []
        self.registered: list[lsp.Registration] = []
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.client = LanguageClient("writer", "1")
        self._listen()
        self.do(self.client.start_io(sys.executable, "-c", "from screenc.cli import main; main()", "lsp"))
        general = lsp.GeneralClientCapabilities(position_encodings=encodings) if encodings else None
        self.said = self.do(
            self.client.initialize_async(
                lsp.InitializeParams(
                    capabilities=lsp.ClientCapabilities(general=general, **capabilities),
                    root_uri=folder.as_uri(),
                    workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), folder.name)],
                )
            )
        )
        self.client.initialized(lsp.InitializedParams())

    def _listen(self) -> None:
        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.problems[params.uri] = params

        @self.client.feature(lsp.WINDOW_LOG_MESSAGE)
        def logged(params: lsp.LogMessageParams) -> None:
            self.logged.append(params.message)

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def message(params: lsp.ShowMessageParams) -> None:
            self.logged.append(params.message)

        @self.client.feature(lsp.WINDOW_SHOW_DOCUMENT)
        def show(params: lsp.ShowDocumentParams) -> lsp.ShowDocumentResult:
            self.shown.append(params)
            return lsp.ShowDocumentResult(True)

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params: lsp.RegistrationParams) -> None:
            self.registered += params.registrations

    def do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def close(self) -> None:
        self.do(self.client.shutdown_async(None))
        self.client.exit(None)
        self.do(self.client.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)

    # --- texts ------------------------------------------------------------------------------------------------------

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        uri = self.uri(name)
        text = (self.folder / name).read_text("utf-8") if text is None else text
        self.texts[uri], self.versions[uri] = text, 1
        item = lsp.TextDocumentItem(uri, "shot", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return uri

    def shut(self, name: str) -> None:
        uri = self.uri(name)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    def edit(self, name: str, start: int, end: int, words: str) -> None:
        """Replace a stretch of the text, by offsets, as an incremental change."""
        uri = self.uri(name)
        text = self.texts[uri]
        change = lsp.TextDocumentContentChangePartial(range=lsp.Range(place(text, start), place(text, end)), text=words)
        self._send(uri, text[:start] + words + text[end:], change)

    def put(self, name: str, text: str) -> None:
        """Replace all of the text at once."""
        self._send(self.uri(name), text, lsp.TextDocumentContentChangeWholeDocument(text))

    def swap(self, name: str, old: str, new: str) -> None:
        at = self.texts[self.uri(name)].index(old)
        self.edit(name, at, at + len(old), new)

    def type(self, name: str, words: str) -> None:
        """Type at the end, a key at a time."""
        for key in words:
            at = len(self.texts[self.uri(name)])
            self.edit(name, at, at, key)

    def _send(self, uri: str, text: str, change) -> None:
        self.versions[uri] += 1
        self.texts[uri] = text
        which = lsp.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(which, [change]))

    # --- answers ----------------------------------------------------------------------------------------------------

    def found(self, name: str) -> list[lsp.Diagnostic]:
        """What the server says of the text as it is now; waits until it has said so."""
        uri = self.uri(name)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            said = self.problems.get(uri)
            if said and said.version == self.versions[uri]:
                return list(said.diagnostics)
            time.sleep(0.01)
        raise TimeoutError(f"no diagnostics for version {self.versions[uri]} of {uri}; log: {self.logged}")

    def wait(self, true, what: str = "it") -> None:
        limit = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > limit:
                raise TimeoutError(f"{what} never came; log: {self.logged}")
            time.sleep(0.01)

    def at(self, name: str, words: str, into: int = 0, nth: int = 0) -> dict:
        """The document and the position of some words in it, `into` characters after their beginning."""
        uri = self.uri(name)
        offset = -1
        for _ in range(nth + 1):
            offset = self.texts[uri].index(words, offset + 1)
        return {"text_document": lsp.TextDocumentIdentifier(uri), "position": place(self.texts[uri], offset + into)}

    def apply(self, edit: lsp.WorkspaceEdit) -> None:
        """Make a workspace edit in the open texts, as an editor does, and tell the server."""
        for uri, edits in (edit.changes or {}).items():
            self.put(uri, applied(self.texts[uri], edits))


def place(text: str, offset: int) -> lsp.Position:
    """The UTF-16 position of an offset, worked out apart from the server's code: LF, CRLF and CR end lines."""
    before = text[:offset].replace("\r\n", "\n\0").replace("\r", "\n")
    if text[:offset].endswith("\r") and text[offset : offset + 1] == "\n":
        before = before[:-1] + "\0"  # inside a CRLF: still on its line
    line = before.count("\n")
    rest = before.rpartition("\n")[2].replace("\0", "")
    return lsp.Position(line, len(rest.encode("utf-16-le", "surrogatepass")) // 2)


def offset(text: str, position: lsp.Position) -> int:
    """The offset of a UTF-16 position, likewise."""
    at = 0
    for _ in range(position.line):
        ends = [n for n in (text.find("\n", at), text.find("\r", at)) if n >= 0]
        at = min(ends) + (2 if text.startswith("\r\n", min(ends)) else 1)
    units = position.character
    while units > 0:
        units -= 2 if text[at] > "\uffff" else 1
        at += 1
    return at


def applied(text: str, edits) -> str:
    """A text with edits made from its end to its beginning; edits that overlap are an error of the server's."""
    places = sorted((offset(text, e.range.start), offset(text, e.range.end), e.new_text) for e in edits)
    assert all(a[1] <= b[0] for a, b in pairwise(places)), "edits overlap"
    for start, end, words in reversed(places):
        text = text[:start] + words + text[end:]
    return text


def words_at(text: str, range: lsp.Range) -> str:
    return text[offset(text, range.start) : offset(text, range.end)]
