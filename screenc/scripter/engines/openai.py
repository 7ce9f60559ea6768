"""Any server that speaks OpenAI's chat protocol, through OpenAI's own client: hosted, vLLM, SGLang, llama.cpp, Ollama.

The client's retries are off: ours keep to the budget's clock, take a server at its word when it says how long to wait, and spread
out with jitter. The key comes from the environment alone and is cut out of everything that is said or kept.
"""

from __future__ import annotations

import asyncio
import email.utils
import os
import random
import re
import time
from typing import Any
from urllib.parse import urlsplit

from screenc.scripter.engines.chat import FOREVER, Form, Message, Reply, Spent, Trouble
from screenc.text import Diagnostic

HOSTED = "https://api.openai.com/v1"
KEYS = ("SCREENC_API_KEY", "OPENAI_API_KEY")
RETRIES = 4
PATIENCE = 120.0
"""Seconds that one answer may take."""
LONGEST_WAIT = 60.0
MOST_TOKENS = 8192
_FORM_WORDS = re.compile(r"response_format|json_schema|schema|structured|grammar|guided|ebnf", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context.?length|maximum context|too many tokens|context_length_exceeded|exceeds? the available context", re.IGNORECASE
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OpenAIChat:
    """A model behind an endpoint. Raises Trouble where the settings cannot be right."""

    def __init__(
        self,
        model: str | None,
        endpoint: str | None = None,
        patience: float = PATIENCE,
        retries: int = RETRIES,
        most_tokens: int = MOST_TOKENS,
        sleep=asyncio.sleep,
    ):
        self.endpoint = (endpoint or os.environ.get("OPENAI_BASE_URL") or HOSTED).rstrip("/")
        self._check_endpoint()
        if not model:
            raise settings("no model is named", "name it: --model gpt-5-mini, or --engine openai:gpt-5-mini")
        key = next((os.environ[name].strip() for name in KEYS if os.environ.get(name, "").strip()), "")
        if not key and self.endpoint == HOSTED:
            raise Trouble(Diagnostic("E0842", f"{self.endpoint} wants a key, and there is none",
                                     help=f"set {KEYS[1]} in the environment, or name an --endpoint"), lasting=True)  # fmt: skip
        if not key.isascii() or not key.isprintable():
            raise Trouble(Diagnostic("E0842", "the key in the environment is not one line of plain letters"), lasting=True)
        try:
            from openai import AsyncOpenAI
        except ImportError:
            raise missing("openai", "openai") from None
        self.model, self.patience, self.retries, self.most_tokens, self._sleep = model, patience, retries, most_tokens, sleep
        self._key = key
        self.name = f"openai:{model}" + ("" if self.endpoint == HOSTED else f" at {self.endpoint}")
        self._loop = asyncio.Runner()
        self._client = AsyncOpenAI(api_key=key or "none", base_url=self.endpoint, max_retries=0, timeout=patience)
        self._plain: set[str] = set()

    def _check_endpoint(self) -> None:
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise settings(f"`{self.endpoint[:200]}` is no endpoint", "write it as https://host/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise settings("an endpoint holds no user, password or query", f"put the key into {KEYS[0]} in the environment")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK and os.environ.get(KEYS[1]) and not os.environ.get(KEYS[0]):
            raise settings(
                f"{KEYS[1]} is not sent in the clear to {parts.hostname}", f"use https, or set {KEYS[0]} for this endpoint"
            )

    def close(self) -> None:
        with self._loop:
            self._loop.run(self._client.close())

    def ask(self, messages: tuple[Message, ...], form: Form, deadline: float) -> Reply:
        if form.kind in self._plain:
            form = Form("text", form.name)
        return self._loop.run(self._ask(messages, form, deadline))

    # --- asking, and asking again

    async def _ask(self, messages: tuple[Message, ...], form: Form, deadline: float) -> Reply:
        import openai

        why = ""
        for attempt in range(self.retries + 1):
            left = min(self.patience, deadline - time.monotonic())
            if left <= 0:
                raise Spent("the time of the budget is used")
            wait: float | None = None
            try:
                async with asyncio.timeout(left):
                    answer = await self._client.chat.completions.create(**self._request(messages, form))
                return self._reply(answer)
            except (TimeoutError, openai.APITimeoutError):
                if left < self.patience:
                    raise Spent("the time of the budget is used") from None
                why = f"no answer within {left:g} s"
            except openai.APIConnectionError as error:
                why = f"no connection: {self._told(error.__cause__ or error)}"
            except openai.APIStatusError as error:
                said = self._told(_said(error))
                if error.status_code in (400, 413, 422) and _TOO_LONG.search(said):
                    return Reply("", "length")
                if error.status_code in (400, 422) and form.kind != "text" and _FORM_WORDS.search(said):
                    self._plain.add(form.kind)
                    form = Form("text", form.name)
                    continue
                self._stop_on(error, said)
                why = f"{error.status_code}: {said}"
                wait = _asked_to_wait(error.response.headers)
            except openai.APIResponseValidationError as error:
                raise self._not_a_model(self._told(error)) from None
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                why = f"an answer that is not the protocol's: {self._told(error)}"
                if attempt == self.retries:
                    raise self._not_a_model(why) from None
            if attempt < self.retries:
                await self._pause(attempt, wait, deadline, why)
        raise self._unreachable(why)

    async def _pause(self, attempt: int, wait: float | None, deadline: float, why: str) -> None:
        """As long as the server asked, else twice as long each time, give or take a quarter; never past the deadline."""
        if wait is None:
            wait = min(0.5 * 2**attempt, 8.0) * random.uniform(0.75, 1.25)
        else:
            wait += random.uniform(0, 0.25)
        if wait > LONGEST_WAIT + 1 or time.monotonic() + wait >= deadline:
            raise self._unreachable(f"{why}; it asks to wait {wait:.0f} s")
        await self._sleep(wait)

    def _request(self, messages: tuple[Message, ...], form: Form) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.model, "messages": [{"role": m.role, "content": m.content} for m in messages]}
        body["max_completion_tokens" if self.endpoint == HOSTED else "max_tokens"] = self.most_tokens
        if form.kind == "schema" and form.schema:
            held = {"name": form.name, "schema": form.schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": held}
        elif form.kind == "vllm-grammar":
            body["extra_body"] = {"structured_outputs": {"grammar": form.grammar}}
        elif form.kind == "sglang-grammar":
            body["extra_body"] = {"ebnf": f"%llguidance {{}}\n{form.grammar}"}
        elif form.kind == "llama-grammar":
            body["extra_body"] = {"grammar": f"%llguidance {{}}\n{form.grammar}"}
        return body

    def _reply(self, answer: Any) -> Reply:
        """What was said. Raises ValueError for a reply of another shape: the client does not check what a server sends."""
        if isinstance(answer, str | bytes) or not getattr(answer, "choices", None):
            shown = answer if isinstance(answer, str) else "no choices"
            raise ValueError(" ".join(shown.split())[:80] or "an empty body")
        choice = answer.choices[0]
        message = choice.message
        usage = getattr(answer, "usage", None)
        read, written = (_count(getattr(usage, name, 0)) for name in ("prompt_tokens", "completion_tokens"))
        refusal = getattr(message, "refusal", None)
        text = self._told(message.content if isinstance(message.content, str) else "", whole=True)
        if (isinstance(refusal, str) and refusal) or choice.finish_reason == "content_filter":
            return Reply(self._told(refusal or "its filter stopped the answer"), "refused", read, written)
        return Reply(text, "length" if choice.finish_reason == "length" else "stop", read, written)

    # --- what is told

    def _told(self, said: object, whole: bool = False) -> str:
        """Words of a server or of an exception without the key, and short."""
        text = said if isinstance(said, str) else f"{said}" or type(said).__name__
        text = text.encode("utf-8", "replace").decode()
        if self._key:
            text = text.replace(self._key, "[key]")
        return text if whole else " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]

    def _stop_on(self, error: Any, said: str) -> None:
        """Raise for an answer that asking again does not change."""
        status = error.status_code
        if status in (401, 403):
            raise Trouble(Diagnostic("E0842", f"{self.endpoint} does not take the key", notes=(f"{status}: {said}",),
                                     help=f"set {KEYS[0]} or {KEYS[1]} in the environment"), lasting=True)  # fmt: skip
        if status == 404:
            raise Trouble(Diagnostic("E0843", f"{self.endpoint} has no model `{self.model}`", notes=(f"{status}: {said}",),
                                     help="most endpoints end in /v1; its /models lists them"), lasting=True)  # fmt: skip
        if status == 429 and "insufficient_quota" in f"{getattr(error, 'code', '')} {said}":
            raise Trouble(Diagnostic("E0844", f"{self.endpoint} has no quota left for this key", notes=(said,)), lasting=True)
        if status < 500 and status not in (408, 409, 425, 429):
            raise Trouble(Diagnostic("E0845", f"{self.endpoint} refuses the request", notes=(f"{status}: {said}",),
                                     help="another --form may suit it: screenc explain E0845"), lasting=True)  # fmt: skip

    def _unreachable(self, why: str) -> Trouble:
        help = "try again later, or write this film with --engine rules"
        return Trouble(Diagnostic("E0844", f"{self.name} did not answer", notes=(why,), help=help))

    def _not_a_model(self, why: str) -> Trouble:
        help = "an endpoint ends in /v1 on most servers; check that it is a model's and no web page"
        return Trouble(Diagnostic("E0846", f"{self.endpoint} does not speak the chat protocol", notes=(why,), help=help))


def settings(message: str, help: str) -> Trouble:
    return Trouble(Diagnostic("E0841", message, help=help), lasting=True)


def missing(package: str, extra: str) -> Trouble:
    """An engine's package is not installed."""
    return Trouble(
        Diagnostic("E0840", f"this engine needs the package `{package}`", help=f"pip install 'screenc[{extra}]'"), lasting=True
    )


def _said(error: Any) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        return f"{inner.get('message', inner)}" if isinstance(inner, dict) else f"{inner}"
    return f"{body or error.message}"


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0


def _asked_to_wait(headers: Any) -> float | None:
    """Seconds of Retry-After, in milliseconds, seconds or as a date; None where there is none that means anything."""
    for name, scale in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / scale
        except ValueError:
            continue
        if 0 <= seconds < FOREVER:
            return seconds
    try:
        date = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
        return max(date.timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None
