"""The one door to all engines: a name and settings in, an engine out; what an engine needs is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screenc.scripter.engines import ENGINES, Engine
from screenc.scripter.engines.chat import Answers, Budget, Chat, Desk, Kind, Trouble
from screenc.text import Diagnostic


@dataclass(frozen=True, slots=True)
class Settings:
    """How an engine is asked; None leaves it to the engine. `answers` is the folder of kept answers."""

    model: str | None = None
    endpoint: str | None = None
    adapter: str | None = None
    form: Kind | None = None
    repairs: int = 2
    calls: int | None = None
    tokens: int | None = None
    seconds: float | None = None
    timeout: float | None = None
    answers: Path | None = None
    tell: Callable[[str], None] = lambda line: None


@contextmanager
def engine(name: str, settings: Settings = Settings()):
    """An `Engine` by name (`rules`, `openai:gpt-5-mini`, ...), let go of at the end. Raises Trouble."""
    kind, _, model = name.partition(":")
    if kind == "rules":
        from screenc.scripter.engines import rules

        yield rules
        return
    from screenc.scripter.engines.model import ModelEngine

    chat = open_chat(kind, model or settings.model, settings)
    try:
        desk = Desk(chat, Budget(settings.calls, settings.tokens, settings.seconds), Answers(settings.answers))
        form = settings.form or getattr(chat, "form", "schema")
        yield ModelEngine(desk, form, settings.repairs, settings.tell)
    finally:
        chat.close()


def open_chat(kind: str, model: str | None, settings: Settings) -> Chat:
    """A model to talk to, by the name of its engine."""
    if kind == "openai":
        from screenc.scripter.engines.openai import PATIENCE, OpenAIChat

        return OpenAIChat(model, settings.endpoint, settings.timeout or PATIENCE)
    if kind == "transformers":
        from screenc.scripter.engines.transformers import TransformersChat

        return TransformersChat(model, settings.adapter, settings.timeout)
    if kind == "llama":
        from screenc.scripter.engines.llama import LlamaChat

        return LlamaChat(model, settings.timeout)
    raise Trouble(Diagnostic("E0841", f"there is no engine `{kind}`", help=f"the engines are {', '.join(ENGINES)}"), lasting=True)


__all__ = ["Engine", "Settings", "engine", "open_chat"]
