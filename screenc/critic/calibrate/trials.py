"""What each check makes of true clips and of damaged ones: a trial is one measurement, and whether it should raise an alarm.

Every damage is named for what it does to a clip: frozen, black, flickering, spliced, re-cut, swapped, darkened, desaturated,
drifting, muted, mistimed, in another's voice, of other words.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.critic import registry
from screenc.critic.calibrate import takes as truth
from screenc.critic.calibrate.reel import EARS, Reel, Scene, claim, frames
from screenc.critic.calibrate.takes import CAST, LINES, Take, drawn, said
from screenc.critic.checks import camera, direction, size


@dataclass(frozen=True, slots=True)
class Trial:
    """One measurement. `wanted` are the words, or the name of the range, that the script asks for, where a check has such."""

    check: str
    half: int
    damage: str
    value: float | str | None
    wanted: tuple[str, ...] | str | None = None

    @property
    def damaged(self) -> bool:
        return self.damage != "true"


class Set:
    """The set on disk, drawn as it is needed; the frames of the last few takes are kept in memory."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.takes = truth.takes()
        self._kept: dict[tuple[str, int], np.ndarray] = {}

    def of(self, *kinds: str) -> list[Take]:
        return [take for take in self.takes if take.kind in kinds]

    def frames(self, take: Take, width: int = 320) -> np.ndarray:
        """A take's frames; what looks for faces wants them whole, everything else is content with half."""
        key = (take.key, width)
        if key not in self._kept:
            while len(self._kept) >= 4:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = frames(drawn(take, self.folder), width)
        return self._kept[key]

    def reel(self, take: Take, changed=None, width: int = 320, **more) -> Reel:
        return Reel([Scene(take.brief, self.frames(take, width) if changed is None else changed)], **more)

    def line(self, who: str, text: str) -> np.ndarray:
        from screenc.media import audio

        samples, rate = audio.read(said(who, text, self.folder), mono=True)
        return audio.resample(samples, rate, EARS)


def measured(reel: Reel, check: str, shot: str | None, **more):
    found = registry.check(check).take(reel, claim(check, shot, **more))
    return found.value


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
        reel = set.reel(take, width=truth.WIDTH)
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
        reel, count = set.reel(take, width=truth.WIDTH), len(take.brief.people)
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
            there = Scene(replace_shot(brief, "z1.2"), set.frames(other, truth.WIDTH)[::4])
            reel = Reel([Scene(take.brief, set.frames(take, truth.WIDTH)[::4]), there])
            yield Trial("likeness", take.half, damage, measured(reel, "likeness", take.brief.shot, subject=who))


