"""What goes wrong with pictures and sound, said so that whoever knows the script can say where."""

from __future__ import annotations

import errno
import os
from pathlib import Path


class MediaError(Exception):
    """A picture or a sound could not be read or written; `help` is what a person can do about it."""

    def __init__(self, message: str, help: str = "", path: Path | str | None = None):
        super().__init__(message)
        self.help = help
        self.path = Path(path) if path is not None else None


class Unreadable(MediaError):
    """The file is not there, cannot be decoded, or is not what it should be."""


class Unwritable(MediaError):
    """The file cannot be written: no room (`full`), no permission, no folder."""

    full = False


_REASONS = {
    errno.ENOSPC: ("no space left on the disk", "free some space on that disk and build again; nothing finished is lost"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and build again; nothing finished is lost"),
    errno.EFBIG: ("the file would be larger than this system allows", "raise the limit on file sizes, or make a shorter film"),
    errno.EACCES: ("permission denied", "choose a folder that you may write to"),
    errno.EPERM: ("permission denied", "choose a folder that you may write to"),
    errno.EROFS: ("the file system is read-only", "choose a folder that you may write to"),
    errno.ENOENT: ("the folder does not exist", "make the folder first"),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "choose another folder"),
    errno.EISDIR: ("there is a folder of that name", "choose another name"),
}


def unwritable(path: Path | str, cause: BaseException) -> Unwritable:
    """The plain words for a failed write, from the system's own error number."""
    number = getattr(cause, "errno", None)
    reason, help = _REASONS.get(abs(number) if number else 0, (str(cause) or type(cause).__name__, ""))
    fault = Unwritable(f"cannot write {os.fspath(path)}: {reason}", help, path)
    fault.full = number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return fault


def unreadable(path: Path | str, cause: BaseException) -> Unreadable:
    """The plain words for a failed read."""
    if not os.path.exists(path):
        return Unreadable(f"there is no file {os.fspath(path)}", "", path)
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return Unreadable(f"cannot read {os.fspath(path)}: {reason}", "", path)
