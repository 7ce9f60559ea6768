"""Every verb and everything that can be given to it is explained."""

import click
import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc


def verbs():
    return screenc.list_commands(click.Context(screenc))


def command(verb):
    return screenc.get_command(click.Context(screenc), verb)


@pytest.mark.parametrize("verb", verbs())
def test_a_verb_is_explained(verb):
    it = command(verb)
    assert it.help and it.get_short_help_str(limit=200).rstrip(".")
    for parameter in it.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{verb} {parameter.opts[0]} has no help"
    shown = CliRunner().invoke(screenc, [verb, "--help"])
    assert shown.exit_code == 0 and "Usage: screenc" in shown.output


def test_the_group_lists_every_verb():
    shown = CliRunner().invoke(screenc, ["--help"])
    assert shown.exit_code == 0 and all(f"\n  {verb}" in shown.output for verb in verbs())


def test_an_unknown_verb_is_a_usage_error():
    assert CliRunner().invoke(screenc, ["chekc"]).exit_code == 2
