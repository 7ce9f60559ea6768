"""What stands in the way is said when a film is planned, where the film names the backend, and nothing heavy is loaded for it."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from silent_film import script

from screenc.local import checkpoint, fit, machine
from screenc.local.recipe import native, needed
from screenc.planner import backends

ROOT = Path(__file__).parents[2]
LOCAL = [n for n, f in backends.found().items() if hasattr(backends.target(n).backend, "recipes")]


def fake(folder: Path, kind: str = "WanPipeline", expand: bool = True, numbers: int = 1000, channels: int = 48) -> Path:
    """A checkpoint of which only the heads are there: enough to judge by."""
    index = {"_class_name": kind, "expand_timesteps": expand, "transformer_2": [None, None]}
    for part in ("transformer", "vae", "text_encoder"):
        index[part] = ["diffusers", "X"]
        (folder / part).mkdir(parents=True)
        (folder / part / "config.json").write_text(json.dumps({"in_channels": channels}))
        head = json.dumps({"w": {"dtype": "BF16", "shape": [numbers], "data_offsets": [0, 0]}}).encode()
        (folder / part / "a.safetensors").write_bytes(struct.pack("<Q", len(head)) + head)
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


@pytest.fixture
def planned(tmp_path, monkeypatch):
    """`planned(*tunes)` is what `plan` says of one shot by `wan`, with checkpoints in a folder of this test."""
    from click.testing import CliRunner

    from screenc.cli.command import screenc

    monkeypatch.setenv("SCREENC_CHECKPOINTS", str(tmp_path / "weights"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(machine, "missing", lambda packages: [])
    (tmp_path / "weights").mkdir()

    def plan(*tunes: str, action: str = "", rate: int = 24, frame: str = "1280x704"):
        film = tmp_path / "film.shot"
        shots = [("s10.1 2s", "\n".join(f"tune wan {t}" for t in tunes)), ("s10.2 2s", "\n".join(f"tune wan {t}" for t in tunes))]
        text = script("wan", shots, frame=frame, rate=rate)
        film.write_text(text.replace("ANRI looks up.", action or "ANRI looks up."), encoding="utf-8")
        result = CliRunner().invoke(screenc, ["plan", str(film), "--estimate"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.output

    plan.weights = tmp_path / "weights"
    plan.hub = tmp_path / "hub"
    return plan


CPU = "device cpu"


def test_a_right_checkpoint_is_planned_with_its_settings_shown(planned):
    fake(planned.weights / "mine")
    said = planned("checkpoint mine", CPU)
    assert "error" not in said and "2 to" in said


def test_packages_that_are_missing_are_said_once_for_the_film(planned, monkeypatch):
    fake(planned.weights / "mine")
    monkeypatch.setattr(machine, "missing", lambda packages: ["torch"])
    said = planned("checkpoint mine", CPU)
    assert said.count("E0660]") == 1 and "screenc[diffusers]" in said and "backend  wan" in said


def test_weights_that_are_not_here(planned, monkeypatch):
    assert "hf download Wan-AI/Wan2.2-TI2V-5B-Diffusers" in planned(CPU)
    assert "E0661" in planned("checkpoint nothing", CPU)
    (planned.weights / "checkpoints.toml").write_text('far = "org/far-away"\nill = [')
    assert "checkpoints.toml cannot be read" in planned("checkpoint far", CPU)
    (planned.weights / "checkpoints.toml").write_text('far = "org/far-away"\nnear = "sub/near"')
    assert "hf download org/far-away" in planned("checkpoint far", CPU)
    fake(planned.weights / "sub" / "near")
    assert "error" not in planned("checkpoint near", CPU)
    monkeypatch.delenv("SCREENC_CHECKPOINTS")
    assert "SCREENC_CHECKPOINTS" in planned("checkpoint near", CPU)


def test_weights_of_the_hub_are_found_by_their_revision(planned):
    kept = planned.hub / "models--Wan-AI--Wan2.2-TI2V-5B-Diffusers"
    fake(kept / "snapshots" / "abc123")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc123")
    assert "error" not in planned(CPU)
    assert checkpoint.find(None, "Wan-AI/Wan2.2-TI2V-5B-Diffusers").identity == "Wan-AI/Wan2.2-TI2V-5B-Diffusers@abc123"


def test_a_folder_without_a_pipeline_or_with_half_of_one(planned):
    (planned.weights / "mine").mkdir()
    assert "E0662" in planned("checkpoint mine", CPU)
    fake(planned.weights / "half")
    (planned.weights / "half" / "vae" / "a.safetensors").unlink()
    assert "E0662" in planned("checkpoint half", CPU)


def test_a_download_that_was_cut_short_is_told_before_any_work(planned):
    fake(planned.weights / "mine")
    head = json.dumps({"w": {"dtype": "BF16", "shape": [1000], "data_offsets": [0, 2000]}}).encode()
    (planned.weights / "mine" / "vae" / "a.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + b"0" * 1990)
    said = " ".join(planned("checkpoint mine", CPU).split())
    assert "E0672" in said and f"it has {8 + len(head) + 1990:,} bytes of {8 + len(head) + 2000:,}" in said


def test_another_pipeline_or_another_make_of_the_same(planned):
    fake(planned.weights / "ltx", kind="LTXConditionPipeline")
    said = planned("checkpoint ltx", CPU)
    assert "E0663" in said and "LTXConditionPipeline" in said
    fake(planned.weights / "other", expand=False)
    assert "expand_timesteps is false, not true" in " ".join(planned("checkpoint other", CPU).split())


def test_no_accelerator_and_too_little_memory(planned, monkeypatch):
    fake(planned.weights / "mine", numbers=10**10)
    monkeypatch.setattr(machine, "accelerator", lambda: None)
    said = planned("checkpoint mine")
    assert said.count("E0664]") == 1
    monkeypatch.setattr(machine, "accelerator", lambda: machine.Accelerator(24 * 10**9))
    assert "error" not in planned("checkpoint mine"), "blocks wait in main memory"
    said = planned("checkpoint mine", "offload none")
    assert "E0665" in said and "80.0 GB" in said and "24.0 GB" in said
    assert "E0665" in planned("checkpoint mine", "offload model")
    assert "E0673" in planned("checkpoint mine", CPU, "offload model")
    monkeypatch.setattr(machine, "memory", lambda: 10**9)
    assert "main memory" in planned("checkpoint mine", CPU)


def test_a_clip_that_no_weights_could_be_small_enough_for(planned, monkeypatch):
    """Blocks wait in main memory, and even so one block's own numbers do not fit: 49 frames of 1280x704 are 11,440 tokens."""
    folder = fake(planned.weights / "mine")
    wide = {"in_channels": 48, "num_attention_heads": 24, "attention_head_dim": 128, "ffn_dim": 14336, "patch_size": [1, 2, 2]}
    (folder / "transformer" / "config.json").write_text(json.dumps(wide))
    (folder / "vae" / "config.json").write_text(json.dumps({"scale_factor_temporal": 4, "scale_factor_spatial": 16}))
    monkeypatch.setattr(machine, "accelerator", lambda: machine.Accelerator(10**9))
    assert "E0665" not in planned("checkpoint mine", "offload group")
    monkeypatch.setattr(machine, "accelerator", lambda: machine.Accelerator(3 * 10**8))
    said = planned("checkpoint mine", "offload group")
    assert "E0665" in said and "49 frames of 1280x704 need at least 0.4 GB" in " ".join(said.split())
    options = backends.target("wan").backend.options(model="wan2-2-ti2v-5b", checkpoint="mine")
    needs = fit.working(checkpoint.find("mine", ""), options, 1280, 704, 49)
    assert needs == 13 * 40 * 22 * (24 * 128 + 14336) * 2, "tokens, numbers of each, bytes"


