"""A file becomes a Source, or a diagnosis: nothing is guessed about its bytes, nor more of them read than a film can need."""

from __future__ import annotations

import stat
from pathlib import Path

from screenc.text import Diagnostic, Source

MOST_BYTES = 32 * 1024 * 1024
"""A feature film is about a megabyte; whatever is thirty times longer is not a screenplay."""


BOM = b"\xef\xbb\xbf"


def read(path: str | Path) -> tuple[Source | None, list[Diagnostic]]:
    """The text of a file, UTF-8 with or without a byte order mark (which is dropped), any line ends (which are kept)."""
    data, diagnostics = read_bytes(path)
    return (None, diagnostics) if data is None else decode(str(path), data)


def read_bytes(path: str | Path) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of a regular file, and at most one more than a film may have."""
    name = str(path)
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            what = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            return None, [Diagnostic.at("E0112", None, f"{name} is {what}", help="name a `.shot` file")]
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1), []
    except (FileNotFoundError, NotADirectoryError):
        return None, [Diagnostic.at("E0111", None, f"there is no file {name}")]
    except PermissionError:
        return None, [Diagnostic.at("E0113", None, f"no permission to read {name}", help=f"try `chmod u+r {name}`")]
    except (OSError, ValueError) as error:
        return None, [Diagnostic.at("E0134", None, f"{name} cannot be read: {getattr(error, 'strerror', None) or error}")]


def decode(name: str, data: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """What `read` does once it has the bytes; standard input comes this way too."""
    if len(data) > MOST_BYTES:
        return None, [
            Diagnostic.at("E0120", None, f"{name} is over {MOST_BYTES >> 20} MB", notes=("a feature film is about 1 MB of text",))
        ]
    data = data.removeprefix(BOM)
    zero = data.find(0)
    if zero >= 0:
        help = "save it as UTF-8" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "name a `.shot` file"
        return None, [Diagnostic.at("E0115", None, f"{name} is not text: byte {zero} is zero", help=help)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        source = Source(name, data.decode("utf-8", "replace"))
        at = len(data[: error.start].decode("utf-8"))
        return None, [
            Diagnostic.at(
                "E0116",
                source.span(at, at + 1),
                f"byte 0x{data[error.start]:02x} is not UTF-8",
                help="save the file as UTF-8; it may be Latin-1 or Windows-1252 now",
            )
        ]
    if not text.strip():
        return None, [
            Diagnostic.at("E0114", None, f"{name} is empty", help="a film begins with `screenc 1` and closes with `end`")
        ]
    return Source(name, text), []
