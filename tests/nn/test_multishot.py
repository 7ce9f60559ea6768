"""The packed operators against dense attention under a mask that is written down here apart, in float64; and what stays local."""

from __future__ import annotations

import math

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from diffusers import WanTransformer3DModel  # noqa: E402
from diffusers.models.transformers.transformer_wan import WanAttnProcessor  # noqa: E402

from screenc.nn import packing  # noqa: E402
from screenc.nn.captions import Spans  # noqa: E402
from screenc.nn.multishot import Shooting, directed, pairs  # noqa: E402
from screenc.nn.reel import Reel, cut  # noqa: E402

TEXT, HIGH, WIDE = 24, 4, 6
PER = (HIGH // 2) * (WIDE // 2)


def wan(layers: int = 1, **more):
    torch.manual_seed(0)
    model = WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=4, out_channels=4, text_dim=16,
        freq_dim=32, ffn_dim=24, num_layers=layers, cross_attn_norm=True, qk_norm="rms_norm_across_heads", **more,
    )  # fmt: skip
    for parameter in model.parameters():  # fresh Wan weights have a last layer near nought, and all biases nought
        torch.nn.init.normal_(parameter, std=0.3)
    return model.double().eval()


@pytest.fixture(scope="module")
def model():
    return wan()


def spans(shots: int) -> Spans:
    return Spans(range(0, 3), tuple(range(3 + 2 * n, 5 + 2 * n) for n in range(shots)), 3 + 2 * shots)


def inputs(reel: Reel, seed: int = 0):
    torch.manual_seed(seed)
    return (
        torch.randn(2, 4, reel.latents, HIGH, WIDE, dtype=torch.float64),
        torch.randn(2, TEXT, 16, dtype=torch.float64),
    )


@torch.no_grad()
def forward(model, latents, text):
    with model.cache_context("cond"):
        return model(latents, torch.tensor([500, 500]), text, return_dict=False)[0]


class Masked(WanAttnProcessor):
    def __init__(self, bias):
        super().__init__()
        self.bias = bias

    def __call__(self, attn, x, context=None, attention_mask=None, rotary_emb=None):
        return super().__call__(attn, x, context, self.bias, rotary_emb)


def dense(model, reel: Reel, which: Spans | None, sparse: bool, twice: bool, latents, text):
    """The oracle: whole matrices of biases, filled in one entry at a time from the definitions."""
    shot = [n for n, frames in enumerate(reel.shots) for _ in frames for _ in range(PER)]
    first = [k == frames.start for frames in reel.shots for k in frames for _ in range(PER)]
    count = len(shot)
    own = torch.full((count, count), -math.inf, dtype=torch.float64)
    for q in range(count):
        for k in range(count):
            if shot[q] == shot[k]:
                own[q, k] = math.log(2) if first[k] and twice else 0.0
            elif first[k]:
                own[q, k] = 0.0
    words = torch.full((count, TEXT), -math.inf, dtype=torch.float64)
    if which:
        for q in range(count):
            for k in range(TEXT):
                if k in which.whole or k in which.shots[shot[q]] or k >= which.end:
                    words[q, k] = 0.0
    before = dict(model.attn_processors)
    model.set_attn_processor(
        {
            name: Masked(own)
            if sparse and "attn1" in name
            else Masked(words)
            if which and "attn2" in name
            else WanAttnProcessor()
            for name in before
        }
    )
    try:
        return forward(model, latents, text)
    finally:
        model.set_attn_processor(before)


REELS = st.lists(st.integers(1, 20), min_size=1, max_size=5).map(lambda lengths: cut(lengths)[0])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(reel=REELS, window=st.booleans(), sparse=st.booleans(), twice=st.booleans(), kernel=st.sampled_from(["packed", "varlen"]))
def test_every_packing_is_the_masked_oracle(model, reel, window, sparse, twice, kernel):
    latents, text = inputs(reel)
    which = spans(len(reel.starts)) if window else None
    expected = dense(model, reel, which, sparse, twice, latents, text)
    with directed(model, Shooting(reel, which, twice=twice, kernel=kernel), window=window, sparse=sparse):
        found = forward(model, latents, text)
    assert (found - expected).abs().max() < 1e-9
    partial = twice or reel.latents > len(reel.starts)  # where all of every shot is its first frame, everything is seen
    if len(reel.starts) > 1 and (window or (sparse and partial)):
        assert (found - forward(model, latents, text)).abs().max() > 1e-6, "the cuts were not seen at all"


