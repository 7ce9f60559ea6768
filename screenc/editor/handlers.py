"""What a client may ask, by the protocol's own names: each handler finds the document and leaves the answer to its room."""

from __future__ import annotations

from lsprotocol import types as lsp

from screenc.editor import complete, hints, hover, layout, mend, outline, places, rename, tokens
from screenc.editor.server import Server


def serve() -> Server:
    """A server with all that it can be asked."""
    server = Server()
    connect(server)
    return server


def connect(server: Server) -> None:
    """Tell the server all that it can do."""

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.INITIALIZED)
    async def initialized(params: lsp.InitializedParams) -> None:
        await server.watch()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.files_changed()

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

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[" "], resolve_provider=True))
    def completion(params: lsp.CompletionParams):
        document = server.desk.documents.get(params.text_document.uri)
        return complete.complete(server, document, params.position) if document else None

    @server.feature(lsp.COMPLETION_ITEM_RESOLVE)
    def completion_page(item: lsp.CompletionItem):
        return complete.resolve(item)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams):
        document = server.desk.documents.get(params.text_document.uri)
        return hover.hover(server, document, params.position) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams):
        document = server.desk.documents.get(params.text_document.uri)
        return layout.whole(document, server.desk) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING)
    def range_formatting(params: lsp.DocumentRangeFormattingParams):
        document = server.desk.documents.get(params.text_document.uri)
        return layout.lines(document, server.desk, params.range) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING, lsp.DocumentOnTypeFormattingOptions("\n"))
    def typed(params: lsp.DocumentOnTypeFormattingParams):
        document = server.desk.documents.get(params.text_document.uri)
        return layout.typed(document, server.desk, params.position) if document else None

    kinds = [lsp.CodeActionKind.QuickFix, mend.FIX_ALL]

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))
    def code_actions(params: lsp.CodeActionParams):
        document = server.desk.documents.get(params.text_document.uri)
        return mend.actions(server, document, params) if document else None

    @server.command("screenc.select")
    async def select(uri: str, range: lsp.Range):
        await server.window_show_document_async(lsp.ShowDocumentParams(uri, take_focus=True, selection=range))

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hints(params: lsp.InlayHintParams):
        document = server.desk.documents.get(params.text_document.uri)
        return hints.hints(server, document, params.range) if document else None

    palette = tokens.Palette(server.desk)

    @server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, tokens.LEGEND)
    def all_tokens(params: lsp.SemanticTokensParams):
        document = server.desk.documents.get(params.text_document.uri)
        return palette.tokens(document) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, tokens.LEGEND)
    def some_tokens(params: lsp.SemanticTokensRangeParams):
        document = server.desk.documents.get(params.text_document.uri)
        return palette.tokens(document, params.range) if document else None
