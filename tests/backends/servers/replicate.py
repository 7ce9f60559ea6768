"""Replicate's predictions: RFC 7807 problems, URLs handed out, files uploaded above 256 KB."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole

RATIO = one_of("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")


class Replicate(Protocol):
    name = "replicate"
    key_from = "REPLICATE_API_TOKEN"
    base_from = "REPLICATE_BASE_URL"
    prefix = "/v1"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {"moderated": "moderated-output", "words": "moderated-input", "broken": "provider", "withheld": "moderated-output"}
    cancels = True

    def routes(self):
        return [
            ("POST", r"/models/([\w-]+/[\w.-]+)/predictions", "create", self.create),
            ("GET", r"/predictions/([\w-]+)", "poll", self.poll),
            ("POST", r"/predictions/([\w-]+)/cancel", "cancel", self.cancel),
            ("POST", "/files", "upload", self.upload),
        ]

    def refusal(self, kind: str) -> Told:
        status, title, detail = {
            "auth": (401, "Unauthenticated", "You did not pass a valid authentication token"),
            "quota": (402, "Insufficient credit", "You have insufficient credit to run this model."),
            "throttled": (429, "Too many requests", "Request was throttled. Expected available in 7 seconds."),
            "moderated-input": (
                422,
                "Input validation failed",
                "The input was flagged as sensitive. Please try again with different inputs. (E005)",
            ),
            "invalid": (422, "Input validation failed", "- input: REASON"),
            "server": (500, "Internal server error", "Internal server error"),
        }[kind]
        return Told(
            status, {"title": title, "detail": detail, "status": status}, {"retry-after": "7"} if kind == "throttled" else {}
        )

    def create(self, asked: Asked) -> Told:
        image = lambda v: picture(v, self.pictures, uri=True) and len(v) < 400_000  # noqa: E731
        schemas = {
            "bytedance/seedance-1-pro": {
                "image": image,
                "last_frame_image": image,
                "duration": whole(2, 12),
                "resolution": one_of("480p", "720p", "1080p"),
                "seed": whole(0, 2**31),
            },
            "kwaivgi/kling-v2.5-turbo-pro": {
                "start_image": image,
                "end_image": image,
                "duration": one_of(5, 10),
                "negative_prompt": text(),
            },
            "google/veo-3.1": {
                "image": image,
                "last_frame": image,
                "duration": one_of(4, 6, 8),
                "resolution": one_of("720p", "1080p"),
                "seed": whole(0, 2**32),
                "generate_audio": flag,
            },
            "minimax/hailuo-2.3": {
                "first_frame_image": image,
                "duration": one_of(6, 10),
                "resolution": one_of("768p", "1080p"),
                "prompt_optimizer": flag,
            },
        }
        if asked.match[1] not in schemas:
            return Told(404, {"title": "Not found", "detail": "The requested resource could not be found.", "status": 404})
        body = asked.json
        shaped(body, {"input": lambda v: isinstance(v, dict)}, ("input",))
        own = schemas[asked.match[1]]
        ratio = {} if "hailuo" in asked.match[1] else {"aspect_ratio": RATIO}
        shaped(body["input"], {"prompt": text()} | ratio | own, ("prompt",), "input.")
        if "hailuo" in asked.match[1] and body["input"].get("resolution") == "1080p" and body["input"]["duration"] != 6:
            raise Wrong("1080p is six seconds only")
        order = self.taken(asked, body)
        here = f"{self.base}/predictions/{order.id}"
        return Told(
            201,
            {
                "id": order.id,
                "status": "starting",
                "output": None,
                "error": None,
                "urls": {"get": here, "cancel": f"{here}/cancel"},
            },
        )

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"title": "Not found", "detail": "The requested resource could not be found.", "status": 404})
        stage = self.stage(order)
        status = {
            "queued": "starting",
            "running": "processing",
            "done": "succeeded",
            "withheld": "succeeded",
            "cancelled": "canceled",
        }.get(stage, "failed")
        errors = {
            "moderated": "The output was flagged as sensitive. (E005)",
            "words": "The input or prompt was flagged as sensitive. Please try again with different inputs. (E005)",
            "broken": "Prediction interrupted; please retry (code: PA)",
        }
        return Told(
            200,
            {"id": order.id, "status": status, "error": errors.get(stage), "output": self.link() if stage == "done" else None},
        )

    def upload(self, asked: Asked) -> Told:
        start = asked.body.index(b"\x89PNG")
        self.pictures.append(asked.body[start : asked.body.rindex(b"\r\n--")])
        if b'name="content"' not in asked.body:
            raise Wrong("content is required")
        return Told(201, {"id": "file-1", "size": len(self.pictures[-1]), "urls": {"get": f"{self.base}/files/file-1"}})

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        order.cancelled = True
        return Told(200, {"id": order.id, "status": "canceled"})
