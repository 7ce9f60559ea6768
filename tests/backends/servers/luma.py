"""Luma: the agents API, and the older Dream Machine API."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text

RATIOS = one_of("3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3")


class Luma(Protocol):
    name = "luma"
    key_from = "LUMA_AGENTS_API_KEY"
    base_from = "LUMA_BASE_URL"
    prefix = "/v1"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {
        "moderated": "moderated-output",
        "broken": "provider",
        "budget": "quota",
        "corrupt": "invalid",
        "withheld": "moderated-output",
    }

    def routes(self):
        return [("POST", "/generations", "create", self.create), ("GET", r"/generations/([\w-]+)", "poll", self.poll)]

    def refusal(self, kind: str) -> Told:
        return {
            "auth": Told(401, {"detail": "Invalid API key"}),
            "quota": Told(402, {"detail": "Insufficient credits", "failure_code": "budget_exhausted"}),
            "throttled": Told(429, {"detail": "Too many requests", "failure_code": "rate_limited"}, {"retry-after": "7"}),
            "moderated-input": Told(400, {"detail": "Prompt was moderated", "failure_code": "content_moderated"}),
            "invalid": Told(422, {"detail": [{"loc": ["body"], "msg": "REASON", "type": "value_error"}]}),
            "server": Told(500, {"detail": "Internal server error"}),
        }[kind]

    def _frame(self, ref) -> bool:
        shaped(
            ref,
            {
                "url": text(),
                "data": lambda v: picture(v, self.pictures, uri=False),
                "media_type": one_of("image/png", "image/jpeg"),
            },
        )
        if ("data" in ref and "media_type" not in ref) or len(set(ref) & {"url", "data", "generation_id", "file_id"}) != 1:
            raise Wrong("exactly one of url, data, generation_id, file_id; media_type with data")
        return True

    def create(self, asked: Asked) -> Told:
        body = asked.json
        fields = {"prompt": text(1, 6000), "model": one_of("ray-3.2"), "type": one_of("video"), "aspect_ratio": RATIOS}
        shaped(body, fields | {"video": lambda v: isinstance(v, dict)}, ("prompt", "model", "type"))
        video = body.get("video", {})
        fields = {
            "duration": one_of("5s", "10s"),
            "resolution": one_of("360p", "540p", "720p", "1080p"),
            "start_frame": self._frame,
            "keyframes": lambda v: isinstance(v, list) and 1 <= len(v) <= 64 and all(self._frame(f) for f in v),
            "keyframe_indexes": lambda v: isinstance(v, list) and all(type(n) is int and 0 <= n <= 240 for n in v),
            "loop": flag,
        }
        shaped(video, fields, where="video.")
        if "start_frame" in video and video.get("duration") == "10s":
            raise Wrong("start_frame is not supported with 10s")
        if len(video.get("keyframes", ())) != len(video.get("keyframe_indexes", ())):
            raise Wrong("keyframe_indexes must match keyframes")
        order = self.taken(asked, body)
        return Told(
            201, {"id": order.id, "created_at": "2026-11-21T00:00:00Z", "model": "ray-3.2", "state": "queued", "type": "video"}
        )

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"detail": "Generation not found"})
        stage = self.stage(order)
        state = {"queued": "queued", "running": "processing", "done": "completed", "withheld": "completed"}.get(stage, "failed")
        told = {"id": order.id, "created_at": "", "model": "ray-3.2", "type": "video", "state": state, "output": None}
        codes = {
            "moderated": "content_moderated",
            "broken": "generation_failed",
            "budget": "budget_exhausted",
            "corrupt": "corrupt_input",
        }
        if stage in codes:
            told |= {"failure_code": codes[stage], "failure_reason": "It did not work."}
        if state == "completed":
            told["output"] = [{"type": "video", "url": self.link()}] if stage == "done" else []
        return Told(200, told)


class LumaLegacy(Protocol):
    name = "luma-legacy"
    key_from = "LUMAAI_API_KEY"
    base_from = "LUMAAI_BASE_URL"
    prefix = "/dream-machine/v1"
    refusals = {k: k for k in ("auth", "quota", "throttled", "invalid")}
    endings = {"moderated": "moderated-output", "broken": "provider", "withheld": "moderated-output"}
    cancels = True

    def routes(self):
        return [
            ("POST", "/generations/video", "create", self.create),
            ("GET", r"/generations/([\w-]+)", "poll", self.poll),
            ("DELETE", r"/generations/([\w-]+)", "cancel", self.cancel),
        ]

    def refusal(self, kind: str) -> Told:
        return {
            "auth": Told(403, {"detail": "Not authenticated"}),
            "quota": Told(402, {"detail": "Insufficient credits"}),
            "throttled": Told(429, {"detail": "Too many concurrent generations"}, {"retry-after": "7"}),
            "invalid": Told(400, {"detail": "REASON"}),
            "server": Told(500, {"detail": "Internal server error"}),
        }[kind]

    def create(self, asked: Asked) -> Told:
        body = asked.json
        fields = {
            "model": one_of("ray-2", "ray-flash-2"),
            "prompt": text(),
            "generation_type": one_of("video"),
            "aspect_ratio": one_of("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"),
            "duration": one_of("5s", "9s"),
            "resolution": one_of("540p", "720p", "1080p", "4k"),
            "loop": flag,
            "concepts": lambda v: isinstance(v, list),
            "keyframes": lambda v: isinstance(v, dict),
            "callback_url": text(),
        }
        shaped(body, fields, ("model",))
        for concept in body.get("concepts", ()):
            shaped(concept, {"key": text()}, ("key",))
        return Told(201, {"id": self.taken(asked, body).id, "state": "queued", "generation_type": "video"})

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"detail": "Generation not found"})
        stage = self.stage(order)
        state = {"queued": "queued", "running": "dreaming", "done": "completed", "withheld": "completed"}.get(stage, "failed")
        reasons = {
            "moderated": "400: Prompt not allowed because advanced moderation failed.",
            "cancelled": "deleted",
            "broken": "worker lost",
        }
        video = {"video": self.link()} if stage == "done" else None
        return Told(200, {"id": order.id, "state": state, "failure_reason": reasons.get(stage), "assets": video})

    def cancel(self, asked: Asked) -> Told:
        if order := self.orders.get(asked.match[1]):
            order.cancelled = True
        return Told(204)
