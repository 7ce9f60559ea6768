"""What `screenc script` says when it cannot do as it is told; each code of the scripter is given here once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.scripter.engines import Wishes
from screenc.scripter.engines.rules import script
from screenc.scripter.finish import finish
from screenc.scripter.read import read
from screenc.text import Source

TALK = "ANNA: Is it you?\nBEN: It is. I walked all the way from the harbour.\nANNA: Sit down.\n"


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK, encoding="utf-8")


def told(*words: str) -> tuple[int, list[str]]:
    shown = CliRunner().invoke(screenc, ["script", "talk.txt", "--format", "json", *words])
    return shown.exit_code, [d["code"] for d in json.loads(shown.stdout)["diagnostics"]]


def test_an_output_that_is_there_is_not_replaced_unasked(talk):
    assert CliRunner().invoke(screenc, ["script", "talk.txt", "-o", "film.shot"]).exit_code == 0
    Path("film.shot").write_text("mine", encoding="utf-8")
    assert told("-o", "film.shot") == (1, ["E0803"])
    assert Path("film.shot").read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(screenc, ["script", "talk.txt", "-o", "film.shot", "--force"]).exit_code == 0
    assert Path("film.shot").read_text(encoding="utf-8").startswith("screenc 1\n")


def test_a_full_disk_leaves_nothing(talk, monkeypatch):
    def full(self, *args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert told("-o", "film.shot") == (1, ["E0806"])
    assert sorted(p.name for p in Path().iterdir()) == ["talk.txt"]


def test_a_length_that_the_words_do_not_allow_is_a_warning(talk):
    assert told("-o", "film.shot", "--length", "1s") == (0, ["W0805"])
    assert "I walked all the way" in Path("film.shot").read_text(encoding="utf-8")


def drafted():
    dialogue, _ = read(Source("talk.txt", TALK))
    return dialogue, script(dialogue, Wishes())


def with_shots(film, change):
    scenes = tuple(s.model_copy(update={"shots": tuple(change(shot) for shot in s.shots)}) for s in film.scenes)
    return film.model_copy(update={"scenes": scenes})


def test_a_draft_that_loses_a_line_is_never_written():
    dialogue, draft = drafted()

    def cut(shot):
        beats = (b.model_copy(update={"text": "Sit."}) if b.text == "Sit down." else b for b in shot.beats)
        return shot.model_copy(update={"beats": tuple(beats)})

    text, found = finish(dialogue, replace(draft, film=with_shots(draft.film, cut)))
    assert text is None and [d.code for d in found] == ["E0804"]
    assert "Sit" in found[0].notes[0] and found[0].span.line == 3


def test_a_draft_that_breaks_a_rule_is_never_written():
    dialogue, draft = drafted()
    odd = with_shots(
        draft.film,
        lambda shot: shot.model_copy(
            update={
                "lens": 14,
                "framing": shot.framing.model_copy(update={"size": "close", "subjects": shot.framing.subjects[:1]}),
            }
        ),
    )
    text, found = finish(dialogue, replace(draft, film=odd))
    assert text is None and [d.code for d in found] == ["E0807"]
    assert any("W0445" in note for note in found[0].notes)
