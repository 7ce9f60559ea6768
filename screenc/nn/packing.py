"""Which keys each shot's queries meet, in the forms that kernels want: one row with the edges of segments, or blocks of a mask.

Neither ever holds a number for each pair of tokens: at a minute of film that matrix alone would be larger than any GPU.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch.nn.attention.flex_attention import BlockMask, flex_attention

BLOCK = 128
"""Tokens to a side of a block, as FlexAttention has them."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where queries and keys of each segment begin in their rows, the end last; and the longest of each."""

    queries: torch.Tensor
    keys: torch.Tensor
    most_queries: int
    most_keys: int


def row(
    shots: Sequence[range], summaries: Sequence[range], batch: int, twice: bool, device: torch.device
) -> tuple[torch.Tensor, Edges]:
    """(place of each key, edges): for every clip and shot its own tokens, then the summaries, its own among them if `twice`."""
    index, queries, keys, count = [], [0], [0], shots[-1].stop
    for clip in range(batch):
        for n, shot in enumerate(shots):
            seen = [shot, *(s for m, s in enumerate(summaries) if m != n or twice)]
            index += [torch.arange(s.start, s.stop) + clip * count for s in seen]
            queries.append(queries[-1] + len(shot))
            keys.append(keys[-1] + sum(map(len, seen)))
    starts = (torch.tensor(e, dtype=torch.int32, device=device) for e in (queries, keys))
    longest = (max(b - a for a, b in pairwise(e)) for e in (queries, keys))
    return torch.cat(index).to(device), Edges(*starts, *longest)


def segments(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, edges: Edges) -> torch.Tensor:
    """Attention within the segments of rows (tokens, heads, width): one call of torch's own kernel on a GPU, else one by one."""
    if query.is_cuda:
        from torch.nn.attention.varlen import varlen_attn

        return varlen_attn(query, key, value, edges.queries, edges.keys, edges.most_queries, edges.most_keys)
    out = torch.empty_like(query)
    for (a, b), (c, d) in zip(pairwise(edges.queries.tolist()), pairwise(edges.keys.tolist()), strict=True):
        near = (x.transpose(0, 1)[None] for x in (query[a:b], key[c:d], value[c:d]))
        out[a:b] = F.scaled_dot_product_attention(*near)[0].transpose(0, 1)
    return out


def blocks(
    shots: Sequence[range], summaries: Sequence[range], device: torch.device
) -> tuple[torch.Tensor, torch.Tensor, BlockMask]:
    """(shot of each token, whether it is of a summary, block mask). Shots lie in a row, so that a block's ends say all of it."""
    count = shots[-1].stop
    shot = torch.empty(count, dtype=torch.int32)
    brief = torch.zeros(count, dtype=torch.bool)
    for n, (tokens, summary) in enumerate(zip(shots, summaries, strict=True)):
        shot[tokens.start : tokens.stop] = n
        brief[summary.start : summary.stop] = True
    starts = torch.arange(0, count, BLOCK)
    first, last = shot[starts], shot[(starts + BLOCK - 1).clamp(max=count - 1)]
    some = torch.stack([part.any() for part in brief.split(BLOCK)])
    none = torch.iinfo(torch.int32)
    low = torch.stack([part.min() for part in torch.where(brief, none.max, shot).split(BLOCK)])
    high = torch.stack([part.max() for part in torch.where(brief, none.min, shot).split(BLOCK)])
    whole = starts + BLOCK <= count
    near = (first[:, None] <= last[None, :]) & (first[None, :] <= last[:, None])
    full = (low[None, :] >= last[:, None]) & (high[None, :] <= first[:, None]) & whole[None, :] & whole[:, None]
    partial = (near | some[None, :]) & ~full
    shot, brief = shot.to(device), brief.to(device)

    def seen(batch, head, q, k):
        return (shot[q] == shot[k]) | brief[k]

    listed = (part.to(device) for kind in (partial, full) for part in _listed(kind))
    return shot, brief, BlockMask.from_kv_blocks(*listed, BLOCK_SIZE=BLOCK, mask_mod=seen, seq_lengths=(count, count))


def _listed(wanted: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(how many blocks of each row are wanted, their places first), with places for clip and head before them."""
    order = torch.argsort(wanted.to(torch.int8), dim=1, descending=True, stable=True)
    return wanted.sum(1, dtype=torch.int32)[None, None], order.to(torch.int32)[None, None].contiguous()


def flex(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, score: Callable, mask: BlockMask) -> torch.Tensor:
    """FlexAttention over (batch, tokens, heads, width): a kernel only once compiled; uncompiled it makes all scores at once."""
    call = _compiled() if query.is_cuda else flex_attention
    turned = (x.transpose(1, 2) for x in (query, key, value))
    return call(*turned, score_mod=score, block_mask=mask).transpose(1, 2)


@functools.cache
def _compiled() -> Callable:
    return torch.compile(flex_attention, dynamic=False)
