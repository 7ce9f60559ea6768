"""The plan of every example is a file that review can read: what changes in it is what a change of ours does to films.

`pytest tests/golden --force-regen` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(p.parent.name for p in (ROOT / "examples").glob("*/film.shot"))


def planned(path):
    from screenc.cli import session
    from screenc.director import voices
    from screenc.planner.plan import plan

    reading = session.read(path)
    assert reading.well, session.plainly(reading.diagnostics)
    made, found = plan(reading.resolved, voices.estimated(reading.resolved.film), today=date(2026, 11, 21))
    assert made and not found
    return made


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_examples_plan(name, file_regression):
    plan = planned(ROOT / "examples" / name / "film.shot")
    file_regression.check(plan.model_dump_json(indent=1) + "\n", fullpath=ROOT / "examples" / name / "plan.json")


def test_there_are_three():
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("schema", ["Film", "Plan", "Report"])
def test_the_schemas_of_what_is_stored(schema, file_regression):
    import json

    from screenc.contract import Plan
    from screenc.film.model import Film
    from screenc.report.model import Report

    model = {"Film": Film, "Plan": Plan, "Report": Report}[schema]
    text = json.dumps(model.model_json_schema(mode="serialization"), indent=1, sort_keys=True) + "\n"
    file_regression.check(text, fullpath=Path(__file__).parent / f"{schema.lower()}.schema.json")
