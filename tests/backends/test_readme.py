"""The backend on the page is a backend; the table of keys is true."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

from servers import SERVERS
from servers.protocol import Protocol, Told

from screenc.contract import Capabilities, Refused, Service, Task, Unit
from screenc.planner import backends, lower

PAGE = (Path(__file__).parents[2] / "backends" / "README.md").read_text(encoding="utf-8")
CODE, PROFILE, TEMPLATE = (re.search(rf"```{kind}\n(.*?)```", PAGE, re.S)[1] for kind in ("python", "toml", "jinja"))


class Acme(Protocol):
    """The service of the page."""

    name = "acme"

    def refusal(self, kind):
        return Told(402, {"why": "no money"})

    def routes(self):
        return [
            ("POST", "/videos", "create", lambda asked: Told(200, {"id": self.taken(asked, asked.json).id})),
            ("GET", r"/videos/([\w-]+)", "poll", lambda asked: Told(200, {"status": "ready", "url": self.link()})),
        ]


def test_the_backend_of_the_page_buys_a_clip(film, brief, monkeypatch, tmp_path):
    room: dict = {}
    exec(CODE, room)
    backend, can = room["backend"], Capabilities.model_validate(tomllib.loads(PROFILE, parse_float=Fraction))
    assert isinstance(backend, Service)
    target = SimpleNamespace(template=TEMPLATE, found=SimpleNamespace(template=Path("acme.j2")))
    it, params = brief(), backend.options().model_dump()
    words = lower.prompt(target, it, params)
    assert "Okita Anri, woman of 30" in words and "Bob" not in words
    unit = Unit(shots=("s10.1",), length=Fraction(4))
    task = Task(key="", kind="clip", name="s10.1", unit=unit, backend="acme", version="1", prompt=words, params=params, brief=it)
    server = Acme(film)
    monkeypatch.setenv("ACME_API_KEY", "sk-loopback-0123456789abcdef")
    monkeypatch.setenv("ACME_BASE_URL", server.base)
    job = backend.create(backend.endpoint(params), backend.lower(task, can), {})
    backend.fetch(job, backend.poll(job), tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").read_bytes() == film
    assert next(iter(server.orders.values())).body == {"prompt": words, "seconds": 4, "ratio": "16:9", "audio": False}
    server.inject["create"] = [Told(400, {"why": "no money"})]
    try:
        backend.create(job.endpoint, backend.lower(task, can), {})
    except Refused as said:
        assert said.fault == "quota"
    server.close()


def test_every_key_is_in_the_table():
    for name in SERVERS:
        backend = backends.target(name).backend
        (row,) = re.findall(rf"^\| `{name}`.*$", PAGE, re.M)
        assert f"`{backend.key}`" in row and f"`{backend.base_from}`" in row
