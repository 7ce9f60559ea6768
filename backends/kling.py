"""Kling's own API: the classic calls, the omni call that takes references, and the turbo call, which speaks another dialect."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, Wire, facts, files, frame, legend, need, profile, references, whole, word

MODELS = {"v3": "kling-v3", "v2-6": "kling-v2-6", "v3-omni": "kling-v3-omni", "v3-turbo": "kling-3.0-turbo"}
MODES = {"720": "std", "1080": "pro", "2160": "4k"}
STAGES = {"submitted": "queued", "processing": "running", "succeed": "done", "succeeded": "done", "failed": "failed"}
RISK = re.compile(r"(?i)\brisk control\b|\bcontent (security|moderation|policy)\b|\bsensitive (content|information|words?)\b")


class Options(Typed):
    """What `tune kling` may set."""

    model: Literal["v3", "v2-6", "v3-omni", "v3-turbo"] = "v3"
    resolution: Literal["720", "1080", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of Kling's own; the film has its own voices, and silence is cheaper."""
    region: Literal["global", "china"] = "global"


class Kling(RestService):
    name = "kling"
    options = Options
    key = "KLING_API_KEY"
    base = "https://api-singapore.klingai.com"
    base_from = "KLING_BASE_URL"

    def endpoint(self, params) -> str:
        there = super().endpoint(params)
        return "https://api-beijing.klingai.com" if there == self.base and params.get("region") == "china" else there

    def headers(self, secret: str) -> dict[str, str]:
        """An API key as it is; an older `ACCESS:SECRET` pair as a token that lasts half an hour."""
        access, pair, private = secret.partition(":")
        return {"authorization": f"Bearer {_token(access, private, time.time()) if pair else secret}"}

    def embed(self, wire: Wire, data: bytes, kind: str) -> str:
        """Bare base64, without the `data:` before it."""
        return base64.b64encode(data).decode()

    def lower(self, task: Task, can: Capabilities) -> Request:
        can, options = profile(task, can), Options.model_validate(task.params)
        native, model, seconds = frame(task, can), MODELS[options.model], whole(task.unit.length)
        if options.model == "v3-turbo":
            settings = {"resolution": f"{native.resolution}p", "duration": seconds, "aspect_ratio": native.ratio}
            return Request(path=f"text-to-video/{model}", body={"prompt": task.prompt, "settings": settings})
        body: dict[str, Any] = {"model_name": model, "duration": str(seconds), "mode": MODES[native.resolution or "1080"]}
        body["sound"] = "on" if options.audio else "off"
        if facts(task)["multi_shot"]:
            shots = zip(task.prompts, task.parts, strict=True)
            body |= {"multi_shot": True, "shot_type": "customize"}
            body["multi_prompt"] = [{"index": n, "prompt": p, "duration": str(whole(s))} for n, (p, s) in enumerate(shots, 1)]
        else:
            body["prompt"] = task.prompt
        if options.model == "v3-omni":
            path = "omni-video"
            pictures = [{"image_url": {"file": "anchor"}, "type": "first_frame"}] if task.anchor is not None else []
            pictures += [{"image_url": {"file": "last"}, "type": "end_frame"}] if task.last is not None else []
            first = len(pictures) + 1
            pictures += [{"image_url": file} for file in references(task)]
            if pictures:
                body["image_list"] = pictures
            if task.references and "prompt" in body:
                body["prompt"] += "\n" + legend(task, "<<<image_{n}>>>", first)
        else:
            path = "image2video" if task.anchor is not None else "text2video"
            if task.anchor is not None:
                body["image"] = {"file": "anchor"}
            if task.last is not None:
                body["image_tail"] = {"file": "last"}
        if task.anchor is None:
            body["aspect_ratio"] = native.ratio
        return Request(path=f"v1/videos/{path}", body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "data", "task_id" if request.path.startswith("v1/") else "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        asked = f"{request.path}/{id}" if request.path.startswith("v1/") else f"tasks?task_ids={id}"
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/{asked}")

    def state(self, job: Job, answer: Any) -> State:
        data = answer.get("data") if isinstance(answer, dict) else None
        turbo = isinstance(data, list)
        if turbo and not data:
            raise Refused("expired", "Kling no longer knows this job")
        told = data[0] if turbo else (data or {})
        stage = STAGES.get(word(told, "status" if turbo else "task_status"))
        words = word(told, "message") or word(told, "task_status_msg")
        if stage is None:
            raise Refused("provider", "Kling says nothing of the job's state")
        if stage == "failed":
            return State(stage="failed", fault="moderated-output" if RISK.search(words) else "provider", words=words)
        films = told.get("outputs" if turbo else "task_result") or []
        films = films if turbo else films.get("videos", []) if films else []
        urls = tuple(url for film in films if (url := word(film, "url")))
        if stage == "done" and not urls:
            return State(stage="failed", fault="moderated-output", words="Kling finished the job and withholds the clip")
        return State(stage=stage, outputs=urls, words=words)

    def judge(self, reply: Reply) -> Refused | None:
        """HTTP 200 with a code other than 0 is a refusal."""
        code = word(reply.data, "code")
        if code in ("", "0") or not code.isdigit():
            return None
        words = f"Kling says {code}: {word(reply.data, 'message')}"
        if code == "1203" and reply.status == 404:
            return Refused("expired", words)
        return Refused(_fault(int(code), word(reply.data, "message")), words)


def _fault(code: int, message: str) -> Fault:
    if code in (1101, 1102):
        return "quota"
    if code in (1302, 1303):
        return "throttled"
    if code in (1300, 1301):
        return "moderated-input"
    if 1000 <= code <= 1004 or code in (1100, 1103, 1304):
        return "auth"
    return "provider" if code >= 5000 else "invalid"


def _token(access: str, private: str, now: float) -> str:
    """A JSON Web Token, HMAC-SHA256, with its `typ` said, for Kling refuses one without."""
    head = {"alg": "HS256", "typ": "JWT"}
    claims = {"iss": access, "exp": int(now) + 1800, "nbf": int(now) - 5}
    signed = ".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
    return f"{signed}.{_base64url(hmac.new(private.encode(), signed.encode(), hashlib.sha256).digest())}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


backend = Kling()
