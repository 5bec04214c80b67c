import asyncio
import sys
from typing import Annotated

import typer
from typer import Argument, Option

from parley.cli.accounts import account
from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.protocol.accounts import RegisterAccount
from parley.protocol.people import PersonRole
from parley.settings import Settings
from parley.store.refusals import CannotStart


def create_admin(
    handle: Annotated[str, Argument(help="What the person signs in with.")],
    *,
    name: Annotated[str | None, Option(help="What others see. The handle, when not given.")] = None,
    password_stdin: Annotated[bool, Option("--password-stdin", help="Read the password from standard input.")] = False,
) -> None:
    """Make an account that may administer the server; the first one there is becomes its owner.

    The server may be running. Others see the new person within ten seconds.
    """
    settings = read_settings()
    prepare_database(settings)
    made = account(handle, name or handle, _password(from_stdin=password_stdin))
    try:
        role = asyncio.run(_create(settings, made))
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None
    print(f"{handle} can sign in now, as {role} of this server.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CannotStart("Nobody can type a password here. Give it on standard input, with --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


async def _create(settings: Settings, made: RegisterAccount) -> PersonRole:
    from parley.actions import accounts
    from parley.actions.context import Context
    from parley.process.services import beside
    from parley.store import people

    async with beside(settings) as services:
        ctx = Context(services)
        role: PersonRole = "admin" if await ctx.database.read(people.any_person) else "owner"
        await accounts.create_admin(
            ctx,
            handle=made.handle,
            name=made.name,
            password=made.password,
            role=role,
            client_id=made.client_id,
        )
    return role
