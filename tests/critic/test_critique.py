"""`screenc critique`: an intact film is as scripted; of a damaged one each damage is named on its shot, none invented."""

import json
from fractions import Fraction
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from critic.reel import voice

from screenc.cli.command import screenc
from screenc.critic.calibrate.recut import Part, recut
from screenc.director.cut import cut
from screenc.media import audio
from screenc.media.video import Writer

SCRIPT = """screenc 1

film pier
  title    The Pier
  frame    160x90
  expect   loudness >= -30dB

cast MINA
  look     a tall woman, short grey hair, yellow raincoat

cast TOM
  look     a young man, red sweater

place pier
  look     a wooden pier

scene s10 ext pier day
  with     MINA TOM
  axis     MINA TOM

shot s10.1 3s
  framing  long MINA TOM
  action   They stand at the end of the pier.

shot s10.2 2.5s
  framing  medium MINA
  MINA: Cold.
  expect   spoken MINA >= 50%

shot s10.3 4s
  framing  two-shot MINA TOM
  action   A boat passes.

shot s10.4 2s
  framing  medium TOM
  TOM: Yes.

shot s10.5 6s
  framing  full MINA TOM
  action   They walk back.
end
"""
LENGTHS = [3, 2.5, 4, 2, 6]


@pytest.fixture(scope="module")
def pier(tmp_path_factory):
    """The script, and a film of it whose shots are drawn by hand: textures that slide, a voice where a line is."""
    from screenc.cli import session
    from screenc.contract import CutEvent

    folder = tmp_path_factory.mktemp("pier")
    script = folder / "film.shot"
    script.write_text(SCRIPT, encoding="utf-8")
    plan = session.planned(session.read(script), None, estimate=True).plan
    clips = {}
    for n, event in enumerate(plan.events):
        assert isinstance(event, CutEvent)
        clips[event.clip] = folder / f"{n}.mp4"
        with Writer(clips[event.clip], 160, 90, Fraction(24)) as clip:
            for frame in picture(n, int(LENGTHS[n] * 24)):
                clip.write(frame)
    speech = {}
    for task in plan.tasks:
        if task.kind == "speech":
            speech[task.key] = folder / f"{task.key}.wav"
            audio.write(
                speech[task.key], np.float32(voice(float(task.unit.length), pitch=200 if task.line.who == "MINA" else 110)), 16000
            )
    film = cut(plan, clips, speech, folder / "pier.mp4").film
    return script, film


def picture(seed, count):
    """Slow waves of two colours, each shot's its own; a bright bar slides across, so that nothing stands still."""
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0:90, 0:160]
    dark, light = dice.integers(20, 90, 3), dice.integers(130, 230, 3)
    for n in range(count):
        wave = 0.5 + 0.5 * np.sin(x / 23 * (1 + seed) + seed + 0.02 * n) * np.cos(y / 31 * (1 + seed % 3))
        frame = dark + (light - dark) * wave[..., None]
        bar = (2 * n) % 160
        frame[:, bar : bar + 6] = 240
        yield np.clip(frame + dice.normal(0, 1, (90, 160, 1)), 0, 255).astype(np.uint8)


def said(script, video, *more):
    return CliRunner().invoke(screenc, ["critique", str(script), str(video), "--estimate", *more])


def rows(script, video):
    done = said(script, video, "--format", "json")
    assert done.exit_code in (0, 3), done.output
    body = json.loads(done.stdout)
    return done.exit_code, {row["shot"]: row["states"] for row in body["shots"]}, [d["code"] for d in body["diagnostics"]]


def at(n):
    return sum(LENGTHS[:n]), sum(LENGTHS[: n + 1])


def shots(*numbers, **done):
    return [Part(*at(n), tuple(done.get(f"s{n + 1}", ()))) for n in numbers]


AS_SCRIPTED = {f"s10.{n}": ["as scripted"] for n in range(1, 6)}


def test_an_intact_film_is_as_scripted(pier):
    code, found, codes = rows(*pier)
    assert (code, found, codes) == (0, AS_SCRIPTED, [])


def test_each_damage_is_named_and_none_invented(pier, tmp_path):
    script, film = pier
    parts = shots(0, 1, 2, 4, 3, s2=["mute"])
    parts[2] = Part(parts[2].start, parts[2].end - 0.8)
    code, found, codes = rows(script, recut(film, tmp_path / "bad.mp4", parts))
    page = (script.parent / "build/pier/critique/bad.html").read_text(encoding="utf-8")
    assert "bad.mp4" in page and "out of order" in page and "VSA was not measured" in page
    assert code == 3
    moved = {shot for shot, states in found.items() if "out of order" in states}
    assert moved and moved <= {"s10.4", "s10.5"}
    assert found == {
        "s10.1": ["as scripted"],
        "s10.2": ["damaged"],
        "s10.3": ["too short"],
        **{s: ["out of order"] if s in moved else ["as scripted"] for s in ("s10.4", "s10.5")},
    }
    assert sorted(codes) == ["E0701", "E0712", "E0714"]


