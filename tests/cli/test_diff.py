"""`screenc diff` on real git repositories: revisions, `use`d files, new films, and every way to have nothing to compare."""

from __future__ import annotations

import json
import subprocess

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc

CAST = """screenc 1

cast ANRI
  look     woman of 30

place street
  look     a street
end
"""
FILM = """screenc 1

use cast.shot

film tram
  backend  previz

scene s10 ext street dusk
  with     ANRI

shot s10.1 4s
  framing  medium ANRI
  ANRI: Does the 14 still stop here?

shot s10.2 2s
  framing  close ANRI
  action   She waits.
end
"""


def git(folder, *words):
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", *words], check=True, capture_output=True
    )


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "films"
    folder.mkdir()
    (folder / "cast.shot").write_text(CAST)
    (folder / "film.shot").write_text(FILM)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return folder


def diff(folder, *words, exit=0):
    names = [str(folder / w) if w.endswith(".shot") else w for w in words]
    result = CliRunner().invoke(screenc, ["diff", *names])
    assert result.exit_code == exit, result.output + result.stderr + repr(result.exception)
    return result


def edit(path, old, new):
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_the_working_tree_beside_the_last_commit(repository):
    assert "the same film" in diff(repository, "film.shot").stdout
    edit(repository / "film.shot", "still stop", "ever stop")
    out = diff(repository, "film.shot").stdout
    assert "~ shot s10.1" in out
    assert "speech   ANRI: Does the 14 [-still-]{+ever+} stop here?" in out
    assert "1 shot changed; 1 to render, 1 kept, 1 to speak; 6s; $0.00" in out


def test_a_used_file_of_the_past_is_read_from_the_past(repository):
    edit(repository / "cast.shot", "woman of 30", "woman of 60")
    found = json.loads(diff(repository, "HEAD", "film.shot", "--format", "json").stdout)
    assert [(c["what"], c["id"], c["edits"][0]["before"], c["edits"][0]["after"]) for c in found["changes"]] == [
        ("cast", "ANRI", "woman of 30", "woman of 60")
    ]
    assert [r["name"] for r in found["remakes"]] == ["s10.1", "s10.2"]
    assert found["schema"] == "screenc.diff/1"


def test_branches_and_where_they_parted(repository):
    git(repository, "checkout", "-q", "-b", "longer")
    edit(repository / "film.shot", "s10.2 2s", "s10.2 3s")
    git(repository, "commit", "-qam", "longer")
    git(repository, "checkout", "-q", "main")
    edit(repository / "film.shot", "She waits.", "She hopes.")
    git(repository, "commit", "-qam", "hopes")
    both = json.loads(diff(repository, "main..longer", "film.shot", "--format", "json").stdout)
    alone = json.loads(diff(repository, "main...longer", "film.shot", "--format", "json").stdout)
    assert {e["fact"] for e in both["changes"][0]["edits"]} == {"length", "action"}
    assert [e["fact"] for e in alone["changes"][0]["edits"]] == ["length"]
    assert alone["length_before"] == "6" and alone["length_after"] == "7"


def test_two_files(repository):
    (repository / "old.shot").write_text(FILM)
    edit(repository / "film.shot", "She waits.", "She hopes.")
    assert "[-waits.-]{+hopes.+}" in diff(repository, "old.shot", "film.shot").stdout


def test_a_film_that_was_not_there_is_all_new(repository):
    (repository / "new.shot").write_text(FILM)
    out = diff(repository, "new.shot").stdout
    assert "+ shot s10.1 added" in out and "2 to render, 0 kept" in out


def test_exit_code_tells_that_they_differ(repository):
    diff(repository, "film.shot", "--exit-code")
    edit(repository / "film.shot", "She waits.", "She hopes.")
    diff(repository, "film.shot", "--exit-code", exit=1)


def test_markdown_is_not_led_astray_by_the_script(repository):
    edit(repository / "film.shot", "She waits.", "She *waits* @everyone #1 <b>.")
    out = diff(repository, "film.shot", "--format", "markdown").stdout
    assert "\\*waits\\* \\@everyone \\#1 \\<b\\>" in out
    assert out.startswith("### tram: 1 shot changed")
    assert "| `~` | shot s10\\.2" in out or "| `~` | shot s10.2" in out


def test_what_cannot_be_compared_is_said(repository, tmp_path_factory):
    assert "E0941" in diff(repository, "mian", "film.shot", exit=1).stderr
    assert "E0941" in diff(repository, "--", "--help", "film.shot", exit=1).stderr
    lone = tmp_path_factory.mktemp("lone")
    (lone / "film.shot").write_text("screenc 1\nend\n")
    assert "E0940" in diff(lone, "film.shot", exit=1).stderr
    edit(repository / "film.shot", "framing  close", "framng  close")
    assert "film.shot:16" in diff(repository, "film.shot", exit=1).stderr
    git(repository, "commit", "-qam", "broken")
    edit(repository / "film.shot", "framng  close", "framing  close")
    assert "HEAD:" in diff(repository, "film.shot", exit=1).stderr


def test_nothing_is_written_into_the_project(repository):
    edit(repository / "film.shot", "She waits.", "She hopes.")
    diff(repository, "film.shot")
    assert sorted(p.name for p in repository.iterdir()) == ["cast.shot", "film.shot"]
