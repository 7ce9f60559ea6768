"""Who is called by what they are is dressed as it; whoever only has such a name is not."""

from __future__ import annotations

import pytest

from screenc.scripter.casting import _role
from screenc.scripter.dialogue import Character
from screenc.scripter.engines.rules import _mood


@pytest.mark.parametrize(
    "name, role",
    [
        ("First Witch", "witch"),
        ("KING HENRY", "royal"),
        ("The Old Nurse", "nurse"),
        ("간호사", "nurse"),
        ("Second Soldier", "soldier"),
        ("Tom Baker", None),
        ("Kingsley", None),
        ("Mr. King", None),
        ("ANRI", None),
        ("First", None),
    ],
)
def test_a_role_in_a_name(name, role):
    assert _role(Character(name.casefold(), name)) == role


def test_a_storm_is_no_place_for_a_guitar():
    assert _mood(0.4)[1] == "warm guitar, light"
    assert "guitar" not in _mood(0.4 + 0.16)[1]
    assert _mood(5.0)[0].startswith("tense")
