"""Every trial of every check: the whole calibration set, true and damaged, one measurement after another."""

from __future__ import annotations

from collections.abc import Iterator

from screenc.critic.calibrate import takes as truth
from screenc.critic.calibrate.heard import ambience, lips, sound
from screenc.critic.calibrate.shown import faces, joins, light, likeness, moves, picture
from screenc.critic.calibrate.trial import Set, Trial, measured

__all__ = ["Set", "Trial", "ambience", "every", "measured", "truth"]


def every(set: Set) -> Iterator[Trial]:
    """All trials of all checks."""
    from screenc.critic.calibrate.lettered import writing

    for group in (picture, moves, faces, light, joins, likeness, sound, lips, writing):
        yield from group(set)
