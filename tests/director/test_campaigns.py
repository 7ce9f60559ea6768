"""The benchmarks' promises, small: kills lose nothing and pay nothing twice, and the provider is kept busy."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch):
    """On the path for these tests alone: `benchmarks/editor.py` would be found before the folder `tests/editor`."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))


@pytest.mark.slow
def test_kills_cost_nothing():
    from durability import campaign

    found = campaign(20, seed=7)
    assert found["kills"] == 20 and found["films"] >= 1
    assert not any(found.get(what) for what in ("billed twice", "lost", "clips missing", "cents apart"))


@pytest.mark.slow
@pytest.mark.parametrize("refuse", [False, True])
def test_the_provider_is_kept_busy(monkeypatch, refuse):
    from throughput import measured

    monkeypatch.setenv("SHOPCAM_KEY", "")
    monkeypatch.setenv("SHOPCAM_URL", "")
    wall, ideal = measured(shots=12, slots=4, seconds=5.0, refuse=refuse)
    assert wall < 1.1 * ideal
