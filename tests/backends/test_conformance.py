"""One suite for every service: bought, cancelled, refused, cut off at each step; and never is an order sent twice."""

from __future__ import annotations

import pytest
from servers import SERVERS
from servers.protocol import SECRET, Told

from screenc.contract import Refused, Service
from screenc.planner import backends

NAMES = sorted(SERVERS)
SHIPPED = [name for name, found in backends.found().items() if found.module.startswith("screenc.backends.")]
BOUGHT = [name for name in SHIPPED if isinstance(backends.target(name).backend, Service)]
ENDINGS = [(name, ending) for name in NAMES for ending in SERVERS[name].endings]
REFUSALS = [(name, kind) for name in NAMES for kind in SERVERS[name].refusals]
MODELS = [(name, model) for name in BOUGHT for model in backends.profile(name).models or [None]]


def finished(backend, job, polls: int = 6):
    """Poll as a director does, until the job ends."""
    states = []
    for _ in range(polls):
        states.append(backend.poll(job))
        if states[-1].stage in ("done", "failed"):
            return states
    raise AssertionError(f"still {states[-1].stage} after {polls} polls")


def refused(call, *args) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args)
    assert SECRET not in str(caught.value) and SECRET not in caught.value.evidence
    return caught.value


@pytest.fixture
def bought(serve, order, pictures):
    """`bought(NAME)`: a server, its backend, and a job just ordered there."""

    def make(name: str, **asked):
        server = serve(name)
        backend, request, task, _ = order(name, anchor=can_anchor(name, asked), **asked)
        job = backend.create(backend.endpoint(task.params), request, pictures(request))
        return server, backend, job

    return make


def can_anchor(name: str, asked: dict) -> bool:
    return backends.profile(name).of(asked.get("model")).first_frame == "required"


