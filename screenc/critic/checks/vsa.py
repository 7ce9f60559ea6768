"""Visual-Script Alignment, of the film, a scene or a shot; it is measured only where somebody names an encoder."""

from screenc.contract import Assertion, Footage
from screenc.critic.measure import Measure, Measured
from screenc.critic.vsa import Alignment, aligned

NOBODY = "no image-text encoder was named: --vsa MODEL or SCREENC_VSA"


def take(footage: Footage, assertion: Assertion) -> Measured:
    if footage.memo.get("encoder") is None:
        return Measured(None, NOBODY)
    found = alignment(footage)
    rows = [] if found is None else [row for row in found.shots if row.shot in footage.shots(assertion)]
    if not rows:
        return Measured(None, "no frame of it stands alone on screen")
    count = sum(row.frames for row in rows)
    value = sum(row.value * row.frames for row in rows) / count
    if assertion.shot is None and assertion.scene is None:
        return Measured(value, found.words)
    nulls = [row.null * row.frames for row in rows if row.null is not None]
    beside = f", {sum(nulls) / count:.3f} with the other shots' words" if len(nulls) == len(rows) else ""
    return Measured(value, f"{value:.3f} over {count} frames{beside}")


def alignment(footage: Footage) -> Alignment | None:
    """The film's alignment, worked out once; None without an encoder."""
    if footage.memo.get("encoder") is None:
        return None
    if "vsa" not in footage.memo:
        footage.memo["vsa"] = aligned(footage, footage.memo["encoder"])
    return footage.memo["vsa"]


check = Measure("vsa", take)
