"""One comment on a pull request, written once and changed in place: found again by the mark in its first line.

Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL, NUMBER and REVIEW (a file) from the environment. A token that may not
write, as in a pull request from a fork, is no failure: the review is in the step's summary.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

MARK = "<!-- screenc: review -->"
MOST = 65_000
"""GitHub takes 65,536 characters."""


def call(method: str, url: str, body: dict | None = None) -> tuple[object, str | None]:
    """(answer, address of the next page)."""
    request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Authorization", f"Bearer {os.environ['GITHUB_TOKEN']}")
    request.add_header("Accept", "application/vnd.github+json")
    request.add_header("X-GitHub-Api-Version", "2022-11-28")
    with urllib.request.urlopen(request, timeout=30) as answer:
        links = [part.split(";") for part in (answer.headers.get("Link") or "").split(",")]
        following = next((url.strip()[1:-1] for url, *rel in links if 'rel="next"' in "".join(rel)), None)
        return json.load(answer), following


def ours(comments: str) -> str | None:
    """The address of the comment that an earlier run left. Only a bot's own is taken: anybody can type the mark."""
    page: str | None = f"{comments}?per_page=100"
    while page:
        found, page = call("GET", page)
        for comment in found:
            if comment["body"].startswith(MARK) and comment["user"]["type"] == "Bot":
                return comment["url"]
    return None


def main() -> int:
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    comments = f"{api}/repos/{os.environ['GITHUB_REPOSITORY']}/issues/{int(os.environ['NUMBER'])}/comments"
    text = Path(os.environ["REVIEW"]).read_text(encoding="utf-8")
    if len(text) > MOST:
        text = text[:MOST].rsplit("\n", 1)[0] + "\n\nand more, in the step's summary\n"
    body = {"body": f"{MARK}\n{text}"}
    try:
        if mine := ours(comments):
            call("PATCH", mine, body)
        else:
            call("POST", comments, body)
    except urllib.error.HTTPError as cause:
        if cause.code not in (401, 403, 404):
            raise
        print(f"::notice::the review is not commented: the token may not write here ({cause.code}); it is in the summary")
    return 0


if __name__ == "__main__":
    sys.exit(main())
