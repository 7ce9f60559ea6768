"""A picture first, by a model that begins from words; then its motion, by one that begins from a frame; each made again alone."""

from __future__ import annotations

import json

import pytest
from silent_film import script

pytest.importorskip("torch")
pytest.importorskip("diffusers")

TUNE = ("model wan2-2-i2v-a14b", "checkpoint wan-i2v-a14b", "device cpu", "resolution frame", "steps 2", "dtype fp32")


@pytest.fixture
def film(studio, here, tmp_path):
    """`film(*tunes)` is the script of one shot that Wan moves; its painter's weights are found by their name on the hub."""
    here("wan", "i2v-a14b"), here("wan", "t2v")
    (here.root / "checkpoints.toml").write_text('"Wan-AI/Wan2.1-T2V-14B-Diffusers" = "wan-t2v"\n', encoding="utf-8")

    def write(*tunes: str, length: str = "0.3125s", shots: int = 1, **change: str) -> str:
        facts = "\n".join(f"tune {t}" for t in (*(f"wan {t}" for t in TUNE), *tunes))
        text = script("wan", [(f"s10.{n} {length}", facts) for n in range(1, shots + 1)], rate=16)
        for old, new in change.items():
            text = text.replace(old, new)
        return text

    yield write
    (here.root / "checkpoints.toml").unlink()


@pytest.fixture
def planned(studio, film):
    """The tasks of a film's plan, by kind."""

    def plan(*tunes: str, **change: str) -> dict:
        assert studio(film(*tunes, **change), "--format", "json", verb="plan") == 0, studio.said
        tasks = json.loads(studio.said[studio.said.index("{") : studio.said.rindex("}") + 1])["tasks"]
        return {task["kind"]: task for task in tasks}

    return plan


PAINTED = "wan keyframe wan2-1-t2v-14b"


def test_another_motion_begins_with_the_same_picture(studio, film, monkeypatch):
    from screenc.local import frames, pipeline
    from screenc.media.probe import probe

    given, real = [], frames.first_frame
    monkeypatch.setattr(frames, "first_frame", lambda task, clip, *rest: given.append((task, clip)) or real(task, clip, *rest))
    text, loads = film(PAINTED, shots=2), pipeline.STAGE.loads
    assert studio(text, "-j", "2") == 0, studio.said
    assert pipeline.STAGE.loads == loads + 2, "who paints both, then who moves both"
    assert all(probe(clip).frames == 1 and task.anchor in task.needs and task.anchor_at * 16 == 1 for task, clip in given)
    assert studio(text, verb="plan") == 0 and "=" in studio.said and "s10.1 keyframe" in studio.said
    assert studio(text, "--retake", "s10.1") == 0, studio.said
    assert pipeline.STAGE.loads == loads + 2 and "keyframe" not in studio.said.split("making")[-1]
    anchors = [task.anchor for task, _ in given if "s10.1" in task.unit.shots]
    assert len(given) == 3 and len(anchors) == 2 and anchors[0] == anchors[1]


def test_a_keyframe_hangs_on_what_is_seen_and_not_on_motion(planned):
    one = planned(PAINTED)
    params = one["keyframe"]["params"]
    assert params["model"] == "wan2-1-t2v-14b" and params["checkpoint"] is None and "keyframe" not in params
    assert one["clip"]["anchor"] == one["keyframe"]["key"]
    for still in ({"length": "0.5s"}, {"  framing": "  camera   push-in slow ANRI\n  framing"}):
        again = planned(PAINTED, **still)
        assert again["keyframe"]["key"] == one["keyframe"]["key"] and again["clip"]["key"] != one["clip"]["key"]
    for other in ({"red coat": "blue coat"}, {"medium ANRI": "close ANRI"}, {"looks up": "sits down"}):
        assert planned(PAINTED, **other)["keyframe"]["key"] != one["keyframe"]["key"]


def test_previz_may_paint(planned):
    pictures = planned("wan keyframe previz", "previz names on")
    assert pictures["keyframe"]["backend"] == "previz" and pictures["keyframe"]["params"]["names"] is True


def test_a_keyframe_that_nobody_can_make_or_use_is_told(studio, film):
    assert studio(film("wan keyframe wan2-1-i2v-14b"), verb="plan") == 1
    assert "E0510" in studio.said and "begins from words" in studio.said
    assert studio(film("wan keyframe kling"), verb="plan") == 1 and "E0510" in studio.said
    assert studio(film(), verb="plan") == 1 and "E0527" in studio.said, "without one it has nothing to begin with"
