"""Luma's older Dream Machine API: ray-2, with camera moves as named concepts. It takes pictures by public URL only, so none."""

from __future__ import annotations

import re
from typing import Any, Literal

from screenc.contract import Brief, Capabilities, Job, Refused, Request, State, Task, Typed
from screenc.wire import RestService, frame, need, profile, whole, word

STAGES = {"queued": "queued", "dreaming": "running", "completed": "done", "failed": "failed"}
CONCEPTS = {
    ("static", None): "static",
    ("push-in", None): "push_in",
    ("pull-out", None): "pull_out",
    ("pan", "left"): "pan_left",
    ("pan", "right"): "pan_right",
    ("tilt", "up"): "tilt_up",
    ("tilt", "down"): "tilt_down",
    ("truck", "left"): "truck_left",
    ("truck", "right"): "truck_right",
    ("crane", "up"): "crane_up",
    ("crane", "down"): "crane_down",
    ("orbit", "left"): "orbit_left",
    ("orbit", "right"): "orbit_right",
    ("zoom", "in"): "zoom_in",
    ("zoom", "out"): "zoom_out",
    ("dolly-zoom", None): "dolly_zoom",
    ("handheld", None): "handheld",
}
RISK = re.compile(r"(?i)\bmoderat(ed|ion)\b|\bcontent policy\b")


class Options(Typed):
    """What `tune luma-legacy` may set."""

    model: Literal["ray-2", "ray-flash-2"] = "ray-2"
    resolution: Literal["540", "720", "1080", "2160"] | None = None
    """Lines of the picture; by default the smallest that is enough for the film's frame."""


class LumaLegacy(RestService):
    name = "luma-legacy"
    options = Options
    key = "LUMAAI_API_KEY"
    base = "https://api.lumalabs.ai/dream-machine/v1"
    base_from = "LUMAAI_BASE_URL"

    def lower(self, task: Task, can: Capabilities) -> Request:
        native, options = frame(task, profile(task, can)), Options.model_validate(task.params)
        resolution = "4k" if native.resolution == "2160" else f"{native.resolution}p"
        body: dict[str, Any] = {"model": options.model, "prompt": task.prompt, "generation_type": "video"}
        body |= {"aspect_ratio": native.ratio, "duration": f"{whole(task.unit.length)}s", "resolution": resolution, "loop": False}
        if task.brief and (concept := concept_of(task.brief)):
            body["concepts"] = [{"key": concept}]
        return Request(path="generations/video", body=body)

    def taken(self, endpoint: str, request: Request, answer: Any) -> Job:
        return self.found(endpoint, request, need(answer, "id"))

    def found(self, endpoint: str, request: Request, id: str) -> Job:
        return Job(endpoint=endpoint, id=id, url=f"{endpoint}/generations/{id}")

    def state(self, job: Job, answer: Any) -> State:
        stage = STAGES.get(word(answer, "state"))
        if stage is None:
            raise Refused("provider", "Luma says nothing of the job's state")
        if stage == "failed":
            words = word(answer, "failure_reason")
            return State(stage="failed", fault="moderated-output" if RISK.search(words) else "provider", words=words)
        url = word(answer, "assets", "video")
        if stage == "done" and not url:
            return State(stage="failed", fault="moderated-output", words="Luma finished the job and withholds the clip")
        return State(stage=stage, outputs=(url,) if url else ())

    def cancel(self, job: Job) -> bool:
        return self.wire(job.endpoint).cancelled(f"generations/{job.id}")


def concept_of(brief: Brief) -> str | None:
    """The concept for the shot's camera move, if there is one: by its way, or whatever its way."""
    move, way = brief.camera.move, brief.camera.way
    return CONCEPTS.get((move, way)) or CONCEPTS.get((move, None))


backend = LumaLegacy()
