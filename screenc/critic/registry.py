"""Which checks there are: the modules of `critic/checks/`, each imported when it is asked for."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from screenc.contract import Check
from screenc.critic import checks


@cache
def names() -> tuple[str, ...]:
    """Every check's name, found by its file, none of them imported."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(checks.__path__)))


def check(name: str) -> Check:
    """The check of that name; KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"screenc.critic.checks.{name}").check
