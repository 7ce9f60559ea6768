"""Profiles are data: what they say is what a call may be and what it costs, and what contradicts itself is refused."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from screenc.contract import Capabilities, flat, holds

HEAD = """
name = "cam"
summary = "a test"
default = "a"
checked_on = "2026-11-21"
references = 2
[[frames]]
width = 1280
height = 720
resolution = "720p"
[[frames]]
width = 1920
height = 1080
resolution = "1080p"
[[frames]]
width = 720
height = 1280
resolution = "720p"
"""
MODELS = """
[model.a]
longest = "10"
[[model.a.prices]]
dollars = "0.084"
when = {resolution = "720p", sound = ["off"]}
[[model.a.prices]]
dollars = "0.05"
since = "2027-01-01"
when = {resolution = "720p", sound = ["off"]}
[[model.a.prices]]
per = "token"
dollars = "0.00001"
tokens = 20000
least = "0.50"
when = {resolution = "1080p"}
[model.b]
durations = [5, 10]
audio = "always"
references = 0
[[model.b.lengths]]
of = [8]
when = {resolution = "1080p"}
[[model.b.lengths]]
least = 4
most = 15
step = 1
when = {duration = {least = 3}}
"""
TODAY = date(2026, 11, 21)


def read(text):
    return Capabilities.model_validate(tomllib.loads(text, parse_float=Fraction))


def test_a_model_is_its_table_over_the_head():
    can = read(HEAD + MODELS)
    a, b = can.of(), can.of("b")
    assert (a.model, a.longest, a.references, a.audio) == ("a", 10, 2, "never")
    assert (b.model, b.longest, b.references, b.audio) == ("b", None, 0, "always")
    with pytest.raises(KeyError):
        can.of("c")


def test_lengths_hang_on_other_choices():
    b = read(HEAD + MODELS).of("b")
    assert b.offered({"resolution": "1080p"}).up(Fraction(6)) == 8
    assert b.offered({"resolution": "1080p"}).up(Fraction(9)) is None
    assert b.offered({"duration": 4}).up(Fraction(9, 2)) == 5
    assert b.offered({}).up(Fraction(6)) == 10 and b.offered({}).longest == 10


@pytest.mark.parametrize("asked, got", [("3", 4), ("4", 4), ("4.01", 5), ("15", 15), ("15.1", None)])
def test_a_stepped_range_goes_up(asked, got):
    row = read(HEAD + MODELS).of("b").offered({"duration": 4})
    assert row.up(Fraction(asked)) == got


def test_the_price_is_of_the_request_and_of_the_day():
    a = read(HEAD + MODELS).of("a")
    silent = {"resolution": "720p", "sound": "off"}
    assert a.price(Fraction(5), silent, TODAY) == Fraction("0.42")
    assert a.price(Fraction(5), silent, date(2027, 1, 1)) == Fraction("0.25")
    assert a.price(Fraction(5), {"resolution": "1080p"}, TODAY) == 1
    assert a.price(Fraction(1), {"resolution": "1080p"}, TODAY) == Fraction("0.5")
    assert a.price(Fraction(5), {"resolution": "720p", "sound": "on"}, TODAY) is None


def test_the_frame_that_is_nearest():
    can = read(HEAD + MODELS)
    size = lambda w, h, **facts: (f := can.native(w, h, facts)) and (f.width, f.height)  # noqa: E731
    assert size(320, 180) == (1280, 720)
    assert size(1920, 1080) == (1920, 1080)
    assert size(3840, 2160) == (1920, 1080)
    assert size(1920, 1080, resolution="720P") == (1280, 720)
    assert size(1080, 1920) == (720, 1280)


def test_conditions():
    assert holds({}, {}) and holds({"a": 8}, {"a": "8"}) and holds({"a": [1, 2]}, {"a": Fraction(2)})
    assert holds({"a": True}, {"a": True}) and holds({"a": False}, {}) and not holds({"a": True}, {"a": 1.0 == 2})
    assert not holds({"a": 8}, {"a": 9}) and not holds({"a": {"least": 3}}, {}) and holds({"a": {"most": 3}}, {"a": "2.5"})
    assert dict(flat({"a": {"b": [1, {"c": 2}]}})) == {"a.b.0": 1, "a.b.1.c": 2}


@pytest.mark.parametrize(
    "ill",
    [
        HEAD,
        HEAD + "[model.b]\n",
        HEAD + '[model.a]\nshutdown = "soon"\n',
        HEAD + "[model.a]\nlongst = 4\n",
        HEAD + '[model.a]\n[[model.a.prices]]\nper = "token"\ndollars = "1"\n',
    ],
    ids=["no models", "no default", "no day", "unknown field", "tokens uncounted"],
)
def test_an_ill_profile_is_refused(ill):
    with pytest.raises(ValidationError):
        read(ill)
