"""What the checks make of conversations, true and damaged: muted, mistimed, miscast, of other words, on lips that are still."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from screenc.critic.calibrate import takes as truth
from screenc.critic.calibrate.reel import EARS, Reel, Scene
from screenc.critic.calibrate.takes import CAST, LINES
from screenc.critic.calibrate.trial import Set, Trial, measured, replace_shot


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
