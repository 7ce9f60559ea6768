"""A plan in words: the sign, the reason and the sum."""

from __future__ import annotations

import pytest

from screenc.contract import Why
from screenc.report.reckoning import duration, lines, reason


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why(kind="cached"), "cached"),
        (Why(kind="new"), "new"),
        (Why(kind="forced"), "forced"),
        (Why(kind="upstream", shots=("s10.1",)), "goes on from s10.1"),
        (
            Why(kind="changed", facts=("speech by TAKUMI changed",), line="film.shot:37"),
            "speech by TAKUMI changed (film.shot:37)",
        ),
        (Why(kind="changed", facts=("camera", "lens"), line="film.shot:4"), "camera, lens changed (film.shot:4)"),
        (Why(kind="changed", facts=("a", "b", "c", "d", "e")), "a, b, c, 2 more changed"),
        (Why(kind="changed", facts=("previz 1 is now 2",)), "previz 1 is now 2"),
    ],
)
def test_a_reason_in_words(why, words):
    assert reason(why) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1s"), (45, "45s"), (120, "2m"), (4800, "1h20m")])
def test_a_duration_in_words(seconds, words):
    assert duration(seconds) == words


def test_a_plan_in_lines(planner, past, film):
    first, _ = planner()
    text = film.replace("They walk towards", "They run towards").replace(
        "shot s20.1 2s\n", "shot s20.1 2s\n  camera   pan left\n"
    )
    planner.changed = {"moves": ["static"]}
    plan, _ = planner(text.replace("scene s20", "scene s20"), past=past(first))
    said = list(lines(plan, spoken=False))
    assert said[0].startswith("  ~ s10.1    3s  fakecam  action changed (") and said[1].endswith("goes on from s10.1")
    assert said[2].startswith("  = s10.3") and said[2].endswith("cached")
    assert any(line.startswith("  ! s20.1  camera: ") for line in said)
    assert "3 to render, 1 cached" in said[-1] and "estimated" in said[-1] and "$0.00" in said[-1]


def test_the_live_bars_follow_a_build(planner, monkeypatch):
    """Drawn to nowhere: every call that a build makes is taken, and nothing is left running."""
    from screenc.contract import Artifact
    from screenc.report.progress import Live
    from screenc.text import Diagnostic

    plan, _ = planner()
    with Live() as show:
        show.speaking(0, 2)
        show.speaking(2, 2)
        show.begin(plan)
        for n, task in enumerate(plan.tasks):
            show.started(task)
            show.moved(task, 0.5)
            if n:
                show.made(task, Artifact(key=task.key, digest="", media="mp4", path="", took=1.0, made_by=""))
            else:
                show.failed(task, Diagnostic("E0601", "the lens fell off [red]"))
        show.stage("cutting")(0.5)
        assert show._bars.tasks[0].completed == pytest.approx(show._bars.tasks[0].total)
    assert not show._open
