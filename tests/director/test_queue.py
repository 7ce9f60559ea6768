"""What is learned of a service's queue, and how much is sent to it while a chain is to come."""

from __future__ import annotations

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
        assert max(later) < 2 * slots + (slots == 1) and min(later) >= slots, (slots, later)


def test_jobs_of_one_wave_and_the_next_are_not_taken_together():
    queue = Queue()
    for wave in range(3):
        for n in range(2):
            for now in (0.1, 0.5, 0.9):
                queue.told(10 * wave + n, "running", wave + now)
            queue.told(10 * wave + n, "done", wave + 1)
    assert queue.at_once() == 2
