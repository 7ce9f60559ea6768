"""Names across files: where they are declared, where they are used, and renamed without a clash."""

import pytest
from editor.client import words_at
from editor.films import CAST, FILM
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from screenc.film.resolve import resolve
from screenc.lang import load


def definition(writer, *where, **more):
    return writer.do(writer.client.text_document_definition_async(lsp.DefinitionParams(**writer.at(*where, **more))))


def references(writer, *where, **more):
    context = lsp.ReferenceContext(include_declaration=True)
    return writer.do(
        writer.client.text_document_references_async(lsp.ReferenceParams(context=context, **writer.at(*where, **more)))
    )


def renamed(writer, new, *where, **more):
    params = lsp.RenameParams(new_name=new, **writer.at(*where, **more))
    return writer.do(writer.client.text_document_rename_async(params))


def film_of(writer):
    for name in ("film.shot", "cast.shot"):
        (writer.folder / name).write_text(writer.texts[writer.uri(name)], "utf-8")
    loaded, problems = load(writer.folder / "film.shot")
    assert not problems
    resolved, problems = resolve(loaded)
    assert not problems
    for name, text in (("film.shot", FILM), ("cast.shot", CAST)):
        (writer.folder / name).write_text(text, "utf-8")
    return resolved.film.model_dump_json()


@pytest.mark.parametrize(
    "where, file, line",
    [
        ("ANRI BEN\n  axis", "cast.shot", "cast ANRI"),
        ("BEN: It always", "cast.shot", "cast BEN"),
        ("street dusk", "film.shot", "place street"),
        ("BEN wait at", "cast.shot", "cast BEN"),
    ],
)
def test_a_name_leads_to_its_head_across_files(writer, where, file, line):
    found = definition(writer, "film.shot", where)
    text = writer.texts[writer.uri(file)]
    assert found.uri == writer.uri(file) and text.splitlines()[found.range.start.line] == line
    assert words_at(text, found.range) == line.split()[1]


def test_a_use_leads_to_its_file(writer):
    assert definition(writer, "film.shot", "cast.shot").uri == writer.uri("cast.shot")


def test_what_is_no_name_leads_nowhere(writer):
    assert definition(writer, "film.shot", "push-in") is None
    assert definition(writer, "film.shot", "They meet") is None


def test_references_stand_in_all_files(writer):
    found = references(writer, "cast.shot", "BEN")
    words = [(w.uri == writer.uri("film.shot"), words_at(writer.texts[w.uri], w.range)) for w in found]
    assert words.count((False, "BEN")) == 1 and words.count((True, "BEN")) == FILM.count("BEN")


def test_half_a_line_hides_no_reference(writer):
    writer.swap("film.shot", "  axis     ANRI BEN\n", "  axis     ANRI\n  framing\n  cam")
    assert len(references(writer, "cast.shot", "BEN")) > 5


def test_highlights_are_of_this_file(writer):
    params = lsp.DocumentHighlightParams(**writer.at("film.shot", "ANRI BEN"))
    found = writer.do(writer.client.text_document_document_highlight_async(params))
    assert len(found) == FILM.count("ANRI")


@pytest.mark.parametrize(
    "new, where",
    [
        ("CLARA", ("film.shot", "ANRI BEN")),
        ("CLARA", ("cast.shot", "ANRI")),
        ("B", ("film.shot", "BEN: It")),
        ("alley", ("film.shot", "street dusk")),
        ("s7", ("film.shot", "s10 ext")),
        ("s10.25", ("film.shot", "s10.2 auto")),
    ],
)
def test_a_renamed_film_is_the_same_film_by_another_name(writer, new, where):
    before, old = (
        film_of(writer),
        words_at(
            writer.texts[writer.uri(where[0])],
            writer.do(writer.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**writer.at(*where)))).range,
        ),
    )
    writer.apply(renamed(writer, new, *where))
    assert writer.found("film.shot") == []
    after = film_of(writer)
    assert after != before and after.replace(new, old) == before
    back = (where[0], new + (" BEN" if where[1] == "ANRI BEN" else ""))
    writer.apply(renamed(writer, old, *back))
    assert film_of(writer) == before


def test_a_nameless_persons_given_name_in_an_action_is_renamed_too(writer):
    writer.swap("film.shot", "ANRI and BEN wait", "Anri and Ben wait")
    writer.apply(renamed(writer, "CARL", "film.shot", "BEN: It"))
    assert "Anri and Carl wait" in writer.texts[writer.uri("film.shot")]
    writer.apply(renamed(writer, "EVE", "cast.shot", "ANRI"))  # her `name` is Okita Anri, so `Anri` still means her
    assert "Anri and Carl wait" in writer.texts[writer.uri("film.shot")]


@pytest.mark.parametrize(
    "new, where, why",
    [
        ("BEN", "ANRI BEN", "already"),
        ("anri", "ANRI BEN", "capitals"),
        ("A B", "ANRI BEN", "capitals"),
        ("s10.3", "s10.2 auto", "already"),
        ("s11.2", "s10.2 auto", "another scene"),
        ("S10", "s10 ext", "lower-case"),
        ("x", "push-in", "only cast"),
        ("x", "They meet", "only cast"),
    ],
)
def test_a_rename_never_clashes(writer, new, where, why):
    with pytest.raises(JsonRpcException, match=why):
        renamed(writer, new, "film.shot", where)


def test_a_scene_is_not_renamed_into_anothers_shots(writer):
    writer.swap("film.shot", "end\n", "scene s20 ext street dusk\n\nshot s20.1 4s\n  action   Rain.\nend\n")
    with pytest.raises(JsonRpcException, match="already"):
        renamed(writer, "s20", "film.shot", "s10 ext")


def test_the_outline_has_shots_under_scenes(writer):
    params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(writer.uri("film.shot")))
    found = writer.do(writer.client.text_document_document_symbol_async(params))
    assert [s.name for s in found] == ["cast.shot", "rain", "street", "s10"]
    scene = found[-1]
    assert [s.name for s in scene.children] == ["s10.1", "s10.2", "s10.3"]
    assert scene.children[1].detail == "shot auto medium-close ANRI"
    for symbol in (*found, *scene.children):
        assert symbol.range.start.line <= symbol.selection_range.start.line <= symbol.range.end.line


@pytest.mark.parametrize("query, names", [("anri", {"ANRI"}), ("s103", {"s10.3"}), ("strt", {"street"}), ("zz", set())])
def test_a_search_finds_declarations_in_all_files(writer, query, names):
    found = writer.do(writer.client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query)))
    assert {s.name for s in found} == names


def test_scenes_and_stanzas_fold(writer):
    params = lsp.FoldingRangeParams(lsp.TextDocumentIdentifier(writer.uri("film.shot")))
    found = writer.do(writer.client.text_document_folding_range_async(params))
    lines = FILM.splitlines()
    folds = {lines[f.start_line]: lines[f.end_line] for f in found}
    assert folds["scene s10 ext street dusk"] == "  cut      fade 12f"
    assert folds["shot s10.2 auto"] == "  ANRI (softly): It rained that day, too."
    assert "use cast.shot" not in folds
