"""What is learned of a service's queue, and how much is sent to it while a chain is to come."""

from __future__ import annotations

from screenc.director.pace import Pace
from screenc.director.queue import FIRST, Queue


def served(queue: Queue, slots: int, waves: int, each: int = 4) -> list[int]:
    """Keeps a service of so many slots busy for some waves; how many were there at each of its moments."""
    there: list[list[int]] = []
    new, seen = 0, []
    for now in range(waves * each):
        for job in [j for j, left in there[:slots] if left == 0]:
            queue.told(job, "done", now)
        there = [[j, left] for j, left in there if left]
        for n, one in enumerate(there):
            queue.told(one[0], "running" if n < slots else "queued", now)
            one[1] -= n < slots
        for _ in range(queue.most(len(there)) - len(there)):
            there.append([new, each])
            new += 1
        seen.append(len(there))
    return seen


def test_a_service_that_has_said_nothing_gets_a_few():
    assert Queue().most(0) == FIRST and Queue().most(FIRST) == FIRST


def test_the_slots_of_a_service_are_found_and_not_flooded():
    for slots in (1, 2, 4, 8, 30):
        queue = Queue()
        there = served(queue, slots, waves=12)
        assert queue.at_once() == slots, slots
        later = there[len(there) // 2 :]
        assert set(later) == {slots}, (slots, later)


def test_a_service_that_begins_slowly_is_not_taken_for_full():
    queue = Queue()
    for now in (1, 2):
        queue.told(0, "running", now)
        for n in (1, 2, 3):
            queue.told(n, "queued", now)
    assert queue.most(4) == 1
    for now in (3, 4):
        for n in range(4):
            queue.told(n, "running", now)
    assert queue.at_once() == 4 and queue.most(4) == 6


def asked_until(pace, ends: float, every: float) -> tuple[int, float]:
    """How often a job is asked for until it has ended, and how late that is seen."""
    now, count = 0.0, 0
    while now < ends:
        now += pace.pause("kling", now, every, count)
        count += 1
    return count, now - ends


def test_a_job_is_asked_for_when_its_kind_usually_ends():
    pace = Pace()
    plain = [asked_until(pace, ends, 10.0) for ends in (61.0, 64.0, 67.0)]
    for ran in (62.0, 66.0):
        pace.ended("kling", ran)
    known = [asked_until(pace, ends, 10.0) for ends in (61.0, 64.0, 67.0)]
    assert sum(late for _, late in known) < sum(late for _, late in plain) / 2
    assert sum(count for count, _ in known) <= sum(count for count, _ in plain)
    assert pace.pause("kling", 200.0, 10.0, 9) == 10.0 and pace.pause("kling", None, 10.0, 9) == 10.0


def test_jobs_of_one_wave_and_the_next_are_not_taken_together():
    queue = Queue()
    for wave in range(3):
        for n in range(2):
            for now in (0.1, 0.5, 0.9):
                queue.told(10 * wave + n, "running", wave + now)
            queue.told(10 * wave + n, "done", wave + 1)
    assert queue.at_once() == 2
