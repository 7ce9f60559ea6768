"""Whether a line is in its speaker's own voice: the share of lines that sound more like their speaker's others than anybody's.

A voice is its mean cepstrum and its pitch. It needs two lines of somebody and one of somebody else; music over a line, or one
voice for two people, leaves it nothing to tell apart.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured
from screenc.critic.voice import timbre


def take(footage: Footage, assertion: Assertion) -> Measured:
    import numpy as np

    heard = voices(footage)
    mine = [
        n
        for n, (line, _) in enumerate(heard)
        if assertion.claim.subject in (None, line.who)
        and assertion.shot in (None, line.shot)
        and (assertion.scene in (None, line.shot.rpartition(".")[0]) or assertion.shot)
    ]
    if not mine:
        return Measured(None, "no line is heard here")
    right, asked, odd = 0, 0, []
    for n in mine:
        line, mark = heard[n]
        by: dict[str, list] = {}
        for m, (other, theirs) in enumerate(heard):
            if m != n:
                by.setdefault(other.who, []).append(theirs)
        if line.who not in by or len(by) < 2:
            continue
        asked += 1
        away = {who: float(np.linalg.norm(mark - np.median(marks, axis=0))) for who, marks in by.items()}
        nearest = min(away, key=lambda who: away[who])
        right += nearest == line.who
        if nearest != line.who:
            odd.append(Evidence(at=float(line.start), words=f"{line.name}'s line sounds more like {nearest}"))
    if not asked:
        return Measured(None, "it takes two lines of a speaker, and somebody else's, to know a voice")
    return Measured(
        100 * right / asked, f"{right} of {asked} line{'s' * (asked != 1)} in the speaker's own voice", tuple(odd[:5])
    )


def voices(footage: Footage) -> list:
    """(line, timbre) of every line of the film that is heard; worked out once."""
    if "voices" not in footage.memo:
        found = [
            (line, timbre(footage.sound(float(line.start), float(line.end)), _beneath(footage, line)))
            for line in footage.plan.subtitles
        ]
        footage.memo["voices"] = [(line, mark) for line, mark in found if mark is not None]
    return footage.memo["voices"]


def _beneath(footage: Footage, line):
    """What is heard in the pauses round a line."""
    import numpy as np

    from screenc.critic.checks.spoken import silences

    parts = [footage.sound(a, b) for a, b in silences(footage, float(line.start), float(line.end))[:3]]
    return np.concatenate(parts) if parts else None


check = Measure("speaker", take, unit="%", subject=True)
