"""Inter-shot self-attention at HoloCine's shapes, beside dense flash attention and the bound of its pair count, in one run.

    pip install -e '.[diffusers]'
    python benchmarks/multishot_attention.py            # on a CUDA device: 40 heads of 128, bf16, 1,560 tokens a frame
    python benchmarks/multishot_attention.py --device cpu --heads 2 --width 16 --tokens 60 --frames 81    # no figure

Forms: `flash` is dense attention without a mask (what sparse attention must beat); `masked` the dense matrix with the sparse
mask, `flex` one FlexAttention kernel with a block mask, `packed` ours, a call a shot. Each is warmed up, then timed by device
events; the median counts. The bound is flash's time multiplied by the share of query-key pairs that the sparse form keeps;
`of bound` is bound / measured, 100% at best. TFLOP/s count 4 x pairs x width x heads. Peak memory is what a form allocated
beyond its inputs. Writes one JSON object, with date and device, to stdout after the table.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import statistics
import sys
import time
from itertools import pairwise

import torch
import torch.nn.functional as F

from screenc.nn.multishot import InterShotSelfAttention, Shooting, _blocks, pairs
from screenc.nn.reel import Reel, cut


def reel_of(frames: int, shots: int) -> Reel:
    """Shots as equal as the grid allows."""
    ends = [round(frames * n / shots) for n in range(shots + 1)]
    return cut([b - a for a, b in pairwise(ends)])[0]


def timed(work, device: torch.device, repeats: int) -> float:
    """Median seconds of a call."""
    for _ in range(2):
        work()
    took = []
    for _ in range(repeats):
        if device.type == "cuda":
            begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            begin.record()
            work()
            end.record()
            torch.cuda.synchronize()
            took.append(begin.elapsed_time(end) / 1000)
        else:
            began = time.perf_counter()
            work()
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def peak(work, device: torch.device) -> float | None:
    """GiB allocated beyond what was there."""
    if device.type != "cuda":
        return None
    torch.cuda.synchronize()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    work()
    torch.cuda.synchronize()
    return (torch.cuda.max_memory_allocated() - before) / 2**30


def forms(reel: Reel, query, key, value, most_masked: int) -> dict:
    """The ways to attend, by name; the masked one only where its matrix can be held."""
    packed = InterShotSelfAttention(Shooting(reel))
    flex = InterShotSelfAttention(Shooting(reel, kernel="flex"))
    turned = [x.transpose(1, 2) for x in (query, key, value)]
    out = {
        "flash": lambda: F.scaled_dot_product_attention(*turned),
        "packed": lambda: packed._packed(query, key, value),
        "flex": lambda: flex._flex(query, key, value),
    }
    count = query.shape[1]
    if count <= most_masked:
        shot, brief, _ = _blocks(Shooting(reel), count, query.device)
        seen = (shot[:, None] == shot[None, :]) | brief[None, :]
        out["masked"] = lambda: F.scaled_dot_product_attention(*turned, attn_mask=seen)
    return out


@torch.no_grad()
def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--device", default="cuda")
    options.add_argument("--heads", type=int, default=40)
    options.add_argument("--width", type=int, default=128)
    options.add_argument("--tokens", type=int, default=1560, help="tokens a latent frame")
    options.add_argument("--frames", type=int, nargs="+", default=[81, 241, 901])
    options.add_argument("--shots", type=int, nargs="+", default=[3, 5, 6, 8, 13])
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--most-masked", type=int, default=100_000, help="tokens up to which the whole mask is made")
    given = options.parse_args()
    device = torch.device(given.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        print("there is no CUDA device here; --device cpu walks the same road at a small shape, for no figure", file=sys.stderr)
        return 2
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    rows = []
    print(f"{'frames':>6} {'shots':>5} {'form':8} {'ms':>10} {'x flash':>8} {'of bound':>8} {'TFLOP/s':>8} {'GiB':>6}")
    for frames in given.frames:
        for shots in given.shots:
            reel = reel_of(frames, shots)
            count = reel.latents * given.tokens
            torch.manual_seed(0)
            query, key, value = (torch.randn(1, count, given.heads, given.width, device=device, dtype=dtype) for _ in range(3))
            sparse, dense = pairs(reel, given.tokens)
            ways = forms(reel, query, key, value, given.most_masked)
            flash = None
            for name, work in ways.items():
                try:
                    memory, seconds = peak(work, device), timed(work, device, given.repeats)
                except torch.OutOfMemoryError:
                    print(f"{frames:6} {shots:5} {name:8} out of memory")
                    torch.cuda.empty_cache()
                    continue
                flash = flash or seconds
                kept = dense if name == "flash" else sparse
                row = {
                    "frames": frames,
                    "shots": shots,
                    "form": name,
                    "seconds": seconds,
                    "speedup": flash / seconds,
                    "of_bound": None if name == "flash" else flash * sparse / dense / seconds,
                    "tflops": 4 * kept * given.width * given.heads / seconds / 1e12,
                    "peak_gib": memory,
                }
                rows.append(row)
                bound = "" if row["of_bound"] is None else f"{row['of_bound']:.0%}"
                held = "" if memory is None else f"{memory:.2f}"
                print(
                    f"{frames:6} {shots:5} {name:8} {seconds * 1000:10.2f} {row['speedup']:8.2f} {bound:>8} "
                    f"{row['tflops']:8.1f} {held:>6}",
                    flush=True,
                )
            del query, key, value, ways
    card = torch.cuda.get_device_name() if device.type == "cuda" else platform.processor() or platform.machine()
    told = {"date": datetime.date.today().isoformat(), "device": card, "torch": torch.__version__, "dtype": str(dtype)}
    print(json.dumps({**told, **vars(given), "rows": rows}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
