"""Google: Omni's interactions with a key, and Veo's long operations on Vertex with a token."""
# ruff: noqa: RUF012

import base64
import re

from servers.protocol import SECRET, Asked, Protocol, Told, Wrong, flag, one_of, served, shaped, text, whole


def error(code: int, status: str, message: str, reason: str | None = None) -> Told:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}] if reason else []
    return Told(code, {"error": {"code": code, "message": message, "status": status, "details": details}})


class Omni(Protocol):
    name = "google"
    key_from = "GEMINI_API_KEY"
    base_from = "GEMINI_BASE_URL"
    prefix = "/v1"
    refusals = {k: k for k in ("auth", "quota", "throttled", "moderated-input", "invalid")}
    endings = {
        "moderated": "moderated-output",
        "broken": "provider",
        "spent": "quota",
        "half": "provider",
        "withheld": "moderated-output",
    }
    cancels = True
    keyed_download = True

    def routes(self):
        return [
            ("POST", "/interactions", "create", self.create),
            ("GET", r"/interactions/([\w-]+)", "poll", self.poll),
            ("POST", r"/interactions/([\w-]+)/cancel", "cancel", self.cancel),
            ("GET", r"/files/film:download", "file", lambda asked: served(self.film, asked)),
        ]

    def authorised(self, asked: Asked) -> bool:
        return asked.headers.get("x-goog-api-key") == SECRET

    def refusal(self, kind: str) -> Told:
        if kind in ("quota", "throttled"):
            told = error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.")
            quota = "GenerateVideosPerDayPerProject" if kind == "quota" else "GenerateVideosPerMinutePerProject"
            told.body["error"]["details"] = [
                {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": quota}]},
                {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"},
            ]
            return told
        return {
            "auth": error(400, "INVALID_ARGUMENT", "API key not valid.", "API_KEY_INVALID"),
            "moderated-input": error(400, "INVALID_ARGUMENT", "The prompt was blocked.", "PROHIBITED_CONTENT"),
            "invalid": error(400, "INVALID_ARGUMENT", "REASON"),
            "server": error(500, "INTERNAL", "An internal error has occurred."),
        }[kind]

    def create(self, asked: Asked) -> Told:
        body = asked.json
        fields = {
            "model": one_of("gemini-omni-1.1-flash", "gemini-omni-1.2-flash"),
            "input": lambda v: isinstance(v, list) and bool(v),
            "response_format": lambda v: isinstance(v, dict),
            "generation_config": lambda v: isinstance(v, dict),
            "background": flag,
            "store": flag,
            "previous_interaction_id": text(),
        }
        shaped(body, fields, ("model", "input"))
        for part in body["input"]:
            if part.get("type") == "image":
                shaped(
                    part,
                    {"type": text(), "data": self._picture, "mime_type": one_of("image/png", "image/jpeg")},
                    ("data", "mime_type"),
                )
            else:
                shaped(part, {"type": one_of("text"), "text": text()}, ("type", "text"))
        form = {
            "type": one_of("video"),
            "aspect_ratio": one_of("16:9", "9:16"),
            "duration": lambda v: isinstance(v, str) and bool(re.fullmatch(r"\d+(\.\d+)?s", v)) and 3 <= float(v[:-1]) <= 15,
            "resolution": one_of("360p", "720p", "1080p", "4k"),
            "delivery": one_of("inline", "uri"),
            "gcs_uri": text(),
        }
        shaped(body.get("response_format", {}), form, ("type",), "response_format.")
        config = {"seed": whole(0, 2**31 - 1), "video_config": lambda v: isinstance(v, dict)}
        shaped(body.get("generation_config", {}), config, where="generation_config.")
        task = body.get("generation_config", {}).get("video_config", {}).get("task")
        images = sum(p["type"] == "image" for p in body["input"])
        if (task == "text_to_video") != (images == 0):
            raise Wrong("the task does not fit the input")
        return Told(200, {"id": self.taken(asked, body).id, "status": "queued", "model": body["model"]})

    def _picture(self, value) -> bool:
        self.pictures.append(base64.b64decode(value))
        return self.pictures[-1].startswith((b"\x89PNG", b"\xff\xd8"))

    def poll(self, asked: Asked) -> Told:
        order = self.orders.get(asked.match[1])
        if order is None:
            return error(404, "NOT_FOUND", "Interaction not found.")
        stage = self.stage(order)
        status = {
            "queued": "queued",
            "running": "in_progress",
            "done": "completed",
            "inline": "completed",
            "withheld": "completed",
            "cancelled": "cancelled",
            "spent": "budget_exceeded",
            "half": "incomplete",
        }.get(stage, "failed")
        told = {"id": order.id, "status": status, "steps": [{"type": "thought"}]}
        if stage == "done":
            video = {"type": "video", "uri": f"{self.base}/files/film:download?alt=media", "mime_type": "video/mp4"}
            told["steps"].append({"type": "model_output", "content": [{"type": "text", "text": "Here it is."}, video]})
        if stage == "inline":
            video = {"type": "video", "data": base64.b64encode(self.film).decode(), "mime_type": "video/mp4"}
            told["steps"].append({"type": "model_output", "content": [video]})
        if stage in ("moderated", "broken"):
            told["errors"] = [{"code": "SAFETY" if stage == "moderated" else "INTERNAL", "message": "It did not work."}]
        return Told(200, told)

    def cancel(self, asked: Asked) -> Told:
        order = self.orders[asked.match[1]]
        order.cancelled = True
        return Told(200, {"id": order.id, "status": "cancelled"})


class Vertex(Protocol):
    name = "veo"
    key_from = "GOOGLE_OAUTH_ACCESS_TOKEN"
    base_from = "VERTEX_BASE_URL"
    environment = {"GOOGLE_CLOUD_PROJECT": "film", "GOOGLE_CLOUD_LOCATION": "us-central1"}
    refusals = {k: k for k in ("auth", "throttled", "moderated-input", "invalid")}
    endings = {"filtered": "moderated-output", "words": "moderated-input", "broken": "provider", "refused": "invalid"}
    retry_after = False

    def routes(self):
        models = r"/v1/projects/film/locations/us-central1/publishers/google/models/(veo-3.1-(?:fast-)?generate-001)"
        return [
            ("POST", models + ":predictLongRunning", "create", self.create),
            ("POST", models + ":fetchPredictOperation", "poll", self.poll),
        ]

    def refusal(self, kind: str) -> Told:
        return {
            "auth": error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
            "throttled": error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for online_prediction_requests_per_base_model."),
            "moderated-input": error(
                400, "INVALID_ARGUMENT", "Text contains sensitive words that violate Google's Responsible AI practices."
            ),
            "invalid": error(400, "INVALID_ARGUMENT", "REASON"),
            "server": error(500, "INTERNAL", "Internal error encountered."),
        }[kind]

    def _image(self, value) -> bool:
        shaped(
            value, {"bytesBase64Encoded": text(), "gcsUri": text(), "mimeType": one_of("image/png", "image/jpeg")}, ("mimeType",)
        )
        self.pictures.append(base64.b64decode(value["bytesBase64Encoded"]))
        return True

    def create(self, asked: Asked) -> Told:
        body = asked.json
        shaped(
            body,
            {"instances": lambda v: isinstance(v, list) and len(v) == 1, "parameters": lambda v: isinstance(v, dict)},
            ("instances",),
        )
        (instance,) = body["instances"]
        shaped(
            instance,
            {"prompt": text(), "image": self._image, "lastFrame": self._image, "referenceImages": lambda v: 1 <= len(v) <= 3},
        )
        for ref in instance.get("referenceImages", ()):
            shaped(ref, {"image": self._image, "referenceType": one_of("asset", "style")}, ("image", "referenceType"))
        parameters = {
            "aspectRatio": one_of("16:9", "9:16"),
            "resolution": one_of("720p", "1080p"),
            "durationSeconds": one_of(4, 6, 8),
            "sampleCount": whole(1, 4),
            "seed": whole(0, 2**32 - 1),
            "negativePrompt": text(),
            "generateAudio": flag,
            "personGeneration": one_of("allow_adult", "dont_allow", "allow_all"),
            "storageUri": text(),
        }
        shaped(body["parameters"], parameters, ("generateAudio",), "parameters.")
        if body["parameters"]["resolution"] == "1080p" and body["parameters"]["durationSeconds"] != 8:
            raise Wrong("1080p wants 8 seconds")
        if "lastFrame" in instance and "image" not in instance:
            raise Wrong("a last frame wants a first one")
        if "referenceImages" in instance and ("image" in instance or body["parameters"]["durationSeconds"] != 8):
            raise Wrong("references want 8 seconds and no first frame")
        order = self.taken(
            asked, body, f"projects/film/locations/us-central1/publishers/google/models/m/operations/{len(self.orders)}"
        )
        return Told(200, {"name": order.id})

    def poll(self, asked: Asked) -> Told:
        shaped(asked.json, {"operationName": text()}, ("operationName",))
        order = self.orders.get(asked.json["operationName"])
        if order is None:
            return error(404, "NOT_FOUND", "The operation was not found.")
        stage = self.stage(order)
        if stage in ("queued", "running"):
            return Told(200, {"name": order.id})
        if stage in ("words", "broken", "refused"):
            code, words = {
                "words": (
                    3,
                    "The prompt could not be submitted. It contains words that violate Google's Responsible AI practices.",
                ),
                "broken": (13, "Internal error"),
                "refused": (3, "The image is too small."),
            }[stage]
            return Told(200, {"name": order.id, "done": True, "error": {"code": code, "message": words}})
        videos = [{"bytesBase64Encoded": base64.b64encode(self.film).decode(), "mimeType": "video/mp4"}]
        told = {
            "@type": "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse",
            "raiMediaFilteredCount": 0,
            "videos": videos,
        }
        if stage == "filtered":
            del told["videos"]
            told |= {
                "raiMediaFilteredCount": 1,
                "raiMediaFilteredReasons": ["Veo could not generate videos: support codes 29310472"],
            }
        return Told(200, {"name": order.id, "done": True, "response": told})
