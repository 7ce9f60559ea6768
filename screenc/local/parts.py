"""Components of a pipeline that are not read from its own folder as they lie there. Loads torch; `load` is who asks."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from screenc.contract import Failed
from screenc.text import Diagnostic


def reader(path: str) -> dict[str, Any]:
    """A tokenizer in place of a processor that reads pictures and films, too: the prompt is all that it is given."""
    index = json.loads((Path(path) / "model_index.json").read_text(encoding="utf-8"))
    if not str((index.get("tokenizer") or [None, ""])[1]).endswith("Processor"):
        return {}
    return {"tokenizer": importlib.import_module("transformers").AutoTokenizer.from_pretrained(f"{path}/tokenizer")}


def from_folder(kind: str, folder: str, dtype: Any) -> Any:
    made = getattr(importlib.import_module("diffusers"), kind, None) or getattr(importlib.import_module("transformers"), kind)
    more = {} if kind.endswith("Processor") else {"dtype": dtype}
    try:
        return made.from_pretrained(folder, local_files_only=True, **more)
    except Exception as cause:
        if out_of_memory(cause):
            raise
        raise unloadable(folder, cause) from cause


def from_file(path: str, config: str, dtype: Any) -> Any:
    """A transformer of the class that its config names, in few bits where the file is GGUF."""
    diffusers = importlib.import_module("diffusers")
    try:
        kind = json.loads((Path(config) / "config.json").read_text(encoding="utf-8"))["_class_name"]
        few = {"quantization_config": diffusers.GGUFQuantizationConfig(compute_dtype=dtype)} if path.endswith(".gguf") else {}
        return getattr(diffusers, kind).from_single_file(path, config=config, dtype=dtype, local_files_only=True, **few)
    except Exception as cause:
        if out_of_memory(cause):
            raise
        raise unloadable(path, cause) from cause


def in_integers(path: str) -> Any:
    """How the transformers of a pipeline are kept in eight bits, as integers."""
    diffusers, torchao = importlib.import_module("diffusers"), importlib.import_module("torchao.quantization")
    index = json.loads((Path(path) / "model_index.json").read_text(encoding="utf-8"))
    how = diffusers.TorchAoConfig(torchao.Int8WeightOnlyConfig())
    names = [name for name in ("transformer", "transformer_2") if (index.get(name) or [None])[0]]
    return diffusers.PipelineQuantizationConfig(quant_mapping=dict.fromkeys(names, how))


def unloadable(path: str, cause: Exception) -> Failed:
    words = f"{type(cause).__name__}: {str(cause).splitlines()[0][:240] if str(cause) else ''}"
    help = "fetch the weights again; if it stays so, these versions of diffusers and of the weights do not fit"
    return Failed(Diagnostic("E0672", f"the weights in {path} cannot be loaded", notes=(words,), help=help))


def out_of_memory(cause: Exception) -> bool:
    torch = importlib.import_module("torch")
    return isinstance(cause, torch.OutOfMemoryError | MemoryError) or (
        isinstance(cause, RuntimeError) and "can't allocate memory" in str(cause)
    )
