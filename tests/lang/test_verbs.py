"""`check` and `fmt` as they are called: what they print, what they change, what they exit with."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.lang import save as saving

PAGE = Path(__file__).parent / "page"


@pytest.fixture
def film(tmp_path, monkeypatch):
    shutil.copytree(PAGE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "film.shot"


def run(*words, input=None):
    return CliRunner().invoke(screenc, list(words), input=input)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_check_a_good_film_and_its_shelf(film):
    edit(film, "12s..20s", "6s..20s")
    assert run("check", "film.shot").exit_code == 0 and run("check", "film.shot").stdout == ""
    assert run("check", "cast.shot", "film.shot").exit_code == 0


def test_check_tells_errors_and_exits_1(film):
    edit(film, "  framing  long", "  framng   long")
    done = run("check", "film.shot")
    assert done.exit_code == 1 and "error[E0102]" in done.stdout and "film.shot:21:3" in done.stdout


@pytest.mark.parametrize("format", ["json", "sarif", "junit", "github"])
def test_check_for_machines(film, format):
    edit(film, "  framing  long", "  framng   long")
    done = run("check", "--format", format, "film.shot")
    assert done.exit_code == 1 and "E0102" in done.stdout
    if format in ("json", "sarif"):
        assert json.loads(done.stdout)


def test_check_reads_standard_input(film):
    done = run("check", "-", input=film.read_bytes() + b"more\n")
    assert done.exit_code == 1 and "E0130" in done.stdout and "standard input" in done.stdout


def test_a_claim_on_no_check_is_told(film):
    edit(film, "expect   loudness", "expect   loudnes")
    assert "E0703" in run("check", "film.shot").stdout


def test_fix_mends_what_is_safe_in_every_file_and_leaves_the_rest(film):
    edit(film, "  framing  long", "\tframing  Long")
    edit(film, "  camera   truck right", "  camra    truck rihgt")
    edit(film, "  TAKUMI (confused)", "  Takumi (confused)")
    edit(film.parent / "cast.shot", "  name     Takumi", "  Name: Takumi")
    done = run("check", "--fix", "film.shot")
    assert done.exit_code == 1 and "1 error" in done.stdout and "`Takumi` is no NAME" in done.stdout
    edit(film, "  Takumi (confused)", "  TAKUMI (confused)")
    assert run("check", "--fix", "film.shot").exit_code == 0
    text = film.read_text()
    assert "  framing  long" in text and "  camera    truck right" in text
    assert run("check", "--fix", "film.shot").stderr == ""


def test_fmt_formats_in_place_and_says_so(film):
    wanted = film.read_text()
    edit(film, "  framing  long", "  framing long")
    assert run("fmt", "--check", "film.shot").exit_code == 1
    shown = run("fmt", "--diff", "film.shot")
    assert shown.exit_code == 0 and "-  framing long" in shown.stdout and "+  framing  long" in shown.stdout
    assert film.read_text() != wanted
    done = run("fmt", "film.shot", "cast.shot")
    assert done.exit_code == 0 and done.stderr == "film.shot: formatted\n" and film.read_text() == wanted
    assert run("fmt", "--check", "film.shot", "cast.shot").exit_code == 0


def test_fmt_of_standard_input(film):
    done = run("fmt", "-", input=film.read_bytes().replace(b"\n", b"\r\n"))
    assert done.exit_code == 0 and done.stdout == film.read_text()


def test_fmt_takes_the_mark_and_the_carriage_returns_away(film):
    wanted = film.read_bytes()
    film.write_bytes(b"\xef\xbb\xbf" + wanted.replace(b"\n", b"\r\n"))
    assert run("check", "film.shot").exit_code == 0
    assert run("fmt", "film.shot").exit_code == 0 and film.read_bytes() == wanted


@pytest.mark.parametrize("data", [b"", b"\0", b"screenc 1\nflim f\nend\n", b"screenc 1\n\xe9\nend\n", b"screenc 1\nfilm f\n"])
def test_fmt_leaves_alone_what_it_cannot_read(film, data):
    film.write_bytes(data)
    before = film.stat().st_mtime_ns
    done = run("fmt", "film.shot")
    assert done.exit_code == 1 and "error[E0" in done.stderr and done.stdout == ""
    assert film.read_bytes() == data and film.stat().st_mtime_ns == before


def test_fmt_keeps_the_mode_and_a_link(film):
    edit(film, "  framing  long", "  framing long")
    film.chmod(0o640)
    os.symlink("film.shot", film.parent / "link.shot")
    assert run("fmt", "link.shot").exit_code == 0
    assert (film.parent / "link.shot").is_symlink() and "  framing  long" in film.read_text()
    assert stat.S_IMODE(film.stat().st_mode) == 0o640
    assert sorted(p.name for p in film.parent.iterdir()) == ["cast.shot", "film.shot", "link.shot"]


def test_a_full_disk_leaves_the_file_as_it_was(film, monkeypatch):
    edit(film, "  framing  long", "  framing long")
    before = film.read_bytes()

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full)
    done = run("fmt", "film.shot")
    assert done.exit_code == 1 and "E0135" in done.stderr and "No space left" in done.stderr
    assert film.read_bytes() == before and sorted(p.name for p in film.parent.iterdir()) == ["cast.shot", "film.shot"]


def test_words_that_are_no_use(film):
    assert run("check").exit_code == 2 and run("fmt").exit_code == 2
    assert run("check", "--format", "xml", "film.shot").exit_code == 2
    missing = run("check", "nothing.shot")
    assert missing.exit_code == 1 and "E0111" in missing.stdout


def test_a_bug_is_owned_up_to(monkeypatch, capsys):
    """E0901, exit 70, no traceback unless it is asked for."""
    from screenc import cli
    from screenc.cli import check

    def broken(name, text=None):
        raise IndexError("list index out of range")

    monkeypatch.setattr(check, "examine", broken)
    monkeypatch.setattr("sys.argv", ["screenc", "check", "film.shot"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr().err
    assert left.value.code == 70 and "error[E0901]" in said and "IndexError" in said and "Traceback" not in said


def test_usage_and_interruption_have_their_own_exits(monkeypatch):
    from screenc import cli
    from screenc.cli import check

    def stopped(name, text=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "examine", stopped)
    for words, code in ((["check", "film.shot"], 130), (["chekc"], 2), (["check"], 2), (["--help"], 0)):
        monkeypatch.setattr("sys.argv", ["screenc", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert left.value.code == code
