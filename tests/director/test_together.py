"""What runs at once: two builds of one film with orders in flight, and bought, drawn and spoken work side by side."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction

from test_buy import SHOP, order, shop  # noqa: F401
from test_takes import studio  # noqa: F401

from screenc.contract import Line, Task, Unit, digest
from screenc.director.project import Project
from screenc.director.run import proved, run


def until(what, seconds=20.0):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def test_a_second_build_stops_plainly_and_goes_on_after_a_kill(studio, tmp_path):  # noqa: F811
    """s10.1 and s10.3 are with the shop, s10.2 waits for the first, when a second build comes and when the first is killed."""
    shop = studio.shop  # noqa: F811
    shop.seconds = 3600
    command = [sys.executable, "-c", "from screenc.cli import main; main()", "build", "film.shot", "--no-check", "--quiet"]
    first = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(SHOP)}, stderr=subprocess.DEVNULL)
    try:
        until(lambda: sum(step == "poll" for step, _ in shop.seen) >= 2)
        second = studio("build", "film.shot", "--no-check")
        assert second.exit_code == 4 and "E0604" in second.output and f"process {first.pid}" in second.output
        assert "Traceback" not in second.output and studio("clean").exit_code == 4
        told = studio("ledger").output
        assert "open: 1, 2; the next build fetches" in told and "$0.20?" in told and "$0.40 reserved" in told
        assert len(shop.jobs) == 2 and first.poll() is None
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    shop.seconds = 0
    for job in shop.jobs.values():
        job["ends"] = 0
    third = studio("build", "film.shot", "--no-check")
    assert third.exit_code == 0, third.output
    assert "s10.1, s10.3 were ordered by an earlier build: they are fetched, not ordered again" in third.output
    assert "$0.60 spent" in third.output
    assert Fraction(json.loads((tmp_path / "build" / "rain" / "report.json").read_text())["spent"]["dollars"]) == Fraction("0.6")
    assert sum(step == "create" for step, _ in shop.seen) == len(shop.jobs) == 3
    assert "3 orders, $0.60 spent" in studio("ledger").output and shop.billed == Fraction("0.6")


def test_bought_jobs_hold_no_place_of_what_is_made_here(shop, tmp_path, monkeypatch):  # noqa: F811
    """With one worker: the spoken line ends only once every order is out, and the orders only once all is drawn and spoken."""
    import numpy as np
    import shopcam

    from screenc.contract import Capabilities
    from screenc.director.buy import Buyer
    from screenc.director.voices import Speaking
    from screenc.media import speech
    from screenc.planner import backends

    shop.seconds = 3600
    bought = [order(f"b{n}") for n in range(4)]
    line = Line(who="ANRI", text="It rains.", language="en", engine="hum")
    spoken = Task(
        key=digest("line"), kind="speech", name="line", unit=Unit(shots=("p0",), length=Fraction(1)),
        backend="hum", version="1", line=line,
    )  # fmt: skip
    drawn = [
        order(f"p{n}").model_copy(update={"backend": "previz", "request": None, "params": {}, "dollars": Fraction(0)})
        for n in range(2)
    ]

    def speak(*_, **__):
        until(lambda: len(shop.jobs) == len(bought))
        return np.zeros(24000, np.float32), 24000

    monkeypatch.setattr(speech, "speak", speak)
    here: list[tuple[str, float, float]] = []

    class Timed:
        def __init__(self, inner):
            self.inner = inner

        def make(self, task, inputs, out, progress):
            began = time.monotonic()
            made = self.inner.make(task, inputs, out, progress)
            here.append((task.kind, began, time.monotonic()))
            if len(here) == 3:
                for job in shop.jobs.values():
                    job["ends"] = time.monotonic()
            return made

    can = Capabilities(name="shopcam", summary="", checked_on="2026-11-21", poll_every="0.02")
    project, stop = Project(tmp_path), threading.Event()
    late = threading.Timer(300, stop.set)
    late.start()
    buyer = Buyer(project, project.ledger, "test", 1, tmp_path, lambda task: (shopcam.backend, can), stop=stop)
    makers = {"shopcam": buyer, "previz": Timed(backends.target("previz").backend), "hum": Timed(Speaking())}
    from fake_run import plan_of

    with project.building():
        outcome = run(
            plan_of(*drawn, spoken, *bought), project, lambda task: makers[task.backend], workers=1, prove=proved, stop=stop
        )
    late.cancel()
    project.close()
    assert outcome.whole and len(outcome.made) == 7, [d.message for d in outcome.failed.values()]
    at_once = [(job["began"], job["ends"]) for job in shop.jobs.values()]
    assert max(began for began, _ in at_once) < min(ended for _, ended in at_once)
    assert sorted(kind for kind, *_ in here) == ["clip", "clip", "speech"]
    assert all(after[1] >= before[2] for before, after in itertools.pairwise(here))
    assert all(began < ended for kind, _, ended in here if kind == "speech" for began, _ in at_once)
