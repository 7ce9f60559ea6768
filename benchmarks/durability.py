"""Kills a build of bought clips at random moments, again and again, and holds the ledger to the shop's own books.

Each round builds 12 shots (two chains of last frames, the rest apart) in a process of its own, which is killed with SIGKILL at
a random time; then again until it comes through. An order whose answer a kill swallowed is resolved as a person would: by the
shop's list of jobs. Billed twice: shots with more than one billed job. Lost: billed jobs whose clip no build has in the end.

    python benchmarks/durability.py [KILLS]      (200 kills by default)
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "director"
sys.path[:0] = [str(TESTS), str(TESTS / "shop")]
SHOTS = 12


def tasks():
    from screenc.contract import Brief, Framing, Request, Task, Unit, digest

    made = []
    for n in range(SHOTS):
        before = made[-1] if n in (1, 2, 7, 8) else None
        brief = Brief(
            shot=f"s{n}",
            scene="s",
            length=Fraction(1),
            width=64,
            height=36,
            rate=Fraction(24),
            setting="int",
            place="room",
            framing=Framing(size="medium"),
        )
        body = {"prompt": f"s{n}", "seconds": "1", **({"pictures": [{"file": "anchor"}]} if before else {})}
        needs = (before.key,) if before else ()
        made.append(
            Task(
                key=digest([n, *needs]),
                kind="clip",
                name=f"s{n}",
                unit=Unit(shots=(f"s{n}",), length=Fraction(1)),
                backend="shopcam",
                version="1",
                needs=needs,
                brief=brief,
                request=Request(path="/clips", body=body, files={"anchor": "anchor"} if before else {}),
                dollars=Fraction("0.1"),
                anchor=needs[0] if needs else None,
            )
        )
    return made


def build(folder: Path, go=None) -> bool:
    """One build, as the verb does it; `go` is called when everything is loaded and it begins."""
    import threading

    import shopcam
    from fake_run import plan_of

    import screenc.media.anchor
    import screenc.media.conform  # noqa: F401
    from screenc.contract import Capabilities
    from screenc.director.buy import Buyer
    from screenc.director.ledger import Limits
    from screenc.director.project import Project
    from screenc.director.run import proved, run

    can = Capabilities(name="shopcam", summary="", checked_on="2026-11-21", poll_every="0.02")
    project, stop = Project(folder), threading.Event()
    if go:
        go()
    with project.building():
        number = project.journal.build_begins("test")
        buyer = Buyer(
            project,
            project.ledger,
            "test",
            number,
            folder,
            lambda task: (shopcam.backend, can),
            Limits(),
            stop,
            threading.Semaphore(2),
        )
        outcome = run(plan_of(*tasks()), project, lambda task: buyer, prove=proved, jobs=lambda task: 8, stop=stop)
    project.close()
    return outcome.whole


def resolve(folder: Path, shop) -> int:
    """What a person does about orders that nobody knows of: looks for the shot in the shop's list."""
    from screenc.contract import Job
    from screenc.director.project import Project

    project, done = Project(folder), 0
    with project.building():
        for order in project.ledger.orders():
            if order.stage in ("sending", "ambiguous"):
                known = {o.job.id for o in project.ledger.orders() if o.job}
                found = [j for j, held in shop.jobs.items() if held["body"]["prompt"] == order.name and j not in known]
                project.ledger.resolve(order.id, Job(endpoint=order.endpoint, id=found[0]) if found else None)
                done += 1
    project.close()
    return done


def campaign(kills: int, seed: int = 1, say=lambda words: None) -> dict:
    """The whole campaign; its figures."""
    from provider import Shop

    from screenc.director.project import Project

    rng, began = random.Random(seed), time.monotonic()
    figures = Counter()
    while figures["kills"] < kills:
        shop = Shop(seconds=0.1, at_once=4)
        shop.delay = 0.04
        shop.clip(Fraction(1))
        env = {**os.environ, "SHOPCAM_URL": shop.url, "SHOPCAM_KEY": "a key for the shop"}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            while True:
                child = subprocess.Popen(
                    [sys.executable, __file__, "--build", name], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
                child.stdout.readline()
                kill = figures["kills"] < kills
                try:
                    child.wait(rng.uniform(0.0, 0.5) if kill else 120)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
                    figures["kills"] += 1
                figures["resolved"] += resolve(folder, shop)
                child.stdout.close()
                if child.returncode == 0:
                    break
            figures["films"] += 1
            billed = Counter(j["body"]["prompt"] for j in shop.jobs.values() if j["dollars"])
            figures["jobs"] += len(shop.jobs)
            figures["billed twice"] += sum(count > 1 for count in billed.values())
            project = Project(folder)
            held = {o.job.id for o in project.ledger.orders() if o.stage == "delivered"}
            figures["lost"] += len(set(shop.jobs) - held)
            clips = sum(project.journal.artifact(t.key, project.store) is not None for t in tasks())
            figures["clips missing"] += SHOTS - clips
            figures["cents apart"] += int(abs(sum((o.counts for o in project.ledger.orders()), Fraction(0)) - shop.billed) * 100)
            project.close()
        shop.close()
        say(f"{figures['kills']} kills, {figures['films']} films: {figures['billed twice']} billed twice, {figures['lost']} lost")
    return {**figures, "seconds": round(time.monotonic() - began)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        sys.exit(0 if build(Path(sys.argv[2]), lambda: print("go", flush=True)) else 1)
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = campaign(asked, say=print)
    for what in ("kills", "films", "jobs", "resolved", "billed twice", "lost", "clips missing", "cents apart", "seconds"):
        print(f"{what:14} {found.get(what, 0)}")
