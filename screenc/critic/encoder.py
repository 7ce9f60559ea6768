"""The one door to image-text encoders: CLIP, SigLIP and their kin, through transformers, from a folder or a hub id.

None ships with screenc, and none is fetched unasked: naming a checkpoint is asking for it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from screenc.contract import Failed
from screenc.text import Diagnostic

VARIABLE = "SCREENC_VSA"
BATCH = 16


class Encoder(Protocol):
    """Pictures and words in one space; every row that it gives has length one."""

    name: str

    def pictures(self, pictures: Sequence[Any]) -> Any:
        """RGB uint8 (H, W, 3) pictures -> float32 (N, D)."""

    def words(self, texts: Sequence[str]) -> tuple[Any, tuple[bool, ...]]:
        """Texts -> float32 (N, D), and which of them were longer than the encoder reads."""


def wanted(named: str | None) -> str | None:
    """The checkpoint that the command line names, else the environment; None where nobody asks."""
    return named or os.environ.get(VARIABLE, "").strip() or None


def opened(spec: str) -> Encoder:
    """The encoder of a folder or a hub id. Raises Failed: E0750 without its packages, E0751 where it cannot be read."""
    try:
        import torch
        import transformers
    except ImportError as missing:
        raise Failed(Diagnostic("E0750", f"VSA needs the package `{missing.name}`", help="pip install 'screenc[vsa]'")) from None
    return _Transformers(spec, torch, transformers)


class _Transformers:
    def __init__(self, spec: str, torch: Any, transformers: Any):
        self._torch = torch
        transformers.logging.set_verbosity_error()  # its notes and bars are no part of a report
        transformers.logging.disable_progress_bar()
        local = Path(spec).expanduser().is_dir()
        where = str(Path(spec).expanduser()) if local else spec
        try:
            model = transformers.AutoModel.from_pretrained(where, local_files_only=local)
            if not hasattr(model, "get_image_features") or not hasattr(model, "get_text_features"):
                raise ValueError(f"a {model.config.model_type} model puts no pictures and words in one space")
            self._pictures = transformers.AutoImageProcessor.from_pretrained(where, local_files_only=local)
            self._tokens = transformers.AutoTokenizer.from_pretrained(where, local_files_only=local)
        except Exception as cause:  # transformers, safetensors and the hub raise of every kind for a checkpoint that is amiss
            words = " ".join(str(cause).split())[:240] or type(cause).__name__
            help = "name a folder with a CLIP or SigLIP checkpoint, or its id on the hub"
            raise Failed(
                Diagnostic("E0751", f"no image-text encoder can be read from `{spec}`", notes=(words,), help=help)
            ) from None
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = model.to(device).eval()
        self._device = device
        text = getattr(model.config, "text_config", model.config)
        self._longest = int(getattr(text, "max_position_embeddings", 77))
        self._whole = str(getattr(model.config, "model_type", "")).startswith("siglip")
        revision = getattr(model.config, "_commit_hash", None)
        self.name = f"{model.config.model_type} {Path(spec).name if local else spec}" + (
            f" at {revision[:12]}" if revision else ""
        )

    def pictures(self, pictures: Sequence[Any]) -> Any:
        out = []
        for at in range(0, len(pictures), BATCH):
            given = self._pictures(images=list(pictures[at : at + BATCH]), return_tensors="pt")["pixel_values"]
            with self._torch.inference_mode():
                out.append(self._unit(self._model.get_image_features(pixel_values=given.to(self._device))))
        return _joined(out)

    def words(self, texts: Sequence[str]) -> tuple[Any, tuple[bool, ...]]:
        """SigLIP was trained on texts padded to its full length, CLIP on the text alone; both read no more than their length."""
        out, cut = [], []
        for text in texts:
            cut.append(len(self._tokens(text)["input_ids"]) > self._longest)
            padding = "max_length" if self._whole else False
            given = self._tokens(text, truncation=True, max_length=self._longest, padding=padding, return_tensors="pt")
            known = {k: v.to(self._device) for k, v in given.items() if k in ("input_ids", "attention_mask")}
            if self._whole:
                known.pop("attention_mask", None)
            with self._torch.inference_mode():
                out.append(self._unit(self._model.get_text_features(**known)))
        return _joined(out), tuple(cut)

    def _unit(self, features: Any) -> Any:
        features = getattr(features, "pooler_output", features)
        features = features.float()
        return (features / features.norm(dim=-1, keepdim=True).clamp_min(1e-12)).cpu().numpy()


def _joined(parts: list[Any]) -> Any:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)
