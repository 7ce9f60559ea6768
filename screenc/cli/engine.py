"""What the verbs that write scripts share: the options of an engine, and opening it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FORMS = ("schema", "vllm-grammar", "sglang-grammar", "llama-grammar", "text", "bracket")
REPAIRS = "How often a scene goes back to the model with what is wrong with it."


class EngineName(click.ParamType):
    """`rules`, or an engine and its model: `openai:gpt-5-mini`, `llama:model.gguf`."""

    name = "engine"

    def convert(self, value, param, ctx):
        from screenc.scripter.engines import ENGINES

        if value.partition(":")[0] not in ENGINES:
            self.fail(f"there is no engine {value!r}: they are {', '.join(ENGINES)}", param, ctx)
        return value


def engine_options(command):
    """The options of whatever asks a model, in the order that help shows them."""
    least = click.IntRange(min=1)
    above = click.FloatRange(min=0, min_open=True)
    key = "the key is read from SCREENC_API_KEY or OPENAI_API_KEY"
    options = [
        click.option("--model", metavar="NAME", help="The model: its name at the endpoint, a folder, a hub id, a .gguf file."),
        click.option("--endpoint", metavar="URL", help=f"An OpenAI-compatible endpoint; {key}."),
        click.option("--adapter", metavar="NAME", help="A PEFT adapter on the model of --engine transformers."),
        click.option("--form", type=click.Choice(FORMS), help="What an answer is held to: `explain E0845` tells them apart."),
        click.option("--repairs", type=click.IntRange(0, 10), default=2, show_default=True, help=REPAIRS),
        click.option("--max-calls", type=least, metavar="N", help="Ask the model at most N times; rules write the rest."),
        click.option("--max-tokens", type=least, metavar="N", help="Stop asking once N tokens are read and written."),
        click.option("--max-seconds", type=above, metavar="S", help="Stop asking after S seconds."),
        click.option("--timeout", type=above, metavar="S", help="Wait at most S seconds for one answer."),
        click.option("--fresh", is_flag=True, help="Ask again what was answered before; answers are kept in .screenc/answers."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def settings(
    home: Path,
    model=None,
    endpoint=None,
    adapter=None,
    form=None,
    repairs=2,
    max_calls=None,
    max_tokens=None,
    max_seconds=None,
    timeout=None,
    fresh=False,
):
    """The options as an engine's settings; answers are kept in `.screenc` of this folder."""
    from screenc.scripter.engines.door import Settings

    answers = None if fresh else home / ".screenc" / "answers"
    return Settings(model, endpoint, adapter, form, repairs, max_calls, max_tokens, max_seconds, timeout, answers, _tell)


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(line, err=True)
