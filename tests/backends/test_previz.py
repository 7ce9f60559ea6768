"""The embedded backend: the clip is what the brief asks, byte for byte, and what cannot be done is said."""

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from screenc.backends import previz

from screenc.contract import Backend, Brief, Cancelled, Capabilities, Failed, Person, Task, TimedSpeech, Unit
from screenc.film.appearance import Appearance
from screenc.film.model import Camera, Framing
from screenc.media import audio
from screenc.media.probe import probe

HERE = Path(previz.__file__).parent


def brief(**facts) -> Brief:
    people = tuple(
        Person(id=id, name=id.title(), appearance=Appearance(), in_frame=True, side=side, depth="mid", facing=facing)
        for id, side, facing in (("ANRI", "left", "right"), ("TAKUMI", "right", "left"))
    )
    return Brief(
        **{
            "shot": "s10.1",
            "scene": "s10",
            "length": Fraction(1, 2),
            "width": 320,
            "height": 180,
            "rate": Fraction(24),
            "setting": "ext",
            "place": "street",
            "hour": "day",
            "framing": Framing(size="two-shot", subjects=("ANRI", "TAKUMI")),
            "people": people,
            "axis": ("ANRI", "TAKUMI"),
            **facts,
        }
    )


def make(brief: Brief, out: Path, inputs=None, progress=lambda share: None, **params) -> Path:
    task = Task(
        key="0" * 64,
        kind="clip",
        name=brief.shot,
        unit=Unit(shots=(brief.shot,), length=brief.length),
        backend="previz",
        version="1",
        params=params,
        brief=brief,
    )
    previz.backend.make(task, inputs or {}, out, progress)
    return out


def frames(path: Path) -> list[np.ndarray]:
    import av

    with av.open(str(path)) as clip:
        return [f.to_ndarray(format="gray").astype(int) for f in clip.decode(video=0)]


def test_it_is_a_backend_with_a_profile():
    assert isinstance(previz.backend, Backend)
    can = Capabilities(**tomllib.loads((HERE / "previz.toml").read_text()))
    assert can.name == "previz" and can.seeds == "two" and can.dollars_per_second == 0 and not can.moves


def test_the_clip_is_exact_and_the_same_again(tmp_path):
    shares = []
    one = make(brief(), tmp_path / "1.mp4", progress=shares.append)
    found = probe(one)
    assert (found.width, found.height, found.frames) == (320, 180, 12)
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert one.read_bytes() == make(brief(), tmp_path / "2.mp4").read_bytes()


def test_a_mouth_follows_the_voice(tmp_path):
    line = TimedSpeech(who="ANRI", text="Ah.", start=Fraction(1, 12), end=Fraction(1, 2), audio="k")
    spoken = brief(beats=(line,), framing=Framing(size="close", subjects=("ANRI",)))
    tone = (np.sin(np.arange(6000) * 2 * np.pi * 500 / 16000) * 0.6).astype(np.float32)
    audio.write(tmp_path / "loud.wav", tone, 16000)
    audio.write(tmp_path / "mute.wav", tone * 0, 16000)
    loud = frames(make(spoken, tmp_path / "l.mp4", {"k": tmp_path / "loud.wav"}))
    mute = frames(make(spoken, tmp_path / "m.mp4", {"k": tmp_path / "mute.wav"}))
    assert np.abs(loud[9] - mute[9]).max() > 25
    assert np.abs(loud[0] - mute[0]).max() < 25


def test_words_and_names_are_on_the_picture(tmp_path):
    plain = frames(make(brief(length=Fraction(1, 8)), tmp_path / "p.mp4"))[1]
    titled = frames(make(brief(length=Fraction(1, 8), text=("Kyoto, 1994",)), tmp_path / "t.mp4"))[1]
    named = frames(make(brief(length=Fraction(1, 8)), tmp_path / "n.mp4", names=True))[1]
    assert (titled - plain).max() > 80 and np.argmax((titled - plain).max(axis=1)) > 130
    assert (named - plain).max() > 60 and np.argmax((named - plain).max(axis=1)) < 120


def test_a_moving_camera_moves(tmp_path):
    still = frames(make(brief(), tmp_path / "s.mp4"))
    pushed = frames(make(brief(camera=Camera(move="push-in", pace="fast")), tmp_path / "p.mp4"))
    assert np.abs(pushed[-1] - pushed[0]).mean() > 2 * np.abs(still[-1] - still[0]).mean()


def test_a_stop_leaves_nothing(tmp_path):
    def stop(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        make(brief(), tmp_path / "x.mp4", progress=stop)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(Failed) as caught:
        make(brief(), tmp_path / "nowhere" / "x.mp4")
    assert caught.value.diagnostic.code == "E0650"


def test_a_voice_that_is_no_sound_is_told(tmp_path):
    (tmp_path / "bad.wav").write_bytes(b"not a sound")
    line = TimedSpeech(who="ANRI", text="Ah.", start=Fraction(0), end=Fraction(1, 4), audio="k")
    with pytest.raises(Failed) as caught:
        make(brief(beats=(line,)), tmp_path / "x.mp4", {"k": tmp_path / "bad.wav"})
    assert caught.value.diagnostic.code == "E0650"


def test_letters_that_no_font_has_are_a_loss_and_never_a_box():
    from screenc.stage.draw_text import lettering, unwritable

    assert previz.backend.losses(brief(text=("Plain words.",))) == []
    assert unwritable("Grüße, naïve") == ""
    nobody = "\U0001f9ff\U00016f00"
    (loss,) = previz.backend.losses(brief(text=(f"x {nobody[1]}",)))
    assert loss.fact == "text" and nobody[1] in loss.message
    assert np.array_equal(lettering(f"x {nobody[1]}", 24, 300), lettering("x ", 24, 300))


def test_the_ask_is_readable():
    from screenc.planner import lower

    class Target:
        template = (HERE / "previz.j2").read_text()
        found = None

    line = TimedSpeech(who="ANRI", how="softly", text="You came.", start=Fraction(0), end=Fraction(1, 4), audio="k")
    words = lower.prompt(Target(), brief(beats=(line,), weather="rain"), {})
    assert "ANRI (softly): You came." in words and "rain" in words and "two-shot of ANRI, TAKUMI" in words


@pytest.mark.parametrize("waived", [False, True])
def test_a_plan_tells_of_words_that_will_be_missing(tmp_path, waived):
    from datetime import date

    from screenc.cli import session
    from screenc.director import voices
    from screenc.planner.plan import plan

    waive = "  waive    W0651 until 2027-01-01 the runes are meant to be missing\n" if waived else ""
    film = tmp_path / "film.shot"
    film.write_text(
        "screenc 1\n\nfilm runes\n  title    Runes\n  backend  previz\n\nplace street\n  look     An empty street.\n\n"
        "scene s10 ext street day\n\nshot s10.1 3s\n"
        f"  framing  long\n  text     \U00016f00 the year 800\n{waive}end\n",
        encoding="utf-8",
    )
    reading = session.read(film)
    assert reading.well, session.plainly(reading.diagnostics)
    made, found = plan(reading.resolved, voices.estimated(reading.resolved.film), today=date(2026, 11, 21))
    (loss,) = made.losses
    assert loss.fact == "text" and "\U00016f00" in loss.message
    assert [d.code for d in found] == ([] if waived else ["W0651"])
