"""A file is replaced whole or not at all: whatever goes wrong, what was there is there still."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from screenc.text import Diagnostic


def save(path: str | Path, text: str) -> list[Diagnostic]:
    """Put text in a file's place at once, its mode and any link to it kept; E0135 if that cannot be done, the file untouched."""
    name = str(path)
    real = Path(os.path.realpath(path))
    scratch = None
    try:
        handle, scratch = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            if not os.access(real, os.W_OK):
                raise PermissionError(13, "it is read-only")
            os.chmod(scratch, stat.S_IMODE(real.stat().st_mode))
        else:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(scratch, 0o666 & ~mask)
        os.replace(scratch, real)
    except OSError as error:
        if scratch:
            with contextlib.suppress(OSError):
                os.unlink(scratch)
        return [Diagnostic.at("E0135", None, f"{name} cannot be written: {error.strerror or error}", notes=("it is as it was",))]
    return []
