"""The run makes each thing once, in order of need, and comes out of every accident with what was finished."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from fake_run import Fake, plan_of, task

from screenc.contract import Failed
from screenc.director.project import Project
from screenc.director.run import Watcher, run
from screenc.text import Diagnostic


def film():
    a = task("a")
    b, c = task("b", a), task("c")
    return a, b, c, plan_of(a, b, c)


def raising(error):
    def slip(out):
        raise error

    return slip


def test_everything_is_made_once_and_inputs_come_first(project):
    _a, b, _c, plan = film()
    fake = Fake()
    out = run(plan, project, lambda t: fake, workers=3)
    assert out.whole and sorted(fake.calls) == ["a", "b", "c"]
    assert fake.calls.index("a") < fake.calls.index("b")
    assert Path(out.artifacts[b.key].path).read_text() == "b from ['a from []']"
    again = run(plan, project, lambda t: fake)
    assert again.whole and not again.made and len(fake.calls) == 3


def test_a_failure_stops_what_needs_it_and_nothing_else(project):
    a, _b, _c, plan = film()
    out = run(plan, project, lambda t: fake, workers=1) if (fake := Fake(a=raising(RuntimeError("no")))) else None
    assert set(out.failed) == {a.key} and [t.name for t in out.left] == ["b"] and [t.name for t in out.made] == ["c"]
    assert out.failed[a.key].code == "E0601" and "RuntimeError: no" in out.failed[a.key].message
    mended = Fake()
    assert run(plan, project, lambda t: mended).whole and sorted(mended.calls) == ["a", "b"]


def test_a_backends_own_diagnostic_is_kept(project):
    a, *_, plan = film()
    own = Diagnostic("E0606", "no voice")
    out = run(plan, project, lambda t: Fake(a=raising(Failed(own))))
    assert out.failed[a.key] is own
    assert project.journal.attempts(a.key) == ["failed"]


def test_a_full_disk_is_said_and_stops_the_rest(project):
    a, _b, _c, plan = film()
    fake = Fake(a=raising(OSError(errno.ENOSPC, "No space left on device")))
    out = run(plan, project, lambda t: fake, workers=1)
    assert out.failed[a.key].code == "E0602" and {t.name for t in out.left} == {"b", "c"}
    assert not list(project.store.making.iterdir())
    assert run(plan, project, lambda t: Fake()).whole


def test_a_file_that_is_not_what_was_asked_is_never_taken(project):
    a, *_, plan = film()
    out = run(plan, project, lambda t: Fake(), prove=lambda t, p: "it has 3 frames, not 48" if t.name == "a" else None)
    assert out.failed[a.key].code == "E0607" and project.journal.artifact(a.key, project.store) is None


def test_a_backend_that_writes_nothing_has_failed(project):
    a, *_, plan = film()

    class Lazy(Fake):
        def make(self, task, inputs, out, progress):
            pass

    assert run(plan, project, lambda t: Lazy()).failed[a.key].code == "E0607"


def test_ctrl_c_keeps_what_is_finished_and_stops_the_rest(project):
    _a, _b, c, plan = film()

    class Slow(Fake):
        def make(self, task, inputs, out, progress):
            if task.name == "c":
                threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
                for _ in range(200):
                    time.sleep(0.02)
                    progress(0.5)
            super().make(task, inputs, out, progress)

    slow = Slow()
    out = run(plan, project, lambda t: slow, workers=1)
    assert out.cancelled and {t.name for t in out.made} <= {"a", "b"} and "c" in {t.name for t in out.left}
    assert project.journal.attempts(c.key) == ["cancelled"]
    rest = Fake()
    assert run(plan, project, lambda t: rest).whole and "c" in rest.calls
    assert set(slow.calls) & set(rest.calls) == set()


def test_only_some_tasks(project):
    _a, _b, _c, plan = film()
    out = run(plan, project, lambda t: Fake(), only=lambda t: t.name in "ab")
    assert [t.name for t in out.left] == ["c"] and len(out.made) == 2


def test_the_watcher_hears_it_all(project):
    *_, plan = film()
    heard = []

    class Ear(Watcher):
        def started(self, task):
            heard.append(("started", task.name))

        def made(self, task, artifact):
            heard.append(("made", task.name))

    run(plan, project, lambda t: Fake(), watcher=Ear(), workers=1)
    assert heard == [(what, name) for name in "acb" for what in ("started", "made")] or len(heard) == 6


STEPS = ["begin", "make", "prove", "digest_of", "_sync", "_settle", "record", "ask", "settled", "end"]


class Killed(BaseException):
    """What no `except Exception` catches, as a kill is not caught."""


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_dies_at_any_step_loses_and_repeats_nothing_that_landed(tmp_path, monkeypatch, step):
    """The same death everywhere: the process is gone, the next one opens the folder anew."""
    from screenc.director import store as store_module
    from screenc.director.journal import Journal
    from screenc.director.store import Store

    first, second = task("first"), task("second")
    plan = plan_of(first, second)
    project = Project(tmp_path)
    assert run(plan, project, lambda t: Fake(), only=lambda t: t.name == "first").made

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as m:
        maker, prove = Fake(), lambda t, p: None
        if step == "make":
            maker = Fake(second=die)
        elif step == "prove":
            prove = die
        elif step in ("digest_of", "_sync"):
            m.setattr(store_module, step, die)
        elif step in ("_settle", "settled"):
            m.setattr(Store, step, die)
        else:
            m.setattr(Journal, step, die) if step != "ask" else m.setattr("screenc.director.run._Run._remember", _second(die))
        with pytest.raises(Killed):
            run(plan, project, lambda t: maker, prove=prove)
    project.close()

    project = Project(tmp_path)
    again = Fake()
    with project.building():
        out = run(plan, project, lambda t: again)
    assert out.whole
    assert "first" not in again.calls, "made twice"
    landed = step in ("_settle", "record", "ask", "settled", "end")
    assert again.calls == ([] if landed else ["second"])
    for t in plan.tasks:
        assert Path(out.artifacts[t.key].path).read_text() == f"{t.name} from []"
    assert not list(project.store.landing.iterdir())
    project.close()


def _second(die):
    """Dies when it is told of the task that was just made, not of those that were there."""

    def remember(self, tasks):
        if isinstance(tasks, list):
            die()

    return remember


VICTIM = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from fake_run import plan_of, task
    from screenc.director.project import Project
    from screenc.director.run import run

    class Slow:
        def make(self, task, inputs, out, progress):
            with open(Path(sys.argv[1]) / "calls", "a") as calls:
                calls.write(task.name + "\\n")
            with open(out, "wb") as file:
                for _ in range(10):
                    file.write(task.name.encode() * 5000)
                    file.flush()
                    time.sleep(0.002)

    plan = plan_of(*(task(f"t{n}") for n in range(12)))
    project = Project(Path(sys.argv[1]))
    with project.building():
        print("open", flush=True)
        out = run(plan, project, lambda t: Slow(), workers=2)
    print("whole" if out.whole else "torn", flush=True)
""")


