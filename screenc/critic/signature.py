"""What somebody looks like by colour: head and shoulders around a found face, apart from the light they stand in.

Three histograms, of hair, of face and of clothes, each of hue, saturation and lightness relative to the face's own, so that
dusk and lamps change little. Likeness is their mean intersection (Swain and Ballard 1991). It is no identity.
"""

from __future__ import annotations


def signature(picture, face):
    """A (2, 8, 4, 3) array whose halves each sum to 1, of an RGB uint8 picture (H, W, 3) and a Face in its pixels."""
    import numpy as np

    h, w = picture.shape[:2]
    white = _cut(picture, face, 0.2, 0.25, 0.8, 0.75, w, h).reshape(-1, 3).astype(np.float32)
    level = np.maximum(np.median(white, axis=0), 8.0) if len(white) else np.full(3, 128.0)
    parts = [(0.0, -0.45, 1.0, 0.05), (-0.35, 1.15, 1.35, 2.3)]
    return np.stack([_histogram(_cut(picture, face, *part, w, h).reshape(-1, 3) / level) for part in parts])


def alike(a, b) -> float:
    """0 to 1; clothes count twice, since they are most of what is seen. A part out of frame in either counts for nothing."""
    import numpy as np

    weights = np.array([1.0, 2.0]) * (a.sum(axis=(1, 2, 3)) > 0) * (b.sum(axis=(1, 2, 3)) > 0)
    if not weights.sum():
        return 0.0
    shares = np.minimum(a, b).sum(axis=(1, 2, 3))
    return float((shares * weights).sum() / weights.sum())


def apart(picture, face, skin: str, top: str) -> float | None:
    """How far a face and the clothes beneath it are from somebody's skin and top (`#rrggbb`), in log units a channel.

    The clothes are held against the face of the same picture, as the two colours against each other, so that the light falls out.
    None where no clothes are in the picture.
    """
    import numpy as np

    h, w = picture.shape[:2]
    parts = [_cut(picture, face, *box, w, h).reshape(-1, 3) for box in ((0.25, 0.45, 0.75, 0.75), (0.0, 1.3, 1.0, 2.2))]
    if min(map(len, parts)) < 30:
        return None
    seen = [_log(np.median(part, axis=0)) for part in parts]
    meant = [_log(np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], float)) for colour in (skin, top)]
    return float(np.abs((seen[1] - seen[0]) - (meant[1] - meant[0])).mean())


def _log(colour):
    import numpy as np

    return np.log(((colour + 4) / 259) ** 2.2)


def _cut(picture, face, x0: float, y0: float, x1: float, y1: float, w: int, h: int):
    """The part of the picture between shares of the face's box; empty where it lies outside."""
    left, right = (round(min(max(face.x + share * face.width, 0), w)) for share in (x0, x1))
    top, bottom = (round(min(max(face.y + share * face.height, 0), h)) for share in (y0, y1))
    return picture[top:bottom, left:right]


def _histogram(colours):
    """Of colours relative to the face's: hue around, how far from grey, and how light; zeros for fewer than 30 pixels."""
    import numpy as np

    if len(colours) < 30:
        return np.zeros((8, 4, 3))
    top, bottom = colours.max(axis=1), colours.min(axis=1)
    spread = np.maximum(top - bottom, 1e-6)
    r, g, b = colours.T
    hue = np.where(top == r, (g - b) / spread % 6, np.where(top == g, (b - r) / spread + 2, (r - g) / spread + 4)) / 6
    rows = np.stack([hue % 1, spread / np.maximum(top, 1e-6), np.minimum(top, 1.49)], axis=1)
    counts, _ = np.histogramdd(rows, bins=(8, 4, 3), range=((0, 1), (0, 1), (0, 1.5)))
    return counts / max(counts.sum(), 1)
