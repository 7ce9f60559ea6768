"""Veo on Vertex AI, a long operation of one's own project. Its key is a token: `gcloud auth print-access-token`."""

from __future__ import annotations

import base64
import os
import re
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, Wire, files, frame, need, profile, references, whole, word

MODELS = {"v3-1": "veo-3.1-generate-001", "v3-1-fast": "veo-3.1-fast-generate-001"}


class Options(Typed):
    """What `tune veo` may set."""

    model: Literal["v3-1", "v3-1-fast"] = "v3-1"
    resolution: Literal["720", "1080"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of Veo's own; the film has its own voices."""


class Veo(RestService):
    name = "veo"
    options = Options
    key = "GOOGLE_OAUTH_ACCESS_TOKEN"
    base = "https://{location}-aiplatform.googleapis.com"
    base_from = "VERTEX_BASE_URL"

    def endpoint(self, params) -> str:
        """The project's own; its name and place are in `GOOGLE_CLOUD_PROJECT` and `GOOGLE_CLOUD_LOCATION` (us-central1)."""
        place = os.environ.get("GOOGLE_CLOUD_LOCATION", "").strip() or "us-central1"
        host = "https://aiplatform.googleapis.com" if place == "global" else self.base.format(location=place)
        root = os.environ.get(self.base_from, "").strip().rstrip("/") or host
        project = os.environ.get("GOOGLE_CLOUD_PROJECT", "").strip() or "PROJECT"
        return f"{root}/v1/projects/{project}/locations/{place}/publishers/google"

    def wire(self, endpoint: str) -> Wire:
        if "/projects/PROJECT/" in endpoint:
            raise Refused("auth", "whose project pays is not said: set GOOGLE_CLOUD_PROJECT")
        return super().wire(endpoint)

    def embed(self, wire: Wire, data: bytes, kind: str) -> dict[str, str]:
        return {"bytesBase64Encoded": base64.b64encode(data).decode(), "mimeType": kind}

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        instance: dict[str, Any] = {"prompt": task.prompt}
        if task.anchor is not None:
            instance["image"] = {"file": "anchor"}
        if task.last is not None:
            instance["lastFrame"] = {"file": "last"}
        if task.references:
            instance["referenceImages"] = [{"image": file, "referenceType": "asset"} for file in references(task)]
        parameters = {
            "aspectRatio": native.ratio,
            "resolution": f"{native.resolution}p",
            "durationSeconds": whole(task.unit.length),
            "sampleCount": 1,
            "seed": task.brief.motion_seed if task.brief else 0,
            "generateAudio": options.audio,
        }
        body = {"instances": [instance], "parameters": parameters}
        return Request(path=f"models/{MODELS[options.model]}:predictLongRunning", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "name"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/{request.path.partition(':')[0]}:fetchPredictOperation")

    def poll(self, job: Job) -> State:
        """Asked by POST, which changes nothing."""
        answer = self.wire(job.endpoint).ask(self.asks(job), method="POST", body={"operationName": job.id})
        return self.state(job, answer)

    def state(self, job: Job, answer: Any) -> State:
        """A finished operation with fewer films than were ordered was filtered, whatever it says of itself."""
        if not answer.get("done"):
            return State(stage="running")
        if "error" in answer:
            code, words = word(answer, "error", "code"), word(answer, "error", "message")
            return State(stage="failed", fault=_fault(code, words), words=words)
        told = answer.get("response") or {}
        films = [url for film in told.get("videos") or () if (url := _film(film))]
        if not films:
            reasons = "; ".join(map(str, told.get("raiMediaFilteredReasons") or ()))
            return State(stage="failed", fault="moderated-output", words=reasons or "Veo finished the job and gives no clip")
        return State(stage="done", outputs=tuple(films))

    def judge(self, reply: Reply) -> Refused | None:
        status, message = word(reply.data, "error", "status"), word(reply.data, "error", "message")
        if reply.status < 400 or not status:
            return None
        faults: dict[str, Fault] = {
            "UNAUTHENTICATED": "auth",
            "PERMISSION_DENIED": "auth",
            "RESOURCE_EXHAUSTED": "throttled",
            "INVALID_ARGUMENT": "invalid",
            "FAILED_PRECONDITION": "invalid",
            "NOT_FOUND": "expired",
        }
        fault = faults.get(status, "provider")
        if fault == "invalid" and _sensitive(message):
            fault = "moderated-input"
        if status == "PERMISSION_DENIED" and "billing" in message.lower():
            fault = "quota"
        if fault == "expired" and ":predictLongRunning" in message:
            fault = "invalid"
        return Refused(fault, f"Google says {status}: {message}")


def _film(film: Any) -> str:
    if data := word(film, "bytesBase64Encoded"):
        return f"data:{word(film, 'mimeType') or 'video/mp4'};base64,{data}"
    bucket = word(film, "gcsUri")
    return f"https://storage.googleapis.com/{bucket[5:]}" if bucket.startswith("gs://") else bucket


def _sensitive(message: str) -> bool:
    """Vertex says that words or pictures went against its Responsible AI practices, with a support code."""
    return bool(re.search(r"(?i)responsible ai|usage guidelines|safety filter|could not be submitted", message))


def _fault(code: str, message: str) -> Fault:
    if _sensitive(message):
        return "moderated-input"
    return {"3": "invalid", "7": "auth", "8": "throttled", "16": "auth"}.get(code, "provider")  # type: ignore[return-value]


backend = Veo()
