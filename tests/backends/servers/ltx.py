"""The LTX API's background jobs: 202 with an id, `{type: error, error: {type, message}}` everywhere."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text

MOTIONS = one_of("dolly_in", "dolly_out", "dolly_left", "dolly_right", "jib_up", "jib_down", "static", "focus_shift")
FAST = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20)


def error(status: int, kind: str, message: str, **headers: str) -> Told:
    return Told(
        status,
        {"type": "error", "error": {"type": kind, "message": message}},
        {k.replace("_", "-"): v for k, v in headers.items()},
    )


class Ltx(Protocol):
    name = "ltx-api"
    key_from = "LTXV_API_KEY"
    base_from = "LTX_BASE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-output", "broken": "provider", "withheld": "moderated-output"}

    def routes(self):
        return [
            ("POST", "/v2/(text-to-video|image-to-video)", "create", self.create),
            ("GET", r"/v2/(text-to-video|image-to-video)/([\w-]+)", "poll", self.poll),
        ]

    def refusal(self, kind: str) -> Told:
        return {
            "auth": error(401, "authentication_error", "Missing authorization header"),
            "quota": error(402, "insufficient_funds_error", "Insufficient funds. Required: 120 credits"),
            "throttled": error(429, "rate_limit_error", "Too many requests", retry_after="7"),
            "moderated-input": error(422, "content_filtered_error", "Content rejected by safety filters"),
            "invalid": error(400, "invalid_request_error", "REASON"),
            "server": error(500, "api_error", "Internal server error"),
        }[kind]

    def create(self, asked: Asked) -> Told:
        body, image = asked.json, asked.match[1] == "image-to-video"
        sizes = {"1280x720", "720x1280", "1920x1080", "1080x1920", "2560x1440", "1440x2560", "3840x2160", "2160x3840"}
        fields = {
            "prompt": text(1, 5000),
            "model": one_of("ltx-2-5-fast", "ltx-2-5-pro"),
            "duration": one_of(*FAST),
            "resolution": one_of(*sizes),
            "fps": one_of(24, 25, 48, 50),
            "generate_audio": flag,
            "camera_motion": MOTIONS,
        }
        if image:
            fields["image_uri"] = lambda v: picture(v, self.pictures, uri=True)
        shaped(body, fields, ("prompt", "model", "duration", "resolution", *(("image_uri",) if image else ())))
        small = body["resolution"] in ("1280x720", "720x1280", "1920x1080", "1080x1920")
        if body["duration"] > 10 and (not small or body["model"] == "ltx-2-5-pro" or body.get("fps", 24) > 25):
            raise Wrong("duration is at most 10 here")
        if body["model"] == "ltx-2-5-pro" and body.get("fps") == 48:
            raise Wrong("fps 48 is not of the pro model")
        return Told(202, {"id": self.taken(asked, body).id, "status": "pending", "created_at": "2026-11-21T00:00:00Z"})

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[2])
        if order is None or not order.path.endswith(asked.match[1]):
            return error(404, "not_found_error", "Job not found")
        stage = self.stage(order)
        status = {"queued": "pending", "running": "processing", "done": "completed", "withheld": "completed"}.get(stage, "failed")
        told = {"id": order.id, "status": status, "created_at": "2026-11-21T00:00:00Z"}
        if status == "completed":
            told["result"] = {"video_url": self.link()} if stage == "done" else {}
        elif stage == "moderated":
            told["error"] = {"type": "content_filtered_error", "message": "Rejected by safety filters"}
        elif stage == "broken":
            told["error"] = {"type": "api_error", "message": "Generation failed"}
        return Told(200, told)
