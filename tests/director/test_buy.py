"""Whatever a service does, whatever dies when: no order leaves twice, nothing paid is lost, ledger and shop agree."""

from __future__ import annotations

import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from provider import Shop, film

from screenc.contract import Brief, Job, Reference, Request, Task, Unit, digest
from screenc.director import counter
from screenc.director.buy import Buyer
from screenc.director.ledger import Limits
from screenc.director.project import Project
from screenc.director.run import proved, run
from screenc.film.model import Framing
from screenc.media import audio
from screenc.media.probe import probe

SHOP = Path(__file__).parent / "shop"
sys.path.insert(0, str(SHOP))
SECRET = "sk-0123456789-very-secret"


def order(name="s1", *needs, seconds=2, dollars="0.2", anchor=None, **more) -> Task:
    brief = Brief(
        shot=name,
        scene="s",
        length=Fraction(seconds),
        width=64,
        height=36,
        rate=Fraction(24),
        setting="int",
        place="room",
        framing=Framing(size="medium"),
    )
    body = {"model": "flat", "prompt": name, "seconds": str(seconds), "resolution": "small", "seed": 1, "rewrite": False}
    files = {"anchor": "anchor"} if anchor else {}
    if files:
        body["pictures"] = [{"file": "anchor"}]
    keys = tuple(n.key for n in needs)
    return Task(
        key=digest([name, seconds, *keys]), kind="clip", name=name, unit=Unit(shots=(name,), length=Fraction(seconds)),
        backend="shopcam", version="1", needs=keys, brief=brief, request=Request(path="/clips", body=body, files=files),
        dollars=Fraction(dollars), anchor=anchor.key if anchor else None, **{"params": {"model": "flat"}, **more},
    )  # fmt: skip


def plan_of(*tasks):
    from fake_run import plan_of as plain

    return plain(*tasks)


@pytest.fixture
def shop(monkeypatch):
    made = Shop()
    monkeypatch.setenv("SHOPCAM_URL", made.url)
    monkeypatch.setenv("SHOPCAM_KEY", SECRET)
    monkeypatch.setattr(counter, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(counter, "LONGEST_PAUSE", 0.02)
    yield made
    made.close()


class Counter:
    """Builds with a fresh buyer each time, as a later process would."""

    def __init__(self, folder):
        self.folder, self.build = folder, 0

    def __call__(self, *tasks, limits=None, stand_in=lambda task: None, jobs=8, prove=proved, stop=None):
        import shopcam

        from screenc.contract import Capabilities

        self.build += 1
        can = Capabilities(name="shopcam", summary="", checked_on="2026-11-21", poll_every="0.02")
        project = Project(self.folder)
        stop = stop or threading.Event()
        try:
            with project.building():
                buyer = Buyer(
                    project, project.ledger, "test", self.build, self.folder, lambda task: (shopcam.backend, can),
                    limits or Limits(), stop, threading.Semaphore(2), stand_in,
                )  # fmt: skip
                outcome = run(
                    plan_of(*tasks), project, lambda task: buyer, prove=prove, jobs=lambda task: jobs, ended=buyer.ended,
                    fetched=buyer.fetched, stop=stop,
                )  # fmt: skip
            self.orders = project.ledger.orders()
            return outcome
        finally:
            project.close()


@pytest.fixture
def build(tmp_path):
    return Counter(tmp_path)


def codes(outcome):
    return sorted(d.code for d in outcome.failed.values())


def test_a_clip_is_bought_once_and_made_ours(shop, build):
    outcome = build(order())
    made = probe(next(iter(outcome.artifacts.values())).path)
    assert outcome.whole and (made.width, made.height, made.frames, made.codec) == (64, 36, 48, "h264")
    assert outcome.spent == Fraction("0.2") == shop.billed
    assert build(order()).made == [] and len(shop.jobs) == 1
    assert [(o.stage, o.settled, o.job.id) for o in build.orders] == [("delivered", Fraction("0.2"), "job-1")]


def test_the_sound_that_was_asked_for_lies_under_the_clip(shop, build):
    t = np.arange(2 * 44100) / 44100
    beep = np.where(np.abs(t - 1.2) < 0.1, 0.3 * np.sin(2 * np.pi * 1000 * t), 0)
    shop.clips["2"] = film(Fraction(2), sound=beep)
    outcome = build(order("loud", params={"model": "flat", "audio": True}), order("quiet"))
    heard = {a.key: probe(a.path).audio for a in outcome.artifacts.values()}
    assert sorted(heard.values()) == [False, True] and not outcome.notes
    samples, rate = audio.read(next(a.path for a in outcome.artifacts.values() if heard[a.key]), mono=True)
    loud = np.flatnonzero(np.abs(samples) > 0.1) / rate
    assert (loud[0], loud[-1]) == pytest.approx((1.1, 1.3), abs=0.03)


def test_pictures_without_the_sound_that_was_asked_for_are_kept_and_it_is_told(shop, build):
    outcome = build(order(params={"model": "flat", "audio": True}))
    assert outcome.whole and [d.code for d in outcome.notes] == ["W0635"] and len(shop.jobs) == 1


def test_the_key_is_in_nothing_that_is_written(shop, build, tmp_path):
    shop.faults["create"].extend(["invalid"])
    shop.faults["poll"].extend(["provider"])
    outcome = build(order("a"), order("b"))
    assert any(SECRET in sent for sent in shop.headers)
    told = " ".join(f"{d.message} {d.notes} {d.help}" for d in outcome.failed.values())
    assert outcome.failed and SECRET not in told and "***" in told
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    "fault, code, jobs",
    [
        ("invalid", "E0611", 0),
        ("auth", "E0612", 0),
        ("quota", "E0613", 0),
        ("moderated-input", "E0615", 0),
        ("ambiguous", "E0619", 0),
        ("drop", "E0619", 1),
        ("refuse", "E0619", 0),
        ("fail:moderated-output", "E0616", 1),
        ("fail:invalid", "E0611", 1),
        ("fail:expired", "E0618", 1),
    ],
)
def test_a_fault_that_ends_an_order(shop, build, fault, code, jobs):
    shop.faults["create"].append(fault)
    outcome = build(order())
    assert codes(outcome) == [code] and len(shop.jobs) == jobs
    assert sum(step == "create" for step, _ in shop.seen) == 1


