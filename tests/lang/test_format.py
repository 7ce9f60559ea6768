"""Formatting: each case as its output, stable, the same film; comments and the author's words kept."""

from pathlib import Path

import pytest

from screenc.lang.format import format_file
from screenc.lang.parse import parse
from screenc.text import Source

CASES = sorted((Path(__file__).parent / "cases").glob("*.shot"))


def formatted(text):
    file, found = parse(Source("case", text))
    assert not found, found
    return format_file(file)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case):
    """The input and, after a line `# output`, what it becomes; with no such line it is formatted already."""
    given, mark, wanted = case.read_text(encoding="utf-8").partition("# output\n")
    wanted = wanted if mark else given
    assert formatted(given) == wanted
    assert formatted(wanted) == wanted, "formatting twice changes nothing"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_line_ends_and_trailing_spaces_do_not_matter(case):
    given = case.read_text(encoding="utf-8").partition("# output\n")[0]
    assert formatted(given.replace("\n", "\r\n")) == formatted(given)
    assert formatted(given.replace("\n", "   \n")) == formatted(given)
    assert formatted(given.rstrip("\n")) == formatted(given)


def test_carriage_returns_behind_a_comment_do_not_fall_off_one_by_one():
    once = formatted("screenc 1\n# a note\r\r\n\ncast ANRI\n  look     woman of 30\nend\n")
    assert "# a note\n" in once and formatted(once) == once
