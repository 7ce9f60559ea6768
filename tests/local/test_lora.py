"""LoRAs: built here for a tiny Wan, found by name, bent into the model by their weight, refused where they do not fit."""

from __future__ import annotations

import os
from fractions import Fraction
from itertools import pairwise

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytest.importorskip("peft")

MODEL = {"t2v": "wan2-1-t2v-14b", "t2v-a14b": "wan2-2-t2v-a14b"}


def lora(file, seed: int = 0, targets=("to_q", "to_k", "to_v"), **sizes) -> None:
    """Two wide, random throughout: fresh ones have a half of noughts and change nothing."""
    import diffusers
    import torch
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict
    from tiny_pipelines import wan_transformer

    bent = wan_transformer(**sizes)
    torch.manual_seed(seed)
    bent.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=list(targets), init_lora_weights=False))
    file.parent.mkdir(exist_ok=True)
    layers = get_peft_model_state_dict(bent)
    diffusers.WanPipeline.save_lora_weights(file.parent, transformer_lora_layers=layers, weight_name=file.name)


@pytest.fixture
def ask(here):
    def make(kind: str = "t2v", **params):
        here("wan", kind)
        return short("wan", MODEL[kind], f"wan-{kind}", Fraction(1, 16), rate=16, **params)

    return make


def test_a_lora_bends_the_clip_by_its_weight_and_is_gone_afterwards(ask, here):
    from screenc.local import pipeline

    lora(here.root / "rain.safetensors")
    lora(here.root / "grain.safetensors", seed=1)
    _, plain = seen(ask())
    loads = pipeline.STAGE.loads
    made = {}
    for weights in ({"rain": 1}, {"rain": "1/2", "grain": 0}, {"rain": "1/2", "grain": 1}, {"rain": 0}):
        _, made[str(weights)] = seen(ask(lora=weights))
    whole, half, both, none = made.values()
    assert (whole != plain).any() and (half != plain).any() and (half != whole).any() and (both != half).any()
    assert (none == plain).all()
    assert pipeline.STAGE.loads == loads, "the model stays, the LoRAs change"


@pytest.mark.slow
@pytest.mark.parametrize("setting", [{"fp8": True, "dtype": "bf16"}, {"int8": True, "dtype": "bf16"}, {"offload": "group"}])
def test_a_lora_goes_with_weights_that_are_cast_or_wait_elsewhere(ask, here, setting):
    lora(here.root / "rain.safetensors")
    (_, bent), (_, straight) = seen(ask(lora={"rain": 1}, **setting)), seen(ask(**setting))
    assert (bent != straight).any()


def test_experts_share_a_file_or_have_one_each(ask, here):
    from screenc.local.checkpoint import find
    from screenc.local.lora import cast

    here("wan", "t2v-a14b")
    lora(here.root / "both.safetensors")
    for n, noise in enumerate(("high", "low")):
        lora(here.root / "pair" / f"{noise}_noise_lora.safetensors", seed=n)
    where = find("wan-t2v-a14b", "")
    assert [part for part, _ in cast("both", 1, where, "wan").files] == ["transformer", "transformer_2"]
    one, two = cast("pair", 1, where, "wan").files
    assert "high" in one[1] and "low" in two[1]
    made = [seen(ask("t2v-a14b", lora=weights))[1] for weights in ({}, {"both": 1}, {"pair": 1})]
    assert all((a != b).any() for a, b in pairwise(made))


@pytest.fixture
def planned(tmp_path, here):
    from click.testing import CliRunner

    from screenc.cli.command import screenc

    here("wan", "t2v")
    usual = ("model wan2-1-t2v-14b", "checkpoint wan-t2v", "device cpu", "resolution frame", "steps 2", "dtype fp32")

    def plan(*tunes: str, verb: str = "plan"):
        film = tmp_path / "film.shot"
        text = script("wan", [("s10.1 0.5s", "\n".join(f"tune wan {t}" for t in (*usual, *tunes)))], rate=16)
        film.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(screenc, [verb, *(["s10.1"] if verb == "show" else []), str(film)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return " ".join(result.output.split())

    return plan


def test_what_does_not_fit_is_said_before_anything_is_loaded(planned, here):
    said = planned("lora-nowhere 0.5")
    assert "E0661" in said and "`lora-nowhere`" in said and "nowhere.safetensors" in said
    assert "| tune wan lora-nowhere 0.5 |" in said, "at its own line"
    lora(here.root / "wide.safetensors", num_attention_heads=4)
    assert "E0675" in planned("lora-wide 1") and "matrix of 48x48" in planned("lora-wide 1")
    os.link(next((here.root / "wan-t2v" / "vae").glob("*.safetensors")), here.root / "vae.safetensors")
    assert "is not a LoRA" in planned("lora-vae 1")
    whole = (here.root / "wide.safetensors").read_bytes()
    (here.root / "cut.safetensors").write_bytes(whole[:-7])
    assert f"it has {len(whole) - 7:,} bytes of {len(whole):,}" in planned("lora-cut 1")
    for name in ("high", "low"):
        lora(here.root / "two" / f"{name}.safetensors")
    assert "a file each for two experts" in planned("lora-two 1")
    assert "E0510" in planned("lora-wide 5") and "write `lora-wide 1`" in planned("lora wide")
    assert "E0509" in planned("lore-wide 1")


def test_a_lora_of_the_hub_is_found_where_its_client_keeps_it(here, tmp_path, monkeypatch):
    from screenc.local.checkpoint import Unfit
    from screenc.local.lora import find

    monkeypatch.setenv("SCREENC_CHECKPOINTS", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    kept = tmp_path / "hub" / "models--owner--looks"
    (tmp_path / "checkpoints.toml").write_text('rain = "owner/looks/rain.safetensors"\nfog = "owner/looks/fog.safetensors"')
    with pytest.raises(Unfit, match="not on this machine"):
        find("rain")
    (kept / "snapshots" / "abc").mkdir(parents=True)
    lora(kept / "snapshots" / "abc" / "rain.safetensors")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc")
    assert find("rain") == (kept / "snapshots" / "abc" / "rain.safetensors",)
    with pytest.raises(Unfit, match="there is no file"):
        find("fog")


def test_a_lora_is_in_the_plan_by_its_bytes(planned, here):
    lora(here.root / "look.safetensors")
    said = planned("lora-look 0.8", verb="show")
    from screenc.local.lora import digest

    before = digest("look")
    assert before in said and "4/5" in said
    lora(here.root / "look.safetensors", seed=3)
    os.utime(here.root / "look.safetensors", (1, 1))
    assert digest("look") != before and digest("look") in planned("lora-look 0.8", verb="show")
    assert "loras" not in planned(verb="show"), "keys of clips without one stay as they were"


def test_a_lora_of_which_the_model_has_no_place_for_a_part(ask, here):
    """As wide as the model and deeper: its shapes are right, and its last block has nowhere to go."""
    from screenc.contract import Failed

    lora(here.root / "deep.safetensors", num_layers=3)
    with pytest.raises(Failed) as caught:
        seen(ask(lora={"deep": 1}))
    assert caught.value.diagnostic.code in ("E0672", "E0675")
    _, pictures = seen(ask())
    assert len(pictures) == 1
