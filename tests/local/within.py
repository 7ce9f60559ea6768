"""A clip as a backend makes it, looked at from within."""

from __future__ import annotations


def seen(task, first=None, last=None, progress=lambda share: None):
    """What the first transformer is given at each forward, and the pictures before they are scaled."""
    from screenc.local import pipeline
    from screenc.planner import backends

    backend = backends.target(task.backend).backend
    if first is not None:
        task = task.model_copy(update={"anchor": "a"})
    ill, _ = backend.examine(task)
    assert not ill, ill
    scene = backend.staged(task)
    scene.first, scene.last = first, last
    given, around, hooks = [], backend.around, []

    def watched(scene, pipe):
        for transformer in pipeline.transformers(pipe):
            hooks.append(
                transformer.register_forward_pre_hook(
                    lambda module, args, kwargs: given.append(kwargs["hidden_states"].detach().clone().float()), with_kwargs=True
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
