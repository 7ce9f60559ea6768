"""fal's queue: URLs that are handed out, COMPLETED for good and bad, failures as HTTP errors of the result."""
# ruff: noqa: RUF012

from servers.protocol import SECRET, Asked, Protocol, Told, flag, one_of, picture, shaped, text, whole

SCHEMAS = {
    "fal-ai/kling-video/v3/pro/text-to-video": ("duration", "aspect_ratio", "generate_audio"),
    "fal-ai/kling-video/v3/pro/image-to-video": ("duration", "start_image_url", "end_image_url", "generate_audio"),
    "kling/v4/text-to-video": ("duration_30", "aspect_ratio", "resolution"),
    "kling/v4/image-to-video": ("duration_30", "start_image_url", "end_image_url", "resolution"),
    "fal-ai/veo3.1": ("duration_s", "aspect_ratio", "resolution", "seed", "generate_audio", "auto_fix"),
    "fal-ai/veo3.1/image-to-video": ("duration_s", "image_url", "resolution", "seed", "generate_audio", "auto_fix"),
    "fal-ai/wan-25-preview/text-to-video": ("duration_510", "aspect_ratio", "resolution", "seed", "enable_prompt_expansion"),
    "fal-ai/wan-25-preview/image-to-video": ("duration_510", "image_url", "resolution", "seed", "enable_prompt_expansion"),
    "fal-ai/ltx-2.3/text-to-video": ("duration_n", "aspect_ratio", "resolution", "generate_audio"),
    "fal-ai/ltx-2.3/image-to-video": ("duration_n", "image_url", "end_image_url", "resolution", "generate_audio"),
}


class Fal(Protocol):
    name = "fal"
    key_from = "FAL_KEY"
    base_from = "FAL_QUEUE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "invalid")}
    endings = {
        "moderated": "moderated-input",
        "nothing": "moderated-output",
        "bad": "invalid",
        "broken": "provider",
        "late": "provider",
        "withheld": "moderated-output",
    }
    cancels = True

    def routes(self):
        models = "|".join(SCHEMAS)
        return [
            ("POST", f"/({models})", "create", self.create),
            ("GET", r"/(?:fal-ai|kling)/[\w.-]+/requests/([\w-]+)/status", "poll", self.status),
            ("GET", r"/(?:fal-ai|kling)/[\w.-]+/requests/([\w-]+)", "result", self.result),
            ("PUT", r"/(?:fal-ai|kling)/[\w.-]+/requests/([\w-]+)/cancel", "cancel", self.cancel),
        ]

    def authorised(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Key {SECRET}"

    def refusal(self, kind: str) -> Told:
        return {
            "auth": Told(401, {"detail": "Cannot access application. Authentication is required to access this application."}),
            "quota": Told(
                403, {"detail": "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."}
            ),
            "throttled": Told(429, {"detail": "Rate limit exceeded"}, {"retry-after": "7"}),
            "invalid": Told(422, {"detail": [{"loc": ["body"], "msg": "REASON", "type": "value_error"}]}),
            "server": Told(500, {"detail": "Internal Server Error"}, {"x-fal-error-type": "internal_error"}),
        }[kind]

    def create(self, asked: Asked) -> Told:
        body = asked.json
        image = lambda v: picture(v, self.pictures, uri=True)  # noqa: E731
        kinds = {
            "duration": ("duration", one_of(*(str(n) for n in range(3, 16)))),
            "duration_s": ("duration", one_of("4s", "6s", "8s")),
            "duration_510": ("duration", one_of("5", "10")),
            "duration_n": ("duration", one_of(6, 8, 10)),
            "duration_30": ("duration", whole(3, 30)),
            "aspect_ratio": ("aspect_ratio", one_of("16:9", "9:16", "1:1")),
            "resolution": ("resolution", one_of("480p", "720p", "1080p", "1440p", "2160p")),
            "seed": ("seed", whole(0, 2**31 - 1)),
            "generate_audio": ("generate_audio", flag),
            "auto_fix": ("auto_fix", flag),
            "enable_prompt_expansion": ("enable_prompt_expansion", flag),
            "image_url": ("image_url", image),
            "start_image_url": ("start_image_url", image),
            "end_image_url": ("end_image_url", image),
        }
        shaped(body, {"prompt": text()} | dict(kinds[k] for k in SCHEMAS[asked.match[1]]), ("prompt",))
        order = self.taken(asked, body)
        owner, alias = asked.match[1].split("/")[:2]
        here = f"{self.root}/{owner}/{alias}/requests/{order.id}"
        urls = {"response_url": here, "status_url": f"{here}/status", "cancel_url": f"{here}/cancel"}
        return Told(200, {"status": "IN_QUEUE", "request_id": order.id, "queue_position": 0, **urls})

    def status(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"detail": "Request not found"})
        stage = self.stage(order)
        if stage in ("queued", "running"):
            return Told(202, {"status": "IN_QUEUE" if stage == "queued" else "IN_PROGRESS", "queue_position": 0, "logs": None})
        told = {"status": "COMPLETED", "logs": None, "metrics": {"inference_time": 1.0}}
        if stage in ("late", "cancelled"):
            told |= {"error": "Request timed out", "error_type": "request_timeout"}
        return Told(200, told)

    def result(self, asked: Asked) -> Told:
        kinds = {
            "moderated": (422, "content_policy_violation"),
            "nothing": (422, "no_media_generated"),
            "bad": (422, "image_too_small"),
            "broken": (500, "internal_server_error"),
        }
        if self.outcome in kinds:
            status, kind = kinds[self.outcome]
            return Told(
                status,
                {"detail": [{"loc": ["body", "prompt"], "msg": "It did not work.", "type": kind}]},
                {"x-fal-error-type": kind},
            )
        if self.outcome == "withheld":
            return Told(200, {"video": None})
        return Told(
            200, {"video": {"url": self.link(), "content_type": "video/mp4", "file_name": "out.mp4", "file_size": len(self.film)}}
        )

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        order.cancelled = True
        return Told(202, {"status": "CANCELLATION_REQUESTED"})
