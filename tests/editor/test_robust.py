"""Whatever is typed and whatever is asked, anywhere, the server answers and stays."""

import random

import pytest
from editor.client import Writer, applied, place
from editor.films import CAST, FILM, slip
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from screenc.editor.rename import Refused

OPTIONS = lsp.FormattingOptions(tab_size=2, insert_spaces=True)


def questions(writer, chance):
    """Every request there is, each somewhere in the film."""
    client, text = writer.client, writer.texts[writer.uri("film.shot")]
    document = lsp.TextDocumentIdentifier(writer.uri("film.shot"))

    def anywhere():
        if chance.random() < 0.1:
            return lsp.Position(chance.randrange(10**6), chance.randrange(10**6))
        return place(text, chance.randrange(len(text) + 1))

    def stretch():
        one, two = sorted((anywhere(), anywhere()), key=lambda p: (p.line, p.character))
        return lsp.Range(one, two)

    yield client.text_document_completion_async(lsp.CompletionParams(document, anywhere()))
    yield client.text_document_hover_async(lsp.HoverParams(document, anywhere()))
    yield client.text_document_definition_async(lsp.DefinitionParams(document, anywhere()))
    yield client.text_document_references_async(lsp.ReferenceParams(lsp.ReferenceContext(True), document, anywhere()))
    yield client.text_document_document_highlight_async(lsp.DocumentHighlightParams(document, anywhere()))
    yield client.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, anywhere()))
    yield client.text_document_rename_async(
        lsp.RenameParams(document, anywhere(), chance.choice(["CARL", "x", "s9", "s10.7", "\U0001f327"]))
    )
    yield client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    yield client.workspace_symbol_async(lsp.WorkspaceSymbolParams(chance.choice(["", "a", "s1", "\U0001f327"])))
    yield client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    yield client.text_document_range_formatting_async(lsp.DocumentRangeFormattingParams(document, stretch(), OPTIONS))
    yield client.text_document_on_type_formatting_async(lsp.DocumentOnTypeFormattingParams(document, anywhere(), "\n", OPTIONS))
    yield client.text_document_code_action_async(lsp.CodeActionParams(document, stretch(), lsp.CodeActionContext([])))
    yield client.text_document_inlay_hint_async(lsp.InlayHintParams(document, stretch()))
    yield client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    yield client.text_document_semantic_tokens_range_async(lsp.SemanticTokensRangeParams(document, stretch()))
    yield client.text_document_formatting_async(lsp.DocumentFormattingParams(document, OPTIONS))


def within(text, answer):
    """Every place in an answer lies in the text, and edits fit together."""
    if isinstance(answer, list | tuple):
        if answer and all(isinstance(each, lsp.TextEdit) for each in answer):
            applied(text, answer)
        for each in answer:
            within(text, each)
    elif isinstance(answer, lsp.Range):
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for at in (answer.start, answer.end):
            assert at.line < len(lines) and at.character <= len(lines[at.line].encode("utf-16-le", "surrogatepass")) // 2
        assert (answer.start.line, answer.start.character) <= (answer.end.line, answer.end.character)
    elif hasattr(answer, "__attrs_attrs__") and not (isinstance(answer, lsp.Location) and "film.shot" not in answer.uri):
        for field in answer.__attrs_attrs__:
            within(text, getattr(answer, field.name))


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 20))])
def test_any_question_at_any_moment_has_an_answer(tmp_path, seed):
    chance = random.Random(seed)
    (tmp_path / "cast.shot").write_text(CAST, "utf-8")
    writer = Writer(tmp_path)
    writer.open("film.shot", FILM)
    for n in range(30):
        if n % 10 == 9:
            writer.put("film.shot", FILM.replace("\n", "\r\n") if n % 20 == 9 else FILM.replace("rain", "\U0001f327"))
        text = writer.texts[writer.uri("film.shot")]
        start, end, words = slip(chance, text)
        if "\r\n" not in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
            writer.edit("film.shot", start, end, words)
        text = writer.texts[writer.uri("film.shot")]
        for question in questions(writer, chance):
            try:
                within(text, writer.do(question))
            except JsonRpcException as error:
                assert error.code == Refused.CODE, error  # a rename that is refused, with its reason
    assert not writer.logged
    writer.close()


def test_a_text_that_is_no_text_is_told_and_not_fatal(tmp_path):
    writer = Writer(tmp_path)
    for text, code in [("", "E0114"), ("screenc 1\n\0end\n", "E0115"), ("\n\n", "E0114")]:
        writer.open("film.shot", text)
        assert [p.code for p in writer.found("film.shot")] == [code]
        writer.shut("film.shot")
        writer.problems.clear()
    writer.close()


def test_files_that_use_each_other_are_told_and_not_fatal(tmp_path):
    (tmp_path / "a.shot").write_text("screenc 1\n\nuse b.shot\nend\n", "utf-8")
    (tmp_path / "b.shot").write_text("screenc 1\n\nuse a.shot\nend\n", "utf-8")
    writer = Writer(tmp_path)
    writer.open("a.shot")
    writer.wait(lambda: any(p.diagnostics for p in writer.problems.values()))
    codes = {d.code for p in writer.problems.values() for d in p.diagnostics}
    assert codes == {"E0133"}
    writer.close()


def test_a_file_outside_the_films_folder_is_not_read_for_it(tmp_path):
    (tmp_path / "cast.shot").write_text(CAST, "utf-8")
    (tmp_path / "film").mkdir()
    writer = Writer(tmp_path / "film")
    writer.open("film.shot", FILM.replace("use cast.shot", "use ../cast.shot"))
    assert [p.code for p in writer.found("film.shot")] == ["E0132"]
    params = lsp.WorkspaceSymbolParams("anri")
    assert not writer.do(writer.client.workspace_symbol_async(params))
    writer.close()
