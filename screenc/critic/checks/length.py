"""How long it is on screen, counted in frames."""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured, seconds


def take(footage: Footage, assertion: Assertion) -> Measured:
    if assertion.shot is None and assertion.scene is None:
        value = footage.seconds()
        return Measured(value, f"the film runs {seconds(value)}")
    start, end = footage.window(assertion.scene, assertion.shot)
    value = max(0.0, min(end, footage.seconds()) - start)
    return Measured(value, f"on screen alone for {seconds(value)}")


check = Measure("length", take, unit="s")
