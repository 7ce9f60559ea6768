"""Alignment is measured as published and never without its nulls: a true film is beyond chance, a random one is not."""

import json
from fractions import Fraction

import numpy as np
import pytest
from critic.reel import Reel, claim

from screenc.contract import Brief, CutEvent, Failed, Task, TimedAction, Unit
from screenc.critic.checks import vsa as check
from screenc.critic.encoder import opened
from screenc.critic.vsa import aligned, held_against_chance, instruction
from screenc.film.model import Framing

COLOURS = ["red", "green", "blue", "yellow", "white", "purple"]
PAINT = {"red": (200, 20, 20), "green": (20, 190, 20), "blue": (20, 20, 200), "yellow": (200, 200, 20), "white": (230, 230, 230),
         "purple": (150, 20, 160)}  # fmt: skip


class Colours:
    """An encoder that knows six colours, exactly."""

    name = "colours"

    def pictures(self, pictures):
        seen = np.array([p.reshape(-1, 3).mean(axis=0) for p in pictures]) - 110
        return (seen / np.linalg.norm(seen, axis=1, keepdims=True)).astype(np.float32)

    def words(self, texts):
        meant = np.array([np.mean([PAINT[w] for w in PAINT if w in t], axis=0) for t in texts]) - 110
        return (meant / np.linalg.norm(meant, axis=1, keepdims=True)).astype(np.float32), tuple(len(t) > 90 for t in texts)


class Rooms(Reel):
    """A film of flat rooms, one colour a shot, two seconds each."""

    def __init__(self, scripted, shown):
        super().__init__(np.zeros((48, 90, 160, 3), np.uint8))
        self.shown = shown
        self.memo = {}
        ids = [f"s1.{n}" for n in range(1, len(scripted) + 1)]
        tasks = [task(id, colour) for id, colour in zip(ids, scripted, strict=True)]
        events = [CutEvent(shot=id, clip=id, start=Fraction(2 * n), length=Fraction(2)) for n, id in enumerate(ids)]
        self.plan = self.plan.model_copy(update={"tasks": tuple(tasks), "events": tuple(events)})
        self.ids = ids

    def moments(self, shot, every, width):
        paint = PAINT[self.shown[self.ids.index(shot)]]
        dice = np.random.default_rng(self.ids.index(shot))
        for n in range(int(2 / every)):
            yield n * every, np.clip(np.full((90, 160, 3), paint) + dice.normal(0, 6, (90, 160, 3)), 0, 255).astype(np.uint8)

    def shots(self, assertion):
        return tuple(id for id in self.ids if assertion.shot in (None, id))


def task(id, colour):
    action = TimedAction(text=f"A wall of {colour}.", start=Fraction(0), end=Fraction(2))
    brief = Brief(shot=id, scene="s1", length=2, width=160, height=90, rate=24, setting="int", place="room",
                  framing=Framing(size="medium"), beats=(action,))  # fmt: skip
    return Task(key=id, kind="clip", name=id, unit=Unit(shots=(id,), length=2), backend="b", version="1", brief=brief)


def test_each_frame_is_held_against_its_own_instruction_alone():
    found = aligned(Rooms(COLOURS, COLOURS), Colours())
    assert found.value > 0.97 and found.frames == 24 and found.encoder == "colours" and found.every == 0.5
    assert found.tells and found.shuffled.least > 0 and found.copied.least > 0 and found.chance <= 2 / 720
    assert all(row.value > row.null for row in found.shots) and found.words.endswith("beyond chance")


def test_the_value_is_the_mean_over_frames():
    film = Rooms(["red", "green"], ["red", "red"])
    found, encoder = aligned(film, Colours()), Colours()
    words, _ = encoder.words([row.instruction for row in found.shots])
    each = [encoder.pictures([f]) @ words[n] for n, s in enumerate(film.ids) for _, f in film.moments(s, 0.5, 160)]
    assert found.value == pytest.approx(float(np.mean(each)), abs=1e-4)


@pytest.mark.parametrize("shown", [COLOURS[1:] + COLOURS[:1], [COLOURS[2]] * 6])
def test_a_shuffled_film_and_a_film_of_one_shot_do_not_tell(shown):
    found = aligned(Rooms(COLOURS, shown), Colours())
    assert found.tells is False and "no different from its null" in found.words


def test_three_shots_are_too_few_and_one_has_no_null():
    assert aligned(Rooms(COLOURS[:3], COLOURS[:3]), Colours()).tells is None
    alone = aligned(Rooms(["red"], ["red"]), Colours())
    assert alone.shuffled is None and alone.shots[0].null is None and "no null" in alone.words


def test_chance_is_called_beyond_itself_about_as_rarely_as_it_should():
    dice = np.random.default_rng(5)
    called = sum(held_against_chance(dice.normal(0.2, 0.02, (7, 7)), np.full(7, 8.0), "abcdefg")["tells"] for _ in range(100))
    assert called <= 5


def test_speech_is_no_part_of_an_instruction():
    assert instruction(task("s1.1", "red").brief) == "medium shot. A wall of red. room."


