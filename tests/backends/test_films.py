"""A film of two shots, the second going on from the first or shown its place by it, through each service; and off the tape."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from servers import SERVERS
from servers.protocol import Told

from screenc.cli.command import screenc
from screenc.media.probe import probe
from screenc.planner import backends

QUICK = ("kling", "minimax", "openai-videos", "veo")
"""A film through each is seconds of cutting and checking, so every run has one of each kind and the slow run all."""
FILM = """screenc 1

film rain
  title    Rain
  frame    320x180
  backend  NAME

cast ANRI
  look     woman of 30, short black hair, red coat

place street
  look     wet street, shop lights

scene s10 ext street dusk
  with     ANRI
  anchor   s10.1

shot s10.1 3s
  framing  long ANRI
  action   She looks up at the rain.

shot s10.2 3s
  FROM
  framing  close ANRI
  action   She smiles.
end
"""


def written(folder, name: str) -> None:
    can = backends.profile(name).of()
    chained = can.first_frame == "optional" and not can.references
    text = FILM.replace("NAME", name).replace("FROM", "from     s10.1" if chained else "angle    low")
    (folder / "film.shot").write_text(text, encoding="utf-8")


def build(*words: str):
    done = CliRunner().invoke(screenc, ["build", "film.shot", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="session")
def footage(tmp_path_factory) -> bytes:
    """Twelve seconds of a pattern that drifts, long enough for any order and sharp enough to go on from."""
    import av
    import numpy as np

    path = tmp_path_factory.mktemp("footage") / "footage.mp4"
    board = np.kron(np.random.default_rng(3).integers(40, 220, (23, 40, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for n in range(288):
            picture = np.ascontiguousarray(np.roll(board, n // 4, axis=1)[:180])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path.read_bytes()


@pytest.fixture
def sells(serve, footage):
    """A service whose jobs are done when they are first asked for, and whose clips are long enough."""

    def start(name: str):
        server = serve(name)
        server.haste, server.film, server.store.film = 2, footage, footage
        return server

    return start


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in sorted(SERVERS)])
def test_a_film_is_built(name, sells, project):
    server = sells(name)
    written(project, name)
    build()
    (film,) = project.rglob("rain.mp4")
    assert probe(film).frames == 144 and (probe(film).width, probe(film).height) == (320, 180)
    orders, creates = len(server.orders), server.creates()
    assert creates == orders in (1, 2)
    can = backends.profile(name).of()
    if orders == 2 and (can.references or can.first_frame == "optional"):
        assert len(server.pictures) == 1
    assert "up to date" in build() or server.creates() == creates
    assert server.creates() == creates


@pytest.mark.parametrize("name", ["fal", "replicate"])
def test_an_order_whose_answer_was_lost_is_found_by_its_id(name, sells, project):
    """Both tell where a job is asked for in the answer that is lost here; the id in their lists is enough all the same."""
    server = sells(name)
    written(project, name)
    server.inject["create"] = [Told(200, {}, cut=-1)]
    lost = CliRunner().invoke(screenc, ["build", "film.shot"])
    assert lost.exit_code == 4 and "E0619" in lost.output and server.creates() == len(server.orders) == 1
    (job,) = server.orders
    elsewhere = CliRunner().invoke(screenc, ["ledger", "resolve", "1", "--made", job, "--url", "https://example.com/job"])
    assert elsewhere.exit_code == 2 and "the key goes nowhere else" in elsewhere.output
    assert CliRunner().invoke(screenc, ["ledger", "resolve", "1", "--made", job]).exit_code == 0
    build()
    assert server.creates() == len(server.orders) == 2 and probe(next(project.rglob("rain.mp4"))).frames == 144


def test_a_film_is_built_off_the_tape(sells, project, monkeypatch):
    server = sells("luma")
    written(project, "luma")
    monkeypatch.setenv("SCREENC_CASSETTE", f"{project / 'tape'}:record")
    build()
    asked = len(server.asked)
    again = project / "again"
    again.mkdir()
    written(again, "luma")
    monkeypatch.chdir(again)
    monkeypatch.setenv("SCREENC_CASSETTE", str(project / "tape"))
    monkeypatch.setenv(server.key_from, "any-word-at-all")
    build()
    assert len(server.asked) == asked
    one, two = (next(f.rglob("rain.mp4")) for f in (project, again))
    assert one.read_bytes() == two.read_bytes()
    tapes = [json.loads(p.read_text(encoding="utf-8")) for p in (project / "tape").glob("*.json")]
    assert sorted(t["method"] for t in tapes) == ["GET", "GET", "GET", "POST", "POST"]
