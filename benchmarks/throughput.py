"""Wall time of bought shots against a simulated provider, beside the ideal schedule.

The provider runs so many jobs at once and queues the rest; every job takes the same time. Ideal is what no director can beat:
the provider's own busy time (jobs / slots, whole waves), or the longest chain of last frames. Nothing is rendered here.

    python benchmarks/throughput.py
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from fractions import Fraction
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "director"
sys.path[:0] = [str(TESTS), str(TESTS / "shop")]


def tasks(shots: int, chain: int):
    """`shots` shots; the last `chain` of them each go on from the one before."""
    from screenc.contract import Brief, Framing, Request, Task, Unit, digest

    made = []
    for n in range(shots):
        before = made[-1] if n > shots - chain else None
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


def measured(shots: int, slots: int, seconds: float, chain: int = 0, refuse: bool = False) -> tuple[float, float]:
    """(wall, ideal) seconds of one build."""
    import shopcam
    from fake_run import plan_of
    from provider import Shop

    from screenc.contract import Capabilities
    from screenc.director.buy import Buyer
    from screenc.director.project import Project
    from screenc.director.run import proved, run

    shop = Shop(seconds=seconds, at_once=slots, refuse_over=refuse)
    shop.clip(Fraction(1))
    os.environ |= {"SHOPCAM_URL": shop.url, "SHOPCAM_KEY": "a key for the shop"}
    can = Capabilities(
        name="shopcam", summary="", checked_on="2026-11-21", poll_every="0.2", concurrency=slots if refuse else None
    )
    with tempfile.TemporaryDirectory() as name:
        project, stop = Project(Path(name)), threading.Event()
        buyer = Buyer(project, project.ledger, "test", 1, Path(name), lambda task: (shopcam.backend, can), stop=stop)
        began = time.monotonic()
        with project.building():
            outcome = run(
                plan_of(*tasks(shots, chain)),
                project,
                lambda task: buyer,
                prove=proved,
                jobs=lambda task: can.concurrency,
                stop=stop,
            )
        wall = time.monotonic() - began
        project.close()
    shop.close()
    assert outcome.whole and len(shop.jobs) == shots, [d.message for d in outcome.failed.values()]
    return wall, max(-(-shots // slots) * seconds, max(chain, 1) * seconds)


if __name__ == "__main__":
    import screenc.media.anchor
    import screenc.media.conform  # noqa: F401

    measured(2, 2, 0.1, chain=2)
    for words, how in {
        "24 shots, 8 at once, the provider queues": {"shots": 24, "slots": 8, "seconds": 8.0},
        "24 shots, 8 at once, the provider refuses more": {"shots": 24, "slots": 8, "seconds": 8.0, "refuse": True},
        "the same, the last 3 a chain": {"shots": 24, "slots": 8, "seconds": 8.0, "chain": 3, "refuse": True},
        "a chain, behind a queue of unknown length": {"shots": 24, "slots": 8, "seconds": 8.0, "chain": 3},
    }.items():
        wall, ideal = measured(**how)
        print(f"{words:48} {wall:6.1f}s of {ideal:5.1f}s ideal: {wall / ideal:.3f}x")
