"""Runway: `X-Runway-Version`, exact fields a model, THROTTLED as a state, costs in credits."""
# ruff: noqa: RUF012

from servers.protocol import Asked, Protocol, Told, Wrong, flag, one_of, picture, shaped, text, whole

PIXELS = one_of("1280:720", "720:1280")
WIDE = one_of("1280:720", "720:1280", "1920:1080", "1080:1920")
MANY = {
    "text": one_of(
        "864:496",
        "640:640",
        "496:864",
        "854:480",
        "480:854",
        "1280:720",
        "1112:834",
        "960:960",
        "834:1112",
        "720:1280",
        "1920:1080",
        "1664:1248",
        "1440:1440",
        "1248:1664",
        "1080:1920",
    ),
    "wan": one_of(
        "832:480",
        "720:544",
        "624:624",
        "544:720",
        "480:832",
        "1280:720",
        "1104:832",
        "960:960",
        "832:1104",
        "720:1280",
        "1920:1080",
        "1648:1248",
        "1440:1440",
        "1248:1648",
        "1080:1920",
    ),
    "kling4": one_of("1280:720", "720:1280", "940:940", "1460:624", "1920:1080", "1080:1920", "1440:1440", "2200:940"),
    "omni": one_of("640:360", "360:640", "1280:720", "720:1280", "1920:1080", "1080:1920", "3840:2160", "2160:3840"),
}
STATUS = {
    "queued": "PENDING",
    "throttled": "THROTTLED",
    "running": "RUNNING",
    "done": "SUCCEEDED",
    "withheld": "SUCCEEDED",
    "cancelled": "CANCELLED",
}
SEED = whole(0, 2**32 - 1)
CODES = {
    "moderated": "SAFETY.OUTPUT.VIDEO",
    "words": "INPUT_PREPROCESSING.SAFETY.TEXT",
    "asset": "ASSET.INVALID",
    "broken": "INTERNAL.BAD_OUTPUT.CODE01",
}


