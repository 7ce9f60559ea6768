"""Engines turn a dialogue into a film: `rules` by craft alone, offline; others ask a model and are checked by the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from screenc.film.model import Film
from screenc.scripter.dialogue import Dialogue
from screenc.text import Diagnostic

__all__ = ["ENGINES", "Draft", "Engine", "Wishes"]

ENGINES = ("rules", "openai", "transformers", "llama")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever asks for a film wants of it; None leaves it to the engine. `length` is in seconds.

    `style` is a style's name or any words; `company` is a film of cast, voices, places and props that are there already."""

    id: str = "film"
    title: str | None = None
    style: str | None = None
    language: str | None = None
    length: Fraction | None = None
    seed: int = 0
    company: Film | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A film, the cast id of each character's key, its estimated seconds, and what was guessed, as sentences.

    `found` are warnings about how it came to be (a scene that the model could not write), `spent` is what that took.
    """

    film: Film
    ids: dict[str, str]
    length: Fraction
    guesses: tuple[str, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    spent: str | None = None


class Engine(Protocol):
    def script(self, dialogue: Dialogue, wishes: Wishes) -> Draft:
        """The film of a dialogue: every line spoken, verbatim, once, in order, by its speaker; the same each time."""
