"""The words that a model is given: Jinja templates, sandboxed and strict, in which dialogue stands as JSON and nothing else."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _environment():
    from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Beside(BaseLoader):
        def get_source(self, environment, template):
            path = files("screenc.scripter.engines") / template
            if not path.is_file():
                raise TemplateNotFound(template)
            return path.read_text(encoding="utf-8"), str(path), lambda: True

    made = ImmutableSandboxedEnvironment(
        loader=Beside(), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    made.filters["data"] = data
    return made


def data(value: Any) -> str:
    """JSON in which no text can close the element that it stands in: `<` and `>` are escapes, every other letter is itself."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def render(template: str, **facts: Any) -> str:
    """A template of this folder with these facts; a fact that it names and is not given is an error, and no text is code."""
    return _environment().get_template(f"{template}.j2").render(**facts)
