"""The highest level between the samples: true peak in dBTP (ITU-R BS.1770-4), over which converters clip."""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    _, peak = footage.loudness(*footage.window(assertion.scene, assertion.shot))
    return Measured(peak, f"true peak is {peak:.1f} dBTP")


check = Measure("peak", take, unit="dB", scope="film", automatic="<=")
