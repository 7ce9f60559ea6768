"""Pictures of people and places: in VACE's transformer each has a latent frame of its own; elsewhere they are told as lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from silent_film import script
from within import seen, short

pytest.importorskip("torch")
pytest.importorskip("diffusers")


def picture(red: int, size=(48, 64)):
    from PIL import Image

    return Image.new("RGB", size, (red, 40, 90))


def test_each_picture_is_a_latent_frame_that_the_transformer_reads(here):
    here("wan", "vace")
    task = short("wan", "wan2-1-vace-14b", "wan-vace", Fraction(5, 16), rate=16)
    part = "control_hidden_states"
    plain, _ = seen(task, part=part)
    one, pictures = seen(task, part=part, pictures=[picture(10)])
    two, _ = seen(task, part=part, pictures=[picture(10), picture(240)])
    other, _ = seen(task, part=part, pictures=[picture(200)])
    assert [given[0].shape[2] for given in (plain, one, two)] == [2, 3, 4] and len(pictures) == 5
    assert (one[0][:, :, 0] != other[0][:, :, 0]).any() and (one[0][:, :, 1:] == other[0][:, :, 1:]).all()


def test_the_clips_own_noise_is_the_same_with_pictures_and_without():
    from screenc.local.pipeline import noise

    shape = (1, 4, 3, 2, 2)
    alone, beside = noise(shape, 1, 2), noise(shape, 1, 2, references=2)
    assert beside.shape[2] == 5 and (beside[:, :, 2:] == alone).all()
    assert (noise(shape, 1, 9, references=2)[:, :, :3] == beside[:, :, :3]).all(), "the content seed's"


def test_a_place_may_be_shown_by_the_frame_of_another_clip(tmp_path, here):
    import numpy as np

    from screenc.contract import Reference
    from screenc.local import frames
    from screenc.media.video import Writer

    rng = np.random.default_rng(0)
    with Writer(tmp_path / "clip.mp4", 64, 64, Fraction(16)) as film:
        for red in (40, 200):
            film.write((rng.integers(0, 40, (64, 64, 3)) + np.array([red, 0, 0])).astype(np.uint8))
    shown = Reference(of="street", path="", digest="d", clip="k", at=Fraction(1, 16))
    task = short("wan", "wan2-1-vace-14b", "wan-vace", Fraction(5, 16), rate=16).model_copy(update={"references": (shown,)})
    (picture,) = frames.references(task, {"k": tmp_path / "clip.mp4"}, tmp_path / "out.mp4")
    assert picture.size == (64, 64) and abs(np.asarray(picture)[..., 0].mean() - 60) < 8, "the frame before that moment"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clip.mp4"]


@pytest.mark.parametrize("make", ["vace", "t2v"])
def test_a_film_with_a_picture_of_its_cast(studio, here, tmp_path, make, monkeypatch):
    from screenc.local import frames

    here("wan", make)
    shown, real = [], frames.references
    monkeypatch.setattr(frames, "references", lambda *given: shown.append(real(*given)) or shown[-1])
    picture(240).save(tmp_path / "anri.png")
    usual = (f"model wan2-1-{make}-14b", f"checkpoint wan-{make}", "device cpu", "resolution frame", "steps 2", "dtype fp32")
    text = script("wan", [("s10.1 0.3125s", "\n".join(f"tune wan {t}" for t in usual))], frame="64x64", rate=16)
    assert studio(text.replace("  look     woman", "  ref      anri.png\n  look     woman")) == 0, studio.said
    assert [[p.getpixel((0, 0)) for p in pictures] for pictures in shown] == [[(240, 40, 90)] if make == "vace" else []]
    assert ("W0512" in studio.said) == (make == "t2v")
