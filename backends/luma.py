"""Luma's agents API: ray-3.2, silent, without seeds, in five seconds or ten."""

from __future__ import annotations

import base64
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, Wire, files, frame, need, profile, whole, word

STAGES = {"queued": "queued", "processing": "running", "completed": "done", "failed": "failed"}
FAULTS: dict[str, Fault] = {
    "content_moderated": "moderated-output",
    "generation_failed": "provider",
    "budget_exhausted": "quota",
    "output_not_found": "provider",
    "image_too_large": "invalid",
    "unsupported_format": "invalid",
    "corrupt_input": "invalid",
    "invalid_request": "invalid",
    "rate_limited": "throttled",
}


class Options(Typed):
    """What `tune luma` may set."""

    model: Literal["ray-3-2"] = "ray-3-2"
    resolution: Literal["360", "540", "720", "1080"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame. 360 is the draft."""


class Luma(RestService):
    name = "luma"
    options = Options
    key = "LUMA_AGENTS_API_KEY"
    base = "https://agents.lumalabs.ai/v1"
    base_from = "LUMA_BASE_URL"

    def embed(self, wire: Wire, data: bytes, kind: str) -> dict[str, str]:
        return {"data": base64.b64encode(data).decode(), "media_type": kind}

    def lower(self, task: Task, can: Capabilities) -> Request:
        native = frame(task, profile(task, can))
        video: dict[str, Any] = {"duration": f"{whole(task.unit.length)}s", "resolution": f"{native.resolution}p"}
        if task.anchor is not None:
            video |= {"keyframes": [{"file": "anchor"}], "keyframe_indexes": [0]}  # ten seconds take no `start_frame`
        if task.last is not None:
            video["keyframes"] = [*video.get("keyframes", ()), {"file": "last"}]
            video["keyframe_indexes"] = [*video.get("keyframe_indexes", ()), 24 * whole(task.unit.length)]
        body = {"prompt": task.prompt, "model": "ray-3.2", "type": "video", "aspect_ratio": native.ratio, "video": video}
        return Request(path="generations", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/generations/{id}")

    def state(self, job: Job, answer: Any) -> State:
        stage = STAGES.get(word(answer, "state"))
        if stage is None:
            raise Refused("provider", "Luma says nothing of the job's state")
        if stage == "failed":
            fault = FAULTS.get(word(answer, "failure_code"), "provider")
            return State(stage="failed", fault=fault, words=word(answer, "failure_reason") or word(answer, "failure_code"))
        films = [o for o in answer.get("output") or () if word(o, "type") == "video"]
        urls = tuple(url for film in films if (url := word(film, "url")))
        if stage == "done" and not urls:
            return State(stage="failed", fault="moderated-output", words="Luma finished the job and withholds the clip")
        return State(stage=stage, outputs=urls)

    def judge(self, reply: Reply) -> Refused | None:
        if (
            reply.status < 400
            or (fault := FAULTS.get(word(reply.data, "failure_code") or word(reply.data, "error", "code"))) is None
        ):
            return None
        if fault == "moderated-output":  # said of an order, it is what went in
            fault = "moderated-input"
        said = word(reply.data, "failure_reason") or word(reply.data, "error", "message") or word(reply.data, "detail")
        return Refused(fault, f"Luma says: {said}")


backend = Luma()
