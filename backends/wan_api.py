"""Alibaba's Wan through DashScope; called `wan-api`, for `wan` is the model on one's own machine."""

from __future__ import annotations

from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, files, frame, legend, need, profile, references, timecoded, whole, word

STAGES = {"PENDING": "queued", "RUNNING": "running", "SUCCEEDED": "done", "FAILED": "failed", "CANCELED": "failed"}


class Options(Typed):
    """What `tune wan-api` may set."""

    model: Literal["v2-7", "v3", "v3-prime"] = "v2-7"
    resolution: Literal["480", "720", "1080"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    region: Literal["global", "china"] = "global"
    """Where the key was bought: model, key and address are of one region."""


class WanApi(RestService):
    name = "wan-api"
    options = Options
    key = "DASHSCOPE_API_KEY"
    base = "https://dashscope-intl.aliyuncs.com"
    base_from = "DASHSCOPE_BASE_URL"

    def endpoint(self, params) -> str:
        """A workspace's own address (https://ID.ap-southeast-1.maas.aliyuncs.com) is the better: set DASHSCOPE_BASE_URL to it."""
        there = super().endpoint(params)
        return "https://dashscope.aliyuncs.com" if there == self.base and params.get("region") == "china" else there

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        words = timecoded(task)
        if task.references:
            words = f"{words}\n{legend(task, 'image {n}')}"
        media: list[dict[str, Any]] = [{"type": "first_frame", "url": {"file": "anchor"}}] if task.anchor is not None else []
        media += [{"type": "last_frame", "url": {"file": "last"}}] if task.last is not None else []
        media += [{"type": "reference_image", "url": file} for file in references(task)]
        if options.model == "v2-7":
            model = "wan2.7-i2v" if task.anchor is not None else "wan2.7-r2v" if task.references else "wan2.7-t2v"
        else:
            model = "wan3.0-video-prime" if options.model == "v3-prime" else "wan3.0-video"
        parameters: dict[str, Any] = {"resolution": f"{native.resolution}P", "duration": whole(task.unit.length)}
        if task.anchor is None:
            parameters["ratio"] = native.ratio  # with a first frame the shape is the frame's
        parameters |= {"prompt_extend": False, "watermark": False, "seed": task.brief.motion_seed if task.brief else 0}
        body = {"model": model, "input": {"prompt": words, **({"media": media} if media else {})}, "parameters": parameters}
        path = "api/v1/services/aigc/video-generation/video-synthesis"
        return Request(path=path, body=body, files=files(task), headers={"x-dashscope-async": "enable"})

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "output", "task_id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/api/v1/tasks/{id}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "output", "task_status")
        if said == "UNKNOWN":
            raise Refused("expired", "DashScope no longer knows this job")
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"DashScope says nothing of the job's state but `{said}`")
        if stage == "failed":
            code, words = word(answer, "output", "code"), word(answer, "output", "message")
            fault: Fault = "provider" if said == "CANCELED" else _fault(code, words)
            return State(stage="failed", fault=fault, words=words or code or "the job was cancelled")
        url = word(answer, "output", "video_url")
        if stage == "done" and not url:
            return State(stage="failed", fault="moderated-output", words="DashScope finished the job and withholds the clip")
        return State(stage=stage, outputs=(url,) if url else ())

    def judge(self, reply: Reply) -> Refused | None:
        """Errors are at the top, or inside `output` of an answer without a job."""
        code = word(reply.data, "code") or (
            "" if word(reply.data, "output", "task_status") else word(reply.data, "output", "code")
        )
        if not code:
            return None
        words = word(reply.data, "message") or word(reply.data, "output", "message")
        return Refused(_fault(code, words), f"DashScope says {code}: {words}")

    def cancel(self, job: Job) -> bool:
        """Only a job that still waits can be cancelled."""
        return self.wire(job.endpoint).cancelled(f"api/v1/tasks/{job.id}/cancel", method="POST", body={})


def _fault(code: str, words: str) -> Fault:
    head = code.partition(".")[0]
    if head in ("DataInspectionFailed", "IPInfringementSuspect", "FaqRuleBlocked"):
        return "moderated-output" if "output" in words.lower() else "moderated-input"
    if head in ("InvalidApiKey", "AccessDenied", "Model", "Workspace", "invalid_api_key"):
        return "auth"
    if head in ("Arrearage", "CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue", "AllocationQuota"):
        return "quota"
    if head in ("Throttling", "LimitRequests", "limit_requests"):
        return "throttled"
    if head in ("InternalError", "InternalTimeout", "SystemError", "ModelServiceFailed", "ServiceUnavailable", "RequestTimeOut"):
        return "provider"
    return "invalid"


backend = WanApi()
