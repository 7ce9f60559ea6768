"""The promise on a real film: an example, drawn small, is as scripted; of a damaged copy each damage is named, none invented."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.critic.calibrate.recut import Part, recut

EXAMPLE = Path(__file__).parents[2] / "examples" / "rain-on-14"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    for name in ("film.shot", "cast.shot"):
        shutil.copy(EXAMPLE / name, folder / name)
    script = folder / "film.shot"
    script.write_text(script.read_text(encoding="utf-8").replace("1280x720", "640x360"), encoding="utf-8")
    done = CliRunner().invoke(screenc, ["build", str(script), "-q"])
    assert done.exit_code == 0, done.output
    return script, folder / "build" / "rain-on-14" / "rain-on-14.mp4"


def told(script, video):
    done = CliRunner().invoke(screenc, ["critique", str(script), str(video), "--format", "json"])
    assert done.exit_code in (0, 3), done.output
    body = json.loads(done.stdout)
    return done.exit_code, {(row["shot"] or "extra"): row["states"] for row in body["shots"]}, body


@pytest.mark.slow
def test_the_intact_film_and_a_damaged_copy(film, tmp_path):
    script, video = film
    code, states, body = told(script, video)
    assert code == 0 and {tuple(s) for s in states.values()} == {("as scripted",)}, body["diagnostics"]
    place = {row["shot"]: (row["start"], row["end"]) for row in body["shots"]}
    order = list(place)

    def part(n, *done, less=0.0):
        start, end = place[order[n]]
        return Part(start, end - less, done)

    # s10.2 turns black, s10.3 loses its last 0.9 seconds, s10.4 is gone, s10.6 and s10.7 change places, s10.1 comes back
    # after s10.8, s10.9 is mute, s20.4 stands still
    parts = [
        part(0),
        part(1, "black"),
        part(2, less=0.9),
        part(4),
        part(6),
        part(5),
        part(7),
        Part(0.0, 2.6),
        part(8, "mute"),
        *(part(n) for n in range(9, 13)),
        part(13, "freeze"),
    ]
    code, states, body = told(script, recut(video, tmp_path / "damaged.mp4", parts))
    assert code == 3
    moved = {shot for shot, found in states.items() if "out of order" in found}
    assert moved and moved <= {order[5], order[6]}
    expected = {shot: ["as scripted"] for shot in order}
    expected |= {
        order[1]: ["damaged"],
        order[2]: ["too short"],
        order[3]: ["missing"],
        order[8]: ["damaged"],
        order[13]: ["damaged"],
        "extra": ["extra"],
    } | {shot: ["out of order"] for shot in moved}
    assert states == expected, body["diagnostics"]
