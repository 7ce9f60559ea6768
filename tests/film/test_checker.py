"""A check after an edit says what a first check of the same text would: reports, places, film and addresses alike."""

import random
from datetime import date
from pathlib import Path

import pytest

from screenc.film.resolve import resolve
from screenc.film.rules import check
from screenc.film.rules.checker import Checker, Sheets
from screenc.lang import load, parse

TODAY = date(2026, 6, 1)
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/film.shot"))
LINES = (
    "scene s99 int nowhere night",
    "  action   ANRI turns.",
    "  ANRI: Well?",
    "end",
    "use cast.shot",
    "shot s10.1 4s",
    "# a note",
    "",
    "  camra    static",
    "  from     s10.2",
    "  waive    W0412 until 2020-01-01 meant",
    "  next     s20",
    "cast ANRI",
    "  frame    1280x720",
    "scene s10 ext tram-stop dusk",
    "scene ",
    "\tshot",
    "  exits    ANRI left",
    "choice s10.way",
    "  rate     25fps",
    "  framing  close ANRI",
    "film other",
    "  light    left soft",
    "screenc 1",
    "  look     a tall man",
    "  with     ANRI ANRI",
)


def cold(path, texts):
    """(film, spans, diagnostics) by the functions that a first check calls."""
    disk = Whole(texts)
    loaded, slips = load(path, disk=disk)
    if loaded is None:
        return None, None, slips
    resolved, slips = resolve(loaded)
    return (None, None, slips) if resolved is None else (resolved.film, resolved.spans, check(resolved, TODAY))


class Whole(Sheets):
    def parse(self, source):
        return parse(source)


def plain(found):
    """Reports by value: a span is the file it stands in, where, and its words."""

    def place(span):
        source = span.source
        return source.name, source.position(span.start), source.position(span.end), span.text

    return [
        (
            d.code,
            d.message,
            d.notes,
            d.help,
            [(place(label.span), label.text) for label in d.labels],
            d.fix and (d.fix.trust, [(place(e.span), e.text) for e in d.fix.edits]),
        )
        for d in found
    ]


def edited(text: str, deal: random.Random) -> str:
    """One slip of the hand: a line lost, doubled, swapped or put in, a letter changed, a stretch cut."""
    lines = text.split("\n")
    n = deal.randrange(len(lines))
    kind = deal.randrange(7)
    if kind == 0:
        del lines[n]
    elif kind == 1:
        lines.insert(n, lines[n])
    elif kind == 2:
        lines.insert(n, deal.choice(LINES))
    elif kind == 3:
        m = deal.randrange(len(lines))
        lines[n], lines[m] = lines[m], lines[n]
    elif kind == 4:
        del lines[n : n + deal.randint(1, 12)]
    else:
        at = deal.randrange(len(text) + 1)
        return text[:at] + deal.choice(" \n#:AaéS9.-\r\t雨") + text[at + deal.randint(0, 1) :]
    return "\n".join(lines)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
@pytest.mark.parametrize("seed", range(3))
def test_an_edit_is_checked_as_if_it_had_always_been_there(path, seed):
    deal = random.Random(seed)
    files = [path, path.with_name("cast.shot")]
    well = {p.resolve(): p.read_text(encoding="utf-8") for p in files}
    disk = Sheets()
    checker, texts = Checker(path, disk), dict(well)
    for step in range(60):
        if step % 6 == 0:
            texts = dict(well)
        at = (files[deal.random() < 0.2]).resolve()
        disk.texts = texts = {**texts, at: edited(texts[at], deal)}
        got = checker.check(TODAY)
        film, spans, found = cold(path, texts)
        assert plain(got.diagnostics) == plain(found)
        assert (got.resolved and got.resolved.film) == film
        if film is not None:
            for owner, places in spans.places.items():
                for fact, n in places:
                    mine, theirs = got.resolved.spans.of(owner, fact, n), spans.of(owner, fact, n)
                    assert (mine.source.name, mine.line, mine.column) == (theirs.source.name, theirs.line, theirs.column)
                    assert mine.text == theirs.text


def test_an_edit_of_one_scene_asks_only_that_scene_again():
    path = EXAMPLES[-1]
    disk = Sheets()
    checker = Checker(path, disk)
    text = path.read_text(encoding="utf-8")
    first = checker.check(TODAY).resolved.film.scenes
    disk.texts = {path.resolve(): text.replace("  goal     ", "  goal     Once more: ", 1)}
    second = checker.check(TODAY).resolved.film.scenes
    assert second[0] is not first[0] and all(a is b for a, b in zip(first[1:], second[1:], strict=True))


def test_a_file_that_is_only_in_the_editor_is_used(tmp_path):
    root = tmp_path / "film.shot"
    texts = {
        root.resolve(): "screenc 1\nuse new.shot\nfilm rain\n"
        "scene s10 ext street dusk\n  with ANRI\nshot s10.1 2s\n  framing full ANRI\nend\n",
        (
            tmp_path / "new.shot"
        ).resolve(): "screenc 1\ncast ANRI\n  look     red coat\nplace street\n  look     wet street\nend\n",
    }
    got = Checker(root, Sheets(texts)).check(TODAY)
    assert got.diagnostics == [] and [c.id for c in got.resolved.film.cast] == ["ANRI"]
    assert [d.code for d in Checker(root).check(TODAY).diagnostics] == ["E0111"]
