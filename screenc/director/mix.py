"""The film's sound, from silence up: speech first, all else under it, a second at a time so that a feature costs no memory.

Each line is levelled by itself to -16.5 LUFS: speech on the web is asked to be at -16 to -18, and pauses cost a film about one.
The whole film's loudness gates out what is ten below, so it comes out near that too, while changing one line leaves every
other as it was; a film of whispers or of much music is then heard through once and moved to -17 as a whole (`settle`). A
whisper stays softer and a shout louder. Air, sounds and music are placed below that; music steps back 12 dB while anybody
speaks, moving before the line begins, since the plan already knows when that is. A film without speech has them lifted
instead. A limiter keeps true peaks under -2 dBTP, so that -1 still holds after AAC, which overshoots.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screenc.contract import Plan, Sounding
from screenc.director import own
from screenc.media import audio, synth
from screenc.media.limiter import Limiter
from screenc.media.loudness import SILENT, Meter, of_line
from screenc.media.speech.door import manner

RATE = synth.RATE
FILM = -17.0
SPEECH = -16.5
CEILING = -2.0
DUCK = -12.0
_MANNER = {"whisper": -5.0, "soft": -2.0, "shout": 2.0}
_LEVEL = {"room": -26.0, "sound": -14.0, "music": -12.0}
_UNDER = {"room": -3.0, "sound": -5.0, "music": DUCK}
_LIFT = {"room": 6.0, "sound": 8.0, "music": 10.0}
_FADE = {"room": (0.25, 0.25), "sound": (0.15, 0.4), "music": (1.0, 2.0)}
"""Seconds of fading in and out."""
_ATTACK, _RELEASE, _BREATH = 0.25, 0.6, 0.9
"""Seconds for the music to step back, to return, and the pause between lines in which it does not bother."""
_PAN = {"left": -0.3, "centre": 0.0, "right": 0.3}
BLOCK = RATE


@dataclass(slots=True)
class _Layer:
    """A synthesised sounding in samples, with where its material begins."""

    kind: str
    words: str
    start: int
    end: int


class Mix:
    """The mix of a plan; `speech` maps a speech task's key to its sound, `clips` a clip task's key to its file."""

    def __init__(self, plan: Plan, speech: Mapping[str, Path], clips: Mapping[str, Path] | None = None):
        self._plan = plan
        self._speech = speech
        ends = [event.start + event.length for event in plan.events]
        self.length = max(ends, default=plan.length)
        self.samples = round(self.length * RATE)
        self._lines = sorted((s for s in plan.sounds if s.kind == "speech" and s.source in speech), key=lambda s: s.start)
        self._spans = _spans(self._lines, speech)
        self._own = own.heard(plan, clips or {})
        self._layers = _merged([s for s in plan.sounds if s.kind != "speech" and s.words])
        self.gain = 1.0
        self._how = {task.key: manner(task.line.how) for task in plan.tasks if task.line is not None}
        self._sides = {
            (task.brief.shot, person.id): person.side
            for task in plan.tasks
            if task.brief is not None
            for person in task.brief.people
            if person.in_frame
        }

    @property
    def unmade(self) -> tuple[Sounding, ...]:
        """Soundings that got a quiet stand-in; asked of the words alone, so nothing is synthesised to know."""
        named = (s for s in self._plan.sounds if s.kind in ("sound", "music") and s.words)
        return tuple(s for s in named if not synth.knows(s.kind, s.words))

    def settle(self) -> None:
        """Hear the whole once and set `gain`, at most 3 dB either way, so that a film with speech comes out at -17 LUFS."""
        if not self._lines:
            return
        meter = Meter(RATE)
        for block in self.blocks():
            meter.add(block)
        self.gain *= float(10 ** (np.clip(FILM - meter.result().integrated, -3, 3) / 20))

    def blocks(self) -> Iterator[np.ndarray]:
        """Stereo float32 at 48 kHz, a second at a time, together exactly as long as the picture."""
        limiter = Limiter(CEILING, RATE)
        held: dict[int, np.ndarray] = {}
        late = limiter.delay
        for start in range(0, self.samples, BLOCK):
            count = min(BLOCK, self.samples - start)
            block = self._voices(start, count, held)
            self._beds(block, start)
            self._clips(block, start)
            out = limiter.process(block * np.float32(self.gain))[late:]
            late = max(0, late - count)
            if len(out):
                yield out
        yield limiter.flush()[late:]

    def _voices(self, start: int, count: int, held: dict[int, np.ndarray]) -> np.ndarray:
        block = np.zeros((count, 2), np.float32)
        for number, line in enumerate(self._lines):
            begin, end = self._spans[number]
            if begin >= start + count or end <= start:
                held.pop(number, None)
                continue
            if number not in held:
                held[number] = self._voice(line)
            samples = held[number]
            first, last = max(begin, start), min(begin + len(samples), start + count)
            if first < last:
                block[first - start : last - start] += samples[first - begin : last - begin]
        return block

    def _voice(self, line: Sounding) -> np.ndarray:
        samples, _ = audio.read(self._speech[line.source], RATE, mono=True)
        level = of_line(samples)
        if level > SILENT:
            wanted = SPEECH + _MANNER.get(self._how.get(line.source), 0.0)
            samples = samples * np.float32(10 ** (np.clip(wanted - level, -24, 24) / 20))
        fade = min(RATE // 200, len(samples) // 2)
        if fade:
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            samples = samples.copy()
            samples[:fade] *= ramp
            samples[len(samples) - fade :] *= ramp[::-1]
        return audio.stereo(samples, _PAN[self._sides.get((line.shot, line.who), "centre")])

    def _beds(self, block: np.ndarray, start: int) -> None:
        count = len(block)
        spoken = None
        for layer in self._layers:
            rise, fall = (int(seconds * RATE) for seconds in _FADE[layer.kind])
            early = rise // 2 if layer.kind == "room" and layer.start else 0
            texture = synth.music(layer.words) if layer.kind == "music" else None
            begin = layer.start - early
            end = layer.end + (fall // 2 if layer.kind == "room" and layer.end < self.samples else 0)
            if begin >= start + count or end + 6 * RATE <= start:
                continue
            texture = texture or synth.sound(layer.words)
            if texture.once:
                end = begin + len(texture.samples)
            if end <= start:
                continue
            if spoken is None:
                spoken = self._spoken(start, count)
            first, last = max(begin, start), min(end, start + count)
            at = np.arange(first, last)
            gain = np.minimum(1, np.minimum((at - begin + 1) / max(rise, 1), (end - at) / max(fall, 1)))
            gain = np.sin(np.clip(gain, 0, 1) * np.pi / 2)
            level = _LEVEL[layer.kind] + (0.0 if self._lines else _LIFT[layer.kind])
            under = spoken[first - start : last - start] * _UNDER[layer.kind]
            gain = gain * 10 ** ((level + under) / 20)
            block[first - start : last - start] += texture.at(
                first - (begin if texture.once or layer.kind == "music" else 0), last - first
            ) * gain[:, None].astype(np.float32)

    def _clips(self, block: np.ndarray, start: int) -> None:
        """The clips' own sound, under whoever is still heard from another shot."""
        for clip in self._own:
            first, last = max(clip.begin, start), min(clip.end, start + len(block))
            if first >= last:
                continue
            under = self._spoken(start, len(block))[first - start : last - start] * _UNDER["sound"]
            lift = 0.0 if self._lines else _LIFT["sound"]
            block[first - start : last - start] += clip.at(first, last) * 10 ** ((under + lift) / 20)[:, None].astype(np.float32)

    def _spoken(self, start: int, count: int) -> np.ndarray:
        """From 0 to 1, how far the music is to step back at each sample."""
        times, values = [-1e9], [0.0]
        for begin, end in _phrases(self._spans):
            if end + _RELEASE * RATE < start or begin - _ATTACK * RATE > start + count:
                continue
            times += [begin - _ATTACK * RATE, begin, end, end + _RELEASE * RATE]
            values += [0.0, 1.0, 1.0, 0.0]
        return np.interp(np.arange(start, start + count), times, values)


