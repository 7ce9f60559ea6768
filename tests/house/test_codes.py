"""The table of codes, the pages and the tests are one list."""

import re
from pathlib import Path

import pytest

from screenc.pages import blocks, names, page
from screenc.text import CODES

ROOT = Path(__file__).parents[2]


def test_every_code_has_a_page_and_every_page_a_code():
    assert sorted(CODES) == names("codes")


def test_numbers_are_unique_and_in_order():
    numbers = [int(code[1:]) for code in CODES]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"[EW]0[1-9][0-9]{2}", code) for code in CODES)


def test_names_are_unique_and_can_be_typed():
    assert len(set(CODES.values())) == len(CODES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in CODES.values())


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_whole(code):
    it = page("codes", code)
    assert it.title == f"{code} {CODES[code]}"
    assert it.summary and it.section("Mend").strip()
    assert "TODO" not in it.text


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_test(code):
    """Its page's two blocks are one; a code that no script gives is named in a test of the room that gives it."""
    it = page("codes", code)
    if blocks(it.section("Fails"), "shot"):
        assert len(blocks(it.section("Fails"), "shot")) == 1 and blocks(it.section("Passes"), "shot")
        return
    assert blocks(it.text, "console"), "a page without a failing script shows the console instead"
    tests = (p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py") if p.name != Path(__file__).name)
    assert any(code in text for text in tests), f"no test gives {code}"


def test_every_code_is_given_somewhere():
    source = "\n".join(
        p.read_text(encoding="utf-8")
        for top in ("screenc", "backends")
        for p in (ROOT / top).rglob("*.py")
        if p.name != "codes.py"
    )
    assert [code for code in CODES if f'"{code}"' not in source] == []
