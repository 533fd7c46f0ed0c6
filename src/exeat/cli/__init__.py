"""The command line, `exeat`: one file a command group, imported when its command is used.

So `exeat --help` is quick, and the base install works without Django. A new command is one line in
``COMMANDS`` and one file beside this one.
"""

from __future__ import annotations

from importlib import import_module

import click

# name: ("module:attribute" in this package, the first sentence of the command's own help)
COMMANDS = {
    "administrator": ("accounts:administrator", "Make an administrator, or let one back in."),
    "audit": ("audit:audit", "Check the record of events."),
    "brief": ("brief:brief", "Write the recommendation memo of a plan on the server."),
    "case": ("cases:case", "Submit and read applications on a server, as the signed-in user."),
    "classify": ("controls:classify", "Find the entries that an officer should look at for goods so described."),
    "controls": ("controls:controls", "Import, read and compare control lists."),
    "demo": ("server:demo", "Fill a database that Exeat made for itself with invented cases."),
    "import": ("imports:import_", "Load licences in force or open cases from a spreadsheet."),
    "licence": ("licence:licence", "Check licences, with or without a network."),
    "login": ("cases:login", "Store a token that signs in to a server."),
    "migrate": ("server:migrate", "Bring the database to this version's tables."),
    "offers": ("offers:offers", "Bring in what partners offer, on a server, as the signed-in user."),
    "partner": ("partner:partner", "Plan offers to states against the free windows that they publish."),
    "plan": ("plan:plan_offers", "Recommend which offers to accept, who goes and who pays."),
    "policy": ("policy:policy", "Begin a state's policy, and check it against its worked examples."),
    "run": ("server:run", "Start everything on this machine: the demo, or an office of your own."),
    "screen": ("screen:screen", "Compare names with the watchlists."),
    "serve": ("server:serve", "Serve pages and API."),
    "watchlists": ("watchlists:watchlists", "Import and compare watchlists."),
    "worker": ("server:worker", "Work through the queue of jobs: mail, documents, screening."),
}


class Commands(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(f"exeat.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="exeat")
def main() -> None:
    """Licensing review and cooperation planning for export control authorities."""
