"""An engine that asks a model, scene by scene, and believes nothing: each is compiled, and what fails is written by `rules`.

The rules' own film is made first. It casts, dresses and places everybody, it is what a scene falls back on, and a film is
therefore always whole. A model's scene takes the place of the rules' only when it compiles without a word and keeps every line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from screenc.film.model import Bounds, Film, Scene
from screenc.scripter.bible import Bible, Line, Stretch, seconds, stretches, turns_of
from screenc.scripter.dialogue import Dialogue, Passage
from screenc.scripter.engines import Draft, Wishes, answer, rules
from screenc.scripter.engines.chat import Desk, Form, Kind, Message, Spent, Trouble
from screenc.scripter.engines.prompts import render
from screenc.scripter.engines.question import Question, one_line, thoughtless
from screenc.scripter.finish import finish
from screenc.scripter.repair import Examined, examine, mend, told
from screenc.text import Diagnostic

REPAIRS = 2
MOST_TOLD = 12
STRIKES = 2
"""Scenes in a row that a model could not be asked about, after which it is not asked about the rest."""


class CutOff(Exception):
    """The answer ended because it was too long."""


class Unusable(Exception):
    """A scene that the model did not write; the message says why."""


@dataclass
class ModelEngine:
    """An engine on top of a `Desk`. `form` is how scenes are answered; `tell` is given a line about each scene as it is done."""

    desk: Desk
    form: Kind = "schema"
    repairs: int = REPAIRS
    tell: Callable[[str], None] = lambda line: None

    def script(self, dialogue: Dialogue, wishes: Wishes) -> Draft:
        """As the protocol; raises Trouble where the model wrote nothing because it could not be asked."""
        self.desk.seed = wishes.seed
        return _Writing(self, dialogue, wishes, rules.script(dialogue, wishes)).draft()


class _Writing:
    def __init__(self, engine: ModelEngine, dialogue: Dialogue, wishes: Wishes, ground: Draft):
        self.engine, self.desk, self.dialogue, self.wishes, self.ground = engine, engine.desk, dialogue, wishes, ground
        self.found: list[Diagnostic] = []
        self.bible = Bible(ground.film)
        self.trouble: Trouble | None = None
        self.stopped: str | None = None
        self.strikes = 0
        self.wrote: set[int] = set()

    # --- the film

    def draft(self) -> Draft:
        if self.engine.form != "bracket":
            self._cast()
        scenes: list[Scene] = []
        for n, (passage, ground) in enumerate(zip(self.dialogue.scenes, self.ground.film.scenes, strict=True)):
            scene = self._scene_or_ground(n, passage, ground)
            self.bible = self.bible.after(scene)
            scenes.append(scene)
        if self.trouble and not self.wrote:
            raise self.trouble
        film = self._proved(self.bible.film.model_copy(update={"scenes": tuple(scenes)}))
        length = seconds(film)
        film = film.model_copy(update={"length": self._bounds(film, length)})
        return Draft(film, self.ground.ids, length, self.ground.guesses, tuple(self.found), self._spent(len(scenes)))

    def _scene_or_ground(self, n: int, passage: Passage, ground: Scene) -> Scene:
        if not passage.speeches:
            return ground
        why = self.stopped
        try:
            if why is None:
                scene = self._scene(passage, ground)
                self.wrote.add(n)
                self.strikes = 0
                self.engine.tell(f"{ground.id}: {len(scene.shots)} shots by {self.desk.chat.name}")
                return scene
        except Unusable as cause:
            why, self.strikes = str(cause), 0
        except Spent as cause:
            why = self.stopped = str(cause)
        except Trouble as cause:
            self.trouble, why = cause, cause.diagnostic.message
            self.strikes += 1
            if cause.lasting or self.strikes >= STRIKES:
                self.stopped = why
            if cause.lasting and not self.wrote:
                raise
        self._fall_back(n, passage, ground, why)
        return ground

    def _fall_back(self, n: int, passage: Passage, ground: Scene, why: str) -> None:
        self.wrote.discard(n)
        span = passage.head.span if passage.head else passage.speeches[0].span
        message = f"scene {n + 1} ({ground.id}) is written by `rules`, not by {self.desk.chat.name}"
        help = "run again to ask anew with another --seed, or take more --repairs" if self.stopped is None else None
        self.found.append(Diagnostic.at("W0850", span, message, notes=(why,), help=help))
        self.engine.tell(f"{ground.id}: by rules; {why}")

    def _proved(self, film: Film) -> Film:
        """The film as a whole under every rule; a scene that only fails beside the others falls back, at worst all of them."""
        for _ in range(len(film.scenes) + 2):
            draft = Draft(film.model_copy(update={"length": None}), self.ground.ids, Fraction(0))
            text, found = finish(self.dialogue, draft)
            if text is not None:
                return film
            at = self._guilty(found, film)
            if at is None:
                break
            why = found[0].notes[0] if found[0].notes else found[0].message
            self._fall_back(at, self.dialogue.scenes[at], self.ground.film.scenes[at], f"beside the other scenes: {why}")
            film = film.model_copy(update={"scenes": (*film.scenes[:at], self.ground.film.scenes[at], *film.scenes[at + 1 :])})
        for n in sorted(self.wrote):
            why = "the film as a whole did not check"
            self._fall_back(n, self.dialogue.scenes[n], self.ground.film.scenes[n], why)
        return self.ground.film

    def _guilty(self, found: list[Diagnostic], film: Film) -> int | None:
        """The scene of the model that the first report is about, else the last that it wrote."""
        words = " ".join(note for d in found for note in d.notes)
        named = [n for n in sorted(self.wrote) if f"{film.scenes[n].id}." in words]
        return named[0] if named else max(self.wrote, default=None)

    def _bounds(self, film: Film, length: Fraction) -> Bounds | None:
        wanted = self.wishes.length
        if wanted is None or abs(length - wanted) > wanted * rules.SLACK:
            return None
        return Bounds(least=Fraction(int(wanted * (1 - rules.SLACK))), most=Fraction(-int(-wanted * (1 + rules.SLACK) // 1)))

    def _spent(self, scenes: int) -> str:
        return f"{self.desk.chat.name} wrote {len(self.wrote)} of {scenes} scenes; {self.desk.spent}"

    # --- one scene

    def _scene(self, passage: Passage, ground: Scene) -> Scene:
        """The model's scene, stretch by stretch. Raises Unusable, Spent, Trouble."""
        waiting = deque(stretches(passage, self.ground.ids, self.ground.film.language))
        done: list[Line] = []
        scene = ground.model_copy(update={"shots": ()})
        excused = self._excused(ground, passage)
        while waiting:
            stretch = waiting.popleft()
            try:
                scene = self._stretch(passage, ground, scene, stretch, done, excused)
            except CutOff:
                halves = stretch.halves()
                if halves is None:
                    raise Unusable("the answer was cut off even for a single line") from None
                waiting.extendleft(reversed(halves))
                continue
            done += stretch.lines.values()
        return scene

    def _stretch(self, passage, ground: Scene, scene: Scene, stretch: Stretch, done: list[Line], excused) -> Scene:
        lines = [*done, *stretch.lines.values()]
        ask = Question(self.bible, ground, scene, stretch, self.engine.form)
        told_first = ask.messages()
        messages = told_first
        best: tuple[Examined, Scene] | None = None
        complaints: list[str] = []
        repairs = 0 if self.engine.form == "bracket" else self.engine.repairs
        for attempt in range(1 + repairs):
            try:
                reply = self.desk.ask(messages, ask.form)
            except (Spent, Trouble):
                if best is None:
                    raise
                break
            if reply.finish == "refused":
                raise Unusable(f"the model refused: {' '.join(reply.text.split())[:120] or 'it did not say why'}")
            if reply.finish == "length":
                raise CutOff
            candidate, complaints = ask.read(reply)
            if candidate is not None:
                examined = self._examined(candidate, passage, lines, excused)
                if examined.clean and not complaints:
                    return candidate
                if not complaints and examined.lost is None and (best is None or examined.weight < best[0].weight):
                    best = (examined, candidate)
                complaints += told(examined, candidate)
            if attempt < repairs:
                messages = (*told_first, Message("assistant", reply.text), _repair(complaints))
        if best is None:
            raise Unusable("; ".join(complaints[:3]) or "the answer could not be used")
        return self._mended(best[1], passage, lines, excused, complaints)

    def _mended(self, scene: Scene, passage: Passage, lines: list[Line], excused, complaints: list[str]) -> Scene:
        present = tuple(dict.fromkeys((*scene.with_, *(line.who for line in lines))))
        scene, examined, changed = mend(scene, lambda s: self._examined(s, passage, lines, excused), present)
        if not examined.clean:
            raise Unusable("; ".join(told(examined, scene)[:3]) or "; ".join(complaints[:3]))
        if changed:
            span = passage.head.span if passage.head else passage.speeches[0].span
            count = f"{len(changed)} shot{'' if len(changed) == 1 else 's'}"
            message = f"in {scene.id}, {count} of {self.desk.chat.name} broke a rule and were restaged"
            self.found.append(Diagnostic.at("W0851", span, message, notes=tuple(changed)))
        return scene

    def _excused(self, ground: Scene, passage: Passage) -> frozenset[str]:
        """Codes that even the rules' scene is given, by the dialogue's own words: no model is blamed for them."""
        before = self.bible.scenes[-1] if self.bible.scenes else None
        examined = examine(self.bible.film, ground, before, passage.speeches, self.dialogue, self.ground.ids)
        return frozenset(d.code for d in examined.found)

    def _examined(self, scene: Scene, passage: Passage, lines: list[Line], excused: frozenset[str]) -> Examined:
        before = self.bible.scenes[-1] if self.bible.scenes else None
        turns = turns_of(passage, lines)
        return examine(self.bible.film, scene, before, turns, self.dialogue, self.ground.ids, excused)

    # --- the casting

    def _cast(self) -> None:
        """Ask how people look and dress; what is not taken leaves the rules' casting, and says so."""
        film = self.ground.film
        people = []
        for character in self.dialogue.characters[:60]:
            says = [s.text[:160] for s in self.dialogue.speeches if s.who == character.key][:3]
            people.append({"who": self.ground.ids[character.key], "name": character.name, "about": character.about, "says": says})
        heads = [s.head.text[:120] if s.head else "" for s in self.dialogue.scenes[:40]]
        facts = {"title": film.title, "language": film.language, "style": self.wishes.style}
        schema = answer.schema_of(answer.Casting)
        prompt = render("casting", film={k: v for k, v in facts.items() if v}, scenes=heads, people=people, schema=schema)
        messages: tuple[Message, ...] = (Message("user", prompt),)
        first, complaints = messages, ["it did not answer"]
        form = Form("schema" if self.engine.form == "schema" else "text", "casting", schema)
        for _ in range(1 + min(self.engine.repairs, 1)):
            try:
                reply = self.desk.ask(messages, form)
            except Spent as cause:
                self.stopped, complaints = str(cause), [str(cause)]
                break
            except Trouble as cause:
                if cause.lasting:
                    raise
                self.trouble, complaints, self.strikes = cause, [cause.diagnostic.message], 1
                break
            if reply.finish != "stop":
                complaints = [f"the model {'refused' if reply.finish == 'refused' else 'was cut off'}"]
                break
            value, complaints = answer.read_json(thoughtless(reply.text), answer.Casting)
            cast = self._recast(film, value, complaints) if value else None
            if cast is not None:
                self.bible = Bible(cast)
                return
            messages = (*first, Message("assistant", reply.text), _repair(complaints))
        message = f"the cast is dressed by `rules`, not by {self.desk.chat.name}"
        self.found.append(Diagnostic.at("W0852", self.dialogue.source.span(0, 0), message, notes=tuple(complaints[:3])))

    def _recast(self, film: Film, value: answer.Casting, complaints: list[str]) -> Film | None:
        looks = {it.who: it for it in value.cast}
        unknown = sorted(set(looks) - {c.id for c in film.cast})
        complaints += [f"there is nobody called {who}" for who in unknown[:MOST_TOLD]]
        cast = []
        for c in film.cast:
            it = looks.get(c.id)
            if it is None or not it.look.strip() or not it.wears.strip():
                cast.append(c)
                continue
            cast.append(c.model_copy(update={"look": one_line(it.look), "wears": one_line(it.wears)}))
        if complaints:
            return None
        style = self.wishes.style or one_line(value.style) or film.style
        made = film.model_copy(update={"cast": tuple(cast), "style": style, "logline": one_line(value.logline)})
        text, found = finish(self.dialogue, Draft(made, self.ground.ids, Fraction(0)))
        complaints += [note for d in found for note in d.notes]
        return made if text is not None else None


def _repair(complaints: list[str]) -> Message:
    return Message("user", render("repair", complaints=complaints[:MOST_TOLD], more=max(len(complaints) - MOST_TOLD, 0)))
