"""Whether the film is cut where the script cuts: shot-cut accuracy, 0 to 1, of the whole film."""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured
from screenc.critic.shots import accuracy


def take(footage: Footage, assertion: Assertion) -> Measured:
    scripted = []
    for before, event in zip(footage.plan.events, footage.plan.events[1:], strict=False):
        if before.shot != event.shot:
            scripted.append(float(event.start + max(0, before.start + before.length - event.start) / 2))
    found = list(footage.boundaries())
    value, missed, extra = accuracy(scripted, found, footage.seconds(), float(footage.plan.rate))
    near = 0.3
    odd = [Evidence(at=at, words="a cut that nobody wrote") for at in found if all(abs(at - s) > near for s in scripted)]
    odd += [Evidence(at=at, words="no cut where the script has one") for at in scripted if all(abs(at - f) > near for f in found)]
    words = f"{len(scripted)} cuts are scripted, {missed} missing, {extra} extra"
    return Measured(value, words, tuple(sorted(odd, key=lambda e: e.at)[:5]))


check = Measure("cutting", take, scope="film")
