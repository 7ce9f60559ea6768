"""A shop of clips on loopback that keeps its own books: what it took, what it made, what it charged. The ledger is held to them.

`faults` are what it does to the next requests, `always` to all, by step (`create`, `poll`, `fetch`, `cancel`): a fault of the
taxonomy to answer with, or `drop` (the order is taken and billed, the answer never comes), `refuse` (it never arrives),
`fail:FAULT` (the job ends so), `garbage` (the clip is no film), `short` (half the clip).
"""

from __future__ import annotations

import contextlib
import functools
import json
import threading
import time
from collections import defaultdict, deque
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUS = {
    "invalid": 400,
    "auth": 401,
    "quota": 402,
    "throttled": 429,
    "moderated-input": 422,
    "moderated-output": 451,
    "provider": 503,
    "expired": 410,
    "ambiguous": 500,
}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    """Many orders at once may knock before the first is let in."""


class Shop:
    """Serves until closed. `seconds` is how long a job takes, `at_once` how many run; the others are queued, or refused."""

    def __init__(self, seconds=0.0, at_once=None, refuse_over=False, price=Fraction("0.1"), port=0):
        self.seconds, self.at_once, self.refuse_over, self.price = seconds, at_once, refuse_over, price
        self.jobs: dict[str, dict] = {}
        self.faults: dict[str, deque] = defaultdict(deque)
        self.always: dict[str, str] = {}
        self.seen: list[tuple[str, str]] = []
        self.headers: list[str] = []
        self.retry_after = "0.05"
        self.delay = 0.0
        """Seconds from taking an order to answering: the time in which a kill leaves it unclear."""
        self.turn = threading.Lock()
        self.clips: dict[str, bytes] = {}
        shop = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                shop.answer(self, "create")

            def do_GET(self):
                shop.answer(self, "fetch" if self.path.startswith("/files/") else "poll")

            def do_DELETE(self):
                shop.answer(self, "cancel")

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def billed(self) -> Fraction:
        with self.turn:
            return sum((j["dollars"] for j in self.jobs.values()), Fraction(0))

    def answer(self, http, step):
        body = http.rfile.read(int(http.headers.get("Content-Length") or 0))
        with self.turn:
            self.seen.append((step, http.path))
            self.headers.append(http.headers.get("Authorization", ""))
            fault = self.faults[step].popleft() if self.faults[step] else self.always.get(step)
        if fault == "refuse" or fault == "hang":
            if fault == "hang":
                time.sleep(0.5)
            http.close_connection = True
            return
        if fault in STATUS:
            return self.say(
                http, {"fault": fault, "words": f"it says {fault} to {http.headers.get('Authorization')}"}, STATUS[fault]
            )
        getattr(self, step)(http, json.loads(body) if body else None, fault)

    def create(self, http, body, fault):
        with self.turn:
            busy = sum(j["ends"] > time.monotonic() for j in self.jobs.values())
            if self.refuse_over and self.at_once and busy >= self.at_once:
                return self.say(http, {"fault": "throttled", "words": "too many jobs"}, 429)
            starts = time.monotonic()
            if self.at_once:
                running = sorted(j["ends"] for j in self.jobs.values() if j["ends"] > starts)
                if len(running) >= self.at_once:
                    starts = running[-self.at_once]
            number = f"job-{len(self.jobs) + 1}"
            dollars = self.price * Fraction(body["seconds"])
            self.jobs[number] = {"body": body, "began": starts, "ends": starts + self.seconds, "dollars": dollars}
            if fault and fault.startswith("fail:"):
                self.jobs[number] |= {"fault": fault[5:], "dollars": Fraction(0)}
            if fault in ("garbage", "short"):
                self.jobs[number]["clip"] = fault
        time.sleep(self.delay)
        if fault == "drop":
            http.close_connection = True
            return None
        return self.say(http, {"id": number})

    def poll(self, http, body, fault):
        with self.turn:
            job = self.jobs.get(http.path.rpartition("/")[2])
        if job is None:
            return self.say(http, {"fault": "expired", "words": "no such job"}, 404)
        now = time.monotonic()
        if now < job["ends"]:
            share = max(0.0, (now - job["began"]) / max(self.seconds, 1e-9))
            return self.say(http, {"stage": "running" if now >= job["began"] else "queued", "share": min(share, 1.0)})
        if "fault" in job:
            return self.say(http, {"stage": "failed", "fault": job["fault"], "words": f"it ended as {job['fault']}"})
        name = http.path.rpartition("/")[2]
        return self.say(http, {"stage": "done", "outputs": [f"/files/{name}"], "dollars": str(job["dollars"])})

    def cancel(self, http, body, fault):
        with self.turn:
            job = self.jobs[http.path.rpartition("/")[2]]
            ended = time.monotonic() >= job["ends"]
            if not ended:
                job |= {"ends": time.monotonic(), "fault": "provider", "dollars": Fraction(0)}
        return self.say(http, {"stopped": not ended})

    def fetch(self, http, body, fault):
        job = self.jobs[http.path.rpartition("/")[2]]
        kind = job.get("clip")
        seconds = Fraction(job["body"]["seconds"])
        data = b"this is no film" if kind == "garbage" else self.clip(seconds / 2 if kind == "short" else seconds)
        http.send_response(200)
        http.send_header("Content-Length", str(len(data)))
        http.end_headers()
        http.wfile.write(data if fault != "cut" else data[: len(data) // 2])
        if fault == "cut":
            http.close_connection = True

    def clip(self, seconds: Fraction) -> bytes:
        """A clip of another size and rate than any film's, made once a length."""
        if str(seconds) not in self.clips:
            self.clips[str(seconds)] = plain(seconds)
        return self.clips[str(seconds)]

    def say(self, http, value, status=200):
        data = json.dumps(value).encode()
        http.send_response(status)
        if status == 429:
            http.send_header("Retry-After", self.retry_after)
        http.send_header("Content-Length", str(len(data)))
        with contextlib.suppress(ConnectionError):  # who asked may have been killed
            http.end_headers()
            http.wfile.write(data)


@functools.cache
def plain(seconds: Fraction) -> bytes:
    """What every shop sells, made once a run."""
    return film(seconds)


def film(seconds: Fraction, width=96, height=54, rate=30, picture=None, sound=None) -> bytes:
    """A little clip as somebody else's encoder makes it: MPEG-4 part 2, with B-frames, 30 frames a second; sound at 44.1 kHz."""
    import io

    import av
    import numpy as np

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"bf": "2"}
        if sound is not None:
            track = file.add_stream("aac", rate=44100, layout="mono")
            heard = av.AudioFrame.from_ndarray(np.asarray(sound, np.float32)[None], format="fltp", layout="mono")
            heard.sample_rate = 44100
            file.mux(track.encode(heard))
            file.mux(track.encode(None))
        rng = np.random.default_rng(7)
        ground = rng.integers(60, 200, (height, width, 3), dtype=np.uint8)
        for n in range(round(seconds * rate)):
            rgb = ground.copy() if picture is None else picture(n)
            if picture is None:
                rgb[:, (n * 2) % width : (n * 2) % width + 8] = 230
            file.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        file.mux(stream.encode(None))
    return out.getvalue()
