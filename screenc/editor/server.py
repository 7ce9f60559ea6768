"""The server itself: documents in and out, checks after each pause in typing, and one handler for each thing a client may ask."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol.language_server import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from screenc import __version__
from screenc.editor import problems
from screenc.editor.desk import Desk, Document, real
from screenc.editor.names import Index
from screenc.editor.study import Study

PAUSE = 0.08
"""Seconds without a key before a check; a typist's keys are further apart, a burst of edits from a client is not."""


class Protocol(LanguageServerProtocol):
    """Texts are kept on our desk alone, where lines end as the protocol says and not as Python's `splitlines` does."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._server.opened(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._server.changed(params.text_document, params.content_changes)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._server.closed(params.text_document.uri)


class Server(LanguageServer):
    """`studies` are the films being watched, by the real path of their root; `published` what each last said of each file."""

    def __init__(self) -> None:
        super().__init__("screenc", __version__, protocol_cls=Protocol)
        self.desk = Desk()
        self.index = Index(self.desk)
        self.studies: dict[Path, Study] = {}
        self.published: dict[Path, dict[str, list[lsp.Diagnostic]]] = {}
        self.shown: dict[str, list[lsp.Diagnostic]] = {}
        self.waiting: dict[Path, asyncio.Task] = {}
        self.snippets = False
        """Whether the client fills in texts with stops."""
        self.shows = False
        """Whether the client shows a place when it is asked to."""

    # --- documents --------------------------------------------------------------------------------------------------

    def files_changed(self) -> None:
        """Something changed on disk, behind our back: every film that is open is checked again."""
        for document in self.desk.documents.values():
            self.look_again(document, PAUSE)

    async def watch(self) -> None:
        """Ask a client that can to tell of `.shot` files that change on disk."""
        able = self.client_capabilities.workspace and self.client_capabilities.workspace.did_change_watched_files
        if not (able and able.dynamic_registration):
            return
        watch = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*.shot")])
        asked = lsp.Registration("screenc.files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, watch)
        await self.client_register_capability_async(lsp.RegistrationParams([asked]))

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take over what the client said of itself: its folders, and the units that it counts characters in."""
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self.desk.folders = [Path(path).resolve() for uri in folders if uri and (path := to_fs_path(uri))]
        encoding = self.workspace.position_encoding
        client = params.capabilities
        items = client.text_document and client.text_document.completion and client.text_document.completion.completion_item
        self.snippets = bool(items and items.snippet_support)
        self.shows = bool(client.window and client.window.show_document and client.window.show_document.support)
        self.desk.encoding = str(getattr(encoding, "value", encoding) or "utf-16")

    def opened(self, item: lsp.TextDocumentItem) -> None:
        self.look_again(self.desk.put(item.uri, item.text, item.version), 0)

    def changed(self, which: lsp.VersionedTextDocumentIdentifier, changes) -> None:
        document = self.desk.documents.get(which.uri)
        if document is None:
            return
        for change in changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                document.edit(change.range, change.text)
            else:
                document.put(change.text)
        document.version = which.version
        self.look_again(document, PAUSE)

    def closed(self, uri: str) -> None:
        document = self.desk.remove(uri)
        if document is None:
            return
        live = {real(root): root for other in self.desk.documents.values() for root in self.roots(other)}
        for key in list(self.studies):
            if key in live:
                self.check_soon(live[key], 0)
            else:
                self.forget(key)

    def roots(self, document: Document) -> list[Path]:
        return self.desk.roots(document.path)

    def look_again(self, document: Document, pause: float) -> None:
        """A text changed: check every film that it is part of, and drop what is a film of its own no longer."""
        roots = self.roots(document)
        for root in roots:
            self.check_soon(root, pause)
        mine = real(document.path)
        if mine in self.studies and mine not in map(real, roots):
            self.forget(mine, tell=False)  # the films that it is part of will tell, and of the text as it is now

    def study(self, root: Path) -> Study:
        return self.studies.setdefault(real(root), Study(root, self.desk))

    def study_of(self, document: Document) -> Study:
        """The film that a document is read as part of, checked as it stands now."""
        study = self.study(self.roots(document)[0])
        study.ensure()
        return study

    # --- checks -----------------------------------------------------------------------------------------------------

    def check_soon(self, root: Path, pause: float) -> None:
        """Check after a pause; an edit in the meantime breaks off what it makes pointless, and begins anew."""
        key = real(root)
        if task := self.waiting.get(key):
            task.cancel()
        self.waiting[key] = asyncio.get_running_loop().create_task(self._check(self.study(root), pause))

    async def _check(self, study: Study, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            study.check()
        except Exception as error:  # a fault of ours must not end the session: it is told, and the next edit tries again
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"{type(error).__name__}: {error}"))
            return
        self.publish(real(study.root), problems.by_file(study, self.desk))

    def publish(self, root: Path, found: dict[str, list[lsp.Diagnostic]]) -> None:
        """Send each file what all its films say of it, if that is new; a file that nothing is said of any more is cleared."""
        before = self.published.get(root, {})
        self.published[root] = found
        for uri in {*before, *found}:
            said: list[lsp.Diagnostic] = []
            for all in self.published.values():
                said += [problem for problem in all.get(uri, ()) if problem not in said]
            document = self.desk.documents.get(uri)
            if said or uri in self.shown or document:
                self.shown[uri] = said
                version = document.version if document else None
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, said, version))
            if not said and document is None:
                self.shown.pop(uri, None)

    def forget(self, root: Path, tell: bool = True) -> None:
        if task := self.waiting.pop(root, None):
            task.cancel()
        if self.studies.pop(root, None):
            if tell:
                self.publish(root, {})
            self.published.pop(root, None)
