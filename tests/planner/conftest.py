"""Films as text, planned without a voice and without a renderer."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fakecam"))

FILM = """\
screenc 1

film rain
  title    Rain
  frame    320x180
  backend  fakecam

cast ANRI
  look     A young woman with long black hair and a red coat.

cast TAKUMI
  look     A tall man with short hair and a grey suit.

place street
  look     A wet city street.

place cafe
  look     A small cafe.

scene s10 ext street dusk
  with     TAKUMI ANRI
  axis     TAKUMI ANRI

shot s10.1 3s
  framing  long TAKUMI ANRI
  action   They walk towards each other.

shot s10.2 auto
  from     s10.1
  framing  medium-close TAKUMI
  TAKUMI (confused): Oh - are you... Okita?
  cut      dissolve 12f

shot s10.3 auto
  framing  medium-close ANRI
  ANRI: I am. It has been a long time.

scene s20 int cafe night
  with     ANRI
  sound    rain on the window

shot s20.1 2s
  framing  medium ANRI
  action   Anri drinks.
end
"""


class Past:
    """Earlier builds as the test has them."""

    def __init__(self, plan=None, made=None):
        self.tasks = {t.name: t for t in plan.tasks} if plan else {}
        self.keys = {t.key for t in plan.tasks} if plan and made is None else set(made or ())

    def made(self, key):
        return key in self.keys

    def last(self, name):
        return self.tasks.get(name)

    def pace(self, backend):
        return 0.5 if self.tasks else None

    def take(self, shot):
        from screenc.planner.reason import FIRST

        return FIRST

    def takes(self, shot):
        return [self.take(shot)]


class Planner:
    """`planner(text)` -> (plan, diagnostics)."""

    def __init__(self, folder):
        self.folder, self.changed = folder, {}

    def __call__(self, text=FILM, past=None, force=lambda shot: False, today=date(2026, 11, 21), estimated=True):
        from screenc.director import voices
        from screenc.film.resolve import resolve
        from screenc.lang import load
        from screenc.planner.plan import plan
        from screenc.planner.reason import NOTHING

        path = self.folder / "film.shot"
        path.write_text(text, encoding="utf-8")
        loaded, found = load(path)
        assert not found, [d.message for d in found]
        resolved, found = resolve(loaded)
        assert resolved, [d.message for d in found]
        return plan(resolved, voices.estimated(resolved.film), past=past or NOTHING, today=today, force=force, find=self.find)

    def find(self, name):
        from screenc.contract import Capabilities
        from screenc.planner.backends import Broken, Found, Target

        if name not in ("fakecam", "other"):
            raise KeyError(name)
        import fakecam

        folder = Path(fakecam.__file__).parent
        changed = dict(self.changed)
        template = changed.pop("template", (folder / "fakecam.j2").read_text())
        if changed.pop("broken", False):
            raise Broken("fakecam.toml is not a profile")
        version = changed.pop("version", "1")
        can = {
            "name": name,
            "summary": "",
            "first_frame": "optional",
            "references": 2,
            "seeds": "one",
            "checked_on": "2026-11-01",
            **changed,
        }
        backend = fakecam.Fakecam()
        backend.version = version
        found = Found(name, "fakecam", folder / "fakecam.toml", folder / "fakecam.j2")
        return Target(Capabilities.model_validate(can), template, backend, found)


@pytest.fixture
def planner(tmp_path):
    return Planner(tmp_path)


@pytest.fixture
def film():
    return FILM


@pytest.fixture
def past():
    return Past
