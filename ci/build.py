"""Builds the films named in BUILD, one a line, within MAX_COST dollars; ends with the first code that is not 0.

A run for a pull request from a fork never comes here with keys: the action leaves the step out, and GitHub gives a fork none.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> int:
    code = 0
    for film in os.environ["BUILD"].splitlines():
        if film.strip():
            words = ["build", film.strip(), "--max-cost", os.environ.get("MAX_COST") or "0"]
            code = code or subprocess.run([sys.executable, "-m", "screenc", *words]).returncode
    return code


if __name__ == "__main__":
    sys.exit(main())
