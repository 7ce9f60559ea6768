"""Help while writing: completion, hover, layout, code actions, hints, colours."""

import ast
from datetime import date
from fractions import Fraction

import pytest
from editor.client import Writer, words_at
from editor.films import CAST, FILM
from lsprotocol import types as lsp

from screenc.cli.check import examine
from screenc.director import voices
from screenc.director.project import Project
from screenc.film.resolve import resolve
from screenc.lang import forms, load
from screenc.planner.keys import speech_key


def labels(writer, name, words, into, nth=0):
    where = writer.at(name, words, into, nth)
    found = writer.do(writer.client.text_document_completion_async(lsp.CompletionParams(**where)))
    items = found.items if isinstance(found, lsp.CompletionList) else found or []
    return [item.label for item in sorted(items, key=lambda item: item.sort_text)]


def offered(writer, line, stanza="shot s10.2 auto"):
    """What is offered at the end of a line put right below a stanza's head."""
    writer.swap("film.shot", f"{stanza}\n", f"{stanza}\n{line}\n")
    return labels(writer, "film.shot", f"{stanza}\n{line}", len(stanza) + 1 + len(line))


def hover(writer, name, words, into=0, nth=0):
    found = writer.do(writer.client.text_document_hover_async(lsp.HoverParams(**writer.at(name, words, into, nth))))
    return found.contents.value if found else None


# --- completion -------------------------------------------------------------------------------------------------------


def test_at_the_margin_stand_heads(writer):
    writer.swap("film.shot", "\nend\n", "\n\nend\n")
    where = labels(writer, "film.shot", "\n\nend", 1)
    assert where == [*forms.HEADS, "end"]


def test_two_spaces_in_stand_the_facts_not_given_yet_and_who_is_there_to_speak(writer):
    found = offered(writer, "  ")
    assert found[:2] == ["ANRI", "BEN"]
    assert {"angle", "lens", "mark", "action", "expect"} <= set(found)
    assert not {"framing", "camera", "goal", "title", "look"} & set(found)


@pytest.mark.parametrize(
    "line, some, none",
    [
        ("  angle    ", {"low", "overhead"}, {"ANRI", "pan"}),
        ("  angle    l", {"low"}, set()),
        ("  mark     ", {"ANRI", "BEN"}, {"left"}),
        ("  mark     ANRI ", {"left", "near", "facing"}, {"ANRI", "camera"}),
        ("  mark     ANRI left ", {"near", "facing"}, {"right", "centre"}),
        ("  mark     ANRI left facing ", {"camera", "away"}, {"near"}),
        ("  light    key ", {"top", "back"}, {"soft"}),
        ("  light    soft ", {"warm", "key"}, {"hard"}),
        ("  cut      wipe ", {"left", "12f"}, {"in", "fade"}),
        ("  from     ", {"s10.1"}, {"s10.2", "s10.3"}),
        ("  focus    ", {"ANRI", "BEN"}, set()),
        ("  holds    ANRI ", {"nothing"}, {"ANRI"}),
        ("  enters   BEN ", {"left", "right"}, {"up"}),
        ("  backend  ", {"previz"}, set()),
        ("  tune     previz ", {"names", "quality", "grain"}, set()),
        ("  tune     auto ", set(), {"names"}),
        ("  backend  a", {"auto", "previz"}, set()),
        ("  tune     previz quality ", {"draft", "good", "fine"}, {"on"}),
        ("  tune     previz names ", {"on", "off"}, set()),
        ("  waive    ", {"W0412", "W0426"}, {"E0102"}),
        ("  waive    W0412 ", {"until"}, set()),
        ("  expect   ", {"spoken", "likeness"}, {"loudness "}),
        ("  expect   likeness ", {"ANRI", ">="}, set()),
        ("  lens     ", {"35mm"}, set()),
        ("  action   ", set(), {"ANRI"}),
        ("  nonsense ", set(), {"ANRI"}),
    ],
)
def test_after_a_fact_stand_its_words(writer, line, some, none):
    found = set(offered(writer, line))
    assert some <= found and not none & found, found


