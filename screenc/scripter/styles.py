"""Named looks, read from `styles.toml`: what `noir` means for the words, the light, the music and the camera of a whole film."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from screenc.film.model import Camera, Film, Light, Scene, Shot


@cache
def styles() -> dict[str, dict[str, Any]]:
    """Every style by its name."""
    return tomllib.loads(files("screenc.scripter").joinpath("styles.toml").read_text(encoding="utf-8"))


def dressed(film: Film, name: str | None) -> Film:
    """The film in a named style; any other words stay the film's own `style` and change nothing else."""
    style = styles().get((name or "").strip().casefold())
    if style is None:
        return film
    scenes = tuple(_scene(scene, style) for scene in film.scenes)
    return film.model_copy(update={"style": style["style"], "scenes": scenes})


def _scene(scene: Scene, style: dict[str, Any]) -> Scene:
    light = (scene.light or Light()).model_copy(update=style.get("light", {}))
    music = scene.music and (style.get("music", scene.music) or None)
    shots = tuple(_shot(shot, style.get("moves", {})) for shot in scene.shots)
    return scene.model_copy(update={"light": light, "music": music, "shots": shots})


def _shot(shot: Shot, moves: dict[str, str]) -> Shot:
    move = moves.get(shot.camera.move)
    if move is None:
        return shot
    about = shot.camera.subjects if move not in ("static", "handheld") else ()
    pace = shot.camera.pace if move not in ("static", "handheld") else "normal"
    return shot.model_copy(update={"camera": Camera(move=move, pace=pace, subjects=about)})
