"""Reading: five slips are five reports on their own lines, each by its cause; and no slip is silent."""

import random
import re
import time
from pathlib import Path

import pytest

from screenc.film.resolve import resolve
from screenc.lang import forms, load
from screenc.lang.parse import parse
from screenc.text import Source

PAGE = Path(__file__).parent / "page"
FILM = (PAGE / "film.shot").read_text(encoding="utf-8")


def with_line(number, line):
    """The film with another line in the place of one, from 0."""
    lines = FILM.splitlines()
    return "\n".join([*lines[:number], line, *lines[number + 1 :]]) + "\n"


def reports(text):
    file, found = parse(Source("film.shot", text))
    assert (file is None) == bool(found)
    return [(d.code, d.span.line, d.span.text) for d in found]


def test_the_page_has_no_error():
    file, found = parse(Source("film.shot", FILM))
    assert not found and [s.kind for s in file.stanzas] == ["use", "film", "scene", "shot", "shot"]
    assert [c.text for c in file.comments] == ["# the turn: do not cut before both have stopped"]
    shot = file.stanzas[-1]
    assert [f.key for f in shot.facts] == ["from", "framing", "camera", "action", "speech", "cut", "expect", "prefer"]
    assert [(w.kind, w.text) for w in shot.facts[4].args] == [
        ("CAST", "TAKUMI"),
        ("PAREN", "(confused)"),
        ("TEXT", "Oh - are you... Okita?"),
    ]
    for stanza in file.stanzas:
        for word in (*stanza.args, *(w for f in stanza.facts for w in f.args)):
            assert word.span.text == word.text


def test_five_bad_lines_are_five_exact_reports():
    text = (
        FILM.replace("  camera   truck", "  camra    truck")
        .replace("rate     24fps", "rate     24fbs")
        .replace("  mark     ANRI right", "   mark     ANRI right")
        .replace("shot s10.2 auto", "shto s10.2 auto")
        .replace("TAKUMI (confused): Oh", "TAKUMI (confused) Oh")
    )
    assert reports(text) == [
        ("E0122", 8, "fbs"),
        ("E0102", 22, "camra"),
        ("E0105", 24, "   "),
        ("E0103", 29, "shto"),
        ("E0123", 34, " "),
    ]


@pytest.mark.parametrize(
    "old, new, code, said",
    [
        ("  from     s10.1", "  framing  Long", "E0110", "Long"),
        ("  from     s10.1", "  Framing  long", "E0110", "Framing"),
        ("  from     s10.1", "  ACTION   they stop", "E0110", "ACTION"),
        ("  from     s10.1", "  Anri: hello", "E0110", "Anri"),
        ("  from     s10.1", "  goal     to leave", "E0104", "goal"),
        ("  from     s10.1", "  action", "E0107", "action"),
        ("  from     s10.1", "  ANRI:", "E0107", ":"),
        ("  from     s10.1", "  angle    low high", "E0108", "high"),
        ("  from     s10.1", "  angle    low, high", "E0109", "low,"),
        ("  from     s10.1", "  from     s10", "E0109", "s10"),
        ("  from     s10.1", "  lens     35 mm", "E0108", "mm"),
        ("  from     s10.1", "  lens     35inch", "E0122", "inch"),
        ("  from     s10.1", "  waive    W0412 2027-01-01 meant", "E0109", "2027-01-01"),
        ("  from     s10.1", "  expect   loudness > 3", "E0109", ">"),
        ("  from     s10.1", "  ANRI hello", "E0123", "h"),
        ("  from     s10.1", "  ANRI:hello", "E0124", ":"),
        ("  from     s10.1", "  framing: long", "E0124", ": "),
        ("  from     s10.1", "  framing            long", "E0124", " " * 12),
        ("  from     s10.1", "  ANRI (so: hello", "E0125", "(so"),
        ("  from     s10.1", "  ANRI (a (b)): hello", "E0125", None),
        ("  from     s10.1", "  from\ts10.1", "E0117", "\t"),
        ("  from     s10.1", "\tfrom     s10.1", "E0117", "\t"),
        ("  from     s10.1", "  text     bell \x07", "E0118", "\x07"),
        ("  from     s10.1", "  text     one\rtwo", "E0118", "\r"),
        ("  from     s10.1", "  action   " + "x" * 401, "E0119", "x"),
        ("  from     s10.1", "  ANRI: " + "so it goes " * 40, "E0119", None),
        ("  from     s10.1", "  action   " + "x" * 100_000, "E0121", None),
        ("  from     s10.1", "  ~~~", "E0101", "~~~"),
        ("  from     s10.1", "from     s10.1", "E0105", "from"),
        ("  from     s10.1", "    from     s10.1", "E0105", "    "),
        ("  from     s10.1", "TAKUMI: hello", "E0105", "TAKUMI"),
        ("shot s10.2 auto", "  shot s10.2 auto", "E0105", "  "),
        ("shot s10.2 auto", "shot S10.2 auto", "E0110", "S10.2"),
        ("shot s10.2 auto", "Shot s10.2 auto", "E0110", "Shot"),
        ("shot s10.2 auto", "shot s10.2", "E0107", "shot s10.2"),
        ("shot s10.2 auto", "{", "E0101", "{"),
        ("shot s10.2 auto", "screenc 1", "E0128", "screenc 1"),
        ("screenc 1", "screenc 2", "E0127", "2"),
        ("screenc 1", "screenplay 1", "E0126", None),
        ("\nend", "\nEnd", "E0110", "End"),
        ("\nend", "\n end", "E0105", " "),
        ("\nend", "\nend\nmore", "E0130", "more"),
        ("\nend", "", "E0129", ""),
    ],
)
def test_the_cause_is_named(old, new, code, said):
    assert old in FILM
    found = reports(FILM.replace(old, new, 1))
    assert [f[0] for f in found][:1] == [code] and len(found) == 1, found
    assert said is None or found[0][2] == said