def test_after_a_head_stand_its_words(writer):
    assert "street" in offered(writer, "scene s20 ext ", "  cut      fade 12f")
    assert offered(writer, "scene ", "  cut      fade 12f")[0] == "s20"
    assert offered(writer, "shot ", "  cut      fade 12f")[0] == "s10.4"
    assert offered(writer, "shot s10.4 ", "  cut      fade 12f")[0] == "auto"
    assert labels(writer, "film.shot", "use cast.shot", 4) == ["cast.shot"]


@pytest.mark.parametrize("kind", [k for k in forms.HEADS if k != "use"])
def test_every_fact_of_the_language_is_offered_in_its_stanza(server, kind):
    head = {"scene": "scene s1 int x", "shot": "scene s1 int x\n\nshot s1.1 auto", "cast": "cast X", "choice": "choice s1.a"}
    text = f"screenc 1\n\n{head.get(kind, kind + ' x')}\n  \nend\n"
    server.open("any.shot", text)
    found = labels(server, "any.shot", "  \nend", 2)
    assert {word for word in forms.facts(kind) if word != "speech"} <= set(found)
    server.shut("any.shot")


@pytest.mark.parametrize("kind", [k for k in forms.HEADS if k != "use"])
def test_whatever_is_offered_for_a_fact_is_taken_by_the_grammar(writer, kind):
    """Every first word that is offered begins a line that some line of the fact begins with."""
    from screenc.editor.vocabulary import VALUES

    for (owner, key), _ in VALUES.items():
        if owner == kind:
            assert key == "claim" or key in forms.facts(kind)


def test_an_item_replaces_what_is_typed_and_shows_its_page(writer):
    writer.swap("film.shot", "shot s10.2 auto\n", "shot s10.2 auto\n  an\n")
    params = lsp.CompletionParams(**writer.at("film.shot", "  an\n", 4))
    items = writer.do(writer.client.text_document_completion_async(params))
    item = next(i for i in items if i.label == "angle")
    assert words_at(writer.texts[writer.uri("film.shot")], item.text_edit.range) == "an"
    assert item.text_edit.new_text.startswith("angle    ") and "$" not in item.text_edit.new_text  # this client takes no snippets
    item = writer.do(writer.client.completion_item_resolve_async(item))
    assert item.documentation.value


def test_nothing_is_offered_in_a_comment(writer):
    assert offered(writer, "# cam") == []


# --- hover ------------------------------------------------------------------------------------------------------------


def test_a_fact_word_shows_its_page(writer):
    assert hover(writer, "film.shot", "camera   push").startswith("# camera")
    assert hover(writer, "film.shot", "push-in").startswith("# camera")
    assert hover(writer, "film.shot", "film rain").startswith("# film")


def test_a_person_shows_who_they_are_and_where_they_stand(writer):
    said = hover(writer, "film.shot", "ANRI left")
    assert "Okita Anri" in said and "in s10.1: left, mid, facing right; in frame" in said and "red coat" in said
    assert "in s10" not in hover(writer, "cast.shot", "ANRI")


def test_a_shot_shows_its_length_and_price(writer):
    said = hover(writer, "film.shot", "s10.2")
    assert "shot s10.2" in said and "reckoned from their words" in said and "previz" in said
    assert "4s, as written" in hover(writer, "film.shot", "s10.1")
    assert "shot s10.2" in hover(writer, "film.shot", "auto")


@pytest.mark.parametrize(
    "backend, words", [("previz", "made by previz: free"), ("nope", "no backend named `nope`"), ("luma", "made by luma: $0.30")]
)
def test_a_shots_price_is_that_of_its_plan(writer, backend, words):
    writer.swap("film.shot", "  cut      fade 12f\n", f"  cut      fade 12f\n  backend  {backend}\n")
    assert words in hover(writer, "film.shot", "s10.3")


