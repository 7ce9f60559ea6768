"""The journal forgets nothing that is there and believes nothing that is not."""

from __future__ import annotations

import sqlite3
from fractions import Fraction

import pytest
from fake_run import task

from screenc.director.database import Unreadable
from screenc.director.journal import VERSION, Journal
from screenc.director.project import Project, Trouble


def landed(project, words=b"clip", key="k1"):
    out = project.store.begin("mp4")
    out.write_bytes(words)
    return project.store.land(key, out)


def test_a_result_comes_back(project):
    t = task("s1")
    project.journal.record(landed(project, key=t.key), t, 2.5)
    found = project.journal.artifact(t.key, project.store)
    assert (found.key, found.took, found.made_by) == (t.key, 2.5, "fake 1")
    assert project.journal.pace("fake") == pytest.approx(1.25)
    assert project.journal.pace("other") is None


def test_a_harmed_result_is_forgotten(project):
    t = task("s1")
    it = landed(project, key=t.key)
    project.journal.record(it, t, 1.0)
    it.path.chmod(0o644)
    it.path.write_bytes(b"CLIP")
    assert project.journal.artifact(t.key, project.store) is None
    assert not it.path.exists()


def test_the_last_asking_comes_back_by_name(project):
    t = task("s1", params={"steps": 4})
    project.journal.ask("film", [t])
    assert project.journal.last("film", "s1") == t
    assert project.journal.last("other", "s1") is None


def test_lengths_are_exact(project):
    project.journal.measure("k", Fraction(12345, 24000))
    assert project.journal.length("k") == Fraction(12345, 24000)


def test_a_file_that_is_no_journal_is_said_so_and_left_alone(tmp_path):
    (tmp_path / ".screenc").mkdir()
    path = tmp_path / ".screenc" / "journal.sqlite"
    path.write_bytes(b"not a database, for certain" * 40)
    before = path.read_bytes()
    with pytest.raises(Trouble) as caught:
        Project(tmp_path)
    assert caught.value.diagnostic.code == "E0608"
    assert path.read_bytes() == before


def test_a_journal_of_a_later_screenc_is_refused(tmp_path):
    path = tmp_path / "j.sqlite"
    db = sqlite3.connect(path)
    db.execute(f"pragma user_version={VERSION + 1}")
    db.close()
    with pytest.raises(Unreadable, match="later"):
        Journal(path)


def test_two_builds_of_a_folder_do_not_run_at_once(project, tmp_path):
    other = Project(tmp_path)
    with project.building():
        with pytest.raises(Trouble) as caught, other.building():
            pass
        assert caught.value.diagnostic.code == "E0604"
    with other.building():
        pass
    other.close()


def test_a_folder_in_the_way_is_said_plainly(tmp_path):
    (tmp_path / ".screenc").write_text("a file of that name")
    with pytest.raises(Trouble) as caught:
        Project(tmp_path)
    assert caught.value.diagnostic.code == "E0603"
