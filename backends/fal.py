"""fal's queue: one protocol, and a schema a model. The URLs that the queue hands out are used as they are.

One is built only for a job that a person names by its id, because no answer came to its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, by_status, files, first, frame, profile, whole, word


@dataclass(frozen=True)
class Dialect:
    """How a model's schema says what all of them say: its two endpoints, words for frames, seconds and lines, what it adds."""

    text: str
    image: str
    image_field: str = "image_url"
    last_field: str = ""
    seconds: Literal["text", "number", "suffixed"] = "text"
    resolution: bool = False
    seed: bool = False
    audio: bool = False
    pinned: tuple[tuple[str, Any], ...] = ()


MODELS = {
    "kling-v3-pro": Dialect(
        "fal-ai/kling-video/v3/pro/text-to-video",
        "fal-ai/kling-video/v3/pro/image-to-video",
        image_field="start_image_url",
        last_field="end_image_url",
        audio=True,
    ),
    "kling-v4": Dialect(
        "kling/v4/text-to-video",
        "kling/v4/image-to-video",
        image_field="start_image_url",
        last_field="end_image_url",
        seconds="number",
        resolution=True,
    ),
    "veo3-1": Dialect(
        "fal-ai/veo3.1",
        "fal-ai/veo3.1/image-to-video",
        seconds="suffixed",
        resolution=True,
        seed=True,
        audio=True,
        pinned=(("auto_fix", False),),
    ),
    "wan-25": Dialect(
        "fal-ai/wan-25-preview/text-to-video",
        "fal-ai/wan-25-preview/image-to-video",
        resolution=True,
        seed=True,
        pinned=(("enable_prompt_expansion", False),),
    ),
    "ltx-2-3": Dialect(
        "fal-ai/ltx-2.3/text-to-video",
        "fal-ai/ltx-2.3/image-to-video",
        last_field="end_image_url",
        seconds="number",
        resolution=True,
        audio=True,
    ),
}


class Options(Typed):
    """What `tune fal` may set."""

    model: Literal["kling-v3-pro", "kling-v4", "veo3-1", "wan-25", "ltx-2-3"] = "kling-v3-pro"
    resolution: Literal["480", "720", "1080", "1440", "2160"] | None = None
    """Lines of the picture, where the model lets one say; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of the model's own; the film has its own voices."""


class Fal(RestService):
    name = "fal"
    options = Options
    key = "FAL_KEY"
    base = "https://queue.fal.run"
    base_from = "FAL_QUEUE_URL"

    def headers(self, secret: str) -> dict[str, str]:
        return {"authorization": f"Key {secret}"}

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        dialect, seconds = MODELS[options.model], whole(task.unit.length)
        body: dict[str, Any] = {"prompt": task.prompt}
        body["duration"] = {"text": str(seconds), "number": seconds, "suffixed": f"{seconds}s"}[dialect.seconds]
        if task.anchor is not None:
            body[dialect.image_field] = {"file": "anchor"}
        else:
            body["aspect_ratio"] = native.ratio
        if task.last is not None:
            body[dialect.last_field] = {"file": "last"}
        if dialect.resolution:
            body["resolution"] = f"{native.resolution}p"
        if dialect.seed and task.brief:
            body["seed"] = task.brief.motion_seed
        if dialect.audio:
            body["generate_audio"] = options.audio
        headers = {"x-fal-no-retry": "1"}
        path = dialect.image if task.anchor is not None else dialect.text
        return Request(path=path, body=body | dict(dialect.pinned), files=files(task), headers=headers)

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        urls = {name: url for name in ("status_url", "response_url", "cancel_url") if (url := word(answer, name))}
        if len(urls) < 3 or not word(answer, "request_id"):
            raise Refused("ambiguous", "fal took the order and did not say where to ask for it")
        return Job(endpoint=endpoint, id=word(answer, "request_id"), url=urls["status_url"], data=urls)

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        """By the queue's documented scheme: a model's endpoints share the queue of its owner and its first name."""
        here = f"{endpoint}/{'/'.join(request.path.split('/')[:2])}/requests/{id}"
        urls = {"status_url": f"{here}/status", "response_url": here, "cancel_url": f"{here}/cancel"}
        return Job(endpoint=endpoint, id=id, url=urls["status_url"], data=urls)

    def state(self, job: Job, answer: Any) -> State:
        """A completed job's clip, or its failure, is in its answer, asked for at once: `COMPLETED` alone is no success."""
        said = word(answer, "status")
        if said in ("IN_QUEUE", "IN_PROGRESS"):
            return State(stage="queued" if said == "IN_QUEUE" else "running")
        if said != "COMPLETED":
            raise Refused("provider", f"fal says nothing of the job's state but `{said}`")
        if words := word(answer, "error"):
            return State(stage="failed", fault=_fault(word(answer, "error_type")), words=words)
        wire = self.wire(job.endpoint)
        reply = wire.tell(job.data["response_url"], method="GET")
        if reply.status == 404:
            raise Refused("expired", "fal no longer knows this job")
        if reply.status in (401, 403, 429) or (reply.status >= 500 and not _kind(reply)):
            raise by_status(reply, wire.host)
        if reply.status >= 400:
            said = word(reply.data, "detail", 0, "msg") or word(reply.data, "detail")
            return State(stage="failed", fault=_fault(_kind(reply)), words=said or f"fal says {reply.status}")
        url = word(reply.data, "video", "url")
        if not url:
            return State(stage="failed", fault="moderated-output", words="fal finished the job and gives no clip")
        return State(stage="done", outputs=(url,))

    def fetch(self, job: Job, state: State, out: Path) -> None:
        self.wire(job.endpoint).download(first(state), out)

    def judge(self, reply: Reply) -> Refused | None:
        if reply.status < 400:
            return None
        kind, detail = _kind(reply), word(reply.data, "detail", 0, "msg") or word(reply.data, "detail")
        if reply.status == 403 and "exhausted balance" in detail.lower():
            return Refused("quota", f"fal says: {detail}")
        if kind and (fault := FAULTS.get(kind)):
            return Refused(fault, f"fal says {kind}: {detail}")
        return None

    def cancel(self, job: Job) -> bool:
        """202 is a promise to stop; 400 says that it is done already."""
        return self.wire(job.endpoint).cancelled(job.data["cancel_url"], method="PUT", accepted=(202,))


FAULTS: dict[str, Fault] = {
    "content_policy_violation": "moderated-input",
    "no_media_generated": "moderated-output",
    "image_load_error": "invalid",
    "file_download_error": "invalid",
    "image_too_small": "invalid",
    "image_too_large": "invalid",
    "face_detection_error": "invalid",
    "unsupported_image_format": "invalid",
    "request_timeout": "provider",
    "startup_timeout": "provider",
    "generation_timeout": "provider",
    "downstream_service_error": "provider",
    "downstream_service_unavailable": "provider",
    "internal_server_error": "provider",
    "internal_error": "provider",
}


def _kind(reply: Reply) -> str:
    """The machine's word for a failure: in the body, in a header, or as the type of the first detail."""
    return word(reply.data, "error_type") or reply.headers.get("x-fal-error-type", "") or word(reply.data, "detail", 0, "type")


def _fault(kind: str) -> Fault:
    """Validation types are pydantic's own (`missing`, `value_error`) and many; what is not known here is one of them."""
    return FAULTS.get(kind, "invalid" if kind else "provider")


backend = Fal()
