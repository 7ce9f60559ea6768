"""How many different people show their face in a shot, at the same time or one after another; a count.

Faces of two moments are one person when they are near one another or wear the same colours. Who never shows a face is not
counted, so it is a least number.
"""

from __future__ import annotations

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.looks import looks
from screenc.critic.measure import Measure, Measured, one_shot
from screenc.critic.signature import alike, signature

SAME = 0.55
"""The likeness of two signatures from which faces of two moments are one person wherever they stand."""


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    people: list[tuple] = []
    first: list[Evidence] = []
    for look in looks(footage, shot):
        height, width = look.picture.shape[:2]
        here = [(f, signature(look.picture, f)) for f in look.faces]
        free = list(range(len(people)))
        for face, mark in here:
            known = [n for n in free if _near(face, people[n][0]) or alike(mark, people[n][1]) >= SAME]
            if known:
                best = max(known, key=lambda n: (_near(face, people[n][0]), alike(mark, people[n][1])))
                free.remove(best)
                people[best] = (face, mark)
            else:
                people.append((face, mark))
                box = (face.x / width, face.y / height, face.width / width, face.height / height)
                first.append(Evidence(at=look.at, words=f"person {len(people)}", box=tuple(round(v, 3) for v in box)))
    count = len(people)
    return Measured(
        float(count), f"{count or 'no'} {'person' if count == 1 else 'people'} can be seen by the face", tuple(first[:6])
    )


def _near(a, b) -> bool:
    return abs(a.x + a.width / 2 - b.x - b.width / 2) < 1.2 * max(a.width, b.width) and abs(a.y - b.y) < max(a.height, b.height)


check = Measure("people", one_shot(take, "people"))