def test_a_prompt_is_counted_with_the_models_own_tokenizer(planned, weights):
    pytest.importorskip("tokenizers")
    fake(planned.weights / "mine")
    (planned.weights / "mine" / "tokenizer").mkdir()
    tokenizer = {
        "model": {"type": "WordLevel", "vocab": {"<unk>": 0}, "unk_token": "<unk>"},
        "pre_tokenizer": {"type": "Whitespace"},
    }
    (planned.weights / "mine" / "tokenizer" / "tokenizer.json").write_text(
        json.dumps({"version": "1.0", "added_tokens": [], **tokenizer})
    )
    assert "E0668" not in planned("checkpoint mine", CPU)
    said = planned("checkpoint mine", CPU, action="ANRI " + "a." * 150 + "\n  action   ANRI " + "b." * 150)
    assert "E0668" in said and "the model reads 512" in said
    found = checkpoint.find("mine", "")
    assert checkpoint.tokens(found, "one two three") == 3


def test_a_last_frame_that_a_model_does_not_take(planned):
    fake(planned.weights / "mine")
    assert "E0674" in planned("checkpoint mine", CPU, "returns on")


def test_settings_that_a_model_would_do_nothing_with_are_refused(planned):
    fake(planned.weights / "mine")
    assert "makes no frames of 480 lines" in planned("checkpoint mine", CPU, "resolution 480")
    assert "has one expert" in planned("checkpoint mine", CPU, "guidance2 3")
    assert "error" not in planned("checkpoint mine", CPU, "resolution 720")


def test_what_another_clock_and_another_size_lose_is_told(planned):
    fake(planned.weights / "mine")
    assert "W0521" in planned("checkpoint mine", CPU, rate=25)
    assert "W0520" in planned("checkpoint mine", CPU, frame="2560x1408")


