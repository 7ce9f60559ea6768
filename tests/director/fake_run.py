"""A plan without a film, and a backend without a renderer: what the run is tried on."""

from __future__ import annotations

import threading
from fractions import Fraction

from screenc.contract import Estimate, Plan, Task, Unit, digest


def task(name: str, *needs: Task, length: int = 2, **more) -> Task:
    keys = tuple(n.key for n in needs)
    return Task(
        key=digest([name, *keys]),
        kind="clip",
        name=name,
        unit=Unit(shots=(name,), length=Fraction(length)),
        backend="fake",
        version="1",
        needs=keys,
        **more,
    )


def plan_of(*tasks: Task) -> Plan:
    return Plan(
        film="test",
        title="Test",
        width=64,
        height=36,
        rate=Fraction(24),
        language="en",
        tasks=tasks,
        events=(),
        estimate=Estimate(length=Fraction(0), to_make=len(tasks), cached=0),
    )


class Fake:
    """Writes the task's name; counts what it made; does to a task what `slips` says instead."""

    def __init__(self, **slips):
        self.slips, self.calls, self.turn = slips, [], threading.Lock()

    def make(self, task, inputs, out, progress):
        with self.turn:
            self.calls.append(task.name)
        progress(0.0)
        out.write_bytes(b"half")
        if task.name in self.slips:
            self.slips[task.name](out)
        progress(0.5)
        out.write_bytes(f"{task.name} from {sorted(p.read_text() for p in inputs.values())}".encode())
