"""Three shots from words through a tiny HunyuanVideo."""

from __future__ import annotations

import pytest
from silent_film import script

pytest.importorskip("torch")
pytest.importorskip("diffusers")

SETTINGS = ("checkpoint hunyuan", "device cpu", "resolution frame", "steps 2", "dtype fp32")


@pytest.mark.slow
def test_a_film_of_three_shots(studio, here):
    from screenc.local import pipeline
    from screenc.media.probe import probe

    here("hunyuan")
    tune = "\n".join(f"tune hunyuan {s}" for s in SETTINGS)
    before = pipeline.STAGE.loads
    assert studio(script("hunyuan", [(f"s10.{n} 0.25s", tune) for n in (1, 2, 3)], rate=24)) == 0, studio.said
    assert probe(studio.film.parent / "build" / "rain" / "rain.mp4").frames == 18
    assert pipeline.STAGE.loads == before + 1
