"""The whole verb over a shop: bought, shown, taken again, picked; limits leave with 5; the ledger says what was spent."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from provider import Shop

sys.path.insert(0, str(Path(__file__).parent / "shop"))

FILM = """\
screenc 1

film rain
  frame    128x72
  backend  shopcam

cast ANRI
  look     A young woman with long black hair.

place street
  look     A wet street.

scene s10 ext street dusk
  with     ANRI

shot s10.1 2s
  framing  long ANRI
  action   She walks.

shot s10.2 2s
  from     s10.1
  framing  medium ANRI
  action   She stops.

shot s10.3 2s
  framing  insert
  action   Rain falls.
end
"""


@pytest.fixture
def studio(tmp_path, monkeypatch):
    from screenc.cli.command import screenc
    from screenc.planner import backends

    backends.found.cache_clear()
    backends.target.cache_clear()
    shop = Shop()
    monkeypatch.setenv("SHOPCAM_URL", shop.url)
    monkeypatch.setenv("SHOPCAM_KEY", "sk-of-the-shop-0123")
    (tmp_path / "film.shot").write_text(FILM)
    monkeypatch.chdir(tmp_path)

    def call(*args, **more):
        return CliRunner().invoke(screenc, list(args), **more)

    call.shop = shop
    yield call
    shop.close()
    backends.found.cache_clear()
    backends.target.cache_clear()


def test_a_film_is_bought_taken_again_and_picked(studio):
    shop = studio.shop
    shown = studio("show", "s10.2", "film.shot")
    assert "POST /clips" in shown.output and "$0.20" in shown.output and "last frame of the shot before" in shown.output
    done = studio("build", "film.shot", "--no-check", "--max-cost", "0.30")
    assert done.exit_code == 5 and "E0610" in done.output and len(shop.jobs) == 1
    done = studio("build", "film.shot", "--no-check")
    assert done.exit_code == 0 and len(shop.jobs) == 3, done.output
    first = {j["body"]["prompt"]: j["body"]["seed"] for j in shop.jobs.values()}
    done = studio("build", "film.shot", "--no-check", "--retake", "s10.3")
    assert done.exit_code == 0 and len(shop.jobs) == 4, done.output
    again = shop.jobs["job-4"]["body"]
    assert again["prompt"] in first and again["seed"] != first[again["prompt"]]
    assert "takes     1, 2 (used)" in studio("show", "s10.3", "film.shot").output
    assert studio("build", "film.shot", "--no-check", "--take", "s10.3:1").exit_code == 0 and len(shop.jobs) == 4
    assert "1 (used), 2" in studio("show", "s10.3", "film.shot").output
    assert studio("build", "film.shot", "--take", "s10.3:9").exit_code == 2
    assert studio("build", "film.shot", "--no-check", "--recast", "ANRI").exit_code == 0 and len(shop.jobs) == 6
    lost = studio("build", "film.shot", "--no-check", "--take", "s10.2:1")
    assert lost.exit_code == 4 and "E0628" in lost.output and "$0.20" in lost.output
    assert "1, 2 (used)" in studio("show", "s10.2", "film.shot").output and len(shop.jobs) == 6
    both = studio("build", "film.shot", "--no-check", "--take", "s10.1:1", "--take", "s10.2:1")
    assert both.exit_code == 0 and len(shop.jobs) == 6, both.output
    told = studio("ledger")
    assert "6 orders, $1.20 spent" in told.output
    assert studio("ledger", "film.shot").output == told.output
    orders = json.loads(studio("ledger", "--format", "json").output)
    assert len(orders) == 6 and {o["stage"] for o in orders} == {"delivered"}
    assert studio("ledger", "resolve", "1", "--not-made").exit_code == 2
    assert studio("ledger", "resolve", "99", "--made", "x").exit_code == 2


def test_an_unclear_order_is_resolved_from_the_command_line(studio):
    studio.shop.faults["create"].append("drop")
    done = studio("build", "film.shot", "--no-check", "--only", "s10.3")
    assert done.exit_code == 4 and "E0619" in done.output
    told = studio("ledger", "resolve", "1", "--made", "job-1")
    assert told.exit_code == 0 and "job-1" in told.output
    done = studio("build", "film.shot", "--no-check")
    assert done.exit_code == 0 and len(studio.shop.jobs) == 3


def test_all_backends_side_by_side(studio):
    told = studio("plan", "film.shot", "--compare", "--estimate", "--format", "json")
    columns = {(c["backend"], c["model"]): c for c in json.loads(told.output)}
    assert columns["shopcam", "flat"]["dollars"] == "3/5" and columns["shopcam", "old"]["refused"]
    unknown = [c for c in columns.values() if c["dollars"] is None and not c["refused"]]
    assert unknown and not any("no price" in loss for c in unknown for loss in c["losses"])
    assert columns["previz", None]["dollars"] == "0" and not studio.shop.seen
    told = studio("plan", "film.shot", "--compare", "--estimate", env={"COLUMNS": "80"}).output
    assert max(map(len, told.splitlines())) <= 80 and "what is lost" in told and "who cannot" in told
    (flat,) = [line for line in told.splitlines() if line.startswith("shopcam flat")]
    assert flat.split()[2:] == ["3", "6s", "0s", "0", "0", "$0.60"]


def test_another_take_keeps_the_first_frame_and_is_not_bought_again(studio, tmp_path):
    """The shop has one seed for look and motion, so the frame holds the look; s10.2 has its frame from the shot before."""
    shop = studio.shop
    assert studio("build", "film.shot", "--no-check").exit_code == 0 and len(shop.jobs) == 3
    assert studio("build", "film.shot", "--no-check", "--retake", "s10.3").exit_code == 0 and len(shop.jobs) == 4
    again, (first,) = (
        shop.jobs["job-4"]["body"],
        [j["body"] for j in shop.jobs.values() if "Rain falls" in j["body"]["prompt"] and not j["body"].get("pictures")],
    )
    assert again["pictures"][0] > 100 and again["seed"] != first["seed"] and again["prompt"] == first["prompt"]
    assert "first frame of the earlier take" in studio("show", "s10.3", "film.shot").output
    studio("build", "film.shot", "--no-check", "--take", "s10.3:1")
    studio("build", "film.shot", "--no-check", "--take", "s10.3:2")
    assert studio("clean").exit_code == 0 and studio("build", "film.shot", "--no-check").exit_code == 0 and len(shop.jobs) == 4
    assert studio("build", "film.shot", "--no-check", "--recast", "ANRI").exit_code == 0 and len(shop.jobs) == 6
    assert not shop.jobs["job-5"]["body"]["pictures"]
    assert studio("build", "film.shot", "--no-check", "--force", "--only", "s10.3").exit_code == 0 and len(shop.jobs) == 7
    assert shop.jobs["job-7"]["body"]["pictures"]


def test_cleaning_keeps_what_was_paid_for_until_it_is_named_and_agreed_to(studio, tmp_path):
    shop, home = studio.shop, tmp_path / ".screenc"
    assert studio("build", "film.shot", "--no-check", "--retake", "s10.3").exit_code == 0 and len(shop.jobs) == 3
    orders = studio("ledger").output
    dry = studio("clean", "--dry-run")
    assert "would remove .screenc, but for what was paid for" in dry.output
    assert "kept the ledger of 3 orders ($0.60)" in dry.output
    done = studio("clean")
    assert done.exit_code == 0 and "2 bought files" in done.output  # the shop sells one clip thrice
    assert not list((home / "stamps").glob("*.json")) and studio("ledger").output == orders
    assert len(list((home / "objects").rglob("*.mp4"))) == 2
    asked = list(shop.seen)
    built = studio("build", "film.shot", "--no-check", "--max-cost", "0")
    assert built.exit_code == 0 and len(shop.jobs) == 3 and shop.seen == asked, built.output
    refused = studio("clean", "--bought")
    assert refused.exit_code == 1 and "3 orders of $0.60" in refused.output and studio("ledger").output == orders
    assert studio("clean", "--bought", "--yes").exit_code == 0 and not home.exists() and (tmp_path / "film.shot").exists()


def test_cleaning_says_what_is_still_to_come(studio, tmp_path):
    studio.shop.faults["create"].append("drop")
    assert studio("build", "film.shot", "--no-check", "--only", "s10.3").exit_code == 4
    asked = studio("clean", "--bought")
    assert "1 order not yet delivered: what it makes would be lost" in asked.output and (tmp_path / ".screenc").exists()
    assert studio("clean").exit_code == 0 and studio("build", "film.shot", "--no-check", "--only", "s10.3").exit_code == 4
    assert len(studio.shop.jobs) == 1
