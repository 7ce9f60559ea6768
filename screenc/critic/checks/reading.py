"""How fast the fastest subtitle must be read: characters a second, spaces counted, line breaks not. Two at once count as one.

Broadcasters' limits are 17 for Latin script, 12 for Korean, 9 for Chinese, 7 for Japanese.
"""

import itertools

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    cues = footage.cues()
    if cues is None:
        return Measured(None, "the film has no subtitles")
    start, end = footage.window(assertion.scene, assertion.shot)
    mine = [cue for cue in cues if start <= (cue[0] + cue[1]) / 2 < end]
    if not mine:
        return Measured(None, "no subtitle stands here")
    over = sum(later[0] < cue[1] - 1e-3 for cue, later in itertools.pairwise(cues) if cue in mine)
    speeds = [
        (sum(len(other[2].replace("\n", "")) * _shared(cue, other) for other in cues) / max(cue[1] - cue[0], 1e-3), cue)
        for cue in mine
    ]
    fastest, cue = max(speeds, key=lambda pair: pair[0])
    words = f"the fastest subtitle asks for {fastest:.0f} characters a second"
    if over:
        words += f"; {over} stand{'s' * (over == 1)} on screen together with the next"
    return Measured(fastest, words, (Evidence(at=cue[0], words=f"“{cue[2].splitlines()[0][:40]}” in {cue[1] - cue[0]:.2f} s"),))


def _shared(cue, other) -> float:
    """What share of another cue stands on screen during this one."""
    return max(0.0, min(cue[1], other[1]) - max(cue[0], other[0])) / max(other[1] - other[0], 1e-3)


check = Measure("reading", take)
