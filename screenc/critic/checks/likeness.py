"""How alike one of the cast looks here and in the other shots: by the colours of hair and clothes, not by identity."""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.looks import looks
from screenc.critic.measure import Measure, Measured
from screenc.critic.signature import alike, signature

OTHERS = 8
"""The most other shots that one is compared with."""


def take(footage: Footage, assertion: Assertion) -> Measured:
    who, shot = assertion.claim.subject, assertion.shot
    if who is None or shot is None:
        return Measured(None, "likeness is claimed of one person in one shot")
    here = signatures(footage, shot)
    if not here:
        return Measured(None, "no face is seen in this shot")
    there_are = {event.shot for event in footage.plan.events}
    alone = list(
        dict.fromkeys(
            t.brief.shot
            for t in footage.plan.tasks
            if t.brief and t.brief.shot in there_are - {shot} and [p.id for p in t.brief.people if p.in_frame] == [who]
        )
    )
    there = [marks[0] for other in alone[:OTHERS] if (marks := signatures(footage, other))]
    if not there:
        return Measured(None, f"no other shot frames {who} alone with a face to compare")
    at, value = max(((at, _middle([alike(mark, other) for _, other in there])) for at, mark in here), key=lambda found: found[1])
    words = f"{value:.2f} like the {len(there)} other shot{'s' * (len(there) != 1)} that frame {who} alone"
    return Measured(value, words, (Evidence(at=at, words=f"{value:.2f} like {who} elsewhere", value=value),))


def signatures(footage: Footage, shot: str) -> list:
    """(time, signature) of each face at the shot's clearest moment, the surest first; kept for every shot."""
    kept = footage.memo.setdefault("signatures", {})
    if shot not in kept:
        best = max(looks(footage, shot), key=lambda look: sum(f.score for f in look.faces), default=None)
        kept[shot] = [(best.at, signature(best.picture, face)) for face in best.faces] if best else []
    return kept[shot]


def _middle(values: list[float]) -> float:
    return (
        sorted(values)[len(values) // 2]
        if len(values) % 2
        else sum(sorted(values)[len(values) // 2 - 1 : len(values) // 2 + 1]) / 2
    )


check = Measure("likeness", take, subject=True)
