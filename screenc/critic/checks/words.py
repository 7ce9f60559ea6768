"""Which of the scripted words are recognised in the sound: word recall, in %. English, by pocketsphinx (the extra `speech`).

Each line is recognised by itself among all of English; a word counts where it is found in its order (longest common
subsequence). A recogniser errs: its own error on clear voices is on the page.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured

MARGIN = 0.15
MISSING = "not measured: pip install 'screenc[speech]'"


def take(footage: Footage, assertion: Assertion) -> Measured:
    from importlib.util import find_spec

    if find_spec("pocketsphinx") is None:
        return Measured(None, MISSING)
    if footage.plan.language.split("-")[0] != "en":
        return Measured(None, f"the recogniser here knows English alone, and the film is in `{footage.plan.language}`")
    lines = [
        s
        for s in footage.plan.subtitles
        if assertion.claim.subject in (None, s.who)
        and assertion.shot in (None, s.shot)
        and (assertion.scene in (None, s.shot.rpartition(".")[0]) or assertion.shot)
    ]
    right = asked = 0
    lost = []
    for line in lines:
        said = spelled(line.text)
        got = recalled(said, heard(footage.sound(max(0.0, float(line.start) - MARGIN), float(line.end) + MARGIN)))
        right, asked = right + got, asked + len(said)
        if got < 0.5 * len(said):
            lost.append(Evidence(at=float(line.start), words=f"{line.name}: “{line.text[:40]}” is not recognised"))
    if not asked:
        return Measured(None, "no line is scripted here")
    return Measured(100 * right / asked, f"{right} of {asked} words are recognised", tuple(lost[:5]))


def spelled(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def recalled(said: list[str], got: list[str]) -> int:
    """How many of the words said are among those got, in order."""
    return sum(block.size for block in SequenceMatcher(None, said, got, autojunk=False).get_matching_blocks())


def heard(samples) -> list[str]:
    """The words in mono samples at 16 kHz, as pocketsphinx hears them."""
    import numpy as np

    if len(samples) < 3200:
        return []
    decoder = _decoder()
    top = max(float(np.abs(samples).max()), 1e-4)
    decoder.start_utt()
    decoder.process_raw((samples / top * 0.7 * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return spelled(re.sub(r"\(\d+\)", "", found.hypstr)) if found else []


def _decoder():
    global _kept
    if _kept is None:
        import pocketsphinx

        _kept = pocketsphinx.Decoder(samprate=16000, loglevel="FATAL")
    return _kept


_kept = None

check = Measure("words", take, unit="%", subject=True)
