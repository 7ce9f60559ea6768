"""Carets stand under the words they mean, whatever the line holds."""

import io

import pytest

from screenc.report.terminal import Pen as TerminalPen
from screenc.report.terminal import ordered, page_of, width_of, write
from screenc.text import Diagnostic, Edit, Fix, Label, Source


def span(source, words, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = source.text.index(words, at + 1)
    return source.span(at, at + len(words))


def written(*diagnostics, **how):
    out = io.StringIO()
    write(diagnostics, out, **how)
    return out.getvalue()


def test_the_sample_of_the_design():
    source = Source("film.shot", "\n" * 54 + "  camra    handheld ANRI\n")
    it = span(source, "camra")
    fix = Fix((Edit(it, "camera"),), "safe")
    d = Diagnostic.at("E0102", it, "a shot has no fact named `camra`", help="did you mean `camera`?", fix=fix)
    assert written(d) == (
        "error[E0102]: a shot has no fact named `camra`\n"
        "  --> film.shot:55:3\n"
        "55 |   camra    handheld ANRI\n"
        "   |   ^^^^^\n"
        "help: did you mean `camera`?  (safe fix: screenc check --fix)\n"
        "note: screenc explain E0102\n"
        "\n"
        "1 error\n"
    )


@pytest.mark.parametrize(
    "line, words",
    [
        ("  action   plain words, HERE and on", "HERE"),
        ("  東京 (静か): こんにちは、世界。HERE。", "HERE"),
        ("  ANRI: 你好，世界", "世界"),
        ("\taction\tone\tHERE", "HERE"),
        ("  ANRI: cafe\u0301 HERE", "HERE"),
        ("  ANRI: \x1b[31mred HERE", "HERE"),
        ("  ANRI: 👋 HERE", "HERE"),
    ],
)
def test_carets_stand_under_the_words(line, words):
    source = Source("a.shot", line + "\n")
    rows = written(Diagnostic.at("E0101", span(source, words), "here"), width=200).splitlines()
    text, carets = rows[2], rows[3]
    assert carets.count("^") == width_of(words)
    before = text[: text.index(words)]
    assert width_of(before) == carets.index("^")
    assert "\x1b" not in text and "\t" not in text


@pytest.mark.parametrize("before, after", [(0, 900), (900, 0), (900, 900), (100, 30)])
@pytest.mark.parametrize("fill", ["ab ", "世界 "])
def test_a_long_line_is_cut_around_what_is_meant(before, after, fill):
    source = Source("a.shot", fill * (before // 3) + "HERE" + fill * (after // 3) + "\n")
    rows = written(Diagnostic.at("E0101", span(source, "HERE"), "here"), width=80).splitlines()
    text, carets = rows[2], rows[3]
    assert width_of(text) <= 80
    assert "HERE" in text
    assert width_of(text[: text.index("HERE")]) == carets.index("^")
    assert carets.count("^") == 4
    assert ("…" in text) == (before + after > 80)


def test_a_span_longer_than_the_line_has_room_for_is_shown_from_its_start():
    source = Source("a.shot", "x" * 300 + "\n")
    rows = written(Diagnostic.at("E0101", source.span(0, 300), "long"), width=80).splitlines()
    assert rows[2].startswith("1 | xxx") and width_of(rows[2]) <= 80 and width_of(rows[3]) <= 80


def test_several_labels_in_two_files():
    film = Source("film.shot", "shot s10.2 4s\n  holds    ANRI cup\n")
    cast = Source("cast.shot", "\n\nprop cup\n")
    d = Diagnostic.at(
        "E0101",
        span(film, "cup"),
        "this is about a cup",
        label="the cup",
        also=(
            Label(span(film, "ANRI"), "who holds it"),
            Label(span(film, "s10.2"), "in this shot"),
            Label(span(cast, "cup"), "made here"),
        ),
    )
    assert page_of(d, TerminalPen(False)).splitlines() == [
        "error[E0101]: this is about a cup",
        " --> film.shot:2:17",
        "1 | shot s10.2 4s",
        "  |      ----- in this shot",
        "2 |   holds    ANRI cup",
        "  |            ---- ^^^ the cup",
        "  |            |",
        "  |            who holds it",
        " ::: cast.shot:3:6",
        "3 | prop cup",
        "  |      --- made here",
        "note: screenc explain E0101",
    ]


def test_an_empty_span_at_the_end_still_has_a_caret():
    source = Source("a.shot", "screenc 1\n")
    for at in (len(source.text), len(source.text) - 1, 0):
        assert "^" in written(Diagnostic.at("E0101", source.span(at, at), "here"))
    assert "^" in written(Diagnostic.at("E0101", Source("empty.shot", "").span(0, 0), "empty"))


def test_a_span_over_lines_marks_its_first():
    source = Source("a.shot", "shot s1.1 4s\n  action   x\n")
    assert "  | ^^^^^^^^^^^^\n" in written(Diagnostic.at("E0101", source.span(0, 24), "here"))


def test_sorted_each_once_with_the_unplaced_last():
    a, b = Source("a.shot", "one\ntwo\n"), Source("b.shot", "one\n")
    spans = b.span(0, 3), a.span(4, 7), a.span(0, 3), a.span(0, 3)
    d = [Diagnostic.at("W0702", None, "nowhere"), *(Diagnostic.at("E0101", span, "x") for span in spans)]
    assert [str(x.span) for x in ordered(d)] == ["a.shot:1:1", "a.shot:2:1", "b.shot:1:1", "None"]
    assert written(*d).endswith("\n\n3 errors and 1 warning in 2 files\n")


def test_a_flood_is_counted_and_not_shown():
    source = Source("a.shot", "x\n" * 300)
    text = written(*(Diagnostic.at("E0101", source.line_span(n), "bad") for n in range(1, 301)))
    assert text.count("error[E0101]") == 100 and "300 errors, of which the first 100 are shown" in text


def test_nothing_to_say_says_nothing():
    assert written() == ""


class Tty(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    "env, stream, coloured",
    [
        ({}, Tty, True),
        ({}, io.StringIO, False),
        ({"NO_COLOR": "1"}, Tty, False),
        ({"NO_COLOR": ""}, Tty, True),
        ({"TERM": "dumb"}, Tty, False),
    ],
)
def test_colour_only_where_it_is_wanted(monkeypatch, env, stream, coloured):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for key, value in env.items():
        monkeypatch.setenv(key, value)
    out = stream()
    write([Diagnostic.at("E0101", Source("a.shot", "x\n").span(0, 1), "bad")], out)
    assert ("\x1b[" in out.getvalue()) == coloured


def test_a_narrow_encoding_loses_letters_and_not_the_report():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    write([Diagnostic.at("E0101", Source("a.shot", "世界\n").span(0, 2), "bad")], out)
    out.flush()
    assert b"?? " not in raw.getvalue() and b"1 | ??\n" in raw.getvalue()
