"""A clip as a backend makes it, looked at from within."""

from __future__ import annotations


def seen(task, first=None, last=None, progress=lambda share: None, part="hidden_states", pictures=()):
    """What the first transformer is given as `part` at each forward, and the pictures before they are scaled."""
    from screenc.local import pipeline
    from screenc.planner import backends

    backend = backends.target(task.backend).backend
    if first is not None:
        task = task.model_copy(update={"anchor": "a"})
    ill, _ = backend.examine(task)
    assert not ill, ill
    scene = backend.staged(task)
    scene.first, scene.last, scene.references = first, last, list(pictures)
    given, around, hooks = [], backend.around, []

    def watched(scene, pipe):
        for transformer in pipeline.transformers(pipe):
            hooks.append(
                transformer.register_forward_pre_hook(
                    lambda module, args, kwargs: given.append(kwargs[part].detach().clone().float()), with_kwargs=True
                )
            )
        return around(scene, pipe)

    backend.around = watched
    try:
        pictures, _ = pipeline.run(backend.setup(scene), backend.call(scene), progress)
    finally:
        del backend.around
        for hook in hooks:
            hook.remove()
    return given, pictures


def short(backend: str, model: str, checkpoint: str, seconds, size: int = 32, rate: int = 24, **params):
    """A task of one silent shot of a street, in two steps."""
    from fractions import Fraction

    from screenc.contract import Brief, Task, Unit
    from screenc.film.model import Framing

    given = {"model": model, "checkpoint": checkpoint, "steps": 2, "device": "cpu", "dtype": "fp32", "resolution": "frame"}
    frame = {"width": size, "height": size, "rate": Fraction(rate), "setting": "ext", "place": "street"}
    brief = Brief(shot="s10.1", scene="s10", length=seconds, framing=Framing(size="medium"), motion_seed=1, **frame)
    return Task(
        key="k",
        kind="clip",
        name="s10.1",
        unit=Unit(shots=("s10.1",), length=seconds),
        backend=backend,
        version="1",
        prompt="a street",
        params={**given, **params},
        brief=brief,
    )
