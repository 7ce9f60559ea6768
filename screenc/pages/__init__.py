"""The pages that `explain` prints and that the tests run: one for every code, fact word and check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

KINDS = ("codes", "facts", "checks")
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown page; `name` is its file's: `E0102`, `camera`, `likeness`."""

    kind: str
    name: str
    text: str

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0].lstrip("# ").strip()

    @property
    def summary(self) -> str:
        """The first sentence under the title."""
        rest = self.text.partition("\n")[2].strip()
        paragraph = " ".join(rest.split("\n\n")[0].split())
        return re.split(r"(?<=[.!?])\s+(?=[A-Z`])", paragraph)[0]

    def section(self, heading: str) -> str:
        """What stands under `## heading`, or nothing."""
        found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL)
        return found[1] if found else ""


def names(kind: str) -> list[str]:
    """The pages that there are of a kind, sorted."""
    folder = resources.files(__name__) / kind
    if not folder.is_dir():
        return []
    return sorted(entry.name.removesuffix(".md") for entry in folder.iterdir() if entry.name.endswith(".md"))


def page(kind: str, name: str) -> Page:
    """One page; FileNotFoundError where there is none."""
    return Page(kind, name, (resources.files(__name__) / kind / f"{name}.md").read_text(encoding="utf-8"))


def pages() -> Iterator[Page]:
    return (page(kind, name) for kind in KINDS for name in names(kind))


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a Markdown text in one language; those that name a file (```` ```shot cast.shot ````) are `files`."""
    return [body for tag, name, body in _FENCE.findall(text) if tag == language and not name]


def files(text: str) -> dict[str, str]:
    """The fenced blocks that name a file, which the others of their page may use."""
    return {name: body for _, name, body in _FENCE.findall(text) if name}
