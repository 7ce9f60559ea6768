"""Attention that knows where a clip cuts, for Wan transformers: each shot reads its own caption, and meets the others briefly.

Both operators are HoloCine's (arXiv 2510.20822), made from its equations: window cross-attention (eq. 1) and sparse inter-shot
self-attention (eq. 2). They have no parameters, so they fit any Wan checkpoint; HoloCine was trained with them.
Work is packed: a shot's queries meet just the keys that they may see, so no mask is ever made and any attention kernel serves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
from diffusers.models.attention_dispatch import dispatch_attention_fn
from diffusers.models.transformers.transformer_wan import WanAttnProcessor, WanTransformer3DModel

from screenc.nn import packing
from screenc.nn.captions import Spans
from screenc.nn.reel import Reel

Kernel = Literal["packed", "varlen", "flex"]
"""`packed`: a call a shot, by any kernel. `varlen`: one call of torch's flash attention for all. `flex`: one compiled kernel."""


@dataclass
class Shooting:
    """What the processors of one transformer share: the reel, the captions' places, and which branch of guidance is running.

    `twice`: a shot's own summary stands among its keys a second time, as in the released code; the weights were trained so.
    """

    reel: Reel
    spans: Spans | None = None
    twice: bool = True
    kernel: Kernel = "packed"
    conditional: bool = True
    _made: dict = field(default_factory=dict, repr=False)

    def tokens(self, count: int) -> list[range]:
        """The tokens of each shot. ValueError when a sequence is not this reel's."""
        per, rest = divmod(count, self.reel.latents)
        if rest:
            raise ValueError(f"{count} tokens are not {self.reel.latents} latent frames")
        return [range(shot.start * per, shot.stop * per) for shot in self.reel.shots]

    def summary(self, count: int) -> list[range]:
        """What the others see of each shot: the tokens of its first latent frame."""
        per = count // self.reel.latents
        return [range(shot.start, shot.start + per) for shot in self.tokens(count)]

    def kept(self, what: str, query: torch.Tensor, make: Callable[[], Any]) -> Any:
        """What is the same for every block and step of a clip, made once."""
        place = what, *query.shape[:2], query.device
        if place not in self._made:
            self._made[place] = make()
        return self._made[place]


class WindowCrossAttention(WanAttnProcessor):
    """A shot's pictures look at the scene's caption, their own and the padding; off in the branch without the prompt."""

    def __init__(self, shooting: Shooting):
        super().__init__()
        self.shooting = shooting

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, rotary_emb=None):
        shooting = self.shooting
        if not shooting.conditional:
            return super().__call__(attn, hidden_states, encoder_hidden_states, attention_mask, rotary_emb)
        if attn.add_k_proj is not None:
            raise ValueError("this transformer also looks at an image; captions by shot were not made for it")
        query, key, value = _projected(attn, hidden_states, encoder_hidden_states)
        length, out = key.shape[1], torch.empty_like(query)
        for n, shot in enumerate(shooting.tokens(query.shape[1])):
            seen = torch.tensor(shooting.spans.visible(n, length), device=key.device)
            near = slice(shot.start, shot.stop)
            out[:, near] = self._attend(query[:, near], key[:, seen], value[:, seen])
        return _delivered(attn, out)

    def _attend(self, query, key, value):
        return dispatch_attention_fn(query, key, value, backend=self._attention_backend)


class InterShotSelfAttention(WanAttnProcessor):
    """A shot's tokens see all of their own shot, and of every shot its first latent frame; time runs on through all of them."""

    def __init__(self, shooting: Shooting):
        super().__init__()
        self.shooting = shooting

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, rotary_emb=None):
        if self._parallel_config is not None:
            raise ValueError("the sequence is split over several devices, and a shot would be cut in two: switch that off")
        query, key, value = _projected(attn, hidden_states, None)
        if rotary_emb is not None:
            query, key = _turned(query, *rotary_emb), _turned(key, *rotary_emb)
        return _delivered(attn, self.attend(query, key, value))

    def attend(self, query, key, value):
        """(batch, tokens, heads, width) each, turned already; the same sums by whichever kernel."""
        forms = {"packed": self._packed, "varlen": self._varlen, "flex": self._flex}
        return forms[self.shooting.kernel](query, key, value)

    def _packed(self, query, key, value):
        shooting, out = self.shooting, torch.empty_like(query)
        shots, summaries = shooting.tokens(query.shape[1]), shooting.summary(query.shape[1])
        brief = [(key[:, s.start : s.stop], value[:, s.start : s.stop]) for s in summaries]
        for n, shot in enumerate(shots):
            near = slice(shot.start, shot.stop)
            others = [pair for m, pair in enumerate(brief) if m != n or shooting.twice]
            keys = torch.cat([key[:, near], *(k for k, _ in others)], dim=1)
            values = torch.cat([value[:, near], *(v for _, v in others)], dim=1)
            out[:, near] = dispatch_attention_fn(query[:, near], keys, values, backend=self._attention_backend)
        return out

    def _varlen(self, query, key, value):
        """The same keys in one row, shot after shot, and one call that is told where each shot's begin."""
        batch, count = query.shape[:2]
        places = self._places(count)
        index, edges = self.shooting.kept("row", query, lambda: packing.row(*places, batch, self.shooting.twice, query.device))
        query, key, value = (x.flatten(0, 1) for x in (query, key, value))
        return packing.segments(query, key[index], value[index], edges).unflatten(0, (batch, count))

    def _flex(self, query, key, value):
        """The same as one kernel: a block mask, and the own summary's second time as a bias of ln 2."""
        shot, brief, mask = self.shooting.kept(
            "blocks", query, lambda: packing.blocks(*self._places(query.shape[1]), query.device)
        )
        bias = math.log(2) if self.shooting.twice else 0.0

        def score(score, batch, head, q, k):
            return score + bias * ((shot[q] == shot[k]) & brief[k])

        return packing.flex(query, key, value, score, mask)

    def _places(self, count: int) -> tuple[list[range], list[range]]:
        return self.shooting.tokens(count), self.shooting.summary(count)