@pytest.mark.parametrize("step", ["create", "poll", "fetch"])
@pytest.mark.parametrize("fault", ["throttled", "provider"])
def test_a_fault_that_passes(shop, build, step, fault):
    shop.faults[step].extend([fault] * 2)
    outcome = build(order())
    assert outcome.whole and len(shop.jobs) == 1 and shop.billed == outcome.spent
    if step == "create":
        assert [o.stage for o in build.orders] == ["failed", "failed", "delivered"]


def test_a_fault_that_does_not_pass(shop, build):
    shop.faults["create"].extend(["throttled"] * 50)
    assert codes(build(order())) == ["E0614"] and not shop.jobs
    shop.faults["create"].clear()
    shop.faults["poll"].extend(["provider"] * 50)
    assert codes(build(order())) == ["E0617"] and len(shop.jobs) == 1
    shop.faults["poll"].clear()
    assert build(order()).whole and len(shop.jobs) == 1


def test_a_job_that_the_service_fails_is_ordered_once_more(shop, build):
    shop.faults["create"].append("fail:provider")
    outcome = build(order())
    assert outcome.whole and len(shop.jobs) == 2 and shop.billed == outcome.spent
    shop.faults["create"].extend(["fail:provider"] * 2)
    assert codes(build(order("b"))) == ["E0617"]


@pytest.mark.parametrize("fault", ["auth", "invalid", "expired"])
def test_a_fault_of_polling_leaves_the_order_open(shop, build, fault):
    shop.faults["poll"].append(fault)
    assert build(order()).failed and build.orders[0].stage == "ordered"
    assert build(order()).whole and len(shop.jobs) == 1


def test_retry_after_is_honoured(shop, build):
    shop.retry_after = "0.4"
    shop.faults["create"].append("throttled")
    began = time.monotonic()
    assert build(order()).whole and time.monotonic() - began > 0.4


def test_nothing_is_sent_while_it_is_ambiguous_and_somebody_resolves_it(shop, build, tmp_path):
    shop.faults["create"].append("drop")
    outcome = build(order())
    assert "order 1" in next(iter(outcome.failed.values())).message
    assert codes(build(order())) == ["E0619"] and len(shop.jobs) == 1
    project = Project(tmp_path)
    assert (
        project.ledger.resolve(1, Job(endpoint=shop.url, id="job-1")).stage == "ordered"
        and project.ledger.resolve(7, None) is None
    )
    project.close()
    assert build(order()).whole and len(shop.jobs) == 1 and shop.billed == build.orders[0].settled


def test_not_made_is_ordered_again(shop, build, tmp_path):
    shop.faults["create"].append("refuse")
    build(order())
    project = Project(tmp_path)
    assert project.ledger.resolve(1, None).stage == "failed"
    project.close()
    assert build(order()).whole and len(shop.jobs) == 1


