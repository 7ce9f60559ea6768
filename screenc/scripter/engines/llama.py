"""A `.gguf` file on this machine by llama.cpp, which turns the JSON Schema into a grammar of its own and is held to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from screenc.scripter.engines.chat import FOREVER, Form, Message, Reply, Spent, Trouble
from screenc.scripter.engines.openai import missing, settings
from screenc.text import Diagnostic

MOST_TOKENS = 4096
CONTEXT = 16384
FIRST_PACE = 30.0
"""Tokens a second, until it has been seen: a file of 100 MB on one core."""


class LlamaChat:
    """A model file, loaded once. Raises Trouble where it cannot be. `threads` is one: llama.cpp's wait while spinning."""

    def __init__(self, model: str | None, patience: float | None = None, most_tokens: int = MOST_TOKENS, context: int = CONTEXT,
                 threads: int = 1, seed: int = 0):  # fmt: skip
        if not model:
            raise settings("no model is named", "name a file: --engine llama:model.gguf")
        path = Path(model)
        why = None if path.is_file() else "there is no such file"
        if why is None:
            with path.open("rb") as file:
                why = None if file.read(4) == b"GGUF" else "it is no GGUF file"
        if why:
            raise Trouble(Diagnostic("E0847", f"the model `{model}` cannot be loaded", notes=(why,)), lasting=True)
        try:
            import xllamacpp
        except ImportError:
            raise missing("xllamacpp", "llama") from None
        self.most_tokens, self.patience = most_tokens, patience
        stat = path.stat()
        self.name = f"llama:{path.name}@{stat.st_size}.{stat.st_mtime_ns}"
        params = xllamacpp.CommonParams()
        params.model.path, params.n_ctx, params.n_parallel = str(path), context, 1
        params.cpuparams.n_threads = threads
        params.sampling.seed = seed
        params.verbosity = -1
        self._pace = FIRST_PACE
        try:
            self._server = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            why = " ".join(str(error).split())[:200]
            raise Trouble(Diagnostic("E0847", f"the model `{model}` cannot be loaded", notes=(why,)), lasting=True) from None

    def close(self) -> None:
        self._server = None

    def ask(self, messages: tuple[Message, ...], form: Form, deadline: float) -> Reply:
        """One answer. The library is not stopped half way: it may write as many tokens as its pace fits into the time left."""
        body: dict[str, Any] = {"messages": [{"role": m.role, "content": m.content} for m in messages]}
        began = time.monotonic()
        left = min(self.patience or FOREVER, deadline - began)
        if left <= 0:
            raise Spent("the time of the budget is used")
        body["max_tokens"] = max(int(min(self.most_tokens, left * self._pace)), 1)
        if form.schema is not None:
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": form.name, "schema": form.schema}}
        answer = self._server.handle_chat_completions(body)
        fault = answer.get("error") if isinstance(answer, dict) else None
        if fault:
            said = " ".join(f"{fault.get('message', fault)}".split())[:200]
            if "context" in said:
                return Reply("", "length")
            raise Trouble(Diagnostic("E0844", f"{self.name} did not answer", notes=(said,)))
        choice, usage = answer["choices"][0], answer.get("usage") or {}
        finish = "length" if choice.get("finish_reason") == "length" else "stop"
        counts = usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0)
        self._pace = max(counts[1], 1) / max(time.monotonic() - began, 1e-3)
        return Reply(choice["message"].get("content") or "", finish, *counts)