def mix(plan: Plan, speech: Mapping[str, Path]) -> Iterator[np.ndarray]:
    """Blocks of stereo float32 at 48 kHz, from -1 to 1, together as long as the film to the sample."""
    return Mix(plan, speech).blocks()


def _spans(lines: Sequence[Sounding], speech: Mapping[str, Path]) -> list[tuple[int, int]]:
    """First and last sample of each line as it really is, whatever the plan believes of its length."""
    return [
        (begin, begin + round(audio.length(speech[line.source]) * RATE))
        for line in lines
        for begin in (round(line.start * RATE),)
    ]


def _phrases(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines run together where the pause between them is too short for the music to come back."""
    out: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if out and begin - out[-1][1] < (_ATTACK + _RELEASE + _BREATH) * RATE:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out


def _merged(sounds: Sequence[Sounding]) -> list[_Layer]:
    """The same words going on over a cut are one sound."""
    out: list[_Layer] = []
    for sound in sorted(sounds, key=lambda s: (s.kind, s.words, s.start)):
        start, end = round(sound.start * RATE), round(sound.end * RATE)
        if out and (out[-1].kind, out[-1].words) == (sound.kind, sound.words) and start <= out[-1].end + RATE // 100:
            out[-1].end = max(out[-1].end, end)
        else:
            out.append(_Layer(sound.kind, sound.words, start, end))
    return out
