"""Files as they stood at a git revision, so that a film of last week is loaded like today's, `use` and all."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from screenc.lang.load import Disk
from screenc.lang.read import decode
from screenc.text import Diagnostic, Source


class Revision(Disk):
    """The committed files of the repository around a folder, at one commit. Nothing is checked out and nothing is written."""

    def __init__(self, name: str, commit: str, top: Path):
        self.name, self.commit, self.top = name, commit, top

    def read(self, path: Path) -> tuple[Source | None, list[Diagnostic]]:
        inside = Path(os.path.abspath(path.parent.resolve() / path.name)).relative_to(self.top).as_posix()
        found = _git(self.top, "cat-file", "blob", f"{self.commit}:{inside}")
        if found.returncode:
            return None, [Diagnostic.at("E0111", None, f"there was no file {path} at {self.name}")]
        return decode(f"{self.name}:{path}", found.stdout)


def revision(name: str, folder: Path) -> tuple[Revision | None, list[Diagnostic]]:
    """A revision by any name that git takes (`main`, `HEAD~3`, a hash), of the repository that a folder lies in. E0940, E0941."""
    try:
        top = _git(folder, "rev-parse", "--show-toplevel")
    except FileNotFoundError:
        return None, [Diagnostic("E0940", "there is no `git` to ask for older versions", help="install git, or name two files")]
    if top.returncode:
        help = "name two files: screenc diff OLD.shot NEW.shot"
        return None, [Diagnostic("E0940", f"{folder} is not in a git repository", notes=_words(top), help=help)]
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit.returncode:
        help = "name a branch, a tag or a commit; in CI, fetch the base branch first"
        return None, [Diagnostic("E0941", f"git knows no revision `{name}`", notes=_words(commit), help=help)]
    return Revision(name, commit.stdout.decode().strip(), Path(os.fsdecode(top.stdout.strip()))), []


def merge_base(one: str, other: str, folder: Path) -> str | None:
    """The commit where two lines of work parted; None where they never met."""
    found = _git(folder, "merge-base", "--end-of-options", one, other)
    return None if found.returncode else found.stdout.decode().strip()


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", os.fspath(folder), *words], capture_output=True, stdin=subprocess.DEVNULL)


def _words(found: subprocess.CompletedProcess[bytes]) -> tuple[str, ...]:
    said = found.stderr.decode(errors="replace").strip()
    return (said.splitlines()[0].removeprefix("fatal: "),) if said else ()
