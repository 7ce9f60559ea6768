"""Any server that speaks OpenAI's `/v1/videos`: SGLang, vLLM-Omni, gateways. It has to be named: OpenAI's own has closed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, files, frame, need, profile, read, timecoded, whole, word

STAGES = {"queued": "queued", "in_progress": "running", "completed": "done", "failed": "failed"}
FAULTS: dict[str, Fault] = {
    "moderation_blocked": "moderated-input",
    "content_policy_violation": "moderated-input",
    "output_moderation_blocked": "moderated-output",
    "insufficient_quota": "quota",
    "billing_hard_limit_reached": "quota",
    "rate_limit_exceeded": "throttled",
    "invalid_api_key": "auth",
}


class Options(Typed):
    """What `tune openai-videos` may set."""

    seeded: bool = False
    """Send `seed` and `fps` too, which are not in the protocol; SGLang and vLLM-Omni take them."""


class OpenAIVideos(RestService):
    name = "openai-videos"
    options = Options
    key = "OPENAI_VIDEOS_API_KEY"
    base = ""
    base_from = "OPENAI_VIDEOS_BASE_URL"

    def endpoint(self, params) -> str:
        """`OPENAI_VIDEOS_BASE_URL`, such as http://localhost:30000/v1; there is no other."""
        return super().endpoint(params)

    def wire(self, endpoint: str):
        if not endpoint:
            raise Refused("invalid", "where the server is has to be said: set OPENAI_VIDEOS_BASE_URL, up to and with its /v1")
        return super().wire(endpoint)

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        model = os.environ.get("OPENAI_VIDEOS_MODEL", "").strip() or "default"
        body: dict[str, Any] = {"model": model, "prompt": timecoded(task), "seconds": str(whole(task.unit.length))}
        body["size"] = f"{native.width}x{native.height}"
        if options.seeded and task.brief:
            body |= {"seed": str(task.brief.motion_seed), "fps": str(round(task.brief.rate))}
        if task.anchor is not None:
            body["input_reference"] = {"file": "anchor"}
        return Request(path="videos", body=body, files=files(task), form="multipart")

    def create(self, endpoint: str, request: Request, files: Mapping[str, Path]) -> Job:
        """A form, with the first frame as a file in it."""
        fields = {name: value for name, value in request.body.items() if isinstance(value, str)}
        sent = {}
        for name, value in request.body.items():
            if isinstance(value, dict):
                data, kind = read(value["file"], files)
                sent[name] = (f"{value['file']}.{kind.rpartition('/')[2]}", data, kind)
        answer = self.wire(endpoint).order_form(request.path, fields, sent)
        return self.taken(endpoint, request, answer)

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/videos/{id}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        stage = STAGES.get(said)
        if stage is None:
            raise Refused("provider", f"the server says nothing of the job's state but `{said}`")
        if stage == "failed":
            code, words = word(answer, "error", "code"), word(answer, "error", "message")
            return State(stage="failed", fault=FAULTS.get(code, "provider"), words=words or code or "the job failed")
        share = float(word(answer, "progress") or 0) / 100
        urls = (f"{job.endpoint}/videos/{job.id}/content",) if stage == "done" else ()
        return State(stage=stage, share=min(share, 1.0) if stage == "running" else None, outputs=urls)

    def fetch(self, job: Job, state: State, out: Path) -> None:
        """The clip is behind the key, on the same host; a redirect to a store is not given it."""
        self.wire(job.endpoint).download(f"{job.endpoint}/videos/{job.id}/content", out, keyed=True)

    def judge(self, reply: Reply) -> Refused | None:
        code = word(reply.data, "error", "code")
        if reply.status < 400 or code not in FAULTS:
            return None
        return Refused(FAULTS[code], f"the server says {code}: {word(reply.data, 'error', 'message')}")

    def cancel(self, job: Job) -> bool:
        return self.wire(job.endpoint).cancelled(f"videos/{job.id}")


backend = OpenAIVideos()