class Runway(Protocol):
    name = "runway"
    key_from = "RUNWAYML_API_SECRET"
    base_from = "RUNWAYML_BASE_URL"
    refusals = {k: k for k in ("auth", "quota", "throttled", "invalid")}
    endings = {
        "moderated": "moderated-output",
        "words": "moderated-input",
        "asset": "invalid",
        "broken": "provider",
        "withheld": "moderated-output",
    }
    cancels = True

    def routes(self):
        return [
            ("POST", r"/v1/(text_to_video|image_to_video)", "create", self.create),
            ("GET", r"/v1/tasks/([\w-]+)", "poll", self.poll),
            ("DELETE", r"/v1/tasks/([\w-]+)", "cancel", self.cancel),
        ]

    def refusal(self, kind: str) -> Told:
        return {
            "auth": Told(401, {"error": "The API key was not found."}),
            "quota": Told(400, {"error": "You do not have enough credits to run this task."}),
            "throttled": Told(429, {"error": "You have reached the daily task limit."}, {"retry-after": "7"}),
            "invalid": Told(400, {"error": "Validation of body failed", "issues": [{"message": "REASON"}]}),
            "server": Told(500, {"error": "Internal server error"}),
        }[kind]

    def _fields(self, model: str, image: bool) -> tuple[dict, tuple]:
        ratios = {
            "gen4.5": one_of("1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672") if image else PIXELS,
            "gen4_turbo": one_of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"),
            "veo3.1": WIDE,
            "veo3.1_fast": WIDE,
            "kling3.0_standard": one_of("1280:720", "720:1280", "960:960"),
            "kling3.0_pro": one_of("1920:1080", "1080:1920", "1440:1440"),
            "kling_4": one_of("auto_720p", "auto_1080p") if image else MANY["kling4"],
            "seedance2": MANY["text"],
            "seedance2_5": MANY["text"],
            "wan3": MANY["wan"],
            "hailuo3": one_of("adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"),
            "gemini_omni_flash_1.1": MANY["omni"],
        }
        if model not in ratios or (model == "gen4_turbo" and not image):
            raise Wrong(f"model {model}")
        most = {"seedance2": 3500, "seedance2_5": 15000}.get(model, 1000)
        fields = {
            "model": text(),
            "ratio": ratios[model],
            "promptText": lambda v: isinstance(v, str) and 0 < len(v.encode("utf-16-le")) // 2 <= most,
        }
        fields["duration"] = {
            "gen4.5": whole(2, 10),
            "gen4_turbo": whole(2, 10),
            "veo3.1": one_of(4, 6, 8),
            "veo3.1_fast": one_of(4, 6, 8),
            "seedance2": whole(4, 15),
            "seedance2_5": whole(4, 30),
        }.get(model, whole(2, 30))
        if model in ("gen4.5", "gen4_turbo", "veo3.1", "veo3.1_fast", "seedance2", "seedance2_5"):
            fields["seed"] = SEED
        if model.startswith(("veo", "kling3", "seedance", "wan3")):
            fields["audio"] = flag
        if model.startswith("kling3"):
            fields["providerSettings"] = lambda v: isinstance(v, dict)
        if model == "hailuo3":
            fields["resolution"] = one_of("768p", "2k")
        if image:
            fields["promptImage"] = lambda v: isinstance(v, list) or picture(v, self.pictures, uri=True)
        elif model.startswith(("seedance", "wan3", "hailuo3", "kling_4", "gemini")):
            fields["references"] = lambda v: isinstance(v, list) and all(picture(r["uri"], self.pictures, uri=True) for r in v)
        required = (
            "model",
            *(("promptText",) if not model.startswith("kling3") and model != "gen4_turbo" else ()),
            *(("promptImage",) if image else ()),
        )
        return fields, required

    def create(self, asked: Asked) -> Told:
        if asked.headers.get("x-runway-version") != "2024-11-06":
            return Told(400, {"error": "The X-Runway-Version header is required."})
        body, image = asked.json, asked.match[1] == "image_to_video"
        if not isinstance(body, dict):
            raise Wrong("body")
        shaped(body, *self._fields(body.get("model", ""), image))
        if image and isinstance(body["promptImage"], list):
            for item in body["promptImage"]:
                fields = {"uri": lambda v: picture(v, self.pictures, uri=True), "position": one_of("first", "last")}
                shaped(item, fields, ("uri", "position"), "promptImage.")
        if settings := body.get("providerSettings"):
            shaped(settings, {"shotType": one_of("customize", "intelligence"), "multiPrompt": lambda v: isinstance(v, list)})
            for shot in settings.get("multiPrompt", ()):
                shaped(shot, {"prompt": text(), "duration": whole(1, 15)}, ("prompt", "duration"), "multiPrompt.")
            if sum(s["duration"] for s in settings["multiPrompt"]) != body["duration"]:
                raise Wrong("multiPrompt does not add up")
        return Told(200, {"id": self.taken(asked, body).id, "estimatedCost": {"credits": 60}})

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return Told(404, {"error": "An error occurred while finding the task."})
        stage = self.stage(order)
        if stage == "queued" and order.polls == 1:
            stage = "throttled"
        told = {"id": order.id, "createdAt": "2026-11-21T00:00:00Z", "status": STATUS.get(stage, "FAILED")}
        if stage in ("throttled", "queued", "running"):
            told["estimatedCost"] = {"credits": 60}
        else:
            told["cost"] = {"credits": 60 if stage == "done" else 0}
        if stage == "running":
            told["progress"] = 0.5
        elif stage in ("done", "withheld"):
            told["output"] = [self.link()] if stage == "done" else []
        elif stage in CODES:
            told |= {"failure": "It did not work.", "failureCode": CODES[stage]}
        return Told(200, told)

    def cancel(self, asked: Asked) -> Told:
        if order := self.orders.get(asked.match[1]):
            order.cancelled = True
        return Told(204)
