"""A service for tests: sells flat clips over loopback HTTP, in one exchange each; `provider.py` is the shop that it talks to."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from fractions import Fraction
from typing import Literal

from screenc.contract import Job, Refused, Request, State, Typed
from screenc.wire import files as pictures


class Options(Typed):
    resolution: Literal["small", "large"] = "small"
    mood: str = "plain"


class Shopcam:
    name = "shopcam"
    version = "1"
    options = Options
    key = "SHOPCAM_KEY"

    def endpoint(self, params):
        return os.environ.get("SHOPCAM_URL", "http://127.0.0.1:9")

    def lower(self, task, can):
        body = {
            "model": task.params["model"],
            "prompt": task.prompt,
            "seconds": str(task.unit.length),
            "resolution": task.params["resolution"],
            "seed": task.brief.seed,
            "rewrite": False,
        }
        if task.parts:
            body["parts"] = [str(p) for p in task.parts]
        files = pictures(task)
        if files:
            body["pictures"] = [{"file": name} for name in files]
        return Request(path="/clips", body=body, files=files)

    def create(self, endpoint, request, files):
        body = dict(request.body, pictures=[files[p["file"]].stat().st_size for p in request.body.get("pictures", ())])
        made = self._ask("POST", f"{endpoint}{request.path}", body, ordering=True)
        return Job(endpoint=endpoint, id=made["id"])

    def poll(self, job):
        held = self._ask("GET", f"{job.endpoint}/clips/{job.id}")
        return State(
            stage=held["stage"],
            share=held.get("share"),
            outputs=tuple(f"{job.endpoint}{path}" for path in held.get("outputs", ())),
            dollars=Fraction(held["dollars"]) if "dollars" in held else None,
            fault=held.get("fault"),
            words=held.get("words", ""),
        )

    def fetch(self, job, state, out):
        out.write_bytes(self._send("GET", state.outputs[0]))

    def cancel(self, job):
        return self._ask("DELETE", f"{job.endpoint}/clips/{job.id}")["stopped"]

    def _ask(self, method, url, body=None, ordering=False):
        return json.loads(self._send(method, url, body, ordering))

    def _send(self, method, url, body=None, ordering=False):
        data = None if body is None else json.dumps(body).encode()
        sent = urllib.request.Request(url, data, {"Authorization": f"Bearer {os.environ[self.key]}"}, method=method)
        try:
            with urllib.request.urlopen(sent, timeout=10) as answer:
                return answer.read()
        except urllib.error.HTTPError as cause:
            told = json.loads(cause.read() or b"{}")
            wait = cause.headers.get("Retry-After")
            raise Refused(
                told.get("fault", "provider"), told.get("words", ""), retry_after=float(wait) if wait else None
            ) from cause
        except (OSError, ValueError) as cause:
            raise Refused("ambiguous" if ordering else "provider", f"{type(cause).__name__}: {cause}") from cause


backend = Shopcam()