@settings(max_examples=25, deadline=None)
@given(reel=REELS, per=st.integers(1, 90))
def test_the_blocks_of_the_mask_are_those_of_the_mask_itself(reel, per):
    """The library would make the whole matrix first; block by block, ours lets through the same pairs, and leaves out no less."""
    from torch.nn.attention.flex_attention import create_block_mask

    shooting, count = Shooting(reel), reel.latents * per
    shot, brief, mask = packing.blocks(shooting.tokens(count), shooting.summary(count), torch.device("cpu"))
    theirs = create_block_mask(lambda b, h, q, k: (shot[q] == shot[k]) | brief[k], None, None, count, count, device="cpu")
    assert torch.equal(mask.to_dense(), theirs.to_dense())
    assert torch.equal(mask.full_kv_num_blocks, theirs.full_kv_num_blocks)


REEL = cut([9, 8, 8])[0]


@pytest.mark.parametrize("twice", [True, False])
@pytest.mark.filterwarnings("ignore:flex_attention called without torch.compile")
def test_the_one_kernel_form_is_the_oracle_too(model, twice):
    """FlexAttention sums in float32 whatever it is given, so it is held to that."""
    latents, text = inputs(REEL)
    expected = dense(model, REEL, None, True, twice, latents, text)
    with directed(model, Shooting(REEL, twice=twice, kernel="flex"), window=False, sparse=True):
        assert (forward(model, latents, text) - expected).abs().max() < 1e-5


def changed(model, latents, text, latents_now, text_now, **how) -> list[bool]:
    """Whether each shot's pictures differ, on one block."""
    shooting = Shooting(REEL, spans(3))
    with directed(model, shooting, **how):
        apart = (forward(model, latents, text) - forward(model, latents_now, text_now)).abs()
    return [bool(apart[:, :, shot.start : shot.stop].max() > 0) for shot in REEL.shots]


def test_a_caption_changes_its_own_shot_alone(model):
    latents, text = inputs(REEL)
    other = text.clone()
    other[:, spans(3).shots[1].start] += 1
    assert changed(model, latents, text, latents, other, sparse=True) == [False, True, False]
    scene = text.clone()
    scene[:, 0] += 1
    assert changed(model, latents, text, latents, scene, sparse=True) == [True, True, True]


def test_what_happens_inside_a_shot_stays_there_but_its_first_frame_is_seen_by_all(model):
    latents, text = inputs(REEL)
    inside, opening = latents.clone(), latents.clone()
    inside[:, :, REEL.shots[1].start + 1] += 1
    opening[:, :, REEL.shots[1].start] += 1
    assert changed(model, latents, text, inside, text, sparse=True) == [False, True, False]
    assert changed(model, latents, text, opening, text, sparse=True) == [True, True, True]
    assert changed(model, latents, text, inside, text, sparse=False) == [True, True, True]


def test_the_branch_without_the_prompt_is_left_alone_and_afterwards_everything_is(model):
    latents, text = inputs(REEL)
    plain = forward(model, latents, text)
    before = dict(model.attn_processors)
    with directed(model, Shooting(REEL, spans(3))), torch.no_grad(), model.cache_context("uncond"):
        assert torch.equal(model(latents, torch.tensor([500, 500]), text, return_dict=False)[0], plain)
    assert model.attn_processors == before
    assert torch.equal(forward(model, latents, text), plain)


def test_fused_projections_give_the_same(model):
    other, (latents, text) = wan(), inputs(REEL)
    with directed(other, Shooting(REEL, spans(3)), sparse=True):
        plain = forward(other, latents, text)
        for block in other.blocks:
            block.attn1.fuse_projections()
            block.attn2.fuse_projections()
        assert (forward(other, latents, text) - plain).abs().max() < 1e-9


def test_every_misfit_is_an_error_and_never_a_silent_run_without(model):
    with pytest.raises(ValueError, match="2 captions for 3 shots"), directed(model, Shooting(REEL, spans(2))):
        pass
    with pytest.raises(ValueError, match="0 captions for 3 shots"), directed(model, Shooting(REEL)):
        pass
    with pytest.raises(ValueError, match="not a Wan transformer"), directed(torch.nn.Linear(1, 1), Shooting(REEL, spans(3))):
        pass
    looks = wan(image_dim=4, added_kv_proj_dim=24)
    with pytest.raises(ValueError, match="image"), directed(looks, Shooting(REEL, spans(3))):
        pass
    latents, text = inputs(cut([9, 8, 4])[0])
    with pytest.raises(ValueError, match="latent frames"), directed(model, Shooting(REEL, spans(3)), sparse=True):
        forward(model, latents, text)


def test_the_pair_count_is_what_the_mask_lets_through():
    for reel in (REEL, cut([81])[0], cut([17, 4, 40, 20])[0]):
        shot = [n for n, frames in enumerate(reel.shots) for _ in frames for _ in range(PER)]
        first = [k == frames.start for frames in reel.shots for k in frames for _ in range(PER)]
        seen = sum((a == b) + first[k] * (a != b or 1) for a in shot for k, b in enumerate(shot))
        assert pairs(reel, PER)[0] == seen and pairs(reel, PER)[1] == len(shot) ** 2
    assert pairs(cut([81, 80, 80])[0], 1560)[1] == 95160**2
