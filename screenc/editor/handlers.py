"""What a client may ask, by the protocol's own names: each handler finds the document and leaves the answer to its room."""

from __future__ import annotations

from lsprotocol import types as lsp

from screenc.editor import outline, places, rename
from screenc.editor.server import Server


def connect(server: Server) -> None:
    """Tell the server all that it can do."""

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams):
        document = server.desk.documents.get(params.text_document.uri)
        return outline.symbols(document, server.desk) if document else None

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def find_symbols(params: lsp.WorkspaceSymbolParams):
        return outline.search(params.query, server)

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    def folds(params: lsp.FoldingRangeParams):
        document = server.desk.documents.get(params.text_document.uri)
        return outline.folds(document, server.desk) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams):
        return places.definition(server, params.text_document.uri, params.position)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams):
        return places.references(server, params.text_document.uri, params.position, params.context.include_declaration)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlights(params: lsp.DocumentHighlightParams):
        return places.highlights(server, params.text_document.uri, params.position)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def may_rename(params: lsp.PrepareRenameParams):
        return rename.prepare(server, params.text_document.uri, params.position)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def do_rename(params: lsp.RenameParams):
        return rename.rename(server, params.text_document.uri, params.position, params.new_name)
