"""A vision-language model behind any endpoint that speaks OpenAI's chat protocol, through OpenAI's own client.

The client's own retries are off, so that every request counts against the budget of calls; the key comes from the environment
alone and is cut out of whatever a server says before anybody reads it.
"""

from __future__ import annotations

import base64
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from screenc.contract import Failed
from screenc.text import Diagnostic

HOSTED = "https://api.openai.com/v1"
KEYS = ("SCREENC_API_KEY", "OPENAI_API_KEY")
PATIENCE = 90.0
"""Seconds that one answer may take."""
RETRIES = 3
LONGEST_WAIT = 60.0
MOST_TOKENS = 4096
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Unheard(Exception):
    """No answer this time; another question may still get one."""


class Spent(Exception):
    """The budget of calls is used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and which model it said it was."""

    text: str
    model: str


class Eyes:
    """One model; `calls` is how many requests may still leave. Raises Failed (E0752) where the settings cannot be right."""

    def __init__(self, model: str, endpoint: str | None, calls: int, sleep: Callable[[float], None] = time.sleep):
        self.model, self.calls, self._sleep = model, calls, sleep
        self.endpoint = (endpoint or os.environ.get("OPENAI_BASE_URL") or HOSTED).rstrip("/")
        self._key = next((os.environ[name].strip() for name in KEYS if os.environ.get(name, "").strip()), "")
        self._held()
        try:
            from openai import OpenAI
        except ImportError:
            raise _settings("the judge needs the package `openai`", "pip install 'screenc[openai]'") from None
        self._client = OpenAI(api_key=self._key or "none", base_url=self.endpoint, max_retries=0, timeout=PATIENCE)

    def _held(self) -> None:
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _settings(f"`{self.endpoint[:120]}` is no endpoint", "write it as https://host/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise _settings("an endpoint holds no user, password or query", f"put the key into {KEYS[0]} in the environment")
        if not self._key and self.endpoint == HOSTED:
            raise _settings(f"{self.endpoint} wants a key, and there is none", f"set {KEYS[1]}, or name a --judge-endpoint")
        if not self._key.isascii() or not self._key.isprintable():
            raise _settings("the key in the environment is not one line of plain letters", f"look at {KEYS[0]} and {KEYS[1]}")
        plain = parts.scheme == "http" and parts.hostname not in _LOOPBACK
        if plain and os.environ.get(KEYS[1]) and not os.environ.get(KEYS[0]):
            raise _settings(f"{KEYS[1]} is not sent in the clear to {parts.hostname}", f"use https, or set {KEYS[0]} for it")

    def ask(self, system: str, text: str, pictures: Sequence[bytes], schema: dict[str, Any], seed: int) -> Answer:
        """One question with its pictures (JPEG). Raises Unheard, Spent, or Failed (E0753) for what no asking again will mend."""
        import openai

        shown: list[dict[str, Any]] = []
        for number, jpeg in enumerate(pictures):
            url = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
            shown += [{"type": "text", "text": f"frame {number}"}, {"type": "image_url", "image_url": {"url": url}}]
        body = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": [*shown, {"type": "text", "text": text}]},
            ],
            "max_completion_tokens" if self.endpoint == HOSTED else "max_tokens": MOST_TOKENS,
            "seed": seed,
            "response_format": {"type": "json_schema", "json_schema": {"name": "scores", "schema": schema, "strict": True}},
        }
        why = ""
        for attempt in range(RETRIES + 1):
            if self.calls <= 0:
                raise Spent
            self.calls -= 1
            wait = None
            try:
                return self._answer(self._client.chat.completions.create(**body))
            except openai.APITimeoutError:
                why = f"no answer within {PATIENCE:g} s"
            except openai.APIConnectionError as error:
                why = f"no connection: {self._told(error.__cause__ or error)}"
            except openai.APIStatusError as error:
                why = f"{error.status_code}: {self._told(_said(error))}"
                self._stop_on(error, why)
                wait = _asked_to_wait(error.response.headers)
            except openai.OpenAIError as error:
                why = self._told(error)
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                raise Unheard(f"an answer that is not the protocol's: {self._told(error)}") from None
            wait = min(0.5 * 2**attempt, 8.0) * random.uniform(0.75, 1.25) if wait is None else wait
            if attempt < RETRIES and wait <= LONGEST_WAIT:
                self._sleep(wait)
            elif wait > LONGEST_WAIT:
                break
        raise Unheard(why)

    def _answer(self, reply: Any) -> Answer:
        """Raises Unheard for a refusal or an answer cut short; the client does not check what a server sends."""
        if isinstance(reply, str | bytes) or not getattr(reply, "choices", None):
            raise ValueError("no choices")
        choice = reply.choices[0]
        refusal = getattr(choice.message, "refusal", None)
        if (isinstance(refusal, str) and refusal) or choice.finish_reason == "content_filter":
            raise Unheard(f"it refused: {self._told(refusal or 'its filter stopped the answer')}")
        if choice.finish_reason == "length":
            raise Unheard("its answer was cut short")
        if not isinstance(choice.message.content, str) or not choice.message.content.strip():
            raise Unheard("it said nothing")
        stamp = getattr(reply, "system_fingerprint", None)
        name = " ".join(str(part) for part in (getattr(reply, "model", None) or self.model, stamp) if part)
        return Answer(
            choice.message.content.replace(self._key, "[key]") if self._key else choice.message.content, self._told(name)
        )

    def _stop_on(self, error: Any, why: str) -> None:
        status = error.status_code
        quota = status == 429 and "insufficient_quota" in f"{getattr(error, 'code', '')} {why}"
        if quota or (status < 500 and status not in (408, 409, 425, 429)):
            help = {
                401: f"set {KEYS[0]} or {KEYS[1]} in the environment",
                403: f"set {KEYS[0]} or {KEYS[1]} in the environment",
                404: "most endpoints end in /v1; its /models lists the models",
            }.get(status, "the model must take pictures and JSON schemas")
            raise Failed(Diagnostic("E0753", f"{self.endpoint} will not have `{self.model}` judge", notes=(why,), help=help))

    def _told(self, said: object) -> str:
        """Words of a server or of an exception without the key, and short."""
        text = f"{said}" or type(said).__name__
        text = text.encode("utf-8", "replace").decode()
        if self._key:
            text = text.replace(self._key, "[key]")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _settings(message: str, help: str) -> Failed:
    return Failed(Diagnostic("E0752", message, help=help))


def _said(error: Any) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        return f"{inner.get('message', inner)}" if isinstance(inner, dict) else f"{inner}"
    return f"{body or error.message}"


def _asked_to_wait(headers: Any) -> float | None:
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None
