"""`explain` finds a page by any of its names; `list` shows what there is."""

import json

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.pages import names, page
from screenc.text import CODES


def said(*words):
    return CliRunner().invoke(screenc, list(words))


@pytest.mark.parametrize(
    "word, title",
    [
        ("W0412", "# W0412 jump-cut"),
        ("w0412", "# W0412 jump-cut"),
        ("jump-cut", "# W0412 jump-cut"),
        ("camera", "# camera"),
        ("shot", "# shot"),
        ("loudness", "# loudness"),
        ("`camera`", "# camera"),
    ],
)
def test_a_page_by_its_names(word, title):
    shown = said("explain", word)
    assert shown.exit_code == 0 and shown.output.startswith(title + "\n")


def test_a_word_with_two_pages_shows_both():
    both = set(names("facts")) & set(names("checks"))
    assert "length" in both
    for word in both:
        assert said("explain", word).output.count(f"# {word}\n") == 2


@pytest.mark.parametrize(
    "word, hint",
    [
        ("camra", "`camera`"),
        ("W4012", "`W0412`"),
        ("jumpcut", "`jump-cut`"),
        ("zzzzzzz", "list codes"),
    ],
)
def test_an_unknown_word_gets_the_nearest(word, hint):
    shown = said("explain", word)
    assert shown.exit_code == 2 and hint in shown.output


def test_list_codes():
    rows = json.loads(said("list", "codes", "--format", "json").output)
    assert [row["code"] for row in rows] == list(CODES)
    assert all(row["name"] == CODES[row["code"]] for row in rows)
    table = said("list", "codes").output.splitlines()
    assert len(table) == len(CODES) and table[0].startswith("E0101  unreadable-line")


@pytest.mark.parametrize("kind", ["facts", "checks"])
def test_list_pages(kind):
    rows = json.loads(said("list", kind, "--format", "json").output)
    assert [row["name"] for row in rows] == names(kind) and all(row["summary"] for row in rows)


def test_list_backends_finds_files():
    assert said("list", "backends").exit_code == 0


def test_list_voices():
    shown = said("list", "voices")
    assert shown.exit_code == 0 and "espeak" in shown.output


def test_list_of_what_there_is_not():
    assert said("list", "cameras").exit_code == 2


@pytest.mark.parametrize("kind, name", [(kind, name) for kind in ("facts", "checks") for name in names(kind)])
def test_a_page_is_titled_by_its_name(kind, name):
    it = page(kind, name)
    assert it.title == name and it.summary
