"""Inter-shot self-attention at HoloCine's shapes, beside dense flash attention and the bound of its pair count, in one run.

    pip install -e '.[diffusers]'
    python benchmarks/multishot_attention.py            # on a CUDA device: 40 heads of 128, bf16, 1,560 tokens a frame
    python benchmarks/multishot_attention.py --device cpu --heads 2 --width 16 --tokens 60 --frames 17 --shots 3 --layers 2 \\
        --ffn 64 --steps-at 17

Forms: `flash` is dense attention without a mask (what sparse attention must beat), timed once a length; `masked` the dense matrix
with the sparse mask, `flex` one FlexAttention kernel with a block mask, `packed` a flash call a shot, `varlen` one call for all.
Each is warmed up, then timed by device events, three times at least; the median counts. The bound is flash's time times the share
of query-key pairs that the sparse form keeps; `of bound` is bound / measured, 100% at best, and the aim 85%. TFLOP/s count
4 x pairs x width x heads; `of card` is their share of what a bf16 matrix product of 8,192 a side reached in the same run. Peak
memory is what a form allocated beyond its inputs.

Before that, a transformer of Wan 14B's size and random weights, at the length `--steps-at` and five shots: a block, and a step of
both branches of guidance, dense and with both of HoloCine's operators. What would begin after `--minutes` is left out, and told.
The last line is one JSON object with date, device and every row. On a processor all is walked through, for no figure.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import torch
import torch.nn.functional as F

from screenc.nn import packing
from screenc.nn.captions import Spans
from screenc.nn.multishot import InterShotSelfAttention, Shooting, directed, pairs
from screenc.nn.reel import Reel, cut

FORMS = ("packed", "varlen", "flex", "masked")
HEAD = ("frames", "shots", "form", "ms", "x flash", "of bound", "TFLOP/s", "of card", "GiB")
TEXT = 512


class Bench:
    """One run: its settings, its clock, and the rows that it has so far."""

    def __init__(self, given: argparse.Namespace):
        self.given, self.device = given, torch.device(given.device)
        self.cuda = self.device.type == "cuda"
        self.dtype = torch.bfloat16 if self.cuda else torch.float32
        self.began, self.rows, self.left_out = time.monotonic(), [], []

    def late(self, what: str) -> bool:
        """Whether the minutes are over; then `what` is noted as left out."""
        if time.monotonic() - self.began < 60 * self.given.minutes:
            return False
        self.left_out.append(what)
        return True

    def timed(self, work: Callable[[], object]) -> tuple[float, float | None]:
        """(median seconds of a call, GiB allocated beyond what was there); the first call, which may compile, is not counted."""
        before = self._settled()
        work()
        took: list[float] = []
        while len(took) < 3 or (sum(took) < 0.5 and len(took) < 20):
            took.append(self._once(work))
        held = (torch.cuda.max_memory_allocated() - before) / 2**30 if self.cuda else None
        return statistics.median(took), held

    def _settled(self) -> int:
        if not self.cuda:
            return 0
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        return torch.cuda.memory_allocated()

    def _once(self, work: Callable[[], object]) -> float:
        if not self.cuda:
            began = time.perf_counter()
            work()
            return time.perf_counter() - began
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        work()
        end.record()
        torch.cuda.synchronize()
        return begin.elapsed_time(end) / 1000

    def tried(self, name: str, work: Callable[[], object]) -> tuple[float, float | None] | None:
        """As `timed`; None, said, where memory or the kernel does not allow it: one form that fails ends no run."""
        if self.late(name):
            return None
        try:
            return self.timed(work)
        except Exception as cause:
            print(f"{name}: {type(cause).__name__}: {str(cause).splitlines()[0][:160] if str(cause) else ''}", flush=True)
            self.left_out.append(name)
            if self.cuda:
                torch.cuda.empty_cache()
            return None

    # --- attention alone ---

    def card(self) -> float:
        """TFLOP/s of a large matrix product in this run's numbers."""
        side = 8192 if self.cuda else 256
        one, two = (torch.randn(side, side, device=self.device, dtype=self.dtype) for _ in range(2))
        seconds, _ = self.timed(lambda: one @ two)
        return 2 * side**3 / seconds / 1e12

    def attention(self, card: float) -> None:
        print(" ".join(f"{name:>8}" for name in HEAD))
        for frames in self.given.frames:
            count = reel_of(frames, 1).latents * self.given.tokens
            torch.manual_seed(0)
            size = (1, count, self.given.heads, self.given.width)
            inputs = [torch.randn(size, device=self.device, dtype=self.dtype) for _ in range(3)]
            turned = [x.transpose(1, 2) for x in inputs]
            flash = self.tried(f"flash of {frames}", lambda turned=turned: F.scaled_dot_product_attention(*turned))
            if flash is None:
                continue
            self._row(frames, 1, "flash", *flash, flash[0], count**2, count**2, card)
            for shots in self.given.shots:
                reel = reel_of(frames, shots)
                sparse, dense = pairs(reel, self.given.tokens)
                for form in FORMS:
                    if form == "masked" and count > self.given.most_masked:
                        continue
                    done = self.tried(f"{form} of {frames} in {shots}", self._form(form, reel, inputs))
                    if done is not None:
                        self._row(frames, shots, form, *done, flash[0], sparse, dense, card)
            del inputs, turned

    def _form(self, form: str, reel: Reel, inputs: list[torch.Tensor]) -> Callable[[], object]:
        if form != "masked":
            operator = InterShotSelfAttention(Shooting(reel, kernel=form))
            return lambda: operator.attend(*inputs)
        made: list[torch.Tensor] = []

        def masked() -> object:
            if not made:
                count, shooting = inputs[0].shape[1], Shooting(reel)
                shot, brief, _ = packing.blocks(shooting.tokens(count), shooting.summary(count), self.device)
                made.append((shot[:, None] == shot[None, :]) | brief[None, :])
            return F.scaled_dot_product_attention(*(x.transpose(1, 2) for x in inputs), attn_mask=made[0])

        return masked

    def _row(self, frames, shots, form, seconds, held, flash, sparse, dense, card) -> None:
        bound = None if form == "flash" else flash * sparse / dense / seconds
        tflops = 4 * sparse * self.given.width * self.given.heads / seconds / 1e12
        row = {"frames": frames, "shots": shots, "form": form, "seconds": seconds, "speedup": flash / seconds, "of_bound": bound}
        self.rows.append({**row, "tflops": tflops, "of_card": tflops / card, "peak_gib": held})
        cells = (f"{seconds * 1000:.2f}", f"{flash / seconds:.2f}", "" if bound is None else f"{bound:.0%}")
        more = (f"{tflops:.1f}", f"{tflops / card:.0%}", "" if held is None else f"{held:.2f}")
        print(" ".join(f"{cell!s:>8}" for cell in (frames, shots, form, *cells, *more)), flush=True)

    # --- in a transformer ---

    def transformer(self) -> None:
        """Seconds of a block, then of a step with guidance, dense and directed."""
        high = max(n for n in range(1, int(self.given.tokens**0.5) + 1) if self.given.tokens % n == 0)
        reel = reel_of(self.given.steps_at, 5)
        told = Spans(
            range(0, 60), tuple(range(60 + 40 * n, 100 + 40 * n) for n in range(len(reel.starts))), 60 + 40 * len(reel.starts)
        )
        size = (1, 16, reel.latents, 2 * high, 2 * self.given.tokens // high)
        latents = torch.randn(size, device=self.device, dtype=self.dtype)
        text = torch.randn(1, TEXT, 4096, device=self.device, dtype=self.dtype)
        for layers, passes, what in ((1, ("cond",), "block"), (self.given.layers, ("cond", "uncond"), "step")):
            if self.late(what):
                continue
            model = self._wan(layers)

            def forward(model=model, passes=passes) -> None:
                for branch in passes:
                    with model.cache_context(branch):
                        model(latents, torch.tensor([500.0], device=self.device), text, return_dict=False)

            dense = self.tried(f"{what}, dense", forward)
            for kernel in ("packed", "varlen"):
                with directed(model, Shooting(reel, told, kernel=kernel), sparse=True) if dense else contextlib.nullcontext():
                    done = self.tried(f"{what}, {kernel}", forward) if dense else None
                if done and dense:
                    row = {"what": what, "layers": layers, "frames": reel.frames, "shots": 5, "form": kernel, "seconds": done[0]}
                    self.rows.append({**row, "dense": dense[0], "speedup": dense[0] / done[0], "peak_gib": done[1]})
                    times = f"{dense[0]:.3f} s dense, {done[0]:.3f} s, {dense[0] / done[0]:.2f} times"
                    print(f"{what} of {layers} layers, {kernel}: {times}", flush=True)
            del model, forward

    def _wan(self, layers: int):
        """A transformer of Wan 14B's widths: only how many layers, and on a processor how wide, is this run's own."""
        from diffusers import WanTransformer3DModel

        before = torch.get_default_dtype()
        torch.set_default_dtype(self.dtype)
        try:
            with torch.device(self.device):
                return WanTransformer3DModel(
                    num_attention_heads=self.given.heads,
                    attention_head_dim=self.given.width,
                    ffn_dim=self.given.ffn,
                    num_layers=layers,
                    text_dim=4096,
                ).eval()
        finally:
            torch.set_default_dtype(before)


def reel_of(frames: int, shots: int) -> Reel:
    """Shots as equal as the grid allows."""
    ends = [round(frames * n / shots) for n in range(shots + 1)]
    return cut([b - a for a, b in pairwise(ends)])[0]


@torch.no_grad()
def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--device", default="cuda")
    options.add_argument("--heads", type=int, default=40)
    options.add_argument("--width", type=int, default=128)
    options.add_argument("--tokens", type=int, default=1560, help="tokens a latent frame")
    options.add_argument("--frames", type=int, nargs="+", default=[81, 241, 901])
    options.add_argument("--shots", type=int, nargs="+", default=[3, 5, 6, 8, 13])
    options.add_argument("--most-masked", type=int, default=100_000, help="tokens up to which the whole mask is made")
    options.add_argument("--layers", type=int, default=40)
    options.add_argument("--ffn", type=int, default=13824)
    options.add_argument("--steps-at", type=int, default=241, help="frames of the clip that steps are timed with")
    options.add_argument("--minutes", type=float, default=7, help="after which nothing more is begun")
    given = options.parse_args()
    bench = Bench(given)
    if bench.cuda and not torch.cuda.is_available():
        print("there is no CUDA device here; --device cpu walks the same road at a small shape, for no figure", file=sys.stderr)
        return 2
    card = bench.card()
    bench.transformer()
    bench.attention(card)
    name = torch.cuda.get_device_name() if bench.cuda else platform.processor() or platform.machine()
    told = {"date": datetime.date.today().isoformat(), "device": name, "torch": torch.__version__, "dtype": str(bench.dtype)}
    told |= {"matmul_tflops": card, "took": time.monotonic() - bench.began, "left_out": bench.left_out}
    print(json.dumps({**told, **vars(given), "rows": bench.rows}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
