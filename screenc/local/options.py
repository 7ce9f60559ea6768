"""What `tune` may set of any model on one's own machine. All of it is in the plan and in the name of the clip."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, computed_field

from screenc.contract import Typed
from screenc.local import checkpoint
from screenc.local.recipe import Recipe


class Running(Typed):
    """A backend adds its own to these."""

    recipes: ClassVar[Mapping[str, Recipe]] = {}

    model: str = ""
    """Which checkpoint's profile."""
    checkpoint: str | None = None
    """Weights other than the published ones, by a name that SCREENC_CHECKPOINTS explains."""
    device: Literal["auto", "cuda", "cpu"] = "auto"
    """`cpu` has to be asked for: a clip would take hours."""
    resolution: Literal["480", "540", "720", "frame"] | None = None
    """Lines of the picture; `frame` is the film's own."""
    steps: int | None = Field(None, ge=1, le=200)
    guidance: Fraction | None = Field(None, ge=0, le=30)
    shift: Fraction | None = Field(None, gt=0, le=30)
    negative: Literal["usual", "none"] = "usual"
    """The model's own negative prompt."""
    returns: bool = False
    """The clip ends on the frame that it began with; only for models that can be given their last frame."""
    dtype: Literal["bf16", "fp16", "fp32"] = "bf16"
    offload: Literal["auto", "none", "model", "group"] = "auto"
    """What waits in main memory: nothing, whole models, or blocks; `auto` takes the least that the weights leave room for."""
    fp8: bool = False
    """Weights of the transformer kept in eight bits, and computed with in `dtype`."""
    tiling: bool = True
    """The VAE works in tiles: far less memory, seams of a level or two."""
    cache: Literal["none", "first-block", "taylor-seer"] = "none"
    """Steps that reuse what the last one found."""
    attention: Literal["native", "math", "flex", "flash", "sage"] = "native"

    @computed_field
    @property
    def weights(self) -> str:
        """The revision of the weights, so that other weights make another clip; `?` where they are not here."""
        recipe = self.recipes.get(self.model)
        if recipe is None:
            return "?"
        try:
            return self.located(recipe).identity
        except checkpoint.Unfit:
            return "?"

    def located(self, recipe: Recipe) -> checkpoint.Found:
        """Where the weights are. Raises Unfit."""
        return checkpoint.find(self.checkpoint, recipe.hub)