def test_without_an_encoder_it_is_not_measured_and_says_so():
    verdict = check.check.judge(Rooms(COLOURS, COLOURS), claim("vsa", ">=", "0.2"))
    assert verdict.held is None and "no image-text encoder was named" in verdict.words


def test_the_check_reads_a_shot_and_the_film():
    film = Rooms(COLOURS, COLOURS)
    film.memo["encoder"] = Colours()
    of_shot = check.check.judge(film, claim("vsa", ">=", "0.9", shot="s1.2"))
    of_film = check.check.judge(film, claim("vsa", ">=", "0.9", shot=None))
    assert of_shot.held and "other shots' words" in of_shot.words and of_film.held and "beyond chance" in of_film.words


# --- the door, with a real CLIP of random weights ---


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """A CLIP as transformers writes one: two layers of width 32, and a tokenizer of single letters."""
    transformers = pytest.importorskip("transformers")
    import torch

    folder = tmp_path_factory.mktemp("clip") / "tiny-clip"
    torch.manual_seed(0)
    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = transformers.CLIPConfig(
        text_config={**small, "vocab_size": 60, "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1},
        vision_config={**small, "image_size": 32, "patch_size": 8},
        projection_dim=16,
    )  # fmt: skip
    transformers.CLIPModel(config).save_pretrained(folder)
    letters = [f"{c}{w}" for c in "abcdefghijklmnopqrstuvwxyz.," for w in ("", "</w>")]
    vocabulary = {t: n for n, t in enumerate(["<|startoftext|>", "<|endoftext|>", *letters])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    transformers.CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt")).save_pretrained(folder)
    transformers.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


def test_a_real_clip_comes_through_the_door(clip):
    encoder = opened(str(clip))
    seen = encoder.pictures([np.full((90, 160, 3), 200, np.uint8), np.zeros((36, 64, 3), np.uint8)])
    words, cut = encoder.words(["a red wall.", "a wall " * 40])
    assert seen.shape == words.shape == (2, 16) and cut == (False, True)
    assert np.allclose(np.linalg.norm(np.vstack([seen, words]), axis=1), 1, atol=1e-5)
    assert encoder.name == "clip tiny-clip"


def test_a_real_siglip_comes_through_the_door_and_reads_what_it_reads(tmp_path, capfd):
    """SigLIP was trained on texts padded to its length; its loading leaves no noise on the terminal."""
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    text = {**small, "vocab_size": 60, "max_position_embeddings": 16, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 1}
    config = transformers.SiglipConfig(text_config=text, vision_config={**small, "image_size": 32, "patch_size": 8})
    transformers.SiglipModel(config).save_pretrained(tmp_path)
    letters = {letter: n for n, letter in enumerate(["<bos>", "<pad>", "<unk>", *"abcdefghijklmnopqrstuvwxyz., "])}
    tokenizer = Tokenizer(models.WordLevel(letters, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    kept = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>")
    kept.save_pretrained(tmp_path)
    transformers.SiglipImageProcessor(size={"height": 32, "width": 32}).save_pretrained(tmp_path)
    capfd.readouterr()
    encoder = opened(str(tmp_path))
    words, cut = encoder.words(["a wall.", "a wall " * 40])
    seen = encoder.pictures([np.zeros((36, 64, 3), np.uint8)])
    assert words.shape == (2, 32) and seen.shape == (1, 32) and cut == (False, True) and encoder.name.startswith("siglip")
    assert capfd.readouterr() == ("", "")


def test_random_weights_are_no_different_from_their_null(clip):
    found = aligned(Rooms(COLOURS, COLOURS), opened(str(clip)))
    assert found.tells is False and "no different from its null" in found.words


@pytest.mark.parametrize("broken", ["empty", "torn", "bert"])
def test_what_is_no_encoder_is_told_and_not_thrown(clip, broken, tmp_path):
    transformers = pytest.importorskip("transformers")
    where = tmp_path / broken
    if broken == "bert":
        config = transformers.BertConfig(
            hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, vocab_size=9
        )
        transformers.BertModel(config).save_pretrained(where)
    else:
        where.mkdir()
    if broken == "torn":
        for path in clip.iterdir():
            (where / path.name).write_bytes(path.read_bytes()[: 50 if path.suffix == ".safetensors" else None])
    with pytest.raises(Failed) as told:
        opened(str(where))
    assert told.value.diagnostic.code == "E0751" and told.value.diagnostic.notes


def test_missing_packages_are_named_with_their_extra(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(Failed) as told:
        opened("somewhere")
    assert told.value.diagnostic.code == "E0750" and "screenc[vsa]" in told.value.diagnostic.help


def test_chance_is_told_to_a_person():
    """W0756, with the words of the alignment."""
    from screenc.cli.lent import found

    by_chance = aligned(Rooms(COLOURS, [COLOURS[2]] * 6), Colours())
    assert [d.code for d in found({"vsa": by_chance})] == ["W0756"]
    assert found({"vsa": aligned(Rooms(COLOURS, COLOURS), Colours())}) == []
