"""A scene that does not check: what its writer is told of it, and the few things that can be put right without asking again."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from screenc.film import rules
from screenc.film.model import Camera, Cut, Film, Framing, Scene, Shot, Size, Speech
from screenc.film.resolve import resolve
from screenc.film.rules.speech import WRITING
from screenc.film.write import write
from screenc.lang import load
from screenc.scripter.dialogue import Dialogue, Passage
from screenc.scripter.dialogue import Speech as Turn
from screenc.scripter.proof import first_loss
from screenc.text import Diagnostic

MOST_TRIES = 160
SHORTEST = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Examined:
    """A scene as the compiler took it: the film read back, and all that is wrong, errors and warnings."""

    film: Film | None
    found: tuple[Diagnostic, ...]
    lost: str | None = None
    text: str = ""

    @property
    def clean(self) -> bool:
        return self.film is not None and not self.found and self.lost is None

    @property
    def weight(self) -> tuple[int, int, int]:
        errors = sum(d.severity == "error" for d in self.found)
        return self.lost is not None, errors, len(self.found) - errors


def examine(
    film: Film,
    scene: Scene,
    before: Scene | None,
    turns: tuple[Turn, ...],
    dialogue: Dialogue,
    ids: dict[str, str],
    excused: frozenset[str] = frozenset(),
) -> Examined:
    """Compile a scene, after the one before it, and compare its lines with the dialogue's, word for word.

    It is written out, parsed, resolved and judged by every rule: what stands in the file is what is examined. `excused` are codes
    that the dialogue's own words give, whoever stages it.
    """
    alone = film.model_copy(update={"scenes": (before, scene) if before else (scene,), "length": None, "claims": ()})
    text = write(alone)
    loaded, found = load("film.shot", text.encode())
    if loaded is None:
        return Examined(None, tuple(found), text=text)
    resolved, found = resolve(loaded)
    if resolved is None:
        return Examined(None, tuple(found), text=text)
    found = [d for d in (*found, *rules.check(resolved, date.today())) if d.code not in excused]
    mine = resolved.film.model_copy(update={"scenes": resolved.film.scenes[-1:]})
    loss = first_loss(Dialogue(dialogue.source, None, dialogue.form, dialogue.characters, (Passage(None, turns),)), mine, ids)
    return Examined(resolved.film, tuple(found), loss.message if loss else None, text)


def told(examined: Examined, scene: Scene) -> list[str]:
    """What is wrong in sentences, each with the shot that it is about."""
    out = [f"the dialogue was not kept: {examined.lost}"] if examined.lost else []
    for d in examined.found:
        shot = shot_of(d, examined.text)
        number = next((n for n, s in enumerate(scene.shots, 1) if s.id == shot), None)
        where = f"shot {number}: " if number else ""
        out.append(f"{where}{d.message}" + (f" ({d.help})" if d.help else ""))
    return out


def shot_of(diagnostic: Diagnostic, text: str) -> str | None:
    """The id of the shot that a report stands in."""
    if diagnostic.span is None:
        return None
    at = text.rfind("\nshot ", 0, diagnostic.span.start + 1)
    return text[at + 6 :].split(" ", 1)[0] if at >= 0 else None


def foreign(shots: tuple[Shot, ...], language: str) -> list[str]:
    """Actions in a writing that neither the film's language nor English uses: a model that has slipped into another tongue."""
    own = WRITING.get(language.split("-")[0])
    if own is None:
        return []
    out = []
    for n, shot in enumerate(shots, 1):
        for beat in shot.beats:
            if isinstance(beat, Speech):
                continue
            found = [unicodedata.name(c, "?").split()[0].split("-")[0] for c in beat.text if c.isalpha()]
            if sum(w in own or w == "LATIN" for w in found) * 2 < len(found):
                out.append(f"shot {n}: the action is in another language; write it in English or `{language}`")
                break
    return out


def mend(scene: Scene, check: Callable[[Scene], Examined], present: tuple[str, ...]) -> tuple[Scene, Examined, list[str]]:
    """The scene with staging taken back where it breaks a rule, the least first; words are never touched. Says what changed.

    Every step is compiled again and kept only if less is wrong than before.
    """
    now, changed, tries = check(scene), [], 0
    while not now.clean and now.lost is None and now.film is not None and tries < MOST_TRIES:
        better = None
        for d in now.found:
            shot = shot_of(d, now.text)
            at = next((n for n, s in enumerate(scene.shots) if s.id == shot), None)
            for what, other in _edits(scene, at, present):
                tries += 1
                examined = check(other)
                if examined.weight < now.weight and examined.lost is None:
                    better = (other, examined, f"{shot or scene.id}: {what} ({d.code})")
                    break
                if tries >= MOST_TRIES:
                    break
            if better or tries >= MOST_TRIES:
                break
        if better is None:
            break
        scene, now, note = better
        changed.append(note)
    return scene, now, changed


