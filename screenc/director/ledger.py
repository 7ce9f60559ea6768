"""Every order that was ever sent, in SQLite: written before it leaves, and again before anything else is asked about it.

sending    on its way: found so by a later build, nobody knows whether it arrived, and it becomes ambiguous
ordered    the service took it; its job is polled where it was made
delivered  the clip is in the store as the service made it, and paid for
failed     refused, moderated, or given up: what it cost, if anything, stands beside it
cancelled  the service stopped it when it was asked to; whether it charges for what it had begun is not known here
ambiguous  nobody knows, and nothing is sent again before somebody says (`screenc ledger resolve`)

Dollars are estimated from the plan, reserved while an order is open, and settled when the service is done with it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from screenc.contract import Fault, Job, Request, Task
from screenc.director.database import Database

VERSION = 1
Stage = Literal["sending", "ordered", "delivered", "failed", "cancelled", "ambiguous"]
_COLUMNS = (
    "id, key, build, film, name, backend, model, endpoint, estimated, settled, stage, job, original, fault, words, began, ended"
)
_TABLES = """
create table if not exists orders (id integer primary key, key text not null, build integer not null, film text not null,
  name text not null, backend text not null, model text not null, endpoint text not null, request text not null,
  estimated text not null, settled text, stage text not null, job text, original text, fault text, words text not null,
  began real not null, ended real);
create index if not exists orders_of on orders (key);
"""


class Over(Exception):
    """The next order would go over a limit; the words say which."""


@dataclass(frozen=True, slots=True)
class Order:
    """One line of the ledger; `original` is the key of the clip in the store as it was delivered."""

    id: int
    key: str
    build: int
    film: str
    name: str
    backend: str
    model: str
    endpoint: str
    estimated: Fraction
    priced: bool
    """False where nobody knew the price, and the estimate is nothing."""
    settled: Fraction | None
    stage: Stage
    job: Job | None
    original: str | None
    fault: Fault | None
    words: str
    began: float
    ended: float | None

    @property
    def counts(self) -> Fraction:
        """What it stands for in a sum: settled, or reserved while nobody knows better."""
        if self.settled is not None:
            return self.settled
        return Fraction(0) if self.stage in ("failed", "cancelled") else self.estimated


@dataclass(frozen=True, slots=True)
class Limits:
    """What one build may order: dollars, and shots."""

    dollars: Fraction | None = None
    shots: int | None = None


class Ledger(Database):
    """One project's ledger."""

    def __init__(self, path: Path):
        super().__init__(path, _TABLES, VERSION)

    # --- an order's life ---

    def begin(self, task: Task, endpoint: str, build: int, film: str, limits: Limits) -> Order:
        """Write an intent, before anything is sent. Raises Over where it would break a limit, and nothing is written."""
        with self._change() as db:
            rows = [_order(r) for r in db.execute(f"select {_COLUMNS} from orders where build=?", (build,))]
            shots = {o.name for o in rows if o.stage not in ("failed", "cancelled")} | {task.name}
            if limits.shots is not None and len(shots) > limits.shots:
                raise Over(f"it would be shot {len(shots)} of this build, over --max-new-shots {limits.shots}")
            total = sum((o.counts for o in rows), Fraction(0)) + task.dollars
            if limits.dollars is not None and not task.priced:
                raise Over("its price is not known, and --max-cost is given")
            if limits.dollars is not None and total > limits.dollars:
                one, all_, most = (f"${float(x):.2f}" for x in (task.dollars, total, limits.dollars))
                raise Over(f"{one} would bring this build to {all_}, over --max-cost {most}")
            number = db.execute(
                "insert into orders (key, build, film, name, backend, model, endpoint, request, estimated, stage, words, began) "
                "values (?,?,?,?,?,?,?,?,?,'sending','',?)",
                (
                    task.key,
                    build,
                    film,
                    task.name,
                    task.backend,
                    str(task.params.get("model") or ""),
                    endpoint,
                    task.request.model_dump_json(),
                    str(task.dollars) if task.priced else "",
                    time.time(),
                ),
            ).lastrowid
        return self.order(number)

    def took(self, order: Order, job: Job) -> None:
        """The service has the order; written before it is asked about it for the first time."""
        self._set(order.id, stage="ordered", job=job.model_dump_json())

    def delivered(self, order: Order, original: str, dollars: Fraction | None) -> None:
        """The clip is here: at what the service says that it charged, else at the estimate, else at a price that nobody knows."""
        settled = dollars if dollars is not None else order.estimated if order.priced else None
        self._set(
            order.id, stage="delivered", original=original, settled=None if settled is None else str(settled), ended=time.time()
        )

    def failed(self, order: Order, fault: Fault, words: str, dollars: Fraction = Fraction(0)) -> None:
        self._set(order.id, stage="failed", fault=fault, words=words, settled=str(dollars), ended=time.time())

    def cancelled(self, order: Order) -> None:
        self._set(order.id, stage="cancelled", words="stopped by hand", ended=time.time())

    def unknown(self, order: Order, words: str) -> None:
        self._set(order.id, stage="ambiguous", fault="ambiguous", words=words)

    def resolve(self, number: int, job: Job | None) -> Order | None:
        """Somebody looked: the service has it as `job`, or (None) has not. None where there is nothing to resolve.

        A delivered clip that is lost may be given up; what was paid for it stays paid.
        """
        with self._change():
            order = self.order(number)
            if order is None or order.stage in ("failed", "cancelled") or (order.stage == "delivered" and job is not None):
                return None
            if job is None:
                self.failed(order, "expired" if order.job else "ambiguous", "given up by hand", order.settled or Fraction(0))
            else:
                self.took(order, job)
        return self.order(number)

    def _set(self, number: int, **values) -> None:
        names = ", ".join(f"{name}=?" for name in values)
        with self._turn:
            self._db.execute(f"update orders set {names} where id=?", (*values.values(), number))

    # --- what there is ---

    def order(self, number: int) -> Order | None:
        with self._turn:
            row = self._db.execute(f"select {_COLUMNS} from orders where id=?", (number,)).fetchone()
        return _order(row) if row else None

    def of(self, key: str) -> list[Order]:
        """Every order for a key, the oldest first."""
        with self._turn:
            return [_order(r) for r in self._db.execute(f"select {_COLUMNS} from orders where key=? order by id", (key,))]

    def orders(self, film: str | None = None) -> list[Order]:
        with self._turn:
            rows = self._db.execute(f"select {_COLUMNS} from orders where ?1 is null or film=?1 order by id", (film,)).fetchall()
        return [_order(r) for r in rows]

    def last_build(self) -> int:
        with self._turn:
            return self._db.execute("select coalesce(max(build), 0) from orders").fetchone()[0]

    def request(self, number: int) -> Request:
        """What was sent, without the key that was sent along."""
        with self._turn:
            return Request.model_validate_json(self._db.execute("select request from orders where id=?", (number,)).fetchone()[0])


def _order(row: tuple) -> Order:
    number, key, build, film, name, backend, model, endpoint, estimated, settled, stage, job, *rest = row
    return Order(
        number,
        key,
        build,
        film,
        name,
        backend,
        model,
        endpoint,
        Fraction(estimated or 0),
        bool(estimated),
        None if settled is None else Fraction(settled),
        stage,
        Job.model_validate_json(job) if job else None,
        *rest,
    )