def test_kill_nine_at_random_moments(tmp_path):
    """Killed again and again, the build still ends, with every file whole; only what was being made is made again."""
    script = tmp_path / "victim.py"
    script.write_text(VICTIM)
    command = [sys.executable, str(script), str(tmp_path), str(Path(__file__).parent)]
    rng, kills = random.Random(7), 0
    for _ in range(40):
        victim = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert victim.stdout.readline() == "open\n"
        try:
            victim.wait(timeout=rng.uniform(0.01, 0.12) if kills < 6 else 60)
        except subprocess.TimeoutExpired:
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            kills += 1
            continue
        assert victim.stdout.read() == "whole\n"
        break
    else:
        pytest.fail("never finished")
    assert kills
    names = [f"t{n}" for n in range(12)]
    project = Project(tmp_path)
    for name in names:
        found = project.journal.artifact(task(name).key, project.store)
        assert Path(found.path).read_bytes() == name.encode() * 50000
    project.close()
    calls = (tmp_path / "calls").read_text().split()
    assert sorted(set(calls)) == sorted(names)
    assert len(calls) <= 12 + 2 * kills, "more was made again than the two that were being made at each kill"


def test_a_full_disk_behind_a_makers_own_error_is_still_a_full_disk(project):
    a, *_, plan = film()

    def slip(out):
        try:
            raise OSError(errno.ENOSPC, "No space left on device", str(out))
        except OSError as cause:
            raise RuntimeError("the encoder gave up") from cause

    assert run(plan, project, lambda t: Fake(a=slip)).failed[a.key].code == "E0602"