def _edits(scene: Scene, at: int | None, present: tuple[str, ...]) -> Iterator[tuple[str, Scene]]:
    if at is not None:
        for n in dict.fromkeys((at, at - 1, at + 1)):
            if 0 <= n < len(scene.shots):
                for what, shot in _retakes(scene.shots[n], present):
                    shots = (*scene.shots[:n], *([shot] if shot else []), *scene.shots[n + 1 :])
                    if shots:
                        yield what, scene.model_copy(update={"shots": shots})
    for every in (5, 4, 3):
        for size, subjects in (("full", present), ("long", present), ("close", ())):
            yield f"every {every}th single is a {size}", _varied(scene, every, size, subjects)
    bare = tuple(s.model_copy(update={"marks": ()}) for s in scene.shots)
    yield "no marks in the whole scene", scene.model_copy(update={"shots": bare})
    still = tuple(s.model_copy(update={"enters": (), "exits": ()}) for s in scene.shots)
    yield "everybody is there throughout", scene.model_copy(update={"with_": present, "shots": still})
    still = tuple(s.model_copy(update={"marks": ()}) for s in still)
    yield "everybody is there throughout, where they like", scene.model_copy(update={"with_": present, "shots": still})


def _varied(scene: Scene, every: int, size: Size, subjects: tuple[str, ...]) -> Scene:
    """The scene with some of its singles in another size, where the same one goes on too long for any single change to help."""
    shots, singles = [], 0
    for shot in scene.shots:
        single = shot.framing is not None and len(shot.framing.subjects) == 1
        singles += single
        if single and singles % every == 0:
            framing = Framing(size=size, subjects=subjects or shot.framing.subjects)
            shot = shot.model_copy(update={"framing": framing, "marks": (), "camera": Camera(), "focus": None})
        shots.append(shot)
    return scene.model_copy(update={"shots": tuple(shots)})


def _retakes(shot: Shot, present: tuple[str, ...]) -> Iterator[tuple[str, Shot | None]]:
    """One shot in other ways, from a detail taken back to another framing."""
    speakers = tuple(dict.fromkeys(b.who for b in shot.beats if isinstance(b, Speech)))
    if shot.marks:
        yield "marks taken back", shot.model_copy(update={"marks": ()})
    if shot.camera != Camera():
        yield "the camera is static", shot.model_copy(update={"camera": Camera()})
    if shot.focus or shot.from_:
        yield "no focus and no `from`", shot.model_copy(update={"focus": None, "from_": None})
    if shot.holds or shot.wears:
        yield "no change of hands or clothes", shot.model_copy(update={"holds": (), "wears": ()})
    if shot.cut.kind != "cut":
        yield "a plain cut", shot.model_copy(update={"cut": Cut()})
    if shot.enters or shot.exits:
        yield "nobody comes or goes", shot.model_copy(update={"enters": (), "exits": ()})
    if shot.length is not None:
        yield "its beats give its length", shot.model_copy(update={"length": None})
    elif shot.beats:
        yield "held a second and a half", shot.model_copy(update={"length": SHORTEST})
    if not any(isinstance(b, Speech) for b in shot.beats):
        yield "a shot less", None
    plain = shot.model_copy(update={"marks": (), "camera": Camera(), "focus": None, "angle": "eye"})
    subjects = (shot.framing.subjects if shot.framing else ()) or speakers or present
    offers: list[Framing] = [Framing(size=size, subjects=subjects) for size in ("medium", "medium-long", "close", "full", "long")]
    if speakers:
        offers += [Framing(size=size, subjects=speakers) for size in ("medium", "medium-close", "close", "medium-long", "full")]
        other = next((w for w in present if w != speakers[0]), None)
        if other:
            offers += [Framing(size="over-shoulder", subjects=(other, speakers[0]))]
            offers += [Framing(size="two-shot", subjects=(speakers[0], other))]
    offers += [Framing(size=size, subjects=present) for size in ("full", "long", "medium-long")]
    for framing in dict.fromkeys(offers):
        for angle in ("eye", "high"):
            changed = plain.model_copy(update={"framing": framing, "angle": angle})
            yield f"framed {framing.size} {' '.join(framing.subjects)}" + (" from high" if angle == "high" else ""), changed
