"""Runway's API: its own models and many of others' under one schema, with pixels for ratios and credits for money."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from screenc.contract import Capabilities, Fault, Job, Refused, Request, State, Task, Typed
from screenc.wire import Reply, RestService, files, frame, legend, need, profile, references, timecoded, whole, word

MODELS = {
    "gen4-5": "gen4.5",
    "gen4-turbo": "gen4_turbo",
    "veo3-1": "veo3.1",
    "veo3-1-fast": "veo3.1_fast",
    "kling3-standard": "kling3.0_standard",
    "kling3-pro": "kling3.0_pro",
    "kling-4": "kling_4",
    "seedance2": "seedance2",
    "seedance2-5": "seedance2_5",
    "wan3": "wan3",
    "hailuo3": "hailuo3",
    "gemini-omni-1-1": "gemini_omni_flash_1.1",
}
SEEDED = {"gen4-5", "gen4-turbo", "veo3-1", "veo3-1-fast", "seedance2", "seedance2-5"}
VOICED = {"veo3-1", "veo3-1-fast", "kling3-standard", "kling3-pro", "seedance2", "seedance2-5", "wan3"}
STAGES = {
    "PENDING": "queued",
    "THROTTLED": "queued",
    "RUNNING": "running",
    "SUCCEEDED": "done",
    "FAILED": "failed",
    "CANCELLED": "failed",
}
CREDIT = Fraction(1, 100)
"""Dollars of a credit, as the developer portal sells them."""


class Options(Typed):
    """What `tune runway` may set."""

    model: Literal[
        "gen4-5",
        "gen4-turbo",
        "veo3-1",
        "veo3-1-fast",
        "kling3-standard",
        "kling3-pro",
        "kling-4",
        "seedance2",
        "seedance2-5",
        "wan3",
        "hailuo3",
        "gemini-omni-1-1",
    ] = "gen4-5"
    resolution: Literal["360", "480", "720", "768", "1080", "1440", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""
    audio: bool = False
    """Sound of the model's own, where it can be had or left; the film has its own voices."""


class Runway(RestService):
    name = "runway"
    options = Options
    key = "RUNWAYML_API_SECRET"
    base = "https://api.dev.runwayml.com"
    base_from = "RUNWAYML_BASE_URL"

    def headers(self, secret: str) -> dict[str, str]:
        return {"authorization": f"Bearer {secret}", "x-runway-version": "2024-11-06"}

    def lower(self, task: Task, can: Capabilities) -> Request:
        can, options = profile(task, can), Options.model_validate(task.params)
        native, model = frame(task, can), options.model
        body: dict[str, Any] = {"model": MODELS[model], "ratio": native.ratio, "duration": whole(task.unit.length)}
        if model == "hailuo3":
            body["resolution"] = "2k" if native.resolution == "1440" else "768p"
        if model in SEEDED:
            body["seed"] = task.brief.motion_seed if task.brief else 0
        if model in VOICED:
            body["audio"] = options.audio
        if len(task.prompts) > 1 and model.startswith("kling3-"):
            shots = [{"prompt": p, "duration": whole(s)} for p, s in zip(task.prompts, task.parts, strict=True)]
            body["providerSettings"] = {"shotType": "customize", "multiPrompt": shots}
        else:
            body["promptText"] = timecoded(task)
        path = "v1/text_to_video" if task.anchor is None else "v1/image_to_video"
        if task.anchor is not None and model == "kling-4":  # in its own shape, which is the picture's
            body |= {"promptImage": {"file": "anchor"}, "ratio": f"auto_{native.resolution}p"}
        elif task.anchor is not None:
            body["promptImage"] = [{"uri": {"file": "anchor"}, "position": "first"}]
        if task.last is not None:
            body["promptImage"].append({"uri": {"file": "last"}, "position": "last"})
        if task.references:
            body["references"] = [{"uri": file} for file in references(task)]
            body["promptText"] = f"{body.get('promptText', '')}\n{legend(task, 'image {n}')}".strip()
        return Request(path=path, body=body, files=files(task))

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        job = self.found(endpoint, request, need(answer, "id"))
        credits = word(answer, "estimatedCost", "credits")
        return job.model_copy(update={"data": {"credits": credits}}) if credits else job

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/v1/tasks/{id}")

    def state(self, job: Job, answer: Any) -> State:
        said = word(answer, "status")
        stage, credits = STAGES.get(said), word(answer, "cost", "credits")
        if stage is None:
            raise Refused("provider", f"Runway says nothing of the job's state but `{said}`")
        dollars = Fraction(credits) * CREDIT if credits else None
        if stage == "failed":
            fault: Fault = "provider" if said == "CANCELLED" else _fault(word(answer, "failureCode"))
            words = "the job was cancelled" if said == "CANCELLED" else word(answer, "failure") or word(answer, "failureCode")
            return State(stage="failed", fault=fault, words=words, dollars=dollars)
        urls = tuple(url for url in answer.get("output") or () if isinstance(url, str))
        if stage == "done" and not urls:
            return State(stage="failed", fault="moderated-output", words="Runway withholds the clip", dollars=dollars)
        share = float(word(answer, "progress") or 0) if stage == "running" else None
        return State(stage=stage, share=share, outputs=urls, dollars=dollars)

    def judge(self, reply: Reply) -> Refused | None:
        if reply.status == 400 and "enough credits" in word(reply.data, "error"):
            return Refused("quota", f"Runway says: {word(reply.data, 'error')}")
        return None

    def cancel(self, job: Job) -> bool:
        return self.wire(job.endpoint).cancelled(f"v1/tasks/{job.id}")


def _fault(code: str) -> Fault:
    """A failure code is words joined by dots; which side of the model was found unsafe is one of them."""
    parts = code.split(".")
    if "SAFETY" in parts:
        return "moderated-output" if "OUTPUT" in parts else "moderated-input"
    return "invalid" if parts[0] == "ASSET" else "provider"


backend = Runway()
