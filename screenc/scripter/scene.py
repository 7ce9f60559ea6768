"""One scene becomes shots: open wide, meet the two, go back and forth on one side of the line, come closer as it tightens.

Lines are gathered into packets that one framing can carry; entrances and exits bring the wide shot back; a prop that a
direction names gets its insert, the turn of the scene its push-in and the listener's face after it.
"""

from __future__ import annotations

import random
from fractions import Fraction

from screenc.film.joining import unspaced
from screenc.film.model import Action, Camera, Passage, Speech
from screenc.film.timing import action_seconds
from screenc.scripter import delivery
from screenc.scripter.breakdown import MOST_IN_PART, TOGETHER, Breakdown, CallSheet, Talk
from screenc.scripter.coverage import Coverage, Draft
from screenc.scripter.directions import Directed, as_actions
from screenc.scripter.setting import Place
from screenc.scripter.stagecraft import Happening
from screenc.scripter.staging import Floor

MOST_IN_SHOT = Fraction(10)
SHORT = Fraction(11, 10)
"""A line shorter than this, in seconds, does not carry a shot on its own."""
MOST_UNANSWERED = Fraction(30)
"""Seconds of one speaker alone in frame after which whoever listens is seen again."""
HEATED = 0.5
"""A line tenser than this has its speaker's face to itself."""


