"""What a vision-language model makes of a claim in words, from 0 to 5; it is asked only where somebody names a model."""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured
from screenc.critic.rubric import DIMENSIONS, plainly

NOBODY = "no model was asked: --judge MODEL"


def take(footage: Footage, assertion: Assertion) -> Measured:
    panel, words = footage.memo.get("panel"), assertion.claim.words or ""
    if panel is None:
        return Measured(None, NOBODY)
    name = plainly(words) if plainly(words) in DIMENSIONS else words
    found = []
    for shot in footage.shots(assertion):
        told = panel.of(footage, shot)
        if isinstance(told, str):
            return Measured(None, f"shot {shot} was not judged: {told}")
        found.append(told[name])
    if not found:
        return Measured(None, "no shot of it is in the film")
    worst = min(found, key=lambda judged: judged.score)
    spread = f", from {worst.least:g} to {worst.most:g} in {worst.answers} answers" if worst.answers > 1 else ""
    where = f" in shot {worst.shot}" if assertion.shot is None else ""
    return Measured(worst.score, f"{worst.score:g} of 5{where} by {worst.model}{spread}: {worst.reason}", worst.evidence)


check = Measure("judge", take)
