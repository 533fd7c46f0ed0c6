"""Writes docs/cli.md from the commands themselves: `python -m exeat.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from exeat.cli import main

_WIDTH = 100
_OPENING = """# The command line

<!-- Written by `make docs` from the commands; a test fails when it is out of date. -->

Every command exits with 0 when done, 1 when the task was refused or failed (one plain sentence on
stderr says why), and 2 when it was called wrongly.
"""


def reference() -> str:
    """The help of every command, in Markdown."""
    settings = {**main.context_settings, "max_content_width": _WIDTH, "terminal_width": _WIDTH}
    root = click.Context(main, info_name="exeat", **settings)
    sections = (f"## `{context.command_path}`\n\n```text\n{context.get_help()}\n```\n" for context in _contexts(root))
    return "\n".join([_OPENING, *sections])


def _contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    command = context.command
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        if child is not None:
            yield from _contexts(click.Context(child, context, name, max_content_width=_WIDTH, terminal_width=_WIDTH))


if __name__ == "__main__":
    click.echo(reference(), nl=False)
