"""What the checks make of pictures that are true, and of pictures that were damaged or that another script asked for.

Frozen, black, flickering, spliced, re-cut, drifting, darkened, flattened, desaturated, mirrored, somebody else's, one more in it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from screenc.critic.calibrate.reel import Reel, Scene, claim
from screenc.critic.calibrate.takes import WIDTH, Take
from screenc.critic.calibrate.trial import Set, Trial, measured, replace_person, replace_shot
from screenc.critic.checks import camera, direction, size


def picture(set: Set) -> Iterator[Trial]:
    """Black, frozen, flicker, cuts, motion and backdrop, on static shots of every size."""
    dice = np.random.default_rng(7)
    stills = set.of("size")[::2]
    for n, take in enumerate(stills):
        clip, shot = set.frames(take), take.brief.shot
        other = set.frames(stills[(n + 9) % len(stills)])
        grain = dice.normal(0, 1.0, (8, *clip.shape[1:3], 1)).astype(np.float32)[np.arange(len(clip)) % 8]
        shaken = 1 + dice.choice([-1, 1], len(clip)) * (0.03, 0.06)[n % 2]
        made = {
            "true": clip,
            "frozen": _pixels(clip[:1].astype(np.float32) + grain),
            "black": _pixels(clip * (np.arange(len(clip)) < len(clip) * (0.0, 0.5)[n % 2])[:, None, None, None] * 1.0),
            "flickering": _pixels(clip * shaken[:, None, None, None]),
            "spliced": np.concatenate([clip[: len(clip) // 2], other[: len(clip) // 2]]),
            "drifting": _slid(clip, (0.01, 0.03)[n % 2]),
        }
        reels = {kind: set.reel(take, changed) for kind, changed in made.items()}
        for damage, check in (
            ("frozen", "frozen"),
            ("frozen", "motion"),
            ("black", "black"),
            ("flickering", "flicker"),
            ("spliced", "cuts"),
            ("drifting", "backdrop"),
        ):
            for kind in ("true", damage):
                yield Trial(check, take.half, kind, measured(reels[kind], check, shot))
    for take in set.of("move")[::2]:
        reel = set.reel(take)
        for check in ("flicker", "cuts", "black", "frozen"):
            if check != "frozen" or take.brief.camera.move not in ("static", "handheld"):
                yield Trial(check, take.half, "true", measured(reel, check, take.brief.shot))


def moves(set: Set) -> Iterator[Trial]:
    """Camera and direction; the damage is a script that asks for something else."""
    for take in set.of("move"):
        reel = set.reel(take)
        word = measured(reel, "camera", take.brief.shot)
        right = camera.wanted(reel, claim("camera", take.brief.shot)) or ()
        yield Trial("camera", take.half, "true", word, right)
        family = {w for w in camera.WORDS if w.split("-")[0] not in {r.split("-")[0] for r in right}}
        flipped = tuple(_other(w) for w in right)
        yield Trial("camera", take.half, "another move", word, (sorted(family)[len(take.brief.shot) * 5 % len(family)],))
        if flipped != right and not set_equal(flipped, right):
            yield Trial("camera", take.half, "the other way", word, flipped)
    for take in set.of("walk"):
        reel = set.reel(take)
        word, right = (
            measured(reel, "direction", take.brief.shot),
            direction.wanted(reel, claim("direction", take.brief.shot)) or (),
        )
        yield Trial("direction", take.half, "true", word, right)
        yield Trial("direction", take.half, "mirrored", word, tuple({"left": "right", "right": "left"}[w] for w in right))


def faces(set: Set) -> Iterator[Trial]:
    """Size, faces and people; the damage is a script that asks for something else."""
    for take in set.of("size"):
        reel = set.reel(take, width=WIDTH)
        height = _face(reel, take.brief.shot)
        asked = "long" if take.brief.framing.size == "extreme-long" else take.brief.framing.size
        yield Trial("size", take.half, "true", height, (asked,))
        at = size.LADDER.index(asked)
        yield Trial("size", take.half, "two steps off", height, (size.LADDER[at - 2 if at >= 4 else at + 2],))
        for check in ("faces", "people"):
            if asked not in ("long", "extreme-close"):
                value = measured(reel, check, take.brief.shot)
                yield from (
                    Trial(check, take.half, damage, value, wanted) for damage, wanted in (("true", ("1",)), ("one more", ("2",)))
                )
    for take in set.of("group"):
        reel, count = set.reel(take, width=WIDTH), len(take.brief.people)
        for check in ("faces", "people"):
            value = measured(reel, check, take.brief.shot)
            yield Trial(check, take.half, "true", value, (str(count),))
            yield Trial(
                check,
                take.half,
                "one more" if take.half else "one fewer",
                value,
                (str(count + 1 if take.half or not count else count - 1),),
            )


def light(set: Set) -> Iterator[Trial]:
    """Brightness by hour, warmth by key, contrast; the damage is another hour's or key's light, or a grade."""
    for take in set.of("light", "size"):
        clip, shot, hour = set.frames(take), take.brief.shot, _hour(take)
        dark, reel = hour.startswith("dark"), set.reel(take)
        wrong = _pixels(clip * 0.4) if not dark else _pixels(255 * (clip / 255.0) ** 0.45)
        yield Trial("brightness", take.half, "true", measured(reel, "brightness", shot), hour)
        yield Trial(
            "brightness",
            take.half,
            "brightened" if dark else "darkened",
            measured(set.reel(take, wrong), "brightness", shot),
            hour,
        )
        yield Trial("contrast", take.half, "true", measured(reel, "contrast", shot))
        flat = _pixels(clip.mean() + (clip - clip.mean()) * 0.35)
        yield Trial("contrast", take.half, "flattened", measured(set.reel(take, flat), "contrast", shot))
    for take in set.of("light"):
        if (warmth := take.brief.light.warmth) is not None:
            value = measured(set.reel(take), "warmth", take.brief.shot)
            grey = _pixels(np.repeat(set.frames(take).mean(axis=3, keepdims=True), 3, axis=3))
            yield Trial("warmth", take.half, "true", value, warmth)
            if warmth != "neutral":
                yield Trial("warmth", take.half, "the opposite key", value, {"warm": "cool", "cool": "warm"}[warmth])
                yield Trial("warmth", take.half, "desaturated", measured(set.reel(take, grey), "warmth", take.brief.shot), warmth)


def joins(set: Set) -> Iterator[Trial]:
    """Anchor and shot-cut accuracy: shots one after another, joined as the script has it, or not."""
    clips = [*set.of("size")[::2], *set.of("move")[::3]]
    for n, take in enumerate(clips):
        clip = set.frames(take)
        middle = len(clip) // 2
        after = replace_shot(take.brief, "z1.2")
        first = Scene(take.brief, clip[:middle])
        for damage, rest in (("true", clip[middle:]), ("another take", set.frames(clips[(n + 1) % len(clips)])[:30])):
            yield Trial(
                "anchor", take.half, damage, measured(Reel([first, Scene(after, rest, take.brief.shot)]), "anchor", "z1.2")
            )
    stills = set.of("size")
    for n in range(0, len(stills) - 3, 3):
        four = [stills[n], stills[n + 1], stills[n + 2], stills[n + 3]]
        parts = [set.frames(t)[: 60 - 6 * k] for k, t in enumerate(four)]
        scenes = [Scene(t.brief, part) for t, part in zip(four, parts, strict=True)]
        ends = np.cumsum([len(p) for p in parts])[:-1] / 24
        half = n // 3 % 2
        yield Trial("cutting", half, "true", measured(Reel(scenes), "cutting", None))
        late = [ends[0], ends[1] + 0.75, ends[2]]
        yield Trial("cutting", half, "re-cut", measured(Reel(scenes, scripted=[float(e) for e in late]), "cutting", None))
        gone = [scenes[0], Scene(four[1].brief, parts[0][:40]), *scenes[2:]]
        yield Trial("cutting", half, "a cut gone", measured(Reel(gone), "cutting", None))


def likeness(set: Set) -> Iterator[Trial]:
    """One person in two shots, against two people in two shots."""
    alone = [t for t in set.of("size", "talk") if t.brief.framing.size in ("medium", "medium-close", "close", "medium-long")]
    for n, take in enumerate(alone):
        who = take.brief.people[0].id
        for damage, same in (("true", True), ("another person", False)):
            others = [t for t in alone if t is not take and t.half == take.half and (t.brief.people[0].id == who) is same]
            if not others:
                continue
            other = others[n % len(others)]
            brief = other.brief.model_copy(update={"people": (replace_person(other.brief.people[0], who),)})
            there = Scene(replace_shot(brief, "z1.2"), set.frames(other, WIDTH)[::4])
            reel = Reel([Scene(take.brief, set.frames(take, WIDTH)[::4]), there])
            yield Trial("likeness", take.half, damage, measured(reel, "likeness", take.brief.shot, subject=who))


def set_equal(a, b) -> bool:
    return sorted(a) == sorted(b)


def _other(word: str) -> str:
    ways = {"left": "right", "right": "left", "up": "down", "down": "up"}
    stem, _, way = word.partition("-")
    if word in ("push-in", "pull-out"):
        return "pull-out" if word == "push-in" else "push-in"
    return f"{stem}-{ways[way]}" if way in ways else word


def _face(reel: Reel, shot: str) -> float | None:
    found = size.check.take(reel, claim("size", shot))
    return found.evidence[0].value if found.evidence else None


def _hour(take: Take) -> str:
    from screenc.critic.light import asks

    return asks(take.brief, "brightness") or ""


def _pixels(values) -> np.ndarray:
    return np.clip(values, 0, 255).astype(np.uint8)


def _slid(clip, share: float):
    """The picture slides sideways by a share of its width over the clip."""
    most = int(clip.shape[2] * share)
    out = [np.roll(frame, round(most * n / len(clip)), 1)[:, most:] for n, frame in enumerate(clip)]
    return np.stack([np.pad(frame, ((0, 0), (0, most), (0, 0)), "edge") for frame in out])
