"""The share of the scripted speaking time in which a voice is heard.

A voice is level in the speech band above what the scene sounds like between its lines, with the pitch of a larynx in
it. It says that somebody speaks there, not what they say nor who they are.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured
from screenc.critic.voice import hops

OVER = 6.0
"""Decibels over the scene's own level between lines from which a 20 ms hop counts as voice."""
HANG = 9
"""Hops: the stops and breaths inside a phrase belong to it (180 ms)."""
VOICED = 0.12
"""The least share of a line's hops that have a pitch between 70 and 420 Hz; rain and wind have under 0.03."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    lines = [
        s
        for s in footage.plan.subtitles
        if assertion.claim.subject in (None, s.who)
        and (assertion.shot is None or s.shot == assertion.shot)
        and (assertion.scene is None or s.shot.rpartition(".")[0] == assertion.scene)
    ]
    if not lines:
        return Measured(None, "no line is scripted here")
    heard = scripted = 0.0
    silent = []
    for line in lines:
        share = voiced_share(footage, float(line.start), float(line.end))
        length = float(line.end - line.start)
        heard, scripted = heard + share * length, scripted + length
        if share < 0.5:
            silent.append(Evidence(at=float(line.start), words=f"{line.name}: “{line.text[:40]}” is not heard"))
    share = 100 * heard / max(scripted, 1e-6)
    return Measured(share, f"a voice is heard for {share:.0f}% of the scripted time", tuple(silent[:5]))


def voiced_share(footage: Footage, start: float, end: float) -> float:
    """The share of a line's time with a voice, 0 to 1."""
    import numpy as np

    levels, pitched = hops(footage.sound(start, end))
    if not len(levels) or (pitched & (levels > -60)).mean() < VOICED:
        return 0.0
    between = [hops(footage.sound(a, b))[0] for a, b in silences(footage, start, end)]
    floor = float(np.median(np.concatenate(between))) if sum(map(len, between)) >= 10 else -60.0
    active = levels > max(floor + OVER, -55.0)
    for i in np.flatnonzero(active):
        active[max(0, i - HANG // 2) : i + HANG // 2 + 1] = True
    return float(active.mean())


def silences(footage: Footage, start: float, end: float) -> list[tuple[float, float]]:
    """Up to six stretches of the film near a line in which nobody is scripted to speak."""
    edges = sorted((float(s.start) - 0.15, float(s.end) + 0.3) for s in footage.plan.subtitles)
    gaps, at = [], 0.0
    for a, b in edges:
        if a - at > 0.3:
            gaps.append((at, min(a, at + 2)))
        at = max(at, b)
    if footage.seconds() - at > 0.3:
        gaps.append((at, min(footage.seconds(), at + 2)))
    return sorted(gaps, key=lambda gap: min(abs(gap[0] - end), abs(gap[1] - start)))[:6]


check = Measure("spoken", take, unit="%", subject=True, automatic=">=")