def test_missing_extra_and_black(pier, tmp_path):
    script, film = pier
    parts = [*shots(0, 1), Part(0.4, 1.6), *shots(3, 4, s5=["freeze"])]
    code, found, codes = rows(script, recut(film, tmp_path / "bad.mp4", parts))
    assert code == 3
    assert found == {
        "s10.1": ["as scripted"],
        "s10.2": ["as scripted"],
        "s10.3": ["missing"],
        None: ["extra"],
        "s10.4": ["as scripted"],
        "s10.5": ["damaged"],
    }
    assert sorted(codes) == ["E0711", "E0713", "W0708"]


@pytest.mark.parametrize(
    "name, how",
    [
        ("vp9.webm", {"codec": "libvpx-vp9", "sound": "libopus"}),
        ("mpeg4.avi", {"codec": "mpeg4", "sound": "libmp3lame"}),
        ("h264.mkv", {"codec": "libx264", "sound": "libopus"}),
        ("vfr.mkv", {"codec": "libx264", "vary": True}),
        ("prores.mov", {"codec": "prores_ks", "sound": "pcm_s16le"}),
        ("small.mp4", {"codec": "libx264", "size": (96, 54)}),
        ("half.mp4", {"codec": "libx264", "rate": Fraction(30)}),
        ("mpeg.ts", {"codec": "mpeg2video", "rate": Fraction(25)}),
    ],
)
def test_any_codec_container_rate_and_size(pier, tmp_path, name, how):
    script, film = pier
    _, found, codes = rows(script, recut(film, tmp_path / name, shots(0, 1, 2, 3, 4), **how))
    assert (found, codes) == (AS_SCRIPTED, [])


def test_a_silent_film_has_its_shots_and_not_its_lines(pier, tmp_path):
    script, film = pier
    code, found, codes = rows(script, recut(film, tmp_path / "silent.mp4", shots(0, 1, 2, 3, 4), sound=None))
    assert code == 3 and "missing" not in str(found) and "out of order" not in str(found)
    assert found["s10.2"] == ["damaged"] and found["s10.4"] == ["damaged"] and found["s10.3"] == ["as scripted"]
    assert codes.count("E0701") == 2


def test_it_is_told_for_people_and_for_machines(pier, tmp_path):
    script, film = pier
    bad = recut(film, tmp_path / "bad.mp4", shots(0, 1, 3, 4))
    told = said(script, bad)
    assert told.exit_code == 3 and "s10.3  4.00 s  -" in told.stdout and "E0711" in told.stderr
    assert "4 of 5 shots as scripted, 1 missing" in told.stderr
    markdown = said(script, bad, "--format", "markdown").stdout
    assert "| s10.3 | 4.00 s | - | missing: " in markdown and "**E0711**" in markdown
    suite = ElementTree.fromstring(said(script, bad, "--format", "junit").stdout).find("testsuite")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["s10.3"]
    sarif = json.loads(said(script, bad, "--format", "sarif").stdout)
    assert [r["ruleId"] for r in sarif["runs"][0]["results"]] == ["E0711"]
    assert "::error title=E0711" in said(script, bad, "--format", "github").stdout


def test_what_is_no_video_is_told(pier, tmp_path):
    script, _ = pier
    (tmp_path / "note.mp4").write_text("not a film", encoding="utf-8")
    for video in (tmp_path / "note.mp4", tmp_path / "nowhere.mp4"):
        done = said(script, video)
        assert done.exit_code == 4 and "E0609" in done.stderr and "Traceback" not in done.output
    (tmp_path / "ill.shot").write_text(SCRIPT.replace("framing", "framng", 1), encoding="utf-8")
    assert said(tmp_path / "ill.shot", tmp_path / "note.mp4").exit_code == 1


def test_a_cut_that_cannot_be_seen(pier, tmp_path):
    """W0716, for a match cut so close that nothing changes."""
    script, film = pier
    with_one = recut(film, tmp_path / "one.mp4", [Part(0, 3), *shots(1, 2, 3, 4)])
    assert rows(script, with_one)[2] == []
    joined = SCRIPT.replace("shot s10.1 3s", "shot s10.05 1s\n  framing  full MINA\n  action   She waits.\n\nshot s10.1 2s")
    other = tmp_path / "film.shot"
    other.write_text(joined, encoding="utf-8")
    code, found, codes = rows(other, with_one)
    assert (code, codes) == (0, ["W0716"]) and found["s10.1"] == ["no cut seen"]


def test_lengths_that_the_script_left_open_only_warn(pier, tmp_path):
    """W0715."""
    _script, film = pier
    other = tmp_path / "film.shot"
    other.write_text(SCRIPT.replace("shot s10.2 2.5s", "shot s10.2 auto"), encoding="utf-8")
    code, found, codes = rows(other, recut(film, tmp_path / "long.mp4", [*shots(0), Part(3, 5.5), *shots(2, 3, 4)]))
    assert code == 0 and codes == ["W0715"] and found["s10.2"] == ["too long"]
