"""OpenAI's videos protocol: a multipart order, content behind the key, seconds as text."""
# ruff: noqa: RUF012

import email
from email.policy import HTTP

from servers.protocol import Asked, Protocol, Told, one_of, served, shaped, text


class OpenAIVideos(Protocol):
    name = "openai-videos"
    key_from = "OPENAI_VIDEOS_API_KEY"
    base_from = "OPENAI_VIDEOS_BASE_URL"
    prefix = "/v1"
    environment = {"OPENAI_VIDEOS_MODEL": "wan2.2-t2v"}
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-input", "output": "moderated-output", "broken": "provider"}
    cancels = True
    keyed_download = True

    def routes(self):
        return [
            ("POST", "/videos", "create", self.create),
            ("GET", r"/videos/([\w-]+)", "poll", self.poll),
            ("GET", r"/videos/([\w-]+)/content", "file", lambda asked: served(self.film, asked)),
            ("DELETE", r"/videos/([\w-]+)", "cancel", self.cancel),
        ]

    def refusal(self, kind: str) -> Told:
        status, code, words = {
            "auth": (401, "invalid_api_key", "Incorrect API key provided."),
            "quota": (429, "insufficient_quota", "You exceeded your current quota."),
            "throttled": (429, "rate_limit_exceeded", "Rate limit reached."),
            "moderated-input": (400, "moderation_blocked", "Your request was blocked by our moderation system."),
            "invalid": (400, "invalid_value", "REASON"),
            "server": (500, "server_error", "The server had an error."),
        }[kind]
        told = {"error": {"message": words, "type": "invalid_request_error", "param": None, "code": code}}
        return Told(status, told, {"retry-after": "7"} if kind == "throttled" else {})

    def create(self, asked: Asked) -> Told:
        message = email.message_from_bytes(
            b"content-type: " + asked.headers["content-type"].encode() + b"\r\n\r\n" + asked.body, policy=HTTP
        )
        body = {}
        for part in message.iter_parts():
            name, file = part.get_param("name", header="content-disposition"), part.get_filename()
            if file:
                self.pictures.append(part.get_payload(decode=True))
                body[name] = file
            else:
                body[name] = part.get_payload(decode=True).decode()
        fields = {
            "model": text(),
            "prompt": text(),
            "seconds": one_of("4", "8", "12"),
            "size": one_of("1280x720", "720x1280", "1792x1024", "1024x1792"),
            "input_reference": text(),
            "seed": lambda v: v.isdigit(),
            "fps": lambda v: v.isdigit(),
        }
        shaped(body, fields, ("prompt",))
        return Told(200, self._video(self.taken(asked, body, f"video_{len(self.orders)}"), "queued", 0))

    def _video(self, order, status: str, progress: int) -> dict:
        told = {
            "id": order.id,
            "object": "video",
            "created_at": 1,
            "status": status,
            "progress": progress,
            "model": order.body.get("model"),
        }
        return told | {"seconds": order.body.get("seconds"), "size": order.body.get("size"), "error": None}

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(
                404, {"error": {"message": "Video not found.", "type": "invalid_request_error", "param": None, "code": None}}
            )
        stage = self.stage(order)
        told = self._video(
            order,
            {"queued": "queued", "running": "in_progress", "done": "completed"}.get(stage, "failed"),
            40 if stage == "running" else 0,
        )
        codes = {
            "moderated": "moderation_blocked",
            "output": "output_moderation_blocked",
            "broken": "video_generation_failed",
            "cancelled": "cancelled",
        }
        if stage in codes:
            told["error"] = {"code": codes[stage], "message": "It did not work."}
        return Told(200, told)

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        order.cancelled = True
        return Told(200, {"id": order.id, "object": "video.deleted", "deleted": True})
