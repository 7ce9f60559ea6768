"""Lightricks' LTX API, by its background jobs: the older calls hold the line for as long as a film takes to make."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from screenc.contract import Brief, Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, files, frame, need, profile, whole, word

MODELS = {"v2-5-fast": "ltx-2-5-fast", "v2-5-pro": "ltx-2-5-pro"}
STAGES = {"pending": "queued", "processing": "running", "completed": "done", "failed": "failed"}
RATES = (24, 25, 48, 50)
MOTIONS = {
    ("static", None): "static",
    ("push-in", None): "dolly_in",
    ("pull-out", None): "dolly_out",
    ("dolly", "in"): "dolly_in",
    ("dolly", "out"): "dolly_out",
    ("truck", "left"): "dolly_left",
    ("truck", "right"): "dolly_right",
    ("crane", "up"): "jib_up",
    ("crane", "down"): "jib_down",
    ("rack-focus", None): "focus_shift",
}
FAULTS: dict[str, Fault] = {
    "invalid_request_error": "invalid",
    "request_too_large": "invalid",
    "authentication_error": "auth",
    "permission_error": "auth",
    "insufficient_funds_error": "quota",
    "not_found_error": "expired",
    "content_filtered_error": "moderated-input",
    "rate_limit_error": "throttled",
    "concurrency_limit_error": "throttled",
    "api_error": "provider",
    "service_unavailable": "provider",
}


class Options(Typed):
    """What `tune ltx-api` may set."""

    model: Literal["v2-5-fast", "v2-5-pro"] = "v2-5-fast"
    resolution: Literal["720", "1080", "1440", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of the model's own; the film has its own voices."""


class LtxApi(RestService):
    name = "ltx-api"
    options = Options
    key = "LTXV_API_KEY"
    base = "https://api.ltx.video"
    base_from = "LTX_BASE_URL"

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        brief = task.brief
        body: dict[str, Any] = {
            "prompt": task.prompt,
            "model": MODELS[options.model],
            "duration": whole(task.unit.length),
            "resolution": f"{native.width}x{native.height}",
            "fps": _rate(brief, options.model, whole(task.unit.length)),
            "generate_audio": options.audio,
        }
        if brief and (motion := motion_of(brief)):
            body["camera_motion"] = motion
        if task.anchor is not None:
            body["image_uri"] = {"file": "anchor"}
        return Request(path="v2/image-to-video" if task.anchor is not None else "v2/text-to-video", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/{request.path}/{id}")

    def state(self, job: Job, answer: Any) -> State:
        stage = STAGES.get(word(answer, "status"))
        if stage is None:
            raise Refused("provider", "LTX says nothing of the job's state")
        if stage == "failed":
            kind = word(answer, "error", "type")
            fault = "moderated-output" if kind == "content_filtered_error" else FAULTS.get(kind, "provider")
            return State(stage="failed", fault=fault, words=word(answer, "error", "message") or kind)
        url = word(answer, "result", "video_url")
        if stage == "done" and not url:
            return State(stage="failed", fault="moderated-output", words="LTX finished the job and withholds the clip")
        return State(stage=stage, outputs=(url,) if url else ())

    def judge(self, reply: Reply) -> Refused | None:
        kind = word(reply.data, "error", "type")
        if reply.status < 400 or not kind:
            return None
        return Refused(FAULTS.get(kind, "provider"), f"LTX says {kind}: {word(reply.data, 'error', 'message')}")


def motion_of(brief: Brief) -> str | None:
    """The `camera_motion` for the shot's move, if there is one: by its way, or whatever its way."""
    return MOTIONS.get((brief.camera.move, brief.camera.way)) or MOTIONS.get((brief.camera.move, None))


def _rate(brief: Brief | None, model: str, seconds: int) -> int:
    """The offered rate nearest to the film's; the pro model has no 48, and long clips have neither 48 nor 50."""
    wanted = brief.rate if brief else Fraction(24)
    offered = [r for r in RATES if r < 48 or (seconds <= 10 and not (r == 48 and model == "v2-5-pro"))]
    return min(offered, key=lambda r: abs(wanted - r))


backend = LtxApi()
