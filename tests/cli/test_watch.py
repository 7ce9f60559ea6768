"""`screenc watch` as its user sees it: a process, a file that is saved again and again, and an open page that is told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FILM = """screenc 1

film small
  frame    160x90
  rate     12fps
  backend  previz

cast ANRI
  look     woman of 30

place street
  look     a street

scene s10 ext street dusk
  with     ANRI

shot s10.1 1s
  framing  medium ANRI
  action   She waits.
end
"""


class Watching:
    def __init__(self, folder: Path, *words: str):
        self.folder, self.film = folder, folder / "film.shot"
        self.film.write_text(FILM)
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "screenc", "watch", str(self.film), "--no-check", *words],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text()

    def note(self) -> list:
        path = self.folder / "build/small/fresh.js"
        return json.loads(path.read_text()[len("screencFresh(") : -3]) if path.exists() else [None, "", ""]

    def until(self, what, seconds=300):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if what():
                return
            assert self.process.poll() is None, self.said
            time.sleep(0.05)
        pytest.fail(f"waited in vain; it said:\n{self.said}")

    def save(self, old: str, new: str):
        text = self.film.read_text()
        assert old in text
        part = self.folder / ".film.part"
        part.write_text(text.replace(old, new))
        part.replace(self.film)  # as editors save

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def watching(tmp_path):
    one = Watching(tmp_path)
    yield one
    if one.process.poll() is None:
        one.process.kill()
    one.log.close()


def test_a_film_is_built_again_at_every_save_and_a_broken_one_is_told(watching):
    film = watching.folder / "build/small/small.mp4"
    watching.until(lambda: watching.note() == [1, "well", ""])
    assert (watching.folder / "build/small/report.html").exists()
    first = film.read_bytes()
    watching.save("framing  medium", "framng  medium")
    watching.until(lambda: watching.note()[1] == "ill")
    assert watching.note() == [1, "ill", "1 error"] and "E0102" in watching.said
    assert film.read_bytes() == first, "the last film stays"
    watching.save("framng  medium", "framing  close")
    watching.until(lambda: watching.note() == [2, "well", ""])
    assert film.read_bytes() != first
    assert watching.end() == 0
    assert not (watching.folder / "build/small/fresh.js").exists()


def test_a_save_during_a_build_stops_it_and_the_last_text_is_what_is_built(watching):
    watching.until(lambda: "making 1 of 1" in watching.said)
    watching.save("shot s10.1 1s", "shot s10.1 2s")
    watching.until(lambda: watching.note()[1] == "well")
    report = json.loads((watching.folder / "build/small/report.json").read_text())
    assert report["length"] == 2.0
    assert watching.end() == 0
