"""MiniMax: H3 by /v2, Hailuo by /v1, `base_resp.status_code` in an HTTP 200."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole

CODES = {
    "auth": (1004, "login fail"),
    "quota": (1008, "insufficient balance"),
    "throttled": (1002, "rate limit"),
    "server": (1000, "unknown error"),
    "moderated-input": (1026, "input new_sensitive"),
    "invalid": (2013, "invalid params, REASON"),
}


class MiniMax(Protocol):
    name = "minimax"
    key_from = "MINIMAX_API_KEY"
    base_from = "MINIMAX_BASE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-output", "broken": "provider", "withheld": "moderated-output"}
    retry_after = False

    def routes(self):
        return [
            ("POST", "/v2/video_generation", "create", self.create),
            ("GET", r"/v2/query/video_generation/([\w-]+)", "poll", self.poll),
            ("POST", "/v1/video_generation", "create", self.create_hailuo),
            ("GET", "/v1/query/video_generation", "poll", self.poll_hailuo),
            ("GET", "/v1/files/retrieve", "link", self.retrieve),
        ]

    def refusal(self, kind: str) -> Told:
        code, words = CODES[kind]
        return Told(500 if kind == "server" else 200, {"base_resp": {"status_code": code, "status_msg": words}})

    def create(self, asked: Asked) -> Told:
        body = asked.json
        fields = {
            "model": one_of("MiniMax-H3"),
            "content": lambda v: isinstance(v, list),
            "duration": whole(5, 15),
            "resolution": one_of("768P", "2K"),
            "ratio": one_of("adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"),
            "prompt_optimizer": flag,
            "aigc_watermark": flag,
            "callback_url": text(),
        }
        shaped(body, fields, ("model", "content", "duration", "resolution"))
        roles = []
        for part in body["content"]:
            if part.get("type") == "text":
                shaped(part, {"type": text(), "text": text(1, 7000)}, ("text",))
            else:
                shaped(
                    part,
                    {
                        "type": one_of("image_url"),
                        "image_url": self._image,
                        "role": one_of("first_frame", "last_frame", "reference_image"),
                    },
                )
                roles.append(part["role"])
        if sum(p["type"] == "text" for p in body["content"]) != 1:
            raise Wrong("exactly one text item")
        if "last_frame" in roles and "first_frame" not in roles:
            raise Wrong("last_frame wants first_frame")
        if "reference_image" in roles and len(set(roles)) > 1:
            raise Wrong("frame and reference roles cannot be mixed")
        if not roles and body.get("ratio", "adaptive") == "adaptive":
            raise Wrong("ratio cannot be adaptive for text")
        return Told(200, {"task_id": self.taken(asked, body).id, "base_resp": {"status_code": 0, "status_msg": "success"}})

    def _image(self, value) -> bool:
        shaped(value, {"url": lambda v: picture(v, self.pictures, uri=True)}, ("url",))
        return True

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"base_resp": {"status_code": 0, "status_msg": ""}})
        stage = self.stage(order)
        status = {"queued": "queued", "running": "running", "done": "succeeded", "withheld": "succeeded"}.get(stage, "failed")
        told = {
            "task_id": order.id,
            "status": status,
            "model": "MiniMax-H3",
            "base_resp": {"status_code": 0, "status_msg": "success"},
        }
        if stage == "done":
            told |= {"content": {"url": self.link()}, "duration": 5, "usage": {"video_duration": 5}}
        elif stage == "moderated":
            told["error"] = {"code": 1027, "message": "output new_sensitive"}
        elif stage == "broken":
            told["error"] = {"code": 1033, "message": "mid process failed"}
        return Told(200, told)

    def create_hailuo(self, asked: Asked) -> Told:
        body = asked.json
        fields = {
            "model": one_of("MiniMax-Hailuo-2.3", "MiniMax-Hailuo-02"),
            "prompt": text(1, 2000),
            "first_frame_image": lambda v: picture(v, self.pictures, uri=True),
            **({"last_frame_image": lambda v: picture(v, self.pictures, uri=True)} if "02" in body.get("model", "") else {}),
            "duration": one_of(6, 10),
            "resolution": one_of("512P", "768P", "1080P"),
            "prompt_optimizer": flag,
            "fast_pretreatment": flag,
            "callback_url": text(),
        }
        shaped(body, fields, ("model",))
        if body.get("resolution") == "1080P" and body.get("duration") != 6:
            raise Wrong("1080P is six seconds only")
        return Told(200, {"task_id": self.taken(asked, body).id, "base_resp": {"status_code": 0, "status_msg": "success"}})

    def poll_hailuo(self, asked: Asked) -> Told:
        order = self.orders.get(asked.query.get("task_id", ""))
        if order is None:
            return Told(404, {"base_resp": {"status_code": 0, "status_msg": ""}})
        stage = self.stage(order)
        status = {"queued": "Queueing", "running": "Processing", "done": "Success", "withheld": "Success"}.get(stage, "Fail")
        told = {"task_id": order.id, "status": status, "file_id": "176844028768320" if stage == "done" else ""}
        code = {"moderated": 1027, "broken": 1033}.get(stage, 0)
        return Told(
            200, told | {"base_resp": {"status_code": code, "status_msg": "output new_sensitive" if code == 1027 else ""}}
        )

    def retrieve(self, asked: Asked) -> Told:
        if asked.query.get("file_id") != "176844028768320":
            return Told(200, {"base_resp": {"status_code": 2013, "status_msg": "no such file"}})
        file = {
            "file_id": 176844028768320,
            "bytes": len(self.film),
            "filename": "output.mp4",
            "purpose": "video_generation",
            "download_url": self.link(),
        }
        return Told(200, {"file": file, "base_resp": {"status_code": 0, "status_msg": "success"}})
