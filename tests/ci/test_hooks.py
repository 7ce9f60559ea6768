"""The pre-commit hooks, as pre-commit itself runs them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
LOOSE = "screenc 1\n\ncast ANRI\n  look   woman of 30\nend\n"
BROKEN = "screenc 1\n\ncast ANRI\n  lok      woman of 30\nend\n"


def hook(name: str, *files: str, folder: Path) -> int:
    words = shlex.split(HOOKS[name]["entry"])
    return subprocess.run([sys.executable, "-m", *words, *files], cwd=folder, capture_output=True).returncode


def test_the_hooks_format_and_check(tmp_path):
    (tmp_path / "loose.shot").write_text(LOOSE)
    (tmp_path / "broken.shot").write_text(BROKEN)
    assert hook("screenc-fmt", "loose.shot", folder=tmp_path) == 0
    assert "  look     woman" in (tmp_path / "loose.shot").read_text(), "pre-commit fails a hook that changes a file"
    assert hook("screenc-check", "loose.shot", folder=tmp_path) == 0
    assert hook("screenc-check", "loose.shot", "broken.shot", folder=tmp_path) == 1


@pytest.mark.slow
@pytest.mark.net
@pytest.mark.skipif(not shutil.which("pre-commit"), reason="pre-commit is not installed")
def test_pre_commit_itself_installs_and_runs_them(tmp_path):
    folder, clone = tmp_path / "films", tmp_path / "screenc"
    folder.mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    (folder / "loose.shot").write_text(LOOSE)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)

    def run(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pre-commit", "try-repo", str(clone), name, "--all-files"], cwd=folder, capture_output=True, text=True
        )

    first = run("screenc-fmt")
    assert first.returncode == 1 and "files were modified by this hook" in first.stdout
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    assert run("screenc-fmt").returncode == 0
    assert run("screenc-check").returncode == 0
    (folder / "broken.shot").write_text(BROKEN)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    broken = run("screenc-check")
    assert broken.returncode == 1 and "E0102" in broken.stdout
