"""Gemini Omni through Google's interactions API, with an API key: video as one kind of answer of a background interaction."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, Wire, files, first, frame, legend, need, profile, references, timecoded, whole, word

MODELS = {"omni-1-2": "gemini-omni-1.2-flash", "omni-1-1": "gemini-omni-1.1-flash"}
STAGES = {"queued": "queued", "in_progress": "running", "completed": "done"}
ENDS: dict[str, tuple[Fault, str]] = {
    "cancelled": ("provider", "the job was cancelled"),
    "incomplete": ("provider", "the job ended before its clip was whole"),
    "budget_exceeded": ("quota", "the account's budget is spent"),
    "requires_action": ("provider", "the job waits for an answer that a film does not have"),
    "requires_continuation": ("provider", "the job ended before its clip was whole"),
}
UNSAFE = {"SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY", "CONTENT_FILTERED"}


class Options(Typed):
    """What `tune google` may set."""

    model: Literal["omni-1-2", "omni-1-1"] = "omni-1-1"
    resolution: Literal["360", "720", "1080", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""


class Google(RestService):
    name = "google"
    options = Options
    key = "GEMINI_API_KEY"
    base = "https://generativelanguage.googleapis.com/v1"
    base_from = "GEMINI_BASE_URL"

    def headers(self, secret: str) -> dict[str, str]:
        return {"x-goog-api-key": secret}

    def embed(self, wire: Wire, data: bytes, kind: str) -> dict[str, str]:
        return {"type": "image", "data": base64.b64encode(data).decode(), "mime_type": kind}

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        words, pictures = timecoded(task), []
        if task.anchor is not None:
            words, pictures = f"<FIRST_FRAME> {words}", [{"file": "anchor"}]
        if task.references:
            words, pictures = f"{words}\n{legend(task, '<IMAGE_REF_{n}>')}", [*pictures, *references(task)]
        kind = "image_to_video" if task.anchor is not None else "reference_to_video" if task.references else "text_to_video"
        body = {
            "model": MODELS[options.model],
            "input": [*pictures, {"type": "text", "text": words}],
            "response_format": {
                "type": "video",
                "aspect_ratio": native.ratio,
                "duration": f"{whole(task.unit.length)}s",
                "resolution": "4k" if native.resolution == "2160" else f"{native.resolution}p",
                "delivery": "uri",
            },
            "generation_config": {"video_config": {"task": kind}},
            "background": True,
            "store": True,
        }
        return Request(path="interactions", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/interactions/{id}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        if said in ENDS:
            fault, words = ENDS[said]
            return State(stage="failed", fault=fault, words=words)
        if said == "failed":
            code = word(answer, "errors", 0, "code") or _step_error(answer)
            words = word(answer, "errors", 0, "message") or code or "the job failed"
            return State(stage="failed", fault="moderated-output" if code.upper() in UNSAFE else "provider", words=words)
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"Google says nothing of the job's state but `{said}`")
        urls = tuple(_films(answer))
        if stage == "done" and not urls:
            return State(stage="failed", fault="moderated-output", words="Google finished the job and gives no clip")
        return State(stage=stage, outputs=urls)

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """Files of Google's own want the key; it goes nowhere else."""
        self.wire(job.endpoint).download(first(state), out, keyed=True)

    def judge(self, reply: Reply) -> Refused | None:
        return refusal(reply)

    def cancel(self, job: Job) -> bool:
        return self.wire(job.endpoint).cancelled(f"interactions/{job.id}/cancel", method="POST", body={})


def _films(answer: Any):
    """Every film of an interaction's steps: its link, or itself."""
    for step in answer.get("steps") or ():
        for part in (step.get("content") or ()) if word(step, "type") == "model_output" else ():
            if word(part, "type") != "video":
                continue
            if url := word(part, "uri"):
                yield url
            elif data := word(part, "data"):
                yield f"data:{word(part, 'mime_type') or 'video/mp4'};base64,{data}"


def _step_error(answer: Any) -> str:
    return next((code for step in answer.get("steps") or () if (code := word(step, "error", "message"))), "")


def refusal(reply: Reply) -> Refused | None:
    """Google's error object, the same on all its APIs: a status word decides, and a reason within it."""
    status, message = word(reply.data, "error", "status"), word(reply.data, "error", "message")
    if reply.status < 400 or not status:
        return None
    details = reply.data["error"].get("details") or []
    reasons = {word(d, "reason") for d in details}
    fault: Fault
    if "API_KEY_INVALID" in reasons or status in ("UNAUTHENTICATED", "PERMISSION_DENIED"):
        fault = "auth"
    elif status == "RESOURCE_EXHAUSTED":
        daily = any("PerDay" in word(v, "quotaId") for d in details for v in (d.get("violations") or ()))
        fault = "quota" if daily or "BILLING_DISABLED" in reasons else "throttled"
    elif status == "FAILED_PRECONDITION" and "billing" in message.lower():
        fault = "quota"
    elif reasons & UNSAFE:
        fault = "moderated-input"
    elif status == "NOT_FOUND":
        fault = "expired"
    elif status in ("INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE", "UNIMPLEMENTED"):
        fault = "invalid"
    else:
        fault = "provider"
    wait = next((d for d in (word(d, "retryDelay") for d in details) if d), "")
    return Refused(fault, f"Google says {status}: {message}", retry_after=float(wait.rstrip("s")) if wait.rstrip("s") else None)


backend = Google()
