"""How good the critic's checks are; the figures that the checks, their pages and the README carry.

    python benchmarks/critic.py            measure anew (ten minutes), write calibration.toml, the pages and the README
    python benchmarks/critic.py --sync     only write the pages and the README from the calibration.toml that is there

`screenc bench critic` prints what is kept; `screenc bench critic --measure` measures without writing.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOML = ROOT / "screenc" / "critic" / "calibration.toml"
BEGIN, END = "<!-- calibration: written by benchmarks/critic.py -->", "<!-- end of calibration -->"


def main() -> None:
    if "--sync" not in sys.argv:
        subprocess.run(
            [sys.executable, "-c", "from screenc.cli import main; main()", "bench", "critic", "--measure", "--write", str(TOML)],
            check=True,
        )
    for path, text in synced().items():
        path.write_text(text, encoding="utf-8")


def synced() -> dict[Path, str]:
    """Every file that carries the figures, as it should read."""
    from screenc.critic import calibration
    from screenc.critic.calibrate.bench import markdown, sentence

    table = calibration.table()
    out = {}
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    words = f"{BEGIN}\nMeasured {table['measured']} on {table['set']}.\n\n{markdown(table)}{END}"
    out[readme] = re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: words, text, flags=re.S)
    for name, row in table["check"].items():
        page = ROOT / "screenc" / "pages" / "checks" / f"{name}.md"
        text = page.read_text(encoding="utf-8")
        out[page] = re.sub(
            r"(## Its error\n\n).*?(\n\n##)",
            lambda m, row=row: m[1] + _folded(sentence(row, table["measured"])) + m[2],
            text,
            flags=re.S,
        )
    return out


def _folded(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 118))


if __name__ == "__main__":
    main()
