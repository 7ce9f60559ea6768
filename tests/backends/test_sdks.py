"""Our bodies against the vendors' own typed parameters, where they ship an SDK. None is a dependency, so first
`pip install runwayml luma-agents lumaai google-genai openai`, then `pytest -m net tests/backends`.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import TypeAdapter
from test_conformance import BOUGHT, MODELS

from screenc.planner import backends
from screenc.wire import filled, inline

pytestmark = pytest.mark.net


def bodies(name: str, order, still: Path, embed):
    """(model, uses, path, body) of every call that the profile allows, files in place."""
    for _, model in (m for m in MODELS if m[0] == name):
        can = backends.profile(name).of(model)
        for uses in ({"anchor": True}, {"anchor": True, "last": True}, {"references": 2}, {"shots": 2}, {}):
            if "anchor" in uses and can.first_frame not in ("optional", "required"):
                continue
            if "last" in uses and can.last_frame not in ("optional", "required"):
                continue
            if uses.get("references", 0) > can.references or uses.get("shots", 1) > can.multi_shot:
                continue
            if can.first_frame == "required" and "anchor" not in uses:
                continue
            _, request, _, _ = order(name, model=model, **uses)
            yield model, uses, request.path, filled(request.body, dict.fromkeys(request.files, still), embed)


def test_luma_agents(order, still):
    types = pytest.importorskip("luma_agents.types")
    embed = backends.target("luma").backend.embed
    for *_, body in bodies("luma", order, still, lambda data, kind: embed(None, data, kind)):
        TypeAdapter(types.GenerationCreateParams).validate_python(body)
        assert set(body) <= set(types.GenerationCreateParams.__annotations__)
        assert set(body["video"]) <= set(types.VideoOptionsParam.__annotations__)


def test_luma_legacy(order, still):
    types = pytest.importorskip("lumaai.types.generations")
    for *_, body in bodies("luma-legacy", order, still, inline):
        TypeAdapter(types.VideoCreateParams).validate_python(body)
        assert set(body) <= set(types.VideoCreateParams.__annotations__)


def test_runway(order, still):
    pytest.importorskip("runwayml")
    for model, _, path, body in bodies("runway", order, still, inline):
        kind = path.rpartition("/")[2]
        types = importlib.import_module(f"runwayml.types.{kind}_create_params")
        wire = body["model"]
        found = [t for t in vars(types).values() if getattr(t, "__total__", None) is False and "model" in t.__annotations__]
        mine = [t for t in found if any(f"{q}{wire}{q}" in str(t.__annotations__["model"]) for q in "'\"")]
        assert mine, f"{model}: runwayml knows no {wire} in {kind}"
        aliased(mine[0], body)


def aliased(type_, body: dict) -> None:
    """runwayml's typed parameters have Python's names and the wire's as an alias in an annotation."""
    from typing import NotRequired, Required, get_args, get_origin, get_type_hints

    hints = get_type_hints(type_, include_extras=True)
    names = {}
    for name, hint in hints.items():
        metas = [m for arg in (hint, *get_args(hint)) for m in getattr(arg, "__metadata__", ())]
        alias = next((m.alias for m in metas if getattr(m, "alias", None)), name)
        names[alias] = (name, hint)
    assert set(body) <= set(names), f"{type_.__name__} has no {set(body) - set(names)}"
    for key, value in body.items():
        if key not in ("promptImage", "references", "providerSettings"):  # nested types are aliased again
            hint = names[key][1]
            TypeAdapter(get_args(hint)[0] if get_origin(hint) in (Required, NotRequired) else hint).validate_python(value)


def test_openai(order, still):
    types = pytest.importorskip("openai.types.video_create_params")
    for *_, body in bodies("openai-videos", order, still, inline):
        assert set(body) <= set(types.VideoCreateParams.__annotations__)
        assert body["seconds"] in ("4", "8", "12") and body["size"] in ("1280x720", "720x1280", "1792x1024", "1024x1792")


def test_google_interactions(order, still):
    create = pytest.importorskip("google.genai._gaos.types.interactions.createmodelinteraction")
    embed = backends.target("google").backend.embed
    for *_, body in bodies("google", order, still, lambda data, kind: embed(None, data, kind)):
        made = create.CreateModelInteraction.model_validate(body)
        again = made.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)
        assert set(body) <= set(create.CreateModelInteraction.model_fields)
        assert again["response_format"] == body["response_format"]
        assert again["generation_config"]["video_config"] == body["generation_config"]["video_config"]


def test_veo_is_what_the_sdk_sends(order, still):
    """google-genai's own converters for Vertex make the same instance and parameters of the same request."""
    models, types = pytest.importorskip("google.genai.models"), pytest.importorskip("google.genai.types")
    embed = backends.target("veo").backend.embed
    for _, uses, _, body in bodies("veo", order, still, lambda data, kind: embed(None, data, kind)):
        (instance,), parameters = body["instances"], body["parameters"]
        config = {
            "number_of_videos": 1,
            "duration_seconds": parameters["durationSeconds"],
            "aspect_ratio": parameters["aspectRatio"],
            "resolution": parameters["resolution"],
            "seed": parameters["seed"],
            "generate_audio": parameters["generateAudio"],
        }
        picture = types.Image(image_bytes=still.read_bytes(), mime_type="image/png")
        source = types.GenerateVideosSource(prompt=instance["prompt"], image=picture if "anchor" in uses else None)
        if "references" in uses:
            config["reference_images"] = [types.VideoGenerationReferenceImage(image=picture, reference_type="ASSET")] * 2
        if "last" in uses:
            config["last_frame"] = picture
        asked = types._GenerateVideosParameters(model="m", source=source, config=types.GenerateVideosConfig(**config))
        client = SimpleNamespace(vertexai=True, project="film", location="us-central1")
        made = models._GenerateVideosParameters_to_vertex(client, asked, None)
        assert made["parameters"] == parameters
        (theirs,) = [made["instances"][0]] if isinstance(made["instances"], list) else [made["instances"]]
        for ref in theirs.get("referenceImages", ()):
            ref["referenceType"] = ref["referenceType"].lower()
        assert theirs == instance


def test_every_service_is_here_or_has_no_sdk():
    assert set(BOUGHT) - {"luma", "luma-legacy", "runway", "openai-videos", "google", "veo"} == {
        "fal",
        "kling",
        "ltx-api",
        "minimax",
        "replicate",
        "seedance",
        "wan-api",
    }
