"""The most faces that are seen at once. A person whose back is turned, or who is tiny in the frame, is not counted."""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured

SAMPLES = 5


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    from screenc.critic.faces import find

    most, when = 0, 0.0
    for shot in footage.shots(assertion):
        start, end = footage.window(None, shot)
        for at in np.linspace(start, max(start, end - 0.1), SAMPLES + 2)[1:-1]:
            count = len(find(footage.still(float(at), 1280)))
            if count > most:
                most, when = count, float(at)
    where = (Evidence(at=when, words=f"{most} face{'s' * (most != 1)}"),) if most else ()
    return Measured(float(most), f"at most {most} face{'s' * (most != 1)} at once", where)


check = Measure("faces", take)
