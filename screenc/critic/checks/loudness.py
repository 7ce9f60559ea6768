"""How loud it is: integrated loudness, EBU R 128 (ITU-R BS.1770-4), of the sound as delivered."""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    integrated, _ = footage.loudness(*footage.window(assertion.scene, assertion.shot))
    return Measured(integrated, f"integrated loudness is {integrated:.1f} LUFS")


check = Measure("loudness", take, unit="dB")
