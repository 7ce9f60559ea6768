"""Seedance on Ark or BytePlus: `error{code,message}`, states with `expired`, sound on unless told off."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole

MODELS = one_of(
    *(
        f"dreamina-{m}"
        for m in ("seedance-2-0-260128", "seedance-2-0-fast-260128", "seedance-2-0-mini-260615", "seedance-2-5-260628")
    )
)


class Seedance(Protocol):
    name = "seedance"
    key_from = "ARK_API_KEY"
    base_from = "ARK_BASE_URL"
    prefix = "/api/v3"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {
        "moderated": "moderated-output",
        "sound": "moderated-output",
        "face": "moderated-input",
        "broken": "provider",
        "late": "expired",
        "withheld": "moderated-output",
    }
    cancels = True
    retry_after = False

    def routes(self):
        return [
            ("POST", "/contents/generations/tasks", "create", self.create),
            ("GET", r"/contents/generations/tasks/([\w-]+)", "poll", self.poll),
            ("DELETE", r"/contents/generations/tasks/([\w-]+)", "cancel", self.cancel),
        ]

    def refusal(self, kind: str) -> Told:
        status, code, words = {
            "auth": (401, "AuthenticationError", "The API key in the request is missing or invalid."),
            "quota": (403, "AccountOverdueError", "The account has an overdue balance."),
            "throttled": (429, "RateLimitExceeded.EndpointRPMExceeded", "The requests per minute limit is exceeded."),
            "moderated-input": (400, "InputTextSensitiveContentDetected", "The input text may contain sensitive information."),
            "invalid": (400, "InvalidParameter", "REASON"),
            "server": (500, "InternalServiceError", "The service encountered an unexpected internal error."),
        }[kind]
        return Told(status, {"error": {"code": code, "message": words, "param": "", "type": "BadRequest"}})

    def create(self, asked: Asked) -> Told:
        body = asked.json
        fields = {
            "model": MODELS,
            "content": lambda v: isinstance(v, list),
            "resolution": one_of("480p", "720p", "1080p", "4k"),
            "ratio": one_of("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"),
            "duration": whole(4, 30),
            "generate_audio": flag,
            "watermark": flag,
            "return_last_frame": flag,
            "execution_expires_after": whole(3600, 259200),
            "service_tier": one_of("default", "flex"),
        }
        shaped(body, fields, ("model", "content"))
        if body.get("generate_audio") is not False and body.get("watermark") is not False:
            raise Wrong("left on")
        if body["duration"] > 15 and "2-5" not in body["model"]:
            raise Wrong("duration of 2.0 is at most 15")
        if body["resolution"] in ("1080p", "4k") and ("fast" in body["model"] or "mini" in body["model"]):
            raise Wrong("resolution of fast and mini is at most 720p")
        roles = set()
        for part in body["content"]:
            if part.get("type") == "text":
                shaped(part, {"type": text(), "text": text()}, ("text",))
            else:
                shaped(
                    part,
                    {
                        "type": one_of("image_url"),
                        "image_url": self._image,
                        "role": one_of("first_frame", "last_frame", "reference_image"),
                    },
                )
                roles.add(part["role"])
        if "reference_image" in roles and len(roles) > 1:
            raise Wrong("frames and reference_image cannot be mixed")
        if "last_frame" in roles and "first_frame" not in roles:
            raise Wrong("last_frame wants first_frame")
        return Told(200, {"id": self.taken(asked, body, f"cgt-2026-{len(self.orders)}").id})

    def _image(self, value) -> bool:
        shaped(value, {"url": lambda v: picture(v, self.pictures, uri=True)}, ("url",))
        return True

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"error": {"code": "", "message": "The task was not found."}})
        stage = self.stage(order)
        status = {
            "queued": "queued",
            "running": "running",
            "done": "succeeded",
            "withheld": "succeeded",
            "cancelled": "cancelled",
            "late": "expired",
        }
        told = {"id": order.id, "model": order.body["model"], "status": status.get(stage, "failed"), "error": None}
        codes = {
            "moderated": "OutputVideoSensitiveContentDetected",
            "sound": "OutputAudioSensitiveContentDetected",
            "face": "InputImageSensitiveContentDetected.PrivacyInformation",
            "broken": "InternalServiceError",
        }
        if stage in codes:
            told["error"] = {"code": codes[stage], "message": "It did not work."}
        if stage == "done":
            told |= {
                "content": {"video_url": self.link()},
                "usage": {"completion_tokens": 108000},
                "seed": 7,
                "framespersecond": 24,
            }
        return Told(200, told)

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        if order.polls > 1:
            return Told(409, {"error": {"code": "OperationDenied", "message": "The task is running."}})
        order.cancelled = True
        return Told(200, {})
