"""Whatever the shot, what is lowered is what the service's documents take; and its prompt says who is seen, and nobody else."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial
from json import dumps

import pytest
from servers import SERVERS
from servers.protocol import Asked
from test_conformance import MODELS

from screenc.contract import flat
from screenc.film.model import ANGLES, DEPTHS, FACINGS, HOURS, MOVES, PACES, SIDES, SIZES, WAYS, WEATHERS, Camera, Framing, Light
from screenc.wire import filled, inline, media_type

LINES = ("You came.", "久しぶり。", 'He said "no", twice.', "{{ 7 * 7 }} {% raw %}", "🙂 ok", "Où vas-tu ?")


def dealt(deal: random.Random, brief):
    """Facts of a shot that the language allows, at random."""
    people = tuple(
        p.model_copy(
            update={
                "side": deal.choice(SIDES),
                "depth": deal.choice(DEPTHS),
                "facing": deal.choice(FACINGS),
                "enters": deal.choice((None, None, "left", "right")) if p.in_frame else None,
                "wears": deal.choice((None, "a red coat")),
            }
        )
        for p in brief().people
    )
    width, height = deal.choice(((1280, 720), (1920, 1080), (720, 1280), (1080, 1080), (3840, 2160), (1536, 640)))
    beats = tuple(b.model_copy(update={"text": deal.choice(LINES)}) if b.kind == "speech" else b for b in brief().beats)
    return {
        "people": people,
        "beats": beats,
        "width": width,
        "height": height,
        "rate": deal.choice((Fraction(24), Fraction(25), Fraction(30), Fraction(50), Fraction(24000, 1001))),
        "length": Fraction(deal.randint(24, deal.choice((240, 720))), 24),
        "style": deal.choice((None, "anime, flat colours")),
        "mood": deal.choice((None, "tense")),
        "language": deal.choice(("en", "ja", "xx")),
        "setting": deal.choice(("int", "ext")),
        "hour": deal.choice((None, *HOURS)),
        "weather": deal.choice((None, *WEATHERS)),
        "angle": deal.choice(ANGLES),
        "lens": deal.choice((None, Fraction(35))),
        "focus": deal.choice((None, "ANRI")),
        "framing": Framing(size=deal.choice(SIZES), subjects=deal.choice(((), ("ANRI",), ("old-radio",)))),
        "camera": Camera(move=deal.choice(MOVES), way=deal.choice((None, *WAYS)), pace=deal.choice(PACES)),
        "light": Light(
            key=deal.choice((None, "left", "top")), quality=deal.choice((None, "hard")), warmth=deal.choice((None, "cool"))
        ),
        "text": deal.choice(((), ("Kyoto, 1994",))),
        "seed": deal.randrange(2**31),
        "motion_seed": deal.randrange(2**31),
    }


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_any_shot_is_an_order_that_the_service_takes(name, model, serve, order, brief, still):
    server, deal = serve(name), random.Random(f"{name} {model}")
    for n in range(25):
        can = order(name, model=model, anchor=True)[3]
        facts = dealt(deal, brief)
        anchor = can.first_frame == "required" or (can.first_frame == "optional" and deal.random() < 0.4)
        references = 0 if anchor or not can.references else deal.randint(0, min(3, can.references))
        options = (
            {"audio": deal.random() < 0.3} if can.audio == "optional" and not any("audio" in r.when for r in can.requires) else {}
        )
        last = can.last_frame == "optional" and (anchor or not can.requires) and deal.random() < 0.5
        backend, request, task, _ = order(name, model=model, anchor=anchor, references=references, last=last, **options, **facts)
        assert not last or "last" in {v for place, v in flat(request.body) if place.endswith("file")}
        if request.form == "multipart":
            backend.create(backend.endpoint(task.params), request, dict.fromkeys(request.files, still))
        else:
            wire = backend.wire(backend.endpoint(task.params))
            body = filled(request.body, dict.fromkeys(request.files, still), partial(backend.embed, wire))
            headers = {k.lower(): v for k, v in {**wire.headers, **request.headers}.items()}
            path = (
                f"{server.prefix}/{request.path}"
                if name != "veo"
                else f"{backend.endpoint({})[len(server.root) :]}/{request.path}"
            )
            told = server._answer(Asked("POST", path, {}, headers, dumps(body).encode()))
            assert told.status < 300 and len(server.orders) == n + 1, (told.body, request.body)
        pinned = {place: value for place, value in can.pinned.items() if dict(flat(request.body)).get(place) != value}
        assert not pinned


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_a_prompt_has_who_is_seen_and_nobody_else(name, model, order, brief):
    deal = random.Random(f"words {name} {model}")
    for _ in range(10):
        facts = dealt(deal, brief)
        words = order(name, model=model, anchor=backends_first(name, model), **facts)[2].prompt
        assert "Okita Anri" in words and "red scarf" in words
        assert "Bob" not in words and "elsewhere" not in words
        assert "{{" not in words.replace("{{ 7 * 7 }}", "") and "None" not in words and "Undefined" not in words
        assert not any(line != line.rstrip() or "  " in line for line in words.splitlines())


def backends_first(name: str, model: str | None) -> bool:
    from screenc.planner import backends

    return backends.profile(name).of(model).first_frame == "required"


def test_the_long_form_says_more(order, brief):
    from screenc.planner import backends, lower

    for name in SERVERS:
        target = backends.target(name)
        can = target.capabilities
        params = target.backend.options.model_validate({}).model_dump(mode="json") | ({"model": can.model} if can.model else {})
        it = brief(style="anime", mood="tense", place_look="shop lights")
        long, short = (lower.prompt(target, it, params, terse=terse) for terse in (False, True))
        assert "anime" in long and "tense" in long and "shop lights" in long and "She stops." in long
        assert "She stops." in short and "Okita Anri" in short and len(short) < len(long)


def test_the_models_of_options_and_profiles_are_one_list():
    from typing import get_args

    from screenc.planner import backends

    for name in SERVERS:
        target = backends.target(name)
        field = target.backend.options.model_fields.get("model")
        told = list(get_args(field.annotation)) if field else []
        assert sorted(told) == sorted(target.capabilities.models), name
        assert not field or field.default == target.capabilities.model, name


def test_a_length_at_an_odd_rate_is_the_length_on_offer():
    from screenc.wire import whole

    assert (
        whole(Fraction(5005, 1000)) == 5
        and whole(Fraction(5)) == 5
        and whole(Fraction(51, 10)) == 6
        and whole(Fraction(4995, 1000)) == 5
    )


def test_beats_of_several_shots_are_on_one_clock(order):
    _, request, _, _ = order("seedance", model="v2", shots=2)
    words = request.body["content"][0]["text"]
    assert "[0s-4s] Shot 1:" in words and "[4s-8s] Shot 2:" in words
    assert "[1s-2s] Okita Anri says" in words and "[5s-6s] Okita Anri says" in words


def test_a_picture_is_told_by_its_bytes(still):
    assert (
        media_type(still.read_bytes()) == "image/png" and inline(b"\xff\xd8\xff", "image/jpeg") == "data:image/jpeg;base64,/9j/"
    )
    assert media_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp" and media_type(b"<html>") == "application/octet-stream"
