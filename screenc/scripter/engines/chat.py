"""Asking a model: what is sent and what comes back, what it may cost, and the answers kept so that none is paid for twice."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from screenc.contract import digest
from screenc.text import Diagnostic

Finish = Literal["stop", "length", "refused"]
Kind = Literal["schema", "vllm-grammar", "sglang-grammar", "llama-grammar", "text", "bracket"]
KINDS: tuple[Kind, ...] = ("schema", "vllm-grammar", "sglang-grammar", "llama-grammar", "text", "bracket")
FOREVER = float("inf")


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer is held to while it is written, where the model's server can: a JSON Schema, a grammar, or nothing."""

    kind: Kind = "text"
    name: str = "answer"
    schema: dict[str, Any] | None = None
    grammar: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said. `finish` is `length` where it was cut off; tokens are 0 where the server does not count."""

    text: str
    finish: Finish = "stop"
    read: int = 0
    written: int = 0


class Chat(Protocol):
    """A model to talk to. `name` identifies it in keys and reports and never holds a secret."""

    name: str

    def ask(self, messages: tuple[Message, ...], form: Form, deadline: float) -> Reply:
        """One answer, before `deadline` on the monotonic clock; raises Trouble."""

    def close(self) -> None: ...


class Trouble(Exception):
    """A model could not be asked. `lasting`: asking again, or about another scene, would not help."""

    def __init__(self, diagnostic: Diagnostic, lasting: bool = False):
        super().__init__(diagnostic.message)
        self.diagnostic, self.lasting = diagnostic, lasting


class Spent(Exception):
    """The budget is used up; the message says which part of it."""


@dataclass
class Budget:
    """What a film may cost: answers asked for, tokens read and written, seconds from the first question."""

    calls: int | None = None
    tokens: int | None = None
    seconds: float | None = None
    called: int = 0
    read: int = 0
    written: int = 0
    began: float | None = None

    def allow(self) -> float:
        """Count one more question, and say by when it must be answered. Raises Spent."""
        now = time.monotonic()
        self.began = self.began if self.began is not None else now
        if self.calls is not None and self.called >= self.calls:
            raise Spent(f"all {self.calls} calls of the budget are used")
        if self.tokens is not None and self.read + self.written >= self.tokens:
            raise Spent(f"all {self.tokens} tokens of the budget are used")
        if self.seconds is not None and now - self.began >= self.seconds:
            raise Spent(f"all {self.seconds:g} seconds of the budget are used")
        self.called += 1
        return FOREVER if self.seconds is None else self.began + self.seconds

    def count(self, reply: Reply) -> None:
        self.read += reply.read
        self.written += reply.written


@dataclass
class Answers:
    """Replies on disk by the digest of everything that was asked; `folder` None keeps nothing. Keys and secrets are not in it."""

    folder: Path | None = None
    used: int = 0

    def find(self, key: str) -> Reply | None:
        if self.folder is None:
            return None
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            if kept["schema"] == "screenc.answer/1":
                reply = Reply(**kept["reply"])
                self.used += 1
                return reply
        return None

    def keep(self, key: str, reply: Reply) -> None:
        """Write whole or not at all; a folder that cannot be written costs the next run money and this one nothing."""
        if self.folder is None or reply.finish == "refused":
            return
        part = self.folder / f".{key}.{os.getpid()}.part"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder.parent / ".gitignore"
            if self.folder.parent.name == ".screenc" and not ignore.exists():
                ignore.write_text("*\n")
            text = json.dumps({"schema": "screenc.answer/1", "reply": asdict(reply)}, ensure_ascii=False)
            part.write_text(text, encoding="utf-8", errors="replace")
            os.replace(part, self.folder / f"{key}.json")


@dataclass
class Desk:
    """A model, its budget and its kept answers: the one place through which every question goes."""

    chat: Chat
    budget: Budget = field(default_factory=Budget)
    answers: Answers = field(default_factory=Answers)
    seed: int = 0

    def ask(self, messages: tuple[Message, ...], form: Form) -> Reply:
        """A kept answer or a new one. Raises Spent, Trouble."""
        key = digest({"chat": self.chat.name, "seed": self.seed, "form": asdict(form), "said": [asdict(m) for m in messages]})
        kept = self.answers.find(key)
        if kept is not None:
            return kept
        reply = self.chat.ask(messages, form, self.budget.allow())
        self.budget.count(reply)
        self.answers.keep(key, reply)
        return reply

    @property
    def spent(self) -> str:
        budget, kept = self.budget, self.answers.used
        told = f"{budget.called} call{'' if budget.called == 1 else 's'}"
        if budget.read or budget.written:
            told += f", {budget.read:,} tokens read and {budget.written:,} written"
        return told + (f"; {kept} answer{'' if kept == 1 else 's'} from the cache" if kept else "")
