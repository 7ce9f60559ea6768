"""The pictures that a call is shown: frames of other shots, references, the picture that it ends on; what has no room is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from screenc.contract import Reference
from screenc.film.resolve import Spans
from screenc.planner import fitness
from screenc.planner.segment import Uses
from screenc.planner.staged import Choice, Drafts, Staged
from screenc.text import Span

GIVEN = ("optional", "required")
PLACE = "place"
"""What `Request.files` says of the frame that shows a call its place."""


def shown(staged: Staged, choice: Choice) -> Literal["reference", "first"] | None:
    """How a backend is shown the place by the scene's anchor: by a reference, or a first frame where the framing is the same."""
    if staged.anchor is None or wordless(choice):
        return None
    if choice.can.references:
        return "reference"
    return "first" if staged.alike and not staged.keyframe and choice.can.first_frame in GIVEN else None


def wordless(choice: Choice) -> bool:
    """Whether it draws what the brief describes, and so a place alike whenever it is described alike."""
    return getattr(choice.target.backend, "wordless", False)


def begun(staged: Staged, choice: Choice) -> bool:
    """Whether the shot begins with a given frame."""
    given = staged.shot.from_ is not None or staged.keyframe or shown(staged, choice) == "first"
    return given and choice.can.first_frame in GIVEN


def ended(staged: Staged, choice: Choice) -> bool:
    """Whether it ends on a given picture."""
    return staged.shot.last is not None and choice.can.last_frame in GIVEN


def of(staged: Staged, choice: Choice) -> dict[str, str]:
    """{path beside the film: whose it is} of the references that a shot would be shown; the anchor's frame is `place`."""
    people = {p.ref: p.id for p in staged.brief.people if p.ref and (p.in_frame or p.enters)}
    place = PLACE if shown(staged, choice) == "reference" else staged.brief.place_ref
    return people | ({place: staged.brief.place} if place else {})


@dataclass
class Pictures:
    """Looks pictures up in the film's folder; None leaves them unread."""

    spans: Spans
    folder: Path | None = None
    _seen: dict[str, str] = field(default_factory=dict)

    def references(self, out: Drafts, shots: list[Staged], choice: Choice, uses: Uses) -> list[Reference]:
        """Those that fit into a call of some shots, people before the place."""
        can, first = choice.can, shots[0]
        wanted: dict[str, str] = {}
        for staged in shots:
            for path, who in of(staged, choice).items():
                if path != PLACE or staged.anchor not in {s.shot.id for s in shots}:
                    wanted.setdefault(path, who)
        if not wanted or not can.references:
            return []
        if other := can.rules_out("references", uses.names):
            out.losses.append(fitness.excluded(can, first.shot.id, len(wanted), other))
            return []
        people = {path: who for path, who in wanted.items() if who.isupper()}
        found = []
        for path, who in list((people | wanted).items())[: can.references]:
            if path == PLACE:
                found.append(Reference(of=who, path="", digest="", clip=""))
            elif picture := self.seen(out, first, who, path, self._where(first, who)):
                found.append(picture)
        return found

    def last(self, out: Drafts, staged: Staged, choice: Choice) -> Reference | None:
        """The picture that a shot ends on, where its backend takes one."""
        if not ended(staged, choice):
            return None
        return self.seen(out, staged, staged.shot.id, staged.shot.last, self.spans.of(staged.shot.id, "last"))

    def seen(self, out: Drafts, staged: Staged, who: str, path: str, span: Span | None) -> Reference | None:
        """A picture with the digest of its bytes, which is empty where the folder is not known."""
        if self.folder is not None and path not in self._seen:
            try:
                self._seen[path] = hashlib.sha256((self.folder / path).read_bytes()).hexdigest()
            except OSError:
                self._seen[path] = "?"
        held = self._seen.get(path, "")
        if held == "?":
            out.found.append((staged.shot.id, fitness.no_picture(path, span or self.spans.of(staged.shot.id))))
            return None
        return Reference(of=who, path=path, digest=held)

    def _where(self, staged: Staged, who: str) -> Span | None:
        if who.isupper():
            return self.spans.of(f"cast {who}", "ref")
        return self.spans.of(staged.scene.id, "ref") or self.spans.of(f"place {who}", "ref")
