"""What `tune` may set of any model on one's own machine. All of it is in the plan and in the name of the clip."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, computed_field, field_validator, model_serializer

from screenc.contract import Typed
from screenc.local import checkpoint, lora
from screenc.local.recipe import Recipe


class Running(Typed):
    """A backend adds its own to these."""

    recipes: ClassVar[Mapping[str, Recipe]] = {}
    rare: ClassVar[tuple[str, ...]] = ("keyframe", "int8", "compile", "lora", "loras")
    """What is told only where it is not as usual: keys stay as they were when such an option is invented."""

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
    keyframe: str | None = None
    """Who makes the first picture from words, before this model moves it: a model of this backend, or another one here."""
    dtype: Literal["bf16", "fp16", "fp32"] = "bf16"
    offload: Literal["auto", "none", "model", "group"] = "auto"
    """What waits in main memory: nothing, whole models, or blocks; `auto` takes the least that the weights leave room for."""
    fp8: bool = False
    """Weights of the transformer kept in eight bits, and computed with in `dtype`."""
    int8: bool = False
    """Weights of the transformer as integers of eight bits, by torchao."""
    tiling: bool = True
    """The VAE works in tiles: far less memory, seams of a level or two."""
    cache: Literal["none", "first-block", "taylor-seer"] = "none"
    """Steps that reuse what the last one found."""
    attention: Literal["native", "math", "flex", "flash", "sage"] = "native"
    compile: bool = False
    """The transformer's blocks by torch.compile: the first clip waits for it; bits may differ."""
    lora: dict[str, Annotated[Fraction, Field(ge=-4, le=4)]] = Field(default_factory=dict)
    """LoRAs by the names that SCREENC_CHECKPOINTS explains, each with its weight: `tune wan lora-NAME 0.8`."""

    @field_validator("lora", mode="before")
    @classmethod
    def _weighed(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError(f"write `lora-{value} 1`: the name in the word before, the weight after it")
        return value

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

    @computed_field
    @property
    def loras(self) -> dict[str, str]:
        """The digest of each LoRA's bytes: another file of the same name makes another clip."""
        return lora.identities(self.lora)

    @model_serializer(mode="wrap")
    def _told(self, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
        def odd(name: str, value: Any) -> bool:
            field = self.__pydantic_fields__.get(name)
            return value != (field.get_default(call_default_factory=True) if field else {})

        return {name: value for name, value in told(self).items() if name not in self.rare or odd(name, value)}

    def located(self, recipe: Recipe) -> checkpoint.Found:
        """Where the weights are. Raises Unfit."""
        return checkpoint.find(self.checkpoint, recipe.hub)