def test_other_weights_or_settings_are_other_clips(planned):
    options = backends.target("wan").backend.options
    fake(planned.weights / "mine")
    one = options(model="wan2-2-ti2v-5b", checkpoint="mine").model_dump(mode="json")
    (planned.weights / "mine" / "vae" / "config.json").write_text('{"in_channels": 48, "more": 1}')
    two = options(model="wan2-2-ti2v-5b", checkpoint="mine").model_dump(mode="json")
    assert one["weights"] != two["weights"] and one != {**two, "steps": 3}
    assert options(model="wan2-2-ti2v-5b").weights == "?"


def test_nothing_heavy_is_loaded_to_judge():
    code = (
        "import sys; from screenc.planner import backends\n"
        "for n in backends.found(): backends.target(n)\n"
        "from screenc.local import checkpoint, fit, machine; machine.accelerator(); machine.missing(['torch'])\n"
        "assert not {'torch', 'diffusers', 'transformers', 'numpy', 'av', 'PIL'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("name", LOCAL)
def test_profiles_and_recipes_agree(name):
    """The profile says seconds to the planner, the recipe frames to the model; both say one thing of the last frame."""
    backend, profile = backends.target(name).backend, backends.profile(name)
    assert list(backend.recipes) == list(profile.models)
    raw = tomllib.loads((ROOT / "backends" / f"{name}.toml").read_text())
    assert raw["default"] in backend.recipes
    for model, recipe in backend.recipes.items():
        can = profile.of(model)
        offer = can.offered({"shots": 1, "multi_shot": False})
        assert offer.longest is None or offer.longest == recipe.longest, model
        assert can.last_frame == recipe.last
        assert (can.first_frame == "required") == (recipe.plain is None)
        assert (can.first_frame in ("refused", "ignored")) == (recipe.anchored is None)
        assert recipe.most % recipe.stride == 1


@pytest.mark.parametrize("seconds", [Fraction(n, 24) for n in range(1, 122, 7)])
@pytest.mark.parametrize("rate", [15, 16, 24, 25])
def test_frames_on_the_rule_reach_the_end_and_no_further_than_need_be(seconds, rate):
    recipe = backends.target("wan").backend.recipes["wan2-1-t2v-14b"]
    from dataclasses import replace

    count = replace(recipe, rate=Fraction(rate)).frames(seconds)
    assert count % 4 == 1
    assert Fraction(count, rate) >= seconds > Fraction(max(0, count - 4 - 1), rate) - Fraction(1, rate)
    assert needed(seconds, Fraction(rate)) == -(-seconds * rate // 1)


@pytest.mark.parametrize("frame", [(1280, 720), (720, 1280), (1920, 804), (640, 480), (1000, 1000)])
@pytest.mark.parametrize("area", [480 * 832, 720 * 1280])
@pytest.mark.parametrize("multiple", [16, 32])
def test_the_frame_to_generate_has_the_films_shape(frame, area, multiple):
    wide, high = native(*frame, area, multiple)
    assert wide % multiple == high % multiple == 0 and wide * high <= area
    off = Fraction(wide * frame[1], high * frame[0])
    assert max(off, 1 / off) <= 1.04 and wide * high > area * 0.8


def test_pictures_are_spread_over_a_part_or_keep_their_clock():
    from screenc.local.frames import picked

    assert list(picked(((6, range(0, 5)),), Fraction(24), Fraction(16))) == [0, 0, 1, 2, 2, 3]
    assert list(picked(((4, range(0, 5)), (4, range(5, 7))), Fraction(24), None)) == [0, 1, 2, 3, 5, 5, 6, 6]


def test_a_damaged_file_is_told_and_no_traceback(studio, here):
    pytest.importorskip("torch")
    whole = here("wan", "ti2v-5b")
    broken = whole.parent / "broken"
    shutil.copytree(whole, broken, dirs_exist_ok=True)
    (broken / "transformer" / "diffusion_pytorch_model.safetensors").write_bytes(b"\xff" * 4000)
    tune = "\n".join(f"tune wan {t}" for t in ("checkpoint broken", CPU, "resolution frame", "steps 2"))
    assert studio(script("wan", [("s10.1 0.5s", tune)])) == 4
    assert "E0672" in studio.said and "Traceback" not in studio.said


def test_a_kernel_that_is_not_installed(studio, here):
    pytest.importorskip("torch")
    here("wan", "ti2v-5b")
    tune = "\n".join(f"tune wan {t}" for t in ("checkpoint wan-ti2v-5b", CPU, "resolution frame", "steps 2", "attention flash"))
    assert studio(script("wan", [("s10.1 0.5s", tune)])) == 4
    assert "E0673" in studio.said
