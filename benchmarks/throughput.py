"""Wall time of bought shots against a simulated provider, beside the ideal schedule.

The provider runs so many jobs at once and queues the rest; every job takes the same time. Ideal is what no director can beat:
the provider's own busy time (jobs / slots, whole waves), or the longest chain of last frames. Nothing is rendered here.

    python benchmarks/throughput.py
"""

from __future__ import annotations

import os
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import shop


def measured(
    shots: int, slots: int, seconds: float, chain: int = 0, refuse: bool = False, poll_every: str = "0.2"
) -> tuple[float, float]:
    """(wall, ideal) seconds of one build; the last `chain` shots each go on from the one before."""
    from provider import Shop

    seller = Shop(seconds=seconds, at_once=slots, refuse_over=refuse)
    seller.clip(Fraction(1))
    os.environ |= shop.environment(seller.url)
    wanted = shop.tasks(shots, chained=range(shots - chain + 1, shots))
    with tempfile.TemporaryDirectory() as name:
        began = time.monotonic()
        outcome = shop.build(Path(name), wanted, poll_every=poll_every, at_once=slots if refuse else None)
        wall = time.monotonic() - began
    seller.close()
    assert outcome.whole and len(seller.jobs) == shots, [d.message for d in outcome.failed.values()]
    return wall, max(-(-shots // slots) * seconds, max(chain, 1) * seconds)


if __name__ == "__main__":
    measured(2, 2, 0.1, chain=2)
    for words, how in {
        "24 shots, 8 at once, the provider queues": {"shots": 24, "slots": 8, "seconds": 8.0},
        "24 shots, 8 at once, the provider refuses more": {"shots": 24, "slots": 8, "seconds": 8.0, "refuse": True},
        "the same, the last 3 a chain": {"shots": 24, "slots": 8, "seconds": 8.0, "chain": 3, "refuse": True},
        "a chain, behind a queue of unknown length": {"shots": 24, "slots": 8, "seconds": 8.0, "chain": 3},
        "a chain of 6, 4 at once: no slack": {"shots": 24, "slots": 4, "seconds": 4.0, "chain": 6},
        "the same, asked for ten times a job": {"shots": 24, "slots": 4, "seconds": 4.0, "chain": 6, "poll_every": "0.4"},
    }.items():
        wall, ideal = measured(**how)
        print(f"{words:48} {wall:6.1f}s of {ideal:5.1f}s ideal: {wall / ideal:.3f}x")