class SceneWriter(Directed):
    """Writes the shots of one scene; `first` and `last` say whether it opens and closes the film."""

    def __init__(self, scene: Breakdown, sheet: CallSheet, place: Place, dice: random.Random, first: bool, last: bool):
        self.scene, self.place, self.dice, self.first, self.last_scene = scene, place, dice, first, last
        self.sheet, self.ids, self.names, self.phrases = sheet, sheet.ids, sheet.names, sheet.phrases
        self.units, self.opening = scene.units, scene.opening
        self.floor = Floor(scene.axis)
        for who in (*(scene.axis or ()), *scene.members):
            self.floor.place(who)
        self.floor.present = list(scene.members)
        self.coverage = Coverage(self.floor, place.setting == "ext", dice)
        self.inserted: set[str] = set()
        self.ending: list[Happening] = []
        self.racked = False
        self.reactions = 0

    # --- the loop

    def write(self) -> list[Draft]:
        self._open()
        units = self.units[len(self.opening) :]  # what the first shot had no room for comes after it
        at = 0
        while at < len(units):
            unit = units[at]
            if isinstance(unit, Happening) and self._is_ending(units[at:]):
                self.ending, at = units[at:], len(units)
            elif isinstance(unit, Happening):
                at = self._happening(units, at)
            elif unit.unseen and self.floor.present:
                at = self._over(units, at)
            else:
                at = self._packet(units, at)
        self._close()
        return self.coverage.drafts

    def _open(self) -> None:
        """The establishing shot: everybody who is there, where they are; it may carry the first words of a very short scene."""
        draft = self.coverage.establish(self.floor.present)
        seconds = Fraction(0)
        for n, happening in enumerate(self.opening):
            actions = as_actions(happening.text)
            seconds += sum((action_seconds(a.text) for a in actions), Fraction(0))
            if n and seconds > MOST_IN_PART:
                self.opening = self.opening[:n]
                break
            draft.beats += actions
        if not draft.beats:
            draft.beats += as_actions(self._opening_words())
        if self.first:
            draft.camera = (
                Camera(move="push-in", pace="slow")
                if self.dice.random() < 0.5
                else Camera(move="truck", way=self.dice.choice(("left", "right")), pace="slow")
            )
        for happening in self.opening:
            if happening.prop:
                self._take(draft, happening)
        self.coverage.add(draft, {w: self._partner(w) for w in self.floor.present})

    def _opening_words(self) -> str:
        """What the first shot shows when the dialogue does not say: the place, and who is there."""
        place = f"{self.place.look[:1].upper()}{self.place.look[1:]}"
        people = [self.names[w] for w in self.floor.ordered(self.floor.present)]
        return f"{place}; {self.phrases.listed(people)}." if people else f"{place}."

    def _partner(self, who: str) -> str | None:
        """Whom somebody looks at when nobody has spoken yet: the other of the axis, else its first."""
        axis = self.floor.axis
        if not axis:
            return next((w for w in self.floor.present if w != who), None)
        return axis[1] if who == axis[0] else axis[0]

    def _listener(self, units: list, at: int) -> str | None:
        """Whom a line is for: who spoke before, else who answers, else whoever stands nearest."""
        who = units[at].who
        before = [u.who for u in units[max(0, at - 4) : at] if isinstance(u, Talk) and u.who != who]
        after = [u.who for u in units[at + 1 : at + 4] if isinstance(u, Talk) and u.who != who]
        for other in (*reversed(before), *after, self._partner(who)):
            if other in self.floor.present and other != who:
                return other
        return next((w for w in self.floor.present if w != who), None)

    def _packet(self, units: list, at: int) -> int:
        """Shoot the lines from `at` on that one framing can carry; says where the next packet starts."""
        first = units[at]
        entering = self._bring_in(first)
        listener = self._listener(units, at)
        opening_exchange = (
            len(self.coverage.drafts) == 1 and listener is not None and len(self.scene.talks) > 2 and not first.turn
        )
        taken, people, seconds, end = [first], [first.who], first.seconds, at + 1
        while end < len(units) and not first.turn:
            unit = units[end]
            if isinstance(unit, Happening):
                simple = not (unit.enters or unit.exits or unit.everybody_out or unit.exit_of_last or self._new_prop(unit))
                follows = end + 1 < len(units) and isinstance(units[end + 1], Talk) and units[end + 1].who in people
                if simple and follows and seconds + 2 + units[end + 1].seconds <= MOST_IN_SHOT - 2:
                    taken.append(unit)
                    seconds += 2
                    end += 1
                    continue
                break
            if unit.turn or unit.who not in self.floor.present or seconds + unit.seconds > MOST_IN_SHOT:
                break
            same = unit.who == people[-1]
            if same:
                fits = seconds + unit.seconds <= MOST_IN_PART - 1
            elif opening_exchange:
                fits = unit.who == listener and len(taken) < 4 and seconds + unit.seconds <= 8
            else:
                brief = first.seconds < SHORT or seconds < SHORT or unit.seconds < Fraction(4, 5)
                calm = unit.heat < HEATED or unit.seconds < SHORT
                pair = unit.who in (first.who, listener) and len(taken) < 3
                fits = brief and calm and pair and seconds + unit.seconds <= 5
            if not fits:
                break
            taken.append(unit)
            people.append(unit.who)
            seconds += unit.seconds
            end += 1
        while isinstance(taken[-1], Happening):
            taken.pop()
            end -= 1
        both = len({t.who for t in taken if isinstance(t, Talk)}) > 1
        heat = max(t.heat for t in taken if isinstance(t, Talk))
        if entering:
            draft = self.coverage.wide(self.floor.present)
            draft.enters = entering
        elif opening_exchange and both:
            draft = Draft("two-shot", tuple(self.floor.ordered([first.who, listener])), lens=40)
        else:
            unseen = listener is not None and self._alone(first.who) + seconds > MOST_UNANSWERED
            draft = self.coverage.choose(first.who, listener, both or unseen, heat, first.turn and not unseen)
        for it in taken:
            draft.beats += as_actions(it.text) if isinstance(it, Happening) else [Speech(who=it.who, how=it.how, text=it.text)]
        self._move(draft, first, listener, both)
        looking = {first.who: listener} | ({listener: first.who} if listener else {})
        self.coverage.add(draft, {w: looking.get(w, first.who if w != first.who else None) for w in draft.subjects})
        if first.turn and not (end < len(units) and isinstance(units[end], Talk) and units[end].turn):
            self._react(listener, units[end : end + 1])
        return end

    def _over(self, units: list, at: int) -> int:
        """Words of nobody in the picture: everybody at once over all of them, a voice from elsewhere over a face that hears."""
        first, seconds, end = units[at], Fraction(0), at
        while end < len(units) and isinstance(units[end], Talk) and units[end].who == first.who:
            here = units[end]
            if end > at and (
                seconds + here.seconds > MOST_IN_SHOT or (unspaced(units[end - 1].text[-1]) and unspaced(here.text[0]))
            ):
                break  # the language joins two lines of Han without a blank, and there may have been one
            seconds, end = seconds + here.seconds, end + 1
        hears = self._listener(units, at)
        if TOGETHER in (first.how or "") or hears is None:
            draft = self.coverage.wide(self.floor.present, tighter=True)
        else:
            draft = self.coverage.choose(hears, None, False, first.heat, False)
        draft.beats += [Speech(who=t.who, how=t.how, text=t.text) for t in units[at:end]]
        self.coverage.add(draft, {w: self._partner(w) for w in draft.subjects})
        return end

    def _alone(self, who: str) -> Fraction:
        """For how long somebody has had the frame and all the words to themselves."""
        talk = Fraction(0)
        for draft in reversed(self.coverage.drafts):
            said = [b for b in draft.beats if isinstance(b, Speech)]
            if draft.subjects != (who,) or {b.who for b in said} != {who}:
                break
            talk += sum((self.sheet.spoken(who, b.text) for b in said), Fraction(0))
        return talk

    def _bring_in(self, talk: Talk) -> tuple[Passage, ...]:
        """The entrance of somebody who speaks and is not there yet, or has left."""
        if talk.who in self.floor.present:
            return ()
        self.floor.place(talk.who)
        return (self._entrance(talk.who),)

    def _entrance(self, who: str) -> Passage:
        """By the nearer side of the frame, unless the last shot saw them out by it: nobody turns round between two shots."""
        side = self.floor.side_of(who)
        last = self.coverage.last
        if last and any(p.who == who and p.side == side for p in last.exits):
            side = "right" if side == "left" else "left"
        return Passage(who=who, side=side)

    def _move(self, draft: Draft, first: Talk, listener: str | None, both: bool) -> None:
        """A camera move where there is a reason for one: the turn, anger, a glance that goes from one to the other."""
        single = draft.seen == first.who
        if first.turn and single:
            draft.camera = Camera(move="push-in", pace="slow", subjects=(first.who,))
        elif delivery.is_angry(first.text, first.how) and first.heat > 0.55 and single:
            draft.camera = Camera(move="handheld")
        elif (
            both
            and draft.size in ("two-shot", "over-shoulder")
            and not self.racked
            and len(self.coverage.drafts) > 2
            and listener
        ):
            depths = {self.floor.spots[w].depth for w in (first.who, listener)}
            if len(depths) == 2 and len(draft.subjects) == 2:
                self.racked = True
                draft.camera = Camera(move="rack-focus", subjects=(first.who, listener))
        elif first.seconds > 6 and single and self.dice.random() < 0.35:
            draft.camera = Camera(move="push-in", pace="slow", subjects=(first.who,))

    def _react(self, listener: str | None, following: list) -> None:
        """The face of the one who has just been told."""
        if not listener or not self.sheet.generous or self.reactions >= self.sheet.generous or not following:
            return
        last = self.coverage.last
        if last and listener in last.subjects and len(last.subjects) > 1:
            return
        self.reactions += 1
        draft = Draft("close", (listener,), lens=75)
        draft.beats.append(Action(text=self.dice.choice(self.phrases.reactions).format(self.names[listener])))
        self.coverage.add(draft, {listener: last.seen if last else None})

    # --- the end

    def _is_ending(self, units: list) -> bool:
        """Whether nothing is said any more and nobody comes or goes: the words of the last image."""
        return bool(self.floor.present) and not any(
            isinstance(u, Talk) or u.enters or u.exits or u.everybody_out or u.exit_of_last for u in units
        )

    def _close(self) -> None:
        """A last image where the scene has earned one; then the film goes dark, or dissolves into the next scene."""
        last = self.coverage.last
        assert last is not None
        earned = (
            self.sheet.generous
            and self.floor.present
            and not last.exits
            and last.size not in ("long", "extreme-long", "full")
            and len(self.scene.talks) > 3
            and (self.last_scene or self.sheet.generous > 1)
        )
        if not earned and not self.ending:
            return
        draft = self.coverage.wide(self.floor.present)
        draft.camera = Camera(move="pull-out", pace="slow")
        for it in self.ending:
            draft.beats += as_actions(it.text)
            if it.prop:
                self._take(draft, it)
        if not draft.beats:
            people = [self.names[w] for w in self.floor.ordered(self.floor.present)]
            words = self.phrases.both_stay if len(people) > 1 else self.phrases.stays.format(people[0])
            draft.beats.append(Action(text=words))
        self.coverage.add(draft, {w: self._partner(w) for w in self.floor.present})
