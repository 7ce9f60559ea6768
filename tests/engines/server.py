"""A model's server on loopback that does as it is told: a director who knows the craft, or any fault that servers have."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Say:
    """One answer of the server. `body` None is a completion with `text`; `then` happens after the headers are known."""

    text: str | None = None
    finish: str = "stop"
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drop: bool = False
    drip: float = 0
    hang_up: bool = False
    message: dict[str, Any] | None = None
    choices: list | None = None


@dataclass
class Model:
    """`answer(number, request)` says what to say to the n-th request, from 0; everything asked is kept."""

    answer: Any
    asked: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(answer):
    model = Model(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            number = len(model.asked)
            model.asked.append(body)
            model.headers.append({name.lower(): value for name, value in self.headers.items()})
            said = model.answer(number, body)
            said = Say(said) if isinstance(said, str) else said
            time.sleep(said.delay)
            if said.drop:
                self.close_connection = True
                self.connection.close()
                return
            data = said.body if said.body is not None else json.dumps(completion(said)).encode()
            self.send_response(said.status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(data), 1 if said.drip else len(data) or 1):
                    self.wfile.write(data[at : at + (1 if said.drip else len(data))])
                    if said.drip:
                        self.wfile.flush()
                        time.sleep(said.drip)
            except OSError:
                self.close_connection = True
            self.close_connection |= said.hang_up

        def handle(self):
            with suppress(OSError):
                super().handle()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def completion(said: Say) -> dict:
    message = said.message or {"role": "assistant", "content": said.text}
    choices = [{"index": 0, "message": message, "finish_reason": said.finish}] if said.choices is None else said.choices
    usage = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
    return {"id": "c-1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices, "usage": usage}


# --- a director who knows the craft ----------------------------------------------------------------------------------


def prompt_of(request: dict) -> str:
    """The question about a scene: the last user's message that has a dialogue in it."""
    return next(m["content"] for m in reversed(request["messages"]) if m["role"] == "user" and "<dialogue>\n" in m["content"])


def is_casting(request: dict) -> bool:
    return prompt_of(request).startswith("You cast and dress")


def items_of(request: dict) -> list[dict]:
    block = prompt_of(request).rpartition("<dialogue>\n")[2].partition("</dialogue>")[0]
    return [json.loads(line) for line in block.splitlines() if line.strip()]


def fact(request: dict, label: str) -> Any:
    """What the question says after a label, which is JSON."""
    found = re.search(rf"^{label}: (.*)$", prompt_of(request), re.MULTILINE)
    return json.JSONDecoder().raw_decode(found[1])[0] if found else None


def cast_answer(request: dict) -> str:
    people = [p["who"] for p in items_of(request)]
    looks = ["young woman, slight build, short black hair", "man, broad build, grey parted hair", "old woman, white short hair"]
    clothes = ["red coat, black trousers", "navy jacket, grey trousers", "green cardigan, brown trousers"]
    cast = [{"who": w, "look": looks[n % 3], "wears": clothes[n % 3]} for n, w in enumerate(people)]
    return json.dumps({"logline": "Two people wait, and talk.", "style": "quiet realism, soft light", "cast": cast})


def shot(size, subjects, beats, **more) -> dict:
    return {"size": size, "subjects": subjects, "angle": "eye", "move": "static", "way": None, "pace": "normal", "camera_on": [],
            "marks": [], "enters": [], "exits": [], "beats": beats, "cut": "cut"} | more  # fmt: skip


def scene_of(request: dict) -> dict:
    """A plain scene that is right: everybody wide, then a close shot of each speaker in turn, from alternating sizes."""
    cast = [c["id"] for c in fact(request, "Cast of this scene")]
    items = items_of(request)
    shots = [] if "This goes on in the middle" in prompt_of(request) else [shot("full", cast, [{"action": "They wait."}])]
    last, singles = "everybody" if shots else None, 0
    for it in items:
        if "direction" in it and last == "everybody":
            shots[-1]["beats"].append({"action": it["direction"][:300]})
        elif "direction" in it:
            shots.append(shot("long", cast, [{"action": it["direction"][:300]}]))
            last = "everybody"
        elif last == it["who"]:
            shots[-1]["beats"].append({"line": it["line"]})
        else:
            wide = singles == 4
            singles = 0 if wide else singles + 1
            shots.append(shot("full" if wide else "medium-close", cast if wide else [it["who"]], [{"line": it["line"]}]))
            last = it["who"]
    return {"goal": "They talk.", "mood": "quiet", "shots": shots}


def director(number: int, request: dict) -> str:
    return cast_answer(request) if is_casting(request) else json.dumps(scene_of(request))
