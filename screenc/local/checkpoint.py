"""Weights on this disk: found by name, named by what is in them, and judged against what a backend needs, with nothing loaded.

A build never downloads weights: tens of gigabytes are fetched once and on purpose (`hf download`), and a film is then made of a
known revision. A script does not say paths of one machine: it says a name, and SCREENC_CHECKPOINTS says where that is.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import os
import struct
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screenc.local.recipe import Recipe
from screenc.text import Diagnostic

FOLDER = "SCREENC_CHECKPOINTS"


@dataclass(frozen=True, slots=True)
class Found:
    """A folder of weights; `identity` is the hub's revision, or a digest of its files."""

    path: Path
    identity: str
    name: str


class Unfit(Exception):
    """The weights are not there or not the right ones; the diagnostic has no place yet."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def find(name: str | None, hub: str) -> Found:
    """The folder that a film's `checkpoint` means, or the published one where it names none. Raises Unfit: E0661.

    A line of checkpoints.toml may say where published weights are, too, by their name on the hub.
    """
    if name is None:
        root = os.environ.get(FOLDER)
        moved = root and _table(Path(root).expanduser()).get(hub)
        return find(hub, hub) if moved and moved != hub else of_hub(hub)
    there = meant(name)
    return Found(there, identity(there), name) if isinstance(there, Path) else of_hub(there)


def meant(name: str, said: str = "", suffix: str = "") -> Path | str:
    """The folder, or the file with this suffix, that a film's name stands for on this machine; else the hub's name for it.

    `said` is how the film calls it. Raises Unfit: E0661.
    """
    root, said = os.environ.get(FOLDER), said or name
    if not root:
        words = f"`{said}` is of this machine, and {FOLDER} does not say where its weights are"
        raise Unfit(Diagnostic("E0661", words, help=f"set {FOLDER} to the folder that holds `{name}`"))
    folder = Path(root).expanduser()
    if suffix and (folder / f"{name}{suffix}").is_file():
        return folder / f"{name}{suffix}"
    if (folder / name).is_dir():
        return folder / name
    line = _table(folder).get(name)
    if line is None:
        words = f"`{said}` is not in {folder}, nor is it a line of its checkpoints.toml"
        help = f"put the weights in {folder / (name + suffix)}, or a line `{name} = ...` in that file"
        raise Unfit(Diagnostic("E0661", words, help=help))
    path = Path(line).expanduser()
    path = path if path.is_absolute() else folder / path
    return path if path.is_dir() or (suffix and path.is_file()) else line


def _table(folder: Path) -> Mapping[str, str]:
    file = folder / "checkpoints.toml"
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise Unfit(
            Diagnostic("E0661", f"{file} cannot be read: {cause}", help='it holds lines such as `name = "path"`')
        ) from cause
    return {key: value for key, value in held.items() if isinstance(value, str)}


def of_hub(hub: str) -> Found:
    """The newest revision of a hub's repository among the files that its own client keeps."""
    home = os.environ.get("HF_HOME", "~/.cache/huggingface")
    kept = Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub").expanduser() / ("models--" + hub.replace("/", "--"))
    try:
        commit = (kept / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        commit = ""
    folder = kept / "snapshots" / commit
    if not commit or not folder.is_dir():
        raise Unfit(
            Diagnostic(
                "E0661",
                f"the weights of {hub} are not on this machine",
                help=f"fetch them once with `hf download {hub}`, or name others with `checkpoint`",
            )
        )
    return Found(folder, f"{hub}@{commit}", hub)


def identity(folder: Path) -> str:
    """A digest of a folder of weights: small files whole, large ones by size and by samples all along them."""
    files = tuple(
        sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".json", ".safetensors", ".bin", ".gguf", ".model"))
    )
    return _digest(folder, tuple((p, p.stat().st_size, p.stat().st_mtime_ns) for p in files))


