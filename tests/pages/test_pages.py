"""The pages run: every failing block gives its own code and nothing else, every other block nothing at all."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.pages import Page, blocks, files, pages

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 6, 1)


def diagnosed(text: str, folder: Path, beside: dict[str, str] | None = None):
    """Everything that a script is told before anything is made."""
    from screenc.critic.claims import examine
    from screenc.film.resolve import resolve
    from screenc.film.rules import check
    from screenc.lang import load

    for name, body in {**(beside or {}), "film.shot": text}.items():
        (folder / name).write_text(body, encoding="utf-8")
    loaded, told = load(folder / "film.shot")
    if loaded is None or any(d.severity == "error" for d in told):
        return told
    resolved, more = resolve(loaded)
    told = [*told, *more]
    return told if resolved is None else [*told, *check(resolved, TODAY), *examine(resolved)]


def lines(told):
    return [f"{d.span} {d.code} {d.message}" for d in told]


def cases(kind: str, section: str | None = None) -> list:
    found = []
    for it in pages():
        if it.kind == kind:
            text = it.section(section) if section else it.text
            found += [pytest.param(it, block, id=f"{it.name}-{n}") for n, block in enumerate(blocks(text, "shot"), 1)]
    return found


@pytest.mark.parametrize("it, block", cases("codes", "Fails"))
def test_a_failing_block_gives_exactly_its_code(it: Page, block: str, tmp_path):
    told = diagnosed(block, tmp_path, files(it.text))
    assert [d.code for d in told] == [it.name], lines(told)
    assert told[0].span is not None, "a report stands somewhere"


@pytest.mark.parametrize("it, block", cases("codes", "Passes"))
def test_a_passing_block_gives_nothing(it: Page, block: str, tmp_path):
    told = diagnosed(block, tmp_path, files(it.text))
    assert told == [], lines(told)


@pytest.mark.parametrize("it, block", cases("facts") + cases("checks"))
def test_an_example_gives_nothing(it: Page, block: str, tmp_path):
    told = diagnosed(block, tmp_path, files(it.text))
    assert told == [], lines(told)


def test_a_file_that_is_only_used_checks_by_itself(tmp_path):
    for it in pages():
        for name, body in files(it.text).items():
            (tmp_path / name).write_text(body, encoding="utf-8")
            assert CliRunner().invoke(screenc, ["check", str(tmp_path / name)]).exit_code == 0, f"{it.name}: {name}"


def readmes() -> list:
    skipped, found = {".venv", "venv", ".git", "build", "dist", "pages"}, []
    for path in sorted(ROOT.rglob("*.md")):
        if not skipped & set(path.relative_to(ROOT).parts):
            made = blocks(path.read_text(encoding="utf-8"), "shot")
            found += [pytest.param(path, block, id=f"{path.relative_to(ROOT)}-{n}") for n, block in enumerate(made, 1)]
    return found


@pytest.mark.parametrize("path, block", readmes())
def test_a_block_of_a_readme_gives_nothing(path: Path, block: str, tmp_path):
    told = diagnosed(block, tmp_path, files(path.read_text(encoding="utf-8")))
    assert told == [], lines(told)


def facts_of_the_language() -> set[str]:
    """Head and fact words, read from the grammar itself: what opens a fact, and what opens a stanza."""
    grammar = (ROOT / "grammar" / "shot.lark").read_text(encoding="utf-8")
    words = set(re.findall(r'"([a-z]+)" _SP', grammar)) - {"screenc", "motion", "until"}
    return words | set(re.findall(r"-> (speech)\b", grammar)) | {"light", "with", "expect", "prefer"}


def test_every_word_of_the_language_has_a_page():
    assert facts_of_the_language() <= {it.name for it in pages() if it.kind == "facts"}


def test_every_fact_page_is_of_a_word():
    assert {it.name for it in pages() if it.kind == "facts"} <= facts_of_the_language()


def test_every_fact_page_has_an_example_that_uses_it():
    unused = []
    for it in pages():
        if it.kind == "facts" and it.name != "speech":
            shown = "\n".join([*blocks(it.text, "shot"), *files(it.text).values()])
            if not re.search(rf"^ *{it.name}\b", shown, re.MULTILINE):
                unused.append(it.name)
    assert unused == []


def test_every_value_of_a_closed_fact_is_on_its_page():
    from typing import get_args

    from screenc.film import model
    from screenc.pages import page

    for name, values in {
        "framing": model.SIZES,
        "angle": model.ANGLES,
        "camera": (*model.MOVES, *model.PACES),
        "cut": model.CUTS,
        "weather": model.WEATHERS,
        "scene": (*model.HOURS, *get_args(model.Setting)),
        "mark": (*model.SIDES, *model.DEPTHS, *model.FACINGS),
        "light": (*get_args(model.KeySide), *get_args(model.Quality), *get_args(model.Warmth)),
    }.items():
        text = page("facts", name).section("Values")
        assert [v for v in values if not re.search(rf"\b{v}\b", text)] == [], name
