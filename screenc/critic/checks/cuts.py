"""Cuts inside a shot that nobody wrote: one moment is unlike its neighbours on both sides, and stays so."""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic import shots
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    found = []
    for shot in footage.shots(assertion):
        found += find(*footage.strip(shot))
    where = tuple(Evidence(at=at, words="an unscripted cut") for at in found)
    return Measured(float(len(found)), f"{len(found)} unscripted cut{'s' * (len(found) != 1)}", where)


def find(times, frames) -> list[float]:
    """The times of the first frames after a cut, in a run of RGB frames (N, H, W, 3)."""
    seen = shots.ribbon(zip(times, frames, strict=True))
    return [float(seen.times[i]) for i in shots.cuts(seen)]


check = Measure("cuts", take, automatic="<=")
