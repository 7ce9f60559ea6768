"""Finding backends by their files: a folder or an entry point is listed, and nothing is imported until a film asks for it."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pydantic import ValidationError

from screenc.contract import Backend, Capabilities, Service

PACKAGE = "screenc.backends"
GROUP = "screenc.backends"


class Broken(Exception):
    """A backend's own files are wrong; the words say which and how."""


@dataclass(frozen=True, slots=True)
class Found:
    """A backend that is there, unread: the module that makes clips, and the two files beside it."""

    name: str
    module: str
    profile: Path
    template: Path

    def files(self) -> tuple[Path, ...]:
        return self.profile.with_suffix(".py"), self.profile, self.template


@dataclass(frozen=True, slots=True)
class Target:
    """A backend ready to plan for: what it can do, how its prompt is worded, and the backend itself."""

    capabilities: Capabilities
    template: str
    backend: Backend | Service
    found: Found

    @property
    def name(self) -> str:
        return self.capabilities.name


@functools.cache
def found() -> dict[str, Found]:
    """Every backend by name: those of the package, then those that other distributions announce. Imports none of them."""
    backends = {f.name: f for f in _shipped()}
    for other in _announced():
        backends.setdefault(other.name, other)
    return dict(sorted(backends.items()))


def _shipped() -> Iterator[Found]:
    """A film says `wan-api` and the module is `wan_api.py`: names of the language have dashes, Python's have underscores."""
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for profile in sorted(Path(folder).glob("*.toml")):
            if profile.with_suffix(".py").is_file():
                yield Found(profile.stem.replace("_", "-"), f"{PACKAGE}.{profile.stem}", profile, profile.with_suffix(".j2"))


def _announced() -> Iterator[Found]:
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP):
        try:
            spec = importlib.util.find_spec(point.module)
        except (ImportError, ValueError):
            continue
        if spec and spec.origin:
            profile = Path(spec.origin).with_suffix(".toml")
            yield Found(point.name, point.module, profile, profile.with_suffix(".j2"))


@functools.cache
def target(name: str) -> Target:
    """Read a backend's profile and template and import it. KeyError for a name that is not there; Broken for one that is ill."""
    this = found()[name]
    template = _read(this.template)
    capabilities = profile(name)
    try:
        backend = importlib.import_module(this.module).backend
    except Exception as cause:  # whatever somebody else's module does when it is imported, the film's author gets a plain report
        raise Broken(f"{this.module} cannot be imported: {type(cause).__name__}: {cause}") from cause
    if not isinstance(backend, Backend | Service):
        needs = "neither a backend (name, version, options, make) nor a service (lower, create, poll, fetch, cancel)"
        raise Broken(f"`{this.module}.backend` is {needs}")
    return Target(capabilities, template, backend, this)


def profile(name: str) -> Capabilities:
    """What a backend says it can do, without importing it. KeyError, Broken."""
    this = found()[name]
    try:
        return Capabilities.model_validate(tomllib.loads(_read(this.profile), parse_float=Fraction))
    except (tomllib.TOMLDecodeError, ValidationError) as cause:
        raise Broken(f"{this.profile.name} is not a profile: {cause}") from cause


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise Broken(f"{path.name} cannot be read: {cause}") from cause
