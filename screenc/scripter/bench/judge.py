"""A judge model's marks in the paper's four dimensions, 0 to 5, asked several times: a mark without its spread says little."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, pstdev
from typing import Annotated

from pydantic import Field

from screenc.scripter.dialogue import Dialogue
from screenc.scripter.engines.answer import Closed, read_json, schema_of
from screenc.scripter.engines.chat import Desk, Form, Message, Spent, Trouble
from screenc.scripter.engines.prompts import render

DIMENSIONS = ("format", "division", "completeness", "coherence")
MOST_WORDS = 60_000
Mark = Annotated[float, Field(ge=0, le=5)]


class Marks(Closed):
    format: Mark
    division: Mark
    completeness: Mark
    coherence: Mark
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """`asked` times of which `given` gave marks: their mean and standard deviation, and what the first said.

    A time without marks is left out; none at all leaves both empty. It never counts as a zero.
    """

    asked: int
    given: int
    mean: dict[str, float]
    spread: dict[str, float]
    why: str = ""


@dataclass
class Judge:
    """Marks of one model. `repeats` is how often each script is judged; the question is one, so the spread is the model's."""

    desk: Desk
    repeats: int = 3

    @property
    def name(self) -> str:
        return self.desk.chat.name

    def judge(self, dialogue: Dialogue, text: str) -> Judged:
        """One script's marks; what goes wrong with the model takes marks away and nothing else."""
        said = [{"who": s.who, "text": s.text} for s in dialogue.speeches]
        schema = schema_of(Marks)
        prompt = render("judge", lines=said, script=text[:MOST_WORDS], schema=schema)
        got: list[Marks] = []
        for n in range(self.repeats):
            self.desk.seed = n
            try:
                reply = self.desk.ask((Message("user", prompt),), Form("schema", "marks", schema))
            except (Trouble, Spent):
                continue
            marks, _ = read_json(reply.text, Marks) if reply.finish == "stop" else (None, [])
            got += [marks] if marks else []
        columns = {d: [getattr(m, d) for m in got] for d in DIMENSIONS} if got else {}
        means, spreads = ({d: f(v) for d, v in columns.items()} for f in (mean, pstdev))
        return Judged(self.repeats, len(got), means, spreads, got[0].why[:2000] if got else "")
