"""How bright the picture is: mean BT.709 luma over the shot, in % of white. Against `scripted`, the range of its hour."""

from screenc.contract import Assertion, Footage
from screenc.critic import light
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    found = light.of(footage, assertion)
    if found is None:
        return Measured(None, "no frame of it is on screen alone")
    return Measured(found.brightness, f"mean brightness is {found.brightness:.0f}% of white")


check = Measure("brightness", take, unit="%", range=light.scripted("brightness"))
