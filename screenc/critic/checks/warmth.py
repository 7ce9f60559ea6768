"""How warm the light is: by how much red outweighs blue in the shot's mean colour, in %; below nothing is cool."""

from screenc.contract import Assertion, Footage
from screenc.critic import light
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    found = light.of(footage, assertion)
    if found is None:
        return Measured(None, "no frame of it is on screen alone")
    return Measured(found.warmth, f"red outweighs blue by {found.warmth:.0f}%")


check = Measure("warmth", take, unit="%", range=light.scripted("warmth"))