def _projected(attn, hidden_states, context):
    """Queries, keys and values, normed, (batch, tokens, heads, width); the layers of Wan's attention, fused or not."""
    source = hidden_states if context is None else context
    if not getattr(attn, "fused_projections", False):
        query, key, value = attn.to_q(hidden_states), attn.to_k(source), attn.to_v(source)
    elif attn.is_cross_attention:
        query, (key, value) = attn.to_q(hidden_states), attn.to_kv(source).chunk(2, dim=-1)
    else:
        query, key, value = attn.to_qkv(hidden_states).chunk(3, dim=-1)
    return tuple(x.unflatten(2, (attn.heads, -1)) for x in (attn.norm_q(query), attn.norm_k(key), value))


def _turned(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Wan's rotary embedding: neighbouring numbers are a pair, turned by the angle of their place in time, height and width."""
    one, two = x[..., 0::2], x[..., 1::2]
    cos, sin = cos[..., 0::2], sin[..., 1::2]
    return torch.stack((one * cos - two * sin, one * sin + two * cos), dim=-1).flatten(-2).type_as(x)


def _delivered(attn, out: torch.Tensor) -> torch.Tensor:
    return attn.to_out[1](attn.to_out[0](out.flatten(2, 3)))


@contextmanager
def directed(transformer: Any, shooting: Shooting, *, window: bool = True, sparse: bool = False) -> Iterator[None]:
    """A Wan transformer that knows the cuts, for as long as the context lasts; then it is as it was.

    The branch is told by the pipeline's `cache_context`: only "cond" is steered. With two experts, direct both. ValueError for a
    transformer that this does not fit, or captions that do not match the reel: never a silent run without.
    """
    if not isinstance(transformer, WanTransformer3DModel):
        raise ValueError(f"{type(transformer).__name__} is not a Wan transformer")
    if window and (shooting.spans is None or len(shooting.spans.shots) != len(shooting.reel.shots)):
        captions = 0 if shooting.spans is None else len(shooting.spans.shots)
        raise ValueError(f"{captions} captions for {len(shooting.reel.shots)} shots")
    if window and any(block.attn2.add_k_proj is not None for block in transformer.blocks):
        raise ValueError("this transformer also looks at an image; captions by shot were not made for it")
    before = dict(transformer.attn_processors)
    ours = {}
    for name, processor in before.items():
        kind = InterShotSelfAttention if sparse and ".attn1." in name else None
        kind = WindowCrossAttention if window and ".attn2." in name else kind
        ours[name] = processor if kind is None else _like(kind(shooting), processor)
    context = transformer.cache_context

    @contextmanager
    def branch(name: str, **more: Any) -> Iterator[None]:
        was, shooting.conditional = shooting.conditional, name == "cond"
        try:
            with context(name, **more):
                yield
        finally:
            shooting.conditional = was

    transformer.set_attn_processor(ours)
    transformer.cache_context = branch
    try:
        yield
    finally:
        del transformer.cache_context
        transformer.set_attn_processor(before)


def _like(processor: WanAttnProcessor, other: Any) -> WanAttnProcessor:
    """The attention backend and the split over devices that were set before stay set."""
    processor._attention_backend = getattr(other, "_attention_backend", None)
    processor._parallel_config = getattr(other, "_parallel_config", None)
    return processor


def pairs(reel: Reel, per: int, *, twice: bool = True) -> tuple[int, int]:
    """(sparse, dense) pairs of query and key, at so many tokens a latent frame: the bound that a kernel is measured against."""
    shots = [len(shot) * per for shot in reel.shots]
    brief = per * (len(shots) if twice else len(shots) - 1)
    return sum(n * (n + brief) for n in shots), sum(shots) ** 2
