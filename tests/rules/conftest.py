"""What a whole script is told, as codes; scripts are short bodies under one cast."""

from datetime import date

import pytest

TODAY = date(2026, 6, 1)
HEAD = """screenc 1

film rain
  title    Rain
{facts}
cast ANRI
  look     woman of 30, slight, short black hair, red coat

cast BEN
  name     Benjamin Ode
  look     man of 45, broad, grey beard, navy suit

cast CYD
  look     girl of 12, braids, yellow raincoat

place street
  look     wet street, shop lights

place harbour
  look     stone quay, a row of boats

prop cup
  look     white enamel cup

prop key
  look     brass key
"""


@pytest.fixture
def whole():
    """whole(body) -> the text of a file with that body under the common cast."""
    return lambda body, facts="": f"{HEAD.format(facts=facts)}\n{body.strip()}\nend\n"


@pytest.fixture
def told(tmp_path, whole):
    """told(body, facts="") -> the diagnostics of a film; a syntax slip in a test's own script fails the test."""
    from screenc.film.resolve import resolve
    from screenc.film.rules import check
    from screenc.lang import load

    def told(body: str, facts: str = ""):
        path = tmp_path / "film.shot"
        path.write_text(whole(body, "".join(f"  {fact}\n" for fact in facts.splitlines())), encoding="utf-8")
        loaded, slips = load(path)
        assert loaded is not None and not slips, [(d.code, d.message, str(d.span)) for d in slips]
        resolved, slips = resolve(loaded)
        assert resolved is not None and not slips, [(d.code, d.message, str(d.span)) for d in slips]
        return check(resolved, TODAY)

    return told
