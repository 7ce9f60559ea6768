"""Every check tells the true from the degraded."""

from __future__ import annotations

import numpy as np
import pytest
from critic.reel import EARS, Reel, claim, rain, scene, voice

from screenc.critic import registry
from screenc.critic.measure import holds


@pytest.fixture
def moving():
    return scene(72)


def verdict(reel, check, op="==", value="0", **more):
    return registry.check(check).judge(reel, claim(check, op, value, **more))


def test_every_check_offers_what_the_contract_asks():
    for name in registry.names():
        check = registry.check(name)
        assert check.name == name
        assert check.limit is None or check.limit[0] in ("==", ">=", "<=")


@pytest.mark.parametrize(
    ("measured", "op", "value", "stands"),
    [
        (2.0, ">=", "2", True),
        (1.99, ">=", "2", False),
        (-24.0, ">=", "-24dB", True),
        (-24.1, ">=", "-24dB", False),
        (80.0, ">=", "80%", True),
        (0.8, "<=", "0.80", True),
        (3.0, "==", "3", True),
        (2.0, "==", "3", False),
        (0.0, None, None, False),
    ],
)
def test_a_claim_is_held_by_its_operator(measured, op, value, stands):
    assert holds(measured, op, value) is stands


def test_black_is_told_from_a_dark_picture(moving):
    night = (moving * 0.3).astype(np.uint8)
    assert verdict(Reel(night), "black", "<=", "20%").held
    half = moving.copy()
    half[36:] = 3
    found = verdict(Reel(half), "black", "<=", "20%")
    assert found.held is False
    assert found.measured == "50%"
    assert found.evidence[0].at == pytest.approx(1.5)


def test_frozen_looks_a_second_ahead(moving):
    assert verdict(Reel(moving), "frozen", "<=", "0%").held
    slow = scene(72, drift=0.1)
    assert verdict(Reel(slow), "frozen", "<=", "0%").held, "a slow drift hardly differs from frame to frame, and is alive"
    still = np.repeat(moving[:1], 72, 0)
    assert verdict(Reel(still), "frozen", "<=", "80%").held is False
    stuck = moving.copy()
    stuck[24:] = moving[24]
    assert 45 <= float(verdict(Reel(stuck), "frozen", "<=", "20%").measured.rstrip("%")) <= 55


def test_a_mouth_alone_is_not_frozen(moving):
    talking = np.repeat(moving[:1], 72, 0)
    for i in range(72):
        talking[i, 40:46, 70:82] = 40 if i % 7 < 4 else 160
    assert verdict(Reel(talking), "frozen", "<=", "40%").held


def test_cuts_are_found_where_they_are(moving):
    assert verdict(Reel(moving), "cuts").held
    spliced = np.concatenate([moving[:30], scene(42, seed=5)])
    found = verdict(Reel(spliced), "cuts")
    assert found.held is False
    assert [e.at for e in found.evidence] == [pytest.approx(30 / 24)]


def test_a_flash_and_a_fast_pan_are_no_cuts(moving):
    flash = moving.copy()
    flash[30] = 255
    assert verdict(Reel(flash), "cuts").held
    assert verdict(Reel(scene(72, drift=12)), "cuts").held


def test_a_voice_is_told_from_rain_and_from_silence():
    line = [("ANRI", 1, 3)]
    quiet = rain(4)
    spoken = quiet.copy()
    spoken[EARS : 3 * EARS] += voice(2)
    assert verdict(Reel(sound=spoken, lines=line), "spoken", ">=", "80%").held
    assert verdict(Reel(sound=quiet, lines=line), "spoken", ">=", "60%").held is False
    assert verdict(Reel(sound=np.zeros(4 * EARS), lines=line), "spoken", ">=", "60%").measured == "0%"
    louder = quiet.copy()
    louder[EARS : 3 * EARS] *= 12
    assert verdict(Reel(sound=louder, lines=line), "spoken", ">=", "60%").measured == "0%", "louder rain is nobody's voice"


def test_half_a_line_is_half_heard():
    sound = rain(6)
    sound[EARS : 3 * EARS] += voice(2)
    share = float(verdict(Reel(sound=sound, lines=[("ANRI", 1, 5)]), "spoken", ">=", "60%").measured.rstrip("%"))
    assert 40 <= share <= 62


def test_only_the_named_speaker_is_asked_for():
    sound = rain(6)
    sound[EARS : 2 * EARS] += voice(1)
    reel = Reel(sound=sound, lines=[("ANRI", 1, 2), ("TAKUMI", 3, 4)])
    assert verdict(reel, "spoken", ">=", "80%", subject="ANRI").held
    assert verdict(reel, "spoken", ">=", "80%", subject="TAKUMI").held is False
    assert verdict(reel, "spoken", ">=", "80%", subject="NOBODY").held is None


def test_loudness_and_peak_are_the_meters():
    assert verdict(Reel(loud=(-17.0, -2.0)), "loudness", ">=", "-24dB").held
    assert verdict(Reel(loud=(-40.0, -2.0)), "loudness", ">=", "-24dB").held is False
    assert verdict(Reel(loud=(-17.0, 0.3)), "peak", "<=", "-0.5dB").held is False


def test_length_counts_the_window(moving):
    assert verdict(Reel(moving), "length", "==", "3s").held
    assert verdict(Reel(moving), "length", ">=", "4s").held is False
