"""What the benchmarks of buying share: the tests' shop on loopback, shots to buy there, and a build of them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Collection
from fractions import Fraction
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "director"
sys.path[:0] = [str(TESTS), str(TESTS / "shop")]
PRICE = "0.1"


def environment(url: str) -> dict[str, str]:
    """Where the shop is, and a key that it takes."""
    return {**os.environ, "SHOPCAM_URL": url, "SHOPCAM_KEY": "a key for the shop"}


def tasks(shots: int, chained: Collection[int] = ()):
    """Shots of a second each; those that are `chained`, by number, go on from the one before."""
    from screenc.contract import Brief, Request, Task, Unit, digest
    from screenc.film.model import Framing

    made = []
    for n in range(shots):
        before = made[-1] if n in chained else None
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
                dollars=Fraction(PRICE),
                anchor=needs[0] if needs else None,
            )
        )
    return made


def build(folder: Path, wanted, *, poll_every: str, at_once: int | None, go: Callable[[], None] = lambda: None):
    """One build as the verb does it; `at_once` as a profile says it. `go` is called when everything is loaded and it begins."""
    import shopcam
    from fake_run import plan_of

    import screenc.media.anchor
    import screenc.media.conform  # noqa: F401
    from screenc.contract import Capabilities
    from screenc.director.buy import Buyer
    from screenc.director.project import Project
    from screenc.director.run import proved, run

    can = Capabilities(name="shopcam", summary="", checked_on="2026-11-21", poll_every=poll_every, concurrency=at_once)
    project, stop = Project(folder), threading.Event()
    try:
        go()
        with project.building():
            number = project.journal.build_begins("test", project.ledger.last_build())
            buyer = Buyer(project, project.ledger, "test", number, folder, lambda task: (shopcam.backend, can), stop=stop)
            return run(
                plan_of(*wanted),
                project,
                lambda task: buyer,
                prove=proved,
                jobs=lambda task: can.concurrency,
                lead=buyer.lead,
                ended=buyer.ended,
                fetched=buyer.fetched,
                stop=stop,
            )
    finally:
        project.close()
