"""Who speaks each line and how long it takes: a task for every sound that is heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from screenc.contract import Clock, Line, Task, Unit
from screenc.film.model import Film, Speech, Voice
from screenc.planner.keys import speech_key


@dataclass(frozen=True)
class Casting:
    """Who speaks with what, and how long it takes: a voice for each cast id, the version of each engine, and the clock."""

    voices: Mapping[str, Voice]
    versions: Mapping[str, str]
    clock: Clock

    def line(self, film: Film, speech: Speech) -> Line:
        voice = self.voices[speech.who]
        return Line(
            who=speech.who,
            text=speech.text,
            how=speech.how,
            language=film.language,
            engine=voice.engine or "estimate",
            speaker=voice.speaker,
            speed=voice.speed,
            pitch=voice.pitch,
        )

    def version(self, line: Line) -> str:
        return self.versions.get(line.engine, "0")


def said(film: Film, casting: Casting) -> dict[tuple[str, int], tuple[Task, Fraction]]:
    """The speech task and the seconds of every spoken beat, by shot and index; lines of one sound are one task, the first."""
    beats = [(shot, n, beat) for _, shot in film.shots() for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)]
    lines = [casting.line(film, beat) for *_, beat in beats]
    lengths = casting.clock.spoken(lines)
    made: dict[str, Task] = {}
    out, count = {}, dict.fromkeys((shot.id for shot, *_ in beats), 0)
    for (shot, n, beat), line, seconds in zip(beats, lines, lengths, strict=True):
        count[shot.id] += 1
        version = casting.version(line)
        key = speech_key(line, version)
        if key not in made:
            made[key] = Task(
                key=key,
                kind="speech",
                name=f"{shot.id} {beat.who} {count[shot.id]}",
                unit=Unit(shots=(shot.id,), length=seconds),
                backend=line.engine,
                version=version,
                line=line,
            )
        out[shot.id, n] = made[key], seconds
    return out
