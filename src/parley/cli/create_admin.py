import asyncio
import sys
from typing import Annotated, get_type_hints

import msgspec
import typer
from typer import Argument, Option

from parley.basics.ids import new_token
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
    account = _account(handle, name or handle, _password(from_stdin=password_stdin))
    try:
        role = asyncio.run(_create(settings, account))
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None
    print(f"{handle} can sign in now, as {role} of this server.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _account(handle: str, name: str, password: str) -> RegisterAccount:
    fields = {"handle": handle, "name": name, "password": password, "client_id": new_token()}
    try:
        return msgspec.convert(fields, RegisterAccount)
    except msgspec.ValidationError as problem:
        field = str(problem).rpartition("$.")[2].rstrip("`")
        raise CannotStart(f"This {field} will not do: {_rule(field)}") from None


def _rule(field: str) -> str:
    meta = get_type_hints(RegisterAccount, include_extras=True)[field].__metadata__[0]
    assert isinstance(meta, msgspec.Meta)  # noqa: S101 - every field of this struct has one, for the type checker
    return f"{meta.description} Between {meta.min_length} and {meta.max_length} characters."


async def _create(settings: Settings, account: RegisterAccount) -> PersonRole:
    from parley.actions import accounts
    from parley.actions.context import Context
    from parley.process.services import beside
    from parley.store import people

    async with beside(settings) as services:
        ctx = Context(services)
        role: PersonRole = "admin" if await ctx.database.read(people.any_person) else "owner"
        await accounts.create_admin(
            ctx,
            handle=account.handle,
            name=account.name,
            password=account.password,
            role=role,
            client_id=account.client_id,
        )
    return role
