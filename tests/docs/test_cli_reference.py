"""docs/cli.md says what the commands say of themselves."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from exeat.cli import COMMANDS, main

CLI_PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_reference_is_what_the_commands_say_today() -> None:
    # In a process of its own: click keeps in a command what an earlier test called it with.
    written = subprocess.run([sys.executable, "-m", "exeat.cli.reference"], capture_output=True, text=True, check=True)
    assert CLI_PAGE.read_text() == written.stdout, "run `make docs`"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_quotes_the_first_sentence_of_each(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help is not None
    first_paragraph = " ".join(command.help.split("\n\n")[0].split())
    assert first_paragraph.startswith(COMMANDS[name][1])


def test_every_option_says_what_it_is_for() -> None:
    silent = [
        f"{context.command_path} {parameter.opts[0]}"
        for context in _all_commands(click.Context(main, info_name="exeat"))
        for parameter in context.command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


def _all_commands(context: click.Context) -> list[click.Context]:
    found = [context]
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            found += _all_commands(click.Context(command, context, name))
    return found
