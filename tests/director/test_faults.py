"""Every fault at every step of a purchase: what is billed, how the ledger stands, what is told, what a second build does.

In each cell the shop answers one step with one fault for as long as the first build lasts, and well from then on.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import get_args

import pytest
from click.testing import CliRunner
from test_buy import build, codes, order, shop  # noqa: F401

from screenc.cli import session
from screenc.contract import Fault
from screenc.director.counter import FAILURES, PATIENCE


@dataclass(frozen=True)
class Cell:
    """After the first build: its code, the ledger's stages, jobs taken, films billed. After the second: its code, jobs, films."""

    code: str
    stages: tuple[str, ...]
    jobs: int
    billed: int
    then: str | None
    jobs_then: int
    billed_then: int = 1


REFUSED, OPEN = ("failed",), ("ordered",)
CREATE = {
    "invalid": Cell("E0611", REFUSED, 0, 0, None, 1),
    "auth": Cell("E0612", REFUSED, 0, 0, None, 1),
    "quota": Cell("E0613", REFUSED, 0, 0, None, 1),
    "throttled": Cell("E0614", REFUSED * PATIENCE, 0, 0, None, 1),
    "moderated-input": Cell("E0615", REFUSED, 0, 0, "E0615", 0, 0),
    "moderated-output": Cell("E0616", REFUSED, 0, 0, "E0616", 0, 0),
    "provider": Cell("E0617", REFUSED * (FAILURES + 1), 0, 0, None, 1),
    "expired": Cell("E0611", REFUSED, 0, 0, None, 1),
    "ambiguous": Cell("E0619", ("ambiguous",), 0, 0, "E0619", 0, 0),
    "drop": Cell("E0619", ("ambiguous",), 1, 1, "E0619", 1, 1),
}
"""An order refused is sent again by the next build; one moderated only when that is asked for; one unclear never."""
POLL = {
    "invalid": Cell("E0617", OPEN, 1, 1, None, 1),
    "auth": Cell("E0612", OPEN, 1, 1, None, 1),
    "quota": Cell("E0613", OPEN, 1, 1, None, 1),
    "throttled": Cell("E0617", OPEN, 1, 1, None, 1),
    "moderated-input": Cell("E0615", REFUSED, 1, 1, "E0615", 1),
    "moderated-output": Cell("E0616", REFUSED, 1, 1, "E0616", 1),
    "provider": Cell("E0617", OPEN, 1, 1, None, 1),
    "expired": Cell("E0618", OPEN, 1, 1, None, 1),
    "ambiguous": Cell("E0617", OPEN, 1, 1, None, 1),
    "refuse": Cell("E0617", OPEN, 1, 1, None, 1),
}
"""What was taken is asked for again by the next build, whatever the answers were, and never ordered again."""
END = {
    "invalid": Cell("E0611", REFUSED, 1, 0, None, 2),
    "auth": Cell("E0612", REFUSED, 1, 0, None, 2),
    "quota": Cell("E0613", REFUSED, 1, 0, None, 2),
    "throttled": Cell("E0614", REFUSED * FAILURES, 2, 0, None, 3),
    "moderated-input": Cell("E0615", REFUSED, 1, 0, "E0615", 1, 0),
    "moderated-output": Cell("E0616", REFUSED, 1, 0, "E0616", 1, 0),
    "provider": Cell("E0617", REFUSED * FAILURES, 2, 0, None, 3),
    "expired": Cell("E0618", OPEN, 1, 0, "E0618", 1, 0),
    "ambiguous": Cell("E0617", OPEN, 1, 0, "E0617", 1, 0),
}
"""A job that the service itself calls failed is closed and costs nothing here; the next build orders anew."""
FETCH = {**POLL, "cut": Cell("E0617", OPEN, 1, 1, None, 1)}
STEPS = {"create": CREATE, "poll": POLL, "end": END, "fetch": FETCH}


def test_no_fault_is_left_out():
    assert all(set(get_args(Fault)) <= set(cells) for cells in STEPS.values())


@pytest.mark.parametrize(("step", "fault"), [(step, fault) for step, cells in STEPS.items() for fault in cells])
def test_a_fault_at_a_step(shop, build, step, fault):  # noqa: F811
    cell = STEPS[step][fault]
    shop.always["create" if step == "end" else step] = f"fail:{fault}" if step == "end" else fault
    outcome = build(order())
    films = lambda: sum(job["dollars"] > 0 for job in shop.jobs.values())  # noqa: E731
    assert codes(outcome) == [cell.code] and session.exit_of(list(outcome.failed.values())) == session.FAILED
    assert tuple(o.stage for o in build.orders) == cell.stages
    assert (len(shop.jobs), films()) == (cell.jobs, cell.billed)

    shop.always.clear()
    again = build(order())
    assert codes(again) == ([cell.then] if cell.then else []) and again.whole == (cell.then is None)
    assert (len(shop.jobs), films()) == (cell.jobs_then, cell.billed_then)
    if again.whole:
        assert build.orders[-1].stage == "delivered" and sum(o.settled or 0 for o in build.orders) == shop.billed
    assert build(order()).whole == again.whole and len(shop.jobs) == cell.jobs_then


@pytest.fixture
def ledger(tmp_path, shop, build):  # noqa: F811
    """`ledger(ARGS)`: the verb, on a project with one order whose job still runs."""
    from screenc.cli.command import screenc
    from screenc.planner import backends

    backends.found.cache_clear()
    backends.target.cache_clear()
    shop.seconds = 1.0
    stop = threading.Event()

    def leave():
        while not shop.jobs:
            time.sleep(0.01)
        time.sleep(0.2)
        stop.set()

    threading.Thread(target=leave, daemon=True).start()
    build(order(), stop=stop)
    assert [o.stage for o in build.orders] == ["ordered"] and len(shop.jobs) == 1
    yield lambda *args: CliRunner().invoke(screenc, ["ledger", "--folder", str(tmp_path), *args])
    backends.found.cache_clear()
    backends.target.cache_clear()


CANCEL = {
    "auth": "E0612",
    "quota": "E0613",
    "throttled": "E0614",
    "expired": "E0618",
    **dict.fromkeys(("invalid", "moderated-input", "moderated-output", "provider", "ambiguous", "refuse"), "E0617"),
}


@pytest.mark.parametrize("fault", CANCEL)
def test_a_fault_of_stopping_leaves_the_order_open(shop, build, ledger, fault):  # noqa: F811
    shop.always["cancel"] = fault
    done = ledger("cancel", "1")
    assert done.exit_code == session.FAILED and CANCEL[fault] in done.output, done.output
    assert build(order()).whole and len(shop.jobs) == 1 and build.orders[0].stage == "delivered"


def test_an_order_is_stopped_and_not_billed(shop, build, ledger):  # noqa: F811
    assert set(get_args(Fault)) <= set(CANCEL)
    assert "orders it again" in ledger("cancel", "1").output and not shop.billed
    assert "cancelled" in ledger().output and "$0.00 spent" in ledger().output
    assert ledger("cancel", "1").exit_code == 2 and ledger("resolve", "1", "--made", "job-1").exit_code == 2
    shop.seconds = 0
    assert build(order()).whole and len(shop.jobs) == 2 and shop.billed == order().dollars
    assert ledger("cancel", "2").exit_code == 2


def test_an_order_that_is_done_is_not_stopped(shop, build, ledger):  # noqa: F811
    for job in shop.jobs.values():
        job["ends"] = 0
    done = ledger("cancel", "1")
    assert done.exit_code == session.FAILED and "does not stop it" in done.output
    assert build(order()).whole and len(shop.jobs) == 1
