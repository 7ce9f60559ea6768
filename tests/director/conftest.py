"""What the director's tests share; `fake_run` is found beside them, whatever folder pytest is called from."""

import sys
from pathlib import Path

import pytest

from screenc.director.project import Project

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path)
    yield made
    made.close()
