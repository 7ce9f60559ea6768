from fractions import Fraction

import av
import numpy as np
import pytest

from screenc.media import audio
from screenc.media.cutlist import Ending, Piece, joined
from screenc.media.fault import MediaError, Unreadable
from screenc.media.probe import probe
from screenc.media.remux import splice
from screenc.media.tracks import RATE, Sound, Text
from screenc.media.transition import blend

SIZE = (64, 48)


def planes(path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray() for frame in file.decode(video=0)]


def blocks(samples: np.ndarray):
    return (samples[at : at + 4800] for at in range(0, len(samples), 4800))


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001)], ids=str)
def test_plain_cuts_copy_every_frame_as_it_is(clip, tmp_path, rate):
    clips = [clip(count, rate, hue) for hue, count in enumerate((7, 30, 1, 26))]
    made = splice(joined(clips, (7, 30, 1, 26)), tmp_path / "film.mp4", *SIZE, rate)
    assert (made.frames, made.copied, made.encoded) == (64, 64, 0)
    found = probe(tmp_path / "film.mp4")
    assert (found.frames, found.length, found.rate) == (64, 64 / rate, rate)
    wanted = [frame for path in clips for frame in planes(path)]
    assert all(np.array_equal(a, b) for a, b in zip(planes(tmp_path / "film.mp4"), wanted, strict=True))


def test_only_the_frames_of_a_dissolve_are_encoded(clip, tmp_path):
    a, b = clip(48, hue=0), clip(48, hue=3)
    made = splice([Piece(a, 0, 48, 0, Ending("dissolve", 12)), Piece(b, 36, 48)], tmp_path / "film.mp4", *SIZE, Fraction(24))
    assert (made.frames, made.encoded) == (84, 12)
    film, before, after = planes(tmp_path / "film.mp4"), planes(a), planes(b)
    assert all(np.array_equal(film[n], before[n]) for n in range(36))
    assert all(np.array_equal(film[n], after[n - 36]) for n in range(48, 84))
    for n in range(12):
        share = (n + 1) / 13
        wanted = before[36 + n] * (1 - share) + after[n] * share
        assert np.abs(film[36 + n] - wanted).mean() < 2.5


def test_behind_an_odd_transition_only_the_way_to_the_next_key_frame_is_encoded(clip, tmp_path):
    a, b = clip(48), clip(48, hue=3)
    made = splice([Piece(a, 0, 48, 0, Ending("dissolve", 8)), Piece(b, 40, 43, 5)], tmp_path / "film.mp4", *SIZE, Fraction(24))
    assert (made.frames, made.encoded) == (83, 8 + 11)
    film, after = planes(tmp_path / "film.mp4"), planes(b)
    assert all(np.array_equal(film[40 - 5 + n], after[n]) for n in range(24, 48))
    assert all(np.abs(film[40 - 5 + n].astype(int) - after[n]).mean() < 2 for n in range(13, 24))


def test_a_transition_without_an_overlap_keeps_the_length(clip, tmp_path):
    a, b = clip(30), clip(30, hue=3)
    made = splice(
        [Piece(a, 0, 30, 0, Ending("dissolve", 10)), Piece(b, 30, 30, 0, Ending("fade", 6))],
        tmp_path / "f.mp4",
        *SIZE,
        Fraction(24),
    )
    assert made.frames == 60 == probe(tmp_path / "f.mp4").frames
    film = planes(tmp_path / "f.mp4")
    assert film[-1][:48].mean() < 18 and film[53][:48].mean() > 40
    made = splice([Piece(a, 0, 30, 0, Ending("fade", 6)), Piece(b, 30, 30)], tmp_path / "g.mp4", *SIZE, Fraction(24))
    luma = [frame[:48].mean() for frame in planes(tmp_path / "g.mp4")]
    assert made.encoded == 6 + 12 and luma[29] < 18 > luma[30] and luma[23] > 40 and luma[36] > 40
    assert luma[24:30] == sorted(luma[24:30], reverse=True) and luma[30:36] == sorted(luma[30:36])
    middle = planes(a)[29] * 0.5 + planes(b)[0] * 0.5
    assert np.abs(film[30] - middle).mean() < 6


def test_the_shapes_of_transitions():
    white, grey = np.full((72, 64), 200, np.uint8), np.full((72, 64), 100, np.uint8)
    left = blend("wipe", white, grey, 0.5, "left")[:48]
    assert left[:, :28].min() == 200 and left[:, 36:].max() == 100
    down = blend("wipe", white, grey, 0.5, "down")[:48]
    assert down[:20].max() == 100 and down[28:].min() == 200
    assert blend("wipe", white, grey, 0.5, "in")[0, 0] == 100 and blend("wipe", white, grey, 0.5, "out")[0, 0] == 200
    assert blend("fade", white, grey, 0.5)[:48].max() == 16
    assert abs(int(blend("dissolve", white, grey, 0.25)[0, 0]) - 175) <= 1


