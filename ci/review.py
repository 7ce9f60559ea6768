"""The review of a pull request's films: every film that it touches is checked, and told as a film diff with its price.

Reads BASE (a commit; none compares with nothing) and FILMS (globs, one a line; none finds films by their changed files) from the
environment. Annotations go to stdout for the runner; the review goes to `screenc-review.md`, and its name and the names of the
films to $GITHUB_OUTPUT. Ends with 1 where a film has errors or is not formatted.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

REVIEW = Path(os.environ.get("RUNNER_TEMP") or ".") / "screenc-review.md"


def screenc(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "screenc", *words], capture_output=True, text=True, encoding="utf-8")


def films(globs: list[str], base: str) -> list[Path]:
    """The films that were asked for, or those of which a file has changed since a commit."""
    from screenc.lang import load

    folder = Path()
    asked = sorted({path for glob in globs for path in folder.glob(glob)} if globs else _tracked())
    roots = [path for path in asked if path.suffix == ".shot" and _is_film(path)]
    if globs or not base:
        return roots
    changed = {Path(name).resolve() for name in _git("diff", "--name-only", "-z", f"{base}...HEAD").split("\0") if name}
    touched = []
    for path in roots:
        loaded, _ = load(path)
        if path.resolve() in changed or (loaded and any(p.resolve() in changed for p in loaded.paths)):
            touched.append(path)
    return touched


def _tracked() -> set[Path]:
    return {Path(name) for name in _git("ls-files", "-z", "*.shot").split("\0") if name}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout


def _is_film(path: Path) -> bool:
    return re.search(r"^film ", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE) is not None


def review(path: Path, base: str) -> tuple[str, bool]:
    """A film's part of the review, and whether it is well."""
    checked = screenc("check", "--format", "github", str(path))
    print(checked.stdout, end="")
    if checked.returncode:
        told = screenc("check", str(path))
        return f"### {_title(path)}\n\n```\n{_fenced(told.stdout or told.stderr)}\n```\n", False
    formatted = screenc("fmt", "--check", str(path)).returncode == 0
    note = "" if formatted else f"\n`{path}` is not formatted: `screenc fmt {path}`\n"
    if not base:
        return f"### {_title(path)}\n\nno problems\n{note}", formatted
    differs = screenc("diff", base, str(path), "--format", "markdown")
    if differs.returncode:  # an older version that does not compile is no fault of this one
        said = differs.stderr
        return (
            f"### {_title(path)}\n\nno problems; it cannot be compared with the base:\n\n```\n{_fenced(said)}\n```\n{note}",
            formatted,
        )
    return differs.stdout + note, formatted


def _title(path: Path) -> str:
    return "`" + str(path).replace("`", "'").replace("\n", " ") + "`"


def _fenced(text: str) -> str:
    """Text that cannot close the block it stands in."""
    return text.replace("```", "'''").strip()[:20000]


def main() -> int:
    base = os.environ.get("BASE", "").strip()
    globs = [line.strip() for line in os.environ.get("FILMS", "").splitlines() if line.strip()]
    found = films(globs, base)
    parts, well = [], True
    for path in found:
        part, good = review(path, base)
        parts.append(part)
        well = well and good
    if found:
        REVIEW.write_text("\n".join(parts), encoding="utf-8")
    else:
        print("no film is touched")
    if out := os.environ.get("GITHUB_OUTPUT"):
        with open(out, "a", encoding="utf-8") as file:
            file.write(
                f"review={REVIEW if found else ''}\nfilms<<SCREENC_END\n" + "".join(f"{p}\n" for p in found) + "SCREENC_END\n"
            )
    if found and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(REVIEW.read_text(encoding="utf-8"))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
