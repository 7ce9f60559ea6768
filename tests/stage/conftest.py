from fractions import Fraction

import pytest

from screenc.contract import Brief
from screenc.film.model import Framing


@pytest.fixture
def shot_brief():
    """Makes a brief of an empty street, with whatever facts a test cares about."""

    def make(**facts) -> Brief:
        return Brief(
            **{
                "shot": "s10.1",
                "scene": "s10",
                "length": Fraction(1),
                "width": 320,
                "height": 180,
                "rate": Fraction(24),
                "setting": "ext",
                "place": "street",
                "hour": "day",
                "framing": Framing(size="medium"),
                **facts,
            }
        )

    return make
