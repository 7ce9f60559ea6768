"""A first film written key by key, with a newcomer's slips: each is told on its line, and mended by one press of a key."""

import pytest
from editor.client import Writer, offset, words_at
from lsprotocol import types as lsp

from screenc.cli.check import examine
from screenc.lang import load

FIRST = """screenc 1

film two-trams
  title    Two trams
  lenght   10s..60s

cast MIRA
  look     woman of 30, black bob
  wears    red coat

cast JON
  look     man of 50, grey beard
  wears    navy suit

place stop
  look     tram stop on a wet street

scene s10 ext stop dusk
  with     MIRA JON
  axis     MIRA JON

shot s10.1 4
  framing  long MIRA JON
  mark     MIRA left mid facing right
  mark     JON right mid facing left
  action   They wait.

shot s10.2 auto
  framing  medum-close MIRA
  camera   push-in slow MIRA
  Mira (softly): It rained that day, too.

shot s10.3 auto
  framing  medium-close JON
  JOHN: It always rained.

scene s20 ext stopp night
  with     MIRA

Shot s20.1 auto
  framing  medium MIRA
  action   MIRA walks away.
"""
SLIPS = {
    "lenght": "E0102",
    "4": "E0303",
    "medum-close": "E0301",
    "Mira": "E0110",
    "JOHN": "E0201",
    "stopp": "E0202",
    "Shot": "E0110",
    "": "E0129",
}
"""What is wrong in it, and the code of each; the empty word is the end that is not there."""


@pytest.fixture
def newcomer(tmp_path):
    writer = Writer(tmp_path)
    yield writer
    assert not writer.logged
    writer.close()


def fixes(writer, problem):
    context = lsp.CodeActionContext([problem], ["quickfix"])
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(writer.uri("film.shot")), problem.range, context)
    found = writer.do(writer.client.text_document_code_action_async(params)) or []
    return [
        action for action in found if action.diagnostics[0].code == problem.code and action.diagnostics[0].range == problem.range
    ]


def test_a_film_is_typed_and_every_slip_is_told_on_its_line_and_mended_by_one_key(newcomer):
    """The editor's own layout takes part: Enter indents, as it would at a keyboard."""
    newcomer.open("film.shot", "")
    for line in FIRST.split("\n")[:-1]:
        newcomer.type("film.shot", line.removeprefix("  ") if line.startswith("  ") else line)
        newcomer.type("film.shot", "\n")
        entered(newcomer)
    seen, mended = {}, []
    for _ in range(len(SLIPS) + 4):
        problems = newcomer.found("film.shot")
        if not problems:
            break
        for problem in problems:
            seen[words_at(newcomer.texts[newcomer.uri("film.shot")], problem.range)] = problem.code
        offered = [(problem, fixes(newcomer, problem)) for problem in problems]
        problem, (fix, *_) = next(pair for pair in offered if pair[1])
        newcomer.apply(fix.edit)
        mended.append(problem.code)
    assert newcomer.found("film.shot") == []
    assert seen == SLIPS
    assert sorted(mended) == sorted(SLIPS.values())  # every one of them by its own fix, at one press of a key
    path = newcomer.folder / "film.shot"
    path.write_text(newcomer.texts[newcomer.uri("film.shot")], "utf-8")
    assert examine(str(path)) == [] and load(path)[0] is not None


def entered(writer):
    """What an editor asks for after Enter, and does; the next line is typed where the cursor then stands."""
    uri = writer.uri("film.shot")
    text = writer.texts[uri]
    where = lsp.Position(text.count("\n"), 0)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    params = lsp.DocumentOnTypeFormattingParams(lsp.TextDocumentIdentifier(uri), where, "\n", options)
    edits = writer.do(writer.client.text_document_on_type_formatting_async(params)) or []
    for edit in sorted(edits, key=lambda e: offset(text, e.range.start), reverse=True):
        writer.edit("film.shot", offset(text, edit.range.start), offset(text, edit.range.end), edit.new_text)


def test_half_a_word_is_completed_into_a_film_that_stands(newcomer):
    """Nothing but what completion offers first, and the names and words that only the writer knows."""
    newcomer.open("film.shot", "")

    def pick(label):
        uri, text = newcomer.uri("film.shot"), newcomer.texts[newcomer.uri("film.shot")]
        line = text.rpartition("\n")[2]
        params = lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), lsp.Position(text.count("\n"), len(line)))
        items = newcomer.do(newcomer.client.text_document_completion_async(params))
        item = next(item for item in items if item.label == label)
        start, end = (offset(text, at) for at in (item.text_edit.range.start, item.text_edit.range.end))
        newcomer.edit("film.shot", start, end, item.text_edit.new_text)

    def write(*parts):
        for part in parts:
            newcomer.type("film.shot", part[1:]) if part.startswith("'") else pick(part)

    write(
        "screenc",
        "'\nfilm tram\n  ",
        "title",
        "'Tram\n\ncast MIRA\n  ",
        "look",
        "'woman of 30\n\nplace stop\n  ",
        "look",
        "'a stop\n\n",
    )
    write("'scene ", "s10", "' ", "ext", "' ", "stop", "' ", "dusk", "'\n  ", "with", "MIRA", "'\n\nshot ", "s10.1", "' ", "auto")
    write(
        "'\n  fr",
        "framing",
        "'me",
        "medium-close",
        "' ",
        "MIRA",
        "'\n  cam",
        "camera",
        "push-in",
        "' ",
        "slow",
        "'\n  ",
        "MIRA",
        "'Rain.\n",
        "end",
    )
    newcomer.type("film.shot", "\n")
    assert newcomer.found("film.shot") == []
    assert (
        "\n  framing  medium-close MIRA\n  camera   push-in slow\n  MIRA: Rain.\nend\n"
        in newcomer.texts[newcomer.uri("film.shot")]
    )
