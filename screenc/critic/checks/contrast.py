"""How far dark and light lie apart: the 95th less the 5th hundredth of BT.709 luma over the shot, in % of white."""

from screenc.contract import Assertion, Footage
from screenc.critic import light
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    found = light.of(footage, assertion)
    if found is None:
        return Measured(None, "no frame of it is on screen alone")
    return Measured(found.contrast, f"dark and light lie {found.contrast:.0f}% of white apart")


check = Measure("contrast", take, unit="%")
