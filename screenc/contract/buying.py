"""Who sells clips, and every way in which a service answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import Field

from screenc.contract.plan import Request, Task
from screenc.film.model import Typed
from screenc.profile import Capabilities

Fault = Literal[
    "invalid", "auth", "quota", "throttled", "moderated-input", "moderated-output", "provider", "expired", "ambiguous"
]
"""Every way in which a service says no. `ambiguous`: it may have taken the order, so nothing is sent again unasked."""


class Refused(Exception):
    """A service said no, or nothing; `retry_after` are seconds that it asks for, `evidence` its own words without secrets."""

    def __init__(self, fault: Fault, words: str, *, retry_after: float | None = None, evidence: str = ""):
        super().__init__(words)
        self.fault, self.retry_after, self.evidence = fault, retry_after, evidence


class Job(Typed):
    """An order that a service has taken. It is polled where it was made: `endpoint` is the base URL of that day."""

    endpoint: str
    id: str
    url: str | None = None
    data: dict[str, str] = Field(default_factory=dict)


class State(Typed):
    """How a job stands. `outputs` are URLs, or `data:` URLs; `dollars` what the service says that it charged, if it says."""

    stage: Literal["queued", "running", "done", "failed"]
    share: float | None = None
    outputs: tuple[str, ...] = ()
    dollars: Fraction | None = None
    fault: Fault | None = None
    words: str = ""


@runtime_checkable
class Service(Protocol):
    """A backend whose clips are bought from somebody's server; the director keeps the ledger and decides when to send.

    `lower` runs in the plan, offline; the rest never retries: each call is at most one exchange, or one polling one.
    """

    name: str
    version: str
    options: type[Typed]
    key: str
    """The environment variable that holds the key; it goes into no plan, log, ledger or report."""

    def endpoint(self, params: Mapping[str, Any]) -> str:
        """The base URL for these options, from the environment where the service has several."""

    def lower(self, task: Task, can: Capabilities) -> Request:
        """The exact request for a task that has its unit, briefs, prompt and params. Raises Failed, located by nobody."""

    def create(self, endpoint: str, request: Request, files: Mapping[str, Path]) -> Job:
        """Send the order once. Raises Refused; `ambiguous` when it cannot be known whether the order arrived."""

    def poll(self, job: Job) -> State:
        """Ask once how the job stands. Raises Refused: `throttled` or `provider` are to be asked again later."""

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """Download the finished clip as the service made it. Raises Refused: `expired` when its link is dead."""

    def cancel(self, job: Job) -> bool:
        """Whether the job was stopped; False where the service cannot."""


@runtime_checkable
class Findable(Protocol):
    """A service that can say where a job is asked for by its id alone; for one that cannot, the id is all there is."""

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        """The job as `create` would have returned it, for an order whose answer never came."""