def test_every_service_has_a_server_and_is_a_service():
    assert BOUGHT == NAMES
    assert all(backends.target(name).backend.name == name for name in NAMES)


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_a_clip_is_bought(name, model, bought, film, tmp_path):
    server, backend, job = bought(name, model=model)
    *before, last = finished(backend, job)
    assert [s.stage for s in before] == ["running"] * len(before) or [s.stage for s in before] == ["queued", "running"]
    assert last.stage == "done" and last.outputs and last.fault is None
    backend.fetch(job, last, tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").read_bytes() == film
    assert [p.name for p in tmp_path.iterdir()] == ["clip.mp4"]
    assert server.creates() == len(server.orders) == 1


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_a_first_frame_arrives_as_it_is(name, model, serve, order, still, pictures):
    if backends.profile(name).of(model).first_frame not in ("optional", "required"):
        pytest.skip("takes no first frame")
    server = serve(name)
    backend, request, task, _ = order(name, model=model, anchor=True)
    backend.create(backend.endpoint(task.params), request, pictures(request))
    assert server.pictures == [still.read_bytes()] and len(server.orders) == 1


@pytest.mark.parametrize(("name", "model"), [m for m in MODELS if backends.profile(m[0]).of(m[1]).references])
def test_references_arrive_and_are_named(name, model, serve, order, still, pictures):
    server = serve(name)
    backend, request, task, _ = order(name, model=model, references=2)
    backend.create(backend.endpoint(task.params), request, pictures(request))
    assert server.pictures == [still.read_bytes()] * 2
    (made,) = server.orders.values()
    if name != "veo":
        assert "Okita Anri is the person in" in str(made.body)


@pytest.mark.parametrize(("name", "model"), [m for m in MODELS if backends.profile(m[0]).of(m[1]).multi_shot > 1])
def test_several_shots_in_a_call(name, model, bought):
    server, *_ = bought(name, model=model, shots=2)
    assert len(server.orders) == 1


@pytest.mark.parametrize(("name", "ending"), ENDINGS)
def test_a_job_that_ends_ill_says_which_fault(name, ending, bought):
    server, backend, job = bought(name)
    server.outcome = ending
    last = finished(backend, job)[-1]
    assert (last.stage, last.fault) == ("failed", SERVERS[name].endings[ending])
    assert last.words and not last.outputs


@pytest.mark.parametrize(("name", "kind"), REFUSALS)
def test_a_refused_order_says_which_fault(name, kind, serve, order, pictures):
    server = serve(name)
    server.inject["create"] = [server.refusal(kind)]
    backend, request, task, _ = order(name)
    said = refused(backend.create, backend.endpoint(task.params), request, pictures(request))
    assert said.fault == SERVERS[name].refusals[kind], said
    if kind == "throttled" and server.retry_after:
        assert said.retry_after == 7
    assert server.creates() == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_key_is_told_by_the_service(name, serve, order, monkeypatch, pictures):
    server = serve(name)
    monkeypatch.setenv(server.key_from, "sk-another-0123456789")
    backend, request, task, _ = order(name)
    assert refused(backend.create, backend.endpoint(task.params), request, {}).fault == "auth"
    monkeypatch.delenv(server.key_from)
    said = refused(backend.create, backend.endpoint(task.params), request, {})
    assert said.fault == "auth" and server.key_from in str(said)
    assert server.creates() == 1 and not server.orders


@pytest.mark.parametrize("name", NAMES)
def test_what_the_documents_do_not_have_is_invalid(name, serve, order):
    server = serve(name)
    backend, request, task, _ = order(name)
    strange = request.model_copy(update={"body": {**request.body, "flux_capacitor": "on"}})
    assert refused(backend.create, backend.endpoint(task.params), strange, {}).fault == "invalid"
    assert not server.orders


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_order_that_breaks_the_server_may_stand(name, status, serve, order):
    server = serve(name)
    backend, request, task, _ = order(name)
    broken = server.refusal("server") if status == 500 else Told(status, b"<html>Bad gateway</html>")
    server.inject["create"] = [broken]
    assert refused(backend.create, backend.endpoint(task.params), request, {}).fault == "ambiguous"
    assert server.creates() == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_line_cut_on_an_order_is_ambiguous_and_no_connection_is_not(name, serve, order):
    server = serve(name)
    backend, request, task, _ = order(name)
    endpoint = backend.endpoint(task.params)
    for cut in (-1, 5):
        server.inject["create"] = [Told(200, {"id": "this answer never comes whole"}, cut=cut)]
        assert refused(backend.create, endpoint, request, {}).fault == "ambiguous"
    server.inject["create"] = [Told(200, b"")]
    assert refused(backend.create, endpoint, request, {}).fault == "ambiguous"
    server.inject["create"] = [Told(200, {"none": "of the fields"})]
    assert refused(backend.create, endpoint, request, {}).fault == "ambiguous"
    assert server.creates() == len(server.asked) == 4
    server.http.shutdown()
    server.http.server_close()
    assert refused(backend.create, endpoint, request, {}).fault == "provider"


@pytest.mark.parametrize("name", NAMES)
def test_a_poll_may_fail_and_be_asked_again(name, bought, film, tmp_path):
    server, backend, job = bought(name)
    cuts = [Told(200, {"id": "x"}, cut=-1), Told(200, {"id": "x"}, cut=4)]
    server.inject["poll"] = [*cuts, Told(503, b"<html>"), server.refusal("server")]
    assert [refused(backend.poll, job).fault for _ in range(4)] == ["provider"] * 4
    server.inject["poll"] = [server.refusal("throttled")]
    assert refused(backend.poll, job).fault == "throttled"
    last = finished(backend, job)[-1]
    backend.fetch(job, last, tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").read_bytes() == film and server.creates() == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_job_that_nobody_knows_is_expired(name, bought):
    server, backend, job = bought(name)
    server.orders.clear()
    assert refused(backend.poll, job).fault == "expired"


@pytest.mark.parametrize("name", [n for n in NAMES if n != "veo"])
def test_a_dead_link_is_expired_and_a_cut_download_goes_on_where_it_broke(name, bought, film, tmp_path):
    server, backend, job = bought(name)
    last = finished(backend, job)[-1]
    own = server.inject.setdefault("file", []) if server.keyed_download and name != "replicate" else server.store.inject
    out = tmp_path / "clip.mp4"
    own.append(Told(403, b"<Error><Code>AccessDenied</Code></Error>"))
    assert refused(backend.fetch, job, last, out).fault == "expired"
    own.append(Told(503, b"slow down"))
    assert refused(backend.fetch, job, last, out).fault == "provider"
    own.append(Told(200, b"<!doctype html><html>Sign in</html>", {"content-type": "video/mp4"}))
    assert refused(backend.fetch, job, last, out).fault == "provider" and not list(tmp_path.iterdir())
    whole = server.store._answer if own is server.store.inject else None
    first = Told(200, film, {"etag": f'"{__import__("hashlib").sha256(film).hexdigest()[:16]}"'}, cut=len(film) // 2)
    own.append(first)
    assert refused(backend.fetch, job, last, out).fault == "provider" and not out.exists()
    assert (tmp_path / "clip.mp4.part").stat().st_size == len(film) // 2
    backend.fetch(job, last, out)
    assert out.read_bytes() == film and [p.name for p in tmp_path.iterdir()] == ["clip.mp4"]
    asked = server.store.asked if whole else [a for step, a in server.asked if step == "file"]
    assert asked[-1].headers["range"] == f"bytes={len(film) // 2}-"


@pytest.mark.parametrize("name", NAMES)
def test_the_key_goes_to_the_service_alone(name, bought, tmp_path):
    server, backend, job = bought(name)
    last = finished(backend, job)[-1]
    backend.fetch(job, last, tmp_path / "clip.mp4")
    assert not any(SECRET in str(asked.headers) for asked in server.store.asked)
    if server.keyed_download:
        server.inject["file"] = [Told(302, b"", {"location": server.link()})]
        backend.fetch(job, last, tmp_path / "again.mp4")
        assert server.store.asked and not any(SECRET in str(asked.headers) for asked in server.store.asked)


@pytest.mark.parametrize("name", NAMES)
def test_a_job_is_stopped_where_the_service_can(name, bought):
    server, backend, job = bought(name)
    assert backend.cancel(job) is server.cancels
    if server.cancels:
        last = finished(backend, job)[-1]
        assert last.stage == "failed" and last.fault and last.words


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_a_job_is_found_by_its_id_alone(name, model, serve, order, pictures):
    serve(name)
    backend, request, task, _ = order(name, model=model, anchor=can_anchor(name, {"model": model}))
    job = backend.create(backend.endpoint(task.params), request, pictures(request))
    found = backend.found(job.endpoint, request, job.id)
    assert found.url == job.url and found.data in (job.data, {}) and finished(backend, found)[-1].stage == "done"


@pytest.mark.parametrize("name", NAMES)
def test_a_job_is_asked_for_where_it_was_ordered(name, bought, monkeypatch):
    server, backend, job = bought(name)
    monkeypatch.setenv(server.base_from, "http://127.0.0.1:9/elsewhere")
    assert backend.poll(job).stage in ("queued", "running")
