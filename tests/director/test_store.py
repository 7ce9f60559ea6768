"""Nothing half is ever taken for whole, and nothing whole is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from screenc.director.store import Store, digest_of


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def land(store, words=b"a clip", key="k1"):
    out = store.begin("mp4")
    out.write_bytes(words)
    return store.land(key, out)


def test_an_object_is_named_by_its_bytes(store):
    landed = land(store)
    assert landed.path.stem == digest_of(landed.path) == landed.digest
    assert landed.path.read_bytes() == b"a clip"
    assert store.holds(landed.digest, "mp4", landed.size)


def test_the_same_bytes_for_two_keys_are_one_object(store):
    first, second = land(store, key="k1"), land(store, key="k2")
    assert first.path == second.path
    assert len(list(store.objects.rglob("*.mp4"))) == 1


def test_an_object_cannot_be_written_over_by_mistake(store):
    assert not os.access(land(store).path, os.W_OK) or os.geteuid() == 0
    assert land(store).path.stat().st_mode & 0o222 == 0


@pytest.mark.parametrize(
    "harm",
    [lambda p: p.unlink(), lambda p: p.write_bytes(b"a cl"), lambda p: p.write_bytes(b"a CLIP")],
    ids=["gone", "cut short", "one byte changed"],
)
def test_a_harmed_object_is_not_held(store, harm):
    landed = land(store)
    seen = landed.path.stat().st_mtime_ns
    landed.path.chmod(0o644)
    os.utime(landed.path, ns=(1, 1))
    harm(landed.path)
    assert not store.holds(landed.digest, "mp4", landed.size, seen)


def test_what_was_finished_but_not_written_down_is_recovered(store):
    landed = land(store)
    landed.path.unlink()  # as if killed between the two renames
    assert [(r.key, r.digest) for r in Store(store.root).recover()] == [("k1", landed.digest)]
    assert landed.path.read_bytes() == b"a clip"
    store.settled(landed)
    assert list(store.recover()) == []


def test_a_landing_whose_bytes_are_wrong_is_thrown_away(store):
    landed = land(store)
    ready = next(store.landing.iterdir())
    ready.chmod(0o644)
    ready.write_bytes(b"a cl")
    assert list(store.recover()) == []
    assert not list(store.landing.iterdir())
    assert not store.holds(landed.digest, "mp4", landed.size)


def test_half_files_of_the_dead_go_and_those_of_the_living_stay(store):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True).stdout.strip()
    (store.making / f"{dead}-1.mp4").write_bytes(b"half")
    mine = store.begin("mp4")
    mine.write_bytes(b"half")
    list(store.recover())
    assert [p.name for p in store.making.iterdir()] == [mine.name]
