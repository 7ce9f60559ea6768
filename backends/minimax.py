"""MiniMax: H3 by its second API, Hailuo by its first, which hands out a file's number and wants to be asked for the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, content, files, first, frame, need, profile, whole, word

MODELS = {"h3": "MiniMax-H3", "hailuo-2-3": "MiniMax-Hailuo-2.3", "hailuo-02": "MiniMax-Hailuo-02"}
STAGES = {
    "queued": "queued",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "failed",
    "expired": "failed",
    "Preparing": "queued",
    "Queueing": "queued",
    "Processing": "running",
    "Success": "done",
    "Fail": "failed",
}
FAULTS: dict[int, Fault] = {
    1000: "provider",
    1001: "provider",
    1002: "throttled",
    1004: "auth",
    1008: "quota",
    1013: "provider",
    1024: "provider",
    1026: "moderated-input",
    1027: "moderated-output",
    1033: "provider",
    1039: "throttled",
    2013: "invalid",
    2049: "auth",
    2056: "quota",
}


class Options(Typed):
    """What `tune minimax` may set."""

    model: Literal["h3", "hailuo-2-3", "hailuo-02"] = "h3"
    resolution: Literal["512", "768", "1080", "1440"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    region: Literal["global", "china"] = "global"
    """Where the key was bought: keys of one are not good at the other."""


class MiniMax(RestService):
    name = "minimax"
    options = Options
    key = "MINIMAX_API_KEY"
    base = "https://api.minimax.io"
    base_from = "MINIMAX_BASE_URL"

    def endpoint(self, params) -> str:
        there = super().endpoint(params)
        return "https://api.minimaxi.com" if there == self.base and params.get("region") == "china" else there

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        resolution = "2K" if native.resolution == "1440" else f"{native.resolution}P"
        body: dict[str, Any] = {"model": MODELS[options.model], "duration": whole(task.unit.length), "resolution": resolution}
        body["prompt_optimizer"] = False
        if options.model != "h3":
            body["prompt"] = task.prompt
            if task.anchor is not None:
                body["first_frame_image"] = {"file": "anchor"}
            if task.last is not None:
                body["last_frame_image"] = {"file": "last"}
            return Request(path="v1/video_generation", body=body, files=files(task))
        if task.anchor is None and task.last is None:
            body["ratio"] = native.ratio  # with a frame the shape is the frame's
        return Request(path="v2/video_generation", body={**body, "content": content(task)}, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "task_id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        api = request.path.partition("/")[0]
        query = f"v1/query/video_generation?task_id={id}" if api == "v1" else f"v2/query/video_generation/{id}"
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/{query}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"MiniMax says nothing of the job's state but `{said}`")
        if stage == "failed":
            code = word(answer, "error", "code") or word(answer, "base_resp", "status_code")
            fault = FAULTS.get(int(code), "provider") if code.isdigit() and code != "0" else "provider"
            words = word(answer, "error", "message") or word(answer, "base_resp", "status_msg") or f"the job is {said}"
            return State(stage="failed", fault="expired" if said == "expired" else fault, words=words)
        url = word(answer, "content", "url")
        if not url and (file := word(answer, "file_id")):
            url = f"{job.endpoint}/v1/files/retrieve?file_id={file}"
        if stage == "done" and not url:
            return State(stage="failed", fault="moderated-output", words="MiniMax finished the job and withholds the clip")
        return State(stage=stage, outputs=(url,) if url else ())

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """The first API's file is asked for, and comes from elsewhere by a signed link."""
        wire, url = self.wire(job.endpoint), first(state)
        if url.startswith(f"{job.endpoint}/v1/files/retrieve?"):
            url = need(wire.ask(url), "file", "download_url", fault="expired")
        wire.download(url, out)

    def judge(self, reply: Reply) -> Refused | None:
        """HTTP 200 with a status code other than 0 is a refusal, unless it tells of a job that failed."""
        code = word(reply.data, "base_resp", "status_code") or word(reply.data, "error", "code")
        if code in ("", "0") or not code.isdigit() or word(reply.data, "status") in STAGES:
            return None
        words = word(reply.data, "base_resp", "status_msg") or word(reply.data, "error", "message")
        return Refused(FAULTS.get(int(code), "invalid"), f"MiniMax says {code}: {words}")


backend = MiniMax()
