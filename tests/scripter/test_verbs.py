"""`screenc script` and `screenc new` as people run them: what they write, say and refuse, and that they touch nothing else."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc

TALK = "ANA: Is this the last one?\nBEN: There's another in nine minutes.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return lambda *args, **more: CliRunner().invoke(screenc, args, **more)


def test_writes_a_film_that_checks_clean_and_says_what_it_made(run, tmp_path):
    done = run("script", "talk.txt", "-o", "film.shot", "--title", "Nine Minutes", "--style", "noir, hard light")
    assert done.exit_code == 0, done.output
    assert "1 scene" in done.stderr and "ANA, BEN" in done.stderr and "`en`" in done.stderr
    text = (tmp_path / "film.shot").read_text(encoding="utf-8")
    assert "title    Nine Minutes" in text and "style    noir, hard light" in text
    assert run("check", "film.shot").exit_code == 0
    assert run("fmt", "--check", "film.shot").exit_code == 0
    assert (tmp_path / "talk.txt").read_text(encoding="utf-8") == TALK
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.shot", "talk.txt"]


def test_reads_standard_input_and_writes_standard_output(run):
    done = run("script", "-", input=TALK)
    assert done.exit_code == 0
    assert done.stdout.startswith("screenc 1\n") and done.stdout.endswith("end\n")


def test_replaces_nothing_unless_told_to(run, tmp_path):
    (tmp_path / "film.shot").write_text("mine\n")
    refused = run("script", "talk.txt", "-o", "film.shot")
    assert refused.exit_code == 1 and "E0803" in refused.stderr
    assert (tmp_path / "film.shot").read_text() == "mine\n"
    assert run("script", "talk.txt", "-o", "film.shot", "--force").exit_code == 0
    assert (tmp_path / "film.shot").read_text().startswith("screenc 1\n")


@pytest.mark.parametrize(("data", "code"), [
    (b"", "E0801"), (b"\xef\xbb\xbf\r\n", "E0801"), (b"Once upon a time.\n", "E0802"), (b"ANA: caf\xe9\n", "E0116"),
    (b"\x00\x01\x02", "E0115"),
])  # fmt: skip
def test_bad_input_is_a_coded_report_and_nothing_is_written(run, tmp_path, data, code):
    (tmp_path / "bad.txt").write_bytes(data)
    done = run("script", "bad.txt", "-o", "film.shot", "--format", "json")
    assert done.exit_code == 1
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert found["code"] == code
    assert "Traceback" not in done.output
    assert not (tmp_path / "film.shot").exists()
    assert (tmp_path / "bad.txt").read_bytes() == data


def test_a_missing_file_and_a_folder_are_told(run, tmp_path):
    (tmp_path / "folder").mkdir()
    for name, code in (("nowhere.txt", "E0111"), ("folder", "E0112")):
        done = run("script", name)
        assert done.exit_code == 1 and code in done.stderr and ".shot" not in done.stderr


def test_a_place_that_cannot_be_written_is_told(run, tmp_path):
    (tmp_path / "file").write_text("")
    done = run("script", "talk.txt", "-o", "file/film.shot")
    assert done.exit_code == 1 and "E0806" in done.stderr


def test_a_length_that_the_words_do_not_give_warns(run):
    done = run("script", "talk.txt", "-o", "film.shot", "--length", "5m")
    assert done.exit_code == 0 and "W0805" in done.stderr


@pytest.mark.parametrize(
    "args", [("--length", "soon"), ("--length", "-3s"), ("--language", "English!"), ("--seed", "x"), ("--engine", "muse")]
)
def test_a_wrong_option_is_a_usage_error(run, args):
    assert run("script", "talk.txt", *args).exit_code == 2


def test_new_starts_a_film_that_checks_clean(run, tmp_path):
    done = run("new", "My First Film")
    assert done.exit_code == 0
    folder = tmp_path / "My First Film"
    assert sorted(p.name for p in folder.iterdir()) == ["cast.shot", "film.shot"]
    assert "film my-first-film\n  title    My First Film\n" in (folder / "film.shot").read_text()
    assert run("check", str(folder / "film.shot")).exit_code == 0
    assert run("fmt", "--check", str(folder / "film.shot"), str(folder / "cast.shot")).exit_code == 0
    again = run("new", "My First Film")
    assert again.exit_code == 1 and "E0803" in again.stderr
