"""ByteDance's Seedance, from Volcengine's Ark in China or BytePlus elsewhere: one protocol, two houses, two names a model."""

from __future__ import annotations

from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, content, files, frame, need, profile, whole, word

MODELS = {
    "v2": "seedance-2-0-260128",
    "v2-fast": "seedance-2-0-fast-260128",
    "v2-mini": "seedance-2-0-mini-260615",
    "v2-5": "seedance-2-5-260628",
}
STAGES = {
    "queued": "queued",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "failed",
    "expired": "failed",
}


class Options(Typed):
    """What `tune seedance` may set."""

    model: Literal["v2", "v2-fast", "v2-mini", "v2-5"] = "v2"
    resolution: Literal["480", "720", "1080", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of the model's own; the film has its own voices, and made sound is what is most often refused."""
    region: Literal["global", "china"] = "global"


class Seedance(RestService):
    name = "seedance"
    options = Options
    key = "ARK_API_KEY"
    base = "https://ark.ap-southeast.bytepluses.com/api/v3"
    base_from = "ARK_BASE_URL"

    def endpoint(self, params) -> str:
        there = super().endpoint(params)
        return "https://ark.cn-beijing.volces.com/api/v3" if there == self.base and params.get("region") == "china" else there

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        house = "doubao" if options.region == "china" else "dreamina"
        body = {
            "model": f"{house}-{MODELS[options.model]}",
            "content": content(task),
            "resolution": "4k" if native.resolution == "2160" else f"{native.resolution}p",
            "ratio": native.ratio,
            "duration": whole(task.unit.length),
            "generate_audio": options.audio,
            "watermark": False,
        }
        return Request(path="contents/generations/tasks", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/contents/generations/tasks/{id}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"Seedance says nothing of the job's state but `{said}`")
        if stage == "failed":
            fault = "expired" if said == "expired" else _fault(word(answer, "error", "code"))
            return State(stage="failed", fault=fault, words=word(answer, "error", "message") or f"the job is {said}")
        url = word(answer, "content", "video_url")
        if stage == "done" and not url:
            return State(stage="failed", fault="moderated-output", words="Seedance finished the job and withholds the clip")
        return State(stage=stage, outputs=(url,) if url else ())

    def judge(self, reply: Reply) -> Refused | None:
        code = word(reply.data, "error", "code")
        if not code or reply.status < 400:
            return None
        return Refused(_fault(code), f"Seedance says {code}: {word(reply.data, 'error', 'message')}")

    def cancel(self, job: Job) -> bool:
        """Only a job that still waits can be deleted."""
        return self.wire(job.endpoint).cancelled(f"contents/generations/tasks/{job.id}")


def _fault(code: str) -> Fault:
    """Codes are names with a dot: `OutputVideoSensitiveContentDetected.PolicyViolation`, `InvalidParameter.duration`."""
    head = code.partition(".")[0]
    if "SensitiveContent" in head or "PolicyViolation" in code:
        return "moderated-output" if head.startswith("Output") else "moderated-input"
    if head in ("AuthenticationError", "AccessDenied", "InvalidAccountStatus", "OperationDenied"):
        return "auth"
    if head in ("AccountOverdueError", "InsufficientBalance", "SetLimitExceeded", "QuotaExceeded"):
        return "quota"
    if head in ("RateLimitExceeded", "ServerOverloaded", "RequestBurstTooFast", "ModelAccountRpmRateLimitExceeded"):
        return "throttled"
    if head in ("InvalidParameter", "MissingParameter", "InvalidEndpointOrModel", "ModelNotOpen", "InvalidImageURL"):
        return "invalid"
    return "provider"


backend = Seedance()
