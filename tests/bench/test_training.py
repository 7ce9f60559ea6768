"""The loop closes: a tiny model of random weights learns a script by TRL's SFTTrainer, and GRPOTrainer moves it by our reward.

Needs `pip install torch==2.13.0` (the processor's build) and the extra `train`.
"""

from __future__ import annotations

import json
import math

import pytest

from screenc.scripter.engines import Wishes, rules
from screenc.scripter.finish import finish
from screenc.scripter.read import read
from screenc.scripter.reward import grpo_rows, script_reward, write_sft
from screenc.text import Source

pytestmark = pytest.mark.slow
TALK = "ANA: Is this it?\nBEN: It is.\n"


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """A model of 300,000 weights that has read one script until it can nearly say it, its tokenizer, and its losses."""
    torch = pytest.importorskip("torch")
    transformers, trl = pytest.importorskip("transformers"), pytest.importorskip("trl")
    datasets = pytest.importorskip("datasets")
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    folder = tmp_path_factory.mktemp("taught")
    dialogue, _ = read(Source("talk.txt", TALK))
    text, _ = finish(dialogue, rules.script(dialogue, Wishes()))
    assert write_sft(folder / "sft.jsonl", [(dialogue, text)], least=0.5) == 1
    row = json.loads((folder / "sft.jsonl").read_text())
    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer, inner.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False), decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    words = [m["content"] for m in row["messages"]]
    inner.train_from_iterator(
        [line for w in words for line in w.splitlines(keepends=True)],
        trainers.BpeTrainer(vocab_size=700, special_tokens=["<|im_end|>"], initial_alphabet=alphabet),
    )
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|im_end|>", pad_token="<|im_end|>")
    tokenizer.chat_template = (
        "{% for m in messages %}{{ m.role }}: {{ m.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=96,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=1024,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = transformers.LlamaForCausalLM(config)
    options = trl.SFTConfig(
        output_dir=str(folder / "sft"),
        max_steps=110,
        per_device_train_batch_size=1,
        learning_rate=3e-3,
        lr_scheduler_type="constant",
        logging_steps=10,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        max_length=1024,
        seed=0,
    )
    rows = datasets.load_dataset("json", data_files=str(folder / "sft.jsonl"), split="train", cache_dir=str(folder))
    trainer = trl.SFTTrainer(model=model, args=options, train_dataset=rows, processing_class=tokenizer)
    trainer.train()
    return folder, dialogue, trainer.model, tokenizer, [h["loss"] for h in trainer.state.log_history if "loss" in h]


def test_supervised_training_reads_what_we_write(taught):
    *_, losses = taught
    assert losses[0] > 3 and losses[-1] < losses[0] / 4


def test_grpo_computes_our_reward_and_moves_the_weights(taught):
    import datasets
    import torch
    import trl

    folder, dialogue, model, tokenizer, _ = taught
    seen: list[float] = []

    def reward(completions, dialogue, **columns):
        got = script_reward(completions=completions, dialogue=dialogue, **columns)
        seen.extend(got)
        return got

    options = trl.GRPOConfig(
        output_dir=str(folder / "grpo"),
        max_steps=3,
        per_device_train_batch_size=4,
        num_generations=4,
        max_completion_length=420,
        temperature=1.0,
        learning_rate=1e-3,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        seed=1,
    )
    rows = datasets.Dataset.from_list(grpo_rows([dialogue]) * 4)
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    trainer = trl.GRPOTrainer(model=model, reward_funcs=reward, args=options, train_dataset=rows, processing_class=tokenizer)
    trainer.train()
    logged = [h for h in trainer.state.log_history if "reward" in h]
    assert len(logged) == 3 and len(seen) == 12
    assert all(math.isfinite(h["loss"]) and 0 <= h["reward"] <= 1 for h in logged)
    assert math.isclose(sum(h["reward"] for h in logged) / 3, sum(seen) / 12, rel_tol=1e-4)
    assert max(seen) > 0 and max(h["reward_std"] for h in logged) > 0, seen
    moved = [name for name, weight in trainer.model.named_parameters() if not torch.equal(before[name], weight)]
    assert len(moved) == len(before)