def test_a_line_that_a_build_has_spoken_is_told_as_it_was_measured(tmp_path):
    (tmp_path / "cast.shot").write_text(CAST, "utf-8")
    (tmp_path / "film.shot").write_text(FILM, "utf-8")
    loaded, _ = load(tmp_path / "film.shot")
    film = resolve(loaded)[0].film
    casting, project = voices.measured(film, None), Project(tmp_path)
    speech = film.scenes[0].shots[1].beats[0]
    line = casting.line(film, speech)
    project.journal.measure(speech_key(line, casting.version(line)), Fraction(9))
    project.close()
    writer = Writer(tmp_path)
    writer.open("film.shot")
    assert "ANRI speaks for 9s, as a build spoke it" in hover(writer, "film.shot", "It rained that")
    assert "by lines as a build spoke them" in hover(writer, "film.shot", "s10.2")
    assert "reckoned from its words" in hover(writer, "film.shot", "It always")
    writer.close()


def test_a_line_shows_how_long_it_takes(writer):
    said = hover(writer, "film.shot", "It rained that")
    assert said.startswith("ANRI speaks for 1.") and "reckoned from its words" in said
    assert "an action of" in hover(writer, "film.shot", "wait at")


def test_a_scene_sums_its_shots(writer):
    assert "3 shots" in hover(writer, "film.shot", "s10 ext")


def test_a_code_and_a_check_show_their_pages(writer):
    writer.swap(
        "film.shot",
        "  cut      fade 12f\n",
        "  cut      fade 12f\n  waive    W0412 until 2099-01-01 meant\n  prefer   likeness BEN >= 0.5\n",
    )
    assert "thirty degrees" in hover(writer, "film.shot", "W0412")
    assert hover(writer, "film.shot", "likeness").startswith("# likeness")


def test_half_a_line_shows_its_words_page(writer):
    writer.swap("film.shot", "  camera   push-in slow ANRI", "  camera")
    assert hover(writer, "film.shot", "  camera", 3).startswith("# camera")


def test_white_space_shows_nothing(writer):
    assert hover(writer, "film.shot", "\n\nuse", 1) is None


# --- layout -----------------------------------------------------------------------------------------------------------

