"""The exchanges that most services share. A backend says what is its own: where, with which key, in which words."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from screenc.contract import Capabilities, Job, Refused, Request, State, Task, Typed
from screenc.wire.body import filled, inline
from screenc.wire.exchange import Reply, Wire, key


class RestService(ABC):
    """Create by one JSON order, poll by one question, fetch by one download. Subclasses fill in the protocol."""

    name: ClassVar[str]
    version: ClassVar[str] = "1"
    options: ClassVar[type[Typed]]
    key: ClassVar[str]
    base: ClassVar[str]
    """The base URL; `base_from` names the variable that overrides it."""
    base_from: ClassVar[str]

    # --- what a backend says ---

    @abstractmethod
    def lower(self, task: Task, can: Capabilities) -> Request:
        """The exact order."""

    @abstractmethod
    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        """The job in the answer to an order."""

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        """The job of an order by its id alone: what `taken` would have made of an answer that never came."""
        return Job(endpoint=endpoint, id=id)

    @abstractmethod
    def state(self, job: Job, answer: Any) -> State:
        """How a job stands by the answer to a poll; a service may need to ask once more."""

    def asks(self, job: Job) -> str:
        """Where a job is polled; by default at the URL that came with it."""
        return job.url or job.id

    def judge(self, reply: Reply) -> Refused | None:
        """The service's own errors; None leaves it to the status."""
        return None

    def headers(self, secret: str) -> dict[str, str]:
        return {"authorization": f"Bearer {secret}"}

    def embed(self, wire: Wire, data: bytes, kind: str) -> Any:
        """A file as the service takes it in a body; may upload it first."""
        return inline(data, kind)

    # --- the exchanges ---

    def endpoint(self, params: Mapping[str, Any]) -> str:
        """The base URL, from the environment where that says one."""
        return (os.environ.get(self.base_from, "").strip() or self.base).rstrip("/")

    def wire(self, endpoint: str) -> Wire:
        secret = key(self.key)
        return Wire(endpoint, self.headers(secret), self.judge, (secret,))

    def create(self, endpoint: str, request: Request, files: Mapping[str, Path]) -> Job:
        """Send the order once."""
        wire = self.wire(endpoint)
        body = filled(request.body, files, lambda data, kind: self.embed(wire, data, kind))
        return self.taken(endpoint, request, wire.order(request.path, body, request.headers))

    def poll(self, job: Job) -> State:
        """Ask once."""
        return self.state(job, self.wire(job.endpoint).ask(self.asks(job)))

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """Download the first output, without the key: services sign their links."""
        self.wire(job.endpoint).download(first(state), out)

    def cancel(self, job: Job) -> bool:
        """False: most services finish what they began."""
        return False


def first(state: State) -> str:
    """The clip's URL. Raises Refused where a job is said to be done and has none."""
    if not state.outputs:
        raise Refused("provider", "the job is done and has no clip")
    return state.outputs[0]