@functools.lru_cache(maxsize=32)
def _digest(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    total = hashlib.sha256()
    for path, size, _ in files:
        total.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            if size <= 1 << 20:
                total.update(file.read())
                continue
            for n in range(65):
                file.seek((size - 16384) * n // 64)
                total.update(file.read(16384))
    return total.hexdigest()[:32]


# --- is it the right one? -------------------------------------------------------------------------------------------


def judge(found: Found, recipe: Recipe, backend: str) -> None:
    """Whether a folder holds the pipeline that a backend will load, whole. Raises Unfit: E0662, E0663, E0672."""
    index = _json(found.path / "model_index.json")
    if index is None:
        held = ", ".join(sorted(p.name for p in found.path.iterdir())[:4]) or "nothing"
        raise Unfit(
            Diagnostic(
                "E0662",
                f"{found.path} is not a pipeline: it has no readable model_index.json",
                notes=(f"it holds {held}",),
                help="fetch them in the form of `diffusers`: such repositories have names that end in -Diffusers",
            )
        )
    named = index.get("_class_name")
    if named not in recipe.pipelines:
        raise Unfit(
            Diagnostic(
                "E0663",
                f"`{found.name}` is a {named}, and {backend} needs a {' or '.join(recipe.pipelines)}",
                help="choose the backend or the model that goes with these weights",
            )
        )
    for part in parts(index):
        if _json(found.path / part / "config.json") is None or not list(_weights(found.path / part)):
            raise Unfit(
                Diagnostic(
                    "E0662",
                    f"`{found.name}` is not whole: there are no weights, or no config.json, in {found.path / part}",
                    help="fetch it again; a download may have been cut short",
                )
            )
        for path in sorted(_weights(found.path / part)):
            uncut(path)
    for place, wanted in recipe.expects.items():
        got = _held(found.path, index, place)
        if got != wanted and (got or wanted):
            raise Unfit(
                Diagnostic(
                    "E0663",
                    f"`{found.name}` is another model than {backend} was told: its {place} is {_said(got)}, not {_said(wanted)}",
                    help="choose the model that goes with these weights: `tune ... model`",
                )
            )


def parts(index: Mapping[str, Any]) -> list[str]:
    """The components of a pipeline that have weights: all but those that only prepare, count or steer."""
    light = ("tokenizer", "scheduler", "processor", "feature_extractor", "guider")
    held = {name: made for name, made in index.items() if isinstance(made, list) and len(made) == 2 and made[0]}
    return [name for name in held if not any(word in name for word in light)]


def held(found: Found, place: str) -> Any:
    """A value of the files, by `component.field` or by the pipeline's own field; None where it is not set."""
    return _held(found.path, _json(found.path / "model_index.json") or {}, place)


def _held(folder: Path, index: Mapping[str, Any], place: str) -> Any:
    part, _, field = place.partition(".")
    if not field:
        value = index.get(part)
        return bool(value and value[0]) if isinstance(value, list) else value
    return (_json(folder / part / "config.json") or {}).get(field)


def _said(value: Any) -> str:
    return "not set" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _json(path: Path) -> dict[str, Any] | None:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return held if isinstance(held, dict) else None


def _weights(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.safetensors")
    yield from folder.glob("*.bin")
    yield from folder.glob("*.gguf")


def packed(found: Found, part: str) -> Path | None:
    """The GGUF file that a component's weights are in, in four bits or so each; None for whole ones."""
    folder = found.path / part
    return None if any(folder.glob("*.safetensors")) else next(iter(sorted(folder.glob("*.gguf"))), None)


def gguf(found: Found) -> tuple[tuple[str, str], ...]:
    """(component, file) of each transformer that is in a GGUF file."""
    return tuple((part, str(file)) for part in experts(found) if (file := packed(found, part)))


def sizes(found: Found) -> dict[str, int]:
    """The numbers in each component's weights, read from the heads of its files; files without a head count by two bytes each."""
    index = _json(found.path / "model_index.json") or {}
    return {part: sum(_numbers(p) for p in _weights(found.path / part)) for part in parts(index)}


def _numbers(path: Path) -> int:
    return sum(math.prod(shape) for shape in head(path).values()) or path.stat().st_size // 2


def head(path: Path) -> dict[str, tuple[int, ...]]:
    """The shapes of a safetensors file by name, from its head; none for a file of another kind or a damaged one."""
    try:
        return {name: tuple(tensor["shape"]) for name, tensor in _head(path).items()}
    except (KeyError, TypeError):
        return {}


def uncut(path: Path) -> None:
    """Raises Unfit, E0672, for a safetensors file that ends before the last of its numbers: a download that was cut short."""
    try:
        wanted = max((tensor["data_offsets"][1] for tensor in _head(path).values()), default=0)
        with path.open("rb") as file:
            wanted += 8 + struct.unpack("<Q", file.read(8))[0] if wanted else 0
        held = path.stat().st_size
    except (OSError, KeyError, TypeError, IndexError, struct.error):
        return
    if held < wanted:
        words = f"{path} is cut short: it has {held:,} bytes of {wanted:,}"
        raise Unfit(Diagnostic("E0672", words, help="fetch it again"))


def _head(path: Path) -> dict[str, dict[str, Any]]:
    if path.suffix == ".safetensors":
        try:
            with path.open("rb") as file:
                (length,) = struct.unpack("<Q", file.read(8))
                told = json.loads(file.read(length)) if length < 100_000_000 else {}
                return {name: tensor for name, tensor in told.items() if name != "__metadata__" and isinstance(tensor, dict)}
        except (OSError, ValueError, struct.error, AttributeError):
            pass
    return {}


def shapes(folder: Path) -> dict[str, tuple[int, ...]]:
    """The shapes of a component's weights by name."""
    return {name: shape for path in sorted(folder.glob("*.safetensors")) for name, shape in head(path).items()}


def experts(found: Found) -> list[str]:
    """The transformers of a pipeline, in the order in which they work."""
    index = _json(found.path / "model_index.json") or {}
    return [part for part in parts(index) if part in ("transformer", "transformer_2")]


def tokens(found: Found, text: str) -> int | None:
    """How many tokens the checkpoint's own tokenizer makes of a text; None where that cannot be told without loading a model."""
    try:
        return len(_tokenizer(found.path / "tokenizer" / "tokenizer.json").encode(text).ids)
    except Exception:  # not installed, or another kind of tokenizer: it is counted again before the clip is made
        return None


@functools.lru_cache(maxsize=4)
def _tokenizer(path: Path):
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(path))
    made.no_truncation()
    made.no_padding()
    return made
