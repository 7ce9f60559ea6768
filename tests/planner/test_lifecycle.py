"""A film that names a service which is gone, or going, hears of it from `check`."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.planner import backends
from screenc.planner.lifecycle import lifecycle

FILM = """screenc 1

film tram
  backend  {backend}

cast ANRI
  look     woman of 30

place street
  look     a street

scene s10 ext street dusk
  with     ANRI

shot s10.1 4s
  framing  medium ANRI
  action   She waits.
{more}end
"""


def told(text: str, today: date = date(2026, 11, 21)) -> list[tuple[str, int]]:
    loaded, found = load("film.shot", text.encode())
    assert loaded, found
    return [(d.code, d.span.line) for d in lifecycle(resolve(loaded)[0], today)]


@pytest.fixture
def closing(monkeypatch):
    """A service that shuts down on the last day of 2026."""
    profile = backends.profile

    def dated(name):
        can = profile(name)
        return can.model_copy(update={"shutdown": "2026-12-31", "replacement": "previz"}) if name == "runway" else can

    monkeypatch.setattr(backends, "profile", dated)
    monkeypatch.setattr(backends.Capabilities, "of", lambda can, model=None: can)


def test_a_service_that_is_there_is_no_news():
    assert told(FILM.format(backend="previz", more="")) == []
    assert told(FILM.format(backend="auto", more="")) == []
    assert told(FILM.format(backend="nobody", more="")) == [], "an unknown name is the plan's to tell"


def test_a_service_that_closes_is_told_where_it_is_named(closing):
    film = FILM.format(backend="runway", more="")
    assert told(film, date(2026, 6, 1)) == []
    assert told(film, date(2026, 11, 21)) == [("W0507", 4)]
    assert told(film, date(2027, 1, 1)) == [("E0506", 4)]
    again = "\nshot s10.2 2s\n  framing  close ANRI\n  action   She looks up.\n  backend  runway\n"
    assert told(FILM.format(backend="previz", more=again), date(2027, 1, 1)) == [("E0506", 22)]
    assert told(FILM.format(backend="runway", more=again), date(2027, 1, 1)) == [("E0506", 4)], "once"


def test_a_waiver_holds_for_a_warning_and_not_for_an_error(closing):
    waive = "  waive    W0507 until 2027-06-01 the film is done by then\n"
    assert told(FILM.format(backend="runway", more=waive), date(2026, 11, 21)) == []
    assert told(FILM.format(backend="runway", more=waive), date(2027, 1, 1)) == [("E0506", 4)]


def test_check_tells_it(tmp_path):
    path = tmp_path / "film.shot"
    path.write_text(FILM.format(backend="luma-legacy", more=""))
    result = CliRunner().invoke(screenc, ["check", str(path)])
    assert result.exit_code == 0 and "W0515" in result.output
