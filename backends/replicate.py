"""Replicate's predictions of official models: one protocol, and each model's own input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, Wire, files, first, frame, inline, need, profile, whole, word

INLINE = 256 * 1024
"""Bytes of a file above which a data URI is not taken, and it is uploaded instead."""


@dataclass(frozen=True)
class Dialect:
    """A model's own words: its address, its fields for the first and the last frame and for the lines, and what it adds."""

    model: str
    image_field: str
    last_field: str = ""
    resolution: bool = False
    seed: bool = False
    audio: bool = False
    pinned: tuple[tuple[str, Any], ...] = ()


MODELS = {
    "seedance-1-pro": Dialect("bytedance/seedance-1-pro", "image", "last_frame_image", resolution=True, seed=True),
    "kling-v2-5-turbo-pro": Dialect("kwaivgi/kling-v2.5-turbo-pro", "start_image", "end_image"),
    "veo-3-1": Dialect("google/veo-3.1", "image", "last_frame", resolution=True, seed=True, audio=True),
    "hailuo-2-3": Dialect("minimax/hailuo-2.3", "first_frame_image", resolution=True, pinned=(("prompt_optimizer", False),)),
}
STAGES = {"starting": "queued", "processing": "running", "succeeded": "done", "failed": "failed", "canceled": "failed"}


class Options(Typed):
    """What `tune replicate` may set."""

    model: Literal["seedance-1-pro", "kling-v2-5-turbo-pro", "veo-3-1", "hailuo-2-3"] = "seedance-1-pro"
    resolution: Literal["480", "720", "768", "1080"] | None = None
    """Lines of the picture, where the model lets one say; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of the model's own; the film has its own voices."""


class Replicate(RestService):
    name = "replicate"
    options = Options
    key = "REPLICATE_API_TOKEN"
    base = "https://api.replicate.com/v1"
    base_from = "REPLICATE_BASE_URL"

    def embed(self, wire: Wire, data: bytes, kind: str) -> str:
        if len(data) <= INLINE:
            return inline(data, kind)
        answer = wire.upload("files", "content", (f"picture.{kind.rpartition('/')[2]}", data, kind))
        return need(answer, "urls", "get", fault="provider")

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        dialect = MODELS[options.model]
        given: dict[str, Any] = {"prompt": task.prompt, "duration": whole(task.unit.length)}
        if task.anchor is not None:
            given[dialect.image_field] = {"file": "anchor"}
        elif options.model != "hailuo-2-3":
            given["aspect_ratio"] = native.ratio
        if task.last is not None:
            given[dialect.last_field] = {"file": "last"}
        if dialect.resolution:
            given["resolution"] = f"{native.resolution}p"
        if dialect.seed and task.brief:
            given["seed"] = task.brief.motion_seed
        if dialect.audio:
            given["generate_audio"] = options.audio
        path = f"models/{dialect.model}/predictions"
        return Request(path=path, body={"input": given | dict(dialect.pinned)}, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        job = self.found(endpoint, request, need(answer, "id"))
        cancel = word(answer, "urls", "cancel") or job.data["cancel"]
        return job.model_copy(update={"url": word(answer, "urls", "get") or job.url, "data": {"cancel": cancel}})

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        here = f"{endpoint}/predictions/{id}"
        return Job(endpoint=endpoint, id=id, url=here, data={"cancel": f"{here}/cancel"})

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"Replicate says nothing of the job's state but `{said}`")
        if stage == "failed":
            words = "the job was cancelled" if said == "canceled" else word(answer, "error")
            return State(stage="failed", fault="provider" if said == "canceled" else _fault(words), words=words)
        made = answer.get("output")
        urls = tuple(u for u in (made if isinstance(made, list) else [made]) if isinstance(u, str) and u)
        if stage == "done" and not urls:
            return State(stage="failed", fault="moderated-output", words="Replicate finished the job and gives no clip")
        return State(stage=stage, outputs=urls)

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """Outputs on Replicate's own API host want the key; on its delivery host they do not get it."""
        self.wire(job.endpoint).download(first(state), out, keyed=True)

    def judge(self, reply: Reply) -> Refused | None:
        """RFC 7807 problems; the status says all, but for content, which is a 422 with a code in its words."""
        detail = word(reply.data, "detail")
        if reply.status == 422 and _fault(detail) != "provider":
            return Refused("moderated-input", f"Replicate says: {detail}")
        return None

    def cancel(self, job: Job) -> bool:
        return self.wire(job.endpoint).cancelled(job.data["cancel"], method="POST", body={})


def _fault(words: str) -> Fault:
    """A failed prediction has only words; those of content checks carry a code, E005 for what goes in and what comes out."""
    if "(E005)" in words or "flagged as sensitive" in words:
        return "moderated-output" if "output" in words.lower() else "moderated-input"
    return "provider"


backend = Replicate()
