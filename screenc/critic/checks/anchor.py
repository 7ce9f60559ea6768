"""How alike a shot's first frame is to the last frame of the shot that it continues from, 0 to 1.

The mean of two likenesses: of the pictures' layout (correlation of their luma in 32x18 parts) and of their colours (the
intersection of RGB histograms of 6x6x6). A take that simply goes on has both near 1.
"""

from screenc.contract import Assertion, Evidence, Footage
from screenc.critic.measure import Measure, Measured, one_shot


def take(footage: Footage, assertion: Assertion, shot: str) -> Measured:
    before = follows(footage, shot)
    if before is None:
        return Measured(None, "this shot continues from none")
    if all(event.shot != before for event in footage.plan.events):
        return Measured(None, f"shot {before}, which it continues from, is not in the film")
    start, _ = footage.window(None, shot)
    _, end = footage.window(None, before)
    frame = 1 / float(footage.plan.rate)
    value = alike(footage.still(max(0.0, end - frame), 160), footage.still(start, 160))
    return Measured(
        value,
        f"its first frame is {value:.2f} like the last of {before}",
        (Evidence(at=start, words=f"the first frame, {value:.2f} like {before}'s last", value=value),),
    )


def follows(footage: Footage, shot: str) -> str | None:
    """The shot whose clip this one's was made from; one that only shows it the place is not continued."""
    clips = {task.key: task.brief.shot for task in footage.plan.tasks if task.brief}
    mine = [task for task in footage.plan.tasks if task.brief and task.brief.shot == shot][:1]
    needs = [need for task in mine for need in task.needs if need not in {r.clip for r in task.references}]
    return next((clips[need] for need in needs if need in clips and clips[need] != shot), None)


def alike(a, b) -> float:
    """Of two RGB pictures of one size (H, W, 3)."""
    import numpy as np

    small = [_parts(p.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)) for p in (a, b)]
    low = [p - p.mean() for p in small]
    spread = float(np.sqrt((low[0] ** 2).sum() * (low[1] ** 2).sum()))
    layout = float((low[0] * low[1]).sum()) / spread if spread > 1 else 1.0
    counts = [np.histogramdd(p.reshape(-1, 3), bins=(6, 6, 6), range=((0, 256),) * 3)[0] / (p.size / 3) for p in (a, b)]
    return 0.5 * max(0.0, layout) + 0.5 * float(np.minimum(*counts).sum())


def _parts(luma):
    height, width = luma.shape[0] // 18 * 18, luma.shape[1] // 32 * 32
    return luma[:height, :width].reshape(18, height // 18, 32, width // 32).mean(axis=(1, 3))


check = Measure("anchor", one_shot(take, "the anchor"))
