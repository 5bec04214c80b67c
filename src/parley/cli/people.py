"""People's accounts, beside a running server too: `parley people` with list, add, reset-password and more."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import typer
from typer import Argument, Option

from parley.basics.ids import new_token
from parley.basics.times import rfc3339
from parley.cli.accounts import account
from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.protocol.accounts import Password
from parley.protocol.people import PersonRole
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.actions.context import Context

T = TypeVar("T")
# Letters of a password that is made here: 120 random bits.
MADE = 20
ROLES = "owner, admin, member or guest."
SOCKETS = "Their open connections close within ten seconds."

people = typer.Typer(no_args_is_help=True, help="Who has an account, and what they may.")
Handle = Annotated[str, Argument(help="What the person signs in with.", show_default=False)]


@people.command("list")
def list_people(
    *,
    disabled: Annotated[bool, Option("--disabled", help="Only those who are disabled.")] = False,
    most: Annotated[int, Option(min=1, max=1_000_000, help="How many at most.")] = 1_000,
    as_json: Annotated[bool, Option("--json", help="For programs: a list of objects.")] = False,
) -> None:
    """Print people by their handles."""
    from parley.store.people import listed

    rows = with_context(lambda ctx: ctx.database.read(listed, now=ctx.now(), only_disabled=disabled, most=most))
    if as_json:
        print(json.dumps([_as_object(row) for row in rows], indent=2))
    elif not rows:
        print("Nobody is disabled." if disabled else "Nobody has an account yet.")
    else:
        print("\n".join(map(_line, rows)))
    if len(rows) == most:
        print(f"Only the first {most} are shown: --most shows more.", file=sys.stderr)


@people.command()
def add(
    handle: Handle,
    *,
    name: Annotated[str | None, Option(help="What others see. The handle, when not given.")] = None,
    role: Annotated[str, Option(help=ROLES)] = "member",
    password_stdin: Annotated[bool, Option("--password-stdin", help="Read the password from standard input.")] = False,
) -> None:
    """Make an account, with a password that is made and printed once unless it is read.

    The server may be running, also one where people cannot register. Others see the new person within ten seconds.
    """
    from parley.actions import accounts

    wanted = _role(role)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else new_token()[:MADE]
    made = account(handle, name or handle, password)
    with_context(lambda ctx: accounts.add_person(ctx, made, wanted))
    if not password_stdin:
        print(password)  # alone, to be copied; what is said about it goes aside
    what = "the password that you gave" if password_stdin else "this password"
    print(f"{handle} can sign in with {what} now, as {wanted} of this server.", file=sys.stderr)


@people.command()
def reset_password(
    handle: Handle,
    *,
    password_stdin: Annotated[bool, Option("--password-stdin", help="Read it from standard input.")] = False,
) -> None:
    """Give a person a new password, made and printed once unless it is read; end all of their sessions."""
    from parley.actions import administration

    password = _checked(sys.stdin.readline().rstrip("\r\n")) if password_stdin else new_token()[:MADE]
    ended = with_context(lambda ctx: administration.reset_password(ctx, handle, password))
    if not password_stdin:
        print(password)  # alone, to be copied; what is said about it goes aside
    what = "the password that you gave" if password_stdin else "this password"
    print(f"{handle} signs in with {what} now. {_ended(ended)}", file=sys.stderr)


@people.command()
def reset_link(handle: Handle) -> None:
    """Print a link with which a person chooses a new password, once and within ten minutes: where there is no mail."""
    from parley.actions import administration

    print(with_context(lambda ctx: administration.reset_link(ctx, handle)))
    print(f"Give this to {handle} and to nobody else. It works once, within ten minutes.", file=sys.stderr)


@people.command()
def reset_second_factor(handle: Handle) -> None:
    """Drop the authenticator app, recovery codes and passkeys of a person who lost them, and end their sessions."""
    from parley.actions import administration

    ended = with_context(lambda ctx: administration.reset_second_factor(ctx, handle))
    if ended is None:
        print(f"{handle} has no second factor.")
    else:
        print(f"{handle} has no second factor any more. {_ended(ended)}")


@people.command()
def disable(handle: Handle) -> None:
    """Keep a person out, and end all of their sessions. What they wrote stays."""
    from parley.actions import administration

    ended = with_context(lambda ctx: administration.disable(ctx, handle))
    if ended is None:
        print(f"{handle} is disabled already.")
    else:
        print(f"{handle} cannot sign in any more. {_ended(ended)}")


@people.command()
def enable(handle: Handle) -> None:
    """Let a person in again, with the password that they had."""
    from parley.actions import administration

    was_out = with_context(lambda ctx: administration.enable(ctx, handle))
    print(f"{handle} can sign in again." if was_out else f"{handle} is not disabled.")


@people.command()
def role(handle: Handle, role: Annotated[str, Argument(help=ROLES, show_default=False)]) -> None:
    """Give a person a role in the server. Clients show it when they connect the next time."""
    from parley.actions import administration

    wanted = _role(role)
    before = with_context(lambda ctx: administration.give_role(ctx, handle, wanted))
    print(f"{handle} is {wanted} already." if before == wanted else f"{handle} was {before} and is {wanted} now.")


def _role(text: str) -> PersonRole:
    try:
        role: PersonRole = msgspec.convert(text, PersonRole)
    except msgspec.ValidationError:
        raise CannotStart(f"{text} is no role: it must be {ROLES}") from None
    return role


def with_context(work: "Callable[[Context], Awaitable[T]]") -> T:
    settings = read_settings()
    prepare_database(settings)

    async def run() -> T:
        from parley.actions.context import Context
        from parley.process.services import beside

        async with beside(settings) as services:
            return await work(Context(services))

    try:
        return asyncio.run(run())
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None


def _checked(password: str) -> str:
    try:
        return msgspec.convert(password, Password)
    except msgspec.ValidationError:
        raise CannotStart("This password will not do: it must have 10 to 1024 characters, any of them.") from None


def _ended(sessions: int) -> str:
    if not sessions:
        return "No session had to be ended."
    return f"{'1 session' if sessions == 1 else f'{sessions} sessions'} ended. {SOCKETS}"


def _line(row: Any) -> str:
    state = "" if row.disabled_at is None else f"  disabled since {rfc3339(row.disabled_at)}"
    sessions = "1 session" if row.sessions == 1 else f"{row.sessions} sessions"
    return f"{row.handle}  {row.role}  since {rfc3339(row.created_at)}  {sessions}{state}"


def _as_object(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "handle": row.handle,
        "name": row.name,
        "role": row.role,
        "created_at": rfc3339(row.created_at),
        "disabled_at": None if row.disabled_at is None else rfc3339(row.disabled_at),
        "sessions": row.sessions,
    }
