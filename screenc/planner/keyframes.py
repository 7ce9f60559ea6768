"""The picture that a clip begins with: made first by a model that is good at looks, or taken from an earlier take.

A keyframe is a clip of one frame with a key of its own. Motion, length and lines are not in it, so that another take of the
motion, or another line, begins with the picture that is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from screenc.contract import Loss, Service, Task, TimedAction
from screenc.film.model import Camera, Scene, Shot, Tune
from screenc.planner import fitness, pictures
from screenc.planner.asking import tuned
from screenc.planner.backends import Broken, Target
from screenc.planner.draft import Drafting
from screenc.planner.keys import bought_key, clip_key
from screenc.planner.reason import Past, Take
from screenc.planner.staged import Choice, Staged
from screenc.profile import Ignored
from screenc.text import Diagnostic
from screenc.text.diagnostic import failed

OPTION = "keyframe"
MOTION = ("model", OPTION, "returns", "multishot", "window", "audio")
"""Options of a clip that mean nothing to its first picture; another model has other weights, too."""


@dataclass
class Keyframes:
    """Which shots of a film begin with a picture made for them, and which picture that is."""

    drafting: Drafting
    past: Past
    force: Callable[[str], bool]
    find: Callable[[str], Target]
    stage: Callable[[Scene, Shot, Take], Staged]
    clips: dict[str, str] = field(default_factory=dict)
    """{shot: key of the clip whose first frame it begins with}"""
    tasks: dict[str, Task] = field(default_factory=dict)
    """What has to be made for that, by key."""
    found: list[tuple[str, Diagnostic]] = field(default_factory=list)
    losses: list[tuple[str, Loss, str]] = field(default_factory=list)

    def begun(self, one: Staged, choice: Choice) -> Staged:
        """The shot as it begins, with a keyframe or without."""
        if choice.bought:
            return self._retaken(one, choice)
        wish = choice.params.get(OPTION)
        return self._painted(one, choice, str(wish)) if wish else one

    def start(self, clip: str) -> dict:
        """What makes a task begin with a clip's first frame: that before the second one."""
        return {"anchor": clip, "anchor_at": 1 / self.drafting.film.rate}

    # --- from an earlier take ---

    def _retaken(self, one: Staged, choice: Choice) -> Staged:
        """Another take keeps the look of the one before by beginning with its first frame, where a service has no seed for looks.

        Only a clip that is there is begun with: none is bought for its first frame. A take that was made without stays as it is.
        """
        can, now = choice.can, self.past.take(one.shot.id)
        before = min((t for t in self.past.takes(one.shot.id) if t.content == now.content), key=lambda t: t.number, default=now)
        lacks = can.seeds == "two" or can.first_frame != "optional" or one.shot.from_ is not None
        if lacks or before.number >= now.number:
            return one
        kept = replace(one, keyframe=True)
        drafts = [self.drafting.draft([s], choice) for s in (self.stage(one.scene, one.shot, before), one, kept)]
        if not all(d.well and d.drafts for d in drafts):
            return one
        first, plainly, framed = (d.drafts[0].task for d in drafts)
        key = bought_key(first)
        made, framed_key = self.past.made, bought_key(framed.model_copy(update={**self.start(key), "needs": ()}))
        forced = self.force(one.shot.id)
        if (made(framed_key) and not forced) or (made(key) and (forced or not made(bought_key(plainly)))):
            self.clips[one.shot.id] = key
            return kept
        return one

    # --- made for it ---

    def _painted(self, one: Staged, choice: Choice, wish: str) -> Staged:
        """The shot with a picture to begin with, by another model or backend on this machine."""
        shot, spans = one.shot, self.drafting.spans
        span = tuned(spans, choice.target.name, shot, OPTION) or spans.of(shot.id)
        why = None
        if shot.from_ is not None:
            why = "the shot goes on from another one's last frame"
        elif choice.can.first_frame not in pictures.GIVEN:
            why = "it begins from words alone"
        if why:
            self.found.append((shot.id, fitness.ignored(choice.can, Ignored(option=OPTION, words=why), span)))
            return one
        painter, ill = self._painter(shot, choice, wish)
        if painter is None:
            self.found += [(shot.id, d) for d in ill] or [(shot.id, self._nobody(choice, wish, span))]
            return one
        still = self._still(one)
        drafts = self.drafting.draft([still], painter)
        self.found += drafts.found
        self.losses += drafts.losses
        if drafts.drafts and not failed([d for _, d in drafts.found]):
            task = drafts.drafts[0].task.model_copy(update={"kind": "keyframe", "name": f"{shot.id} keyframe"})
            task = task.model_copy(update={"key": clip_key(task)})
            self.tasks[task.key], self.clips[shot.id] = task, task.key
        return replace(one, keyframe=True)

    def _painter(self, shot: Shot, choice: Choice, wish: str) -> tuple[Choice | None, list[Diagnostic]]:
        """A model of the same backend, with the shot's other options; or another backend, with the options that it is given."""
        target = choice.target
        if wish in target.capabilities.models:
            same = wish == choice.can.model
            kept = tuple(t for t in shot.tune if t.backend != target.name or t.key not in MOTION)
            kept = tuple(t for t in kept if same or t.backend != target.name or t.key != "checkpoint")
            tune = (*kept, Tune(backend=target.name, key="model", value=wish))
        else:
            try:
                target, tune = self.find(wish), shot.tune
            except (KeyError, Broken):
                return None, []
            if isinstance(target.backend, Service):
                return None, []
        painter, ill = self.drafting.choose(target, shot.model_copy(update={"tune": tune}))
        return (None, ill) if painter is None or painter.can.first_frame == "required" else (painter, ill)

    def _nobody(self, choice: Choice, wish: str, span) -> Diagnostic:
        able = [m for m in choice.target.capabilities.models if choice.target.capabilities.of(m).first_frame != "required"]
        words = f"a model that begins from words ({', '.join(able)}), or another backend on this machine"
        return Diagnostic.at("E0510", span, f"`{OPTION}` of `{choice.target.name}` cannot be `{wish}`", notes=(words,))

    def _still(self, one: Staged) -> Staged:
        """What is seen when the shot begins: its people and its first action, no line, no move of the camera, one frame."""
        frame = 1 / self.drafting.film.rate
        action = next((b for b in one.brief.beats if isinstance(b, TimedAction)), None)
        beats = (action.model_copy(update={"start": Fraction(0), "end": frame}),) if action else ()
        changes = {"length": frame, "beats": beats, "camera": Camera(), "motion_seed": one.brief.seed}
        shot = one.shot.model_copy(update={"last": None})
        return replace(one, shot=shot, brief=one.brief.model_copy(update=changes), take=1, note="", split=False, anchor=None)