def test_a_dead_link_is_renewed_and_a_torn_download_repeated(shop, build):
    shop.faults["fetch"].append("expired")
    assert build(order("a")).whole
    shop.faults["fetch"].append("cut")
    assert build(order("b")).whole and len(shop.jobs) == 2


def test_no_film_and_half_a_film(shop, build):
    shop.faults["create"].append("garbage")
    assert codes(build(order("a"))) == ["E0624"]
    shop.faults["create"].append("short")
    outcome = build(order("b"))
    assert codes(outcome) == ["E0624"] and "1.0" in next(iter(outcome.failed.values())).message
    assert all(o.stage == "delivered" for o in build.orders)
    build(order("b"))
    assert len(shop.jobs) == 2


def test_a_moderated_shot_is_not_sent_again_unasked_and_previz_may_stand_in(shop, build):
    shop.faults["create"].append("moderated-input")
    assert codes(build(order())) == ["E0615"]
    assert codes(build(order())) == ["E0615"] and sum(step == "create" for step, _ in shop.seen) == 1

    def stand_in(task):
        from screenc.media.conform import conform

        def draw(out):
            source = out.with_suffix(".src")
            source.write_bytes(film(Fraction(2)))
            conform(source, out, 64, 36, Fraction(24), 48)

        return draw

    outcome = build(order(), stand_in=stand_in)
    assert outcome.whole and [d.code for d in outcome.notes] == ["W0627"]
    assert codes(build(order())) == ["E0615"]
    forced = order().model_copy(update={"why": order().why.model_copy(update={"kind": "forced"})})
    assert build(forced).whole and len(shop.jobs) == 1


# --- limits ---


def test_the_limit_holds_with_many_orders_at_once(shop, build):
    shop.seconds = 0.2
    tasks = [order(f"s{n}") for n in range(8)]
    outcome = build(*tasks, limits=Limits(dollars=Fraction("0.7")))
    assert len(shop.jobs) == 3 and shop.billed <= Fraction("0.7") and set(codes(outcome)) == {"E0610"}
    outcome = build(*tasks, limits=Limits(shots=2))
    assert len(shop.jobs) == 5
    assert build(*tasks).whole and len(shop.jobs) == 8


def test_a_price_that_nobody_knows_is_not_paid_under_a_limit(shop, build):
    assert codes(build(order(dollars="0", priced=False), limits=Limits(dollars=Fraction(9)))) == ["E0610"]
    assert not shop.jobs


def test_a_price_that_nobody_knows_stays_unknown(shop, build, monkeypatch):
    from screenc.cli.ledger import table

    told = shop.poll

    def silent(http, body, fault):
        monkeypatch.setattr(shop, "say", lambda http, value, status=200: Shop.say(shop, http, without(value), status))
        told(http, body, fault)

    def without(value):
        return {name: what for name, what in value.items() if name != "dollars"}

    monkeypatch.setattr(shop, "poll", silent)
    assert build(order(dollars="0", priced=False)).whole and build.orders[0].settled is None
    assert "unknown  delivered" in table(build.orders)[1] and "1 at a price not known here" in table(build.orders)[-1]


def test_no_key_no_order(shop, build, monkeypatch):
    monkeypatch.delenv("SHOPCAM_KEY")
    outcome = build(order())
    assert codes(outcome) == ["E0620"] and not shop.seen and not build.orders


def test_a_refused_key_is_not_tried_again(shop, build):
    shop.faults["create"].append("auth")
    build(*(order(f"s{n}") for n in range(4)), jobs=1)
    assert len(shop.seen) == 1


# --- what is kept ---


def test_a_spoilt_clip_is_made_again_from_the_original_and_a_spoilt_original_downloaded_again(shop, build, tmp_path):
    first = build(order())
    (clip,) = first.artifacts.values()
    spoil(Path(clip.path))
    again = build(order())
    assert again.whole and again.made and len(shop.jobs) == 1 and not again.spent - first.spent
    for path in (tmp_path / ".screenc" / "objects").rglob("*.mp4"):
        spoil(path)
    fetched = sum(step == "fetch" for step, _ in shop.seen)
    third = build(order())
    assert third.whole and len(shop.jobs) == 1 and sum(step == "fetch" for step, _ in shop.seen) == fetched + 1


def spoil(path):
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def test_stopping_leaves_the_order_open_and_the_next_build_fetches_it(shop, build):
    shop.seconds = 0.6
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    outcome = build(order(), stop=stop)
    assert not outcome.whole and len(shop.jobs) == 1 and build.orders[0].stage == "ordered"
    assert build(order()).whole and len(shop.jobs) == 1


