"""A plan's clips and lines become one film, to the frame, or nothing at all."""

from __future__ import annotations

import os
import resource
import signal
import tracemalloc
from fractions import Fraction

import av
import numpy as np
import pytest

from screenc.contract import CutEvent, Estimate, Failed, Line, Plan, Sounding, Subtitle, Task, Unit
from screenc.director.cut import cut
from screenc.director.mix import RATE, SPEECH, Mix, mix
from screenc.film.model import Cut
from screenc.media import audio
from screenc.media.loudness import Meter, loudness
from screenc.media.probe import probe
from screenc.media.speech import speak
from screenc.media.video import Writer

LINES = ("I told you not to come back here tonight.", "The train leaves in seven minutes.", "Then we had better run.")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("speech")
    paths = {}
    for n, (text, speaker) in enumerate(zip(LINES, ("heart", "low", "soft"), strict=True)):
        samples, rate = speak(text, "en", "hibari", speaker)
        audio.write(folder / f"line{n}.wav", samples, rate)
        paths[f"line{n}"] = folder / f"line{n}.wav"
    return paths


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    paths = {}
    for n in range(3):
        with Writer(folder / f"clip{n}.mp4", 64, 48, Fraction(24)) as out:
            for index in range(96):
                out.write(np.full((48, 64, 3), (60 * n + 30, index * 2, 90), np.uint8))
        paths[f"clip{n}"] = folder / f"clip{n}.mp4"
    return paths


def film(cuts=("cut", "cut"), sounds=(), lines=3, music=None, room="quiet room", **more) -> Plan:
    """Three shots of four seconds in two scenes, a line in each at one second."""
    events, at = [], Fraction(0)
    for n in range(3):
        kind = cuts[n] if n < len(cuts) else "cut"
        events.append(
            CutEvent(
                shot=("s10.1", "s10.2", "s20.1")[n],
                clip=f"clip{n}",
                start=at,
                length=Fraction(4),
                cut=Cut(kind=kind, length=Fraction(1, 2) if kind != "cut" else None),
            )
        )
        at += 4 - (Fraction(1, 2) if kind in ("dissolve", "wipe") else 0)
    length = events[-1].start + 4
    heard = [
        Sounding(
            kind="speech",
            start=events[n].start + 1,
            end=events[n].start + 3,
            source=f"line{n}",
            who="AB"[n % 2],
            words=LINES[n],
            shot=events[n].shot,
        )
        for n in range(lines)
    ]
    heard += [Sounding(kind="room", start=Fraction(0), end=length, words=room, shot="s10.1")] if room else []
    heard += [Sounding(kind="music", start=Fraction(0), end=length, words=music, shot="s10.1")] if music else []
    read = [
        Subtitle(who="A", name="Anri", text=LINES[n], start=events[n].start + 1, end=events[n].start + 3, shot=events[n].shot)
        for n in range(lines)
    ]
    unit = Unit(shots=("s10.1",), length=Fraction(2))
    tasks = tuple(
        Task(
            key=f"line{n}",
            kind="speech",
            name=f"line {n}",
            unit=unit,
            backend="voice",
            version="1",
            line=Line(who="A", text=LINES[n], language="en", engine="hibari"),
        )
        for n in range(lines)
    )
    return Plan(
        film="rain",
        title="Rain",
        width=64,
        height=48,
        rate=Fraction(24),
        language="en",
        tasks=tasks,
        sounds=(*heard, *sounds),
        events=tuple(events),
        subtitles=tuple(read),
        estimate=Estimate(length=length, to_make=0, cached=0),
        **more,
    )


def heard(plan, speech) -> np.ndarray:
    return np.concatenate(list(mix(plan, speech)))


def rms(samples) -> float:
    return 20 * np.log10(np.sqrt((samples.astype(float) ** 2).mean()) + 1e-9)


# --- the cut ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cuts", "frames", "encoded"),
    [(("cut", "cut"), 288, 0), (("dissolve", "cut"), 276, 12), (("wipe", "dissolve"), 264, 24), (("fade", "cut"), 288, 24)],
)
def test_the_film_has_the_plans_frames(tmp_path, clips, spoken, cuts, frames, encoded):
    told = []
    made = cut(film(cuts), clips, spoken, tmp_path / "film.mp4", told.append)
    assert (made.frames, made.encoded, made.copied) == (frames, encoded, frames - encoded)
    found = probe(made.film)
    assert (found.frames, found.length) == (frames, Fraction(frames, 24)) and found.audio and found.subtitles == 1
    assert abs(found.audio_length - found.length) < Fraction(1, 40)
    assert told == sorted(told) and told[-1] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.mp4", "film.srt", "film.vtt"]
    with av.open(str(made.film)) as file:
        assert [c["metadata"]["title"] for c in file.chapters()] == ["s10", "s20"]


