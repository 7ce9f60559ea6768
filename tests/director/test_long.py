"""A film of a thousand shots is planned in little memory, and a build of it that has nothing to do loads nothing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

NOOP = Path(__file__).parents[2] / "benchmarks" / "noop.py"


@pytest.fixture
def long_film(tmp_path):
    spec = importlib.util.spec_from_file_location("noop", NOOP)
    noop = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(noop)
    return noop.film(tmp_path, 1000)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process's own high-water mark is told by Linux only")
def test_planning_a_thousand_shots_takes_under_300_mb(long_film):
    """Asked of the child itself: what `wait4` tells begins at the size of whoever forked it."""
    code = (
        "from screenc.cli import main\ntry: main()\nexcept SystemExit as end: print('left with', end.code)\n"
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    child = subprocess.run([sys.executable, "-c", code, "plan", str(long_film), "--estimate"], capture_output=True, text=True)
    assert "1000 to render, 0 cached" in child.stdout and "left with 0" in child.stdout, child.stderr
    assert int(child.stdout.split("VmHWM:")[1].split()[0]) / 1024 < 300


def test_a_build_with_nothing_to_do_loads_nothing_heavy(long_film):
    from screenc.director import stamp

    out = long_film.with_suffix(".mp4")
    out.write_bytes(b"film")
    inputs = {str(p): stamp.digest(p) for p in (long_film, long_film.parent / "cast.shot")}
    wish = {"out": None, "check": True}
    stamp.seal(
        long_film, wish, inputs=inputs, outputs=[out], exit=3, summary="film    there", reported="error[E0701]: as before\n"
    )
    code = (
        "import sys\ntry:\n    from screenc.cli import main; main()\nexcept SystemExit as end:\n"
        "    heavy = {'pydantic', 'numpy', 'lark', 'av', 'rich', 'jinja2', 'sqlite3', 'importlib.metadata'} & set(sys.modules)\n"
        "    print(end.code, sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(long_film)], capture_output=True, text=True, cwd=long_film.parent
    )
    assert done.stdout == "film    there\n3 []\n" and "E0701" in done.stderr and "nothing to do" in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        lambda film, out: film.write_text(film.read_text().replace("line number 7,", "line number seven,")),
        lambda film, out: (film.parent / "cast.shot").write_text("screenc 1\nend\n"),
        lambda film, out: out.write_bytes(b"FILM."),
        lambda film, out: out.unlink(),
    ],
    ids=["the film", "a used file", "the output", "no output"],
)
def test_a_stamp_breaks_with_what_it_seals(long_film, change):
    from screenc.director import stamp

    out = long_film.with_suffix(".mp4")
    out.write_bytes(b"film")
    inputs = {str(p): stamp.digest(p) for p in (long_film, long_film.parent / "cast.shot")}
    stamp.seal(long_film, {}, inputs=inputs, outputs=[out], exit=0, summary="", reported="")
    assert stamp.fresh(long_film, {}) and not stamp.fresh(long_film, {"out": "elsewhere"})
    change(long_film, out)
    assert not stamp.fresh(long_film, {})


def test_a_stamp_breaks_overnight_and_with_the_tools(long_film, monkeypatch):
    from screenc.director import stamp

    stamp.seal(long_film, {}, inputs={}, outputs=[], exit=0, summary="", reported="")
    with monkeypatch.context() as m:
        m.setattr(stamp, "tool", lambda: "another")
        assert not stamp.fresh(long_film, {})

    class Tomorrow(stamp.date):
        @classmethod
        def today(cls):
            return cls.fromordinal(stamp.date.toordinal(super().today()) + 1)

    assert stamp.fresh(long_film, {})
    monkeypatch.setattr(stamp, "date", Tomorrow)
    assert not stamp.fresh(long_film, {})


def test_a_torn_stamp_is_no_stamp(long_film):
    from screenc.director import stamp

    stamp.seal(long_film, {}, inputs={}, outputs=[], exit=0, summary="", reported="")
    path = stamp.path_of(long_film, {})
    path.write_bytes(path.read_bytes()[:40])
    assert not stamp.fresh(long_film, {})
