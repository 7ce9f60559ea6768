"""`screenc script`: dialogue in any plain form becomes a film in `.shot` text, every line of it kept."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click

from screenc.cli.engine import EngineName, engine_options

FORMATS = ("terminal", "json", "sarif", "junit", "github")
READ = ("plain", "chat", "markdown", "fountain", "fdx", "srt", "vtt", "renpy", "json", "telegram", "bracket")
FORMS = {
    "inline": "`NAME: line`",
    "cue": "names in capitals above their lines",
    "markdown": "the Markdown of a play",
    "chat": "a chat log",
    "handle": "names with a time above their lines",
    "fountain": "Fountain",
    "fdx": "Final Draft",
    "srt": "SubRip subtitles",
    "vtt": "WebVTT",
    "renpy": "Ren'Py",
    "json": "JSON",
    "telegram": "a Telegram export",
    "bracket": "a bracketed shooting script",
}


class Seconds(click.ParamType):
    """A length of time in the language's units: `30s`, `1500ms`; minutes may be written `2m`."""

    name = "length"

    def convert(self, value, param, ctx):
        from screenc.film.quantity import Quantity

        minutes = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*(?:m|min)(?:([0-9]+)s?)?", value)
        try:
            length = Fraction(minutes[1]) * 60 + int(minutes[2] or 0) if minutes else Quantity.read(value).seconds(Fraction(24))
        except ValueError:
            self.fail(f"{value!r} is not a length: write it as `30s` or `2m`", param, ctx)
        if length <= 0:
            self.fail("a film cannot be shorter than nothing", param, ctx)
        return length