def sound(set: Set) -> Iterator[Trial]:
    """Spoken, words, speaker, subtitles and lips: conversations over rain, a room and music; muted, mistimed, miscast."""
    names = list(CAST)
    blank = np.zeros((1, 90, 160, 3), np.uint8)
    base = truth.takes()[0].brief
    for n in range(24):
        half = n % 2
        pair = (names[n % 6], names[(n + 1 + n // 6) % 6])
        order = [pair[k] for k in (0, 1, 0, 1, 0, 1)]
        texts = [LINES[(n + k) % 6] for k in range(6)]
        lines = [(who, text, set.line(who, text)) for who, text in zip(order, texts, strict=True)]
        track, marks = _conversation([samples for *_, samples in lines], ambience(n))
        shots = [f"c{n}.{k + 1}" for k in range(6)]
        placed = [(who, text, a, b, shot) for (who, text, _), (a, b), shot in zip(lines, marks, shots, strict=True)]
        scenes = _empty(base, shots, marks, len(track), blank)
        cues = tuple((a, b + 0.4, text) for _, text, a, b, _ in placed)

        def reel(sound, cues=cues, scenes=scenes, placed=placed):
            return Reel(scenes, sound, placed, cues)

        true = reel(track)
        for k in (0, 3):
            a, b = marks[k]
            muted = track.copy()
            muted[int(a * EARS) : int(b * EARS)] = ambience(n)(len(track))[int(a * EARS) : int(b * EARS)]
            yield Trial("spoken", half, "true", measured(true, "spoken", shots[k]))
            yield Trial("spoken", half, "muted", measured(reel(muted), "spoken", shots[k]))
            if n < 12:
                yield Trial("words", half, "true", measured(true, "words", shots[k]))
                other = _conversation(
                    [set.line(order[k], LINES[(n + k + 2) % 6]) if j == k else s for j, (*_, s) in enumerate(lines)],
                    ambience(n),
                    marks,
                )[0]
                yield Trial("words", half, "other words", measured(reel(other), "words", shots[k]))
            third = next(name for name in names if name not in pair)
            wrong = (pair[(k + 1) % 2], third)[n // 2 % 2]
            miscast = _conversation(
                [set.line(wrong, texts[k]) if j == k else s for j, (*_, s) in enumerate(lines)], ambience(n), marks
            )[0]
            yield Trial("speaker", half, "true", measured(true, "speaker", shots[k]))
            yield Trial("speaker", half, "another's voice", measured(reel(miscast), "speaker", shots[k]))
        off = (0.4, -0.5, 0.9, -1.4)[n // 2 % 4]
        yield Trial("subtitles", half, "true", measured(true, "subtitles", None))
        late = tuple((a + off, b + off, text) for a, b, text in cues)
        yield Trial("subtitles", half, "mistimed", measured(reel(track, late), "subtitles", None))


def lips(set: Set) -> Iterator[Trial]:
    """Lips against voices: as they are, the line elsewhere, and a face that does not move."""
    for n, take in enumerate(set.of("talk")):
        beat = take.brief.beats[0]
        voice = set.line(beat.who, beat.text)[: 3 * EARS]
        track = ambience(n)(5 * EARS)
        for damage, at in (("true", 1.0), ("mistimed", 0.1), ("mistimed", 2.0)):
            heard = track.copy()
            placed = voice[: len(heard) - int(at * EARS)]
            heard[int(at * EARS) : int(at * EARS) + len(placed)] += placed
            clip = set.frames(take, truth.WIDTH)
            yield Trial("lips", take.half, damage, measured(set.reel(take, clip, sound=heard), "lips", take.brief.shot))
        still = set.frames(take, truth.WIDTH).copy()
        still[:] = still[0]
        heard = track.copy()
        heard[EARS : EARS + len(voice)] += voice
        yield Trial("lips", take.half, "frozen", measured(set.reel(take, still, sound=heard), "lips", take.brief.shot))


def every(set: Set) -> Iterator[Trial]:
    """All trials of all checks."""
    from screenc.critic.calibrate.lettered import writing

    for group in (picture, moves, faces, light, joins, likeness, sound, lips, writing):
        yield from group(set)


# --- how damage is done ---


def ambience(n: int):
    """What is heard beneath the lines: silence, rain, a room, music, or rain and music; a function of a count of samples."""
    from screenc.media import audio, synth

    kinds = ((), ("rain",), ("quiet room",), ("*warm guitar, light",), ("rain", "*low strings, held"))[n % 5]

    def samples(count: int) -> np.ndarray:
        out = np.zeros(count, np.float32)
        for words in kinds:
            texture = synth.music(words[1:]) if words[0] == "*" else synth.sound(words)
            loop = audio.resample(audio.mono(texture.samples), 48000, EARS)
            out += (0.12 if words[0] == "*" else 0.18) * loop[np.arange(count) % len(loop)]
        return out

    return samples


def _conversation(lines: list[np.ndarray], under, marks=None) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """Lines with half a second to a second between them, over what is beneath; or each at its mark."""
    if marks is None:
        at, marks = 0.6, []
        for n, line in enumerate(lines):
            marks.append((at, at + len(line) / EARS))
            at = marks[-1][1] + (0.5, 0.9, 0.7)[n % 3]
    out = under(int((marks[-1][1] + 1) * EARS))
    for (a, _), line in zip(marks, lines, strict=True):
        begin = int(a * EARS)
        part = line[: len(out) - begin]
        out[begin : begin + len(part)] += part
    return out, marks


def _empty(base, shots: list[str], marks, count: int, blank) -> list[Scene]:
    """A shot a line, black, each ending in the middle of the pause after its line."""
    ends = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(marks)] + [count / EARS]
    out, at = [], 0.0
    for shot, end in zip(shots, ends, strict=True):
        n = max(1, round((end - at) * 24))
        out.append(Scene(replace_shot(base, shot), np.repeat(blank, n, 0)))
        at += n / 24
    return out


def replace_shot(brief, shot: str):
    return brief.model_copy(update={"shot": shot, "length": Fraction(2)})


def replace_person(person, who: str):
    return person.model_copy(update={"id": who})


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


__all__ = ["Set", "Trial", "every", "replace"]
