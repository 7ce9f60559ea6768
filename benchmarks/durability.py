"""Kills a build of bought clips at random moments, again and again, and holds the ledger to the shop's own books.

Each round builds 12 shots (two chains of last frames, the rest apart) in a process of its own, which is killed with SIGKILL at
a random time; then again until it comes through. An order whose answer a kill swallowed is resolved as a person would: by the
shop's list of jobs. Billed twice: shots with more than one billed job. Lost: billed jobs whose clip no build has in the end.

    python benchmarks/durability.py [KILLS]      (200 kills by default)
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path

import shop

SHOTS = shop.tasks(12, chained={1, 2, 7, 8})


def resolve(folder: Path, jobs: dict[str, dict]) -> int:
    """What a person does about orders that nobody knows of: looks for the shot in the shop's list."""
    from screenc.contract import Job
    from screenc.director.project import Project

    project, done = Project(folder), 0
    with project.building():
        for order in project.ledger.orders():
            if order.stage in ("sending", "ambiguous"):
                known = {o.job.id for o in project.ledger.orders() if o.job}
                found = [j for j, held in jobs.items() if held["body"]["prompt"] == order.name and j not in known]
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
        seller = Shop(seconds=0.1, at_once=4)
        seller.delay = 0.04
        seller.clip(Fraction(1))
        env = shop.environment(seller.url)
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
                figures["resolved"] += resolve(folder, seller.jobs)
                child.stdout.close()
                if child.returncode == 0:
                    break
            figures["films"] += 1
            billed = Counter(j["body"]["prompt"] for j in seller.jobs.values() if j["dollars"])
            figures["jobs"] += len(seller.jobs)
            figures["billed twice"] += sum(count > 1 for count in billed.values())
            project = Project(folder)
            held = {o.job.id for o in project.ledger.orders() if o.stage == "delivered"}
            figures["lost"] += len(set(seller.jobs) - held)
            clips = sum(project.journal.artifact(t.key, project.store) is not None for t in SHOTS)
            figures["clips missing"] += len(SHOTS) - clips
            figures["cents apart"] += int(
                abs(sum((o.counts for o in project.ledger.orders()), Fraction(0)) - seller.billed) * 100
            )
            project.close()
        seller.close()
        say(f"{figures['kills']} kills, {figures['films']} films: {figures['billed twice']} billed twice, {figures['lost']} lost")
    return {**figures, "seconds": round(time.monotonic() - began)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        built = shop.build(Path(sys.argv[2]), SHOTS, poll_every="0.02", at_once=8, go=lambda: print("go", flush=True))
        sys.exit(0 if built.whole else 1)
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = campaign(asked, say=print)
    for what in ("kills", "films", "jobs", "resolved", "billed twice", "lost", "clips missing", "cents apart", "seconds"):
        print(f"{what:14} {found.get(what, 0)}")
