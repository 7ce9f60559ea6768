"""The GitHub action's steps, run here: a real git repository, a server that answers as GitHub's API does, and a fork's token."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILM = """screenc 1

use cast.shot

film tram
  backend  previz

scene s10 ext street dusk
  with     ANRI

shot s10.1 4s
  framing  medium ANRI
  ANRI: Does the 14 still stop here?
end
"""
CAST = """screenc 1

cast ANRI
  look     woman of 30

place street
  look     a street
end
"""


def step(name: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "ci" / name)], cwd=folder, env={**kept, **env}, capture_output=True, text=True
    )


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def pull(tmp_path):
    """(folder, base commit): a film, another film, a file of cast."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "cast.shot").write_text(CAST)
    (folder / "film.shot").write_text(FILM)
    (folder / "other.shot").write_text(FILM.replace("use cast.shot\n\n", CAST[len("screenc 1\n\n") : -len("end\n")] + "\n"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "base")
    return folder, git(folder, "rev-parse", "HEAD")


def commit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    git(folder, "commit", "-qam", "change")


def reviewed(folder: Path, base: str, exit: int = 0, **env: str):
    out = folder.parent / "output"
    out.write_text("")
    done = step("review.py", folder, BASE=base, RUNNER_TEMP=str(folder.parent), GITHUB_OUTPUT=str(out), **env)
    assert done.returncode == exit, done.stdout + done.stderr
    path = folder.parent / "screenc-review.md"
    return done.stdout, path.read_text() if path.exists() else "", out.read_text()


def test_only_the_films_that_are_touched_are_reviewed_also_through_use(pull):
    folder, base = pull
    commit(folder, "cast.shot", "woman of 30", "woman of 60")
    _, text, out = reviewed(folder, base)
    assert "woman of ~~30~~**60**" in text and text.count("### ") == 1
    assert "films<<SCREENC_END\nfilm.shot\nSCREENC_END" in out


def test_errors_are_annotated_told_and_fail_the_step(pull):
    folder, base = pull
    commit(folder, "film.shot", "framing  medium", "framng  medium")
    said, text, _ = reviewed(folder, base, exit=1)
    assert "::error " in said and "file=film.shot,line=12," in said
    assert "E0102" in text


def test_a_film_out_of_format_fails_and_says_what_to_run(pull):
    folder, base = pull
    commit(folder, "film.shot", "framing  medium", "framing medium")
    _, text, _ = reviewed(folder, base, exit=1)
    assert "screenc fmt film.shot" in text


def test_a_base_that_does_not_compile_is_no_fault_of_the_change(pull):
    folder, _ = pull
    commit(folder, "film.shot", "framing  medium", "framng  medium")
    base = git(folder, "rev-parse", "HEAD")
    commit(folder, "film.shot", "framng  medium", "framing  medium")
    _, text, _ = reviewed(folder, base)
    assert "cannot be compared" in text


def test_nothing_touched_leaves_no_review(pull):
    folder, base = pull
    (folder / "README.md").write_text("hello")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "words")
    said, text, out = reviewed(folder, base)
    assert said == "no film is touched\n" and text == "" and "review=\n" in out


class GitHub:
    """The three calls of the comments API, paged by two; `writes` False is a fork's token."""

    def __init__(self):
        self.comments: list[dict] = []
        self.asked: list[str] = []
        self.writes = True
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, code: int, body, link: str = ""):
                data = json.dumps(body).encode()
                self.send_response(code)
                self.send_header("Content-Length", str(len(data)))
                if link:
                    self.send_header("Link", link)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                assert self.headers["Authorization"] == "Bearer secret"
                page = int(self.path.partition("page=")[2].partition("page=")[2] or 1)
                more = page * 2 < len(outer.comments)
                link = f'<{outer.url}/repos/a/b/issues/7/comments?per_page=100&page={page + 1}>; rel="next"' if more else ""
                self.answer(200, outer.comments[page * 2 - 2 : page * 2], link)

            def change(self):
                outer.asked.append(f"{self.command} {self.path}")
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not outer.writes:
                    return self.answer(403, {"message": "Resource not accessible by integration"})
                if self.command == "POST":
                    outer.add(body["body"])
                    return self.answer(201, outer.comments[-1])
                outer.comments[int(self.path.rsplit("/", 1)[1])]["body"] = body["body"]
                return self.answer(200, {})

            do_POST = do_PATCH = change

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, body: str, kind: str = "Bot") -> None:
        url = f"{self.url}/repos/a/b/issues/comments/{len(self.comments)}"
        self.comments.append({"body": body, "url": url, "user": {"type": kind}})


@pytest.fixture
def github():
    server = GitHub()
    yield server
    server.server.shutdown()


def commented(github: GitHub, tmp_path: Path, text: str) -> str:
    path = tmp_path / "review.md"
    path.write_text(text)
    env = {"GITHUB_TOKEN": "secret", "GITHUB_REPOSITORY": "a/b", "GITHUB_API_URL": github.url, "NUMBER": "7", "REVIEW": str(path)}
    done = step("comment.py", tmp_path, **env)
    assert done.returncode == 0, done.stderr
    assert "secret" not in done.stdout + done.stderr
    return done.stdout


def test_one_comment_is_written_once_and_changed_in_place(github, tmp_path):
    for words in ("first", "<!-- screenc: review -->\nnot a bot's", "third"):
        github.add(words, "User")
    commented(github, tmp_path, "one")
    commented(github, tmp_path, "two")
    assert [a.split()[0] for a in github.asked] == ["POST", "PATCH"]
    assert [c["body"] for c in github.comments[3:]] == ["<!-- screenc: review -->\ntwo"]


def test_a_review_that_is_too_long_is_cut_at_a_line(github, tmp_path):
    commented(github, tmp_path, "a line of forty characters, more or less\n" * 4000)
    assert len(github.comments[0]["body"]) < 65_536 and github.comments[0]["body"].endswith("summary\n")


def test_a_forks_token_is_no_failure(github, tmp_path):
    github.writes = False
    assert "::notice::" in commented(github, tmp_path, "one")


def test_the_action_never_builds_for_a_fork_and_names_scripts_that_exist():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = {s.get("name"): s for s in action["runs"]["steps"]}
    assert "github.event.pull_request.head.repo.full_name == github.repository" in steps["Build"]["if"]
    assert "inputs.build == 'true'" in steps["Build"]["if"] and action["inputs"]["build"]["default"] == "false"
    assert action["inputs"]["max-cost"]["default"] == "0"
    for name in ("Review", "Comment", "Build"):
        script = steps[name]["run"].split("$GITHUB_ACTION_PATH/")[1].rstrip('"')
        assert (ROOT / script).is_file()
        assert "${{" not in steps[name]["run"], "text of a pull request must not reach a shell but through the environment"
