"""What a backend can do and what it costs, as dated data: `backends/NAME.toml`, a table `[model.NAME]` each over a shared head.

Every limit that hangs on another choice has a `when`: a table of conditions over the facts of one call, all of which must hold.
The facts are the backend's options (`resolution = "1080p"`), what the call uses (`first_frame`, `last_frame`, `references`,
`multi_shot`: booleans; `duration`: seconds; `shots`: a count) and, for prices, the lowered request's body (`parameters.size`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from screenc.film.model import Typed

Condition = dict[str, Any]
Scalar = bool | int | str | float | Fraction | None
Audio = Literal["never", "optional", "always"]
Grade = Literal["draft", "good", "fine"]
GRADES: tuple[Grade, ...] = ("draft", "good", "fine")


def holds(when: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether every condition holds: a list is one of, `{least, most}` a range, else the same; no fact is None."""
    return all(_holds(wanted, facts.get(name)) for name, wanted in when.items())


def _holds(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, list | tuple):
        return any(_holds(one, found) for one in wanted)
    if isinstance(wanted, Mapping):
        number = _number(found)
        least, most = _number(wanted.get("least")), _number(wanted.get("most"))
        return number is not None and (least is None or number >= least) and (most is None or number <= most)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return bool(found) is wanted if isinstance(wanted, bool) else False
    left, right = _number(wanted), _number(found)
    return left == right if left is not None and right is not None else str(wanted) == str(found)


def _number(value: Any) -> Fraction | None:
    try:
        return None if value is None or isinstance(value, bool) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


