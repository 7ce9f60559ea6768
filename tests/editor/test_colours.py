"""Colours without a server: the Pygments lexer and the VS Code grammar know the language's words, all of them and no others."""

import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from importlib import import_module

import pytest
from editor.films import CAST, EXAMPLES, FILM, ROOT

from screenc.lang import forms

VSCODE = ROOT / "editors" / "vscode"
WHOLE = {
    "cast": "cast ANRI\n  name     Okita Anri\n  aka      the girl\n  height   172cm\n  tint     #c04030\n  speaks   anri-soft\n",
    "shot": "shot s10.2 4s\n  from     s10.1\n  wears    ANRI a dry coat\n  seed     4 motion 9\n  lens     35mm\n"
    "  waive    W0412 until 2027-01-01 the jump is meant\n  expect   loudness >= -24dB\n  cut      wipe left 12f\n"
    "  tune     previz grain 0.5\n  at       1.5s\n",
    "film": "film rain\n  budget   $4.00\n  length   12s..20s\n  frame    1280x720\n  rate     23.976fps\n",
    "choice": "choice s10.hand\n  ask      Does she?\n  pick     s20 She takes it.\n  timeout  8s\n",
}


def texts():
    return [FILM, CAST, *WHOLE.values(), *(p.read_text("utf-8") for p in EXAMPLES)]


@pytest.mark.parametrize("text", texts())
def test_the_lexer_takes_every_sound_line(text):
    from pygments.token import Error

    from screenc.lang.lexer import ShotLexer

    tokens = list(ShotLexer(stripnl=False, ensurenl=False).get_tokens(text))
    assert "".join(words for _, words in tokens) == text
    assert [words for kind, words in tokens if kind is Error] == []


def test_the_lexer_names_things_and_tells_what_is_none():
    from pygments import lex
    from pygments.token import Comment, Error, Keyword, Name, String

    from screenc.lang.lexer import ShotLexer

    text = "# note\nshot s10.2 auto\n  ANRI (softly): You # came.\n  camra    pan\n  angle    low\n"
    found = [(kind, words) for kind, words in lex(text, ShotLexer()) if words.strip()]
    for expected in [
        (Comment.Single, "# note"),
        (Keyword.Declaration, "shot"),
        (Name.Label, "s10.2"),
        (Keyword.Constant, "auto"),
        (Name.Class, "ANRI"),
        (String, "You # came."),
        (Name.Attribute, "angle"),
        (Error, "  camra    pan"),
    ]:
        assert expected in found


def test_pygments_finds_the_lexer_by_name():
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pygments.lexers"]
    module, name = points["shot"].split(":")
    lexer = getattr(import_module(module), name)
    assert "shot" in lexer.aliases and "*.shot" in lexer.filenames


def grammar():
    return json.loads((VSCODE / "syntaxes" / "shot.tmLanguage.json").read_text("utf-8"))


def patterns(of):
    """Every expression of the grammar, as Python reads it: the few forms that Oniguruma writes otherwise are put over."""
    if isinstance(of, dict):
        for key, value in of.items():
            if key in ("match", "begin", "end"):
                yield re.compile(value.replace("\\x{FEFF}", "\ufeff"))
            else:
                yield from patterns(value)
    elif isinstance(of, list):
        for each in of:
            yield from patterns(each)


def test_the_vscode_grammar_has_the_languages_words():
    said = {word for rule in grammar()["patterns"] for word in re.findall(r"[a-z]+", rule.get("match", rule.get("begin", "")))}
    facts = {word for kind in forms.HEADS for word in forms.facts(kind)} - {"speech"}
    assert facts | set(forms.HEADS) <= said
    assert said - facts - set(forms.HEADS) == {"screenc", "end", "until", "z", "a", "s", "x"} & said


@pytest.mark.parametrize("text", texts())
def test_every_sound_line_has_a_rule_in_the_vscode_grammar(text):
    rules = [r.get("match", r.get("begin")) for r in grammar()["patterns"][1:]] + [grammar()["repository"]["comment"]["match"]]
    rules = [re.compile(rule.replace("\\x{FEFF}", "\ufeff")) for rule in rules]
    assert len(list(patterns(grammar()))) > 12
    for line in text.splitlines():
        assert not line or any(rule.match(line) for rule in rules), line


def test_the_extension_names_only_what_is_there():
    package = json.loads((VSCODE / "package.json").read_text("utf-8"))
    has = package["contributes"]
    for path in (has["languages"][0]["configuration"], has["grammars"][0]["path"]):
        assert (VSCODE / path).is_file()
        json.loads((VSCODE / path).read_text("utf-8"))
    assert has["grammars"][0]["scopeName"] == grammar()["scopeName"]
    client = (VSCODE / "src" / "extension.js").read_text("utf-8")
    for command in has["commands"]:
        assert f'"{command["command"]}"' in client
    assert f"--outfile={package['main'][2:]}" in package["scripts"]["build"]
    config = json.loads((VSCODE / "language-configuration.json").read_text("utf-8"))
    for rule in config["onEnterRules"]:
        re.compile(rule["beforeText"])


@pytest.mark.net
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm packages the extension")
def test_the_extension_packages(tmp_path):
    folder = tmp_path / "vscode"
    shutil.copytree(VSCODE, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix"))
    for command in (["npm", "install", "--no-audit", "--no-fund"], ["npm", "run", "package"]):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    (package,) = folder.glob("*.vsix")
    names = zipfile.ZipFile(package).namelist()
    assert {"extension/package.json", "extension/dist/extension.js", "extension/syntaxes/shot.tmLanguage.json"} <= set(names)
    assert not [name for name in names if "node_modules" in name or "/src/" in name]
    loads = "require('module')._load=((l)=>(n,...r)=>n==='vscode'?s:l(n,...r))(require('module')._load);"
    traps = "get:(t,k)=>k==='prototype'?t.prototype:k===Symbol.toPrimitive?()=>'':s,apply:()=>s,construct:()=>s"
    proxy = f"const s=new Proxy(function(){{}},{{{traps}}});"
    code = f"{proxy}{loads}process.exit(typeof require('{folder}/dist/extension.js').activate==='function'?0:1)"
    assert subprocess.run(["node", "-e", code]).returncode == 0
