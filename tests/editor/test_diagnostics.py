"""What the server says of a text is what `screenc check` says of it, in the right file, at the right place."""

import random

import pytest
from editor.client import Writer, place, words_at
from editor.films import CAST, FILM, slip
from lsprotocol import types as lsp

from screenc.cli.check import examine


def told(problems):
    return [(p.code, p.message.split("\n")[0], p.range.start, p.range.end) for p in problems]


def cold(path, text):
    """What `check` says of a file on disk, about that very file."""
    found = [d for d in examine(str(path)) if d.span is None or d.span.source.name == str(path)]
    out = []
    for d in found:
        lead = 1 if text.startswith("\ufeff") else 0
        start, end = (d.span.start + lead, d.span.end + lead) if d.span else (0, 0)
        out.append((d.code, d.message, place(text, start), place(text, end)))
    return out


def test_a_sound_film_has_none(writer):
    assert writer.found("film.shot") == [] and writer.found("cast.shot") == []


def test_a_slip_is_told_on_its_line_with_its_page(writer):
    writer.swap("film.shot", "camera   push-in", "camra    push-in")
    (problem,) = writer.found("film.shot")
    assert problem.code == "E0102" and words_at(writer.texts[writer.uri("film.shot")], problem.range) == "camra"
    assert problem.code_description.href.endswith("/E0102.md") and problem.source == "screenc"
    assert "did you mean `camera`?" in problem.message
    writer.swap("film.shot", "camra", "camera")
    assert writer.found("film.shot") == []


def test_a_buffer_that_is_not_saved_counts_in_the_film_that_uses_it(writer):
    writer.swap("cast.shot", "cast BEN", "cast BENNO")
    writer.wait(lambda: writer.problems[writer.uri("film.shot")].diagnostics)
    (problem,) = writer.problems[writer.uri("film.shot")].diagnostics
    assert problem.code == "E0201" and "BEN" in problem.message
    writer.swap("cast.shot", "BENNO", "BEN")
    writer.wait(lambda: not writer.problems[writer.uri("film.shot")].diagnostics)


def test_a_slip_in_a_used_file_is_told_in_that_file(writer):
    writer.swap("cast.shot", "  wears    red coat", "  weers    red coat")
    assert [p.code for p in writer.found("cast.shot")] == ["E0102"]
    assert writer.found("film.shot") == []


def test_a_used_file_is_read_though_the_film_has_slips(writer):
    writer.swap("film.shot", "framing  long", "framng   long")
    writer.swap("cast.shot", "  wears    red coat", "  weers    red coat")
    assert [p.code for p in writer.found("cast.shot")] == ["E0102"]
    assert [p.code for p in writer.found("film.shot")] == ["E0102"]


def test_the_file_of_cast_alone_is_checked_as_part_of_its_film(server, folder):
    server.problems.clear()
    server.open("cast.shot", CAST.replace("cast BEN", "cast BENNO"))
    server.wait(lambda: (said := server.problems.get(server.uri("film.shot"))) and said.diagnostics)
    assert {p.code for p in server.problems[server.uri("film.shot")].diagnostics} == {"E0201"}
    server.shut("cast.shot")
    server.wait(lambda: not server.problems[server.uri("film.shot")].diagnostics)


def test_a_file_outside_the_workspace(server, tmp_path):
    path = tmp_path / "other.shot"
    path.write_text(FILM.replace("use cast.shot\n\n", CAST[11:-4]), "utf-8")
    uri = server.open(path.as_uri(), path.read_text("utf-8"))
    assert server.found(uri) == []
    server.edit(uri, 0, 7, "scrinc")
    assert [p.code for p in server.found(uri)] == ["E0126"]
    server.shut(uri)


def test_a_used_file_that_changes_on_disk_is_read_again(server, folder):
    server.open("film.shot")
    assert server.found("film.shot") == []
    (folder / "cast.shot").write_text(CAST.replace("cast BEN", "cast BENNO"), "utf-8")
    changed = lsp.FileEvent(server.uri("cast.shot"), lsp.FileChangeType.Changed)
    server.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
    server.wait(lambda: server.problems[server.uri("film.shot")].diagnostics)
    (folder / "cast.shot").write_text(CAST, "utf-8")
    server.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
    server.wait(lambda: not server.problems[server.uri("film.shot")].diagnostics)
    server.shut("film.shot")


