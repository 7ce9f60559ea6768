"""What a person is told of a verdict: broken claims fail or warn, what could not be measured says why, what held is silent."""

import pytest

from screenc.contract import Assertion, Evidence, Verdict
from screenc.critic.judge import diagnose
from screenc.film.model import Claim
from screenc.text import Source

SOURCE = Source("film.shot", "shot s10.1 4s\n  expect   spoken ANRI >= 80%\n")


def verdict(force, held, automatic=False):
    claim = Claim(force=force, check="spoken", subject="ANRI", op=">=", value="80%")
    assertion = Assertion(claim=claim, scene="s10", shot="s10.1", automatic=automatic)
    return Verdict(
        assertion=assertion,
        measured="12%",
        held=held,
        words="12% of the line is heard",
        evidence=(Evidence(at=1.5, words="silence"),),
    )


@pytest.mark.parametrize(
    "force, held, automatic, code",
    [
        ("expect", False, False, "E0701"),
        ("prefer", False, False, "W0702"),
        ("expect", None, False, "E0706"),
        ("prefer", None, False, "W0707"),
        ("prefer", False, True, "W0708"),
        ("prefer", None, True, None),
        ("expect", True, False, None),
        ("prefer", True, True, None),
    ],
)
def test_what_is_told(force, held, automatic, code):
    it = verdict(force, held, automatic)
    claim, head = SOURCE.line_span(2), SOURCE.span(5, 10)
    key = (it.assertion.scene, it.assertion.shot)
    told = diagnose([it], {key: head} if automatic else {key: head, (*key, it.assertion.claim): claim})
    assert [d.code for d in told] == ([code] if code else [])
    for d in told:
        assert d.span == (head if automatic else claim), "at the claim, or at the shot where nobody claimed"
        assert d.notes == ("at 1.50 s: silence",) and "12% of the line is heard" in d.message
