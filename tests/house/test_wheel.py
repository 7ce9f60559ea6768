"""What a user installs is the tree, whole, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "screenc": ("screenc", {".py", ".md", ".j2", ".css", ".js", ".onnx", ".toml"}),
    "grammar": ("screenc/grammar", {".py", ".lark", ".md"}),
    "backends": ("screenc/backends", {".py", ".j2", ".toml"}),
}


@pytest.mark.slow
def test_the_wheel_is_the_tree(tmp_path):
    copy = tmp_path / "tree"
    junk = shutil.ignore_patterns(".git", ".venv", "venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".screenc")
    shutil.copytree(ROOT, copy, ignore=junk)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = set()
    for folder, (inside, kinds) in SHIPPED.items():
        expected |= {
            f"{inside}/{p.relative_to(ROOT / folder).as_posix()}"
            for p in (ROOT / folder).rglob("*")
            if p.suffix in kinds and "__pycache__" not in p.parts
        }
    expected.discard("screenc/backends/README.md")
    assert packed == expected
    for needed in ("screenc/grammar/shot.lark", "screenc/pages/codes/W0412.md", "screenc/pages/facts/camera.md"):
        assert needed in packed
    licences = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/licenses/" in name]
    assert any(name.endswith("/LICENSE") for name in licences) and any(name.endswith("/NOTICE") for name in licences)
