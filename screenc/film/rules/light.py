"""Light and weather: what the hour and the sky allow, and light that changes only where something changes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screenc.film.model import Action, Shot
from screenc.film.rules.lined import Found, Lined
from screenc.film.rules.mend import swapped
from screenc.film.rules.plan import came_round

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


FALLS = {
    "rain": re.compile(
        r"\b(in the rain|(?:rain|downpour) (?:falls|comes down|beats|pours)|it(?:'s| is) raining|pouring rain)\b", re.I
    ),
    "snow": re.compile(
        r"\b(in the snow(?:fall)?|snow(?:flakes)? (?:falls|fall|drifts? down)|it(?:'s| is) snowing|blizzard)\b", re.I
    ),
}
WET = {"rain": ("rain", "storm"), "snow": ("snow", "storm")}


def wrong_weather(lined: Lined) -> Iterator[Found]:
    """Rain or snow in an action, where the scene's own `weather` has none."""
    for scene in lined.film.scenes:
        if scene.weather is None or scene.setting != "ext":
            continue
        for shot in scene.shots:
            for n, beat in enumerate(shot.beats):
                if not isinstance(beat, Action):
                    continue
                for what, falls in FALLS.items():
                    words = next(
                        (w for s in re.split(r"(?<=[.!?;])\s", beat.text) if (w := falls.search(s)) and not HEDGED.search(s)),
                        None,
                    )
                    if words and scene.weather not in WET[what]:
                        yield lined.found(
                            "W0467",
                            f"`{words[0]}`, and the weather of {scene.id} is {scene.weather}",
                            shot.id,
                            "beat",
                            n,
                            also=lined.label("the weather", scene.id, "weather"),
                            help="change the scene's `weather`, or the words",
                        )


def key_light_jumps(lined: Lined) -> Iterator[Found]:
    """The key light changes sides between two cameras that stand within a right angle of each other."""
    for _, before, after in lined.cuts():
        one, two = before.light and before.light.key, after.light and after.light.key
        if {one, two} != {"left", "right"} or before.cut.kind not in ("cut", "match") or acted(before, after):
            continue
        both = tuple(sorted({p.who for p in lined.log[before.id].present} & {p.who for p in lined.log[after.id].present}))
        told = len(both) > 1 or any(m.facing for shot in (before, after) for m in shot.marks)
        if both and told and came_round(lined.log[before.id], lined.log[after.id], both) < 90:
            yield lined.found(
                "W0465",
                f"the key light comes from the {two}, and came from the {one} a moment ago",
                after.id,
                "light",
                also=lined.label("the shot before", before.id, "light"),
                help="leave the key where it is; on a reverse it changes sides, since the camera does",
                fix=swapped(lined.spans.of(after.id, "light"), {two: one}),
            )


def light_unmotivated(lined: Lined) -> Iterator[Found]:
    """The light turns from warm to cool, or from soft to hard, between two shots in which nothing is done."""
    for _, before, after in lined.cuts():
        if before.light is None or after.light is None or before.cut.kind not in ("cut", "match") or acted(before, after):
            continue
        for part, poles in (("warmth", {"warm", "cool"}), ("quality", {"soft", "hard"})):
            one, two = getattr(before.light, part), getattr(after.light, part)
            if {one, two} == poles:
                yield lined.found(
                    "W0466",
                    f"the light is {two}, and was {one} a moment ago, and nothing turned it",
                    after.id,
                    "light",
                    also=lined.label("the shot before", before.id, "light"),
                    help="say in an `action` what changes it: a lamp, a door, a cloud; or leave it as it was",
                    fix=swapped(lined.spans.of(after.id, "light"), {two: one}),
                )
                break


def acted(*shots: Shot) -> bool:
    return any(isinstance(beat, Action) for shot in shots for beat in shot.beats)


RULES = (wrong_hour, wrong_weather, key_light_jumps, light_unmotivated)