def test_a_film_that_comes_later_takes_its_file_of_cast(server, tmp_path):
    """Written after the cast was opened, it is found beside it at the next edit."""
    (tmp_path / "people.shot").write_text(CAST, "utf-8")
    uri = server.open((tmp_path / "people.shot").as_uri(), CAST)
    assert server.found(uri) == []
    film = tmp_path / "film.shot"
    film.write_text(FILM.replace("use cast.shot", "use people.shot").replace("BEN: It", "CARL: It"), "utf-8")
    server.edit(uri, len(CAST), len(CAST), "\n")
    server.wait(lambda: server.problems.get(film.as_uri()))
    assert {d.code for d in server.problems[film.as_uri()].diagnostics} == {"E0201"}
    server.shut(uri)


def test_a_client_is_asked_to_tell_of_files_that_change(tmp_path):
    able = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    writer = Writer(tmp_path, workspace=lsp.WorkspaceClientCapabilities(did_change_watched_files=able))
    writer.wait(lambda: writer.registered)
    assert writer.registered[0].method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
    writer.close()


def test_a_text_that_was_never_saved(server):
    uri = server.open("untitled:Untitled-1", "screenc 1\n\nfilm x\nend\n")
    assert [p.code for p in server.found(uri)] == ["E0212"]
    server.shut(uri)


@pytest.mark.parametrize("name", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_positions_are_utf16(server, folder, name, end):
    text = name + FILM.replace("They meet.", "\U0001f327\U0001f327 그들이 만난다, يلتقيان").replace(
        "It rained that day, too.", "\U0001f327 비가 왔다 \U0001f327"
    ).replace("shot s10.3 auto", "shot s10.3 auto\n  sound    \U0001f327 rain\n  framing  close CARL").replace("\n", end)
    (folder / "weather.shot").write_bytes(text.encode())
    uri = server.open("weather.shot", text)
    assert told(server.found(uri)) == cold(folder / "weather.shot", text) != []
    server.swap(uri, "비가", "\U0001f327비가")
    server.swap(uri, "  BEN: It", "  CARL (\U0001f327): It")
    (folder / "weather.shot").write_bytes(server.texts[uri].encode())
    assert told(server.found(uri)) == cold(folder / "weather.shot", server.texts[uri]) != []
    server.shut(uri)
    (folder / "weather.shot").unlink()


def test_a_client_that_counts_code_points(tmp_path):
    writer = Writer(tmp_path, encodings=["utf-32"])
    assert writer.said.capabilities.position_encoding == "utf-32"
    writer.open("x.shot", "screenc 1\n\nfilm x\n  title    \U0001f327\U0001f327\n  seed     \U0001f327\nend\n")
    (problem,) = writer.found("x.shot")
    assert (problem.range.start.character, problem.range.end.character) == (11, 12)
    writer.close()


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 40))])
def test_random_edits_never_stop_it_and_it_says_what_a_cold_check_says(tmp_path, seed):
    chance = random.Random(seed)
    film, cast = tmp_path / "film.shot", tmp_path / "cast.shot"
    cast.write_text(CAST, "utf-8")
    writer = Writer(tmp_path)
    writer.open("film.shot", FILM)
    text = FILM
    for n in range(60):
        if n % 20 == 19:
            writer.put("film.shot", text := FILM)
        for _ in range(chance.randrange(1, 4)):
            text = writer.texts[writer.uri("film.shot")]
            start, end, words = slip(chance, text)
            if "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
                continue  # a place inside a CRLF cannot be said in the protocol
            writer.edit("film.shot", start, end, words)
        text = writer.texts[writer.uri("film.shot")]
        film.write_bytes(text.encode())
        assert told(writer.found("film.shot")) == cold(film, text), repr(text)
    assert not writer.logged
    writer.close()