def test_a_fact_before_any_head():
    assert reports("screenc 1\n  title    Rain\nend\n") == [("E0106", 2, "title")]


def test_facts_under_a_lost_head_are_one_report():
    codes = [code for code, _, _ in reports(FILM.replace("shot s10.1 4s\n", "").replace("\nscene s10", "\nplace p\n\nscene s10"))]
    assert codes == ["E0104"]


@pytest.mark.parametrize("slip", ["  ", " ", "   ", "\t", ""])
def test_no_slip_of_the_indent_is_silent(slip):
    for number, line in enumerate(FILM.splitlines()):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        moved = slip + line.lstrip()
        if moved == line:
            continue
        found = reports(with_line(number, moved))
        assert found and found[0][1] in (number + 1, number + 2), (moved, found)


def test_no_typo_in_a_word_of_the_language_is_silent():
    """Each word at the start of a line loses, doubles and swaps each of its letters."""
    for number, line in enumerate(FILM.splitlines()):
        found = re.match(r"( *)([a-z]+)", line)
        if not found:
            continue
        lead, word = found.groups()
        for at in range(len(word)):
            for put in ("", word[at] * 2, word[at : at + 2][::-1]):
                slip = word[:at] + put + word[at + max(1, len(put) if put != word[at] * 2 else 1) :]
                if slip == word:
                    continue
                reported = reports(with_line(number, lead + slip + line[found.end() :]))
                assert reported and reported[0][1] == number + 1, (slip, reported)


def test_no_lost_mark_is_silent():
    """A colon, parenthesis, dot, unit or sign is lost: an error in reading or resolving, or it stood in words that people say."""
    whole = resolve(load(PAGE / "film.shot")[0])[0].film
    for at, char in enumerate(FILM):
        if char not in ":().=-<>%":
            continue
        text = FILM[:at] + FILM[at + 1 :]
        line = Source("f", FILM).position(at)[0]
        if reports(text):
            continue
        loaded, _ = load(PAGE / "film.shot", text.encode())
        resolved = resolve(loaded)[0] if loaded else None
        spoken = re.match(r" *(title|goal|action|style|TAKUMI)\b|#", FILM.splitlines()[line - 1])
        assert resolved is None or spoken or resolved.film != whole, FILM.splitlines()[line - 1]


def test_cut_short_anywhere_is_never_taken_for_a_film():
    for at in range(len(FILM) - 1):
        found = reports(FILM[:at]) if FILM[:at].strip() else [("E0114",)]
        assert found or FILM[:at].endswith("\nend"), FILM[:at][-20:]
    for stop in range(1, len(FILM.splitlines())):
        assert "E0129" in {f[0] for f in reports("\n".join(FILM.splitlines()[:stop]) + "\n")}


def test_whatever_comes_is_told_and_never_thrown():
    dice = random.Random(7)
    letters = 'screenc1 endshotACT:()\n  \t.#"\\{}0s\u00e9\u6f22\x00\r'
    for _ in range(400):
        text = "".join(dice.choice(letters) for _ in range(dice.randrange(200)))
        file, found = parse(Source("noise", text))
        assert file is not None or found
    lines = FILM.splitlines()
    for _ in range(200):
        some = dice.sample(lines, dice.randrange(len(lines)))
        file, found = parse(Source("shuffled", "\n".join(some)))
        assert file is not None or found


def test_a_text_of_400_characters_is_held_and_one_more_is_not():
    for kind, count, code in (("x", 400, None), ("x", 401, "E0119"), ("\u6f22", 400, None), ("\U0001f600", 401, "E0119")):
        found = reports(FILM.replace("  from     s10.1", "  action   " + kind * count))
        assert [f[0] for f in found] == ([code] if code else [])


def long_film(shots, bad=False):
    word = "framng" if bad else "framing"
    beats = "  action   She turns and laughs.\n  A (softly): You came, after all.\n"
    body = "".join(f"\nshot s1.{n} auto\n  {word}  close A\n{beats}" for n in range(shots))
    return f"screenc 1\n\nfilm f\n\ncast A\n\nplace p\n\nscene s1 int p\n{body}end\n"


@pytest.mark.parametrize("bad", [False, True])
def test_time_is_linear_in_the_text(bad):
    """Ten times the lines take about ten times as long, 30,000 of them too: the ratio of two runs of one process."""

    def seconds(shots):
        best = []
        for _ in range(3):
            start = time.process_time()
            _, found = parse(Source("long", text[shots]))
            best.append(time.process_time() - start)
            assert len(found) == (shots if bad else 0)
        return min(best)

    small, large = (150, 1500) if bad else (600, 6000)
    text = {n: long_film(n, bad) for n in (small, large)}
    assert bad or text[large].count("\n") > 30_000
    seconds(small)
    assert seconds(large) / seconds(small) < 30


def test_the_words_of_each_stanza_come_from_the_grammar():
    assert list(forms.facts("choice")) == ["ask", "pick", "default", "timeout"]
    assert forms.owners()["sound"] == ("place", "scene", "shot")
