import contextlib
import resource
import signal
from fractions import Fraction

import av
import numpy as np
import pytest

from screenc.media import frames
from screenc.media.fault import MediaError, Unreadable, Unwritable
from screenc.media.probe import probe
from screenc.media.video import Writer, key_interval

RATES = [Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001)]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_clip_has_exactly_its_frames_and_length(clip, rate):
    found = probe(clip(37, rate))
    assert (found.frames, found.rate, found.length) == (37, rate, 37 / rate)
    assert (found.width, found.height, found.codec, found.audio) == (64, 48, "h264", False)


def test_the_same_frames_give_the_same_bytes(clip):
    assert clip(30, name="a.mp4").read_bytes() == clip(30, name="b.mp4").read_bytes()


def test_parameter_sets_do_not_depend_on_quality_threads_or_content(clip):
    def sets(path):
        with av.open(str(path)) as file:
            return bytes(file.streams.video[0].codec_context.extradata)

    assert len({sets(clip(8)), sets(clip(8, quality=35)), sets(clip(3, hue=2, keys=[2])), sets(clip(30, threads=2))}) == 1


def test_key_frames_stand_every_half_second_and_where_asked(clip):
    with av.open(str(clip(30, keys=[5]))) as file:
        packets = [p for p in file.demux(video=0) if p.size]
        assert [i for i, p in enumerate(packets) if p.is_keyframe] == [0, 5, 17, 29]
        assert all(p.pts == p.dts for p in packets)
    assert [key_interval(r) for r in RATES] == [12, 13, 15, 12]


def test_colours_come_back(tmp_path):
    patches = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 140, 110)]
    frame = np.repeat(np.repeat(np.array([patches], np.uint8), 64, axis=0), 32, axis=1)
    with Writer(tmp_path / "c.mp4", frame.shape[1], 64, Fraction(24), quality=10) as out:
        out.write(frame)
    got = frames.Reader(tmp_path / "c.mp4").at(0)
    for index, colour in enumerate(patches):
        assert np.abs(got[32, index * 32 + 16].astype(int) - colour).max() <= 3, colour
    with av.open(str(tmp_path / "c.mp4")) as file:
        context = file.streams.video[0].codec_context
        assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (1, 1, 1, 1)


def test_planes_may_be_given_as_they_are(tmp_path):
    y, u, v = np.full((48, 64), 150, np.uint8), np.full((24, 32), 90, np.uint8), np.full((24, 32), 170, np.uint8)
    with Writer(tmp_path / "y.mp4", 64, 48, Fraction(24)) as out:
        for level in (150, 60):
            out.write_yuv(y * 0 + level, u, v)
    with av.open(str(tmp_path / "y.mp4")) as file:
        got = [frame.to_ndarray() for frame in file.decode(video=0)]
    assert [round(g[:48].mean()) for g in got] == [150, 60]
    assert abs(got[0][48:60].mean() - 90) < 2 and abs(got[0][60:].mean() - 170) < 2


def test_an_exception_leaves_no_half_file(tmp_path):
    with pytest.raises(RuntimeError), Writer(tmp_path / "x.mp4", 64, 48, Fraction(24)) as out:
        out.write(np.zeros((48, 64, 3), np.uint8))
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_plainly(tmp_path):
    with pytest.raises(Unwritable, match="the folder does not exist"):
        Writer(tmp_path / "no" / "x.mp4", 64, 48, Fraction(24))


def test_a_full_disk_is_said_plainly_and_leaves_nothing(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    noise = np.random.default_rng(1)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
        with (
            pytest.raises(Unwritable, match="larger than this system allows"),
            Writer(tmp_path / "x.mp4", 320, 240, Fraction(24)) as out,
        ):
            for _ in range(24):
                out.write(noise.integers(0, 255, (240, 320, 3), dtype=np.uint8))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(tmp_path.iterdir()) == []


def test_odd_sizes_and_wrong_frames_are_refused(tmp_path):
    with pytest.raises(MediaError, match="65x48"):
        Writer(tmp_path / "x.mp4", 65, 48, Fraction(24))
    with pytest.raises(ValueError, match="uint8"), Writer(tmp_path / "x.mp4", 64, 48, Fraction(24)) as out:
        out.write(np.zeros((48, 64, 3)))


def test_probing_what_is_no_film(tmp_path):
    for name, data in (("empty", b""), ("text", b"screenc 1\n"), ("noise", bytes(range(256)) * 8)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Unreadable):
            probe(tmp_path / name)
    with pytest.raises(Unreadable, match="there is no file"):
        probe(tmp_path / "nothing.mp4")


def test_a_truncated_clip_does_not_pass_for_whole(clip):
    path = clip(30)
    path.write_bytes(path.read_bytes()[:-400])
    with contextlib.suppress(Unreadable):
        assert probe(path).frames < 30
