"""The command line. What only one command needs is imported inside it: the serving process keeps what is imported."""

import sys
from typing import Annotated

import typer

from parley.cli.audit import audit
from parley.cli.backup import backup
from parley.cli.config import config
from parley.cli.config_option import ConfigOption, with_config_option
from parley.cli.create_admin import create_admin
from parley.cli.doctor import doctor
from parley.cli.follow import follow
from parley.cli.invite import invite
from parley.cli.jobs import jobs
from parley.cli.migrate import migrate
from parley.cli.people import people
from parley.cli.populate import populate
from parley.cli.restore import restore
from parley.cli.rotate_secret import rotate_secret
from parley.cli.serve import serve
from parley.cli.verify_backup import verify_backup
from parley.cli.version import version
from parley.configuration import SettingsError
from parley.store.refusals import CannotStart

REFUSED = 2

app = typer.Typer(
    help="A self-hosted real-time chat server.",
    add_completion=False,
    # Plain text: the coloured sort brings a library along that the server would hold in memory.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    serve,
    migrate,
    create_admin,
    populate,
    follow,
    audit,
    backup,
    verify_backup,
    restore,
    rotate_secret,
    config,
    doctor,
    version,
):
    app.command()(command)
app.add_typer(jobs, name="jobs")
app.add_typer(people, name="people")
app.add_typer(invite, name="invite")


@app.callback(invoke_without_command=True)
def parley(
    context: typer.Context,
    *,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
    config: ConfigOption = None,
) -> None:
    if show_version:
        version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(REFUSED)


def main() -> None:
    try:
        with_config_option(typer.main.get_command(app))(prog_name="parley")
    except (SettingsError, CannotStart) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(REFUSED)