def test_the_wall_clock_may_jump(shop, build, monkeypatch):
    import itertools

    shop.seconds = 0.1
    jumps = itertools.cycle([0.0, 4e9, -4e9])
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
    assert build(order("a"), order("b")).whole and len(shop.jobs) == 2


def test_a_full_disk_loses_nothing_that_was_paid(shop, build, monkeypatch):
    import errno

    from screenc.director.store import Store

    real = Store.land

    def full(self, key, made):
        raise OSError(errno.ENOSPC, "No space left on device", str(made))

    monkeypatch.setattr(Store, "land", full)
    assert codes(build(order())) == ["E0602"] and len(shop.jobs) == 1
    monkeypatch.setattr(Store, "land", real)
    assert build(order()).whole and len(shop.jobs) == 1


# --- going on from a frame ---


def test_a_clip_goes_on_from_the_last_good_frame(shop, build):
    import numpy as np

    ground = np.random.default_rng(1).integers(60, 200, (54, 96, 3), dtype=np.uint8)
    shop.clips["2"] = film(Fraction(2), picture=lambda n: ground if n < 56 else np.zeros_like(ground))
    one = order("s1")
    two = order("s2", one, anchor=one)
    outcome = build(one, two)
    assert outcome.whole and [d.code for d in outcome.notes] == ["W0621"] and "black" in outcome.notes[0].message
    assert shop.jobs["job-2"]["body"]["pictures"][0] > 100
    shop.clips["4"] = film(Fraction(4), picture=lambda n: np.zeros_like(ground))
    dark = order("s3", seconds=4)
    outcome = build(dark, order("s4", dark, anchor=dark))
    assert codes(outcome) == ["E0622"] and len(shop.jobs) == 3


def test_the_frame_is_the_services_own_and_the_next_order_does_not_wait_until_the_clip_is_ours(shop, build, monkeypatch):
    import shopcam
    from PIL import Image

    from screenc.media import conform

    sizes, ordered, ours, create = [], [], conform.conform, shopcam.Shopcam.create

    def look(self, endpoint, request, files):
        sizes.extend(Image.open(path).size for path in files.values())
        return create(self, endpoint, request, files)

    def slowly(*args):
        limit = time.monotonic() + 5
        while len(shop.jobs) < 2 and time.monotonic() < limit:
            time.sleep(0.01)
        ordered.append(len(shop.jobs))
        return ours(*args)

    monkeypatch.setattr(shopcam.Shopcam, "create", look)
    monkeypatch.setattr(conform, "conform", slowly)
    one = order("s1")
    outcome = build(one, order("s2", one, anchor=one), jobs=1)
    assert outcome.whole and sizes == [(96, 54)] and ordered == [2, 2]
    shop.clips["4"] = film(Fraction(2))
    monkeypatch.setattr(conform, "conform", ours)
    short = order("s3", seconds=4)
    outcome = build(short, order("s4", short, anchor=short))
    assert codes(outcome) == ["E0624"] and len(shop.jobs) == 3, "nothing goes on from a clip that is too short"


def test_the_anchors_frame_is_sent_as_a_reference_and_never_a_spoilt_one(shop, build, tmp_path):
    import numpy as np

    ground = np.random.default_rng(1).integers(60, 200, (54, 96, 3), dtype=np.uint8)
    shop.clips["2"] = film(Fraction(2), picture=lambda n: ground if n < 52 else np.zeros_like(ground))
    (tmp_path / "anri.png").write_bytes(b"a picture")

    def shown(name, wide):
        people = Reference(of="ANRI", path="anri.png", digest="1")
        place = Reference(of="room", path="", digest="2", clip=wide.key, at=Fraction(5, 3))
        task = order(name, wide, references=(people, place))
        files = {"reference-1": "anri.png", "reference-2": "place"}
        body = {**task.request.body, "pictures": [{"file": name} for name in files]}
        return task.model_copy(update={"request": task.request.model_copy(update={"body": body, "files": files})})

    wide = order("s1")
    outcome = build(wide, shown("s2", wide))
    assert outcome.whole and [d.code for d in outcome.notes] == [] and shop.jobs["job-2"]["body"]["pictures"][0] == 9
    assert shop.jobs["job-2"]["body"]["pictures"][1] > 100
    shop.clips["4"] = film(Fraction(4), picture=lambda n: np.zeros_like(ground))
    dark = order("s3", seconds=4)
    outcome = build(dark, shown("s4", dark))
    (no,) = outcome.failed.values()
    assert no.code == "E0622" and "its place" in no.message and len(shop.jobs) == 3