def test_loudness_and_peaks_of_the_delivered_film(tmp_path, clips, spoken):
    made = cut(
        film(
            music="tense strings",
            sounds=(Sounding(kind="sound", start=Fraction(2), end=Fraction(4), words="gunshot", shot="s10.1"),),
        ),
        clips,
        spoken,
        tmp_path / "film.mp4",
    )
    samples, _ = audio.read(made.film)
    found = loudness(samples, RATE)
    assert -18.0 <= found.integrated <= -16.0 and found.peak <= -1.0
    assert abs(found.integrated - made.loudness.integrated) < 0.5


def test_the_same_plan_is_the_same_film(tmp_path, clips, spoken):
    for name in "ab":
        cut(film(("dissolve",)), clips, spoken, tmp_path / f"{name}.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_film_without_a_word_is_still_a_film(tmp_path, clips):
    made = cut(film(lines=0, room=None), clips, {}, tmp_path / "film.mp4")
    assert probe(made.film).frames == 288 and made.srt.read_text() == ""


def test_what_is_missing_or_broken_is_told_and_nothing_is_left(tmp_path, clips, spoken):
    short = tmp_path / "short.mp4"
    with Writer(short, 64, 48, Fraction(24)) as out:
        out.write(np.zeros((48, 64, 3), np.uint8))
    noise = tmp_path / "noise.wav"
    noise.write_bytes(b"RIFF....")
    target = tmp_path / "out"
    target.mkdir()
    (target / "film.mp4").write_bytes(b"the old film")
    for given, said, code, words in (
        ({k: v for k, v in clips.items() if k != "clip1"}, spoken, "E0631", "s10.2 has not been made"),
        (clips | {"clip1": short}, spoken, "E0631", "holds 1 frames where 96 are needed"),
        (clips | {"clip1": noise}, spoken, "E0632", "cannot read"),
        (clips, {}, "E0632", "has not been spoken"),
        (clips, spoken | {"line1": noise}, "E0632", "cannot read"),
    ):
        with pytest.raises(Failed, match=words) as caught:
            cut(film(), given, said, target / "film.mp4")
        assert caught.value.diagnostic.code == code and caught.value.diagnostic.help
    with pytest.raises(Failed, match="folder does not exist") as caught:
        cut(film(), clips, spoken, target / "no" / "film.mp4")
    assert caught.value.diagnostic.code == "E0603"
    assert [p.name for p in target.iterdir()] == ["film.mp4"] and (target / "film.mp4").read_bytes() == b"the old film"


def test_stopping_leaves_nothing(tmp_path, clips, spoken):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut(film(), clips, spoken, tmp_path / "film.mp4", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, clips, spoken):
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
        with pytest.raises(Failed) as caught:
            cut(film(), clips, spoken, tmp_path / "film.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.diagnostic.code == "E0602" and list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours(tmp_path, clips, spoken):
    tmp_path.chmod(0o500)
    with pytest.raises(Failed, match="permission denied"):
        cut(film(), clips, spoken, tmp_path / "film.mp4")


def test_sounds_that_nobody_makes_are_reported_once(tmp_path, clips, spoken):
    odd = tuple(Sounding(kind="sound", start=Fraction(n), end=Fraction(n + 1), words="a theremin", shot="s10.1") for n in (1, 2))
    made = cut(film(sounds=odd), clips, spoken, tmp_path / "film.mp4")
    assert [(d.code, "theremin" in d.message) for d in made.diagnostics] == [("W0633", True)]


def test_characters_that_a_voice_passes_over_are_told(tmp_path, clips, spoken):
    plan = film()
    task = plan.tasks[0].model_copy(update={"line": Line(who="A", text="今夜は もどるな", language="ja", engine="espeak")})
    made = cut(plan.model_copy(update={"tasks": (task, *plan.tasks[1:])}), clips, spoken, tmp_path / "film.mp4")
    assert [(d.code, "`今夜`" in d.message) for d in made.diagnostics] == [("W0634", True)]


def test_mouth_subtitle_and_sound_agree(tmp_path, clips, spoken):
    """The line's first loud sample, the subtitle and the plan's own time lie within one frame in the delivered film."""
    made = cut(film(("dissolve",), room=None), clips, spoken, tmp_path / "film.mp4")
    samples, rate = audio.read(made.film, mono=True)
    second = int(4.2 * rate)
    onset = (second + np.flatnonzero(np.abs(samples[second:]) > 0.02)[0]) / rate
    assert abs(onset - 4.5) < 1 / 24 + 0.02
    assert "00:00:04,500 -->" in made.srt.read_text()


# --- the mix ---------------------------------------------------------------------------------------------------------


def test_the_mix_is_as_long_as_the_film_to_the_sample(spoken):
    assert len(heard(film(), spoken)) == 12 * RATE == Mix(film(), spoken).samples
    assert len(heard(film(("dissolve", "wipe")), spoken)) == 11 * RATE


def test_a_line_begins_at_its_sample(spoken):
    samples = heard(film(room=None), spoken)
    voice, _ = audio.read(spoken["line0"], RATE, mono=True)
    both = samples[RATE : RATE + len(voice), 0]
    assert np.corrcoef(both, voice)[0, 1] > 0.98
    assert np.abs(samples[: RATE - 1]).max() == 0


def test_every_line_is_as_loud_as_the_others(spoken, tmp_path):
    faint, _ = audio.read(spoken["line1"])
    audio.write(tmp_path / "faint.wav", faint * 0.2, 24000)
    samples = heard(film(room=None), spoken | {"line1": tmp_path / "faint.wav"})
    levels = [loudness(samples[n * 4 * RATE : (n * 4 + 4) * RATE], RATE).integrated for n in range(3)]
    assert max(levels) - min(levels) < 1.5 and all(abs(level - SPEECH) < 1.2 for level in levels)


def test_a_film_of_whispers_is_brought_up_as_a_whole(spoken):
    plan = film()
    tasks = tuple(task.model_copy(update={"line": task.line.model_copy(update={"how": "softly"})}) for task in plan.tasks)
    hushed = Mix(plan.model_copy(update={"tasks": tasks}), spoken)
    before = loudness(np.concatenate(list(hushed.blocks())), RATE).integrated
    hushed.settle()
    assert before < -18 and abs(loudness(np.concatenate(list(hushed.blocks())), RATE).integrated + 17) < 0.4


def test_music_steps_back_while_somebody_speaks(spoken):
    playing = film(music="sad piano", room=None)
    with_voice, voice = heard(playing, spoken), heard(film(room=None), spoken)
    music = with_voice - voice
    alone = rms(music[int(3.7 * RATE) : int(4.7 * RATE)])
    whole = heard(film(music="sad piano", room=None, lines=1), spoken)
    free, under = whole[6 * RATE : 9 * RATE], music[int(5.3 * RATE) : int(6.3 * RATE)]
    assert 9 < rms(free) - rms(under) < 15
    assert alone <= rms(free) + 3


def test_room_tone_never_falls_silent_and_cuts_do_not_click(spoken):
    two = film(
        room=None,
        lines=0,
        sounds=(
            Sounding(kind="room", start=Fraction(0), end=Fraction(6), words="rain", shot="s10.1"),
            Sounding(kind="room", start=Fraction(6), end=Fraction(12), words="quiet room", shot="s20.1"),
        ),
    )
    samples = heard(two, {})
    windows = samples[RATE : 11 * RATE].reshape(-1, RATE // 10, 2)
    assert min(rms(window) for window in windows) > -60
    steps = np.abs(np.diff(samples[:, 0]))
    edge = steps[int(5.8 * RATE) : int(6.2 * RATE)].max()
    assert edge <= steps[RATE : 5 * RATE].max() * 1.1
    assert np.abs(samples[0]).max() < 1e-3 > np.abs(samples[-1]).max()


def test_nothing_is_clipped_however_much_happens(spoken):
    loud = tuple(
        Sounding(kind="sound", start=Fraction(n, 2), end=Fraction(n, 2) + 2, words=words, shot="s10.1")
        for n in range(16)
        for words in ("gunshot", "applause", "siren")
    )
    meter = Meter(RATE)
    for block in mix(film(sounds=loud, music="grand"), spoken):
        meter.add(block)
    assert meter.result().peak <= -1.9


def test_a_long_mix_needs_no_more_memory_than_a_short_one(spoken):
    def peak(minutes: int) -> int:
        plan = film()
        shots = minutes * 15
        events = tuple(CutEvent(shot=f"s{n}.1", clip="c", start=Fraction(4 * n), length=Fraction(4)) for n in range(shots))
        line = Sounding(kind="speech", start=Fraction(1), end=Fraction(3), source="line0", who="A", shot="s0.1")
        sounds = tuple(line.model_copy(update={"start": Fraction(4 * n + 1), "end": Fraction(4 * n + 3)}) for n in range(shots))
        room = Sounding(kind="room", start=Fraction(0), end=Fraction(shots * 4), words="quiet room", shot="s0.1")
        plan = plan.model_copy(update={"events": events, "sounds": (*sounds, room)})
        tracemalloc.start()
        for _ in mix(plan, spoken):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(4) < peak(1) * 1.3 + 2_000_000
