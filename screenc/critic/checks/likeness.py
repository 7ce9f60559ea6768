"""How alike one of the cast looks here and in the other shots: by the colours of head and shoulders, not by identity.

The signature is a histogram of hue and saturation, each pixel relative to the grey of its frame, of the box from the hair
to the chest around a found face; likeness is the mean intersection (Swain and Ballard 1991) of this shot's best face with
those of the shots that frame the person alone.
"""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured


def take(footage: Footage, assertion: Assertion) -> Measured:
    who, shot = assertion.claim.subject, assertion.shot
    if who is None or shot is None:
        return Measured(None, "likeness is claimed of one person in one shot")
    here = signatures(footage, shot)
    if not here:
        return Measured(None, "no face is seen in this shot")
    alone = [
        t.brief.shot
        for t in footage.plan.tasks
        if t.brief and t.brief.shot != shot and [p.id for p in t.brief.people if p.in_frame] == [who]
    ]
    there = [s for other in alone[:8] for s in signatures(footage, other)[:1]]
    if not there:
        return Measured(None, f"no other shot frames {who} alone with a face to compare")
    value = max(sum(alike(s, other) for other in there) / len(there) for s in here)
    return Measured(value, f"{value:.2f} like the {len(there)} other shot{'s' * (len(there) != 1)} that frame {who} alone")


def signatures(footage: Footage, shot: str) -> list:
    """One signature for each face of the shot's clearest moment, the surest first."""
    import numpy as np

    from screenc.critic.faces import find

    start, end = footage.window(None, shot)
    best: list = []
    for at in np.linspace(start, max(start, end - 0.1), 5)[1:-1]:
        picture = footage.still(float(at), 1280)
        faces = find(picture)
        if sum(f.score for f in faces) > sum(f.score for f, _ in best):
            best = [(f, picture) for f in faces]
    return [signature(picture, face) for face, picture in best]


def signature(picture, face):
    """A (12, 6) histogram of hue and saturation that sums to 1."""
    import numpy as np

    h, w = picture.shape[:2]
    x0, x1 = int(max(0, face.x - 0.5 * face.width)), int(min(w, face.x + 1.5 * face.width))
    y0, y1 = int(max(0, face.y - 0.6 * face.height)), int(min(h, face.y + 2.2 * face.height))
    box = picture[y0:y1, x0:x1].reshape(-1, 3) / 255.0 / np.maximum(picture.reshape(-1, 3).mean(axis=0) / 128, 0.2)
    top, bottom = box.max(axis=1), box.min(axis=1)
    spread = np.maximum(top - bottom, 1e-6)
    r, g, b = box.T
    hue = np.where(top == r, (g - b) / spread % 6, np.where(top == g, (b - r) / spread + 2, (r - g) / spread + 4)) / 6
    counts, _, _ = np.histogram2d(hue % 1, spread / np.maximum(top, 1e-6), bins=(12, 6), range=((0, 1), (0, 1)))
    return counts / max(counts.sum(), 1)


def alike(a, b) -> float:
    import numpy as np

    return float(np.minimum(a, b).sum())


check = Measure("likeness", take, subject=True)
