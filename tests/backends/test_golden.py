"""The words and the order of one shot, for every service and every model: reviewed when they change (`pytest --regen-all`)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from test_conformance import BOUGHT

from screenc.film.model import Camera, Framing, Light
from screenc.planner import backends, lower

GOLDEN = Path(__file__).parents[1] / "golden" / "prompts"


@pytest.mark.parametrize("name", BOUGHT)
def test_one_shot_in_every_dialect(name, order, brief, file_regression):
    facts = {
        "length": Fraction(4),
        "style": "photoreal, soft dusk light",
        "mood": "guarded",
        "place_look": "shop lights on wet asphalt",
        "framing": Framing(size="medium-close", subjects=("ANRI",)),
        "camera": Camera(move="truck", way="left", pace="slow"),
        "light": Light(key="left", quality="soft"),
        "lens": Fraction(50),
        "text": ("Kyoto, 1994",),
    }
    target = backends.target(name)
    can, said, before = target.capabilities, [], None
    for model in can.models or [None]:
        anchor = can.of(model).first_frame == "required"
        _, request, task, _ = order(name, model=model, anchor=anchor, **facts)
        words = lower.prompt(target, brief(**facts), task.params)
        body = json.dumps(request.body, ensure_ascii=False, indent=1).replace(json.dumps(task.prompt)[1:-1], "...")
        told = "(the same words)" if words == before else words
        said.append(f"# {name} {model or ''}".rstrip() + f"\n\n{told}\n\nPOST {request.path}\n{body}\n")
        before = words
    file_regression.check("\n".join(said), fullpath=GOLDEN / f"{name}.txt")
