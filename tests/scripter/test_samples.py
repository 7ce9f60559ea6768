"""The Fountain site's samples and screenplain's own test files, each also as Final Draft: both readers hear the same play."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from screenc.lang.read import read as read_source
from screenc.scripter.read import read

SAMPLES = {"Big-Fish": 799, "Brick-and-Steel": 22, "The-Last-Birthday-Card": 138}


@pytest.fixture(scope="module")
def screenplain(tmp_path_factory) -> Path:
    """screenplain's repository: the folder in SCREENC_SCREENPLAIN, else a fresh clone."""
    if given := os.environ.get("SCREENC_SCREENPLAIN"):
        return Path(given)
    folder = tmp_path_factory.mktemp("screenplain") / "repository"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "https://github.com/vilcans/screenplain", str(folder)], check=True)
    return folder


def heard(path: Path) -> list[tuple[str, str]]:
    """Who says what, without Fountain's emphasis; nothing where nobody speaks."""
    source, found = read_source(path)
    assert source is not None, found
    dialogue, found = read(source)
    if dialogue is None:
        assert [d.code for d in found] == ["E0802"]
        return []
    return [(s.who.casefold(), " ".join(re.sub(r"[*_\\]", "", s.text).split())) for s in dialogue.speeches]


@pytest.mark.net
@pytest.mark.slow
def test_fountain_and_final_draft_of_one_script_are_heard_alike(screenplain):
    pairs = [p for p in sorted(screenplain.rglob("*.fountain")) if p.with_suffix(".fdx").exists()]
    assert len(pairs) > 10
    for path in pairs:
        lines = heard(path)
        assert lines == heard(path.with_suffix(".fdx")), path.name
        assert len(lines) == SAMPLES.get(path.stem, len(lines)), path.name
