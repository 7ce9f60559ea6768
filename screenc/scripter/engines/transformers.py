"""A checkpoint on this machine by Hugging Face's transformers, with a PEFT adapter where one is named, as the paper's.

While it writes it is held to the JSON Schema or to our grammar by llguidance, so even a weak model's answer can be read.
"""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from screenc.scripter.engines.chat import FOREVER, Form, Kind, Message, Reply, Spent, Trouble
from screenc.scripter.engines.openai import missing, settings
from screenc.text import Diagnostic

MOST_TOKENS = 4096
TEMPERATURE = 0.7
"""What the paper's release samples at."""


class TransformersChat:
    """A local checkpoint or a hub id. Raises Trouble where it cannot be loaded."""

    def __init__(
        self,
        model: str | None,
        adapter: str | None = None,
        patience: float | None = None,
        most_tokens: int = MOST_TOKENS,
        seed: int = 0,
    ):
        if not model:
            raise settings("no model is named", "name a folder or a hub id: --engine transformers:Qwen/Qwen3-4B")
        try:
            import torch
            import transformers
        except ImportError:
            raise missing("transformers", "transformers") from None
        transformers.utils.logging.disable_progress_bar()
        self._torch, self.patience, self.most_tokens, self._seed = torch, patience, most_tokens, seed
        try:
            config = transformers.AutoConfig.from_pretrained(model)
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(model)
            self._model = _class(transformers, config).from_pretrained(model, dtype="auto")
            if adapter:
                self._model = _adapted(self._model, adapter)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            named = f"`{model}`" + (f" with `{adapter}`" if adapter else "")
            why = " ".join(str(error).split())[:200]
            raise Trouble(Diagnostic("E0847", f"the model {named} cannot be loaded", notes=(why,)), lasting=True) from None
        self._model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
        self.form: Kind = "bracket" if "scriptagent" in f"{adapter or model}".casefold() else "schema"
        revision = getattr(config, "_commit_hash", None) or _listing(model)
        self.name = f"transformers:{model}@{revision[:12]}" + (f"+{adapter}@{_listing(adapter)[:12]}" if adapter else "")
        self._ruler: Any = None

    def close(self) -> None:
        self._model = None

    def ask(self, messages: tuple[Message, ...], form: Form, deadline: float) -> Reply:
        torch, began = self._torch, time.monotonic()
        given = self._prompt(messages).to(self._model.device)
        read = given["input_ids"].shape[1]
        most = self._context() - read
        if most < 64:
            return Reply("", "length", read)
        left = min(self.patience or FOREVER, deadline - began)
        held = self._held(form, read)
        options: dict[str, Any] = {"max_new_tokens": min(self.most_tokens, most), "do_sample": True, "temperature": TEMPERATURE,
                                   "pad_token_id": self._end()[0], "eos_token_id": self._end()}  # fmt: skip
        if left != FOREVER:
            options["max_time"] = max(left, 0.01)
        if _speaks(self._model):
            options["return_audio"] = False
        with torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(self._seed)
            made = self._model.generate(**given, **options, logits_processor=[held] if held else [])
        tokens = made[0, read:].tolist()
        whole = (bool(tokens) and tokens[-1] in self._end()) or (held is not None and held.done)
        if not whole and time.monotonic() - began >= left:
            if left < (self.patience or FOREVER):
                raise Spent("the time of the budget is used")
            raise Trouble(Diagnostic("E0844", f"{self.name} did not answer", notes=(f"no answer within {left:g} s",)))
        text = self._tokenizer.decode(tokens, skip_special_tokens=True)
        return Reply(text, "stop" if whole else "length", read, len(tokens))

    def _prompt(self, messages: tuple[Message, ...]) -> Any:
        """The messages in the model's own chat template, or plainly where it has none."""
        said = [{"role": m.role, "content": m.content} for m in messages]
        if getattr(self._tokenizer, "chat_template", None):
            return self._tokenizer.apply_chat_template(said, add_generation_prompt=True, return_tensors="pt", return_dict=True)
        text = "\n\n".join(f"{m.role}: {m.content}" for m in messages) + "\n\nassistant: "
        return self._tokenizer(text, return_tensors="pt")

    def _context(self) -> int:
        config = self._model.config
        config = config.get_text_config() if hasattr(config, "get_text_config") else config
        return getattr(config, "max_position_embeddings", None) or 1 << 20

    def _end(self) -> list[int]:
        ends = self._model.generation_config.eos_token_id
        ends = self._tokenizer.eos_token_id if ends is None else ends
        return ends if isinstance(ends, list) else [ends]

    def _held(self, form: Form, read: int) -> _Held | None:
        """What keeps the answer to its form; nothing where llguidance is not installed, and then the compiler alone judges it."""
        if form.schema is None and form.grammar is None:
            return None
        try:
            import llguidance
            import llguidance.hf
        except ImportError:
            return None
        if self._ruler is None:
            width = self._model.get_output_embeddings().weight.shape[0]
            self._ruler = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=width, eos_token=self._end())
        matcher = llguidance.LLMatcher
        if form.schema is not None:
            rule = matcher.grammar_from_json_schema(form.schema, overrides={"whitespace_flexible": False})
        else:
            rule = matcher.grammar_from_lark(form.grammar)
        return _Held(matcher(self._ruler, rule), read)


class _Held:
    """A logits processor that lets through only what a matcher accepts next."""

    def __init__(self, matcher: Any, read: int):
        self.matcher, self.at, self.done, self.bits = matcher, read, False, None

    def __call__(self, ids: Any, scores: Any) -> Any:
        import llguidance.torch as masks

        for token in ids[0, self.at :].tolist():
            if not self.matcher.is_stopped():
                self.matcher.consume_token(token)
        self.at, self.done = ids.shape[1], self.matcher.is_stopped() and not self.matcher.is_error()
        self.bits = self.bits if self.bits is not None else masks.allocate_token_bitmask(1, scores.shape[-1])
        masks.fill_next_token_bitmask(self.matcher, self.bits, 0)
        masks.apply_token_bitmask_inplace(scores, self.bits.to(scores.device))
        return scores


def _class(transformers: Any, config: Any) -> Any:
    """The class that reads a checkpoint: a language model's, or by the name that its config gives for one of another kind."""
    if type(config) in transformers.AutoModelForCausalLM._model_mapping:
        return transformers.AutoModelForCausalLM
    named = next(iter(getattr(config, "architectures", None) or ()), "")
    if named == "Qwen2_5OmniModel":  # what the config of the base of the paper's adapter says
        named = "Qwen2_5OmniForConditionalGeneration"
    found = getattr(transformers, named, None)
    if found is None:
        raise ValueError(f"transformers has no class for `{named or config.model_type}`")
    return found


def _speaks(model: Any) -> bool:
    """Whether it would answer in sound as well: Qwen2.5-Omni, on which the paper's adapter stands."""
    config = getattr(model, "config", None)
    return getattr(config, "model_type", "") == "qwen2_5_omni"


def _adapted(model: Any, adapter: str) -> Any:
    try:
        from peft import PeftModel
    except ImportError:
        raise missing("peft", "transformers") from None
    return PeftModel.from_pretrained(model, adapter)


def _listing(name: str | None) -> str:
    """A local checkpoint's identity: its files' names, sizes and times, since hashing gigabytes takes longer than asking."""
    folder = Path(name or "")
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    told = "\n".join(f"{p.relative_to(folder)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return sha256(f"{name}\n{told}".encode()).hexdigest()
