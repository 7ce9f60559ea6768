"""Settings of speed and memory: each does what it says to a tiny Wan, and is refused where it cannot."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from within import seen, short

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")


@pytest.fixture
def ask(here):
    def make(checkpoint: str = "wan-t2v", steps: int = 2, **params):
        here("wan", "t2v")
        return short("wan", "wan2-1-t2v-14b", checkpoint, Fraction(1, 16), rate=16, steps=steps, **params)

    return make


def kept(kind: str) -> bool:
    """Whether the transformer on the stage holds parameters of a kind."""
    from screenc.local import pipeline

    return any(kind in (type(p).__name__, str(p.dtype)) for p in pipeline.STAGE.pipe.transformer.parameters())


@pytest.mark.slow
@pytest.mark.parametrize("setting", [{"attention": "math"}, {"attention": "flex"}, {"offload": "group"}])
def test_other_kernels_and_weights_that_wait_elsewhere_give_the_same_pictures(ask, setting):
    _, wanted = seen(ask(steps=6))
    _, pictures = seen(ask(steps=6, **setting))
    assert abs(pictures - wanted).max() < 1e-3


@pytest.mark.slow
def test_a_step_cache_leaves_out_work_and_is_gone_afterwards(ask):
    worked = []

    def count(**setting):
        from screenc.local import pipeline

        task = ask(steps=6, **setting)
        seen(task)
        block = pipeline.STAGE.pipe.transformer.blocks[-1].ffn
        hook = block.register_forward_pre_hook(lambda *_: worked.append(1))
        worked.clear()
        _, pictures = seen(task)
        hook.remove()
        return len(worked), pictures

    (every, plain), (first, _), (taylor, _), (again, after) = (
        count(cache=c) for c in ("none", "first-block", "taylor-seer", "none")
    )
    assert first < every and taylor < every and again == every and (after == plain).all()


@pytest.mark.parametrize(("setting", "kind"), [({"fp8": True}, "torch.float8_e4m3fn"), ({"int8": True}, "Int8Tensor")])
def test_weights_in_eight_bits(ask, setting, kind):
    if "int8" in setting:
        pytest.importorskip("torchao")
    _, wanted = seen(ask(dtype="bf16"))
    assert not kept(kind)
    _, pictures = seen(ask(dtype="bf16", **setting))
    assert kept(kind) and 0 < abs(pictures - wanted).max() < 0.2


def quantised(folder: Path, whole: Path, bits: str) -> None:
    """The checkpoint with its transformer as a GGUF file, under the names of Wan's own files, as they are published."""
    import gguf
    from safetensors.torch import load_file
    from tiny_pipelines import ORIGINAL

    shutil.copytree(whole, folder)
    (old,) = (folder / "transformer").glob("*.safetensors")
    kind = gguf.GGMLQuantizationType[bits]
    file = gguf.GGUFWriter(folder / "transformer" / f"tiny-{bits}.gguf", "wan")
    for name, value in load_file(old).items():
        name = "head.modulation" if name == "scale_shift_table" else name.replace("scale_shift_table", "modulation")
        for new, before in ORIGINAL.items():
            name = name.replace(new, before)
        if value.ndim == 2 and "modulation" not in name and value.shape[-1] % 32 == 0:
            file.add_tensor(name, gguf.quants.quantize(value.numpy(), kind), raw_dtype=kind)
        else:
            file.add_tensor(name, value.numpy())
    file.write_header_to_file(), file.write_kv_data_to_file(), file.write_tensors_to_file(), file.close()
    old.unlink()


def test_a_transformer_in_a_gguf_file(ask, here):
    pytest.importorskip("gguf")
    from screenc.local import checkpoint, pipeline
    from screenc.local.fit import weigh
    from screenc.planner import backends

    quantised(here.root / "wan-q4", here("wan", "t2v"), "Q4_0")
    _, wanted = seen(ask())
    _, pictures = seen(ask("wan-q4"))
    assert any(type(m).__name__ == "GGUFLinear" for m in pipeline.STAGE.pipe.transformer.modules())
    assert 0 < abs(pictures - wanted).max() < 0.2
    options = backends.target("wan").backend.options(model="wan2-1-t2v-14b", dtype="fp32")
    whole, few = (weigh(checkpoint.find(name, ""), options)["transformer"] for name in ("wan-t2v", "wan-q4"))
    assert few == next((here.root / "wan-q4" / "transformer").glob("*.gguf")).stat().st_size < whole


@pytest.mark.slow
def test_compiled_blocks_give_nearly_the_same_pictures(ask):
    from screenc.local import pipeline

    if backend_says(ask(compile=True)):
        pytest.skip("there is no compiler here")
    _, wanted = seen(ask())
    _, pictures = seen(ask(compile=True))
    assert abs(pictures - wanted).max() < 1e-3
    assert pipeline.STAGE.pipe.transformer.blocks[0]._compiled_call_impl is not None


def backend_says(task) -> str:
    from screenc.planner import backends

    found, _ = backends.target(task.backend).backend.examine(task)
    return " ".join(f"{d.code} {d.message}" for d in found)


def test_what_cannot_be_had_together_or_here_is_refused_before_any_work(ask, here, monkeypatch):
    from screenc.local import machine

    said = backend_says(ask(int8=True, fp8=True))
    assert "E0673" in said and "not with both" in said
    assert "`compile` breaks" in backend_says(ask(int8=True, compile=True))
    (here.root / "few" / "transformer").mkdir(parents=True)
    shutil.copytree(here("wan", "t2v"), here.root / "few", dirs_exist_ok=True)
    next((here.root / "few" / "transformer").glob("*.safetensors")).rename(here.root / "few" / "transformer" / "x.gguf")
    assert "is GGUF" in backend_says(ask("few", fp8=True))
    monkeypatch.setattr(machine, "missing", lambda packages: [p for p in packages if p in ("torchao", "gguf", "peft")])
    assert "`torchao`" in backend_says(ask(int8=True)) and "`gguf`" in backend_says(ask("few"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "`compile` needs a C++ compiler" in backend_says(ask(compile=True))
    here("holocine", "full")
    task = short("holocine", "holocine-14b-full", "holocine-full", Fraction(1, 2), rate=15, int8=True)
    assert "these experts are single files" in backend_says(task)


def test_a_compiler_that_fails_is_told_and_no_traceback(ask, monkeypatch):
    """The error is torch's own, as it is when its compiler cannot run."""
    from torch._inductor.exc import InductorError

    from screenc.contract import Failed
    from screenc.local import fit, stage

    monkeypatch.setattr(fit, "_uncompiled", lambda processor: None)

    def fails(*_):
        raise InductorError(RuntimeError("C++ compile error"), None)

    monkeypatch.setattr(stage.STAGE, "ready", lambda setup: None)
    monkeypatch.setattr(stage, "made", fails)
    with pytest.raises(Failed) as caught:
        seen(ask(compile=True))
    assert caught.value.diagnostic.code == "E0673" and "take `compile` out" in caught.value.diagnostic.help
