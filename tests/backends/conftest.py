"""The protocol servers, a real film of a few frames for them to sell, and briefs to buy by."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from servers import SERVERS
from servers.protocol import SECRET


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> bytes:
    """Twelve frames of H.264 in an MP4."""
    import av
    import numpy as np

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for n in range(12):
            picture = np.full((36, 64, 3), n * 20, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path.read_bytes()


@pytest.fixture(scope="session")
def still(tmp_path_factory) -> Path:
    """A picture of two kilobytes or so, as a last frame or a reference is."""
    import numpy as np
    from PIL import Image

    path = tmp_path_factory.mktemp("still") / "anchor.png"
    Image.fromarray(np.random.default_rng(7).integers(0, 255, (24, 32, 3), np.uint8)).save(path)
    return path


@pytest.fixture
def serve(film, monkeypatch):
    """`serve(NAME)` starts that service's server and points its backend there."""
    running = []

    def start(name: str):
        server = SERVERS[name](film)
        running.append(server)
        monkeypatch.setenv(server.key_from, SECRET)
        monkeypatch.setenv(server.base_from, server.base)
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        return server

    monkeypatch.delenv("SCREENC_CASSETTE", raising=False)
    yield start
    for server in running:
        server.close()


@pytest.fixture
def brief():
    """`brief(length=..., ...)`: a shot of two people in the rain."""
    from screenc.contract import Brief, Person, TimedAction, TimedSpeech
    from screenc.film.appearance import Appearance
    from screenc.film.model import Camera, Framing

    def make(**facts):
        people = (
            Person(
                id="ANRI",
                name="Okita Anri",
                look="woman of 30, red scarf",
                appearance=Appearance(),
                in_frame=True,
                side="left",
                depth="mid",
                facing="right",
            ),
            Person(
                id="BOB",
                name="Bob Unseen",
                look="a man who is elsewhere",
                appearance=Appearance(),
                in_frame=False,
                side="right",
                depth="far",
                facing="left",
            ),
        )
        beats = (
            TimedAction(text="She stops.", start=Fraction(0), end=Fraction(1)),
            TimedSpeech(who="ANRI", how="softly", text="You came.", start=Fraction(1), end=Fraction(2), audio="k"),
        )
        plain = {
            "shot": "s10.1",
            "scene": "s10",
            "length": Fraction(4),
            "width": 1280,
            "height": 720,
            "rate": Fraction(24),
            "setting": "ext",
            "place": "wet-street",
            "hour": "dusk",
            "weather": "rain",
            "framing": Framing(size="medium", subjects=("ANRI",)),
            "camera": Camera(move="push-in"),
            "people": people,
            "beats": beats,
            "seed": 7,
            "motion_seed": 11,
        }
        return Brief(**plain | facts)

    return make


@pytest.fixture
def order(brief):
    """`order(NAME, model=..., anchor=..., references=..., shots=...)`: a service, a lowered request, and the task it is for."""
    from screenc.contract import Reference, Task, Unit
    from screenc.planner import backends, lower

    def make(name: str, model: str | None = None, anchor: bool = False, references: int = 0, shots: int = 1, last=False, **facts):
        target = backends.target(name)
        can = target.capabilities.of(model) if target.capabilities.models else target.capabilities
        tuned = {"model": can.model} if can.model else {}
        tuned |= {key: facts.pop(key) for key in list(facts) if key in target.backend.options.model_fields}
        params = target.backend.options.model_validate(tuned).model_dump(mode="json")
        it = brief(**facts)
        uses = {
            **params,
            "first_frame": anchor,
            "last_frame": last,
            "references": references > 0,
            "multi_shot": shots > 1,
            "shots": shots,
        }
        length = can.offered(uses).up(it.length * shots) or can.offered(uses).longest
        words = lower.prompt(target, it, params, terse=True)
        parts = [Fraction(int(length) // shots)] * (shots - 1)
        task = Task(
            key="",
            kind="clip",
            name=it.shot,
            unit=Unit(shots=(it.shot,) * shots, length=length),
            backend=name,
            version=target.backend.version,
            prompt="\n\n".join([words] * shots),
            params=params,
            brief=it,
            briefs=(it,) * shots if shots > 1 else (),
            prompts=(words,) * shots if shots > 1 else (),
            parts=(*parts, length - sum(parts)) if shots > 1 else (),
            anchor="" if anchor else None,
            references=tuple(Reference(of="ANRI", path=f"{n}.png", digest="0") for n in range(references)),
            last=Reference(of=it.shot, path="last.png", digest="0") if last else None,
        )
        return target.backend, target.backend.lower(task, can), task, can

    return make


@pytest.fixture
def pictures(still):
    """The files of a request, each the same picture."""
    return lambda request: dict.fromkeys(request.files, still)
