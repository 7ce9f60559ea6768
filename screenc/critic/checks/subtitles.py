"""How far the subtitles are from the voice that they write down, in seconds: the shift at which the two agree best.

Cues are read from the film's own track, else from the file beside it. Where a voice is heard and where a cue stands, in steps
of 20 ms, are correlated at every shift up to three seconds either way; a cue lingers after its line, so its first three
fifths are compared, and the half second before it, in which there should be none.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic import voice
from screenc.critic.measure import Measure, Measured

FARTHEST = 3.0
STEP = voice.HOP / voice.RATE
HEAD, LEAD = 0.6, 0.5
"""The share of a cue that is held against the voice, and the seconds before it in which silence speaks for it."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    cues = footage.cues()
    if cues is None:
        return Measured(None, "the film has no subtitles")
    start, end = footage.window(assertion.scene, assertion.shot)
    mine = [cue for cue in cues if cue[1] > start and cue[0] < end]
    if not mine:
        return Measured(None, "no subtitle stands here")
    first = max(0.0, min(start, mine[0][0]) - FARTHEST)
    last = min(footage.seconds(), max(end, mine[-1][1]) + FARTHEST)
    heard = voice.active(footage.sound(first, last)).astype(float)
    if not heard.any():
        return Measured(None, "no voice is heard to hold the subtitles against")
    shown = np.zeros(len(heard))
    for a, _, _ in cues:
        shown[max(0, int((a - LEAD - first) / STEP)) : max(0, int((a - first) / STEP))] = -1
    for a, b, _ in cues:
        shown[max(0, int((a - first) / STEP)) : max(0, int((a + HEAD * (b - a) - first) / STEP))] = 1
    shift = _shift(shown, heard)
    words = "are in step with the voice" if abs(shift) < 0.05 else f"are {abs(shift):.2f} s {'late' if shift > 0 else 'early'}"
    return Measured(abs(shift), f"the subtitles {words}", (Evidence(at=mine[0][0], words=mine[0][2].split("\n")[0][:40]),))


def _shift(shown, heard) -> float:
    """Seconds that the cues are late; of equally good shifts the least."""
    import numpy as np

    a, b = shown - shown.mean(), heard - heard.mean()
    most = round(FARTHEST / STEP)
    size = 1 << (len(a) + most).bit_length()
    score = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    lags = np.arange(-most, most + 1)
    values = score[lags] - 1e-3 * np.abs(lags) / most * max(score.max(), 1e-9)
    return float(lags[int(np.argmax(values))] * STEP)


check = Measure("subtitles", take, unit="s")
