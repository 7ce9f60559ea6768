"""What directions do to the shots of a scene: entrances and exits are wide, a prop is an insert, the rest goes with its lines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from screenc.film.model import Action, Holds, Passage, Speech
from screenc.film.timing import action_seconds
from screenc.scripter.breakdown import MOST_IN_PART, Breakdown, CallSheet, Talk
from screenc.scripter.coverage import Coverage, Draft
from screenc.scripter.stagecraft import Happening
from screenc.scripter.staging import Floor

LINE_LIMIT = 390


class Directed(ABC):
    """The half of a scene's writer that shoots directions; what it stands on is set up by `SceneWriter`."""

    scene: Breakdown
    sheet: CallSheet
    ids: dict[str, str]
    floor: Floor
    coverage: Coverage
    inserted: set[str]

    @abstractmethod
    def _listener(self, units: list, at: int) -> str | None:
        """Whom a line is for."""

    @abstractmethod
    def _partner(self, who: str) -> str | None:
        """Whom somebody looks at when nobody has spoken yet."""

    @abstractmethod
    def _entrance(self, who: str) -> Passage:
        """How somebody comes in."""

    def _happening(self, units: list, at: int) -> int:
        """Shoot a direction: an entrance or an exit wide, a prop as an insert, anything else with the lines that follow it."""
        it: Happening = units[at]
        nobody_yet = not self.floor.present
        enters = [self.ids[k] for k in it.enters if self.ids[k] in self.scene.speakers and self.ids[k] not in self.floor.present]
        exits = self._leaving(it, units, at)
        if enters or exits:
            staying = [w for w in self.floor.present if w not in exits]
            for who in enters:
                self.floor.place(who)
            draft = self.coverage.wide(self.floor.present)
            draft.beats += as_actions(it.text)
            draft.enters = tuple(self._entrance(w) for w in enters)
            draft.exits = tuple(Passage(who=w, side=self.floor.side_of(w)) for w in exits)
            if it.prop:
                self._take(draft, it)
            end = at + 1
            if (
                end < len(units)
                and isinstance(units[end], Talk)
                and not units[end].turn
                and not exits
                and units[end].seconds <= 4
                and units[end].who in self.floor.present
            ):
                talk = units[end]
                draft.beats.append(Speech(who=talk.who, how=talk.how, text=talk.text))
                end += 1
            self.coverage.add(draft, {w: self._partner(w) for w in self.floor.present})
            for who in exits:
                self.floor.leave(who)
            assert staying or not self.floor.present or enters
            return end
        if nobody_yet or not it.text:
            self._narrate(it)
            return at + 1
        if self._new_prop(it):
            self._insert(it)
            return at + 1
        return self._shown(units, at)

    def _leaving(self, it: Happening, units: list, at: int) -> list[str]:
        present = self.floor.present
        if it.everybody_out:
            stay = {self.ids[k[1:]] for k in it.exits if k.startswith("-") and k[1:] in self.ids}
            return [w for w in present if w not in stay]
        out = [self.ids[k] for k in it.exits if k in self.ids and self.ids[k] in present]
        if not out and it.exit_of_last:
            before = next((u.who for u in reversed(units[:at]) if isinstance(u, Talk)), None)
            out = [before] if before in present else []
        return out

    def _shown(self, units: list, at: int) -> int:
        """A direction that only says what is done: the start of the next speaker's shot, or a shot of those whom it names."""
        it: Happening = units[at]
        named = [self.ids[k] for k in it.named if self.ids[k] in self.floor.present]
        follows = units[at + 1] if at + 1 < len(units) else None
        last = self.coverage.last
        if (
            isinstance(follows, Talk)
            and follows.seconds <= 6
            and (not named or follows.who in named)
            and follows.who in self.floor.present
            and not follows.turn
        ):
            listener = self._listener(units, at + 1)
            two = bool(listener and (listener in named or not named))
            draft = self.coverage.choose(follows.who, listener, two, follows.heat * 0.8, False)
            draft.beats += [*as_actions(it.text), Speech(who=follows.who, how=follows.how, text=follows.text)]
            if it.prop:
                self._take(draft, it)
            looking = {follows.who: listener} | ({listener: follows.who} if listener else {})
            self.coverage.add(draft, {w: looking.get(w, follows.who) for w in draft.subjects})
            return at + 2
        if (
            last is not None
            and not last.exits
            and len(last.beats) < 3
            and last.size != "insert"
            and (not named or set(named) <= set(last.subjects))
        ):
            last.beats += as_actions(it.text)
            if it.prop and self._hands(it) in last.subjects:
                self._take(last, it)
            return at + 1
        if len(named) == 1:
            draft = self.coverage.choose(named[0], None, False, 0.2, False)
        elif len(named) == 2:
            draft = self.coverage.choose(named[0], named[1], True, 0.2, False)
        else:
            draft = self.coverage.wide(self.floor.present)
        draft.beats += as_actions(it.text)
        if it.prop:
            self._take(draft, it)
        self.coverage.add(draft, {w: self._partner(w) for w in draft.subjects})
        return at + 1

    def _narrate(self, it: Happening) -> None:
        """Words over a place where nobody is: more of the last shot while it is short, then the place from elsewhere."""
        last = self.coverage.last
        if last is None or not it.text:
            return
        taken = sum((action_seconds(b.text) for b in last.beats if isinstance(b, Action)), Fraction(0))
        if taken + action_seconds(it.text) <= MOST_IN_PART:
            last.beats += as_actions(it.text)
            return
        draft = self.coverage.wide([])
        draft.beats += as_actions(it.text)
        self.coverage.add(draft)

    def _hands(self, it: Happening) -> str | None:
        """Whose hands a prop is in: whom the direction names, else who spoke last, else who stands first."""
        if not it.prop:
            return None
        holder = self.ids.get(it.prop[2]) if it.prop[2] else None
        if holder in self.floor.present:
            return holder
        last = self.coverage.last
        return last.seen if last and last.seen in self.floor.present else next(iter(self.floor.present), None)

    def _new_prop(self, it: Happening) -> bool:
        return bool(it.prop and not it.puts_down and it.prop[0] not in self.inserted and self._hands(it) and self.sheet.generous)

    def _insert(self, it: Happening) -> None:
        """The thing itself, in somebody's hands, once for each thing."""
        holder = self._hands(it)
        draft = Draft("insert", (holder,), beats=as_actions(it.text), lens=85)
        self._take(draft, it)
        self.coverage.add(draft)

    def _take(self, draft: Draft, it: Happening) -> None:
        """Put a prop into hands, out of any others; a thing put down is let go."""
        id, look, _ = it.prop
        self.inserted.add(id)
        holder = self._hands(it)
        if holder is None:
            return
        changes: list[Holds] = []
        if it.puts_down:
            if self.floor.holds.get(holder) == id:
                self.floor.holds.pop(holder)
                changes.append(Holds(who=holder, prop="nothing"))
        elif self.floor.holds.get(holder) != id:
            for other, held in list(self.floor.holds.items()):
                if held == id:
                    self.floor.holds.pop(other)
                    changes.append(Holds(who=other, prop="nothing"))
            self.floor.holds[holder] = id
            self.sheet.props.setdefault(id, look)
            changes.append(Holds(who=holder, prop=id))
        draft.holds += tuple(changes)


def as_actions(text: str) -> list[Action]:
    """A direction as actions, none longer than a line of the language holds."""
    out = []
    while text:
        piece = text
        if len(text) > LINE_LIMIT:
            cut = max(text.rfind(". ", 0, LINE_LIMIT) + 1, 0) or text.rfind(" ", 0, LINE_LIMIT)
            piece = text[: cut if cut > 0 else LINE_LIMIT]
        text = text[len(piece) :].strip()
        if piece.strip():
            out.append(Action(text=piece.strip()))
    return out
