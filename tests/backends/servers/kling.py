"""Kling: HTTP 200 with `code`; classic tasks under their own path, turbo tasks under /tasks."""
# ruff: noqa: RUF012

from servers.protocol import SECRET, Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole

RATIOS = one_of("16:9", "9:16", "1:1")
SECONDS = one_of(*(str(n) for n in range(3, 16)))
STATUS = {"queued": "submitted", "running": "processing", "done": "succeed", "withheld": "succeed"}


class Kling(Protocol):
    name = "kling"
    key_from = "KLING_API_KEY"
    base_from = "KLING_BASE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-output", "broken": "provider", "withheld": "moderated-output"}
    retry_after = False

    def routes(self):
        return [
            ("POST", r"/v1/videos/(text2video|image2video|omni-video)", "create", self.create),
            ("GET", r"/v1/videos/(text2video|image2video|omni-video)/([\w-]+)", "poll", self.poll),
            ("POST", r"/text-to-video/kling-3.0-turbo", "create", self.create_turbo),
            ("GET", r"/tasks", "poll", self.poll_turbo),
        ]

    def refusal(self, kind: str) -> Told:
        status, code, words = {
            "auth": (401, 1000, "Authentication failed"),
            "quota": (429, 1102, "Account balance not enough"),
            "throttled": (429, 1303, "parallel task over resource pack limit"),
            "moderated-input": (400, 1301, "Content security policy triggered"),
            "invalid": (400, 1201, "REASON"),
            "server": (500, 5000, "Service internal error"),
        }[kind]
        return Told(status, {"code": code, "message": words, "request_id": "r-1"})

    def create(self, asked: Asked) -> Told:
        kind, body = asked.match[1], asked.json
        image = lambda v: picture(v, self.pictures, uri=False)  # noqa: E731
        fields = {
            "model_name": one_of("kling-v3-omni") if kind == "omni-video" else one_of("kling-v3", "kling-v2-6"),
            "prompt": text(1, 2500),
            "negative_prompt": text(0, 2500),
            "duration": SECONDS,
            "mode": one_of("std", "pro", "4k"),
            "sound": one_of("on", "off"),
            "cfg_scale": lambda v: isinstance(v, float),
            "multi_shot": flag,
            "shot_type": one_of("customize", "intelligence"),
            "multi_prompt": lambda v: isinstance(v, list) and 1 <= len(v) <= 6,
            "callback_url": text(),
            "external_task_id": text(),
        }
        if kind == "image2video":
            fields |= {"image": image, "image_tail": image}
        else:
            fields["aspect_ratio"] = RATIOS
        if kind == "omni-video":
            fields["image_list"] = lambda v: isinstance(v, list) and len(v) <= 7
        shaped(body, fields, ("model_name", "duration", *(("image",) if kind == "image2video" else ())))
        if body["model_name"] == "kling-v2-6" and body["duration"] not in ("5", "10"):
            raise Wrong("duration of kling-v2-6 is 5 or 10")
        for item in body.get("image_list", ()):
            shaped(item, {"image_url": image, "type": one_of("first_frame", "end_frame")}, ("image_url",), "image_list.")
        if kind == "omni-video" and "aspect_ratio" not in body and not any("type" in i for i in body.get("image_list", ())):
            raise Wrong("aspect_ratio is required without a first frame")
        if {i.get("type") for i in body.get("image_list", ())} == {"end_frame"} or (
            "image_tail" in body and "multi_shot" in body
        ):
            raise Wrong("an end frame wants a first frame and a single shot")
        if body.get("multi_shot"):
            shots = body.get("multi_prompt") or []
            for n, shot in enumerate(shots, 1):
                shaped(shot, {"index": one_of(n), "prompt": text(1, 512), "duration": text()}, ("index", "prompt", "duration"))
            if sum(int(s["duration"]) for s in shots) != int(body["duration"]) or "prompt" in body:
                raise Wrong("multi_prompt must add up to duration and stand for prompt")
        elif "prompt" not in body:
            raise Wrong("prompt is required")
        order = self.taken(asked, body)
        return Told(
            200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": {"task_id": order.id, "task_status": "submitted"}}
        )

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[2])
        if order is None:
            return Told(404, {"code": 1203, "message": "task not found", "request_id": "r"})
        if not order.path.endswith(asked.match[1]):
            return Told(400, {"code": 1201, "message": "task of another kind", "request_id": "r"})
        stage = self.stage(order)
        data = {
            "task_id": order.id,
            "task_status": STATUS.get(stage, "failed"),
            "task_status_msg": "",
            "created_at": 1,
            "updated_at": 2,
        }
        if stage == "done":
            data["task_result"] = {"videos": [{"id": "v", "url": self.link(), "duration": "5"}]}
        elif stage == "moderated":
            data["task_status_msg"] = "Failure to pass the risk control system"
        elif stage == "broken":
            data["task_status_msg"] = "Service busy, generation of case-sensitive thing failed"
        elif stage == "withheld":
            data["task_result"] = {"videos": []}
        return Told(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})

    def create_turbo(self, asked: Asked) -> Told:
        body = asked.json
        shaped(
            body, {"prompt": text(1, 2500), "settings": lambda v: isinstance(v, dict), "contents": lambda v: False}, ("prompt",)
        )
        settings = {"resolution": one_of("720p", "1080p"), "duration": whole(3, 15), "aspect_ratio": RATIOS}
        shaped(body.get("settings", {}), settings, where="settings.")
        return Told(200, {"code": 0, "message": "", "data": {"id": self.taken(asked, body).id, "status": "submitted"}})

    def poll_turbo(self, asked: Asked) -> Told:
        order = self.orders.get(asked.query.get("task_ids", ""))
        if order is None:
            return Told(200, {"code": 0, "data": []})
        stage = self.stage(order)
        told = {"id": order.id, "status": {"done": "succeeded", "withheld": "succeeded"}.get(stage, STATUS.get(stage, "failed"))}
        told["outputs"] = [{"type": "video", "url": self.link(), "duration": "5"}] if stage == "done" else []
        told["message"] = "Failure to pass the risk control system" if stage == "moderated" else ""
        return Told(200, {"code": 0, "data": [told]})

    def authorised(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {SECRET}"