OPTIONS = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
UGLY = FILM.replace("  goal     They meet.\n  with     ANRI BEN\n", "  with ANRI BEN\n  goal       They meet.\n").replace(
    "\n\nshot s10.3", "\nshot s10.3"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_formatting_is_what_fmt_does(writer, end):
    writer.put("film.shot", UGLY.replace("\n", end))
    params = lsp.DocumentFormattingParams(writer.at("film.shot", "f")["text_document"], OPTIONS)
    edits = writer.do(writer.client.text_document_formatting_async(params))
    writer.apply(lsp.WorkspaceEdit(changes={writer.uri("film.shot"): edits}))
    assert writer.texts[writer.uri("film.shot")] == FILM
    assert writer.do(writer.client.text_document_formatting_async(params)) == ()


def test_a_file_with_a_slip_is_not_formatted(writer):
    writer.put("film.shot", UGLY.replace("goal ", "gaol "))
    params = lsp.DocumentFormattingParams(writer.at("film.shot", "f")["text_document"], OPTIONS)
    assert writer.do(writer.client.text_document_formatting_async(params)) is None


def test_some_lines_are_formatted_where_they_stand_and_no_others(writer):
    text = UGLY.replace("  camera   push-in slow ANRI", "  camera push-in slow ANRI").replace("  BEN: It", "  BENN It")
    writer.put("film.shot", text)
    lines = text.split("\n")
    number = lines.index("  with ANRI BEN")
    stretch = lsp.Range(lsp.Position(number, 0), lsp.Position(number + 2, 0))
    params = lsp.DocumentRangeFormattingParams(writer.at("film.shot", "f")["text_document"], stretch, OPTIONS)
    edits = writer.do(writer.client.text_document_range_formatting_async(params))
    writer.apply(lsp.WorkspaceEdit(changes={writer.uri("film.shot"): edits}))
    lines[number : number + 2] = ["  with     ANRI BEN", "  goal     They meet."]
    assert writer.texts[writer.uri("film.shot")].split("\n") == lines


@pytest.mark.parametrize(
    "before, after",
    [
        ("  framing medium ANRI\n|", "  framing  medium ANRI\n  |"),
        ("  framing medium ANRI\n    |", "  framing  medium ANRI\n  |"),
        ("  framing  medium ANRI\n  |", "  framing  medium ANRI\n  |"),
        ("shot s10.9   auto\n|", "shot s10.9 auto\n  |"),
        ("  framing  medium ANRI\n  \n  |", "  framing  medium ANRI\n\n|"),
        ("  framng medium\n|", "  framng medium\n  |"),
        ("# a note\n|", "# a note\n|"),
        ("  ANRI:   It rained.\n|", "  ANRI: It rained.\n  |"),
    ],
)
def test_enter_lays_out_the_line_above_and_indents_this_one(writer, before, after):
    at = before.index("|")
    writer.swap("film.shot", "  cut      fade 12f\nend\n", f"@{before.replace('|', '')}\nend\n")
    writer.swap("film.shot", "@", "")
    where = writer.at("film.shot", before.replace("|", ""), at)
    params = lsp.DocumentOnTypeFormattingParams(ch="\n", options=OPTIONS, **where)
    edits = writer.do(writer.client.text_document_on_type_formatting_async(params)) or []
    writer.apply(lsp.WorkspaceEdit(changes={writer.uri("film.shot"): edits}))
    assert after.replace("|", "") + "\nend\n" in writer.texts[writer.uri("film.shot")]


# --- code actions -----------------------------------------------------------------------------------------------------


def actions(writer, words, only=None):
    where = writer.at("film.shot", words)
    stretch = lsp.Range(where["position"], where["position"])
    context = lsp.CodeActionContext([], only)
    params = lsp.CodeActionParams(where["text_document"], stretch, context)
    return writer.do(writer.client.text_document_code_action_async(params)) or []


def test_a_safe_fix_is_preferred_and_mends(writer):
    writer.swap("film.shot", "camera   push-in", "camra    push-in")
    (fix,) = actions(writer, "camra", ["quickfix"])
    assert fix.is_preferred and "`camera`" in fix.title and fix.diagnostics[0].code == "E0102"
    writer.apply(fix.edit)
    assert writer.found("film.shot") == []


def test_a_likely_fix_is_offered_and_not_preferred(writer):
    writer.swap("film.shot", "  BEN: It", "  BENN: It")
    (fix,) = actions(writer, "BENN", ["quickfix"])
    assert not fix.is_preferred and "(likely)" in fix.title
    writer.apply(fix.edit)
    assert writer.found("film.shot") == []


def test_all_safe_fixes_at_once(writer):
    writer.swap("film.shot", "camera   push-in", "camra    push-in")
    writer.swap("film.shot", "  framing  long", "\tframing  long")
    (fix,) = actions(writer, "camra", ["source.fixAll"])
    writer.apply(fix.edit)
    assert writer.found("film.shot") == []


JUMP = "  framing  medium-close ANRI\n  camera   push-in slow ANRI\n  ANRI (softly)"


def test_a_warning_is_waived_with_a_reason(writer):
    writer.swap("film.shot", JUMP, "  framing  medium-close ANRI\n  expect   spoken ANRI >= 50%\n  ANRI (softly)")
    writer.swap("film.shot", "  framing  medium-close BEN\n  BEN: It", "  framing  medium-close ANRI\n  ANRI: It")
    assert [p.code for p in writer.found("film.shot")] == ["W0412"]
    (waive,) = [a for a in actions(writer, "framing  medium-close ANRI\n  ANRI: It") if "waive" in a.title]
    assert not waive.is_preferred
    writer.apply(waive.edit)
    assert writer.found("film.shot") == []
    assert date.today().isoformat() < writer.texts[writer.uri("film.shot")].partition("until ")[2][:10]


def test_an_error_is_not_waived(writer):
    writer.swap("film.shot", "  BEN: It", "  CARL: It")
    assert not [a for a in actions(writer, "CARL") if "waive" in a.title]


def test_the_reason_is_selected_where_the_client_can(tmp_path):
    window = lsp.WindowClientCapabilities(show_document=lsp.ShowDocumentClientCapabilities(support=True))
    (tmp_path / "cast.shot").write_text(CAST, "utf-8")
    writer = Writer(tmp_path, window=window)
    text = FILM.replace(JUMP, JUMP.replace("  camera   push-in slow ANRI\n", ""))
    writer.open("film.shot", text.replace("  framing  medium-close BEN\n  BEN: It", "  framing  medium-close ANRI\n  ANRI: It"))
    (waive,) = [a for a in actions(writer, "framing  medium-close ANRI\n  ANRI: It") if "waive" in a.title]
    assert isinstance(waive, lsp.Command)  # so lsprotocol reads an action with an edit and a command; editors do both
    command = ast.literal_eval(waive.command)
    writer.swap(
        "film.shot",
        "  ANRI: It always rained.\n  cut      fade 12f\n",
        "  ANRI: It always rained.\n  cut      fade 12f\n  waive    W0412 until 2099-01-01 say here why it is meant\n",
    )
    params = lsp.ExecuteCommandParams(command["command"], command["arguments"])
    writer.do(writer.client.workspace_execute_command_async(params))
    writer.wait(lambda: writer.shown)
    assert words_at(writer.texts[writer.uri("film.shot")], writer.shown[0].selection) == "say here why it is meant"
    writer.close()


# --- hints and colours ------------------------------------------------------------------------------------------------


def whole(writer):
    text = writer.texts[writer.uri("film.shot")]
    return lsp.Range(lsp.Position(0, 0), lsp.Position(text.count("\n"), 0))


def test_auto_shots_say_how_long_they_come_to(writer):
    params = lsp.InlayHintParams(writer.at("film.shot", "f")["text_document"], whole(writer))
    found = writer.do(writer.client.text_document_inlay_hint_async(params))
    lines = writer.texts[writer.uri("film.shot")].split("\n")
    assert [lines[h.position.line][: h.position.character] for h in found] == ["shot s10.2 auto", "shot s10.3 auto"]
    assert all(h.label.endswith("s") and 1 < float(h.label[:-1]) < 5 for h in found)
    assert "begins at 0:04" in found[0].tooltip
    writer.swap("film.shot", "s10.3 auto", "s10.3 autos")
    assert not writer.do(writer.client.text_document_inlay_hint_async(params))


def test_words_are_coloured_by_what_they_are(writer):
    writer.swap("film.shot", "They meet.", "\U0001f327 They meet.")
    params = lsp.SemanticTokensParams(writer.at("film.shot", "f")["text_document"])
    data = writer.do(writer.client.text_document_semantic_tokens_full_async(params)).data
    legend = writer.said.capabilities.semantic_tokens_provider.legend.token_types
    text, line, character, seen = writer.texts[writer.uri("film.shot")], 0, 0, []
    for at in range(0, len(data), 5):
        down, across, length, kind, _ = data[at : at + 5]
        line, character = line + down, across + (0 if down else character)
        seen.append(
            (legend[kind], words_at(text, lsp.Range(lsp.Position(line, character), lsp.Position(line, character + length))))
        )
    for expected in [
        ("keyword", "shot"),
        ("property", "camera"),
        ("class", "ANRI"),
        ("string", "\U0001f327 They meet."),
        ("comment", "# the turn"),
    ]:
        assert expected in seen
    part = lsp.SemanticTokensRangeParams(
        writer.at("film.shot", "f")["text_document"], lsp.Range(lsp.Position(2, 0), lsp.Position(4, 0))
    )
    assert 0 < len(writer.do(writer.client.text_document_semantic_tokens_range_async(part)).data) < len(data)


def test_examine_still_agrees(writer):
    assert examine(str(writer.folder / "film.shot")) == []
