"""The hour: words of daylight in a scene at night, and of the moon at noon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screenc.film.model import Action
from screenc.film.rules.lined import Found, Lined

BY_DAY = re.compile(r"\b(daylight|sunlight|sunshine|sunlit|sun-drenched|sunbeams?|broad day|(?:noon|midday|blazing) sun)\b", re.I)
BY_NIGHT = re.compile(r"\b(moonlight|moonlit|starlight|starlit|starry sky)\b", re.I)
HEDGED = re.compile(
    r"\b(no|not|never|without|like|as if|dream\w*|remember\w*|memor\w+|imagin\w+|photo\w*|pictures?|painting|postcard|poster|"
    r"screen|film|tv|until|till|before|after|tomorrow|yesterday|once|used to|wait\w* for|long\w* for|misses|pretends?)\b|n't\b",
    re.I,
)
"""Words with which a sentence may speak of another hour than its own; such a sentence is left alone."""

DAY = ("morning", "day", "noon", "afternoon")
NIGHT = ("night", "midnight")


def wrong_hour(lined: Lined) -> Iterator[Found]:
    for scene in lined.film.scenes:
        if scene.hour not in DAY + NIGHT:
            continue
        wrong, of = (BY_DAY, "daylight") if scene.hour in NIGHT else (BY_NIGHT, "the night")
        for shot in scene.shots:
            for n, beat in enumerate(shot.beats):
                if not isinstance(beat, Action):
                    continue
                for sentence in re.split(r"(?<=[.!?;])\s", beat.text):
                    word = wrong.search(sentence)
                    if word and not HEDGED.search(sentence):
                        yield lined.found(
                            "W0434",
                            f"`{word[0]}` is of {of}, and the scene is at {scene.hour}",
                            shot.id,
                            "beat",
                            n,
                            also=lined.label("the hour", scene.id, "hour"),
                            help="change the hour in the scene's head, or the light in the words",
                        )
                        break


RULES = (wrong_hour,)
