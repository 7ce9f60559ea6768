"""Who finds where a shot ends: ours by itself, another where it is asked for, and each tells the same plain cuts."""

import numpy as np
import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.cli.lent import DETECTORS
from screenc.critic import detectors, shots

CUTS = (30, 70)


def film(count=100):
    """Three pictures that move a little, and a cut at each of CUTS."""
    dice = np.random.default_rng(3)
    scenes = [np.kron(dice.integers(0, 255, (9, 16, 3)), np.ones((10, 10, 1))) for _ in range(3)]
    for n in range(count):
        yield n / 24, np.roll(scenes[sum(n >= cut for cut in CUTS)], n // 3, axis=1).astype(np.uint8)


@pytest.mark.parametrize("name", detectors.NAMES)
def test_each_finds_the_cuts_at_the_same_frames(name):
    if detectors.missing(name):
        pytest.skip(f"{name} is not installed")
    with detectors.using(name):
        seen = shots.ribbon(film())
    assert (seen.told is None) is (name == "own")
    assert shots.cuts(seen) == list(CUTS)
    assert [round(b.at * 24) for b in shots.boundaries(seen)] == list(CUTS)
    assert shots.ribbon(film(40)).told is None, "ours again afterwards"


def test_another_leaves_the_dice_as_they_were():
    if detectors.missing("transnetv2"):
        pytest.skip("transnetv2 is not installed")
    np.random.seed(5)
    wanted = np.random.random()
    np.random.seed(5)
    detectors._kept = None
    with detectors.using("transnetv2"):
        shots.ribbon([])
    assert np.random.random() == wanted


def test_one_that_is_not_installed_is_told_before_anything_is_read(tmp_path, monkeypatch):
    """E0758."""
    assert DETECTORS == detectors.NAMES
    (tmp_path / "film.shot").write_text("screenc 1\nend\n", encoding="utf-8")
    (tmp_path / "cut.mp4").write_bytes(b"")
    monkeypatch.setattr(detectors, "find_spec", lambda package: None)
    words = ["critique", str(tmp_path / "film.shot"), str(tmp_path / "cut.mp4"), "--cuts", "transnetv2"]
    done = CliRunner().invoke(screenc, words)
    assert done.exit_code == 4 and "E0758" in done.stderr and "screenc[shots]" in done.stderr