@click.command(name="script")
@click.argument("dialogue", type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write here instead of to standard output.")
@click.option("--force", is_flag=True, help="Replace the output file if there is one.")
@click.option(
    "--from",
    "form",
    type=click.Choice(READ),
    help="What the dialogue is written in; told by its name and its words when left out.",
)
@click.option("--title", help="The film's title.")
@click.option(
    "--style",
    help="The look of the whole film: noir, sitcom, documentary, anime, thriller, romance, western, stage, or any words.",
)
@click.option(
    "--cast",
    "company",
    type=click.Path(dir_okay=False),
    help="A `.shot` file of cast, voices, places and props to use; whoever is in it keeps their look, clothes and voice.",
)
@click.option("--language", metavar="CODE", help="The language of the lines (en, ko, ...); guessed when left out.")
@click.option(
    "--length",
    type=Seconds(),
    metavar="LENGTH",
    help="How long the film should be, as in 30s; every line is kept whatever it is.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Deal looks, voices and shots another way."
)
@click.option(
    "--engine", type=EngineName(), default="rules", show_default=True, help="Who directs: rules, or a model as in openai:NAME."
)
@engine_options
@click.option("--format", "report", type=click.Choice(FORMATS), default="terminal", help="How problems are told.")
def command(dialogue, output, force, form, title, style, company, language, length, seed, engine, report, **asking):
    """Write a film from a DIALOGUE (- reads standard input).

    Plain `NAME: line` text, chat logs and exports, Fountain, Final Draft, subtitles that name their speakers, Ren'Py, JSON, the
    Markdown of plays and bracketed shooting scripts are understood; stage directions stand in brackets.
    Every line is spoken, verbatim, once, by its speaker, and the result passes `screenc check`. The dialogue is never changed.
    """
    from screenc.report.machine import render
    from screenc.text.diagnostic import failed

    if language and not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", language.lower()):
        raise click.BadParameter(f"{language!r} is no language code: write it as `en` or `ko`", param_hint="--language")
    text, found, said = _write(
        dialogue, output, force, form, title, style, company, language and language.lower(), length, seed, engine, asking
    )
    if text is not None and output:
        found += save(Path(output), text, force)
    if found:
        render(found, report, sys.stderr if report == "terminal" else sys.stdout)
    if failed(found):
        raise SystemExit(1)
    if not output:
        click.echo(text, nl=False)
    for line in said:
        click.echo(line, err=True)
    if output:
        click.echo(f"wrote {output}; next: screenc build {output}", err=True)


def _write(dialogue, output, force, form, title, style, company, language, length, seed, engine, asking):
    """The text, what is wrong, and what to say about it; nothing is written yet."""
    from screenc.cli.engine import settings
    from screenc.scripter.engines import Wishes, door
    from screenc.scripter.engines.chat import Trouble
    from screenc.scripter.finish import finish
    from screenc.scripter.read import read
    from screenc.text import Diagnostic
    from screenc.text.diagnostic import failed

    if output and not force and os.path.lexists(output):
        return None, [_exists(output)], []
    source, found = _source(dialogue)
    if source is None:
        return None, found, []
    understood, more = read(source, form)
    found = [*found, *more]
    if understood is None or failed(found):
        return None, found, []
    hired, more = _company(company)
    found += more
    if failed(found):
        return None, found, []
    wishes = Wishes(_id(output or dialogue), title, _one_line(style), language, length, seed, hired)
    try:
        with door.engine(engine, settings(Path(output).parent if output else Path(), **asking)) as directing:
            draft = directing.script(understood, replace(wishes, title=_one_line(title)))
    except Trouble as trouble:
        return None, [*found, trouble.diagnostic], []
    found += draft.found
    text, more = finish(understood, draft)
    found += more
    if text is not None and hired is not None and output:
        text = _using(text, hired, Path(company), Path(output))
    if length is not None and draft.film.length is None:
        found.append(
            Diagnostic.at(
                "W0805",
                source.span(0, 0),
                f"the film takes about {float(draft.length):.0f}s, and {float(length):.0f}s was asked for",
                notes=("every line is kept, so its words decide how short a film can be",),
                help="cut or add lines in the dialogue, or leave out --length",
            )
        )
    return text, found, _told(understood, draft)


def _told(understood, draft) -> list[str]:
    film = draft.film
    shots = sum(len(s.shots) for s in film.scenes)
    cast = [c.name or c.id for c in film.cast]
    shown = ", ".join(cast[:6]) + (f" and {len(cast) - 6} more" if len(cast) > 6 else "")
    what = [_count(len(film.scenes), "scene"), _count(shots, "shot"), _count(len(understood.speeches), "line")]
    lines = [f"{', '.join(what)}, about {_clock(draft.length)}; cast: {shown}"]
    aside = f"; {_count(len(understood.aside), 'line')} neither said nor seen" if understood.aside else ""
    lines.append(f"read as {FORMS[understood.form]}{aside}")
    lines += [draft.spent] if draft.spent else []
    unsaid = _unvoiced(film.language, " ".join(s.text for s in understood.speeches))
    return lines + [f"guessed: {guess}" for guess in draft.guesses] + ([unsaid] if unsaid else [])


def _unvoiced(language: str, text: str) -> str | None:
    """Where the offline voices do not reach, in a sentence."""
    from screenc.media.speech import door

    try:
        door.choose(language, text)
    except door.SpeechError:
        return f"no offline voice speaks `{language}`: the film will have subtitles, and a build needs a voice that does"
    unread = door.gaps(text, language)
    return (
        f"the offline voice cannot read {unread[:12]}: write them in kana to hear them; subtitles show them" if unread else None
    )


def _company(path: str | None):
    """The film of a file of cast, voices, places and props; nothing where none was asked for."""
    if path is None:
        return None, []
    from screenc.film.resolve import resolve
    from screenc.lang import load

    loaded, found = load(path)
    if loaded is None:
        return None, found
    resolved, more = resolve(loaded)
    if resolved is None and not found and not more:  # a file of cast alone is no film: one that uses it is
        shots = "place no-place\n\nscene s0 int no-place\n\nshot s0.1 1s"
        root = f"screenc 1\n\nuse {Path(path).name}\n\nfilm company\n\n{shots}\nend\n"
        loaded, found = load(Path(path).parent / ".company.shot", root.encode())
        resolved, more = resolve(loaded) if loaded else (None, [])
    return (resolved.film if resolved else None), [*found, *more]


def _using(text: str, company, path: Path, output: Path) -> str:
    """The text with `use` in place of the stanzas that the file of the company holds, where that file lies beside it or below."""
    from screenc.film.resolve import resolve
    from screenc.film.write import write
    from screenc.lang import load

    try:
        near = path.resolve().relative_to(output.resolve().parent)
    except ValueError:
        return text
    theirs = {f"{kind} {thing.id}" for kind, things in (("cast", company.cast), ("voice", company.voices),
              ("place", company.places), ("prop", company.props)) for thing in things}  # fmt: skip
    first, *stanzas = text.removesuffix("\nend\n").split("\n\n")
    kept = [s for s in stanzas if s.split("\n", 1)[0] not in theirs]
    shorter = "\n\n".join([first, f"use {near.as_posix()}", *kept]) + "\nend\n"
    whole, _ = resolve(load("film.shot", text.encode())[0])
    loaded, found = load(output, shorter.encode())
    resolved, more = resolve(loaded) if loaded else (None, [])
    same = (
        resolved is not None
        and not found
        and not more
        and write(resolved.film).split("\n\n")[-1] == write(whole.film).split("\n\n")[-1]
    )
    return shorter if same else text


def _source(dialogue: str):
    """The text of the dialogue; a problem with it is told in a dialogue's words, not a script's."""
    from screenc.lang.read import decode, read
    from screenc.text import Diagnostic

    source, found = decode("<stdin>", sys.stdin.buffer.read()) if dialogue == "-" else read(dialogue)
    told = []
    for d in found:
        if d.code == "E0114":
            told.append(Diagnostic("E0801", d.message, help="write a line as `NAME: what they say`"))
        else:
            told.append(
                replace(d, help=d.help.replace("name a `.shot` file", "name a text file with dialogue") if d.help else None)
            )
    return source, told


def save(path: Path, text: str, force: bool):
    """Write whole or not at all: beside the place first, then moved onto it."""
    from screenc.text import Diagnostic

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.parent.exists() and not path.parent.is_dir():
            what = f"{path} cannot be written: {path.parent} is a file, not a folder"
            return [Diagnostic("E0806", what, help="name another place with -o")]
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="\n")
        if not force and os.path.lexists(path):
            return [_exists(str(path))]
        os.replace(part, path)
    except OSError as error:
        return [Diagnostic("E0806", f"{path} cannot be written: {error.strerror or error}", help="name another place with -o")]
    finally:
        with suppress(OSError):
            part.unlink()
    return []


def _exists(path: str):
    from screenc.text import Diagnostic

    return Diagnostic("E0803", f"{path} is there already", help="name another file with -o, or replace it with --force")


def _id(path: str) -> str:
    """A film's id from its file's name."""
    slug = re.sub(r"[^a-z0-9]+", "-", Path(path).stem.casefold()).strip("-")
    return slug if slug[:1].isalpha() else f"film-{slug}".strip("-")


def _one_line(text: str | None) -> str | None:
    return (" ".join(text.split())[:400].strip() or None) if text else None


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _clock(seconds: Fraction) -> str:
    whole = round(float(seconds))
    return f"{whole // 60}m {whole % 60:02}s" if whole >= 60 else f"{whole}s"
