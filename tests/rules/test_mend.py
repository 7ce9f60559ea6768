"""What a fix promises: made, its report is gone and no other came; made again, nothing changes; all but its lines stays."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.check import examine
from screenc.cli.command import screenc
from screenc.lang.mending import LIKELY, SAFE, applied, chosen, mend
from screenc.pages import blocks, files, pages
from screenc.text import Edit, Fix, Source

PAGES = [it for it in pages() if it.kind == "codes" and blocks(it.section("Fails"), "shot")]


def laid(it, folder: Path) -> Path:
    for name, body in files(it.text).items():
        (folder / name).write_text(body, encoding="utf-8")
    path = folder / "film.shot"
    path.write_text(blocks(it.section("Fails"), "shot")[0], encoding="utf-8")
    return path


def codes(found):
    return sorted(d.code for d in found)


@pytest.mark.parametrize("it", PAGES, ids=lambda it: it.name)
def test_each_fix_ends_its_report_and_brings_no_other(it, tmp_path):
    path = laid(it, tmp_path)
    before = examine(str(path))
    fixes = [d.fix for d in before if d.fix and d.fix.trust != "show"]
    assert all(edit.span.source.name.startswith(str(tmp_path)) for fix in fixes for edit in fix.edits)
    if not fixes:
        return
    done = mend(str(path), lambda disk: examine(str(path), disk=disk), LIKELY)
    assert done.changes, "a fix that changes nothing"
    assert it.name not in codes(done.left)
    if it.name[1:3] >= "04":
        assert done.left == [], "a film that could be judged before is told nothing new"
    assert [d.code for d in done.left if d.code < "E04"] == []
    again = {real: change.after for real, change in done.changes.items()}
    for real, text in again.items():
        real.write_text(text, encoding="utf-8")
    assert mend(str(path), lambda disk: examine(str(path), disk=disk), LIKELY).changes == {}


@pytest.mark.parametrize("it", PAGES, ids=lambda it: it.name)
def test_safe_fixes_alone_leave_no_more_than_there_was(it, tmp_path):
    path = laid(it, tmp_path)
    before = examine(str(path))
    done = mend(str(path), lambda disk: examine(str(path), disk=disk), SAFE)
    assert len(done.left) <= len(before)
    assert done.changes or codes(done.left) == codes(before)


def test_many_rules_offer_fixes():
    """Counted over the pages' own failing scripts, so that the figure in the README stays true."""
    import tempfile

    offered = set()
    for it in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            offered |= {d.code for d in examine(str(laid(it, Path(folder)))) if d.fix and d.fix.trust != "show"}
    assert len([code for code in offered if code[1:3] == "04"]) >= 20
    assert len(offered) >= 36


def test_comments_line_ends_and_all_else_stay(tmp_path):
    path = tmp_path / "film.shot"
    text = (
        "# first\nscreenc 1\n\nfilm rain  \n# a note\n\ncast ANRI\n  look     red coat\n\nplace street\n  look     wet\n"
        "\nscene s10 ext street dusk\n  with     ANRI\n\n# kept\nshot s10.1 4s\n  framng   long ANRI\n"
        "  camera   statc\nend\n# last\n"
    ).replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert CliRunner().invoke(screenc, ["check", "--fix", str(path)]).exit_code == 0
    assert path.read_bytes().decode() == text.replace("framng", "framing").replace("statc", "static")


def test_a_preview_changes_nothing_and_applies(tmp_path):
    path = tmp_path / "film.shot"
    path.write_text(blocks(next(it for it in PAGES if it.name == "W0450").section("Fails"), "shot")[0], encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    shown = CliRunner().invoke(screenc, ["check", "--diff", str(path)])
    assert shown.exit_code == 1 and path.read_text(encoding="utf-8") == before
    assert [line for line in shown.stdout.splitlines() if re.match(r"[-+][^-+]", line)] == ["-  next     s30"]
    assert CliRunner().invoke(screenc, ["check", "--fix", str(path)]).exit_code == 0
    assert before.replace("  next     s30\n", "", 1) == path.read_text(encoding="utf-8")
    assert CliRunner().invoke(screenc, ["check", "--diff", str(path)]).exit_code == 0


def test_guesses_are_made_only_when_asked_for(tmp_path):
    path = tmp_path / "film.shot"
    path.write_text(blocks(next(it for it in PAGES if it.name == "W0476").section("Fails"), "shot")[0], encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    CliRunner().invoke(screenc, ["check", "--fix", str(path)])
    assert path.read_text(encoding="utf-8") == before
    CliRunner().invoke(screenc, ["check", "--fix", "--likely", str(path)])
    assert path.read_text(encoding="utf-8") == before.replace("ANIR", "ANRI")
    assert CliRunner().invoke(screenc, ["check", "--likely", str(path)]).exit_code == 2


def test_of_two_that_overlap_the_first_is_made_whole():
    source = Source("film.shot", "abcdef")
    one = Fix((Edit(source.span(0, 2), "X"), Edit(source.span(4, 5), "Y")), "safe")
    two = Fix((Edit(source.span(1, 3), "Z"), Edit(source.span(5, 6), "W")), "safe")
    alike = Fix((Edit(source.span(4, 5), "Y"),), "safe")
    insert = Fix((Edit(source.span(3, 3), "+"),), "safe")
    other = Fix((Edit(source.span(3, 3), "-"),), "safe")
    made = chosen([one, two, alike, insert, other])
    assert made == [one, alike, insert]
    assert applied(source.text, list({e: None for fix in made for e in fix.edits})) == "Xc+dYf"


def test_a_file_that_cannot_be_written_is_left_whole(tmp_path, monkeypatch):
    path = tmp_path / "film.shot"
    path.write_text(blocks(next(it for it in PAGES if it.name == "W0450").section("Fails"), "shot")[0], encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    done = CliRunner().invoke(screenc, ["check", "--fix", str(path)])
    assert done.exit_code == 1 and "E0135" in done.output and path.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["film.shot"]
