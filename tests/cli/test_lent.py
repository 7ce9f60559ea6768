"""Senses lent on the command line: refused before anything is made where they cannot work, and kept out of every output."""

import json

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc

FILM = """screenc 1

film pier
  title    The Pier
  frame    128x72
  rate     12fps

cast MINA
  look     a tall woman, short grey hair, yellow raincoat

place pier
  look     a wooden pier

scene s10 ext pier day
  with     MINA

shot s10.1 1s
  framing  medium MINA
  action   She waits.
  prefer   judge >= 4: she is alone
  prefer   vsa >= 0.2
end
"""


@pytest.fixture
def film(tmp_path, monkeypatch):
    for name in ("SCREENC_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "SCREENC_VSA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "film.shot").write_text(FILM, encoding="utf-8")
    return tmp_path / "film.shot"


def build(film, *words):
    return CliRunner().invoke(screenc, ["build", str(film), *words])


@pytest.mark.parametrize(
    "words, code", [(("--judge", "m"), "E0752"), (("--judge", "m", "--judge-endpoint", "x"), "E0752"), (("--vsa", "."), "E0751")]
)
def test_what_cannot_work_is_told_before_anything_is_made(film, words, code, monkeypatch):
    monkeypatch.chdir(film.parent)
    done = build(film, *words)
    assert done.exit_code == 4 and code in done.stderr and not (film.parent / "build").exists()


def test_a_film_judged_by_a_model_and_again_for_nothing(film, monkeypatch):
    from critic.test_panel import KEY, answer
    from engines.server import serving

    monkeypatch.setenv("SCREENC_API_KEY", KEY)
    with serving(lambda n, r: answer(r, score=4.5)) as model:
        words = ("--judge", "m-vision", "--judge-endpoint", model.url)
        done = build(film, *words)
        assert done.exit_code == 0, done.stderr
        assert len(model.asked) == 3 and "W0707" in done.stderr and "no image-text encoder was named" in done.stderr
        again = build(film, *words, "--force")
        assert again.exit_code == 0 and len(model.asked) == 3, "the clip is the same to the byte, and so are its frames"
    report = json.loads((film.parent / "build" / "pier" / "report.json").read_text())
    assert {row["item"] for row in report["judged"]} >= {"she is alone", "spectacle", "script faithfulness"}
    assert report["judged"][0]["score"] == 4.5 and report["vsa"] is None
    every = b"".join(p.read_bytes() for p in film.parent.rglob("*") if p.is_file()) + done.output.encode() + done.stderr.encode()
    assert KEY.encode() not in every


def test_unasked_no_model_is_asked_and_the_report_says_that_vsa_was_not_measured(film):
    done = build(film)
    assert done.exit_code == 0 and "no model was asked" in done.stderr
    report = json.loads((film.parent / "build" / "pier" / "report.json").read_text())
    assert report["vsa"] is None and report["judged"] == []


def test_a_video_is_judged_by_what_is_lent(film, tmp_path):
    assert build(film).exit_code == 0
    done = CliRunner().invoke(screenc, ["critique", str(film), str(tmp_path / "build/pier/pier.mp4"), "--judge", "m"])
    assert done.exit_code == 4 and "E0752" in done.stderr
