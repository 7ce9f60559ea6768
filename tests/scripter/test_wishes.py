"""What may be asked of the scripter beside the words: a cast that is there already, a style, a language, a place to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from scripter.test_guarantee import kept

from screenc.cli.command import screenc
from screenc.film.resolve import resolve
from screenc.lang import load
from screenc.scripter.styles import styles

TALK = """A bar, at night.

ANA: Is this the last one?
Takumi Nishi: There's another in nine minutes.
CYD: Sure. You never waited!
"""
CAST = """screenc 1

cast ANRI
  name     Ana
  look     woman of 70, tall, white bun
  wears    green coat
  speaks   old-voice

cast TAKUMI
  name     Takumi
  aka      Takumi Nishi
  look     man of 29

voice old-voice
  speed    0.9x

place bar
  look     the bar under the bridge, red lamps
end
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    Path("cast.shot").write_text(CAST, encoding="utf-8")
    return lambda *words: CliRunner().invoke(screenc, ["script", "talk.txt", *words])


def film(path: str):
    resolved, found = resolve(load(path)[0])
    assert found == []
    return resolved.film


def test_a_cast_that_is_there_is_used_and_not_written_again(run):
    done = run("-o", "film.shot", "--cast", "cast.shot")
    assert done.exit_code == 0, done.output
    text = Path("film.shot").read_text(encoding="utf-8")
    assert "\nuse cast.shot\n" in text and "cast ANRI" not in text and "cast CYD" in text and "place bar" not in text
    it = film("film.shot")
    assert [c.look for c in it.cast if c.id == "ANRI"] == ["woman of 70, tall, white bun"]
    assert it.scenes[0].place == "bar" and "\n  ANRI: Is this the last one?\n" in text
    assert CliRunner().invoke(screenc, ["check", "film.shot"]).exit_code == 0
    assert Path("cast.shot").read_text(encoding="utf-8") == CAST


def test_a_cast_from_elsewhere_is_written_into_the_film(run):
    Path("films").mkdir()
    assert run("-o", "films/film.shot", "--cast", "cast.shot").exit_code == 0
    assert "cast ANRI" in Path("films/film.shot").read_text(encoding="utf-8")
    assert film("films/film.shot").voice_of("old-voice").speed < 1


def test_a_cast_that_is_wrong_is_told_in_its_own_lines(run):
    Path("cast.shot").write_text(CAST.replace("look", "lokk", 1), encoding="utf-8")
    done = run("--cast", "cast.shot")
    assert done.exit_code == 1 and "cast.shot:5" in done.stderr
    assert run("--cast", "missing.shot").exit_code == 1


@pytest.mark.parametrize("name", styles())
def test_a_style_is_words_light_and_moves_and_checks_clean(name):
    written = kept(TALK, style=name)
    plain = kept(TALK)
    assert f"style    {styles()[name]['style']}" in written and written != plain
    light = styles()[name]["light"].values()
    keyed = next(line for line in written.split("\n") if line.startswith("  light "))
    assert all(word in keyed for word in light)
    for before in styles()[name]["moves"]:
        assert f"camera   {before}" not in written


def test_a_folder_that_is_a_file_is_a_place_that_cannot_be_written(run):
    done = run("-o", "talk.txt/film.shot")
    assert done.exit_code == 1 and "E0806" in done.stderr and "talk.txt is a file" in done.stderr


LANGUAGES = {
    "ko": "지민: 막차 왔어요?\n할머니: 아직이야. 기다려 보자.\n지민: 추워요!\n",
    "ja": "たろう: もう最後の電車ですか。\n李さん: いいえ、まだあります。\nたろう: よかった！\n",
    "zh": "李明：这是最后一班车吗？\n王芳：还有一班，九分钟以后。\n李明：太好了！\n",
    "ar": "مريم: هل هذا هو الأخير؟\nعلي: لا، هناك «آخر» بعد تسع دقائق.\nمريم: حسنا!\n",
    "fr": "Élodie: C'est le dernier ? Je ne sais pas.\nZoë: Non, il y en a un autre « tout de suite ».\nÉlodie: Où ça ?\n",
    "es": "Íñigo: ¿Es el último? No sé qué hacer.\nMª José: ¡No! Hay otro en nueve minutos, y es el que más me gusta.\n",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_dialogue_in_its_own_script_comes_through(code, run):
    text = LANGUAGES[code]
    written = kept(text)
    assert code == "en" or f"language {code}" in written
    for line in text.strip().split("\n"):
        name, _, words = line.replace("：", ":").partition(":")
        assert f": {words.strip()}\n" in written and f"name     {name.strip()}" in written
    Path("talk.txt").write_text(text, encoding="utf-8")
    assert run("-o", "film.shot").exit_code == 0
    shown = CliRunner().invoke(screenc, ["export", "film.shot", "--estimate", "--to", "srt"])
    assert shown.exit_code == 0
    said = "".join(shown.stdout.split())
    assert all("".join(line.replace("：", ":").partition(":")[2].split()) in said for line in text.strip().split("\n"))


def test_where_the_offline_voices_do_not_reach_is_said(run):
    Path("talk.txt").write_text("Ana: Hej.\nBo: Nej tak.\n", encoding="utf-8")
    assert "no offline voice speaks `xx`" in run("--language", "xx").stderr
    Path("talk.txt").write_text(LANGUAGES["ja"], encoding="utf-8")
    assert "cannot read 最後電車" in run().stderr