class Lengths(Typed):
    """Lengths of a clip on offer, in seconds: the listed ones, or from `least` to `most` in steps (none: any whole frame)."""

    of: tuple[Fraction, ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None
    step: Fraction | None = None
    when: Condition = Field(default_factory=dict)

    def up(self, length: Fraction) -> Fraction | None:
        """The shortest on offer that is long enough; None where none is."""
        if self.of:
            return min((d for d in self.of if d >= length), default=None)
        least = self.least or Fraction(0)
        if length <= least:
            return least
        if self.step:
            length = least + -((least - length) // self.step) * self.step
        return None if self.most is not None and length > self.most else length

    @property
    def longest(self) -> Fraction | None:
        """The longest on offer; None is no limit."""
        return max(self.of) if self.of else self.most


class Native(Typed):
    """A frame that a model makes, in pixels, with the words by which its requests name it."""

    width: int
    height: int
    ratio: str | None = None
    resolution: str | None = None
    when: Condition = Field(default_factory=dict)


class Rule(Typed):
    """When the conditions hold, so must `then`; `words` say it to a person."""

    when: Condition
    then: Condition
    words: str


class Limit(Typed):
    """The longest prompt: Unicode characters, UTF-16 code units, UTF-8 bytes, or tokens (reckoned at four thirds a word)."""

    most: int
    unit: Literal["chars", "utf16", "bytes", "tokens"] = "chars"

    def size(self, text: str) -> int:
        if self.unit == "utf16":
            return len(text.encode("utf-16-le")) // 2
        if self.unit == "bytes":
            return len(text.encode())
        if self.unit == "tokens":
            wide = sum(ord(c) > 0x2E7F for c in text)  # scripts without spaces: a token a character
            return -(-4 * len(text.split()) // 3) + wide
        return len(text)


class Ignored(Typed):
    """An option that the service takes and does nothing with, where the conditions hold."""

    option: str
    words: str
    when: Condition = Field(default_factory=dict)


class Price(Typed):
    """What a call costs, where the conditions hold: dollars for each second, clip or token; `least` for any one call.

    `tokens` are those of a second of film. `since` is the first day of the price, `seen` when and where it was read.
    """

    per: Literal["second", "clip", "token"] = "second"
    dollars: Fraction
    tokens: Fraction | None = None
    least: Fraction = Fraction(0)
    since: str | None = None
    seen: str = ""
    when: Condition = Field(default_factory=dict)

    @model_validator(mode="after")
    def _counted(self) -> Price:
        if self.per == "token" and self.tokens is None:
            raise ValueError("a price per token needs `tokens`, those of a second of film")
        return self

    def of(self, seconds: Fraction) -> Fraction:
        units = {"second": seconds, "clip": Fraction(1), "token": seconds * (self.tokens or 0)}[self.per]
        return max(self.least, self.dollars * units)


def _audio(value: Any) -> Any:
    return {True: "always", False: "never"}.get(value, value) if isinstance(value, bool) else value


class Capabilities(Typed):
    """What a backend, or one model of it, can do. None is no limit; seconds, pixels, dollars a second."""

    name: str
    summary: str
    longest: Fraction | None = None
    shortest: Fraction | None = None
    durations: tuple[Fraction, ...] = ()
    lengths: tuple[Lengths, ...] = ()
    """Lengths that hang on other choices; where given, they stand for the three above. The first that holds counts."""
    sizes: tuple[str, ...] = ()
    """The only frames that can be made, `WxH`; a bought clip is scaled, so a service has `frames` instead."""
    rates: tuple[Fraction, ...] = ()
    frames: tuple[Native, ...] = ()
    sizes_of_shot: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    first_frame: Literal["ignored", "optional", "required", "refused"] = "ignored"
    last_frame: Literal["ignored", "optional", "required", "refused"] = "ignored"
    references: int = 0
    reference_kinds: tuple[Literal["image", "video", "audio"], ...] = ("image",)
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Groups of uses of which a call may have one: `first_frame`, `last_frame`, `references`, `multi_shot`."""
    requires: tuple[Rule, ...] = ()
    prompt: Limit | None = None
    part_prompt: Limit | None = None
    """The limit of each shot's prompt where a call makes several."""
    audio: Annotated[Audio, BeforeValidator(_audio)] = "never"
    seeds: Literal["none", "one", "two"] = "none"
    negative: bool = False
    multi_shot: int = 1
    """How many shots one call makes at most, their lengths adding up to the call's."""
    together: bool = False
    """Shots of a scene share a call wherever they may, for that is what the model is for."""
    shortest_part: Fraction | None = None
    part_step: Fraction | None = None
    pinned: dict[str, Scalar] = Field(default_factory=dict)
    """What every request must say, by its dotted place in the body: rewriters of prompts that are on unless told off."""
    ignored: tuple[Ignored, ...] = ()
    concurrency: int | None = None
    """How many jobs of one account run at once."""
    creates_per_second: Fraction | None = None
    poll_every: Fraction | None = None
    dollars_per_second: Fraction = Fraction(0)
    prices: tuple[Price, ...] = ()
    quality: Grade = "good"
    pace: Fraction | None = None
    """Seconds that a second of film takes to make, as last seen; for estimates of time, until there are figures of one's own."""
    released: str | None = None
    deprecated: str | None = None
    shutdown: str | None = None
    replacement: str | None = None
    checked_on: str
    model: str | None = None
    """Which model this is, once chosen; in the head, the one that is meant when `tune NAME model` names none."""
    models: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _tables(cls, data: Any) -> Any:
        """`[model.NAME]` tables come beside `default`, the model that is meant when none is named."""
        if isinstance(data, Mapping) and isinstance(data.get("model"), Mapping):
            data = dict(data)
            data["models"] = data.pop("model")
            data["model"] = data.pop("default", next(iter(data["models"])))
        return data

    @model_validator(mode="after")
    def _whole(self) -> Capabilities:
        """Every model's own table has to make a profile, and the default one has to be there."""
        if self.models:
            if self.model not in self.models:
                raise ValueError(f"the default model `{self.model}` has no table")
            for name in self.models:
                self.of(name)
        for day in (self.released, self.deprecated, self.shutdown, self.checked_on):
            if day is not None:
                date.fromisoformat(day)
        return self

    def of(self, model: str | None = None) -> Capabilities:
        """The profile of one model (None: the default): its table over the head. KeyError for one that is not there."""
        if not self.models:
            return self
        name = model or self.model
        head = self.model_dump(exclude_unset=True, exclude={"models", "model"})
        return Capabilities.model_validate({**head, **self.models[name], "model": name})

    def rules_out(self, use: str, others: Collection[str]) -> str | None:
        """The first of some uses that cannot share a call with `use`."""
        return next((o for group in self.exclusive if use in group for o in sorted(set(group) & set(others) - {use})), None)

    def offered(self, facts: Mapping[str, Any]) -> Lengths:
        """The lengths on offer for a call."""
        for row in self.lengths:
            if holds(row.when, facts):
                return row
        longest = min(self.longest, max(self.durations)) if self.durations and self.longest is not None else self.longest
        of = tuple(d for d in self.durations if longest is None or d <= longest)
        return Lengths(of=of, least=self.shortest, most=longest)

    def native(self, width: int, height: int, facts: Mapping[str, Any]) -> Native | None:
        """The frame to ask for: the nearest shape, then the smallest that is as large, else the largest."""
        rows = [f for f in self.frames if holds(f.when, facts) and _named(f.resolution, facts.get("resolution"))]
        rows = rows or [f for f in self.frames if holds(f.when, facts)]

        def off(f: Native) -> tuple:
            short = f.width * f.height < width * height
            return (round(max(f.width * height, width * f.height) / min(f.width * height, width * f.height), 3), short)

        if not rows:
            return None
        shape = min(off(f)[0] for f in rows)
        same = [f for f in rows if off(f)[0] == shape]
        large = [f for f in same if not off(f)[1]]
        return min(large, key=lambda f: f.width * f.height) if large else max(same, key=lambda f: f.width * f.height)

    def price(self, seconds: Fraction, facts: Mapping[str, Any], today: date) -> Fraction | None:
        """Dollars of one call; None where the profile does not know."""
        rows = [p for p in self.prices if holds(p.when, facts) and (p.since is None or date.fromisoformat(p.since) <= today)]
        if rows:
            newest = max((p.since or "") for p in rows)
            return next(p for p in rows if (p.since or "") == newest).of(seconds)
        return None if self.prices else self.dollars_per_second * seconds


def _named(resolution: str | None, asked: Any) -> bool:
    return asked is None or resolution is None or resolution.lower() == str(asked).lower()


def flat(body: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a request's body by its dotted place; items of a list by number."""
    if isinstance(body, Mapping):
        for key, value in body.items():
            yield from flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(body, Sequence) and not isinstance(body, str | bytes):
        for n, value in enumerate(body):
            yield from flat(value, f"{path}.{n}" if path else str(n))
    else:
        yield path, body
