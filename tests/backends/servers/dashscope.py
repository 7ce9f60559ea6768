"""Wan on DashScope: the async header, errors at the top or inside `output`, prompt_extend on unless told off."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole


class DashScope(Protocol):
    name = "wan-api"
    key_from = "DASHSCOPE_API_KEY"
    base_from = "DASHSCOPE_BASE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-output", "words": "moderated-input", "broken": "provider", "withheld": "moderated-output"}
    cancels = True
    retry_after = False

    def routes(self):
        return [
            ("POST", "/api/v1/services/aigc/video-generation/video-synthesis", "create", self.create),
            ("GET", r"/api/v1/tasks/([\w-]+)", "poll", self.poll),
            ("POST", r"/api/v1/tasks/([\w-]+)/cancel", "cancel", self.cancel),
        ]

    def refusal(self, kind: str) -> Told:
        status, code, words = {
            "auth": (401, "InvalidApiKey", "Invalid API-key provided."),
            "quota": (400, "Arrearage", "Access denied, please make sure your account is in good standing."),
            "throttled": (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
            "moderated-input": (400, "DataInspectionFailed", "Input data may contain inappropriate content."),
            "invalid": (400, "InvalidParameter", "REASON"),
            "server": (500, "InternalError", "An internal error has occured."),
        }[kind]
        return Told(status, {"code": code, "message": words, "request_id": "r"})

    def create(self, asked: Asked) -> Told:
        if asked.headers.get("x-dashscope-async") != "enable":
            return Told(
                403,
                {"code": "AccessDenied", "message": "current user api does not support synchronous calls.", "request_id": "r"},
            )
        body = asked.json
        models = one_of("wan2.7-t2v", "wan2.7-i2v", "wan2.7-r2v", "wan3.0-video", "wan3.0-video-prime")
        shaped(
            body,
            {"model": models, "input": lambda v: isinstance(v, dict), "parameters": lambda v: isinstance(v, dict)},
            ("model", "input"),
        )
        shaped(
            body["input"],
            {"prompt": text(1, 5000), "negative_prompt": text(0, 500), "media": lambda v: isinstance(v, list)},
            ("prompt",),
        )
        kinds = set()
        for item in body["input"].get("media", ()):
            shaped(
                item,
                {
                    "type": one_of("first_frame", "last_frame", "reference_image"),
                    "url": lambda v: picture(v, self.pictures, uri=True),
                },
            )
            kinds.add(item["type"])
        wants = {"wan2.7-t2v": set(), "wan2.7-i2v": {"first_frame"}, "wan2.7-r2v": {"reference_image"}}
        if kinds - {"last_frame"} != wants.get(body["model"], kinds - {"last_frame"}) or (
            "last_frame" in kinds and "first_frame" not in kinds
        ):
            raise Wrong("media does not fit the model")
        parameters = {
            "resolution": one_of("720P", "1080P", *(("480P",) if "3.0" in body["model"] else ())),
            "ratio": (lambda v: False) if "first_frame" in kinds else one_of("16:9", "9:16", "1:1", "4:3", "3:4"),
            "duration": whole(2, 10 if body["model"] == "wan2.7-r2v" else 30 if "3.0" in body["model"] else 15),
            "prompt_extend": one_of(False),
            "watermark": flag,
            "seed": whole(0, 2**31 - 1),
        }
        shaped(body.get("parameters", {}), parameters, ("prompt_extend",), "parameters.")
        return Told(200, {"output": {"task_id": self.taken(asked, body).id, "task_status": "PENDING"}, "request_id": "r"})

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(200, {"request_id": "r", "output": {"task_id": asked.match[1], "task_status": "UNKNOWN"}})
        stage = self.stage(order)
        status = {
            "queued": "PENDING",
            "running": "RUNNING",
            "done": "SUCCEEDED",
            "withheld": "SUCCEEDED",
            "cancelled": "CANCELED",
        }.get(stage, "FAILED")
        output = {"task_id": order.id, "task_status": status}
        codes = {
            "moderated": ("DataInspectionFailed", "Output data may contain inappropriate content."),
            "words": ("DataInspectionFailed", "Input data may contain inappropriate content."),
            "broken": ("InternalError.Timeout", "An internal timeout error has occured."),
        }
        if stage in codes:
            output |= dict(zip(("code", "message"), codes[stage], strict=True))
        if stage == "done":
            output["video_url"] = self.link()
        return Told(200, {"request_id": "r", "output": output, "usage": {"video_count": 1, "duration": 5}})

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        if order.polls > 1:
            return Told(
                400,
                {"code": "UnsupportedOperation", "message": "Failed to cancel the task, only PENDING may be.", "request_id": "r"},
            )
        order.cancelled = True
        return Told(200, {"request_id": "r"})