def test_a_clip_that_is_not_ours_is_encoded_to_fit(clip, tmp_path):
    def foreign(index, width=96, height=72, hue=0):
        return np.full((height, width, 3), 30 + index * 4, np.uint8)

    path = tmp_path / "other.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 96, 72, "yuv420p"
        for index in range(12):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(foreign(index), format="rgb24")))
        out.mux(stream.encode(None))
    made = splice(joined([clip(10), path], (10, 24)), tmp_path / "film.mp4", *SIZE, Fraction(24))
    assert (made.frames, made.copied, made.encoded) == (34, 10, 24)
    luma = [frame[:48].mean() for frame in planes(tmp_path / "film.mp4")[10:]]
    assert all(abs(luma[n] - (16 + (30 + n // 2 * 4) * 219 / 255)) < 3 for n in range(24))


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001)], ids=str)
def test_picture_and_sound_stay_together(tmp_path, clip, rate):
    """A white frame and a click are written at one time; they are found within one frame of each other."""
    flash = 97

    def draw(index, hue=0):
        return np.full((48, 64, 3), 255 if hue + index == flash else 10, np.uint8)

    clips = [clip(50, rate, hue, draw=draw) for hue in (0, 50, 100)]
    samples = np.zeros((int(150 / rate * RATE), 2), np.float32)
    samples[int(flash / rate * RATE) : int(flash / rate * RATE) + 480] = 0.8
    splice(joined(clips, (50, 50, 50)), tmp_path / "film.mp4", *SIZE, rate, sound=Sound(blocks(samples)))
    with av.open(str(tmp_path / "film.mp4")) as file:
        seen = next(frame.time for frame in file.decode(video=0) if frame.to_ndarray()[:48].mean() > 150)
    heard, hz = audio.read(tmp_path / "film.mp4", mono=True)
    assert abs(np.flatnonzero(np.abs(heard) > 0.4)[0] / hz - seen) < float(1 / rate) / 2
    found = probe(tmp_path / "film.mp4")
    assert found.frames == 150 and abs(found.audio_length - found.length) < Fraction(1, 40)


def test_subtitles_chapters_and_title_are_in_the_file(clip, tmp_path):
    cues = [(Fraction(1, 2), Fraction(1), 'She said "no"\nand left.'), (Fraction(3, 2), Fraction(2), "안녕")]
    splice(
        joined([clip(60)], [60]),
        tmp_path / "film.mp4",
        *SIZE,
        Fraction(24),
        text=Text(cues, "kor"),
        title="Rain",
        chapters=[(Fraction(0), Fraction(1), "s10"), (Fraction(1), Fraction(5, 2), "s20")],
    )
    with av.open(str(tmp_path / "film.mp4")) as file:
        assert file.metadata["title"] == "Rain"
        chapters = [(c["start"], c["end"], c["metadata"]["title"]) for c in file.chapters()]
        assert chapters == [(0, 1000, "s10"), (1000, 2500, "s20")]
        assert file.streams.subtitles[0].metadata["language"] == "kor"
        texts = [(p.pts, p.duration, bytes(p)[2:].decode()) for p in file.demux(subtitles=0) if p.size > 2]
    assert texts == [(500, 500, cues[0][2]), (1500, 500, "안녕")]
    assert (tmp_path / "film.mp4").read_bytes().index(b"moov") < (tmp_path / "film.mp4").read_bytes().index(b"mdat")


def test_the_same_film_twice_is_the_same_bytes(clip, tmp_path):
    pieces = [Piece(clip(30), 0, 30, 0, Ending("dissolve", 6)), Piece(clip(30, hue=2), 24, 30)]
    sound = np.random.default_rng(0).normal(0, 0.1, (int(54 / 24 * RATE), 2)).astype(np.float32)
    for name in ("a.mp4", "b.mp4"):
        splice(pieces, tmp_path / name, *SIZE, Fraction(24), sound=Sound(blocks(sound)))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_what_goes_wrong_leaves_nothing_behind(clip, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Unreadable, match="holds 10 frames where 20 are needed"):
        splice(joined([clip(10)], [20]), folder / "film.mp4", *SIZE, Fraction(24))
    with pytest.raises(Unreadable, match="there is no file"):
        splice(joined([clip(10), tmp_path / "gone.mp4"], [10, 10]), folder / "film.mp4", *SIZE, Fraction(24))

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        splice(joined([clip(60)], [60]), folder / "film.mp4", *SIZE, Fraction(24), progress=stop)
    assert list(folder.iterdir()) == []
    with pytest.raises(MediaError, match="folder does not exist"):
        splice(joined([clip(10)], [10]), folder / "no" / "film.mp4", *SIZE, Fraction(24))
