"""Waivers reach what other phases find: the critic's warnings are waived on their shot, for a reason, until a day."""

from datetime import date

import pytest

from screenc.film.resolve import resolve
from screenc.film.rules.waiver import excuse
from screenc.lang import load
from screenc.text import Diagnostic

TODAY = date(2026, 6, 1)
FILM = """screenc 1
film rain
cast ANRI
  look     red coat
place street
  look     wet street
scene s10 ext street dusk
  with     ANRI
shot s10.1 4s
  framing  full ANRI
  prefer   likeness ANRI >= 0.60
  waive    W0702 until {until} the mask is meant
shot s10.2 4s
  framing  close ANRI
  prefer   likeness ANRI >= 0.60
end
"""


@pytest.fixture
def resolved():
    def resolved(until):
        return resolve(load("film.shot", FILM.format(until=until).encode())[0])[0]

    return resolved


def found(it, shot, fact="prefer", code="W0702"):
    return Diagnostic.at(code, it.spans.of(shot, fact), "not alike")


def test_a_warning_is_waived_on_its_shot_only(resolved):
    it = resolved("2027-01-01")
    here, there = found(it, "s10.1"), found(it, "s10.2")
    assert excuse(it, [here, there], TODAY) == [there]
    assert excuse(it, [found(it, "s10.1", ""), there], TODAY) == [there], "the head of the shot is the shot's, too"


def test_a_waiver_that_ran_out_hides_nothing(resolved):
    it = resolved("2026-01-01")
    here = found(it, "s10.1")
    assert excuse(it, [here], TODAY) == [here]


def test_a_waiver_that_met_nothing_is_told(resolved):
    it = resolved("2027-01-01")
    other = found(it, "s10.1", code="W0708")
    told = excuse(it, [other], TODAY)
    assert told[0] is other and [d.code for d in told[1:]] == ["W0448"]
    assert told[1].fix.trust == "safe" and "waive" in told[1].fix.edits[0].span.text
