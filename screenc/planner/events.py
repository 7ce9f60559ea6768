"""Where everything stands in the finished film: the shots, what is heard over them, what is read under them, what must hold.

A dissolve or a wipe lays the head of the next shot over the tail of this one, so the film is shorter by its length; a fade goes
to black within this shot's own tail and comes back within the next one's head, so it takes nothing away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from screenc.contract import Assertion, Brief, CutEvent, Sounding, Subtitle, TimedSpeech
from screenc.film.model import Cut, Film, Scene, Shot
from screenc.film.quantity import whole_frames

OVERLAPS = ("dissolve", "wipe")
USUAL = {"dissolve": Fraction(1, 2), "wipe": Fraction(1, 2), "fade": Fraction(1)}
"""Seconds of a transition whose length the script leaves open."""
SILENT = ("none", "silence", "nothing")
"""What `music` or `sound` says to end what was playing."""


@dataclass(frozen=True, slots=True)
class Take:
    """A shot as planned: the clips that make it, each with the seconds that the film keeps of it and those cut off its head."""

    scene: Scene
    shot: Shot
    brief: Brief
    clips: tuple[tuple[str, Fraction, Fraction], ...]

    @property
    def length(self) -> Fraction:
        return sum((kept for _, kept, _ in self.clips), Fraction(0))


def cut_together(takes: Sequence[Take], rate: Fraction) -> list[CutEvent]:
    """The cut: every clip at its start, in whole frames. A transition takes at most half of either shot; the last has no next."""
    events: list[CutEvent] = []
    at = Fraction(0)
    for n, take in enumerate(takes):
        after = takes[n + 1] if n + 1 < len(takes) else None
        ending = _ending(take, after, rate)
        for k, (clip, kept, head) in enumerate(take.clips):
            last = k + 1 == len(take.clips)
            end = ending if last else Cut()
            events.append(CutEvent(shot=take.shot.id, clip=clip, start=at, length=kept, trim_in=head, cut=end))
            at += kept
        if ending.kind in OVERLAPS and after and ending.length:
            at -= ending.length
    return events


def _ending(take: Take, after: Take | None, rate: Fraction) -> Cut:
    cut = take.shot.cut
    if cut.kind not in USUAL or (after is None and cut.kind in OVERLAPS):
        return Cut() if cut.kind in OVERLAPS else cut
    room = min(take.clips[-1][1], after.clips[0][1] if after else take.clips[-1][1]) / 2
    frames = min(whole_frames(cut.length or USUAL[cut.kind], rate), int(room * rate))
    return cut.model_copy(update={"length": Fraction(frames) / rate}) if frames else Cut()


def shot_times(events: Sequence[CutEvent]) -> dict[str, tuple[Fraction, Fraction]]:
    """(start, end) of every shot in the film, transitions included."""
    times: dict[str, tuple[Fraction, Fraction]] = {}
    for e in events:
        start = times[e.shot][0] if e.shot in times else e.start
        times[e.shot] = (start, e.start + e.length)
    return times


def soundings(
    film: Film, takes: Sequence[Take], times: Mapping[str, tuple[Fraction, Fraction]], audible: Collection[str] = ()
) -> list[Sounding]:
    """All that is heard: lines, sounds of shots, a room tone a scene, music that plays until it is changed or the scene ends.

    Clips that are `audible`, by their keys, are heard where nobody speaks: the voice of a line is the one that it was cast with.
    """
    out: list[Sounding] = []
    for scene, group in _scenes(takes):
        start, end = times[group[0].shot.id][0], times[group[-1].shot.id][1]
        place = film.place_of(scene.place)
        out.append(
            Sounding(
                kind="room",
                start=start,
                end=end,
                words=scene.sound or (place.sound if place else None) or _room(scene),
                shot=group[0].shot.id,
            )
        )
        out += _music(scene, group, times, end)
        for take in group:
            begins, ends = times[take.shot.id]
            for beat in _speeches(take.brief):
                out.append(
                    Sounding(
                        kind="speech",
                        start=begins + beat.start,
                        end=begins + beat.end,
                        source=beat.audio,
                        words=beat.text,
                        who=beat.who,
                        shot=take.shot.id,
                    )
                )
            out += [
                Sounding(kind="sound", start=begins, end=ends, words=words, shot=take.shot.id)
                for words in take.shot.sound
                if words.strip().lower() not in SILENT
            ]
            if not any(_speeches(take.brief)):
                out += _own(take, begins, audible)
    return sorted(out, key=lambda s: (s.start, s.kind, s.shot))


def _own(take: Take, at: Fraction, audible: Collection[str]) -> Iterator[Sounding]:
    for clip, kept, _ in take.clips:
        if clip in audible:
            yield Sounding(kind="sound", start=at, end=at + kept, source=clip, shot=take.shot.id)
        at += kept


def _room(scene: Scene) -> str:
    """The air of a place that the script does not describe."""
    air = [scene.weather] if scene.weather in ("rain", "storm", "wind") else []
    return " ".join([*air, "street" if scene.setting == "ext" else "room", *([scene.hour] if scene.hour else [])])


def _music(
    scene: Scene, group: Sequence[Take], times: Mapping[str, tuple[Fraction, Fraction]], end: Fraction
) -> Iterator[Sounding]:
    playing: tuple[str, Fraction, str] | None = None
    if scene.music and scene.music.strip().lower() not in SILENT:
        playing = scene.music, times[group[0].shot.id][0], group[0].shot.id
    for take in group:
        if take.shot.music is None:
            continue
        now = times[take.shot.id][0]
        if playing and now > playing[1]:
            yield Sounding(kind="music", start=playing[1], end=now, words=playing[0], shot=playing[2])
        playing = None if take.shot.music.strip().lower() in SILENT else (take.shot.music, now, take.shot.id)
    if playing:
        yield Sounding(kind="music", start=playing[1], end=end, words=playing[0], shot=playing[2])


def _scenes(takes: Sequence[Take]) -> Iterator[tuple[Scene, list[Take]]]:
    group: list[Take] = []
    for take in takes:
        if group and group[0].scene.id != take.scene.id:
            yield group[0].scene, group
            group = []
        group.append(take)
    if group:
        yield group[0].scene, group


def _speeches(brief: Brief) -> Iterator[TimedSpeech]:
    return (b for b in brief.beats if isinstance(b, TimedSpeech))


def subtitles(film: Film, takes: Sequence[Take], times: Mapping[str, tuple[Fraction, Fraction]]) -> list[Subtitle]:
    """One a spoken line, from the moment that it sounds; how long it stays readable and where it breaks is the writer's work."""
    names = {c.id: c.name or c.id for c in film.cast}
    out = []
    for take in takes:
        begins = times[take.shot.id][0]
        out += [
            Subtitle(
                who=b.who,
                name=names.get(b.who, b.who),
                text=b.text,
                start=begins + b.start,
                end=begins + b.end,
                shot=take.shot.id,
            )
            for b in _speeches(take.brief)
        ]
    return out


def assertions(film: Film) -> list[Assertion]:
    """What the script claims, placed. What is judged on every film without a claim, the critic knows by itself."""
    out = [Assertion(claim=c) for c in film.claims]
    for scene in film.scenes:
        out += [Assertion(claim=c, scene=scene.id) for c in scene.claims]
        for shot in scene.shots:
            out += [Assertion(claim=c, scene=scene.id, shot=shot.id) for c in shot.claims]
    return out
