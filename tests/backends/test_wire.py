"""The line itself: what leaves once, what is retried by nobody, whose key goes where, and what is on the tape."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from servers.protocol import SECRET, Protocol, Told

from screenc.contract import Refused
from screenc.wire import Wire, need, word
from screenc.wire.exchange import guarded, scrubbed, seconds


class Plain(Protocol):
    """A service that answers to anything."""

    name = "plain"

    def routes(self):
        return [
            ("POST", "/orders", "create", lambda asked: Told(200, {"id": "1", "said": asked.body.decode()})),
            ("GET", "/orders/1", "poll", lambda asked: Told(200, {"state": "done", "url": self.link()})),
            ("GET", "/film", "file", lambda asked: Told(200, self.film, {"content-type": "video/mp4"})),
            ("POST", "/files", "upload", lambda asked: Told(200, {"url": "x"})),
        ]

    def refusal(self, kind):
        return Told(401, {"error": f"no such key: {SECRET}"})


@pytest.fixture
def plain(film, monkeypatch):
    monkeypatch.delenv("SCREENC_CASSETTE", raising=False)
    server = Plain(film)
    yield server
    server.close()


def wire(server, **more) -> Wire:
    return Wire(server.base, {"authorization": f"Bearer {SECRET}"}, secrets=(SECRET,), **more)


def fault(call, *args, **more) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value


def test_a_key_never_reaches_a_report(plain):
    said = fault(Wire(plain.base, {"authorization": "Bearer wrong"}, secrets=(SECRET,)).order, "orders", {})
    assert said.fault == "auth" and SECRET not in str(said) + said.evidence and "***" in said.evidence
    assert "***" in scrubbed("Authorization: Bearer abcdef0123456789", ()) and "abcdef" not in scrubbed(
        "token=abcdef0123456789", ()
    )
    signed = scrubbed("see https://store/film.mp4?X-Amz-Signature=abc&Expires=9 there", ())
    assert "Signature" not in signed and "https://store/film.mp4" in signed
    assert len(scrubbed("a b " * 5000, ())) < 2100 and "***" in scrubbed("A" * 500, ())


def test_an_order_follows_no_redirect(plain):
    plain.inject["create"] = [Told(307, b"", {"location": f"{plain.store.root}/orders"})]
    said = fault(wire(plain).order, "orders", {"a": 1})
    assert said.fault == "invalid" and "localhost" in str(said) and not plain.store.asked


def test_a_poll_is_not_put_to_another_host(plain):
    said = fault(wire(plain).ask, f"{plain.store.root}/orders/1")
    assert said.fault == "provider" and not plain.store.asked
    assert wire(plain).ask(f"{plain.base}/orders/1")["state"] == "done"


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (400, {}, "invalid"),
        (401, {}, "auth"),
        (402, {}, "quota"),
        (403, {}, "auth"),
        (404, {}, "invalid"),
        (408, {}, "ambiguous"),
        (413, {}, "invalid"),
        (422, {}, "invalid"),
        (429, {"retry-after": "3"}, "throttled"),
        (500, {}, "ambiguous"),
        (502, {}, "ambiguous"),
        (503, {}, "ambiguous"),
        (503, {"retry-after": "3"}, "throttled"),
        (504, {}, "ambiguous"),
        (529, {}, "ambiguous"),
    ],
)
def test_the_status_of_an_order_is_a_fault(plain, status, headers, expected):
    plain.inject["create"] = [Told(status, {"error": {"message": "words"}}, headers)]
    said = fault(wire(plain).order, "orders", {})
    assert said.fault == expected and plain.creates() == 1
    assert said.retry_after == (3.0 if headers else None)


def test_an_hour_to_come_back_is_seconds():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert (
        80 < seconds(soon) <= 90
        and seconds("7") == 7.0
        and seconds("soon") is None
        and seconds("-5") == 0.0
        and seconds(None) is None
    )


@pytest.mark.parametrize("endpoint", ["http://api.example.com", "ftp://x", "api.example.com", "", "http://8.8.8.8/v1"])
def test_a_key_is_not_sent_in_the_clear(endpoint):
    assert fault(guarded, endpoint).fault == "invalid"


@pytest.mark.parametrize(
    "endpoint", ["https://api.example.com/v1", "http://127.0.0.1:9", "http://localhost:1", "http://gpu:30000", "http://10.0.0.7"]
)
def test_a_machine_of_ones_own_may_be_asked_in_the_clear(endpoint):
    guarded(endpoint)


def test_an_upload_that_fails_leaves_no_order(plain):
    plain.inject["upload"] = [Told(500, {}), Told(200, {}, cut=-1)]
    file = ("a.png", b"\x89PNG", "image/png")
    assert fault(wire(plain).upload, "files", "content", file).fault == "provider"
    assert fault(wire(plain).upload, "files", "content", file).fault == "provider"


def test_parts_of_an_answer():
    data = {"a": [{"b": 7}], "t": True, "s": ""}
    assert need(data, "a", 0, "b") == "7" and word(data, "a", 1, "b") == "" and word(data, "t") == "" and word(None, "a") == ""
    assert fault(need, data, "s").fault == "ambiguous" and fault(need, data, "a", "b", fault="expired").fault == "expired"


def test_a_proxy_of_the_environment_is_asked_for_others_and_not_for_this_machine(plain, film, monkeypatch):
    from screenc.wire import client

    client._client.cache_clear()
    proxy = Plain(film)
    monkeypatch.setenv("HTTP_PROXY", proxy.root)
    assert wire(plain).ask("orders/1")["state"] == "done" and len(plain.asked) == 1
    assert fault(Wire("http://elsewhere.internal", {}).ask, "orders/1").fault == "auth" and len(proxy.asked) == 1
    proxy.close()
    client._client.cache_clear()


# --- downloads ---


def test_an_inline_film_lands(plain, film, tmp_path):
    url = "data:video/mp4;base64," + base64.b64encode(film).decode()
    wire(plain).download(url, tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == film
    assert fault(wire(plain).download, "data:video/mp4;base64,@@@", tmp_path / "b.mp4").fault == "provider"
    assert fault(wire(plain).download, "gs://bucket/film.mp4", tmp_path / "b.mp4").fault == "provider"
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def test_a_film_that_is_not_what_its_store_says_is_thrown_away(plain, film, tmp_path):
    wrong = base64.b64encode(hashlib.md5(b"another").digest()).decode()
    plain.store.inject.append(Told(200, film, {"content-md5": wrong}))
    said = fault(wire(plain).download, plain.link(), tmp_path / "a.mp4")
    assert said.fault == "provider" and "damaged" in str(said) and not list(tmp_path.iterdir())


def test_a_resumed_film_that_changed_starts_anew(plain, film, tmp_path):
    plain.store.inject.append(Told(200, film, {"etag": '"of another film"'}, cut=100))
    assert fault(wire(plain).download, plain.link(), tmp_path / "a.mp4").fault == "provider"
    assert (tmp_path / "a.mp4.part").stat().st_size == 100
    wire(plain).download(plain.link(), tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == film


def test_a_circle_of_redirects_ends(plain, tmp_path):
    plain.store.inject += [Told(302, b"", {"location": "/again"})] * 9
    assert fault(wire(plain).download, plain.link(), tmp_path / "a.mp4").fault == "provider"


def test_a_folder_that_is_not_there_is_no_traceback(plain, tmp_path):
    assert fault(wire(plain).download, plain.link(), tmp_path / "no" / "a.mp4").fault == "provider"


# --- tapes ---


def test_a_film_is_bought_from_the_tape(serve, order, film, tmp_path, monkeypatch, pictures):
    tape = tmp_path / "tape"
    server = serve("runway")
    monkeypatch.setenv("SCREENC_CASSETTE", f"{tape}:record")
    backend, request, task, _ = order("runway", anchor=True)
    bought = buy(backend, request, task, pictures, tmp_path / "one.mp4")
    server.close()
    monkeypatch.setenv("SCREENC_CASSETTE", str(tape))
    monkeypatch.delenv("RUNWAYML_API_SECRET")
    assert buy(backend, request, task, pictures, tmp_path / "two.mp4") == bought
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes() == film
    held = "".join(path.read_text(encoding="utf-8") for path in tape.glob("*.json"))
    assert SECRET not in held and "0123456789abcdef" not in held and '"schema": "screenc.cassette/1"' in held
    said = fault(backend.create, backend.endpoint(task.params), request, pictures(request))
    assert said.fault == "provider" and "not on the tape" in str(said)


def test_what_is_not_on_the_tape_is_not_sent(serve, order, tmp_path, monkeypatch):
    server = serve("luma")
    monkeypatch.setenv("SCREENC_CASSETTE", str(tmp_path))
    backend, request, task, _ = order("luma")
    said = fault(backend.create, backend.endpoint(task.params), request, {})
    assert said.fault == "provider" and "not on the tape" in str(said) and not server.asked


def buy(backend, request, task, pictures, out):
    job = backend.create(backend.endpoint(task.params), request, pictures(request))
    states = []
    while not states or states[-1].stage not in ("done", "failed"):
        states.append(backend.poll(job))
    backend.fetch(job, states[-1], out)
    return job.id, [s.stage for s in states], states[-1].dollars


# --- keys ---


def test_an_older_pair_of_keys_is_a_token(monkeypatch):
    from screenc.planner import backends

    head, claims, sign = (
        backends.target("kling").backend.headers("access:private")["authorization"].removeprefix("Bearer ").split(".")
    )
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256", "typ": "JWT"}
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert told["iss"] == "access" and 1700 < told["exp"] - told["nbf"] <= 1805 and len(sign) == 43


def test_a_base_url_has_to_be_said(order, monkeypatch):
    monkeypatch.setenv("OPENAI_VIDEOS_API_KEY", SECRET)
    monkeypatch.delenv("OPENAI_VIDEOS_BASE_URL", raising=False)
    backend, request, task, _ = order("openai-videos")
    said = fault(backend.create, backend.endpoint(task.params), request, {})
    assert said.fault == "invalid" and "OPENAI_VIDEOS_BASE_URL" in str(said)


def test_houses_and_regions(monkeypatch):
    from screenc.planner import backends

    for name, host in (
        ("kling", "beijing"),
        ("minimax", "minimaxi.com"),
        ("seedance", "cn-beijing"),
        ("wan-api", "dashscope.aliyuncs.com"),
    ):
        backend = backends.target(name).backend
        monkeypatch.delenv(backend.base_from, raising=False)
        assert host in backend.endpoint({"region": "china"}) and backend.endpoint({}).startswith("https://")
        monkeypatch.setenv(backend.base_from, "https://gateway.example/x/")
        assert backend.endpoint({"region": "china"}) == "https://gateway.example/x"


def test_a_large_picture_is_uploaded_first(serve, order, tmp_path, monkeypatch):
    import numpy as np
    from PIL import Image

    server = serve("replicate")
    picture = tmp_path / "large.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 400, 3), np.uint8)).save(picture)
    backend, request, task, _ = order("replicate", anchor=True)
    backend.create(backend.endpoint(task.params), request, {"anchor": picture})
    (made,) = server.orders.values()
    assert server.pictures == [picture.read_bytes()] and made.body["input"]["image"].endswith("/files/file-1")
    server.inject["upload"] = [Told(500, {})]
    assert fault(backend.create, backend.endpoint(task.params), request, {"anchor": picture}).fault == "provider"
    assert len(server.orders) == 1


def test_a_film_from_inside_an_answer(serve, order, film, tmp_path):
    server = serve("google")
    backend, request, task, _ = order("google")
    job = backend.create(backend.endpoint(task.params), request, {})
    server.outcome = "inline"
    state = [backend.poll(job) for _ in range(3)][-1]
    backend.fetch(job, state, tmp_path / "clip.mp4")
    assert state.stage == "done" and (tmp_path / "clip.mp4").read_bytes() == film


def test_no_backend_loads_http_before_it_is_used():
    import subprocess
    import sys

    look = "import sys; from screenc.planner.backends import found, target; [target(name) for name in found()]"
    code = f"{look}; assert 'httpx' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
